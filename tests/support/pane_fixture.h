// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "in_memory_store.h"
#include "ui/commands/workspace.h"
#include "window_parts.h"
#include "working_store.h"

#include <QApplication>
#include <QVBoxLayout>

namespace strongroom::support {

/// A vault in memory and a page of it with its details beside it, in a window of their own.
template <typename PaneType, ui::PaneKind kind> class PaneFixture
{
public:
    explicit PaneFixture(vault::Sku sku = vault::Sku::Standard)
        : working(store)
        , door(working.operations())
        , workspace(door, endpoint, working.clock, settings)
    {
        auto op = createVault("contoso-prod");
        op.environment = vault::Environment::Production;
        op.sku = sku;
        vaultId = working.run(std::move(op))->id;
        QTest::qWait(0); // the directory hears of it
    }

    PaneType* show(const ui::Place& place = {})
    {
        ui::Place where = place;
        where.kind = kind;
        where.vault = vaultId;
        window = std::make_unique<QWidget>();
        workspace.setWindow(window.get());
        auto* const row = new QHBoxLayout(window.get());
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(1);
        pane = new PaneType(workspace, where, window.get());
        row->addWidget(pane, 1);
        if (QWidget* const details = pane->details()) {
            details->setParent(window.get());
            details->setFixedWidth(376);
            row->addWidget(details);
        }
        window->resize(1180, 760);
        window->show();
        return pane;
    }

    InMemoryStore store;
    WorkingStore working;
    OpenDoor door;
    PaperEndpoint endpoint;
    ui::SettingsBook settings;
    ui::Workspace workspace;
    vault::VaultId vaultId;
    std::unique_ptr<QWidget> window;
    PaneType* pane = nullptr;
};

/// The dialog of this kind that is open; nullptr when there is none.
template <typename Dialog> Dialog* openDialog()
{
    for (QWidget* const widget : QApplication::topLevelWidgets()) {
        auto* const dialog = qobject_cast<Dialog*>(widget);
        if (dialog && dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

} // namespace strongroom::support
