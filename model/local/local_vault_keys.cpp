// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_vault.h"

// The operations on keys that make, change and remove them.

#include "model/crypto/symmetric.h"
#include "model/local/key_maker.h"
#include "model/local/object_browse.h"
#include "model/vault/checks.h"
#include "model/vault/key_checks.h"
#include "model/vault/messages.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::KeyProperties;
using vault::NewKey;
using vault::Permit;
using vault::Work;

namespace {

constexpr std::size_t tokenIdBytes = 16;

Error notDue()
{
    return { ErrorCode::Conflict, u"The key version is not due, or was dealt with already."_s, {} };
}

KeyDetail detailOf(const NewKey& made, const vault::KeyGiven& given, bool isExportable,
                   vault::KeyOrigin origin)
{
    return { made.protection, made.publicKey, given.operations, isExportable, given.releasePolicy, origin };
}

/// What a rotation makes: the key as it is now, with new material and the policy's expiry.
vault::KeyDraft successorDraft(const KeyProperties& current, const vault::RotationPolicy& policy,
                               vault::UnixSeconds now)
{
    vault::KeyDraft draft{
        current.operations, {}, current.tags, current.isExportable, current.releasePolicy
    };
    if (policy.expiryTime)
        draft.attributes.expires = policy.expiryTime->after(now);
    return draft;
}

MakeKey successorOf(const KeyProperties& current)
{
    const crypto::PublicKey& key = current.publicKey;
    MakeKey make{
        key.type, current.protection, key.bits, key.curve.value_or(crypto::Curve::P256), 65537, {}
    };
    make.use = tokenUseOf(current.operations, current.isExportable);
    return make;
}

} // namespace

KeyProperties LocalVault::keyOf(const ObjectRow& object, const VersionFacts& facts,
                                const KeyDetail& detail) const
{
    return { nameOf(object),
             versionIdOf(facts.version),
             m_keys.attributesOf(facts),
             facts.tags,
             detail.publicKey,
             detail.protection,
             detail.operations,
             object.isManaged,
             detail.isExportable,
             detail.releasePolicy,
             detail.origin };
}

Result<KeyProperties> LocalVault::currentKeyOf(const ObjectRow& object)
{
    const auto detail = m_storage.table.detail(object.current);
    if (!detail)
        return detail.error();
    return keyOf(object, object.facts, *detail);
}

Result<vault::DeletedKey> LocalVault::deletedKeyOf(const ObjectRow& object)
{
    auto properties = currentKeyOf(object);
    if (!properties)
        return properties.error();
    return vault::DeletedKey{ std::move(*properties),
                              { object.deleted.value_or(0), object.scheduledPurge.value_or(0) } };
}

Result<void> LocalVault::reschedule(const ObjectRow& object)
{
    auto schedule = m_storage.table.schedule(object.id);
    if (!schedule)
        return schedule.error();
    return m_storage.table.store(object, std::move(*schedule));
}

Result<KeyProperties> LocalVault::addKey(const vault::ObjectName& name, const vault::KeyDraft& draft,
                                         const NewKey& made, vault::KeyOrigin origin, const Permit& permit)
{
    auto given = vault::checkedDraft(draft, made.publicKey.type, made.protection);
    if (!given)
        return given.error();
    VersionFacts facts;
    facts.isEnabled = given->attributes.isEnabled;
    facts.notBefore = given->attributes.notBefore;
    facts.expires = given->attributes.expires;
    facts.contentType = vault::keyKindText(made.publicKey, made.protection);
    facts.tags = draft.tags;
    const auto added = m_keys.add(name, std::move(facts), made.stored.view(), permit);
    if (!added)
        return added.error();
    if (made.protection == vault::KeyProtection::Hsm) {
        if (auto adopted = m_storage.tokens.adopt(made.stored.view().toByteArray()); !adopted)
            return adopted.error();
    }
    const KeyDetail detail = detailOf(made, *given, draft.isExportable, origin);
    if (auto stored = m_storage.table.insertDetail(added->version.id, detail); !stored)
        return stored.error();
    if (added->version.ordinal == 1) {
        if (auto stored = m_storage.table.store(added->object, KeySchedule()); !stored)
            return stored.error();
    } else if (auto stored = reschedule(added->object); !stored) {
        return stored.error();
    }
    return keyOf(added->object, added->object.facts, detail);
}

