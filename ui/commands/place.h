// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/names.h"

#include <QString>

namespace strongroom::ui {

/// The kinds of page the window can show. A page of a vault has Place::vault set.
enum class PaneKind {
    // of the store
    Home,
    Search,
    Rotation,
    DeletedVaults,
    Applications,
    Endpoint,
    StoreKeys,
    Tokens,
    Settings,
    Shortcuts,
    // of a vault
    VaultOverview,
    Secrets,
    Keys,
    Access,
    Pool, ///< the administration of a Managed HSM pool
    Deleted,
    CryptoConsole,
};

/// The page that lists objects of this kind.
constexpr PaneKind listOf(vault::ObjectKind kind)
{
    return kind == vault::ObjectKind::Key ? PaneKind::Keys : PaneKind::Secrets;
}

/// Somewhere a person can go: what Back, Forward, the tree and the palette speak of.
struct Place final
{
    PaneKind kind = PaneKind::Home;
    vault::VaultId vault;
    QString item; ///< name of an object, client id, ...: to be chosen and shown
    QString query; ///< text for the filter or the search

    friend bool operator==(const Place&, const Place&) = default;
};

} // namespace strongroom::ui
