// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/style_faces.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/theme/style.h"

#include <QPainter>
#include <QPushButton>

namespace strongroom::ui::faces {

using namespace Qt::StringLiterals;

namespace {

constexpr int iconGap = 6; ///< between an icon and its words

bool has(const QStyleOption& option, QStyle::StateFlag flag) { return option.state & flag; }

QColor mix(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
                            float(a.greenF() * (1 - share) + b.greenF() * share),
                            float(a.blueF() * (1 - share) + b.blueF() * share));
}

/// A rounded box whose edge of `width` pixels lies inside `rect`.
void box(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& edge, double width = 1)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill);
    const auto inset = width / 2;
    painter.setPen(edge.isValid() ? QPen(edge, width) : QPen(Qt::NoPen));
    const auto area = edge.isValid() ? QRectF(rect).adjusted(inset, inset, -inset, -inset) : QRectF(rect);
    painter.drawRoundedRect(area, metrics::corner, metrics::corner);
    painter.restore();
}

ButtonRole roleOf(const QWidget* widget)
{
    return widget ? ButtonRole(widget->property("strongroomRole").toInt()) : ButtonRole::Plain;
}

struct Face final
{
    QColor fill;
    QColor edge;
    QColor text;
};

Face primaryFace(const QStyleOption& option)
{
    const auto& palette = option.palette;
    auto fill = color(Role::Primary, palette);
    if (!has(option, QStyle::State_Enabled)) {
        fill = mix(fill, color(Role::Base, palette), 0.52);
        // On dark, white words would make it look like one that can be pressed.
        const double dimmed = schemeOf(palette) == Scheme::Dark ? 0.5 : 0;
        return { fill, {}, mix(color(Role::OnPrimary, palette), fill, dimmed) };
    }
    if (has(option, QStyle::State_Sunken))
        fill = fill.darker(115);
    else if (has(option, QStyle::State_MouseOver))
        fill = fill.lighter(112);
    return { fill, {}, color(Role::OnPrimary, palette) };
}

Face plainFace(const QStyleOption& option, ButtonRole role)
{
    const auto& palette = option.palette;
    const bool isDanger = role == ButtonRole::Danger;
    if (!has(option, QStyle::State_Enabled))
        return { color(Role::Base, palette), color(Role::Hairline, palette),
                 palette.color(QPalette::Disabled, QPalette::ButtonText) };
    auto fill = color(Role::Base, palette);
    if (has(option, QStyle::State_Sunken) || has(option, QStyle::State_On))
        fill = color(isDanger ? Role::CriticalSoft : Role::AccentSoft, palette);
    else if (has(option, QStyle::State_MouseOver))
        fill = color(isDanger ? Role::CriticalSoft : Role::Hover, palette);
    return { fill, color(isDanger ? Role::Critical : Role::Border, palette),
             color(isDanger ? Role::Critical : Role::Text, palette) };
}

Face faceOf(const QStyleOption& option, const QWidget* widget)
{
    const auto role = roleOf(widget);
    return role == ButtonRole::Primary ? primaryFace(option) : plainFace(option, role);
}

/// Fusion leaves it to its own bevel. On the filled button the ring lies inside, in the colour of its words:
/// in its own it could not be seen.
void buttonFocus(const QStyleOption& option, QPainter& painter, ButtonRole role, const Face& face)
{
    const int inset = role == ButtonRole::Primary ? metrics::focusRing : 0;
    const QColor ring = role == ButtonRole::Plain ? color(Role::Accent, option.palette) : face.text;
    box(painter, option.rect.adjusted(inset, inset, -inset, -inset), Qt::transparent, ring,
        metrics::focusRing);
}

void chevron(QPainter& painter, const QRect& rect, const QString& name, const QColor& colour, int size)
{
    const auto pixmap = iconPixmap(name, colour, size, painter.device()->devicePixelRatioF());
    painter.drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, pixmap);
}

} // namespace

void button(const QStyleOption& option, QPainter& painter, const QWidget* widget)
{
    const auto* details = qstyleoption_cast<const QStyleOptionButton*>(&option);
    if (details && (details->features & QStyleOptionButton::Flat)) {
        toolButton(option, painter);
        return;
    }
    const auto face = faceOf(option, widget);
    box(painter, option.rect, face.fill, face.edge);
    if (has(option, QStyle::State_HasFocus))
        buttonFocus(option, painter, roleOf(widget), face);
}

