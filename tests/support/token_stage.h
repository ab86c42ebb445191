// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pane_fixture.h"
#include "support/local_store_file.h"
#include "support/soft_hsm.h"

namespace strongroom::support {

/// A Premium vault with a token of SoftHSM2 in a real store, and a window for the dialogs of commands. The
/// token has to be made before, and to outlive this.
class TokenStage final
{
public:
    TokenStage()
        : store(std::move(*file.create()))
        , working(*store)
        , door(working.operations())
        , workspace(door, endpoint, working.clock, settings)
    {
        QObject::connect(&workspace.notices(), &ui::Notices::posted, &workspace,
                         [this](const ui::Notice& notice) { notices.push_back(notice); });
        workspace.setWindow(&window);
        window.show();
        auto create = createVault("hardware");
        create.sku = vault::Sku::Premium;
        create.token = vault::TokenChoice{ { tests::SoftHsm::modulePath(), tests::SoftHsm::label() },
                                           tests::SoftHsm::pin(),
                                           vault::PinKeeping::Store };
        vaultId = working.run(std::move(create)).value().id;
        QTRY_VERIFY(workspace.vaults().find(vaultId) != nullptr);
    }

    LocalStoreFile file;
    std::unique_ptr<vault::Store> store;
    WorkingStore working;
    OpenDoor door;
    PaperEndpoint endpoint;
    ui::SettingsBook settings;
    ui::Workspace workspace;
    std::vector<ui::Notice> notices;
    QWidget window;
    vault::VaultId vaultId;
};

} // namespace strongroom::support
