// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProxyStyle>

class QPushButton;

namespace strongroom::ui {

/// What a button is for. One primary button per screen.
enum class ButtonRole { Plain, Primary, Danger };

/// Marks a button for the style below.
void setButtonRole(QPushButton* button, ButtonRole role);

/// Fusion with flat faces, 4-pixel corners, a two-pixel focus ring, underlined tabs, thin scroll bars and
/// controls of 28 pixels. Takes all colours from the palette, so that it follows a switch at once.
class Style final : public QProxyStyle
{
    Q_OBJECT

public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                       const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
};

} // namespace strongroom::ui
