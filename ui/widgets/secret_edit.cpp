// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/secret_edit.h"

#include "model/vault/attributes.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/secret_canvas.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

SecretEdit::SecretEdit(QWidget* parent)
    : QWidget(parent)
    , m_canvas(new SecretCanvas(SecretCanvas::Mode::Edit, this))
    , m_finding(new FieldNote(this))
    , m_findingRow(new QWidget(this))
    , m_trim(new QToolButton(this))
    , m_counter(new QLabel(this))
    , m_eye(new QToolButton(this))
    , m_foot(new QWidget(this))
{
    m_canvas->setLines(3, 8);
    m_canvas->setAccessibleName(tr("Value"));
    m_canvas->installEventFilter(this);
    m_counter->setFont(captionFont());
    m_trim->setText(tr("Remove"));
    m_trim->setAccessibleName(tr("Remove blanks at both ends"));
    m_trim->setToolTip(tr("Remove blanks and line breaks at both ends"));
    m_trim->setAutoRaise(true);
    m_eye->setCheckable(true);
    m_eye->setAutoRaise(true);
    m_eye->setIcon(icon(u"eye"_s, Role::Muted));
    m_eye->setToolTip(tr("Keep the value visible"));
    m_eye->setAccessibleName(tr("Keep the value visible"));

    auto* const frame = new QHBoxLayout;
    frame->setContentsMargins(metrics::tight, 3, metrics::tight, 3);
    frame->addWidget(m_canvas, 1);
    frame->addWidget(m_eye, 0, Qt::AlignTop);
    auto* const foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(0, 0, 0, 0);
    foot->setSpacing(metrics::inside);
    foot->addStretch();
    foot->addWidget(m_counter);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight);
    layout->addLayout(frame, 1);
    layout->addWidget(m_foot);
    auto* const findings = new QHBoxLayout(m_findingRow);
    findings->setContentsMargins(0, 0, 0, 0);
    findings->setSpacing(metrics::inside);
    findings->addWidget(m_finding, 1);
    findings->addWidget(m_trim);
    layout->addWidget(m_findingRow);
    setFocusProxy(m_canvas);

    connect(m_canvas, &SecretCanvas::edited, this, [this] {
        judge();
        Q_EMIT edited();
    });
    connect(m_eye, &QToolButton::toggled, this, &SecretEdit::applyMask);
    connect(m_trim, &QToolButton::clicked, this, &SecretEdit::trimEnds);
    judge();
}

SecretEdit::~SecretEdit() = default;

bool SecretEdit::isEmpty() const { return m_canvas->content().isEmpty(); }
qsizetype SecretEdit::byteCount() const { return m_canvas->content().utf8Size(); }
bool SecretEdit::isTooLong() const { return byteCount() > vault::limits::secretValueBytes; }
base::SecureBytes SecretEdit::value() const { return m_canvas->content().toUtf8(); }
QWidget* SecretEdit::editor() const { return m_canvas; }
void SecretEdit::setPlaceholder(const QString& text) { m_canvas->setPlaceholder(text); }
void SecretEdit::setShown(bool isShown) { m_eye->setChecked(isShown); }

base::SecureBytes SecretEdit::takeValue()
{
    base::SecureBytes taken = value();
    clear();
    return taken;
}

void SecretEdit::setValue(const base::SecureBytes& value)
{
    m_canvas->setContent(SecretText::fromUtf8(value));
    judge();
    Q_EMIT edited();
}

void SecretEdit::clear()
{
    m_canvas->clear();
    judge();
}

void SecretEdit::addFootWidget(QWidget* widget)
{
    auto* const row = static_cast<QHBoxLayout*>(m_foot->layout());
    row->insertWidget(0, widget);
}

QString SecretEdit::finding() const
{
    const QStringView text = m_canvas->content().view();
    if (text.isEmpty())
        return {};
    if (text.trimmed().isEmpty())
        return tr("Only blanks.");
    QStringList parts;
    if (text.front().isSpace())
        parts += tr("starts with a blank");
    if (text.back() == u'\n')
        parts += tr("ends with a line break");
    else if (text.back().isSpace())
        parts += tr("ends with a blank");
    if (parts.isEmpty())
        return {};
    return tr("The value %1.").arg(parts.join(tr(" and ")));
}

void SecretEdit::judge()
{
    const QString found = finding();
    m_finding->set(FieldNote::Kind::Warning, found);
    m_findingRow->setVisible(!found.isEmpty());
    m_trim->setVisible(!found.isEmpty() && found != tr("Only blanks."));
    m_canvas->setShowsWhitespace(!found.isEmpty());
    const QLocale locale;
    m_counter->setText(
        tr("%1 / %2 bytes")
            .arg(locale.toString(byteCount()), locale.toString(vault::limits::secretValueBytes)));
    m_counter->setForegroundRole(QPalette::WindowText);
    inkCounter();
    update();
}

void SecretEdit::inkCounter()
{
    QPalette ink = m_counter->palette();
    ink.setColor(QPalette::WindowText, color(isTooLong() ? Role::Critical : Role::Muted, palette()));
    m_counter->setPalette(ink);
}

void SecretEdit::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        inkCounter();
}

void SecretEdit::trimEnds()
{
    SecretText text = m_canvas->takeContent();
    while (!text.isEmpty() && QChar(text.at(text.size() - 1)).isSpace())
        text.remove(text.size() - 1, 1);
    while (!text.isEmpty() && QChar(text.at(0)).isSpace())
        text.remove(0, 1);
    m_canvas->setContent(std::move(text));
    judge();
    Q_EMIT edited();
}

void SecretEdit::applyMask()
{
    m_canvas->setMasked(!m_canvas->hasFocus() && !m_eye->isChecked());
    m_eye->setIcon(icon(m_eye->isChecked() ? u"eye-off"_s : u"eye"_s, Role::Muted));
    update();
}

bool SecretEdit::eventFilter(QObject* watched, QEvent* event)
{
    const bool isFocus = event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut;
    if (watched == m_canvas && isFocus)
        QMetaObject::invokeMethod(this, &SecretEdit::applyMask, Qt::QueuedConnection);
    if (watched == m_canvas && event->type() == QEvent::WindowDeactivate)
        m_eye->setChecked(false);
    return QWidget::eventFilter(watched, event);
}

void SecretEdit::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isFocused = m_canvas->hasFocus();
    const Role edge = isTooLong() ? Role::Critical : isFocused ? Role::Accent : Role::Border;
    const double width = isFocused || isTooLong() ? metrics::focusRing : metrics::hairline;
    painter.setPen(QPen(color(edge, palette()), width));
    painter.setBrush(color(Role::Base, palette()));
    const QRectF box(0, 0, this->width(), m_foot->y() - metrics::tight);
    painter.drawRoundedRect(box.adjusted(width / 2, width / 2, -width / 2, -width / 2), metrics::corner,
                            metrics::corner);
}

} // namespace strongroom::ui
