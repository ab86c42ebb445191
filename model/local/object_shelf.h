// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/object_backup.h"
#include "model/local/object_table.h"
#include "model/local/vault_table.h"
#include "model/vault/object_filter.h"
#include "model/vault/permit.h"
#include "model/vault/secret.h"

namespace strongroom::local {

/// The objects of one kind in one vault: names, versions, sealed values, deletion and recovery. What their
/// values and details mean is not known here. Errors are the service's, in the words for this kind.
class ObjectShelf final
{
public:
    /// Everything that is referred to must outlive the shelf.
    ObjectShelf(StoreContext& context, ObjectTable& objects, const VaultRow& vault, vault::ObjectKind kind);

    base::Result<ObjectRow> live(const vault::ObjectName& name,
                                 const std::optional<vault::VersionId>& version = {});
    base::Result<ObjectRow> deleted(const vault::ObjectName& name);
    /// The current version when none is named.
    base::Result<VersionRow> version(const ObjectRow& object, const std::optional<vault::VersionId>& id);
    base::Result<base::SecureBytes> valueOf(const ObjectRow& object, const VersionRow& version) const;

    /// Whether a version can be added under this name now: not deleted, not managed.
    base::Result<void> checkFree(const vault::ObjectName& name);
    /// A version as it is in the store, and the object as it is now.
    struct Stored final
    {
        ObjectRow object;
        VersionRow version;
    };
    /// Makes the object or a further version. Id, predecessor and dates of `facts` are set here.
    base::Result<Stored> add(const vault::ObjectName& name, VersionFacts facts, QByteArrayView value,
                             const vault::Permit& permit);
    /// What may change in a version.
    struct Changes final
    {
        vault::AttributeChanges attributes;
        std::optional<vault::Tags> tags;
        std::optional<QString> contentType;
    };
    base::Result<Stored> update(const vault::ObjectName& name, const std::optional<vault::VersionId>& version,
                                const Changes& changes, const vault::Permit& permit);

    base::Result<ObjectRow> remove(const vault::ObjectName& name, const vault::Permit& permit);
    base::Result<ObjectRow> recover(const vault::ObjectName& name);
    /// The deleted object, once it may be purged; who asked does it.
    base::Result<ObjectRow> toPurge(const vault::ObjectName& name);

    template <typename Row> struct Listed final
    {
        std::vector<Row> rows;
        QString next;
    };
    base::Result<Listed<ObjectRow>> page(const vault::PageRequest& request, ObjectTable::Which which);
    /// Empty for a name that is not there, as in the service. Without values.
    base::Result<Listed<VersionRow>> versions(const std::optional<ObjectRow>& object,
                                              const vault::PageRequest& request);
    base::Result<std::optional<ObjectRow>> find(const vault::ObjectName& name);
    base::Result<std::vector<vault::NameState>> nameStates(const std::vector<vault::ObjectName>& names);

    /// All versions with their values; `details` are for the caller to add.
    base::Result<ObjectBackup> backup(const ObjectRow& object);
    /// The versions in their order: ids stay as they were.
    struct Restored final
    {
        ObjectRow object;
        std::vector<qint64> versionRows;
    };
    base::Result<Restored> restore(const ObjectBackup& backup);

    vault::Attributes attributesOf(const VersionFacts& facts) const;

private:
    base::Result<void> checkFree(const std::optional<ObjectRow>& existing) const;
    base::Result<VersionRow> sealed(const ObjectRow& object, VersionFacts facts, QByteArrayView value,
                                    qint64 ordinal);

    StoreContext& m_context;
    ObjectTable& m_objects;
    const VaultRow& m_vault;
    vault::ObjectKind m_kind;
};

/// What the store holds was valid when it was written, and its MAC has been checked.
vault::VersionId versionIdOf(QByteArrayView bytes);
vault::ObjectName nameOf(const ObjectRow& object);

} // namespace strongroom::local