void buttonLabel(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget)
{
    const auto role = roleOf(widget);
    const bool isFlat = option.features & QStyleOptionButton::Flat;
    const auto face = faceOf(option, widget);
    const auto colour = isFlat && has(option, QStyle::State_Enabled) && role == ButtonRole::Plain
        ? option.palette.color(QPalette::ButtonText)
        : face.text;
    const auto flags = Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextHideMnemonic;
    const int textWidth = option.fontMetrics.size(Qt::TextShowMnemonic, option.text).width();
    const bool hasIcon = !option.icon.isNull();
    const int iconSide = hasIcon ? option.iconSize.width() : 0;
    const int gap = hasIcon && !option.text.isEmpty() ? iconGap : 0;
    const bool hasMenu = option.features & QStyleOptionButton::HasMenu;
    const int menuWidth = hasMenu ? 18 : 0;
    int x = option.rect.x()
        + qMax(metrics::tight, (option.rect.width() - iconSide - gap - textWidth - menuWidth) / 2);
    if (hasIcon) {
        const auto mode = !has(option, QStyle::State_Enabled) ? QIcon::Disabled : QIcon::Normal;
        const QRect place(x, option.rect.center().y() - iconSide / 2 + 1, iconSide, iconSide);
        option.icon.paint(&painter, place, Qt::AlignCenter,
                          role == ButtonRole::Primary ? QIcon::Selected : mode);
        x += iconSide + gap;
    }
    painter.setPen(colour);
    painter.drawText(QRect(x, option.rect.y(), option.rect.right() - x + 1, option.rect.height()), flags,
                     option.text);
    if (hasMenu)
        chevron(painter, QRect(x + textWidth + 4, option.rect.y(), 14, option.rect.height()),
                u"chevron-down"_s, colour, 14);
}

void toolButton(const QStyleOption& option, QPainter& painter)
{
    if (!has(option, QStyle::State_Enabled))
        return;
    if (has(option, QStyle::State_Sunken) || has(option, QStyle::State_On))
        box(painter, option.rect, color(Role::AccentSoft, option.palette), {});
    else if (has(option, QStyle::State_MouseOver))
        box(painter, option.rect, color(Role::Hover, option.palette), {});
}

void toolButtonLabel(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget)
{
    const bool isEnabled = has(option, QStyle::State_Enabled);
    const int side = option.iconSize.width();
    const QRect inner = option.rect.adjusted(iconGap, 0, -metrics::tight, 0);
    option.icon.paint(&painter, QRect(inner.x(), inner.center().y() - side / 2 + 1, side, side),
                      Qt::AlignCenter, isEnabled ? QIcon::Normal : QIcon::Disabled);
    const QPalette::ColorRole ink = widget ? widget->foregroundRole() : QPalette::ButtonText;
    painter.setPen(option.palette.color(isEnabled ? QPalette::Active : QPalette::Disabled, ink));
    painter.setFont(option.font);
    painter.drawText(inner.adjusted(side + iconGap, 0, 0, 0),
                     Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextHideMnemonic, option.text);
}

void field(const QStyleOption& option, QPainter& painter, const QWidget* widget)
{
    const bool isFocused = has(option, QStyle::State_HasFocus) && has(option, QStyle::State_Enabled);
    const bool isWrong = widget && widget->property("strongroomWrong").toBool();
    const auto role = isWrong ? Role::Critical : isFocused ? Role::Accent : Role::Border;
    const auto edge = has(option, QStyle::State_Enabled) ? role : Role::Hairline;
    const auto fill = option.palette.color(
        has(option, QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled, QPalette::Base);
    box(painter, option.rect, fill, color(edge, option.palette),
        isFocused || isWrong ? metrics::focusRing : 1);
}

void focusRing(const QStyleOption& option, QPainter& painter)
{
    box(painter, option.rect, Qt::transparent, color(Role::Accent, option.palette), metrics::focusRing);
}

void card(const QStyleOption& option, QPainter& painter)
{
    box(painter, option.rect, Qt::transparent, color(Role::Hairline, option.palette));
}

void checkBox(const QStyleOption& option, QPainter& painter)
{
    const bool isMarked = has(option, QStyle::State_On) || has(option, QStyle::State_NoChange);
    const bool isEnabled = has(option, QStyle::State_Enabled);
    const auto primary = color(Role::Primary, option.palette);
    const auto fill = isMarked
        ? (isEnabled ? primary : mix(primary, color(Role::Base, option.palette), 0.5))
        : color(has(option, QStyle::State_MouseOver) && isEnabled ? Role::Hover : Role::Base, option.palette);
    const auto edge = isMarked ? QColor() : color(isEnabled ? Role::Border : Role::Hairline, option.palette);
    const int side = qMin(option.rect.width(), option.rect.height());
    const QRect square(option.rect.x(), option.rect.y() + (option.rect.height() - side) / 2, side, side);
    box(painter, square, fill, edge);
    if (isMarked)
        chevron(painter, square, has(option, QStyle::State_NoChange) ? u"minus"_s : u"check"_s,
                color(Role::OnPrimary, option.palette), side - 3);
}

void radioButton(const QStyleOption& option, QPainter& painter)
{
    const bool isEnabled = has(option, QStyle::State_Enabled);
    const bool isOn = has(option, QStyle::State_On);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto edge = isOn ? Role::Primary : Role::Border;
    painter.setPen(QPen(color(isEnabled ? edge : Role::Hairline, option.palette), 1));
    painter.setBrush(
        color(has(option, QStyle::State_MouseOver) && isEnabled ? Role::Hover : Role::Base, option.palette));
    const auto circle = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawEllipse(circle);
    if (isOn) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(isEnabled ? Role::Primary : Role::Border, option.palette));
        const auto inset = circle.width() * 0.26;
        painter.drawEllipse(circle.adjusted(inset, inset, -inset, -inset));
    }
    painter.restore();
}

