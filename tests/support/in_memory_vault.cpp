// SPDX-License-Identifier: Apache-2.0
#include "in_memory_vault.h"

#include "in_memory_lists.h"

#include "model/base/encodings.h"
#include "model/vault/checks.h"
#include "model/vault/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::support {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::ObjectName;
using vault::Permit;
using vault::SecretProperties;
using vault::VersionId;

namespace {

std::shared_ptr<const base::SecureBytes> shared(const base::SecureBytes& value)
{
    return std::make_shared<const base::SecureBytes>(value.clone());
}

/// A backup blob of this store: only its own words, found again by number.
constexpr QByteArrayView backupPrefix("in-memory backup ");

} // namespace

InMemoryVault::InMemoryVault(InMemoryStore& store, vault::VaultId id)
    : m_store(store)
    , m_id(std::move(id))
{
}

InMemoryStore::StoredVault& InMemoryVault::stored() { return *m_store.stored(m_id); }

InMemoryVault::Object* InMemoryVault::live(const ObjectName& name)
{
    const auto found = stored().objects.find(name.folded());
    return found == stored().objects.end() || found->deletion ? nullptr : &*found;
}

InMemoryVault::Object* InMemoryVault::deleted(const ObjectName& name)
{
    const auto found = stored().objects.find(name.folded());
    return found == stored().objects.end() || !found->deletion ? nullptr : &*found;
}

InMemoryVault::Version* InMemoryVault::version(Object& object, const std::optional<VersionId>& id)
{
    if (!id)
        return &object.versions.back();
    const auto found = std::ranges::find(object.versions, *id, &Version::id);
    return found == object.versions.end() ? nullptr : &*found;
}

SecretProperties InMemoryVault::propertiesOf(const Object& object, const Version& version)
{
    SecretProperties properties{ object.name,         version.id, version.attributes, version.tags,
                                 version.contentType, false,      version.previous };
    properties.attributes.recoveryLevel = vault::recoveryLevelOf(stored().properties);
    properties.attributes.recoverableDays = stored().properties.retentionDays;
    return properties;
}

vault::DeletedSecret InMemoryVault::deletedOf(const Object& object)
{
    return { propertiesOf(object, object.versions.back()), *object.deletion };
}

std::vector<const InMemoryVault::Object*> InMemoryVault::objects(bool areDeleted)
{
    std::vector<const Object*> found;
    for (const Object& object : std::as_const(stored().objects)) {
        if (object.deletion.has_value() == areDeleted)
            found.push_back(&object);
    }
    return found;
}

Result<SecretProperties> InMemoryVault::add(const ObjectName& name, Version version, const Permit& permit)
{
    version.attributes.created = permit.now();
    version.attributes.updated = permit.now();
    if (const Object* const gone = deleted(name))
        return vault::deletedButRecoverable(vault::ObjectKind::Secret, gone->name.text());
    Object* object = live(name);
    if (!object)
        object = &*stored().objects.insert(name.folded(), { name, {}, {} });
    else
        version.previous = object->versions.back().id;
    object->versions.push_back(std::move(version));
    return propertiesOf(*object, object->versions.back());
}

Result<vault::SetSecret::Output> InMemoryVault::run(const vault::SetSecret& op, const Permit& permit)
{
    if (auto named = vault::checkNewName(op.secretName); !named)
        return named.error();
    if (op.value.size() > static_cast<std::size_t>(vault::limits::secretValueBytes))
        return vault::valueTooLong();
    if (auto checked = vault::checkContentType(op.contentType); !checked)
        return checked.error();
    if (auto checked = vault::checkTags(op.tags); !checked)
        return checked.error();
    auto attributes = vault::applied(op.attributes, {});
    if (!attributes)
        return attributes.error();
    return add(op.secretName,
               { VersionId::random(), std::move(*attributes), op.tags, op.contentType, {}, shared(op.value) },
               permit);
}

Result<vault::GetSecret::Output> InMemoryVault::run(const vault::GetSecret& op, const Permit&)
{
    Object* const object = live(op.secretName);
    const Version* const found = object ? version(*object, op.version) : nullptr;
    if (!found)
        return vault::objectNotFound(vault::ObjectKind::Secret, vault::shownName(op.secretName, op.version));
    if (!found->attributes.isEnabled)
        return vault::secretDisabled();
    return vault::Secret{ propertiesOf(*object, *found), found->value->clone() };
}

Result<vault::UpdateSecret::Output> InMemoryVault::run(const vault::UpdateSecret& op, const Permit& permit)
{
    Object* const object = live(op.secretName);
    Version* const found = object ? version(*object, op.version) : nullptr;
    if (!found)
        return vault::objectNotFound(vault::ObjectKind::Secret, vault::shownName(op.secretName, op.version));
    if (auto checked = vault::checkContentType(op.contentType.value_or(QString())); !checked)
        return checked.error();
    if (auto checked = vault::checkTags(op.tags.value_or(vault::Tags())); !checked)
        return checked.error();
    auto attributes = vault::applied(op.attributes, found->attributes);
    if (!attributes)
        return attributes.error();
    found->attributes = std::move(*attributes);
    found->attributes.updated = permit.now();
    found->contentType = op.contentType.value_or(found->contentType);
    found->tags = op.tags.value_or(found->tags);
    return propertiesOf(*object, *found);
}

