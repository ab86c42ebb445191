// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_vault.h"

// The operations on secrets.

#include "model/local/object_browse.h"
#include "model/local/value_difference.h"
#include "model/vault/checks.h"
#include "model/vault/messages.h"

namespace strongroom::local {

using base::Result;
using vault::Permit;
using vault::SecretProperties;
using vault::VersionId;

SecretProperties LocalVault::secretOf(const ObjectRow& object, const VersionFacts& facts) const
{
    SecretProperties properties{ nameOf(object), versionIdOf(facts.version) };
    properties.attributes = m_secrets.attributesOf(facts);
    properties.tags = facts.tags;
    properties.contentType = facts.contentType;
    properties.isManaged = object.isManaged;
    if (!facts.previous.isEmpty())
        properties.previousVersion = versionIdOf(facts.previous);
    return properties;
}

vault::DeletedSecret LocalVault::deletedSecretOf(const ObjectRow& object) const
{
    return { secretOf(object, object.facts),
             { object.deleted.value_or(0), object.scheduledPurge.value_or(0) } };
}

Result<vault::SetSecret::Output> LocalVault::run(const vault::SetSecret& op, const Permit& permit)
{
    if (auto named = vault::checkNewName(op.secretName); !named)
        return named.error();
    if (op.value.size() > static_cast<std::size_t>(vault::limits::secretValueBytes))
        return vault::valueTooLong();
    if (auto checked = vault::checkContentType(op.contentType); !checked)
        return checked.error();
    if (auto checked = vault::checkTags(op.tags); !checked)
        return checked.error();
    const auto attributes = vault::applied(op.attributes, {});
    if (!attributes)
        return attributes.error();
    VersionFacts facts;
    facts.isEnabled = attributes->isEnabled;
    facts.notBefore = attributes->notBefore;
    facts.expires = attributes->expires;
    facts.contentType = op.contentType;
    facts.tags = op.tags;
    const auto added = m_secrets.add(op.secretName, std::move(facts), op.value.view(), permit);
    if (!added)
        return added.error();
    return secretOf(added->object, added->object.facts);
}

Result<vault::GetSecret::Output> LocalVault::run(const vault::GetSecret& op, const Permit&)
{
    const auto object = m_secrets.live(op.secretName, op.version);
    if (!object)
        return object.error();
    const auto found = m_secrets.version(*object, op.version);
    if (!found)
        return found.error();
    if (!found->facts.isEnabled)
        return vault::secretDisabled();
    auto value = m_secrets.valueOf(*object, *found);
    if (!value)
        return value.error();
    return vault::Secret{ secretOf(*object, found->facts), std::move(*value) };
}

Result<vault::UpdateSecret::Output> LocalVault::run(const vault::UpdateSecret& op, const Permit& permit)
{
    if (op.contentType) {
        if (auto checked = vault::checkContentType(*op.contentType); !checked)
            return checked.error();
    }
    if (op.tags) {
        if (auto checked = vault::checkTags(*op.tags); !checked)
            return checked.error();
    }
    const auto stored
        = m_secrets.update(op.secretName, op.version, { op.attributes, op.tags, op.contentType }, permit);
    if (!stored)
        return stored.error();
    return secretOf(stored->object, stored->version.facts);
}

Result<vault::DeleteSecret::Output> LocalVault::run(const vault::DeleteSecret& op, const Permit& permit)
{
    const auto removed = m_secrets.remove(op.secretName, permit);
    if (!removed)
        return removed.error();
    return deletedSecretOf(*removed);
}

Result<vault::ListSecrets::Output> LocalVault::run(const vault::ListSecrets& op, const Permit&)
{
    const auto listed = m_secrets.page(op.page, ObjectTable::Which::Live);
    if (!listed)
        return listed.error();
    vault::Page<SecretProperties> page{ {}, listed->next };
    for (const ObjectRow& row : listed->rows)
        page.items.push_back(secretOf(row, row.facts));
    return page;
}

Result<vault::ListSecretVersions::Output> LocalVault::run(const vault::ListSecretVersions& op, const Permit&)
{
    const auto object = m_secrets.find(op.secretName);
    if (!object)
        return object.error();
    const auto listed = m_secrets.versions(*object, op.page);
    if (!listed)
        return listed.error();
    vault::Page<SecretProperties> page{ {}, listed->next };
    for (const VersionRow& row : listed->rows)
        page.items.push_back(secretOf(**object, row.facts));
    return page;
}

Result<vault::BackupSecret::Output> LocalVault::run(const vault::BackupSecret& op, const Permit&)
{
    const auto object = m_secrets.live(op.secretName);
    if (!object)
        return object.error();
    const auto backup = m_secrets.backup(*object);
    if (!backup)
        return backup.error();
    return sealBackup(m_context.keys.backup, *backup);
}

Result<vault::RestoreSecret::Output> LocalVault::run(const vault::RestoreSecret& op, const Permit&)
{
    const auto backup = openBackup(m_context.keys.backup, op.blob);
    if (!backup)
        return backup.error();
    const auto restored = m_secrets.restore(*backup);
    if (!restored)
        return restored.error();
    return secretOf(restored->object, restored->object.facts);
}

Result<vault::ListDeletedSecrets::Output> LocalVault::run(const vault::ListDeletedSecrets& op, const Permit&)
{
    const auto listed = m_secrets.page(op.page, ObjectTable::Which::Deleted);
    if (!listed)
        return listed.error();
    vault::Page<vault::DeletedSecret> page{ {}, listed->next };
    for (const ObjectRow& row : listed->rows)
        page.items.push_back(deletedSecretOf(row));
    return page;
}

Result<vault::GetDeletedSecret::Output> LocalVault::run(const vault::GetDeletedSecret& op, const Permit&)
{
    const auto object = m_secrets.deleted(op.secretName);
    if (!object)
        return object.error();
    if (!object->facts.isEnabled)
        return vault::deletedSecretDisabled();
    return deletedSecretOf(*object);
}

Result<vault::PurgeDeletedSecret::Output> LocalVault::run(const vault::PurgeDeletedSecret& op, const Permit&)
{
    const auto object = m_secrets.toPurge(op.secretName);
    if (!object)
        return object.error();
    if (auto removed = m_objects.remove(*object); !removed)
        return removed.error();
    return base::Nothing{};
}

Result<vault::RecoverDeletedSecret::Output> LocalVault::run(const vault::RecoverDeletedSecret& op,
                                                            const Permit&)
{
    const auto object = m_secrets.recover(op.secretName);
    if (!object)
        return object.error();
    return secretOf(*object, object->facts);
}

Result<vault::BrowseSecrets::Output> LocalVault::run(const vault::BrowseSecrets& op, const Permit& permit)
{
    auto found = browse(m_context, m_objects, m_row.id, vault::ObjectKind::Secret, op.request, permit.now());
    if (!found)
        return found.error();
    vault::BrowseResult<SecretProperties> result;
    result.rows.reserve(found->rows.size());
    for (const ObjectRow& row : found->rows)
        result.rows.push_back(secretOf(row, row.facts));
    result.matched = found->matched;
    result.total = found->total;
    result.locatedRow = found->locatedRow;
    return result;
}

Result<vault::FacetSecrets::Output> LocalVault::run(const vault::FacetSecrets& op, const Permit& permit)
{
    return facets(m_context, m_row.id, vault::ObjectKind::Secret, op.request, permit.now());
}

Result<vault::CheckSecretNames::Output> LocalVault::run(const vault::CheckSecretNames& op, const Permit&)
{
    return m_secrets.nameStates(op.names);
}

Result<vault::PromoteSecretVersion::Output> LocalVault::run(const vault::PromoteSecretVersion& op,
                                                            const Permit& permit)
{
    const auto object = m_secrets.live(op.secretName, op.version);
    if (!object)
        return object.error();
    const auto old = m_secrets.version(*object, op.version);
    if (!old)
        return old.error();
    const auto value = m_secrets.valueOf(*object, *old);
    if (!value)
        return value.error();
    VersionFacts facts;
    facts.contentType = old->facts.contentType;
    facts.tags = old->facts.tags;
    const auto added = m_secrets.add(op.secretName, std::move(facts), value->view(), permit);
    if (!added)
        return added.error();
    return secretOf(added->object, added->object.facts);
}

Result<vault::CompareSecretVersions::Output> LocalVault::run(const vault::CompareSecretVersions& op,
                                                             const Permit&)
{
    const auto object = m_secrets.live(op.secretName);
    if (!object)
        return object.error();
    std::array<base::SecureBytes, 2> values;
    const std::array<const VersionId*, 2> ids{ &op.first, &op.second };
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto row = m_secrets.version(*object, *ids[i]);
        if (!row)
            return row.error();
        if (!row->facts.isEnabled)
            return vault::secretDisabled();
        auto value = m_secrets.valueOf(*object, *row);
        if (!value)
            return value.error();
        values[i] = std::move(*value);
    }
    return differenceOf(values[0], values[1]);
}

} // namespace strongroom::local
