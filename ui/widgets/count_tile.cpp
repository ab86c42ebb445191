// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/count_tile.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr int smallestWidth = 132;

QFont numberFont()
{
    QFont font = titleFont();
    font.setPointSizeF(font.pointSizeF() + 3);
    return font;
}

} // namespace

CountTile::CountTile(const QString& iconName, const QString& words, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
{
    setText(words);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCount(-1);
}

void CountTile::setCount(qint64 count, Role role)
{
    m_count = count;
    m_role = role;
    setAccessibleName(text() + u": "_s + number());
    update();
}

QSize CountTile::sizeHint() const
{
    const int words = QFontMetrics(captionFont()).horizontalAdvance(text()) + metrics::icon + metrics::tight;
    const int height = QFontMetrics(numberFont()).height() + QFontMetrics(captionFont()).height()
        + metrics::tight + 2 * metrics::between;
    // A pixel more: widths are fractions, and half of one would cut the last letters.
    return { qMax(smallestWidth, words + 1 + 2 * metrics::between), height };
}

void CountTile::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(color(hasFocus() ? Role::Accent : Role::Hairline, palette()),
                        hasFocus() ? metrics::focusRing : metrics::hairline));
    painter.setBrush(color(underMouse() || isDown() ? Role::Hover : Role::Base, palette()));
    painter.drawRoundedRect(hasFocus() ? frame.adjusted(0.5, 0.5, -0.5, -0.5) : frame, metrics::corner,
                            metrics::corner);

    const QRect inner
        = rect().adjusted(metrics::between, metrics::between, -metrics::between, -metrics::between);
    painter.setFont(numberFont());
    painter.setPen(color(m_role, palette()));
    const QRect figure(inner.left(), inner.top(), inner.width(), QFontMetrics(numberFont()).height());
    drawTabular(painter, figure, Qt::AlignLeft | Qt::AlignVCenter, number());

    const QFontMetrics caption(captionFont());
    const QRect line(inner.left(), inner.bottom() - caption.height() + 1, inner.width(), caption.height());
    const QColor quiet = color(m_role == Role::Text ? Role::Muted : m_role, palette());
    painter.drawPixmap(QPoint(line.left(), line.center().y() - metrics::icon / 2),
                       iconPixmap(m_icon, quiet, metrics::icon, devicePixelRatioF()));
    painter.setFont(captionFont());
    painter.setPen(color(Role::Muted, palette()));
    const QRect words = line.adjusted(metrics::icon + metrics::tight, 0, 0, 0);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                     caption.elidedText(text(), Qt::ElideRight, words.width()));
}

bool CountTile::event(QEvent* event)
{
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave
        || event->type() == QEvent::Enter || event->type() == QEvent::Leave)
        update();
    return QAbstractButton::event(event);
}

QString CountTile::number() const { return m_count < 0 ? u"–"_s : QLocale().toString(m_count); }

} // namespace strongroom::ui
