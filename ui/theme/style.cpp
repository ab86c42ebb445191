// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/style.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/theme/style_faces.h"

#include <QAbstractScrollArea>
#include <QComboBox>
#include <QFormLayout>
#include <QFrame>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleFactory>
#include <QTabBar>
#include <QTextEdit>
#include <QVariant>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int tabPadding = 6; // at each side: six tabs have room in the details pane

int controlHeight(const QStyleOption* option)
{
    const int text = option ? option->fontMetrics.height() + 10 : 0;
    return qMax(metrics::controlHeight, text);
}

bool isTextArea(const QWidget* widget)
{
    return qobject_cast<const QPlainTextEdit*>(widget) || qobject_cast<const QTextEdit*>(widget);
}

void drawComboBox(const QStyleOptionComboBox& box, QPainter& painter, const QWidget* widget)
{
    faces::field(box, painter, widget);
    auto mark = static_cast<const QStyleOption&>(box);
    mark.rect = QRect(box.rect.right() - 23, box.rect.y(), 18, box.rect.height());
    faces::arrow(mark, painter, Qt::DownArrow);
}

/// Of a combo box that is typed into; the words are those of its line edit.
void drawIconOfField(const QStyleOptionComboBox& box, QPainter& painter, const QStyle& style,
                     const QWidget* widget)
{
    if (box.currentIcon.isNull())
        return;
    const QRect field = style.subControlRect(QStyle::CC_ComboBox, &box, QStyle::SC_ComboBoxEditField, widget);
    const int y = field.center().y() - box.iconSize.height() / 2 + 1;
    box.currentIcon.paint(&painter, QRect(QPoint(field.x() + metrics::tight, y), box.iconSize),
                          Qt::AlignCenter,
                          box.state & QStyle::State_Enabled ? QIcon::Normal : QIcon::Disabled);
}

void drawSpinBox(const QStyleOptionSpinBox& box, QPainter& painter, const QStyle& style,
                 const QWidget* widget)
{
    faces::field(box, painter, widget);
    if (box.buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    for (const auto part : { QStyle::SC_SpinBoxUp, QStyle::SC_SpinBoxDown }) {
        auto mark = static_cast<const QStyleOption&>(box);
        mark.rect = style.subControlRect(QStyle::CC_SpinBox, &box, part, widget);
        mark.state.setFlag(QStyle::State_MouseOver, box.activeSubControls == part);
        if (box.activeSubControls == part)
            painter.fillRect(mark.rect, color(Role::Hover, box.palette));
        faces::arrow(mark, painter, part == QStyle::SC_SpinBoxUp ? Qt::UpArrow : Qt::DownArrow);
    }
}

void drawScrollBar(const QStyleOptionSlider& bar, QPainter& painter, const QStyle& style,
                   const QWidget* widget)
{
    const auto* area = widget && widget->parentWidget()
        ? qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()->parentWidget())
        : nullptr;
    const auto ground = area ? area->viewport()->backgroundRole() : QPalette::Base;
    painter.fillRect(bar.rect, bar.palette.color(ground));
    if (bar.minimum == bar.maximum)
        return;
    const auto handle = style.subControlRect(QStyle::CC_ScrollBar, &bar, QStyle::SC_ScrollBarSlider, widget);
    faces::scrollBarHandle(bar, handle, painter);
}

bool isLabelled(const QStyleOptionToolButton& button)
{
    return button.toolButtonStyle == Qt::ToolButtonTextBesideIcon && !button.icon.isNull()
        && !button.text.isEmpty();
}

} // namespace

void setButtonRole(QPushButton* button, ButtonRole role)
{
    button->setProperty("strongroomRole", int(role));
    button->update();
}

