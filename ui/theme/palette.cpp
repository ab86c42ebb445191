// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/palette.h"

#include <algorithm>
#include <cmath>

namespace strongroom::ui {

namespace {

struct Pair final
{
    QRgb light;
    QRgb dark;
};

Pair pairOf(Role role)
{
    switch (role) {
    case Role::Window:
        return { 0xfff5f6f8, 0xff1b1f24 };
    case Role::Base:
        return { 0xffffffff, 0xff22272e };
    case Role::Alternate:
        return { 0xfff8f9fb, 0xff262c34 };
    case Role::Text:
        return { 0xff1f2328, 0xffe6eaf0 };
    case Role::Muted:
        return { 0xff57606a, 0xffa3adb8 };
    case Role::Accent:
        return { 0xff0b63c5, 0xff6cb2ff };
    case Role::Primary:
        return { 0xff0b63c5, 0xff2f6fb8 };
    case Role::OnPrimary:
        return { 0xffffffff, 0xffffffff };
    case Role::Ok:
        return { 0xff1a7f37, 0xff57c777 };
    case Role::Warning:
        return { 0xff8a5a00, 0xffe3b341 };
    case Role::Critical:
        return { 0xffb42318, 0xffff8a80 };
    case Role::Border:
        return { 0xff7f8893, 0xff7d8792 };
    case Role::Hairline:
        return { 0xffdfe3e8, 0xff343b44 };
    case Role::Hover:
        return { 0xffebeef2, 0xff2b323b };
    case Role::AccentSoft:
        return { 0xffe7f0fb, 0xff22374f };
    case Role::OkSoft:
        return { 0xffe6f4ea, 0xff1f3528 };
    case Role::WarningSoft:
        return { 0xfffdf3dc, 0xff3a3120 };
    case Role::CriticalSoft:
        return { 0xfffdebe9, 0xff42262a };
    case Role::Chip:
        return { 0xffe9ecf0, 0xff313842 };
    }
    return { 0xff000000, 0xffffffff };
}

double channel(double value)
{
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& c)
{
    return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto part = [share](int x, int y) { return int(std::lround(x * (1 - share) + y * share)); };
    return { part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()) };
}

} // namespace

QColor color(Role role, Scheme scheme)
{
    const auto pair = pairOf(role);
    return QColor::fromRgb(scheme == Scheme::Light ? pair.light : pair.dark);
}

Scheme schemeOf(const QPalette& palette)
{
    return palette.color(QPalette::Active, QPalette::Base).lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

QPalette paletteOf(Scheme scheme)
{
    const auto of = [scheme](Role role) { return color(role, scheme); };
    const auto fade = [&](Role role) { return mixed(of(role), of(Role::Base), 0.45); };
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const QColor& active, const QColor& disabled) {
        palette.setColor(QPalette::Active, role, active);
        palette.setColor(QPalette::Inactive, role, active);
        palette.setColor(QPalette::Disabled, role, disabled);
    };
    set(QPalette::Window, of(Role::Window), of(Role::Window));
    set(QPalette::WindowText, of(Role::Text), fade(Role::Muted));
    set(QPalette::Base, of(Role::Base), of(Role::Window));
    set(QPalette::AlternateBase, of(Role::Alternate), of(Role::Window));
    set(QPalette::Text, of(Role::Text), fade(Role::Muted));
    set(QPalette::PlaceholderText, of(Role::Muted), fade(Role::Muted));
    set(QPalette::Button, of(Role::Base), of(Role::Window));
    set(QPalette::ButtonText, of(Role::Text), fade(Role::Muted));
    set(QPalette::BrightText, of(Role::Critical), fade(Role::Critical));
    set(QPalette::Highlight, of(Role::Primary), fade(Role::Primary));
    set(QPalette::HighlightedText, of(Role::OnPrimary), of(Role::OnPrimary));
    set(QPalette::Link, of(Role::Accent), fade(Role::Accent));
    set(QPalette::LinkVisited, of(Role::Accent), fade(Role::Accent));
    set(QPalette::ToolTipBase, of(Role::Text), of(Role::Text));
    set(QPalette::ToolTipText, of(Role::Base), of(Role::Base));
    set(QPalette::Light, of(Role::Base), of(Role::Base));
    set(QPalette::Midlight, of(Role::Hover), of(Role::Hover));
    set(QPalette::Mid, of(Role::Hairline), of(Role::Hairline));
    set(QPalette::Dark, of(Role::Border), of(Role::Hairline));
    set(QPalette::Shadow, of(Role::Border), of(Role::Hairline));
    return palette;
}

double contrast(const QColor& a, const QColor& b)
{
    const auto first = luminance(a);
    const auto second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace strongroom::ui