Result<void> LocalVault::checkRoomForKey(const vault::ObjectName& name)
{
    if (auto free = m_keys.checkFree(name); !free)
        return free;
    if (!vault::isPool(m_row.properties.sku))
        return {};
    const auto existing = m_keys.find(name);
    if (!existing)
        return existing.error();
    if (*existing) {
        const auto current = m_objects.currentVersion(**existing);
        if (!current)
            return current.error();
        if (current->ordinal >= vault::limits::poolKeyVersions)
            return Error{ ErrorCode::BadParameter, u"A key in a pool has at most 100 versions."_s,
                          u"name"_s };
        return {};
    }
    const auto counts = m_vaults.counts(m_row.id);
    if (!counts)
        return counts.error();
    if (counts->keys + counts->deletedKeys >= vault::limits::poolKeys)
        return Error{ ErrorCode::BadParameter, u"A pool has at most 5000 keys."_s, u"name"_s };
    return {};
}

/// For one key: the store's file already says what its identifier in the token will be.
Result<KeyMaker> LocalVault::keyMaker(vault::KeyProtection protection)
{
    if (protection == vault::KeyProtection::Software)
        return KeyMaker({}, {});
    const auto token = m_storage.tokens.find(m_row.id);
    if (!token)
        return token.error();
    if (!*token)
        return Error{
            ErrorCode::TokenAbsent,
            u"The vault has no token for HSM keys yet. It is given one in the window, in its properties."_s,
            u"kty"_s
        };
    auto door = m_storage.doors.of(**token);
    if (!door)
        return door.error();
    const QByteArray id = crypto::randomBytes(tokenIdBytes).view().toByteArray();
    if (auto written = m_storage.tokens.addLeftover(**token, id); !written)
        return written.error();
    return KeyMaker({ std::move(*door), m_storage.atWork.add(id) }, m_row.properties.name.text());
}

Result<Work<NewKey>> LocalVault::prepare(const vault::CreateKey& op, const Permit&)
{
    if (auto named = vault::checkNewName(op.keyName); !named)
        return named.error();
    if (auto kind = vault::checkKeyKind(op, m_row.properties.sku); !kind)
        return kind.error();
    const auto given = vault::checkedDraft(op.draft, op.type, op.protection);
    if (!given)
        return given.error();
    if (auto room = checkRoomForKey(op.keyName); !room)
        return room.error();
    auto maker = keyMaker(op.protection);
    if (!maker)
        return maker.error();
    MakeKey make{ op.type, op.protection, vault::bitsOf(op), vault::curveOf(op), op.publicExponent, {} };
    make.use = tokenUseOf(given->operations, op.draft.isExportable);
    return maker->generate(make, op.keyName.text());
}

Result<vault::CreateKey::Output> LocalVault::run(const vault::CreateKey& op, const NewKey& made,
                                                 const Permit& permit)
{
    return addKey(op.keyName, op.draft, made, vault::KeyOrigin::MadeHere, permit);
}

Result<Work<NewKey>> LocalVault::prepare(const vault::ImportKey& op, const Permit&)
{
    if (auto named = vault::checkNewName(op.keyName); !named)
        return named.error();
    if (auto offered = vault::checkProtection(op.protection, m_row.properties.sku); !offered)
        return offered.error();
    if (auto room = checkRoomForKey(op.keyName); !room)
        return room.error();
    auto maker = keyMaker(op.protection);
    if (!maker)
        return maker.error();
    ImportMaterial material{ op, m_row.properties.sku, {} };
    if (op.key.form == vault::ImportedKey::Form::Transfer) {
        auto exchange = exchangeKeyFor(op.key.bytes.view());
        if (!exchange)
            return exchange.error();
        material.exchangeKeyId = std::move(*exchange);
    }
    return maker->import(std::move(material));
}

