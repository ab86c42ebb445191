// SPDX-License-Identifier: Apache-2.0
#include "model/local/key_storage.h"

namespace strongroom::local {

using base::Result;

namespace {

constexpr qint64 allVersions = std::numeric_limits<qint64>::max();

Result<void> leaveInToken(KeyStorage& keys, ObjectShelf& shelf, const VaultRow& vault,
                          const ObjectRow& object, const VersionRow& version)
{
    const auto token = keys.tokens.find(vault.id);
    if (!token)
        return token.error();
    const auto id = shelf.valueOf(object, version);
    if (!id)
        return id.error();
    if (!*token)
        return {};
    return keys.tokens.addLeftover(**token, id->view().toByteArray());
}

Result<void> removeKeyRows(StoreContext& context, ObjectTable& objects, KeyStorage& keys,
                           const VaultRow& vault, const ObjectRow& object)
{
    ObjectShelf shelf(context, objects, vault, vault::ObjectKind::Key);
    const auto versions = objects.versions(object, allVersions);
    if (!versions)
        return versions.error();
    for (const VersionRow& version : *versions) {
        const auto detail = keys.table.detail(version.id);
        if (!detail)
            return detail.error();
        if (detail->protection == vault::KeyProtection::Hsm) {
            if (auto left = leaveInToken(keys, shelf, vault, object, version); !left)
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
