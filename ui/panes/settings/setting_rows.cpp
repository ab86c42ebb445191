// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/settings/setting_rows.h"

#include <QCoreApplication>
#include <QSystemTrayIcon>

namespace strongroom::ui {

namespace {

#define SAY(text) QT_TRANSLATE_NOOP("Settings", text)
using Kind = SettingRow::Kind;

template <auto member> SettingRow switchRow(const char* section, const char* text, const char* hint)
{
    return { section,
             text,
             hint,
             Kind::Switch,
             [](const Settings& s) { return int(s.*member); },
             [](Settings& s, int value) { s.*member = value != 0; } };
}

struct Span
{
    int minimum;
    int maximum;
    int step;
};

template <auto member>
SettingRow numberRow(const char* section, const char* text, const char* hint, Span span, const char* suffix)
{
    return { section,
             text,
             hint,
             Kind::Number,
             [](const Settings& s) { return s.*member; },
             [](Settings& s, int value) { s.*member = value; },
             span.minimum,
             span.maximum,
             span.step,
             suffix };
}

template <auto member>
SettingRow choiceRow(const char* section, const char* text, const char* hint,
                     std::vector<const char*> choices)
{
    using Enum = std::remove_cvref_t<decltype(std::declval<Settings>().*member)>;
    return { section,
             text,
             hint,
             Kind::Choice,
             [](const Settings& s) { return int(s.*member); },
             [](Settings& s, int value) { s.*member = Enum(value); },
             0,
             0,
             1,
             "",
             std::move(choices) };
}

SettingRow trayRow(const char* section)
{
    auto row = switchRow<&Settings::showsTray>(
        section, SAY("Icon in the tray"),
        SAY("Where the desktop has one. Closing the window then leaves the program running."));
    row.obstacle = [] {
        return QSystemTrayIcon::isSystemTrayAvailable()
            ? ""
            : SAY("This desktop has no tray at present: closing the window ends the program.");
    };
    return row;
}

std::vector<SettingRow> makeRows()
{
    const char* appearance = SAY("Appearance");
    const char* lists = SAY("Lists and times");
    const char* secrets = SAY("Clipboard and lock");
    const char* endpoint = SAY("Endpoint");
    return {
        choiceRow<&Settings::scheme>(appearance, SAY("Colours"), SAY("Switches at once."),
                                     { SAY("Follow the system"), SAY("Light"), SAY("Dark") }),
        numberRow<&Settings::textPercent>(appearance, SAY("Size of text"),
                                          SAY("Of the system's size, up to twice."), { 100, 200, 10 }, " %"),
        choiceRow<&Settings::density>(appearance, SAY("Height of rows"), "",
                                      { SAY("Compact"), SAY("Normal"), SAY("Comfortable") }),
        trayRow(appearance),
        choiceRow<&Settings::timeZone>(lists, SAY("Times"), "", { SAY("Of this computer"), SAY("UTC") }),
        numberRow<&Settings::expiringDays>(lists, SAY("\"Expiring\" begins"),
                                           SAY("Before the end of an item's time."), { 1, 365, 1 },
                                           SAY(" days before")),
        numberRow<&Settings::clipboardSeconds>(secrets, SAY("A copied value stays"),
                                               SAY("Then the clipboard is cleared."), { 10, 300, 5 },
                                               SAY(" s")),
        numberRow<&Settings::revealSeconds>(secrets, SAY("A revealed value stays"),
                                            SAY("After a click; holding shows it as long."), { 5, 120, 5 },
                                            SAY(" s")),
        numberRow<&Settings::autoLockMinutes>(secrets, SAY("Lock when idle for"), SAY("0 means never."),
                                              { 0, 240, 1 }, SAY(" min")),
        switchRow<&Settings::locksWithSession>(secrets, SAY("Lock with the session"),
                                               SAY("When the screen is locked.")),
        switchRow<&Settings::locksOnSuspend>(secrets, SAY("Lock before sleep"),
                                             SAY("When the computer is suspended.")),
        switchRow<&Settings::startsEndpoint>(endpoint, SAY("Start the endpoint with the store"),
                                             SAY("Programs on this computer can then read vaults.")),
        numberRow<&Settings::endpointPort>(endpoint, SAY("Port"),
                                           SAY("On this computer only. Used from the next start."),
                                           { 1024, 65535, 1 }, ""),
    };
}
#undef SAY

} // namespace

std::span<const SettingRow> settingRows()
{
    static const auto rows = makeRows();
    return rows;
}

bool isChanged(const SettingRow& row, const Settings& settings)
{
    return row.get(settings) != row.get(Settings{});
}

bool matches(const SettingRow& row, const QString& text)
{
    for (const char* words : { row.section, row.text, row.hint })
        if (*words && QCoreApplication::translate("Settings", words).contains(text, Qt::CaseInsensitive))
            return true;
    return text.isEmpty();
}

} // namespace strongroom::ui
