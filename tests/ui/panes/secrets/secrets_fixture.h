// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "in_memory_store.h"
#include "ui/panes/secrets/secrets_pane.h"
#include "ui/theme/theme.h"
#include "window_parts.h"
#include "working_store.h"

#include <QApplication>
#include <QVBoxLayout>

namespace strongroom::support {

/// A vault with some secrets and the secrets page over it, in a window of their own.
class SecretsFixture final
{
public:
    SecretsFixture()
        : working(store)
        , door(working.operations())
        , workspace(door, endpoint, working.clock, settings)
    {
        auto op = createVault("contoso-prod");
        op.environment = vault::Environment::Production;
        vaultId = working.run(std::move(op))->id;
    }

    void set(const char* name, const char* value, const QString& type = {}, const vault::Tags& tags = {},
             std::optional<qint64> expiresInDays = {})
    {
        auto op = setSecret(name, value);
        op.contentType = type;
        op.tags = tags;
        if (expiresInDays)
            op.attributes.expires = vault::DateChange(working.clock.now() + *expiresInDays * 86400 + 3600);
        QVERIFY(working.run(vaultId, std::move(op)).has_value());
    }

    /// Shows the page with its details beside it.
    ui::SecretsPane* show(const ui::Place& place = {})
    {
        ui::Place where = place;
        where.kind = ui::PaneKind::Secrets;
        where.vault = vaultId;
        window = std::make_unique<QWidget>();
        workspace.setWindow(window.get());
        auto* const row = new QHBoxLayout(window.get());
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(1);
        pane = new ui::SecretsPane(workspace, where, window.get());
        row->addWidget(pane, 1);
        pane->details()->setParent(window.get());
        pane->details()->setFixedWidth(376);
        row->addWidget(pane->details());
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
    ui::SecretsPane* pane = nullptr;
};

} // namespace strongroom::support
