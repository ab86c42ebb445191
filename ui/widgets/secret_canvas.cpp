// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/secret_canvas.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QStyleHints>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int dots = 12;
constexpr int margin = 4;

/// A password field to readers: they may write into it, but read only dots, always as many. The text
/// interface is there because Qt's AT-SPI bridge asks it for the length before it writes.
class SecretAccessible final : public QAccessibleWidget,
                               public QAccessibleTextInterface,
                               public QAccessibleEditableTextInterface
{
public:
    explicit SecretAccessible(SecretCanvas* canvas)
        : QAccessibleWidget(canvas, QAccessible::EditableText)
        , m_canvas(canvas)
    {
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.passwordEdit = true;
        state.editable = m_canvas->testAttribute(Qt::WA_InputMethodEnabled);
        state.readOnly = !state.editable;
        state.multiLine = true;
        return state;
    }
    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value)
            return shown();
        return QAccessibleWidget::text(kind);
    }
    void setText(QAccessible::Text kind, const QString& text) override
    {
        if (kind == QAccessible::Value)
            replaceText(0, 0, text);
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::EditableTextInterface)
            return static_cast<QAccessibleEditableTextInterface*>(this);
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    void deleteText(int, int) override
    {
        if (isEditable())
            m_canvas->clear();
    }
    void insertText(int, const QString& text) override
    {
        if (isEditable())
            m_canvas->insert(text);
    }
    void replaceText(int, int, const QString& text) override
    {
        deleteText(0, 0);
        insertText(0, text);
    }

    void selection(int, int* start, int* end) const override { *start = *end = 0; }
    int selectionCount() const override { return 0; }
    void addSelection(int, int) override { }
    void removeSelection(int) override { }
    void setSelection(int, int, int) override { }
    int cursorPosition() const override { return 0; }
    void setCursorPosition(int) override { }
    QString text(int start, int end) const override { return shown().mid(start, end - start); }
    int characterCount() const override { return int(shown().size()); }
    QRect characterRect(int) const override { return rect(); }
    int offsetAtPoint(const QPoint&) const override { return 0; }
    void scrollToSubstring(int, int) override { }
    QString attributes(int, int* start, int* end) const override
    {
        *start = 0;
        *end = characterCount();
        return {};
    }

private:
    bool isEditable() const { return m_canvas->testAttribute(Qt::WA_InputMethodEnabled); }
    QString shown() const { return m_canvas->content().isEmpty() ? QString() : QString(dots, u'\u2022'); }

    SecretCanvas* m_canvas;
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object)
{
    if (auto* const canvas = qobject_cast<SecretCanvas*>(object))
        return new SecretAccessible(canvas);
    return nullptr;
}

Role roleOf(char16_t unit)
{
    const QChar c(unit);
    return c.isDigit()                                   ? Role::Accent
        : c.isLetter() || c.isSurrogate() || c.isSpace() ? Role::Text
                                                         : Role::Warning;
}

char16_t markOf(char16_t unit)
{
    return unit == u' ' ? u'\u00b7' : unit == u'\t' ? u'\u2192' : unit == u'\n' ? u'\u21b5' : u'\0';
}

} // namespace

SecretCanvas::SecretCanvas(Mode mode, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_mode(mode)
{
    QAccessible::installFactory(&makeAccessible); // the same function is kept once
    setFrameShape(QFrame::NoFrame);
    setFont(monoFont());
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setFocusPolicy(mode == Mode::Edit ? Qt::StrongFocus : Qt::NoFocus);
    viewport()->setAutoFillBackground(false);
    setAutoFillBackground(false);
    setAcceptDrops(false);
    if (mode == Mode::Edit) {
        setAttribute(Qt::WA_InputMethodEnabled);
        setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                            | Qt::ImhNoAutoUppercase | Qt::ImhMultiLine);
        viewport()->setCursor(Qt::IBeamCursor);
    }
    connect(&m_blink, &QTimer::timeout, this, [this] {
        m_isCaretOn = !m_isCaretOn;
        viewport()->update();
    });
    layoutLines();
}

SecretCanvas::~SecretCanvas() = default;

void SecretCanvas::setContent(SecretText text)
{
    m_text = std::move(text);
    m_caret = m_anchor = 0;
    layoutLines();
    viewport()->update();
    updateGeometry();
}

SecretText SecretCanvas::takeContent()
{
    SecretText taken = std::move(m_text);
    clear();
    return taken;
}

void SecretCanvas::clear()
{
    m_text.clear();
    m_caret = m_anchor = 0;
    changed();
}

void SecretCanvas::setMasked(bool isMasked)
{
    if (m_isMasked == isMasked)
        return;
    m_isMasked = isMasked;
    verticalScrollBar()->setValue(0);
    layoutLines();
    updateGeometry();
    viewport()->update();
}