void arrow(const QStyleOption& option, QPainter& painter, Qt::ArrowType direction)
{
    const auto name = direction == Qt::UpArrow ? u"chevron-up"_s
        : direction == Qt::LeftArrow           ? u"chevron-left"_s
        : direction == Qt::RightArrow          ? u"chevron-right"_s
                                               : u"chevron-down"_s;
    const auto colour = has(option, QStyle::State_Enabled)
        ? color(Role::Muted, option.palette)
        : option.palette.color(QPalette::Disabled, QPalette::Text);
    chevron(painter, option.rect, name, colour,
            qBound(10, qMin(option.rect.width(), option.rect.height()), 14));
}

void branch(const QStyleOption& option, QPainter& painter)
{
    if (!has(option, QStyle::State_Children))
        return;
    const bool isSelected = has(option, QStyle::State_Selected);
    chevron(painter, option.rect, has(option, QStyle::State_Open) ? u"chevron-down"_s : u"chevron-right"_s,
            color(isSelected ? Role::OnPrimary : Role::Muted, option.palette), metrics::icon);
}

void tab(const QStyleOptionTab& option, QPainter& painter)
{
    const bool isSelected = has(option, QStyle::State_Selected);
    if (!isSelected && has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled))
        painter.fillRect(QRect(option.rect.x(), option.rect.bottom() - 1, option.rect.width(), 2),
                         color(Role::Hairline, option.palette));
    if (isSelected)
        painter.fillRect(QRect(option.rect.x(), option.rect.bottom() - 1, option.rect.width(), 2),
                         color(Role::Accent, option.palette));
}

void tabLabel(const QStyleOptionTab& option, QPainter& painter)
{
    const bool isSelected = has(option, QStyle::State_Selected);
    auto font = painter.font();
    painter.save();
    if (isSelected) {
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
    }
    painter.setPen(has(option, QStyle::State_Enabled)
                       ? color(isSelected ? Role::Text : Role::Muted, option.palette)
                       : option.palette.color(QPalette::Disabled, QPalette::Text));
    painter.drawText(option.rect.adjusted(0, 0, 0, -2), Qt::AlignCenter | Qt::TextHideMnemonic, option.text);
    if (has(option, QStyle::State_HasFocus)) {
        auto ring = static_cast<const QStyleOption&>(option);
        ring.rect = option.rect.adjusted(0, 4, 0, -6);
        focusRing(ring, painter);
    }
    painter.restore();
}

void headerSection(const QStyleOptionHeader& option, QPainter& painter)
{
    const bool isHovered = has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled);
    painter.fillRect(option.rect, color(isHovered ? Role::Hover : Role::Window, option.palette));
    const auto line = color(Role::Hairline, option.palette);
    painter.fillRect(QRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1), line);
}

void headerLabel(const QStyleOptionHeader& option, QPainter& painter)
{
    painter.save();
    auto font = painter.font();
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    const QFontMetrics metricsOfFont(font);
    auto rect = option.rect;
    const bool isSorted = option.sortIndicator != QStyleOptionHeader::None;
    const int room = rect.width() - (isSorted ? 14 : 0);
    const auto text = metricsOfFont.elidedText(option.text, Qt::ElideRight, room);
    painter.setPen(color(Role::Muted, option.palette));
    painter.drawText(rect, int(option.textAlignment | Qt::AlignVCenter | Qt::TextSingleLine), text);
    if (isSorted) {
        const auto width = metricsOfFont.horizontalAdvance(text);
        const bool isRight = option.textAlignment & Qt::AlignRight;
        const QRect place(isRight ? rect.right() - width - 14 : rect.x() + width + 2, rect.y(), 12,
                          rect.height());
        chevron(painter, place,
                option.sortIndicator == QStyleOptionHeader::SortUp ? u"chevron-up"_s : u"chevron-down"_s,
                color(Role::Text, option.palette), 12);
    }
    painter.restore();
}

