// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/error_card.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/icon_label.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QLabel* wrappedLabel(QWidget* parent)
{
    auto* const label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ErrorCard::ErrorCard(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(this, metrics::largeIcon))
    , m_title(wrappedLabel(this))
    , m_cause(wrappedLabel(this))
    , m_next(new QPushButton(this))
    , m_unfold(new QPushButton(tr("Details"), this))
    , m_copy(new QPushButton(tr("Copy details"), this))
    , m_details(wrappedLabel(this))
{
    m_title->setFont(semibold(font()));
    m_cause->setForegroundRole(QPalette::PlaceholderText);
    m_details->setFont(monoFont());
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_unfold->setFlat(true);
    m_unfold->setCheckable(true);
    m_unfold->setIcon(icon(u"chevron-right"_s, Role::Muted));
    m_copy->setIcon(icon(u"copy"_s, Role::Muted));

    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::inside);
    buttons->addWidget(m_next);
    buttons->addWidget(m_unfold);
    buttons->addStretch();
    auto* const words = new QVBoxLayout;
    words->setSpacing(metrics::tight);
    words->addWidget(m_title);
    words->addWidget(m_cause);
    words->addSpacing(metrics::tight);
    words->addLayout(buttons);
    words->addWidget(m_details);
    words->addWidget(m_copy, 0, Qt::AlignLeft);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::between, metrics::between, metrics::between, metrics::between);
    layout->setSpacing(metrics::between);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(words, 1);

    const auto unfold = [this](bool isOpen) {
        m_details->setVisible(isOpen);
        m_copy->setVisible(isOpen);
        m_unfold->setIcon(icon(isOpen ? u"chevron-down"_s : u"chevron-right"_s, Role::Muted));
    };
    connect(m_unfold, &QPushButton::toggled, this, unfold);
    connect(m_next, &QPushButton::clicked, this, &ErrorCard::nextStepChosen);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(
            QStringList{ m_text.title, m_text.cause, m_text.details }.join(u'\n'));
    });
    unfold(false);
    setFocusProxy(m_next);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void ErrorCard::setText(const ErrorText& text)
{
    m_text = text;
    m_title->setText(text.title);
    m_cause->setText(text.cause);
    m_cause->setVisible(!text.cause.isEmpty());
    m_next->setText(text.nextStep);
    m_next->setVisible(!text.nextStep.isEmpty());
    m_details->setText(text.details);
    m_unfold->setVisible(!text.details.isEmpty());
    m_unfold->setChecked(false);
    setAccessibleName(text.title);
    setAccessibleDescription(text.cause);
    m_icon->set(text.icon.isEmpty() ? u"circle-alert"_s : text.icon, Role::Critical);
}

void ErrorCard::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ErrorCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color(Role::Critical, palette()));
    painter.setBrush(color(Role::CriticalSoft, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner, metrics::corner);
}

} // namespace strongroom::ui