void SecretCanvas::setHasValue(bool hasValue)
{
    m_hasValue = hasValue;
    viewport()->update();
}

void SecretCanvas::setShowsWhitespace(bool shows)
{
    m_showsWhitespace = shows;
    viewport()->update();
}

void SecretCanvas::setPlaceholder(const QString& text)
{
    m_placeholder = text;
    viewport()->update();
}

void SecretCanvas::setLines(int minimum, int maximum)
{
    m_minimumLines = minimum;
    m_maximumLines = maximum;
    updateGeometry();
}

QSize SecretCanvas::sizeHint() const
{
    const int lines
        = m_isMasked ? m_minimumLines : std::clamp(int(m_lines.size()), m_minimumLines, m_maximumLines);
    return { 24 * m_cellWidth, lines * m_lineHeight + 2 * margin };
}

QSize SecretCanvas::minimumSizeHint() const { return { 8 * m_cellWidth, sizeHint().height() }; }

// Lines ------------------------------------------------------------------------------------------

void SecretCanvas::layoutLines()
{
    const QFontMetrics fontMetrics(font());
    m_cellWidth = std::max(4, fontMetrics.horizontalAdvance(u'0'));
    m_lineHeight = fontMetrics.height() + 2;
    const qsizetype columns = std::max<qsizetype>(4, (viewport()->width() - 2 * margin - 2) / m_cellWidth);
    m_lines.assign(1, 0);
    qsizetype column = 0;
    for (qsizetype i = 0; i < m_text.size(); ++i) {
        if (m_text.at(i) == u'\n') {
            m_lines.push_back(i + 1);
            column = 0;
        } else if (++column > columns) {
            m_lines.push_back(i);
            column = 1;
        }
    }
    const int height = m_isMasked ? m_lineHeight : int(m_lines.size()) * m_lineHeight;
    verticalScrollBar()->setRange(0, std::max(0, height + 2 * margin - viewport()->height()));
    verticalScrollBar()->setSingleStep(m_lineHeight);
    verticalScrollBar()->setPageStep(viewport()->height());
}

qsizetype SecretCanvas::lineEnd(qsizetype line) const
{
    if (line + 1 >= qsizetype(m_lines.size()))
        return m_text.size();
    const qsizetype next = m_lines[std::size_t(line + 1)];
    return next > 0 && m_text.at(next - 1) == u'\n' ? next - 1 : next;
}

SecretCanvas::Spot SecretCanvas::spotOf(qsizetype position) const
{
    const auto after = std::upper_bound(m_lines.begin(), m_lines.end(), position);
    const qsizetype line = after - m_lines.begin() - 1;
    return { line, position - m_lines[std::size_t(line)] };
}

qsizetype SecretCanvas::positionAt(Spot spot) const
{
    const qsizetype line = std::clamp<qsizetype>(spot.line, 0, qsizetype(m_lines.size()) - 1);
    return std::min(m_lines[std::size_t(line)] + std::max<qsizetype>(0, spot.column), lineEnd(line));
}

qsizetype SecretCanvas::positionAt(const QPoint& point) const
{
    const int y = point.y() - margin + verticalScrollBar()->value();
    return positionAt(
        Spot{ y < 0 ? 0 : y / m_lineHeight, (point.x() - margin + m_cellWidth / 2) / m_cellWidth });
}

// Painting ---------------------------------------------------------------------------------------

void SecretCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    if (m_text.isEmpty() && !m_hasValue) {
        painter.setPen(color(Role::Muted, palette()));
        painter.setFont(QGuiApplication::font());
        painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, 0),
                         Qt::AlignLeft | Qt::AlignTop, m_placeholder);
        painter.setFont(font());
    } else if (m_isMasked) {
        paintDots(painter);
    } else {
        paintCells(painter);
    }
    if (m_mode == Mode::Edit && hasFocus() && m_isCaretOn && !m_isMasked)
        paintCaret(painter);
}

void SecretCanvas::paintDots(QPainter& painter) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::Text, palette()));
    const double y = margin + m_lineHeight / 2.0;
    for (int i = 0; i < dots; ++i)
        painter.drawEllipse(QPointF(margin + (i + 0.5) * m_cellWidth * 1.1, y), 1.9, 1.9);
}

