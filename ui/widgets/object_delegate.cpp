// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/object_delegate.h"

#include "model/lists/roles.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/pills.h"
#include "ui/widgets/state_look.h"

#include <QPainter>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

/// One cell that is being painted.
struct Cell final
{
    QPainter& painter;
    const QModelIndex& index;
    QRect rect;
    QPalette palette;
    double ratio = 1;
    bool isSelected = false;

    QColor ink(Role role) const { return color(isSelected ? Role::OnPrimary : role, palette); }
};

void paintIcon(const Cell& cell, const QString& name, const QColor& ink)
{
    if (name.isEmpty())
        return;
    const int y = cell.rect.top() + (cell.rect.height() - metrics::icon) / 2;
    cell.painter.drawPixmap(QRect(cell.rect.left(), y, metrics::icon, metrics::icon),
                            iconPixmap(name, ink, metrics::icon, cell.ratio));
}

void paintText(const Cell& cell, const QRect& rect, const QColor& ink)
{
    const QString text = cell.index.data(Qt::DisplayRole).toString();
    if (cell.index.data(lists::IsMonospaceRole).toBool()) {
        QFont mono = monoFont();
        mono.setPointSizeF(mono.pointSizeF() - 1);
        cell.painter.setFont(mono);
    }
    cell.painter.setPen(ink);
    const QString elided = cell.painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width());
    drawTabular(cell.painter, rect, Qt::AlignVCenter | Qt::AlignLeft, elided);
}

void paintTitle(const Cell& cell, const QString& icon)
{
    paintIcon(cell, icon, cell.ink(Role::Muted));
    const int indent = icon.isEmpty() ? 0 : metrics::icon + metrics::inside;
    paintText(cell, cell.rect.adjusted(indent, 0, 0, 0), cell.ink(Role::Text));
}

void paintState(const Cell& cell)
{
    const QVariant state = cell.index.data(lists::StateRole);
    if (!state.isValid())
        return;
    const StateLook look = lookOf(vault::ObjectState(state.toInt()));
    paintIcon(cell, look.icon, cell.ink(look.role));
    paintText(cell, cell.rect.adjusted(metrics::icon + metrics::tight, 0, 0, 0), cell.ink(look.role));
}

struct ToneLook final
{
    QString icon;
    Role role = Role::Text;
};

ToneLook lookOf(lists::Tone tone)
{
    switch (tone) {
    case lists::Tone::Plain:
        return { u"circle"_s, Role::Muted };
    case lists::Tone::Good:
        return { u"circle-check"_s, Role::Ok };
    case lists::Tone::Warning:
        return { u"triangle-alert"_s, Role::Warning };
    case lists::Tone::Critical:
        return { u"circle-alert"_s, Role::Critical };
    case lists::Tone::Info:
        return { u"info"_s, Role::Accent };
    }
    return {};
}

void paintBadge(const Cell& cell)
{
    if (cell.index.data(Qt::DisplayRole).toString().isEmpty())
        return;
    const ToneLook look = lookOf(lists::Tone(cell.index.data(lists::ToneRole).toInt()));
    const QString own = cell.index.data(lists::BadgeIconRole).toString();
    paintIcon(cell, own.isEmpty() ? look.icon : own, cell.ink(look.role));
    paintText(cell, cell.rect.adjusted(metrics::icon + metrics::tight, 0, 0, 0), cell.ink(look.role));
}

/// A bar of fixed width, so that bars of different rows can be compared, and the words after it.
void paintLife(const Cell& cell)
{
    constexpr int barWidth = 56;
    constexpr int barHeight = 4;
    const ToneLook look = lookOf(lists::Tone(cell.index.data(lists::ToneRole).toInt()));
    const double part = std::clamp(cell.index.data(lists::PartRole).toDouble(), 0.0, 1.0);
    const QRectF bar(cell.rect.left(), cell.rect.center().y() - barHeight / 2.0 + 1, barWidth, barHeight);
    QColor ground = color(Role::Chip, cell.palette);
    if (cell.isSelected) {
        ground = color(Role::OnPrimary, cell.palette);
        ground.setAlphaF(0.3F);
    }
    cell.painter.setPen(Qt::NoPen);
    cell.painter.setBrush(ground);
    cell.painter.drawRoundedRect(bar, 2, 2);
    cell.painter.setBrush(cell.ink(look.role));
    cell.painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * part, bar.height())), 2, 2);
    paintText(cell, cell.rect.adjusted(barWidth + metrics::inside, 0, 0, 0), cell.ink(Role::Text));
}

void paintTags(const Cell& cell)
{
    const QStringList tags = cell.index.data(lists::TagsRole).toStringList();
    if (tags.isEmpty())
        return;
    cell.painter.setFont(captionFont());
    QColor fill = color(Role::Chip, cell.palette);
    if (cell.isSelected) {
        fill = color(Role::OnPrimary, cell.palette);
        fill.setAlphaF(0.2F);
    }
    paintPills(cell.painter, cell.rect, tags, fill, cell.ink(Role::Text));
}

void paintPlaceholder(const Cell& cell)
{
    const int column = cell.index.column();
    const int wanted = 40 + (cell.index.row() * 37 + column * 61) % 60;
    const QRect bar(cell.rect.left(), cell.rect.center().y() - 3, std::min(wanted, cell.rect.width()), 7);
    cell.painter.setPen(Qt::NoPen);
    cell.painter.setBrush(color(Role::Chip, cell.palette));
    cell.painter.drawRoundedRect(bar, 3, 3);
}

} // namespace

ObjectDelegate::ObjectDelegate(ObjectListView* view)
    : QStyledItemDelegate(view)
    , m_view(view)
{
}

void ObjectDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected)
        painter->fillRect(option.rect, color(Role::Primary, option.palette));
    else if (m_view->hoveredRow() == index.row())
        painter->fillRect(option.rect, color(Role::Hover, option.palette));
    else if (option.features.testFlag(QStyleOptionViewItem::Alternate))
        painter->fillRect(option.rect, color(Role::Alternate, option.palette));

    const Cell cell{ *painter,
                     index,
                     option.rect.adjusted(metrics::inside + 2, 0, -metrics::tight, 0),
                     option.palette,
                     m_view->devicePixelRatioF(),
                     isSelected };
    painter->setFont(option.font);
    const auto kind = lists::CellKind(index.data(lists::CellKindRole).toInt());
    if (!index.data(lists::IsLoadedRole).toBool())
        paintPlaceholder(cell);
    else if (kind == lists::CellKind::Title)
        paintTitle(cell, m_iconOf ? m_iconOf(index) : QString());
    else if (kind == lists::CellKind::State)
        paintState(cell);
    else if (kind == lists::CellKind::Tags)
        paintTags(cell);
    else if (kind == lists::CellKind::Badge)
        paintBadge(cell);
    else if (kind == lists::CellKind::Life)
        paintLife(cell);
    else
        paintText(cell, cell.rect,
                  cell.ink(index.data(lists::IsMutedRole).toBool() ? Role::Muted : Role::Text));

    const bool isCurrent = m_view->hasFocus() && m_view->currentIndex().row() == index.row() && !isSelected;
    if (isCurrent) {
        painter->setPen(QPen(color(Role::Accent, option.palette), 1));
        painter->drawLine(option.rect.topLeft(), option.rect.topRight());
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    painter->restore();
}

QSize ObjectDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return { QStyledItemDelegate::sizeHint(option, index).width() + 2 * metrics::inside,
             option.rect.height() };
}

} // namespace strongroom::ui