/// The identifier in the token of the key that a transfer blob names in its header.
Result<QByteArray> LocalVault::exchangeKeyFor(QByteArrayView blob)
{
    const auto kid = transferKeyName(blob);
    if (!kid)
        return kid.error();
    const auto object = m_keys.live(kid->name, kid->version);
    if (!object)
        return object.error();
    const auto version = m_keys.version(*object, kid->version);
    if (!version)
        return version.error();
    const auto detail = m_storage.table.detail(version->id);
    if (!detail)
        return detail.error();
    if (detail->protection != vault::KeyProtection::Hsm || detail->operations != QStringList{ u"import"_s })
        return Error{ ErrorCode::BadParameter,
                      u"The transfer blob is not for a key exchange key of this vault."_s, u"key_hsm"_s };
    const auto id = m_keys.valueOf(*object, *version);
    if (!id)
        return id.error();
    return id->view().toByteArray();
}

Result<vault::ImportKey::Output> LocalVault::run(const vault::ImportKey& op, const NewKey& made,
                                                 const Permit& permit)
{
    return addKey(op.keyName, op.draft, made, vault::KeyOrigin::Imported, permit);
}

Result<LocalVault::Rotation> LocalVault::rotation(const vault::ObjectName& name)
{
    const auto object = m_keys.live(name);
    if (!object)
        return object.error();
    if (object->isManaged)
        return vault::managedObject(vault::ObjectKind::Key, object->name);
    auto properties = currentKeyOf(*object);
    if (!properties)
        return properties.error();
    auto schedule = m_storage.table.schedule(object->id);
    if (!schedule)
        return schedule.error();
    return Rotation{ std::move(*properties), std::move(*schedule) };
}

Result<Work<NewKey>> LocalVault::prepareRotation(const vault::ObjectName& name)
{
    const auto current = rotation(name);
    if (!current)
        return current.error();
    if (auto possible = vault::checkRotation(current->key); !possible)
        return possible.error();
    if (vault::isPool(m_row.properties.sku) && !current->schedule.policy)
        return Error{ ErrorCode::BadParameter,
                      u"A key in a pool needs a rotation policy before it can be rotated."_s,
                      {} };
    if (auto room = checkRoomForKey(name); !room)
        return room.error();
    auto maker = keyMaker(current->key.protection);
    if (!maker)
        return maker.error();
    return maker->generate(successorOf(current->key), name.text());
}

Result<KeyProperties> LocalVault::rotate(const vault::ObjectName& name, const NewKey& made,
                                         const Permit& permit)
{
    const auto current = rotation(name);
    if (!current)
        return current.error();
    if (auto possible = vault::checkRotation(current->key); !possible)
        return possible.error();
    return addKey(name, successorDraft(current->key, current->schedule.effective(), permit.now()), made,
                  vault::KeyOrigin::MadeHere, permit);
}

Result<Work<NewKey>> LocalVault::prepare(const vault::RotateKey& op, const Permit&)
{
    return prepareRotation(op.keyName);
}

Result<vault::RotateKey::Output> LocalVault::run(const vault::RotateKey& op, const NewKey& made,
                                                 const Permit& permit)
{
    return rotate(op.keyName, made, permit);
}

Result<void> LocalVault::checkDue(const vault::RotateKeyIfDue& op, const Permit& permit)
{
    const auto current = rotation(op.keyName);
    if (!current)
        return current.error();
    if (current->key.version != op.dueVersion || current->schedule.nextRotation > permit.now())
        return notDue();
    return {};
}

Result<Work<NewKey>> LocalVault::prepare(const vault::RotateKeyIfDue& op, const Permit& permit)
{
    if (auto due = checkDue(op, permit); !due)
        return due.error();
    return prepareRotation(op.keyName);
}

Result<vault::RotateKeyIfDue::Output> LocalVault::run(const vault::RotateKeyIfDue& op, const NewKey& made,
                                                      const Permit& permit)
{
    if (auto due = checkDue(op, permit); !due)
        return due.error();
    return rotate(op.keyName, made, permit);
}

Result<vault::NotifyKeyNearExpiry::Output> LocalVault::run(const vault::NotifyKeyNearExpiry& op,
                                                           const Permit& permit)
{
    const auto object = m_keys.live(op.keyName);
    if (!object)
        return object.error();
    auto schedule = m_storage.table.schedule(object->id);
    if (!schedule)
        return schedule.error();
    if (versionIdOf(object->facts.version) != op.dueVersion || schedule->nextNotice > permit.now())
        return notDue();
    schedule->noticed = object->facts.version;
    if (auto stored = m_storage.table.store(*object, std::move(*schedule)); !stored)
        return stored.error();
    return currentKeyOf(*object);
}

