// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/pills.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int pillPadding = metrics::inside;

void drawFocus(QPainter& painter, const QRect& rect, const QPalette& palette)
{
    painter.setPen(QPen(color(Role::Accent, palette), metrics::focusRing));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), metrics::corner, metrics::corner);
}

} // namespace

QSize pillSize(const QFont& font, const QString& text, int widest)
{
    const QFontMetrics fontMetrics(font);
    return { std::min(fontMetrics.horizontalAdvance(text) + 2 * pillPadding, widest),
             fontMetrics.height() + 4 };
}

void paintPill(QPainter& painter, const QRect& rect, const QString& text, const QColor& fill,
               const QColor& ink)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect), 3, 3);
    painter.setPen(ink);
    const QRect inner = rect.adjusted(pillPadding, 0, -pillPadding, 0);
    painter.drawText(inner, Qt::AlignCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, inner.width() + 2));
}

void paintPills(QPainter& painter, const QRect& rect, const QStringList& texts, const QColor& fill,
                const QColor& ink)
{
    const int moreWidth = pillSize(painter.font(), texts.size() > 9 ? u"+99"_s : u"+9"_s, 99).width();
    int x = rect.left();
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const bool isLast = i + 1 == texts.size();
        const int room = rect.right() + 1 - x - (isLast ? 0 : moreWidth + metrics::tight);
        const QSize size = pillSize(painter.font(), texts[i], std::max(room, moreWidth));
        const bool fits = pillSize(painter.font(), texts[i], 10000).width() <= room;
        const int y = rect.top() + (rect.height() - size.height()) / 2;
        if (!fits && i > 0) {
            const QString more = u"+%1"_s.arg(texts.size() - i);
            paintPill(painter, { x, y, std::min(moreWidth, rect.right() + 1 - x), size.height() }, more, fill,
                      ink);
            return;
        }
        paintPill(painter, { x, y, size.width(), size.height() }, texts[i], fill, ink);
        x += size.width() + metrics::tight;
    }
}

TagPills::TagPills(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Tags"));
}

void TagPills::setTags(const QStringList& tags)
{
    m_tags = tags;
    setAccessibleDescription(tags.join(u", "_s));
    updateGeometry();
    update();
}

void TagPills::setEditing(Editing editing)
{
    m_editing = editing;
    setFocusPolicy(editing == Editing::Yes ? Qt::TabFocus : Qt::NoFocus);
    setToolTip(editing == Editing::Yes ? tr("Edit tags") : QString());
    setCursor(editing == Editing::Yes ? Qt::PointingHandCursor : Qt::ArrowCursor);
    updateGeometry();
    update();
}

QStringList TagPills::shown() const
{
    QStringList texts = m_tags;
    if (m_editing == Editing::Yes)
        texts += u"+"_s;
    return texts;
}

std::vector<QRect> TagPills::placed(int width) const
{
    std::vector<QRect> rects;
    int x = 0;
    int y = 0;
    for (const QString& text : shown()) {
        const QSize size = pillSize(captionFont(), text, std::max(width, 40));
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += size.height() + metrics::tight;
        }
        rects.emplace_back(QPoint(x, y), size);
        x += size.width() + metrics::tight;
    }
    return rects;
}

QSize TagPills::sizeHint() const { return { 160, heightForWidth(200) }; }

int TagPills::heightForWidth(int width) const
{
    const auto rects = placed(width);
    return rects.empty() ? QFontMetrics(captionFont()).height() + 4 : rects.back().bottom() + 1;
}

void TagPills::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(captionFont());
    const QStringList texts = shown();
    const auto rects = placed(width());
    for (std::size_t i = 0; i < rects.size(); ++i)
        paintPill(painter, rects[i], texts[qsizetype(i)], color(Role::Chip, palette()),
                  color(Role::Text, palette()));
    if (hasFocus() && !rects.empty())
        drawFocus(painter, rects.back(), palette());
}

void TagPills::mousePressEvent(QMouseEvent* event)
{
    if (m_editing == Editing::Yes && event->button() == Qt::LeftButton)
        Q_EMIT editRequested();
}

void TagPills::keyPressEvent(QKeyEvent* event)
{
    const bool isPress = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return;
    if (m_editing == Editing::Yes && isPress)
        Q_EMIT editRequested();
    else
        QWidget::keyPressEvent(event);
}

StateBadge::StateBadge(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StateBadge::setState(const QString& icon, Role role, const QString& word, const QString& sentence)
{
    m_icon = icon;
    m_role = role;
    m_word = word;
    setToolTip(sentence);
    setAccessibleName(word);
    setAccessibleDescription(sentence);
    updateGeometry();
    update();
}

QSize StateBadge::sizeHint() const
{
    return { metrics::icon + metrics::tight + fontMetrics().horizontalAdvance(m_word) + 2,
             std::max(metrics::icon, fontMetrics().height()) };
}

void StateBadge::paintEvent(QPaintEvent*)
{
    if (m_word.isEmpty())
        return;
    QPainter painter(this);
    const QColor ink = color(m_role, palette());
    const int y = (height() - metrics::icon) / 2;
    painter.drawPixmap(QRect(0, y, metrics::icon, metrics::icon),
                       iconPixmap(m_icon, ink, metrics::icon, devicePixelRatioF()));
    painter.setPen(ink);
    painter.drawText(rect().adjusted(metrics::icon + metrics::tight, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, m_word);
}

LifeBar::LifeBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LifeBar::setPart(double part, Role role)
{
    m_part = std::clamp(part, 0.0, 1.0);
    m_role = role;
    update();
}

QSize LifeBar::sizeHint() const { return { 80, 6 }; }

void LifeBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF track(0, (height() - 6) / 2.0, width(), 6);
    painter.setBrush(color(Role::Chip, palette()));
    painter.drawRoundedRect(track, 3, 3);
    if (m_part <= 0)
        return;
    painter.setBrush(color(m_role, palette()));
    painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(std::max(2.0, track.width() * m_part), 6)), 3, 3);
}

} // namespace strongroom::ui
