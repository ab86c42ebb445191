// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/secret_field.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/secret_canvas.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

/// A shorter press is a click and shows for a time, a longer one shows while it lasts.
constexpr qint64 clickMilliseconds = 350;

QToolButton* fieldButton(const QString& iconName, Role role, QWidget* parent)
{
    auto* const button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setIcon(icon(iconName, role));
    button->setIconSize({ metrics::icon, metrics::icon });
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

SecretField::SecretField(QWidget* parent)
    : QWidget(parent)
    , m_canvas(new SecretCanvas(SecretCanvas::Mode::Show, this))
    , m_eye(fieldButton(u"eye"_s, Role::Muted, this))
    , m_copy(fieldButton(u"copy"_s, Role::Accent, this))
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::tight, 3, metrics::tight, 3);
    layout->setSpacing(2);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_eye, 0, Qt::AlignTop);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
    m_canvas->setAccessibleName(tr("Value, hidden"));
    m_canvas->setHasValue(true);
    m_copy->setAccessibleName(tr("Copy the value"));
    m_copy->setToolTip(tr("Copy the value without showing it"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    showButtons();

    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, &SecretField::mask);
    connect(m_eye, &QToolButton::pressed, this, &SecretField::onPressed);
    connect(m_eye, &QToolButton::released, this, &SecretField::onReleased);
    connect(m_copy, &QToolButton::clicked, this, &SecretField::copyWanted);
    m_eye->installEventFilter(this);
    QCoreApplication::instance()->installEventFilter(this);
}

SecretField::~SecretField() = default;

bool SecretField::isRevealed() const { return !m_canvas->isMasked(); }

void SecretField::removeCopy() { m_copy->hide(); }

void SecretField::setUnavailable(const QString& reason)
{
    mask();
    m_eye->setEnabled(reason.isEmpty());
    m_copy->setEnabled(reason.isEmpty());
    m_canvas->setHasValue(reason.isEmpty());
    m_canvas->setPlaceholder(reason);
    setToolTip(reason);
    m_canvas->setAccessibleDescription(reason);
}

void SecretField::reveal(base::SecureBytes value)
{
    if (m_wish == Wish::None)
        return;
    m_canvas->setContent(SecretText::fromUtf8(value));
    m_canvas->setMasked(false);
    m_canvas->setAccessibleName(tr("Value, shown on the screen"));
    if (m_wish == Wish::Timed)
        m_timeout.start(m_revealSeconds * 1000);
    updateGeometry();
    showButtons();
}

void SecretField::mask()
{
    m_wish = Wish::None;
    m_timeout.stop();
    if (!isRevealed())
        return;
    m_canvas->setMasked(true);
    m_canvas->setContent({});
    m_canvas->setAccessibleName(tr("Value, hidden"));
    updateGeometry();
    showButtons();
    Q_EMIT masked();
}

void SecretField::showButtons()
{
    m_eye->setIcon(icon(isRevealed() ? u"eye-off"_s : u"eye"_s, Role::Muted));
    const QString text
        = isRevealed() ? tr("Hide the value") : tr("Show the value: hold, or click for a while");
    m_eye->setToolTip(text);
    m_eye->setAccessibleName(text);
}

void SecretField::onPressed()
{
    m_wasShownBefore = isRevealed();
    m_pressed.start();
    if (m_wasShownBefore)
        return;
    beginHold();
}

void SecretField::onReleased()
{
    const bool isClick = m_pressed.elapsed() < clickMilliseconds;
    if (m_wasShownBefore || !isClick)
        return mask();
    if (m_wish == Wish::None)
        return;
    m_wish = Wish::Timed;
    if (isRevealed())
        m_timeout.start(m_revealSeconds * 1000);
}

void SecretField::beginHold()
{
    if (m_wish != Wish::None || !m_eye->isEnabled())
        return;
    m_wish = Wish::Held;
    Q_EMIT revealWanted();
}

void SecretField::endHold()
{
    if (m_wish == Wish::Held)
        mask();
}

bool SecretField::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ApplicationDeactivate
        || (event->type() == QEvent::WindowDeactivate && watched == window()))
        mask();
    if (watched == m_eye && event->type() == QEvent::FocusOut)
        mask();
    // The key that began a hold may be released anywhere.
    if (event->type() == QEvent::KeyRelease && m_wish == Wish::Held && !m_eye->isDown()) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        if (!key->isAutoRepeat())
            endHold();
    }
    return QWidget::eventFilter(watched, event);
}

void SecretField::hideEvent(QHideEvent* event)
{
    mask();
    QWidget::hideEvent(event);
}

void SecretField::focusOutEvent(QFocusEvent* event)
{
    mask();
    QWidget::focusOutEvent(event);
}

void SecretField::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color(isRevealed() ? Role::Accent : Role::Border, palette()));
    painter.setBrush(color(Role::Base, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner, metrics::corner);
}

} // namespace strongroom::ui