Style::Style()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        return faces::button(*option, *painter, widget);
    case PE_PanelButtonTool:
        return faces::toolButton(*option, *painter);
    case PE_FrameDefaultButton:
    case PE_FrameStatusBarItem:
    case PE_PanelToolBar:
    case PE_FrameTabWidget:
    case PE_IndicatorHeaderArrow: // drawn with the header's label
        return;
    case PE_PanelScrollAreaCorner: // between two scroll bars
        painter->fillRect(option->rect, color(Role::Base, option->palette));
        return;
    case PE_FrameTabBarBase: {
        QStyleOption line = *option;
        line.rect = QRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1);
        return faces::hairline(line, *painter);
    }
    case PE_FrameFocusRect:
        return faces::focusRing(*option, *painter);
    case PE_FrameLineEdit:
        return faces::field(*option, *painter, widget);
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame && frame->lineWidth > 0)
            faces::field(*option, *painter, widget);
        return;
    }
    case PE_Frame:
        return isTextArea(widget) ? faces::field(*option, *painter, widget) : faces::card(*option, *painter);
    case PE_FrameGroupBox:
        return faces::card(*option, *painter);
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return faces::checkBox(*option, *painter);
    case PE_IndicatorRadioButton:
        return faces::radioButton(*option, *painter);
    case PE_IndicatorArrowDown:
        return faces::arrow(*option, *painter, Qt::DownArrow);
    case PE_IndicatorArrowUp:
        return faces::arrow(*option, *painter, Qt::UpArrow);
    case PE_IndicatorArrowLeft:
        return faces::arrow(*option, *painter, Qt::LeftArrow);
    case PE_IndicatorArrowRight:
        return faces::arrow(*option, *painter, Qt::RightArrow);
    case PE_IndicatorBranch:
        return faces::branch(*option, *painter);
    case PE_PanelMenu:
    case PE_FrameMenu:
        return faces::menuPanel(*option, *painter);
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const
{
    switch (element) {
    case CE_PushButton: { // Qt draws no bevel, and so no ring, of a flat one
        QProxyStyle::drawControl(element, option, painter, widget);
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        if (button && button->features & QStyleOptionButton::Flat && button->state & State_HasFocus)
            faces::focusRing(*button, *painter);
        return;
    }
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option))
            return faces::buttonLabel(*button, *painter, widget);
        break;
    case CE_ComboBoxLabel: // Qt would clear the edge of the field behind the icon
        if (const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option); box && box->editable)
            return drawIconOfField(*box, *painter, *this, widget);
        break;
    case CE_ToolButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
            button && isLabelled(*button))
            return faces::toolButtonLabel(*button, *painter, widget);
        break;
    case CE_TabBarTabShape:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option))
            return faces::tab(*tab, *painter);
        break;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option))
            return faces::tabLabel(*tab, *painter);
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option))
            return faces::headerSection(*header, *painter);
        break;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option))
            return faces::headerLabel(*header, *painter);
        break;
    case CE_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option))
            return faces::menuItem(*item, *painter);
        break;
    case CE_MenuBarItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option))
            return faces::menuBarItem(*item, *painter);
        break;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, color(Role::Window, option->palette));
        return;
    case CE_Splitter:
        return faces::hairline(*option, *painter);
    case CE_ProgressBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option))
            return faces::progressBar(*bar, *painter);
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (control == CC_ComboBox)
        if (const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option))
            return drawComboBox(*box, *painter, widget);
    if (control == CC_SpinBox)
        if (const auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option))
            return drawSpinBox(*box, *painter, *this, widget);
    if (control == CC_ScrollBar)
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option))
            return drawScrollBar(*bar, *painter, *this, widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    switch (element) {
    case SE_PushButtonFocusRect:
        return option->rect;
    case SE_LineEditContents:
        return option->rect.adjusted(metrics::inside - 2, 0, -metrics::inside + 2, 0);
    case SE_HeaderLabel:
        return option->rect.adjusted(metrics::inside + 2, 0, -metrics::inside, 0);
    case SE_TabBarTabText:
        return option->rect;
    case SE_TabWidgetTabBar: // the words of the first tab begin at the page margin
        return QProxyStyle::subElementRect(element, option, widget).translated(metrics::page - tabPadding, 0);
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const
{
    const auto whole = option->rect;
    if (control == CC_ScrollBar) {
        // No arrow buttons: the groove is the whole bar.
        if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)
            return {};
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (!bar)
            return QProxyStyle::subControlRect(control, option, part, widget);
        const bool isVertical = bar->orientation == Qt::Vertical;
        const int length = isVertical ? whole.height() : whole.width();
        const int range = bar->maximum - bar->minimum;
        const int handle = range > 0
            ? qBound(28, int(qint64(bar->pageStep) * length / (range + bar->pageStep)), qMax(28, length))
            : length;
        const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                                  length - handle, bar->upsideDown);
        const auto stretch = [&](int from, int to) {
            return isVertical ? QRect(whole.x(), whole.y() + from, whole.width(), to - from)
                              : QRect(whole.x() + from, whole.y(), to - from, whole.height());
        };
        if (part == SC_ScrollBarSlider)
            return stretch(start, start + handle);
        if (part == SC_ScrollBarSubPage)
            return stretch(0, start);
        if (part == SC_ScrollBarAddPage)
            return stretch(start + handle, length);
        return whole;
    }
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        // A line editor brings its own margin, so that words stand in the same place in both.
        const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        return whole.adjusted(box && box->editable ? 1 : metrics::inside - 1, 1, -26, -1);
    }
    if (control == CC_ComboBox && part == SC_ComboBoxArrow)
        return { whole.right() - 25, whole.y(), 26, whole.height() };
    if (control == CC_SpinBox) {
        const int half = whole.height() / 2;
        if (part == SC_SpinBoxUp)
            return { whole.right() - 22, whole.y() + 2, 20, half - 2 };
        if (part == SC_SpinBoxDown)
            return { whole.right() - 22, whole.y() + half, 20, whole.height() - half - 2 };
        if (part == SC_SpinBoxEditField)
            return whole.adjusted(2, 2, -24, -2);
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const
{
    if (which == SP_LineEditClearButton)
        return icon(u"x"_s, Role::Muted);
    return QProxyStyle::standardIcon(which, option, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return metrics::icon;
    case PM_DefaultFrameWidth: // the page of a text area stays inside the focus ring and the corners
        return isTextArea(widget) ? metrics::tight : metrics::hairline;
    case PM_SplitterWidth:
    case PM_MenuPanelWidth:
        return metrics::hairline;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
    case PM_MenuBarPanelWidth:
    case PM_ToolBarFrameWidth:
    case PM_ButtonDefaultIndicator:
    case PM_MenuHMargin:
        return 0;
    case PM_FocusFrameHMargin: // what item views leave at both ends of a cell
        return 6;
    case PM_MenuVMargin:
        return metrics::tight;
    case PM_MenuBarHMargin:
        return metrics::inside;
    case PM_MenuBarVMargin:
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_HeaderMargin:
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return metrics::inside;
    case PM_TabBarTabHSpace:
        return 0;
    case PM_TreeViewIndentation:
        return 20;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ComboBox_Popup:
    case SH_Widget_Animation_Duration:
    case SH_UnderlineShortcut:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_ItemView_MovementWithoutUpdatingSelection:
    case SH_Menu_MouseTracking:
    case SH_ComboBox_ListMouseTracking:
        return 1;
    case SH_FormLayoutLabelAlignment:
        return int(Qt::AlignRight | Qt::AlignVCenter);
    case SH_FormLayoutFormAlignment:
        return int(Qt::AlignLeft | Qt::AlignTop);
    case SH_FormLayoutFieldGrowthPolicy:
        return int(QFormLayout::AllNonFixedFieldsGrow);
    case SH_TabBar_Alignment:
        return int(Qt::AlignLeft);
    case SH_Table_GridLineColor:
        return int(color(Role::Hairline, option ? option->palette : QPalette()).rgba());
    case SH_LineEdit_PasswordCharacter:
        return 0x2022;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    switch (type) {
    case CT_PushButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        if (!button)
            break;
        const bool hasIcon = !button->icon.isNull();
        const int text = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
        const int menu = button->features & QStyleOptionButton::HasMenu ? 18 : 0;
        const int width = text + menu + (hasIcon ? metrics::icon + 6 : 0) + 2 * metrics::between;
        return { qMax(width, button->text.isEmpty() ? metrics::controlHeight : 52), controlHeight(option) };
    }
    case CT_LineEdit:
        return { size.width() + 2 * metrics::inside, controlHeight(option) };
    case CT_ComboBox:
        return { size.width() + 2 * metrics::inside + 26, controlHeight(option) };
    case CT_SpinBox:
        return { size.width() + 24 + metrics::inside, controlHeight(option) };
    case CT_ToolButton: {
        auto base = QProxyStyle::sizeFromContents(type, option, size, widget);
        const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        if (button && isLabelled(*button))
            base.rwidth() = button->iconSize.width() + button->fontMetrics.horizontalAdvance(button->text)
                + metrics::section;
        return base.expandedTo({ metrics::controlHeight, metrics::controlHeight });
    }
    case CT_TabBarTab: {
        const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
        if (!tab)
            break;
        auto font = widget ? widget->font() : QFont();
        font.setWeight(QFont::DemiBold);
        const QFontMetrics metricsOfFont(font);
        return { metricsOfFont.size(Qt::TextShowMnemonic, tab->text).width() + 2 * tabPadding,
                 metricsOfFont.height() + 18 };
    }
    case CT_HeaderSection: {
        const auto base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return { base.width() + metrics::between, qMax(metrics::controlHeight, base.height()) };
    }
    case CT_MenuItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (!item)
            break;
        if (item->menuItemType == QStyleOptionMenuItem::Separator)
            return { size.width(), 9 };
        const auto parts = item->text.split(u'\t');
        const int text = item->fontMetrics.size(Qt::TextShowMnemonic, parts.first()).width();
        const int keys = parts.size() > 1 ? item->fontMetrics.horizontalAdvance(parts.last()) + 32 : 0;
        return { 36 + text + keys + 28, controlHeight(option) };
    }
    case CT_ItemViewItem: {
        const auto base = QProxyStyle::sizeFromContents(type, option, size, widget);
        // Lists of a combo box are rows of a control, too.
        return { base.width(), qMax(base.height(), controlHeight(option)) };
    }
    case CT_MenuBarItem:
        return { size.width() + 20, qMax(32, controlHeight(option)) };
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

} // namespace strongroom::ui