Result<vault::DeleteSecret::Output> InMemoryVault::run(const vault::DeleteSecret& op, const Permit& permit)
{
    Object* const object = live(op.secretName);
    if (!object)
        return vault::objectNotFound(vault::ObjectKind::Secret, op.secretName.text());
    object->deletion = { permit.now(), permit.now() + stored().properties.retentionDays * 86400 };
    return deletedOf(*object);
}

Result<vault::ListSecrets::Output> InMemoryVault::run(const vault::ListSecrets& op, const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    if (!op.page.next.isEmpty() && !ObjectName::create(op.page.next))
        return vault::badContinuation();
    std::vector<std::pair<QString, SecretProperties>> all;
    for (const Object* const object : objects(false))
        all.emplace_back(object->name.folded(), propertiesOf(*object, object->versions.back()));
    return pageOf(all, op.page, *size);
}

Result<vault::ListSecretVersions::Output> InMemoryVault::run(const vault::ListSecretVersions& op,
                                                             const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    if (!op.page.next.isEmpty() && !VersionId::create(op.page.next))
        return vault::badContinuation();
    std::vector<std::pair<QString, SecretProperties>> all;
    if (const Object* const object = live(op.secretName)) {
        for (const Version& version : object->versions)
            all.emplace_back(version.id.text(), propertiesOf(*object, version));
    }
    std::ranges::sort(all, {}, [](const auto& item) { return item.first; });
    return pageOf(all, op.page, *size);
}

Result<vault::BackupSecret::Output> InMemoryVault::run(const vault::BackupSecret& op, const Permit&)
{
    const Object* const object = live(op.secretName);
    if (!object)
        return vault::objectNotFound(vault::ObjectKind::Secret, op.secretName.text());
    if (object->versions.size() > static_cast<std::size_t>(vault::limits::backupVersions))
        return vault::tooManyVersions(vault::ObjectKind::Secret);
    m_store.m_backups.push_back(*object);
    return QByteArray(backupPrefix + QByteArray::number(m_store.m_backups.size() - 1));
}

Result<vault::RestoreSecret::Output> InMemoryVault::run(const vault::RestoreSecret& op, const Permit&)
{
    if (!op.blob.startsWith(backupPrefix))
        return vault::malformedBackup();
    bool isNumber = false;
    const std::size_t index = op.blob.mid(backupPrefix.size()).toULongLong(&isNumber);
    if (!isNumber || index >= m_store.m_backups.size())
        return vault::malformedBackup();
    const Object& backup = m_store.m_backups[index];
    if (const Object* const gone = deleted(backup.name))
        return vault::deletedButRecoverable(vault::ObjectKind::Secret, gone->name.text());
    if (const Object* const there = live(backup.name))
        return vault::nameInUse(vault::ObjectKind::Secret, there->name.text());
    const Object& restored = *stored().objects.insert(backup.name.folded(), backup);
    return propertiesOf(restored, restored.versions.back());
}

Result<vault::ListDeletedSecrets::Output> InMemoryVault::run(const vault::ListDeletedSecrets& op,
                                                             const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    if (!op.page.next.isEmpty() && !ObjectName::create(op.page.next))
        return vault::badContinuation();
    std::vector<std::pair<QString, vault::DeletedSecret>> all;
    for (const Object* const object : objects(true))
        all.emplace_back(object->name.folded(), deletedOf(*object));
    return pageOf(all, op.page, *size);
}

Result<vault::GetDeletedSecret::Output> InMemoryVault::run(const vault::GetDeletedSecret& op, const Permit&)
{
    const Object* const object = deleted(op.secretName);
    if (!object)
        return vault::deletedObjectNotFound(vault::ObjectKind::Secret, op.secretName.text());
    if (!object->versions.back().attributes.isEnabled)
        return vault::deletedSecretDisabled();
    return deletedOf(*object);
}

Result<vault::PurgeDeletedSecret::Output> InMemoryVault::run(const vault::PurgeDeletedSecret& op,
                                                             const Permit&)
{
    if (!deleted(op.secretName))
        return vault::deletedObjectNotFound(vault::ObjectKind::Secret, op.secretName.text());
    if (stored().properties.hasPurgeProtection)
        return vault::purgeProtected(stored().properties);
    stored().objects.remove(op.secretName.folded());
    return base::Nothing{};
}

Result<vault::RecoverDeletedSecret::Output> InMemoryVault::run(const vault::RecoverDeletedSecret& op,
                                                               const Permit&)
{
    Object* const object = deleted(op.secretName);
    if (!object)
        return vault::deletedObjectNotFound(vault::ObjectKind::Secret, op.secretName.text());
    object->deletion.reset();
    return propertiesOf(*object, object->versions.back());
}

