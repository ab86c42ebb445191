// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/menus.h"

#include "ui/commands/workspace.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenuBar>

namespace strongroom::ui {

namespace {

constexpr Menu menus[]
    = { Menu::File, Menu::Edit, Menu::View, Menu::Vault, Menu::Item, Menu::Tools, Menu::Help };

QString titleOf(Menu menu)
{
    const auto say = [](const char* text) { return QCoreApplication::translate("Menus", text); };
    switch (menu) {
    case Menu::File:
        return say(QT_TRANSLATE_NOOP("Menus", "&File"));
    case Menu::Edit:
        return say(QT_TRANSLATE_NOOP("Menus", "&Edit"));
    case Menu::View:
        return say(QT_TRANSLATE_NOOP("Menus", "&View"));
    case Menu::Vault:
        return say(QT_TRANSLATE_NOOP("Menus", "V&ault"));
    case Menu::Item:
        return say(QT_TRANSLATE_NOOP("Menus", "&Item"));
    case Menu::Tools:
        return say(QT_TRANSLATE_NOOP("Menus", "&Tools"));
    case Menu::Help:
        return say(QT_TRANSLATE_NOOP("Menus", "&Help"));
    }
    return {};
}

} // namespace

void fillMenuBar(QMenuBar& bar, const Workspace& workspace)
{
    for (const auto which : menus) {
        auto* menu = bar.addMenu(titleOf(which));
        menu->setToolTipsVisible(true);
        for (const auto& row : actionCatalogue()) {
            if (row.menu != which)
                continue;
            if (row.opensGroup)
                menu->addSeparator();
            menu->addAction(workspace.action(row.id));
        }
    }
}

} // namespace strongroom::ui