Result<vault::GetKey::Output> LocalVault::run(const vault::GetKey& op, const Permit& permit)
{
    const auto found = keyVersion(op.keyName, op.version);
    if (!found)
        return found.error();
    permit.noteVersion(found->properties.version.text());
    if (!found->version.facts.isEnabled)
        return vault::keyDisabled();
    return found->properties;
}

Result<LocalVault::FoundKey> LocalVault::keyVersion(const vault::ObjectName& name,
                                                    const std::optional<vault::VersionId>& id)
{
    auto object = m_keys.live(name, id);
    if (!object)
        return object.error();
    auto version = m_keys.version(*object, id);
    if (!version)
        return version.error();
    const auto detail = m_storage.table.detail(version->id);
    if (!detail)
        return detail.error();
    KeyProperties properties = keyOf(*object, version->facts, *detail);
    return FoundKey{ std::move(*object), std::move(*version), std::move(properties) };
}

Result<vault::UpdateKey::Output> LocalVault::run(const vault::UpdateKey& op, const Permit& permit)
{
    auto found = keyVersion(op.keyName, op.version);
    if (!found)
        return found.error();
    const auto changed = vault::applied(op, found->properties);
    if (!changed)
        return changed.error();
    const auto stored
        = m_keys.update(op.keyName, op.version, { op.attributes, op.tags, std::nullopt }, permit);
    if (!stored)
        return stored.error();
    const KeyDetail detail{ changed->protection,   changed->publicKey,     changed->operations,
                            changed->isExportable, changed->releasePolicy, changed->origin };
    if (auto written = m_storage.table.updateDetail(stored->version.id, detail); !written)
        return written.error();
    m_storage.ring.drop(stored->object.id);
    if (auto planned = reschedule(stored->object); !planned)
        return planned.error();
    return keyOf(stored->object, stored->version.facts, detail);
}

Result<vault::DeleteKey::Output> LocalVault::run(const vault::DeleteKey& op, const Permit& permit)
{
    const auto removed = m_keys.remove(op.keyName, permit);
    if (!removed)
        return removed.error();
    m_storage.ring.drop(removed->id);
    if (auto planned = reschedule(*removed); !planned)
        return planned.error();
    return deletedKeyOf(*removed);
}

Result<vault::ListKeys::Output> LocalVault::run(const vault::ListKeys& op, const Permit&)
{
    const auto listed = m_keys.page(op.page, ObjectTable::Which::Live);
    if (!listed)
        return listed.error();
    vault::Page<KeyProperties> page{ {}, listed->next };
    for (const ObjectRow& row : listed->rows) {
        auto key = currentKeyOf(row);
        if (!key)
            return key.error();
        page.items.push_back(std::move(*key));
    }
    return page;
}

Result<vault::ListKeyVersions::Output> LocalVault::run(const vault::ListKeyVersions& op, const Permit&)
{
    const auto object = m_keys.find(op.keyName);
    if (!object)
        return object.error();
    const auto listed = m_keys.versions(*object, op.page);
    if (!listed)
        return listed.error();
    vault::Page<KeyProperties> page{ {}, listed->next };
    for (const VersionRow& row : listed->rows) {
        const auto detail = m_storage.table.detail(row.id);
        if (!detail)
            return detail.error();
        page.items.push_back(keyOf(**object, row.facts, *detail));
    }
    return page;
}

Result<vault::ListDeletedKeys::Output> LocalVault::run(const vault::ListDeletedKeys& op, const Permit&)
{
    const auto listed = m_keys.page(op.page, ObjectTable::Which::Deleted);
    if (!listed)
        return listed.error();
    vault::Page<vault::DeletedKey> page{ {}, listed->next };
    for (const ObjectRow& row : listed->rows) {
        auto key = deletedKeyOf(row);
        if (!key)
            return key.error();
        page.items.push_back(std::move(*key));
    }
    return page;
}

