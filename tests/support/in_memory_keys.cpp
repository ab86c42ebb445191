// SPDX-License-Identifier: Apache-2.0
#include "in_memory_vault.h"

// The keys of a vault in memory. HSM keys are kept as software keys: only their rules are those of a token.

#include "in_memory_lists.h"
#include "model/vault/checks.h"
#include "model/vault/key_checks.h"
#include "model/vault/messages.h"

namespace strongroom::support {

using base::Error;
using base::ErrorCode;
using base::Result;
using crypto::SoftwareKey;
using vault::KeyProperties;
using vault::KeyUse;
using vault::NewKey;
using vault::ObjectName;
using vault::Permit;
using vault::VersionId;
using vault::Work;

namespace {

constexpr auto kind = vault::ObjectKind::Key;
constexpr QByteArrayView backupPrefix("in-memory key backup ");

Error notDue() { return { ErrorCode::Conflict, u"Not due."_s, {} }; }

Result<NewKey> newKey(Result<SoftwareKey> key, vault::KeyProtection protection)
{
    if (!key)
        return key.error();
    auto stored = key->toStored();
    if (!stored)
        return stored.error();
    return NewKey{ key->publicKey(), protection, std::move(*stored), {} };
}

Work<NewKey> generation(crypto::KeyType type, int bits, crypto::Curve curve, vault::KeyProtection protection)
{
    return [=]() -> Result<NewKey> {
        switch (type) {
        case crypto::KeyType::Rsa:
            return newKey(SoftwareKey::generateRsa(bits, 65537), protection);
        case crypto::KeyType::Ec:
            return newKey(SoftwareKey::generateEc(curve), protection);
        case crypto::KeyType::Oct:
            return newKey(SoftwareKey::generateOct(bits), protection);
        }
        Q_UNREACHABLE();
    };
}

vault::RotationPolicy policyOf(const InMemoryStore::Key& key)
{
    return key.policy ? *key.policy : vault::defaultRotationPolicy();
}

/// When the policy asks for this of the current version, if ever.
std::optional<vault::UnixSeconds> dueTime(const InMemoryStore::Key& key, vault::LifetimeAction::Kind action)
{
    const KeyProperties& current = key.versions.back().properties;
    if (key.deletion || !current.attributes.isEnabled)
        return std::nullopt;
    if (action == vault::LifetimeAction::Kind::Notify && key.noticed == current.version)
        return std::nullopt;
    for (const vault::LifetimeAction& asked : vault::effectOf(policyOf(key), current).actions) {
        if (asked.kind == action)
            return vault::dueAt(asked, current.attributes);
    }
    return std::nullopt;
}

template <typename Value>
Result<vault::KeyResult<Value>> resultOf(const VersionId& version, Result<Value> value)
{
    if (!value)
        return value.error();
    return vault::KeyResult<Value>{ version, std::move(*value) };
}

} // namespace

InMemoryVault::Key* InMemoryVault::liveKey(const ObjectName& name)
{
    const auto found = stored().keys.find(name.folded());
    return found == stored().keys.end() || found->deletion ? nullptr : &*found;
}

InMemoryVault::Key* InMemoryVault::deletedKey(const ObjectName& name)
{
    const auto found = stored().keys.find(name.folded());
    return found == stored().keys.end() || !found->deletion ? nullptr : &*found;
}

InMemoryVault::KeyVersion* InMemoryVault::keyVersion(Key& key, const std::optional<VersionId>& id)
{
    if (!id)
        return &key.versions.back();
    const auto found = std::ranges::find_if(
        key.versions, [&](const KeyVersion& version) { return version.properties.version == *id; });
    return found == key.versions.end() ? nullptr : &*found;
}

KeyProperties InMemoryVault::propertiesOf(const KeyVersion& version)
{
    KeyProperties properties = version.properties;
    properties.attributes.recoveryLevel = vault::recoveryLevelOf(stored().properties);
    properties.attributes.recoverableDays = stored().properties.retentionDays;
    return properties;
}

Result<void> InMemoryVault::checkFree(const ObjectName& name)
{
    if (const Key* const gone = deletedKey(name))
        return vault::deletedButRecoverable(kind, gone->name.text());
    return {};
}

Result<KeyProperties> InMemoryVault::addKey(const ObjectName& name, const vault::KeyDraft& draft,
                                            const NewKey& made, vault::KeyOrigin origin, const Permit& permit)
{
    if (auto free = checkFree(name); !free)
        return free.error();
    auto given = vault::checkedDraft(draft, made.publicKey.type, made.protection);
    if (!given)
        return given.error();
    auto key = SoftwareKey::fromStored(made.publicKey.type, made.stored.clone());
    if (!key)
        return key.error();
    Key* object = liveKey(name);
    if (!object)
        object = &*stored().keys.insert(name.folded(), { name, {}, {}, {}, {} });
    given->attributes.created = permit.now();
    given->attributes.updated = permit.now();
    object->versions.push_back(
        { { object->name, VersionId::random(), given->attributes, draft.tags, made.publicKey, made.protection,
            given->operations, false, draft.isExportable, given->releasePolicy, origin },
          std::make_shared<const SoftwareKey>(std::move(*key)) });
    return propertiesOf(object->versions.back());
}

Result<Work<NewKey>> InMemoryVault::prepare(const vault::CreateKey& op, const Permit&)
{
    if (auto named = vault::checkNewName(op.keyName); !named)
        return named.error();
    if (auto known = vault::checkKeyKind(op, stored().properties.sku); !known)
        return known.error();
    if (auto given = vault::checkedDraft(op.draft, op.type, op.protection); !given)
        return given.error();
    if (auto free = checkFree(op.keyName); !free)
        return free.error();
    return generation(op.type, vault::bitsOf(op), vault::curveOf(op), op.protection);
}

Result<vault::CreateKey::Output> InMemoryVault::run(const vault::CreateKey& op, const NewKey& made,
                                                    const Permit& permit)
{
    return addKey(op.keyName, op.draft, made, vault::KeyOrigin::MadeHere, permit);
}

Result<Work<NewKey>> InMemoryVault::prepare(const vault::ImportKey& op, const Permit&)
{
    if (auto named = vault::checkNewName(op.keyName); !named)
        return named.error();
    if (auto free = checkFree(op.keyName); !free)
        return free.error();
    return Work<NewKey>([&op, sku = stored().properties.sku]() -> Result<NewKey> {
        auto key = vault::clearKeyOf(op.key);
        if (!key)
            return key.error();
        if (auto known = vault::checkKeyKind(key->publicKey(), op.protection, sku); !known)
            return known.error();
        return newKey(std::move(key), op.protection);
    });
}

Result<vault::ImportKey::Output> InMemoryVault::run(const vault::ImportKey& op, const NewKey& made,
                                                    const Permit& permit)
{
    return addKey(op.keyName, op.draft, made, vault::KeyOrigin::Imported, permit);
}

Result<Work<NewKey>> InMemoryVault::prepare(const vault::RotateKey& op, const Permit&)
{
    const Key* const key = liveKey(op.keyName);
    if (!key)
        return vault::objectNotFound(kind, op.keyName.text());
    const KeyProperties& current = key->versions.back().properties;
    if (auto possible = vault::checkRotation(current); !possible)
        return possible.error();
    return generation(current.publicKey.type, current.publicKey.bits,
                      current.publicKey.curve.value_or(crypto::Curve::P256), current.protection);
}

Result<KeyProperties> InMemoryVault::addSuccessor(const ObjectName& name, const NewKey& made,
                                                  const Permit& permit)
{
    const Key* const key = liveKey(name);
    if (!key)
        return vault::objectNotFound(kind, name.text());
    const KeyProperties current = key->versions.back().properties;
    if (auto possible = vault::checkRotation(current); !possible)
        return possible.error();
    vault::KeyDraft draft{
        current.operations, {}, current.tags, current.isExportable, current.releasePolicy
    };
    if (const auto expiry = policyOf(*key).expiryTime)
        draft.attributes.expires = expiry->after(permit.now());
    return addKey(name, draft, made, vault::KeyOrigin::MadeHere, permit);
}

Result<vault::RotateKey::Output> InMemoryVault::run(const vault::RotateKey& op, const NewKey& made,
                                                    const Permit& permit)
{
    return addSuccessor(op.keyName, made, permit);
}

Result<void> InMemoryVault::checkDue(const vault::RotateKeyIfDue& op, const Permit& permit)
{
    const Key* const key = liveKey(op.keyName);
    if (!key)
        return vault::objectNotFound(kind, op.keyName.text());
    const auto due = dueTime(*key, vault::LifetimeAction::Kind::Rotate);
    if (key->versions.back().properties.version != op.dueVersion || !due || *due > permit.now())
        return notDue();
    return {};
}

Result<Work<NewKey>> InMemoryVault::prepare(const vault::RotateKeyIfDue& op, const Permit& permit)
{
    if (auto due = checkDue(op, permit); !due)
        return due.error();
    return prepare(vault::RotateKey{ op.keyName }, permit);
}

Result<vault::RotateKeyIfDue::Output> InMemoryVault::run(const vault::RotateKeyIfDue& op, const NewKey& made,
                                                         const Permit& permit)
{
    if (auto due = checkDue(op, permit); !due)
        return due.error();
    return addSuccessor(op.keyName, made, permit);
}

Result<vault::NotifyKeyNearExpiry::Output> InMemoryVault::run(const vault::NotifyKeyNearExpiry& op,
                                                              const Permit& permit)
{
    Key* const key = liveKey(op.keyName);
    if (!key)
        return vault::objectNotFound(kind, op.keyName.text());
    const auto due = dueTime(*key, vault::LifetimeAction::Kind::Notify);
    if (key->versions.back().properties.version != op.dueVersion || !due || *due > permit.now())
        return notDue();
    key->noticed = op.dueVersion;
    return propertiesOf(key->versions.back());
}

template <typename Op>
Result<InMemoryVault::PreparedUse> InMemoryVault::prepareUse(const Op& op, KeyUse use, const Permit& permit)
{
    Key* const key = liveKey(op.keyName);
    const KeyVersion* const found = key ? keyVersion(*key, op.version) : nullptr;
    if (!found)
        return vault::objectNotFound(kind, vault::shownName(op.keyName, op.version));
    permit.noteVersion(found->properties.version.text());
    if (auto allowed = vault::checkUse(found->properties, use, permit.now()); !allowed)
        return allowed.error();
    const auto algorithm = vault::algorithmFor(op.algorithm, use, found->properties.publicKey);
    if (!algorithm)
        return algorithm.error();
    return PreparedUse{ found->key, *algorithm, found->properties.version };
}

Result<Work<vault::SignWithKey::Outcome>> InMemoryVault::prepare(const vault::SignWithKey& op,
                                                                 const Permit& permit)
{
    auto use = prepareUse(op, KeyUse::Sign, permit);
    if (!use)
        return use.error();
    const auto extent
        = use->key->publicKey().type == crypto::KeyType::Ec ? vault::Extent::Brief : vault::Extent::Short;
    return Work<vault::SignWithKey::Outcome>(
        [use = std::move(*use), &op] {
            return resultOf(use.version, use.key->sign(*use.algorithm, op.digest));
        },
        extent);
}

Result<Work<vault::VerifyWithKey::Outcome>> InMemoryVault::prepare(const vault::VerifyWithKey& op,
                                                                   const Permit& permit)
{
    auto use = prepareUse(op, KeyUse::Verify, permit);
    if (!use)
        return use.error();
    return Work<vault::VerifyWithKey::Outcome>(
        [use = std::move(*use), &op] {
            return resultOf(use.version, use.key->verify(*use.algorithm, op.digest, op.signature));
        },
        vault::Extent::Short);
}

Result<Work<vault::EncryptWithKey::Outcome>> InMemoryVault::prepare(const vault::EncryptWithKey& op,
                                                                    const Permit& permit)
{
    auto use = prepareUse(op, KeyUse::Encrypt, permit);
    if (!use)
        return use.error();
    return Work<vault::EncryptWithKey::Outcome>([use = std::move(*use), &op] {
        return resultOf(use.version, use.key->encrypt(*use.algorithm, op.input));
    });
}

Result<Work<vault::WrapWithKey::Outcome>> InMemoryVault::prepare(const vault::WrapWithKey& op,
                                                                 const Permit& permit)
{
    auto use = prepareUse(op, KeyUse::WrapKey, permit);
    if (!use)
        return use.error();
    return Work<vault::WrapWithKey::Outcome>([use = std::move(*use), &op] {
        return resultOf(use.version, use.key->encrypt(*use.algorithm, op.input));
    });
}

Result<Work<vault::DecryptWithKey::Outcome>> InMemoryVault::prepare(const vault::DecryptWithKey& op,
                                                                    const Permit& permit)
{
    auto use = prepareUse(op, KeyUse::Decrypt, permit);
    if (!use)
        return use.error();
    return Work<vault::DecryptWithKey::Outcome>([use = std::move(*use), &op] {
        return resultOf(use.version, use.key->decrypt(*use.algorithm, op.input));
    });
}

Result<Work<vault::UnwrapWithKey::Outcome>> InMemoryVault::prepare(const vault::UnwrapWithKey& op,
                                                                   const Permit& permit)
{
    auto use = prepareUse(op, KeyUse::UnwrapKey, permit);
    if (!use)
        return use.error();
    return Work<vault::UnwrapWithKey::Outcome>([use = std::move(*use), &op] {
        return resultOf(use.version, use.key->decrypt(*use.algorithm, op.input));
    });
}

Result<Work<vault::GetTokenState::Outcome>> InMemoryVault::prepare(const vault::GetTokenState&, const Permit&)
{
    vault::TokenState state;
    state.binding = stored().properties.token;
    state.keeping = stored().keeping;
    state.hasPin = !stored().pin.isEmpty();
    return Work<vault::GetTokenState::Outcome>([state]() -> Result<vault::TokenState> { return state; });
}

Result<vault::SetTokenPin::Output> InMemoryVault::run(const vault::SetTokenPin& op, const Permit&)
{
    stored().keeping = op.keeping;
    stored().pin = op.pin.view().toByteArray();
    return base::Nothing();
}

Result<vault::GetKey::Output> InMemoryVault::run(const vault::GetKey& op, const Permit& permit)
{
    Key* const key = liveKey(op.keyName);
    const KeyVersion* const found = key ? keyVersion(*key, op.version) : nullptr;
    if (!found)
        return vault::objectNotFound(kind, vault::shownName(op.keyName, op.version));
    permit.noteVersion(found->properties.version.text());
    if (!found->properties.attributes.isEnabled)
        return vault::keyDisabled();
    return propertiesOf(*found);
}

Result<vault::UpdateKey::Output> InMemoryVault::run(const vault::UpdateKey& op, const Permit& permit)
{
    Key* const key = liveKey(op.keyName);
    KeyVersion* const found = key ? keyVersion(*key, op.version) : nullptr;
    if (!found)
        return vault::objectNotFound(kind, vault::shownName(op.keyName, op.version));
    auto changed = vault::applied(op, found->properties);
    if (!changed)
        return changed.error();
    auto attributes = vault::applied(op.attributes, found->properties.attributes);
    if (!attributes)
        return attributes.error();
    changed->attributes = std::move(*attributes);
    changed->attributes.updated = permit.now();
    changed->tags = op.tags.value_or(changed->tags);
    found->properties = std::move(*changed);
    return propertiesOf(*found);
}

Result<vault::DeleteKey::Output> InMemoryVault::run(const vault::DeleteKey& op, const Permit& permit)
{
    Key* const key = liveKey(op.keyName);
    if (!key)
        return vault::objectNotFound(kind, op.keyName.text());
    key->deletion = { permit.now(), permit.now() + stored().properties.retentionDays * 86400 };
    return vault::DeletedKey{ propertiesOf(key->versions.back()), *key->deletion };
}

Result<vault::ListKeys::Output> InMemoryVault::run(const vault::ListKeys& op, const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    if (!op.page.next.isEmpty() && !ObjectName::create(op.page.next))
        return vault::badContinuation();
    std::vector<std::pair<QString, KeyProperties>> all;
    for (const Key& key : std::as_const(stored().keys)) {
        if (!key.deletion)
            all.emplace_back(key.name.folded(), propertiesOf(key.versions.back()));
    }
    return pageOf(all, op.page, *size);
}

Result<vault::ListKeyVersions::Output> InMemoryVault::run(const vault::ListKeyVersions& op, const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    if (!op.page.next.isEmpty() && !VersionId::create(op.page.next))
        return vault::badContinuation();
    std::vector<std::pair<QString, KeyProperties>> all;
    if (const Key* const key = liveKey(op.keyName)) {
        for (const KeyVersion& version : key->versions)
            all.emplace_back(version.properties.version.text(), propertiesOf(version));
    }
    std::ranges::sort(all, {}, [](const auto& item) { return item.first; });
    return pageOf(all, op.page, *size);
}

Result<vault::BackupKey::Output> InMemoryVault::run(const vault::BackupKey& op, const Permit&)
{
    const Key* const key = liveKey(op.keyName);
    if (!key)
        return vault::objectNotFound(kind, op.keyName.text());
    m_store.m_keyBackups.push_back(*key);
    return QByteArray(backupPrefix + QByteArray::number(m_store.m_keyBackups.size() - 1));
}

Result<vault::RestoreKey::Output> InMemoryVault::run(const vault::RestoreKey& op, const Permit&)
{
    bool isNumber = false;
    const std::size_t index = op.blob.mid(backupPrefix.size()).toULongLong(&isNumber);
    if (!op.blob.startsWith(backupPrefix) || !isNumber || index >= m_store.m_keyBackups.size())
        return vault::malformedBackup();
    const Key& backup = m_store.m_keyBackups[index];
    if (auto free = checkFree(backup.name); !free)
        return free.error();
    if (liveKey(backup.name))
        return vault::nameInUse(kind, backup.name.text());
    return propertiesOf(stored().keys.insert(backup.name.folded(), backup)->versions.back());
}

Result<vault::ListDeletedKeys::Output> InMemoryVault::run(const vault::ListDeletedKeys& op, const Permit&)
{
    const auto size = vault::pageSizeOf(op.page);
    if (!size)
        return size.error();
    std::vector<std::pair<QString, vault::DeletedKey>> all;
    for (const Key& key : std::as_const(stored().keys)) {
        if (key.deletion)
            all.emplace_back(key.name.folded(),
                             vault::DeletedKey{ propertiesOf(key.versions.back()), *key.deletion });
    }
    return pageOf(all, op.page, *size);
}

Result<vault::GetDeletedKey::Output> InMemoryVault::run(const vault::GetDeletedKey& op, const Permit&)
{
    const Key* const key = deletedKey(op.keyName);
    if (!key)
        return vault::deletedObjectNotFound(kind, op.keyName.text());
    return vault::DeletedKey{ propertiesOf(key->versions.back()), *key->deletion };
}

Result<vault::PurgeDeletedKey::Output> InMemoryVault::run(const vault::PurgeDeletedKey& op, const Permit&)
{
    if (!deletedKey(op.keyName))
        return vault::deletedObjectNotFound(kind, op.keyName.text());
    if (stored().properties.hasPurgeProtection)
        return vault::purgeProtected(stored().properties);
    stored().keys.remove(op.keyName.folded());
    return base::Nothing{};
}

Result<vault::RecoverDeletedKey::Output> InMemoryVault::run(const vault::RecoverDeletedKey& op, const Permit&)
{
    Key* const key = deletedKey(op.keyName);
    if (!key)
        return vault::deletedObjectNotFound(kind, op.keyName.text());
    key->deletion.reset();
    return propertiesOf(key->versions.back());
}

Result<vault::GetRotationPolicy::Output> InMemoryVault::run(const vault::GetRotationPolicy& op, const Permit&)
{
    const Key* const key = liveKey(op.keyName);
    if (!key)
        return vault::objectNotFound(kind, op.keyName.text());
    return policyOf(*key);
}

Result<vault::SetRotationPolicy::Output> InMemoryVault::run(const vault::SetRotationPolicy& op,
                                                            const Permit& permit)
{
    Key* const key = liveKey(op.keyName);
    if (!key)
        return vault::objectNotFound(kind, op.keyName.text());
    if (auto checked
        = vault::checkRotationPolicy(op.policy, key->versions.back().properties, vault::PolicyScope::Vault);
        !checked)
        return checked.error();
    vault::RotationPolicy policy = vault::completed(op.policy);
    policy.created = key->policy ? key->policy->created : permit.now();
    policy.updated = permit.now();
    key->policy = policy;
    return policy;
}

std::vector<Browsable<vault::KeyListing>> InMemoryVault::listedKeys()
{
    std::vector<Browsable<vault::KeyListing>> rows;
    for (const Key& key : std::as_const(stored().keys)) {
        if (key.deletion)
            continue;
        KeyProperties row = propertiesOf(key.versions.back());
        rows.push_back({ row.name,
                         row.attributes,
                         row.tags,
                         vault::keyKindText(row.publicKey, row.protection),
                         { row, policyOf(key) } });
    }
    return rows;
}

Result<vault::BrowseKeys::Output> InMemoryVault::run(const vault::BrowseKeys& op, const Permit& permit)
{
    return browsed(listedKeys(), op.request, permit.now());
}

Result<vault::FacetKeys::Output> InMemoryVault::run(const vault::FacetKeys& op, const Permit& permit)
{
    return faceted(listedKeys(), op.request, permit.now());
}

Result<vault::CheckKeyNames::Output> InMemoryVault::run(const vault::CheckKeyNames& op, const Permit&)
{
    std::vector<vault::NameState> states;
    for (const ObjectName& name : op.names) {
        states.push_back(liveKey(name)          ? vault::NameState::Exists
                             : deletedKey(name) ? vault::NameState::Deleted
                                                : vault::NameState::Free);
    }
    return states;
}

Result<vault::ListDueKeys::Output> InMemoryStore::run(const vault::ListDueKeys& op, const Permit& permit)
{
    using Kind = vault::LifetimeAction::Kind;
    vault::ListDueKeys::Output due;
    for (const StoredVault& vault : m_state.vaults) {
        if (vault.deletion)
            continue;
        for (const Key& key : vault.keys) {
            for (const Kind action : { Kind::Rotate, Kind::Notify }) {
                const auto time = dueTime(key, action);
                if (time && *time <= permit.now() + op.within)
                    due.push_back({ action, vault.properties.id, key.name,
                                    key.versions.back().properties.version, *time });
            }
        }
    }
    std::ranges::stable_sort(due, {}, &vault::DueKey::due);
    if (due.size() > static_cast<std::size_t>(op.limit))
        due.erase(due.begin() + op.limit, due.end());
    return due;
}

Result<Work<vault::CollectTokenLeftovers::Outcome>>
InMemoryStore::prepare(const vault::CollectTokenLeftovers&, const Permit&)
{
    return Work<vault::CollectTokenLeftovers::Outcome>(
        []() -> Result<std::vector<qint64>> { return std::vector<qint64>(); });
}

Result<vault::CollectTokenLeftovers::Output> InMemoryStore::run(const vault::CollectTokenLeftovers&,
                                                                const vault::CollectTokenLeftovers::Outcome&,
                                                                const Permit&)
{
    return 0;
}

} // namespace strongroom::support