std::vector<Browsable<SecretProperties>> InMemoryVault::listedSecrets()
{
    std::vector<Browsable<SecretProperties>> rows;
    for (const Object* const object : objects(false)) {
        SecretProperties row = propertiesOf(*object, object->versions.back());
        rows.push_back({ row.name, row.attributes, row.tags, row.contentType, row });
    }
    return rows;
}

Result<vault::BrowseSecrets::Output> InMemoryVault::run(const vault::BrowseSecrets& op, const Permit& permit)
{
    return browsed(listedSecrets(), op.request, permit.now());
}

Result<vault::FacetSecrets::Output> InMemoryVault::run(const vault::FacetSecrets& op, const Permit& permit)
{
    return faceted(listedSecrets(), op.request, permit.now());
}

Result<vault::CheckSecretNames::Output> InMemoryVault::run(const vault::CheckSecretNames& op, const Permit&)
{
    using State = vault::CheckSecretNames::NameState;
    std::vector<State> states;
    for (const ObjectName& name : op.names)
        states.push_back(live(name) ? State::Exists : (deleted(name) ? State::Deleted : State::Free));
    return states;
}

Result<vault::PromoteSecretVersion::Output> InMemoryVault::run(const vault::PromoteSecretVersion& op,
                                                               const Permit& permit)
{
    Object* const object = live(op.secretName);
    const Version* const old = object ? version(*object, op.version) : nullptr;
    if (!old)
        return vault::objectNotFound(vault::ObjectKind::Secret, vault::shownName(op.secretName, op.version));
    return add(op.secretName, { VersionId::random(), {}, old->tags, old->contentType, {}, old->value },
               permit);
}

Result<vault::CompareSecretVersions::Output> InMemoryVault::run(const vault::CompareSecretVersions& op,
                                                                const Permit&)
{
    using Run = vault::CompareSecretVersions::Run;
    Object* const object = live(op.secretName);
    const Version* const first = object ? version(*object, op.first) : nullptr;
    const Version* const second = object ? version(*object, op.second) : nullptr;
    if (!first || !second)
        return vault::objectNotFound(vault::ObjectKind::Secret,
                                     vault::shownName(op.secretName, first ? op.second : op.first));
    if (!first->attributes.isEnabled || !second->attributes.isEnabled)
        return vault::secretDisabled();
    const auto characters = [](const Version& version) {
        return static_cast<int>(QString::fromUtf8(version.value->view()).size());
    };
    if (*first->value == *second->value)
        return std::vector<Run>{ { Run::Kind::Same, characters(*first) } };
    return std::vector<Run>{ { Run::Kind::OnlyFirst, characters(*first) },
                             { Run::Kind::OnlySecond, characters(*second) } };
}

Result<vault::CountObjects::Output> InMemoryVault::run(const vault::CountObjects&, const Permit&)
{
    vault::ObjectCounts counts;
    counts.secrets = static_cast<qint64>(objects(false).size());
    counts.deletedSecrets = static_cast<qint64>(objects(true).size());
    for (const Key& key : std::as_const(stored().keys))
        ++(key.deletion ? counts.deletedKeys : counts.keys);
    return counts;
}

Result<vault::GetAccessRules::Output> InMemoryVault::run(const vault::GetAccessRules&, const Permit&)
{
    return *m_store.rules(m_id);
}

Result<vault::SetAccessPolicy::Output> InMemoryVault::run(const vault::SetAccessPolicy& op, const Permit&)
{
    auto policy = vault::checkedPolicy(op.policy, stored().properties.sku);
    if (!policy)
        return policy.error();
    auto& policies = stored().policies;
    const auto known = std::ranges::find_if(policies, [&](const vault::AccessPolicy& other) {
        return other.principalId == policy->principalId && other.applicationId == policy->applicationId;
    });
    const bool isEmpty
        = policy->secrets.isEmpty() && policy->keys.isEmpty() && policy->certificates.isEmpty();
    if (known != policies.end() && isEmpty)
        policies.erase(known);
    else if (known != policies.end())
        *known = std::move(*policy);
    else if (policies.size() >= static_cast<std::size_t>(vault::limits::accessPolicies))
        return vault::tooManyPolicies();
    else if (!isEmpty)
        policies.push_back(std::move(*policy));
    return base::Nothing{};
}

Result<vault::AssignRole::Output> InMemoryVault::run(const vault::AssignRole& op, const Permit& permit)
{
    const vault::AccessRules before{ stored().properties, {}, {}, stored().assignments, {}, {} };
    auto assignment = vault::checkedAssignment(op, before, permit.now());
    if (!assignment)
        return assignment.error();
    stored().assignments.push_back(*assignment);
    return *assignment;
}

Result<vault::RemoveRoleAssignment::Output> InMemoryVault::run(const vault::RemoveRoleAssignment& op,
                                                               const Permit&)
{
    auto& assignments = stored().assignments;
    const auto found = std::ranges::find_if(
        assignments, [&](const vault::RoleAssignment& known) { return vault::isMeant(op, known); });
    if (found == assignments.end())
        return vault::assignmentNotFound();
    vault::RoleAssignment removed = std::move(*found);
    assignments.erase(found);
    return removed;
}

} // namespace strongroom::support
