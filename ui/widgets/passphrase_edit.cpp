// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/passphrase_edit.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionFrame>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

const QChar placeHolder(u'\u2022');
constexpr int eyeRoom = 28;
constexpr QKeyCombination eyeKeys = Qt::CTRL | Qt::Key_H;

bool isOfEye(const QKeyEvent& event) { return event.keyCombination() == eyeKeys; }

} // namespace

PassphraseEdit::PassphraseEdit(QWidget* parent)
    : QLineEdit(parent)
    , m_eye(new QToolButton(this))
{
    setEchoMode(QLineEdit::Password);
    setAcceptDrops(false);
    setDragEnabled(false);
    setContextMenuPolicy(Qt::NoContextMenu);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                        | Qt::ImhNoAutoUppercase);
    addEye();
    connect(this, &QLineEdit::textChanged, this, &PassphraseEdit::lift);
}

/// Not among what Tab goes to: whoever types a passphrase twice would write the second time on the eye, which
/// a space opens. The keyboard has Ctrl+H.
void PassphraseEdit::addEye()
{
    m_eye->setCheckable(true);
    m_eye->setAutoRaise(true);
    m_eye->setIcon(icon(u"eye"_s, Role::Muted));
    m_eye->setIconSize({ metrics::icon, metrics::icon });
    m_eye->setFocusPolicy(Qt::NoFocus);
    m_eye->setCursor(Qt::ArrowCursor);
    m_eye->setToolTip(
        tr("Show what is typed (%1)").arg(QKeySequence(eyeKeys).toString(QKeySequence::NativeText)));
    m_eye->setAccessibleName(tr("Show what is typed"));
    connect(m_eye, &QToolButton::toggled, this, [this](bool isOn) {
        m_eye->setIcon(icon(isOn ? u"eye-off"_s : u"eye"_s, Role::Muted));
        update();
    });
    // Shown by a click, it is hidden again once the keyboard goes elsewhere: so it has to be here.
    connect(m_eye, &QToolButton::clicked, this, qOverload<>(&PassphraseEdit::setFocus));
}

bool PassphraseEdit::isRevealed() const { return m_eye->isChecked(); }

base::SecureBytes PassphraseEdit::takeSecret()
{
    auto secret = m_secret.toUtf8();
    wipe();
    return secret;
}

void PassphraseEdit::wipe()
{
    m_secret.clear();
    m_isLifting = true;
    clear();
    m_isLifting = false;
    Q_EMIT edited();
}

void PassphraseEdit::setWrong(bool isWrong)
{
    setProperty("strongroomWrong", isWrong);
    update();
}

// The editor's text is place-holders but for what was just put in: that is moved into the buffer. Where
// place-holders were taken out, the cursor stands.
void PassphraseEdit::lift(const QString& text)
{
    if (m_isLifting)
        return;
    qsizetype first = 0;
    while (first < text.size() && text[first] == placeHolder)
        ++first;
    qsizetype end = text.size();
    if (first == text.size()) {
        first = qMin<qsizetype>(cursorPosition(), m_secret.size());
        end = first;
    } else {
        while (end > first && text[end - 1] == placeHolder)
            --end;
    }
    const auto kept = first + (text.size() - end);
    m_secret.remove(first, m_secret.size() - kept);
    m_secret.insert(first, QStringView(text).mid(first, end - first));
    if (end > first) {
        m_isLifting = true;
        const int cursor = cursorPosition();
        setText(QString(m_secret.size(), placeHolder));
        setCursorPosition(cursor);
        m_isLifting = false;
    }
    setWrong(false);
    Q_EMIT edited();
}

void PassphraseEdit::keyPressEvent(QKeyEvent* event)
{
    watchCapsLock(*event);
    if (isOfEye(*event)) {
        m_eye->toggle();
        return;
    }
    for (const auto forbidden :
         { QKeySequence::Undo, QKeySequence::Redo, QKeySequence::Copy, QKeySequence::Cut })
        if (event->matches(forbidden)) {
            event->accept();
            return;
        }
    if (event->matches(QKeySequence::Paste)) {
        paste();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void PassphraseEdit::paste()
{
    auto text = QApplication::clipboard()->text();
    while (!text.isEmpty() && (text.back() == u'\n' || text.back() == u'\r'))
        text.chop(1);
    const auto from = hasSelectedText() ? selectionStart() : cursorPosition();
    const auto count = hasSelectedText() ? selectionLength() : 0;
    m_secret.remove(from, count);
    m_secret.insert(from, text);
    m_isLifting = true;
    setText(QString(m_secret.size(), placeHolder));
    setCursorPosition(int(from + text.size()));
    m_isLifting = false;
    base::wipe(text);
    setWrong(false);
    Q_EMIT edited();
}

// Qt does not tell the state of the lock: a capital without Shift, or a small letter with it, does.
void PassphraseEdit::watchCapsLock(const QKeyEvent& event)
{
    const auto text = event.text();
    if (text.size() != 1 || !text[0].isLetter() || (event.modifiers() & ~Qt::ShiftModifier) != Qt::NoModifier)
        return;
    const bool isShifted = event.modifiers() & Qt::ShiftModifier;
    Q_EMIT capsLockSeen(text[0].isUpper() != isShifted);
}

void PassphraseEdit::paintEvent(QPaintEvent* event)
{
    if (!isRevealed() || m_secret.isEmpty()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QPainter painter(this);
    QStyleOptionFrame frame;
    initStyleOption(&frame);
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &frame, &painter, this);
    painter.setFont(monoFont());
    painter.setPen(palette().color(QPalette::Text));
    const int step = painter.fontMetrics().horizontalAdvance(u'0');
    const auto area
        = QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(metrics::inside, 0, -eyeRoom, 0));
    painter.setClipRect(area);
    // One character at a time: no text layout keeps a copy. The end stays in sight.
    const int hidden = qMax(0, int(m_secret.size()) * step - area.width());
    for (qsizetype i = 0; i < m_secret.size(); ++i)
        painter.drawText(QRect(area.x() - hidden + int(i) * step, area.y(), step, area.height()),
                         Qt::AlignCenter, QString(QChar(m_secret.at(i))));
}

void PassphraseEdit::focusOutEvent(QFocusEvent* event)
{
    m_eye->setChecked(false);
    QLineEdit::focusOutEvent(event);
}

/// So that no shortcut of the window takes the keys of the eye.
bool PassphraseEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && isOfEye(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void PassphraseEdit::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    const QRect place(width() - eyeRoom, 2, eyeRoom - 2, height() - 4);
    m_eye->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
    setTextMargins(isRightToLeft() ? eyeRoom : 0, 0, isRightToLeft() ? 0 : eyeRoom, 0);
}

} // namespace strongroom::ui
