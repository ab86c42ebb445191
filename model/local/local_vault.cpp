// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_vault.h"

#include "model/base/encodings.h"
#include "model/local/object_browse.h"
#include "model/local/secret_backup.h"
#include "model/local/value_difference.h"
#include "model/local/value_seal.h"
#include "model/vault/checks.h"
#include "model/vault/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::ObjectName;
using vault::Permit;
using vault::SecretProperties;
using vault::VersionId;

namespace {

constexpr auto secret = vault::ObjectKind::Secret;
constexpr vault::UnixSeconds secondsOfDay = 86400;

QByteArray bytesOf(const VersionId& id) { return QByteArray::fromHex(id.text().toLatin1()); }

/// What the store holds was valid when it was written, and its MAC has been checked.
VersionId versionIdOf(QByteArrayView bytes)
{
    return *VersionId::create(QString::fromLatin1(bytes.toByteArray().toHex()));
}

ObjectName nameOf(const ObjectRow& object) { return *ObjectName::create(object.name); }

/// The marker of a page of names; opaque for clients, checked because it comes back from them.
Result<QString> nameMarker(const QString& next)
{
    if (next.isEmpty())
        return QString();
    const auto name = ObjectName::create(next);
    if (!name)
        return Error{ ErrorCode::BadParameter, u"The continuation token is not valid."_s, u"next"_s };
    return name->folded();
}

template <typename Item, typename Row, typename Make>
vault::Page<Item> pageOf(std::vector<Row> rows, int size, Make make, QString (*marker)(const Row&))
{
    vault::Page<Item> page;
    const bool isMore = rows.size() > static_cast<std::size_t>(size);
    if (isMore)
        rows.resize(static_cast<std::size_t>(size));
    for (const Row& row : rows)
        page.items.push_back(make(row));
    if (isMore)
        page.next = marker(rows.back());
    return page;
}

QString nameMarkerOf(const ObjectRow& row) { return row.name.toUpper(); }
QString versionMarkerOf(const VersionFacts& facts) { return QString::fromLatin1(facts.version.toHex()); }

} // namespace

LocalVault::LocalVault(StoreContext& context, ObjectTable& objects, VaultTable& vaults, VaultRow row,
                       QString tenantId)
    : m_context(context)
    , m_objects(objects)
    , m_vaults(vaults)
    , m_row(std::move(row))
    , m_tenantId(std::move(tenantId))
{
}

std::shared_ptr<const vault::AccessRules> LocalVault::rules()
{
    if (!m_rules) {
        auto rules = m_vaults.rules(m_row, m_tenantId);
        if (!rules)
            return nullptr;
        m_rules = std::make_shared<const vault::AccessRules>(std::move(*rules));
    }
    return m_rules;
}

SecretProperties LocalVault::propertiesOf(const ObjectRow& object, const VersionFacts& facts) const
{
    SecretProperties properties{ nameOf(object), versionIdOf(facts.version) };
    vault::Attributes& attributes = properties.attributes;
    attributes.isEnabled = facts.isEnabled;
    attributes.notBefore = facts.notBefore;
    attributes.expires = facts.expires;
    attributes.created = facts.created;
    attributes.updated = facts.updated;
    attributes.recoveryLevel = vault::recoveryLevelOf(m_row.properties);
    attributes.recoverableDays = m_row.properties.retentionDays;
    properties.tags = facts.tags;
    properties.contentType = facts.contentType;
    properties.isManaged = object.isManaged;
    if (!facts.previous.isEmpty())
        properties.previousVersion = versionIdOf(facts.previous);
    return properties;
}

vault::DeletedSecret LocalVault::deletedSecretOf(const ObjectRow& object) const
{
    return { propertiesOf(object, object.facts),
             { object.deleted.value_or(0), object.scheduledPurge.value_or(0) } };
}

Result<ObjectRow> LocalVault::live(const ObjectName& name, const QString& shownName)
{
    auto object = m_objects.find(m_row.id, secret, name.folded());
    if (!object)
        return object.error();
    if (!*object || (*object)->deleted)
        return vault::secretNotFound(shownName);
    return std::move(**object);
}