Result<vault::GetDeletedKey::Output> LocalVault::run(const vault::GetDeletedKey& op, const Permit&)
{
    const auto object = m_keys.deleted(op.keyName);
    if (!object)
        return object.error();
    return deletedKeyOf(*object);
}

Result<vault::PurgeDeletedKey::Output> LocalVault::run(const vault::PurgeDeletedKey& op, const Permit&)
{
    const auto object = m_keys.toPurge(op.keyName);
    if (!object)
        return object.error();
    if (auto purged = purgeObject(m_context, m_objects, m_storage, m_row, *object); !purged)
        return purged.error();
    return base::Nothing{};
}

Result<vault::RecoverDeletedKey::Output> LocalVault::run(const vault::RecoverDeletedKey& op, const Permit&)
{
    const auto object = m_keys.recover(op.keyName);
    if (!object)
        return object.error();
    if (auto planned = reschedule(*object); !planned)
        return planned.error();
    return currentKeyOf(*object);
}

Result<ObjectBackup> LocalVault::keyBackup(const ObjectRow& object)
{
    auto backup = m_keys.backup(object);
    if (!backup)
        return backup.error();
    for (ObjectBackup::Version& version : backup->versions) {
        const auto detail = m_storage.table.detail(version.row);
        if (!detail)
            return detail.error();
        version.detail = detail->encoded();
    }
    const auto schedule = m_storage.table.schedule(object.id);
    if (!schedule)
        return schedule.error();
    RowBytes detail;
    detail.text(m_row.properties.id.value).bytes(schedule->encodedPolicy());
    backup->detail = detail.view().toByteArray();
    return backup;
}

Result<vault::BackupKey::Output> LocalVault::run(const vault::BackupKey& op, const Permit&)
{
    const auto object = m_keys.live(op.keyName);
    if (!object)
        return object.error();
    const auto backup = keyBackup(*object);
    if (!backup)
        return backup.error();
    return sealBackup(m_context.keys.backup, *backup);
}

/// HSM keys come back only where their token is, and only while it has them: a backup holds no more than
/// their handle, because they never leave the token.
Result<void> LocalVault::checkInToken(const ObjectBackup& backup, const std::vector<KeyDetail>& details,
                                      const QString& origin)
{
    for (std::size_t i = 0; i < details.size(); ++i) {
        if (details[i].protection == vault::KeyProtection::Software) {
            if (vault::isPool(m_row.properties.sku))
                return Error{ ErrorCode::BadParameter, u"A pool holds only HSM keys."_s, u"value"_s };
            continue;
        }
        if (origin != m_row.properties.id.value)
            return Error{ ErrorCode::BadParameter,
                          u"HSM keys can be restored only in the vault they were backed up from: they are in "
                          "its token."_s,
                          u"value"_s };
        const auto door = m_storage.doors.ofVault(m_row.id);
        if (!door)
            return door.error();
        if (!*door)
            return Error{ ErrorCode::TokenAbsent, u"The vault has no token."_s, {} };
        const Error purged{ ErrorCode::BadParameter,
                            u"The token does not have the key any more: it was purged there."_s, u"value"_s };
        const QByteArray id = backup.versions[i].value.view().toByteArray();
        if (m_storage.atWork.contains(id))
            return purged; // it is being destroyed just now
        const auto token = (*door)->token();
        if (!token)
            return token.error();
        const auto facts = (*token)->facts(id);
        if (!facts)
            return facts.error().code == ErrorCode::KeyNotFound ? purged : facts.error();
    }
    return {};
}

Result<LocalVault::DecodedKey> LocalVault::decodeKeyBackup(const ObjectBackup& backup)
{
    RowReader reader(backup.detail);
    DecodedKey key;
    key.origin = reader.text();
    if (auto decoded = key.schedule.decodePolicy(reader.bytes()); !decoded || !reader.isAtEnd())
        return vault::malformedBackup();
    for (const ObjectBackup::Version& version : backup.versions) {
        auto detail = KeyDetail::decode(version.detail);
        if (!detail)
            return vault::malformedBackup();
        key.details.push_back(std::move(*detail));
    }
    return key;
}

