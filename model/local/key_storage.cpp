// SPDX-License-Identifier: Apache-2.0
#include "model/local/key_storage.h"

namespace strongroom::local {

using base::Result;

namespace {

constexpr qint64 allVersions = std::numeric_limits<qint64>::max();
constexpr int allRows = std::numeric_limits<int>::max();

/// Whether a live or deleted key of this vault is that key of the token.
Result<bool> hasTokenKey(StoreContext& context, ObjectTable& objects, const VaultRow& vault,
                         QByteArrayView tokenKey)
{
    ObjectShelf shelf(context, objects, vault, vault::ObjectKind::Key);
    for (const auto which : { ObjectTable::Which::Live, ObjectTable::Which::Deleted }) {
        const auto rows = objects.page(vault.id, vault::ObjectKind::Key, which, {}, allRows);
        if (!rows)
            return rows.error();
        for (const ObjectRow& object : *rows) {
            const auto versions = objects.versions(object, allVersions);
            if (!versions)
                return versions.error();
            for (const VersionRow& version : *versions) {
                const auto id = shelf.valueOf(object, version);
                if (!id)
                    return id.error();
                if (id->view() == tokenKey)
                    return true;
            }
        }
    }
    return false;
}

/// Whether another vault of the store has the key too: a pool that was restored from another one's backup.
Result<bool> isShared(StoreContext& context, ObjectTable& objects, const VaultRow& vault,
                      QByteArrayView tokenKey)
{
    const auto vaults = VaultTable(context).all();
    if (!vaults)
        return vaults.error();
    for (const VaultRow& other : *vaults) {
        if (other.id == vault.id || other.properties.token != vault.properties.token)
            continue;
        auto isThere = hasTokenKey(context, objects, other, tokenKey);
        if (!isThere || *isThere)
            return isThere;
    }
    return false;
}

Result<void> leaveInToken(StoreContext& context, ObjectTable& objects, KeyStorage& keys,
                          const VaultRow& vault, const ObjectRow& object, const VersionRow& version)
{
    const auto token = keys.tokens.find(vault.id);
    if (!token)
        return token.error();
    const auto id = ObjectShelf(context, objects, vault, vault::ObjectKind::Key).valueOf(object, version);
    if (!id)
        return id.error();
    if (!*token)
        return {};
    const auto isNeeded = isShared(context, objects, vault, id->view());
    if (!isNeeded)
        return isNeeded.error();
    if (*isNeeded)
        return {};
    return keys.tokens.addLeftover(**token, id->view().toByteArray());
}

Result<void> removeKeyRows(StoreContext& context, ObjectTable& objects, KeyStorage& keys,
                           const VaultRow& vault, const ObjectRow& object)
{
    const auto versions = objects.versions(object, allVersions);
    if (!versions)
        return versions.error();
    for (const VersionRow& version : *versions) {
        const auto detail = keys.table.detail(version.id);
        if (!detail)
            return detail.error();
        if (detail->protection == vault::KeyProtection::Hsm) {
            if (auto left = leaveInToken(context, objects, keys, vault, object, version); !left)
                return left;
        }
        if (auto removed = keys.table.removeDetail(version.id); !removed)
            return removed;
    }
    return keys.table.removeSchedule(object.id);
}

} // namespace

Result<void> purgeObject(StoreContext& context, ObjectTable& objects, KeyStorage& keys, const VaultRow& vault,
                         const ObjectRow& object)
{
    if (object.kind == vault::ObjectKind::Key) {
        keys.ring.drop(object.id);
        if (auto removed = removeKeyRows(context, objects, keys, vault, object); !removed)
            return removed;
    }
    return objects.remove(object);
}

} // namespace strongroom::local