Result<ObjectRow> LocalVault::deleted(const ObjectName& name)
{
    auto object = m_objects.find(m_row.id, secret, name.folded());
    if (!object)
        return object.error();
    if (!*object || !(*object)->deleted)
        return vault::deletedSecretNotFound(name.text());
    return std::move(**object);
}

Result<VersionRow> LocalVault::version(const ObjectRow& object, const std::optional<VersionId>& id)
{
    if (!id)
        return m_objects.currentVersion(object);
    auto version = m_objects.findVersion(object, bytesOf(*id));
    if (!version)
        return version.error();
    if (!*version)
        return vault::secretNotFound(object.name + u'/' + id->text());
    return std::move(**version);
}

Result<base::SecureBytes> LocalVault::valueOf(const ObjectRow& object, const VersionRow& version) const
{
    return openValue(m_context.keys.value,
                     { m_row.properties.id, object.kind, object.id, version.facts.version },
                     { version.sealedKey, version.sealedValue });
}

Result<VersionRow> LocalVault::storeVersion(const ObjectRow& object, VersionFacts facts, QByteArrayView value,
                                            qint64 ordinal)
{
    auto sealed = sealValue(m_context.keys.value,
                            { m_row.properties.id, object.kind, object.id, facts.version }, value);
    if (!sealed)
        return sealed.error();
    VersionRow version;
    version.object = object.id;
    version.ordinal = ordinal;
    version.facts = std::move(facts);
    version.sealedKey = std::move(sealed->key);
    version.sealedValue = std::move(sealed->value);
    return version;
}

Result<SecretProperties> LocalVault::addVersion(const ObjectName& name, NewVersion added,
                                                const Permit& permit)
{
    auto existing = m_objects.find(m_row.id, secret, name.folded());
    if (!existing)
        return existing.error();
    if (*existing && (*existing)->deleted)
        return vault::deletedButRecoverable((*existing)->name);
    if (*existing && (*existing)->isManaged)
        return vault::managedSecret((*existing)->name);
    const auto versionRowId = m_objects.nextVersionId();
    if (!versionRowId)
        return versionRowId.error();

    VersionFacts facts = std::move(added.facts);
    facts.version = bytesOf(VersionId::random());
    facts.created = permit.now();
    facts.updated = permit.now();
    qint64 ordinal = 1;
    ObjectRow object;
    if (*existing) {
        const auto current = m_objects.currentVersion(**existing);
        if (!current)
            return current.error();
        ordinal = current->ordinal + 1;
        facts.previous = current->facts.version;
        object = **existing;
    } else {
        object.vault = m_row.id;
        object.name = name.text();
    }
    object.current = *versionRowId;
    object.facts = facts;
    if (auto stored = *existing ? m_objects.update(object, **existing) : m_objects.insert(object); !stored)
        return stored.error();
    auto version = storeVersion(object, std::move(facts), added.value, ordinal);
    if (!version)
        return version.error();
    version->id = *versionRowId;
    if (auto stored = m_objects.insertVersion(*version); !stored)
        return stored.error();
    return propertiesOf(object, object.facts);
}

Result<vault::SetSecret::Output> LocalVault::run(const vault::SetSecret& op, const Permit& permit)
{
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
    return addVersion(op.secretName, { std::move(facts), op.value.view() }, permit);
}

Result<vault::GetSecret::Output> LocalVault::run(const vault::GetSecret& op, const Permit&)
{
    const auto object = live(op.secretName, vault::shownName(op.secretName, op.version));
    if (!object)
        return object.error();
    const auto found = version(*object, op.version);
    if (!found)
        return found.error();
    if (!found->facts.isEnabled)
        return vault::secretDisabled();
    auto value = valueOf(*object, *found);
    if (!value)
        return value.error();
    return vault::Secret{ propertiesOf(*object, found->facts), std::move(*value) };
}