void menuItem(const QStyleOptionMenuItem& option, QPainter& painter)
{
    const auto rect = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(rect.x(), rect.center().y(), rect.width(), 1),
                         color(Role::Hairline, option.palette));
        return;
    }
    const bool isEnabled = has(option, QStyle::State_Enabled);
    const bool isSelected = has(option, QStyle::State_Selected);
    if (isSelected)
        box(painter, rect.adjusted(4, 1, -4, -1),
            color(isEnabled ? Role::Primary : Role::Hover, option.palette), {});
    const auto role = isSelected && isEnabled ? Role::OnPrimary : Role::Text;
    const auto colour
        = isEnabled ? color(role, option.palette) : option.palette.color(QPalette::Disabled, QPalette::Text);
    const QRect iconPlace(rect.x() + 12, rect.center().y() - 7, metrics::icon, metrics::icon);
    if (option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked)
        chevron(painter, iconPlace, u"check"_s, colour, metrics::icon);
    else if (!option.icon.isNull())
        option.icon.paint(&painter, iconPlace, Qt::AlignCenter,
                          !isEnabled       ? QIcon::Disabled
                              : isSelected ? QIcon::Selected
                                           : QIcon::Normal);
    const auto parts = option.text.split(u'\t');
    const auto line = QRect(rect.x() + 36, rect.y(), rect.width() - 36 - 16, rect.height());
    painter.setPen(colour);
    painter.drawText(line, Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextHideMnemonic, parts.first());
    if (parts.size() > 1) {
        painter.setPen(isSelected || !isEnabled ? colour : color(Role::Muted, option.palette));
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, parts.last());
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        chevron(painter, QRect(rect.right() - 22, rect.y(), 14, rect.height()), u"chevron-right"_s, colour,
                14);
}

void menuBarItem(const QStyleOptionMenuItem& option, QPainter& painter)
{
    painter.fillRect(option.rect, color(Role::Window, option.palette));
    const bool isEnabled = has(option, QStyle::State_Enabled);
    if (isEnabled && (has(option, QStyle::State_Selected) || has(option, QStyle::State_Sunken)))
        box(painter, option.rect.adjusted(1, 3, -1, -3),
            color(has(option, QStyle::State_Sunken) ? Role::AccentSoft : Role::Hover, option.palette), {});
    painter.setPen(
        option.palette.color(isEnabled ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextHideMnemonic | Qt::TextSingleLine, option.text);
}

void menuPanel(const QStyleOption& option, QPainter& painter)
{
    painter.fillRect(option.rect, color(Role::Base, option.palette));
    painter.setPen(color(Role::Hairline, option.palette));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
}

void progressBar(const QStyleOptionProgressBar& option, QPainter& painter)
{
    const int height = qMin(option.rect.height(), 6);
    QRect groove(option.rect.x(), option.rect.y() + (option.rect.height() - height) / 2, option.rect.width(),
                 height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::Chip, option.palette));
    painter.drawRoundedRect(groove, height / 2.0, height / 2.0);
    const auto range = option.maximum - option.minimum;
    const double share = range > 0 ? double(option.progress - option.minimum) / range : 0.35;
    if (share > 0) {
        groove.setWidth(qMax(height, int(groove.width() * share)));
        painter.setBrush(color(Role::Accent, option.palette));
        painter.drawRoundedRect(groove, height / 2.0, height / 2.0);
    }
    painter.restore();
}

void scrollBarHandle(const QStyleOptionSlider& option, const QRect& handle, QPainter& painter)
{
    const bool isActive = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
    const bool isVertical = option.orientation == Qt::Vertical;
    const int thickness = isActive ? 8 : 6;
    auto area = handle;
    if (isVertical)
        area = QRect(handle.right() - thickness - 1, handle.y() + 2, thickness, handle.height() - 4);
    else
        area = QRect(handle.x() + 2, handle.bottom() - thickness - 1, handle.width() - 4, thickness);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    auto colour = color(Role::Border, option.palette);
    colour.setAlphaF(isActive ? 0.9F : 0.55F);
    painter.setBrush(colour);
    painter.drawRoundedRect(area, thickness / 2.0, thickness / 2.0);
    painter.restore();
}

void hairline(const QStyleOption& option, QPainter& painter)
{
    painter.fillRect(option.rect, color(Role::Hairline, option.palette));
}

} // namespace strongroom::ui::faces
