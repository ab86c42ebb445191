// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/centered_page.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace strongroom::ui {

CenteredPage::CenteredPage(int columnWidth, QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout)
{
    auto* column = new QWidget(this);
    column->setMaximumWidth(columnWidth);
    column->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    column->setLayout(m_column);
    m_column->setContentsMargins(metrics::page, metrics::section, metrics::page, metrics::section);
    m_column->setSpacing(metrics::between);

    auto* inner = new QWidget(this);
    auto* row = new QHBoxLayout(inner);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(column, 1000, Qt::AlignVCenter);
    row->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

void CenteredPage::addHeading(const QString& title, const QString& sentence)
{
    auto* heading = new QLabel(title, this);
    auto font = titleFont();
    font.setPointSizeF(font.pointSizeF() + 4);
    heading->setFont(font);
    heading->setTextFormat(Qt::PlainText);
    auto* text = new QLabel(sentence, this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    m_column->addWidget(heading);
    m_column->addWidget(text);
    m_column->addSpacing(metrics::tight);
}

} // namespace strongroom::ui