Result<vault::UpdateSecret::Output> LocalVault::run(const vault::UpdateSecret& op, const Permit& permit)
{
    const auto object = live(op.secretName, vault::shownName(op.secretName, op.version));
    if (!object)
        return object.error();
    if (object->isManaged)
        return vault::managedSecret(object->name);
    auto found = version(*object, op.version);
    if (!found)
        return found.error();
    VersionFacts& facts = found->facts;
    if (op.contentType) {
        if (auto checked = vault::checkContentType(*op.contentType); !checked)
            return checked.error();
        facts.contentType = *op.contentType;
    }
    if (op.tags) {
        if (auto checked = vault::checkTags(*op.tags); !checked)
            return checked.error();
        facts.tags = *op.tags;
    }
    vault::Attributes before;
    before.isEnabled = facts.isEnabled;
    before.notBefore = facts.notBefore;
    before.expires = facts.expires;
    const auto attributes = vault::applied(op.attributes, before);
    if (!attributes)
        return attributes.error();
    facts.isEnabled = attributes->isEnabled;
    facts.notBefore = attributes->notBefore;
    facts.expires = attributes->expires;
    facts.updated = permit.now();
    if (auto stored = m_objects.updateVersion(*found); !stored)
        return stored.error();
    if (found->id == object->current) {
        ObjectRow changed = *object;
        changed.facts = facts;
        if (auto stored = m_objects.update(changed, *object); !stored)
            return stored.error();
    }
    return propertiesOf(*object, facts);
}

Result<vault::DeleteSecret::Output> LocalVault::run(const vault::DeleteSecret& op, const Permit& permit)
{
    const auto object = live(op.secretName, op.secretName.text());
    if (!object)
        return object.error();
    if (object->isManaged)
        return vault::managedSecret(object->name);
    ObjectRow changed = *object;
    changed.deleted = permit.now();
    changed.scheduledPurge = permit.now() + m_row.properties.retentionDays * secondsOfDay;
    if (auto stored = m_objects.update(changed, *object); !stored)
        return stored.error();
    return deletedSecretOf(changed);
}

Result<vault::ListSecrets::Output> LocalVault::run(const vault::ListSecrets& op, const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    const auto after = nameMarker(op.page.next);
    if (!after)
        return after.error();
    auto rows = m_objects.page(m_row.id, secret, ObjectTable::Which::Live, *after, *size + 1);
    if (!rows)
        return rows.error();
    return pageOf<SecretProperties>(
        std::move(*rows), *size, [this](const ObjectRow& row) { return propertiesOf(row, row.facts); },
        nameMarkerOf);
}

Result<vault::ListSecretVersions::Output> LocalVault::run(const vault::ListSecretVersions& op, const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    QByteArray after;
    if (!op.page.next.isEmpty()) {
        const auto marker = VersionId::create(op.page.next);
        if (!marker)
            return Error{ ErrorCode::BadParameter, u"The continuation token is not valid."_s, u"next"_s };
        after = bytesOf(*marker);
    }
    // The service answers an empty list for a name that it does not know.
    auto object = m_objects.find(m_row.id, secret, op.secretName.folded());
    if (!object)
        return object.error();
    if (!*object || (*object)->deleted)
        return vault::Page<SecretProperties>();
    auto rows = m_objects.versionsPage((*object)->id, after, *size + 1);
    if (!rows)
        return rows.error();
    return pageOf<SecretProperties>(
        std::move(*rows), *size,
        [this, &object](const VersionFacts& facts) { return propertiesOf(**object, facts); },
        versionMarkerOf);
}

Result<vault::BackupSecret::Output> LocalVault::run(const vault::BackupSecret& op, const Permit&)
{
    const auto object = live(op.secretName, op.secretName.text());
    if (!object)
        return object.error();
    auto rows = m_objects.versions(*object, vault::limits::backupVersions + 1);
    if (!rows)
        return rows.error();
    if (rows->size() > static_cast<std::size_t>(vault::limits::backupVersions))
        return vault::tooManyVersions();
    ObjectBackup backup{ secret, object->name, {} };
    for (VersionRow& row : *rows) {
        auto value = valueOf(*object, row);
        if (!value)
            return value.error();
        backup.versions.push_back({ std::move(row.facts), std::move(*value) });
    }
    return sealBackup(m_context.keys.backup, backup);
}