void SecretCanvas::paintCells(QPainter& painter) const
{
    const int top = verticalScrollBar()->value();
    const qsizetype first = std::max(0, (top - margin) / m_lineHeight);
    const qsizetype last
        = std::min<qsizetype>(qsizetype(m_lines.size()) - 1, (top + viewport()->height()) / m_lineHeight);
    const auto [from, to] = std::minmax(m_anchor, m_caret);
    for (qsizetype line = first; line <= last; ++line) {
        const qsizetype begin = m_lines[std::size_t(line)];
        const qsizetype end
            = line + 1 < qsizetype(m_lines.size()) ? m_lines[std::size_t(line + 1)] : m_text.size();
        for (qsizetype i = begin; i < end; ++i) {
            const QRect cell(int(margin + (i - begin) * m_cellWidth), int(margin + line * m_lineHeight - top),
                             m_cellWidth, m_lineHeight);
            const bool isSelected = i >= from && i < to;
            if (isSelected)
                painter.fillRect(cell, color(Role::Primary, palette()));
            const char16_t unit = m_text.at(i);
            const char16_t mark = markOf(unit);
            if (mark != 0 && !m_showsWhitespace)
                continue;
            painter.setPen(color(isSelected      ? Role::OnPrimary
                                     : mark != 0 ? Role::Muted
                                                 : roleOf(unit),
                                 palette()));
            const bool isPair = QChar::isHighSurrogate(unit) && i + 1 < end;
            char16_t shown[2] = { mark != 0 ? mark : unit, isPair ? m_text.at(i + 1) : u'\0' };
            painter.drawText(cell.adjusted(-2, 0, isPair ? m_cellWidth : 2, 0), Qt::AlignCenter,
                             QString::fromUtf16(shown, isPair ? 2 : 1));
            i += isPair ? 1 : 0;
        }
    }
}

void SecretCanvas::paintCaret(QPainter& painter) const
{
    const Spot spot = spotOf(m_caret);
    const int y = int(margin + spot.line * m_lineHeight - verticalScrollBar()->value());
    painter.fillRect(QRect(int(margin + spot.column * m_cellWidth), y + 1, 1, m_lineHeight - 2),
                     color(Role::Text, palette()));
}

void SecretCanvas::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    layoutLines();
}

void SecretCanvas::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layoutLines();
}

/// Keys that edit belong to the editor, not to the window's shortcuts. The tab key leaves it; Ctrl+Tab
/// writes one.
bool SecretCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && m_mode == Mode::Edit) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        const bool isEditing = key->matches(QKeySequence::Paste) || key->matches(QKeySequence::SelectAll)
            || key->matches(QKeySequence::Copy) || key->matches(QKeySequence::Undo)
            || key->key() == Qt::Key_Delete || !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
        if (isEditing && key->key() != Qt::Key_Escape) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

// Editing ----------------------------------------------------------------------------------------

void SecretCanvas::changed()
{
    layoutLines();
    keepCaretVisible();
    updateGeometry();
    viewport()->update();
    Q_EMIT edited();
}

void SecretCanvas::keepCaretVisible()
{
    const Spot spot = spotOf(m_caret);
    const int top = int(spot.line) * m_lineHeight;
    QScrollBar* const bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(top);
    else if (top + m_lineHeight + 2 * margin > bar->value() + viewport()->height())
        bar->setValue(top + m_lineHeight + 2 * margin - viewport()->height());
}

void SecretCanvas::insert(QStringView text)
{
    const auto [from, to] = std::minmax(m_anchor, m_caret);
    m_text.remove(from, to - from);
    m_text.insert(from, text);
    m_caret = m_anchor = from + text.size();
    changed();
}

void SecretCanvas::eraseSelectionOr(qsizetype from, qsizetype to)
{
    if (hasSelection()) {
        from = std::min(m_anchor, m_caret);
        to = std::max(m_anchor, m_caret);
    }
    m_text.remove(from, to - from);
    m_caret = m_anchor = from;
    changed();
}

void SecretCanvas::moveTo(qsizetype position, bool isSelecting)
{
    m_caret = std::clamp<qsizetype>(position, 0, m_text.size());
    if (!isSelecting)
        m_anchor = m_caret;
    m_isCaretOn = true;
    keepCaretVisible();
    viewport()->update();
}

qsizetype SecretCanvas::next(qsizetype position, int direction) const
{
    qsizetype there = std::clamp<qsizetype>(position + direction, 0, m_text.size());
    if (there > 0 && there < m_text.size() && QChar::isLowSurrogate(m_text.at(there)))
        there += direction;
    return there;
}

qsizetype SecretCanvas::nextWord(qsizetype position, int direction) const
{
    const auto isWord = [this](qsizetype i) { return QChar(m_text.at(i)).isLetterOrNumber(); };
    qsizetype there = position;
    const auto canGo = [&] { return direction > 0 ? there < m_text.size() : there > 0; };
    const auto at = [&] { return direction > 0 ? there : there - 1; };
    while (canGo() && !isWord(at()))
        there += direction;
    while (canGo() && isWord(at()))
        there += direction;
    return there;
}

