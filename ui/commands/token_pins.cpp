// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/token_pins.h"

#include "ui/commands/run_on.h"

namespace strongroom::ui {

TokenPins::TokenPins(Workspace& workspace, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &TokenPins::give);
    connect(&workspace.door(), &ops::StoreDoor::stateChanged, this, [this] { m_looked.clear(); });
    give();
}

void TokenPins::give()
{
    for (const vault::VaultProperties& vault : m_workspace.vaults().vaults()) {
        if (vault.token.isEmpty() || m_looked.contains(vault.id.value))
            continue;
        m_looked.insert(vault.id.value);
        runOn(m_workspace, vault.id, vault::GetTokenState{})
            .then(this, [this, id = vault.id](const ops::ResultOf<vault::GetTokenState>& state) {
                if (state && state->keeping == vault::PinKeeping::Ask && !state->hasPin)
                    giveTo(id);
            });
    }
}

void TokenPins::giveTo(const vault::VaultId& id)
{
    base::Answer<base::Result<base::SecureBytes>>(m_workspace.door().keptTokenPin(id.value))
        .then(this, [this, id](const base::Result<base::SecureBytes>& pin) {
            if (pin)
                runOn(m_workspace, id, vault::SetTokenPin{ pin->clone(), vault::PinKeeping::Ask });
        });
}

} // namespace strongroom::ui
