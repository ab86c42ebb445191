// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/content_stack.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/error_card.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

ContentStack::ContentStack(QWidget* content, QWidget* parent)
    : QStackedWidget(parent)
    , m_empty(new EmptyState(this))
    , m_error(new ErrorCard(this))
    , m_errorPage(new QWidget(this))
    , m_content(content)
{
    auto* page = new QVBoxLayout(m_errorPage);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->addWidget(m_error);
    page->addStretch(1);
    auto* loading = new QWidget(this);
    addWidget(loading);
    addWidget(m_content);
    addWidget(m_empty);
    addWidget(m_errorPage);
    setCurrentWidget(loading);
    connect(m_empty, &EmptyState::primaryChosen, this, &ContentStack::primaryChosen);
    connect(m_empty, &EmptyState::secondaryChosen, this, &ContentStack::secondaryChosen);
    connect(m_error, &ErrorCard::nextStepChosen, this, &ContentStack::retryChosen);
}

void ContentStack::showContent() { setCurrentWidget(m_content); }

void ContentStack::showEmpty(const EmptyState::Text& text)
{
    m_empty->setText(text);
    setCurrentWidget(m_empty);
}

void ContentStack::showError(const ErrorText& text)
{
    ErrorText shown = text;
    shown.nextStep = tr("Try again");
    m_error->setText(shown);
    setCurrentWidget(m_errorPage);
}

} // namespace strongroom::ui
