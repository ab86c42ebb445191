// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/listed_object.h"
#include "ui/commands/workspace.h"

// The operations that every kind of object has, chosen by its kind. A locked store answers with an error.

namespace strongroom::ui {

using DoneFuture = base::Answer<base::Result<void>>;

struct ObjectRef final
{
    vault::ObjectKind kind = vault::ObjectKind::Secret;
    vault::ObjectName name;

    friend bool operator==(const ObjectRef&, const ObjectRef&) = default;
};

/// What is to change in a version; what is absent stays.
struct ObjectUpdate final
{
    vault::ObjectKind kind = vault::ObjectKind::Secret;
    vault::ObjectName name;
    vault::VersionId version;
    vault::AttributeChanges attributes = {};
    std::optional<vault::Tags> tags = {};
};
/// Writes back what `forth` changes.
ObjectUpdate inverseOf(const ObjectUpdate& forth, const lists::ListedObject& before);
vault::AttributeChanges inverseOf(const vault::AttributeChanges& forth, const vault::Attributes& before);

/// Whether a new object may have the name.
base::Answer<base::Result<vault::NameState>> checkName(Workspace& workspace, const vault::VaultId& vault,
                                                       const ObjectRef& object);

DoneFuture updateObject(Workspace& workspace, const vault::VaultId& vault, const ObjectUpdate& update);
DoneFuture deleteObject(Workspace& workspace, const vault::VaultId& vault, const ObjectRef& object);
DoneFuture recoverObject(Workspace& workspace, const vault::VaultId& vault, const ObjectRef& object);
DoneFuture purgeObject(Workspace& workspace, const vault::VaultId& vault, const ObjectRef& object);

/// All versions, encrypted: only this store can read it.
base::Answer<base::Result<QByteArray>> backUpObject(Workspace& workspace, const vault::VaultId& vault,
                                                    const ObjectRef& object);
/// What a backup has brought back.
base::Answer<base::Result<vault::ObjectName>> restoreObject(Workspace& workspace, const vault::VaultId& vault,
                                                            vault::ObjectKind kind, QByteArray blob);

} // namespace strongroom::ui