Result<vault::RestoreSecret::Output> LocalVault::run(const vault::RestoreSecret& op, const Permit&)
{
    auto backup = openBackup(m_context.keys.backup, op.blob);
    if (!backup)
        return backup.error();
    const auto name = ObjectName::create(backup->name);
    if (!name || backup->kind != secret)
        return vault::malformedBackup();
    auto existing = m_objects.find(m_row.id, secret, name->folded());
    if (!existing)
        return existing.error();
    if (*existing)
        return (*existing)->deleted ? vault::deletedButRecoverable((*existing)->name)
                                    : vault::nameInUse((*existing)->name);
    std::vector<qint64> ids;
    for (std::size_t i = 0; i < backup->versions.size(); ++i) {
        const auto id = m_objects.nextVersionId();
        if (!id)
            return id.error();
        ids.push_back(*id);
    }
    ObjectRow object;
    object.vault = m_row.id;
    object.name = backup->name;
    object.current = ids.back();
    object.facts = backup->versions.back().facts;
    if (auto stored = m_objects.insert(object); !stored)
        return stored.error();
    for (std::size_t i = 0; i < backup->versions.size(); ++i) {
        auto row = storeVersion(object, backup->versions[i].facts, backup->versions[i].value.view(),
                                static_cast<qint64>(i) + 1);
        if (!row)
            return row.error();
        row->id = ids[i];
        if (auto stored = m_objects.insertVersion(*row); !stored)
            return stored.error();
    }
    return propertiesOf(object, object.facts);
}

Result<vault::ListDeletedSecrets::Output> LocalVault::run(const vault::ListDeletedSecrets& op, const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    const auto after = nameMarker(op.page.next);
    if (!after)
        return after.error();
    auto rows = m_objects.page(m_row.id, secret, ObjectTable::Which::Deleted, *after, *size + 1);
    if (!rows)
        return rows.error();
    return pageOf<vault::DeletedSecret>(
        std::move(*rows), *size, [this](const ObjectRow& row) { return deletedSecretOf(row); }, nameMarkerOf);
}

Result<vault::GetDeletedSecret::Output> LocalVault::run(const vault::GetDeletedSecret& op, const Permit&)
{
    const auto object = deleted(op.secretName);
    if (!object)
        return object.error();
    if (!object->facts.isEnabled)
        return vault::deletedSecretDisabled();
    return deletedSecretOf(*object);
}

Result<vault::PurgeDeletedSecret::Output> LocalVault::run(const vault::PurgeDeletedSecret& op, const Permit&)
{
    const auto object = deleted(op.secretName);
    if (!object)
        return object.error();
    if (m_row.properties.hasPurgeProtection)
        return vault::purgeProtected(m_row.properties);
    if (auto removed = m_objects.remove(*object); !removed)
        return removed.error();
    return base::Nothing{};
}

Result<vault::RecoverDeletedSecret::Output> LocalVault::run(const vault::RecoverDeletedSecret& op,
                                                            const Permit&)
{
    const auto object = deleted(op.secretName);
    if (!object)
        return object.error();
    ObjectRow changed = *object;
    changed.deleted.reset();
    changed.scheduledPurge.reset();
    if (auto stored = m_objects.update(changed, *object); !stored)
        return stored.error();
    return propertiesOf(changed, changed.facts);
}

Result<vault::BrowseSecrets::Output> LocalVault::run(const vault::BrowseSecrets& op, const Permit& permit)
{
    auto found = browse(m_context, m_objects, m_row.id, secret, op.request, permit.now());
    if (!found)
        return found.error();
    vault::BrowseResult<SecretProperties> result;
    result.rows.reserve(found->rows.size());
    for (const ObjectRow& row : found->rows)
        result.rows.push_back(propertiesOf(row, row.facts));
    result.matched = found->matched;
    result.total = found->total;
    result.locatedRow = found->locatedRow;
    return result;
}

