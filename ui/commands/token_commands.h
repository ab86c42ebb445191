// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_tokens.h"
#include "ui/commands/workspace.h"

// What a person does with PKCS#11 tokens. Each asks if there is something to ask, and says what happened.

namespace strongroom::ui {

class TokenChoiceField;

/// Fills the field with the tokens of this machine, and with the keychain where there is one.
void findTokens(Workspace& workspace, TokenChoiceField* field, const QStringList& furtherPaths = {});
/// Asks for the PIN of a vault's token, tries it, and keeps it where the person wants; `done` follows.
void enterTokenPin(Workspace& workspace, const vault::VaultProperties& vault, const vault::TokenState& state,
                   std::function<void()> done);
/// Hands the PIN of a vault's token to the desktop's keychain; says so only when that fails.
void keepPinInKeychain(Workspace& workspace, const vault::VaultId& vault, base::SecureBytes pin);
/// Binds a Premium vault that has no token to one.
void bindToken(Workspace& workspace, const vault::VaultProperties& vault, const QStringList& furtherPaths);
/// Runs the self-test and shows what it finds.
void testToken(Workspace& workspace, const vault::VaultProperties& vault);

} // namespace strongroom::ui