bool SecretCanvas::moveByKey(QKeyEvent* event)
{
    const bool isSelecting = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool byWord = event->modifiers().testFlag(Qt::ControlModifier);
    const Spot spot = spotOf(m_caret);
    const int page = std::max(1, viewport()->height() / m_lineHeight - 1);
    switch (event->key()) {
    case Qt::Key_Left:
        moveTo(byWord ? nextWord(m_caret, -1) : next(m_caret, -1), isSelecting);
        return true;
    case Qt::Key_Right:
        moveTo(byWord ? nextWord(m_caret, 1) : next(m_caret, 1), isSelecting);
        return true;
    case Qt::Key_Up:
        moveTo(positionAt(Spot{ spot.line - 1, spot.column }), isSelecting);
        return true;
    case Qt::Key_Down:
        moveTo(positionAt(Spot{ spot.line + 1, spot.column }), isSelecting);
        return true;
    case Qt::Key_PageUp:
        moveTo(positionAt(Spot{ spot.line - page, spot.column }), isSelecting);
        return true;
    case Qt::Key_PageDown:
        moveTo(positionAt(Spot{ spot.line + page, spot.column }), isSelecting);
        return true;
    case Qt::Key_Home:
        moveTo(byWord ? 0 : m_lines[std::size_t(spot.line)], isSelecting);
        return true;
    case Qt::Key_End:
        moveTo(byWord ? m_text.size() : lineEnd(spot.line), isSelecting);
        return true;
    default:
        return false;
    }
}

bool SecretCanvas::eraseByKey(QKeyEvent* event)
{
    const bool byWord = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->key() == Qt::Key_Backspace) {
        eraseSelectionOr(byWord ? nextWord(m_caret, -1) : next(m_caret, -1), m_caret);
        return true;
    }
    if (event->key() == Qt::Key_Delete) {
        eraseSelectionOr(m_caret, byWord ? nextWord(m_caret, 1) : next(m_caret, 1));
        return true;
    }
    return false;
}

void SecretCanvas::keyPressEvent(QKeyEvent* event)
{
    if (m_mode == Mode::Show) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (event->matches(QKeySequence::Paste)) {
        paste();
    } else if (event->matches(QKeySequence::SelectAll)) {
        m_anchor = 0;
        moveTo(m_text.size(), true);
    } else if (event->key() == Qt::Key_Tab && event->modifiers() == Qt::ControlModifier) {
        insert(u"\t");
    } else if (moveByKey(event) || eraseByKey(event)) {
        return;
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
               && !event->modifiers().testFlag(Qt::ControlModifier)) {
        insert(u"\n");
    } else if (!event->text().isEmpty() && event->text().front().isPrint()
               && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
        insert(event->text());
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void SecretCanvas::paste()
{
    const QMimeData* const offered = QGuiApplication::clipboard()->mimeData();
    if (!offered || !offered->hasText())
        return;
    QString text = offered->text();
    text.replace(u"\r\n"_s, u"\n"_s);
    insert(text);
    base::wipe(text);
}

void SecretCanvas::inputMethodEvent(QInputMethodEvent* event)
{
    if (m_mode == Mode::Edit && !event->commitString().isEmpty())
        insert(event->commitString());
    event->accept();
}

QVariant SecretCanvas::inputMethodQuery(Qt::InputMethodQuery query) const
{
    switch (query) {
    case Qt::ImEnabled:
        return m_mode == Mode::Edit;
    case Qt::ImHints:
        return int(inputMethodHints());
    case Qt::ImCursorRectangle: {
        const Spot spot = spotOf(m_caret);
        return QRect(int(margin + spot.column * m_cellWidth),
                     int(margin + spot.line * m_lineHeight - verticalScrollBar()->value()), 1, m_lineHeight);
    }
    default:
        return {}; // surrounding text and selection stay here
    }
}

void SecretCanvas::mousePressEvent(QMouseEvent* event)
{
    if (m_mode == Mode::Edit && event->button() == Qt::LeftButton && !m_isMasked)
        moveTo(positionAt(event->position().toPoint()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void SecretCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (m_mode == Mode::Edit && event->buttons().testFlag(Qt::LeftButton) && !m_isMasked)
        moveTo(positionAt(event->position().toPoint()), true);
}

void SecretCanvas::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    m_isCaretOn = true;
    if (m_mode == Mode::Edit && QGuiApplication::styleHints()->cursorFlashTime() > 0)
        m_blink.start(QGuiApplication::styleHints()->cursorFlashTime() / 2);
    viewport()->update();
}

void SecretCanvas::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_blink.stop();
    viewport()->update();
    if (event->reason() != Qt::PopupFocusReason)
        Q_EMIT focusLost();
}

} // namespace strongroom::ui
