// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/style.h"

#include "ui/theme/metrics.h"

#include <QPushButton>
#include <QStyleFactory>
#include <QVariant>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

void setButtonRole(QPushButton* button, ButtonRole role)
{
    button->setProperty("strongroomRole", int(role));
    button->update();
}

Style::Style()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_ListViewIconSize:
        return metrics::icon;
    case PM_SplitterWidth:
        return metrics::hairline;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returnData) const
{
    return QProxyStyle::styleHint(hint, option, widget, returnData);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

} // namespace strongroom::ui
