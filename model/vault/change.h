// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/names.h"

#include <QMetaType>

#include <optional>

namespace strongroom::vault {

enum class ChangeKind {
    None, ///< a read: nothing is published
    ObjectSet, ///< a new object or a new version
    ObjectUpdated,
    ObjectDeleted,
    ObjectRecovered, ///< also restored from a backup
    ObjectPurged,
    VaultCreated,
    VaultUpdated,
    VaultDeleted,
    VaultRecovered,
    VaultPurged,
    AccessChanged,
    DirectoryChanged, ///< applications
};

/// What happened, published after the commit. Lists turn it into precise row changes.
struct VaultChange final
{
    ChangeKind what = ChangeKind::None;
    VaultId vault;
    std::optional<ObjectKind> kind;
    QString name;

    friend bool operator==(const VaultChange&, const VaultChange&) = default;
};

} // namespace strongroom::vault

Q_DECLARE_METATYPE(strongroom::vault::VaultChange)