Result<ObjectRow> LocalVault::addRestoredKey(const ObjectBackup& backup, const DecodedKey& key)
{
    auto restored = m_keys.restore(backup);
    if (!restored)
        return restored.error();
    for (std::size_t i = 0; i < key.details.size(); ++i) {
        if (auto stored = m_storage.table.insertDetail(restored->versionRows[i], key.details[i]); !stored)
            return stored.error();
        if (key.details[i].protection != vault::KeyProtection::Hsm)
            continue;
        // Purged, and not yet destroyed in its token: it is needed again.
        if (auto adopted = m_storage.tokens.adopt(backup.versions[i].value.view().toByteArray()); !adopted)
            return adopted.error();
    }
    if (auto stored = m_storage.table.store(restored->object, key.schedule); !stored)
        return stored.error();
    return std::move(restored->object);
}

Result<vault::RestoreKey::Output> LocalVault::run(const vault::RestoreKey& op, const Permit&)
{
    const auto backup = openBackup(m_context.keys.backup, op.blob);
    if (!backup)
        return backup.error();
    const auto key = decodeKeyBackup(*backup);
    if (!key)
        return key.error();
    if (auto there = checkInToken(*backup, key->details, key->origin); !there)
        return there.error();
    const auto object = addRestoredKey(*backup, *key);
    if (!object)
        return object.error();
    return keyOf(*object, object->facts, key->details.back());
}

Result<vault::GetRotationPolicy::Output> LocalVault::run(const vault::GetRotationPolicy& op, const Permit&)
{
    const auto object = m_keys.live(op.keyName);
    if (!object)
        return object.error();
    const auto schedule = m_storage.table.schedule(object->id);
    if (!schedule)
        return schedule.error();
    return schedule->effective();
}

Result<vault::SetRotationPolicy::Output> LocalVault::run(const vault::SetRotationPolicy& op,
                                                         const Permit& permit)
{
    const auto object = m_keys.live(op.keyName);
    if (!object)
        return object.error();
    if (object->isManaged)
        return vault::managedObject(vault::ObjectKind::Key, object->name);
    const auto current = currentKeyOf(*object);
    if (!current)
        return current.error();
    const bool isInPool = vault::isPool(m_row.properties.sku);
    const auto scope = isInPool ? vault::PolicyScope::ManagedHsm : vault::PolicyScope::Vault;
    if (auto checked = vault::checkRotationPolicy(op.policy, *current, scope); !checked)
        return checked.error();
    auto schedule = m_storage.table.schedule(object->id);
    if (!schedule)
        return schedule.error();
    vault::RotationPolicy policy = isInPool ? op.policy : vault::completed(op.policy);
    policy.created = schedule->policy ? schedule->policy->created : permit.now();
    policy.updated = permit.now();
    // In a pool a blank policy removes the one there was.
    if (isInPool && policy.actions.empty() && !policy.expiryTime)
        schedule->policy.reset();
    else
        schedule->policy = policy;
    if (auto stored = m_storage.table.store(*object, std::move(*schedule)); !stored)
        return stored.error();
    return policy;
}

Result<vault::BrowseKeys::Output> LocalVault::run(const vault::BrowseKeys& op, const Permit& permit)
{
    const auto found
        = browse(m_context, m_objects, m_row.id, vault::ObjectKind::Key, op.request, permit.now());
    if (!found)
        return found.error();
    vault::BrowseKeys::Output result;
    result.rows.reserve(found->rows.size());
    for (const ObjectRow& row : found->rows) {
        auto key = currentKeyOf(row);
        if (!key)
            return key.error();
        const auto schedule = m_storage.table.schedule(row.id);
        if (!schedule)
            return schedule.error();
        result.rows.push_back({ std::move(*key), schedule->effective() });
    }
    result.matched = found->matched;
    result.total = found->total;
    result.locatedRow = found->locatedRow;
    return result;
}

Result<vault::FacetKeys::Output> LocalVault::run(const vault::FacetKeys& op, const Permit& permit)
{
    return facets(m_context, m_row.id, vault::ObjectKind::Key, op.request, permit.now());
}

Result<vault::CheckKeyNames::Output> LocalVault::run(const vault::CheckKeyNames& op, const Permit&)
{
    return m_keys.nameStates(op.names);
}

} // namespace strongroom::local