Result<vault::CheckSecretNames::Output> LocalVault::run(const vault::CheckSecretNames& op, const Permit&)
{
    using State = vault::CheckSecretNames::NameState;
    std::vector<State> states;
    states.reserve(op.names.size());
    for (const ObjectName& name : op.names) {
        const auto object = m_objects.find(m_row.id, secret, name.folded());
        if (!object)
            return object.error();
        if (!*object)
            states.push_back(State::Free);
        else if ((*object)->deleted)
            states.push_back(State::Deleted);
        else
            states.push_back((*object)->isManaged ? State::Managed : State::Exists);
    }
    return states;
}

Result<vault::PromoteSecretVersion::Output> LocalVault::run(const vault::PromoteSecretVersion& op,
                                                            const Permit& permit)
{
    const auto object = live(op.secretName, vault::shownName(op.secretName, op.version));
    if (!object)
        return object.error();
    const auto old = version(*object, op.version);
    if (!old)
        return old.error();
    const auto value = valueOf(*object, *old);
    if (!value)
        return value.error();
    VersionFacts facts;
    facts.contentType = old->facts.contentType;
    facts.tags = old->facts.tags;
    return addVersion(op.secretName, { std::move(facts), value->view() }, permit);
}

Result<vault::CompareSecretVersions::Output> LocalVault::run(const vault::CompareSecretVersions& op,
                                                             const Permit&)
{
    const auto object = live(op.secretName, op.secretName.text());
    if (!object)
        return object.error();
    std::array<base::SecureBytes, 2> values;
    const std::array<const VersionId*, 2> ids{ &op.first, &op.second };
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto row = version(*object, *ids[i]);
        if (!row)
            return row.error();
        if (!row->facts.isEnabled)
            return vault::secretDisabled();
        auto value = valueOf(*object, *row);
        if (!value)
            return value.error();
        values[i] = std::move(*value);
    }
    return differenceOf(values[0], values[1]);
}

Result<vault::CountObjects::Output> LocalVault::run(const vault::CountObjects&, const Permit&)
{
    return m_vaults.counts(m_row.id);
}

Result<vault::GetAccessRules::Output> LocalVault::run(const vault::GetAccessRules&, const Permit&)
{
    return m_vaults.rules(m_row, m_tenantId);
}

Result<vault::SetAccessPolicy::Output> LocalVault::run(const vault::SetAccessPolicy& op, const Permit&)
{
    auto policy = vault::checkedPolicy(op.policy);
    if (!policy)
        return policy.error();
    const auto before = m_vaults.rules(m_row, m_tenantId);
    if (!before)
        return before.error();
    const bool isKnown = std::ranges::any_of(before->policies, [&](const vault::AccessPolicy& known) {
        return known.principalId == policy->principalId && known.applicationId == policy->applicationId;
    });
    if (!isKnown && before->policies.size() >= static_cast<std::size_t>(vault::limits::accessPolicies))
        return vault::tooManyPolicies();
    m_rules.reset();
    if (auto stored = m_vaults.setPolicy(m_row.id, *policy); !stored)
        return stored.error();
    return base::Nothing{};
}

Result<vault::AssignRole::Output> LocalVault::run(const vault::AssignRole& op, const Permit& permit)
{
    auto assignment = vault::checkedAssignment(op);
    if (!assignment)
        return assignment.error();
    const auto before = m_vaults.rules(m_row, m_tenantId);
    if (!before)
        return before.error();
    const bool isThere = std::ranges::any_of(before->assignments, [&](const vault::RoleAssignment& known) {
        return vault::isSameGrant(known, *assignment);
    });
    if (isThere)
        return vault::assignmentExists();
    assignment->id = base::randomUuid();
    assignment->created = permit.now();
    m_rules.reset();
    if (auto stored = m_vaults.addAssignment(m_row.id, *assignment); !stored)
        return stored.error();
    return *assignment;
}

Result<vault::RemoveRoleAssignment::Output> LocalVault::run(const vault::RemoveRoleAssignment& op,
                                                            const Permit&)
{
    m_rules.reset();
    const auto removed = m_vaults.removeAssignment(m_row.id, op.assignmentId.toLower());
    if (!removed)
        return removed.error();
    if (!*removed)
        return vault::assignmentNotFound();
    return base::Nothing{};
}

} // namespace strongroom::local
