// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_store.h"

// The operations of the store: vaults, directory, endpoint identity, audit log, search.

#include "model/base/encodings.h"
#include "model/local/domain_table.h"
#include "model/local/local_store_parts.h"
#include "model/local/object_browse.h"
#include "model/vault/checks.h"
#include "model/vault/messages.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::Permit;

namespace {

constexpr vault::UnixSeconds secondsOfDay = 86400;
constexpr int purgeBatch = 100;

vault::DeletedVault deletedVaultOf(const VaultRow& row)
{
    return { row.properties, row.deleted.value_or(0), row.scheduledPurge.value_or(0) };
}

} // namespace

LocalVault* LocalStore::Parts::vault(const vault::VaultId& id)
{
    if (const auto known = vaults.constFind(id.value); known != vaults.constEnd())
        return known->get();
    auto row = file->vaults.findById(id);
    if (!row || !*row || (*row)->deleted)
        return nullptr;
    const auto made = std::make_shared<LocalVault>(file->context, file->objects, file->vaults, file->keys,
                                                   file->identity, std::move(**row), state.tenantId);
    vaults.insert(id.value, made);
    return made.get();
}

Result<VaultRow> LocalStore::Parts::liveVault(const vault::VaultId& id)
{
    auto row = file->vaults.findById(id);
    if (!row)
        return row.error();
    if (!*row || (*row)->deleted)
        return vault::vaultNotFound();
    return std::move(**row);
}

Result<VaultRow> LocalStore::Parts::deletedVault(const vault::VaultId& id)
{
    auto row = file->vaults.findById(id);
    if (!row)
        return row.error();
    if (!*row || !(*row)->deleted)
        return vault::deletedVaultNotFound();
    return std::move(**row);
}

Result<void> LocalStore::Parts::purgeVault(const VaultRow& row)
{
    for (;;) {
        const auto some = file->objects.anyOf(row.id, purgeBatch);
        if (!some)
            return some.error();
        if (some->empty())
            break;
        for (const ObjectRow& object : *some) {
            if (auto removed = purgeObject(file->context, file->objects, file->keys, row, object); !removed)
                return removed.error();
        }
    }
    forgetVaults();
    if (auto removed = file->keys.tokens.remove(row.id); !removed)
        return removed.error();
    purgedNames.insert(row.properties.id.value, row.properties.name.text());
    return file->vaults.remove(row);
}

QString LocalStore::Parts::nameOf(const vault::VaultId& id)
{
    if (const auto purged = purgedNames.constFind(id.value); purged != purgedNames.constEnd())
        return *purged;
    const auto row = file->vaults.findById(id);
    return row && *row ? (*row)->properties.name.text() : QString();
}

Result<void> LocalStore::Parts::bindToken(const VaultRow& row, const vault::TokenChoice& token)
{
    if (auto bound = file->keys.tokens.bind(row.id, token); !bound)
        return bound;
    // Where the PIN is asked for it is known until the next lock all the same.
    auto door = file->keys.doors.ofVault(row.id);
    if (!door)
        return door.error();
    (*door)->setPin(token.pin.clone());
    return {};
}

vault::Vault* LocalStore::find(const vault::VaultId& id) { return m_parts->vault(id); }

vault::VaultId LocalStore::vaultByName(const QString& name)
{
    const QString folded = name.toLower();
    if (const auto known = m_parts->vaultNames.constFind(folded); known != m_parts->vaultNames.constEnd())
        return *known;
    if (!m_parts->file)
        return {};
    const auto row = m_parts->file->vaults.findByName(folded);
    if (!row || !*row || (*row)->deleted)
        return {};
    m_parts->vaultNames.insert(folded, (*row)->properties.id);
    return (*row)->properties.id;
}

std::shared_ptr<const vault::AccessRules> LocalStore::rules(const vault::VaultId& id)
{
    LocalVault* const vault = m_parts->vault(id);
    return vault ? vault->rules() : nullptr;
}

Result<vault::CreateVault::Output> LocalStore::run(const vault::CreateVault& op, const Permit& permit)
{
    auto properties = vault::checked(op, permit.now());
    if (!properties)
        return properties.error();
    const auto taken = m_parts->file->vaults.findByName(op.vaultName.folded());
    if (!taken)
        return taken.error();
    if (*taken) {
        return (*taken)->deleted ? vault::vaultNameHeldByDeleted((*taken)->properties)
                                 : vault::vaultNameTaken((*taken)->properties);
    }
    properties->id.value = base::randomUuid();
    VaultRow row;
    row.properties = std::move(*properties);
    m_parts->forgetVaults();
    if (auto stored = m_parts->file->vaults.insert(row); !stored)
        return stored.error();
    if (op.token) {
        if (auto bound = m_parts->bindToken(row, *op.token); !bound)
            return bound.error();
    }
    if (vault::isPool(row.properties.sku)) {
        if (auto domain = DomainTable(m_parts->file->context).obtain(row.id); !domain)
            return domain.error();
    }
    return row.properties;
}

Result<vault::ListVaults::Output> LocalStore::run(const vault::ListVaults&, const Permit&)
{
    const auto rows = m_parts->file->vaults.all();
    if (!rows)
        return rows.error();
    vault::ListVaults::Output vaults;
    for (const VaultRow& row : *rows) {
        if (!row.deleted)
            vaults.push_back(row.properties);
    }
    return vaults;
}

Result<vault::UpdateVault::Output> LocalStore::run(const vault::UpdateVault& op, const Permit& permit)
{
    auto row = m_parts->liveVault(op.vault);
    if (!row)
        return row.error();
    auto properties = vault::applied(op, row->properties, permit.now());
    if (!properties)
        return properties.error();
    row->properties = std::move(*properties);
    m_parts->forgetVaults();
    if (auto stored = m_parts->file->vaults.update(*row); !stored)
        return stored.error();
    if (op.token) {
        m_parts->file->keys.ring.dropVault(op.vault.value); // its keys are in the token there was
        if (auto bound = m_parts->bindToken(*row, *op.token); !bound)
            return bound.error();
    }
    return row->properties;
}

Result<vault::DeleteVault::Output> LocalStore::run(const vault::DeleteVault& op, const Permit& permit)
{
    auto row = m_parts->liveVault(op.vault);
    if (!row)
        return row.error();
    row->deleted = permit.now();
    row->scheduledPurge = permit.now() + row->properties.retentionDays * secondsOfDay;
    m_parts->forgetVaults();
    m_parts->file->keys.ring.dropVault(op.vault.value);
    // Who has which role in a pool is kept in the pool itself, and comes back with it.
    if (!vault::isPool(row->properties.sku)) {
        if (auto removed = m_parts->file->vaults.removeAccess(row->id); !removed)
            return removed.error();
    }
    if (auto stored = m_parts->file->vaults.update(*row); !stored)
        return stored.error();
    return deletedVaultOf(*row);
}

Result<vault::ListDeletedVaults::Output> LocalStore::run(const vault::ListDeletedVaults&, const Permit&)
{
    const auto rows = m_parts->file->vaults.all();
    if (!rows)
        return rows.error();
    vault::ListDeletedVaults::Output vaults;
    for (const VaultRow& row : *rows) {
        if (row.deleted)
            vaults.push_back(deletedVaultOf(row));
    }
    return vaults;
}

Result<vault::RecoverVault::Output> LocalStore::run(const vault::RecoverVault& op, const Permit& permit)
{
    auto row = m_parts->deletedVault(op.vault);
    if (!row)
        return row.error();
    row->deleted.reset();
    row->scheduledPurge.reset();
    row->properties.updated = permit.now();
    m_parts->forgetVaults();
    if (auto stored = m_parts->file->vaults.update(*row); !stored)
        return stored.error();
    return row->properties;
}

Result<vault::PurgeVault::Output> LocalStore::run(const vault::PurgeVault& op, const Permit&)
{
    const auto row = m_parts->deletedVault(op.vault);
    if (!row)
        return row.error();
    if (row->properties.hasPurgeProtection)
        return vault::purgeProtected(row->properties);
    if (auto purged = m_parts->purgeVault(*row); !purged)
        return purged.error();
    return base::Nothing{};
}

Result<vault::PurgeExpired::Output> LocalStore::run(const vault::PurgeExpired&, const Permit& permit)
{
    vault::PurgeExpired::Output purged;
    const auto vaults = m_parts->file->vaults.all();
    if (!vaults)
        return vaults.error();
    for (const VaultRow& row : *vaults) {
        if (!row.deleted || row.scheduledPurge.value_or(0) > permit.now())
            continue;
        if (auto done = m_parts->purgeVault(row); !done)
            return done.error();
        purged.push_back({ row.properties.id, {}, row.properties.name.text(), {} });
    }
    for (;;) {
        const auto some = m_parts->file->objects.expired(permit.now(), purgeBatch);
        if (!some)
            return some.error();
        if (some->empty())
            return purged;
        for (const ObjectRow& object : *some) {
            const auto owner = std::ranges::find(*vaults, object.vault, &VaultRow::id);
            if (owner == vaults->end())
                return tampered(u"an object belongs to no vault."_s);
            if (auto removed = purgeObject(m_parts->file->context, m_parts->file->objects,
                                           m_parts->file->keys, *owner, object);
                !removed)
                return removed.error();
            purged.push_back({ owner->properties.id, object.kind, object.name, {} });
        }
    }
}

Result<vault::RegisterApplication::Output> LocalStore::run(const vault::RegisterApplication& op,
                                                           const Permit& permit)
{
    const auto name = vault::checkedApplicationName(op.applicationName);
    if (!name)
        return name.error();
    DirectoryTable& directory = m_parts->file->directory;
    const auto isTaken = directory.isNameTaken(*name);
    if (!isTaken)
        return isTaken.error();
    if (*isTaken)
        return vault::applicationNameTaken();
    vault::Application application{ base::randomUuid(), base::randomUuid(), *name, {}, permit.now() };
    NewClientSecret made = makeClientSecret(permit.now(), 0);
    if (auto stored = directory.insert(application); !stored)
        return stored.error();
    if (auto stored = directory.addCredential(application.clientId, made.credential); !stored)
        return stored.error();
    application.credentials.push_back(made.credential.facts);
    return vault::RegisterApplication::Output{ std::move(application), std::move(made.secret) };
}

Result<vault::ListApplications::Output> LocalStore::run(const vault::ListApplications&, const Permit&)
{
    return m_parts->file->directory.all();
}

Result<vault::FindApplication::Output> LocalStore::run(const vault::FindApplication& op, const Permit&)
{
    auto application = m_parts->file->directory.findByClientId(op.clientId);
    if (!application)
        return application.error();
    if (!*application)
        return vault::applicationNotFound();
    return std::move(**application);
}

Result<vault::DeleteApplication::Output> LocalStore::run(const vault::DeleteApplication& op, const Permit&)
{
    const auto application = m_parts->file->directory.findByClientId(op.clientId);
    if (!application)
        return application.error();
    if (!*application)
        return vault::applicationNotFound();
    if (auto removed = m_parts->file->directory.remove(op.clientId); !removed)
        return removed.error();
    return base::Nothing{};
}

Result<vault::AddApplicationSecret::Output> LocalStore::run(const vault::AddApplicationSecret& op,
                                                            const Permit& permit)
{
    const auto application = m_parts->file->directory.findByClientId(op.clientId);
    if (!application)
        return application.error();
    if (!*application)
        return vault::applicationNotFound();
    if (op.expires < 0 || (op.expires > 0 && op.expires <= permit.now()))
        return Error{ ErrorCode::BadParameter, u"A client secret must expire in the future."_s, u"exp"_s };
    NewClientSecret made = makeClientSecret(permit.now(), op.expires);
    if (auto stored = m_parts->file->directory.addCredential(op.clientId, made.credential); !stored)
        return stored.error();
    return vault::AddApplicationSecret::Output{ made.credential.facts, std::move(made.secret) };
}

Result<vault::AddApplicationCertificate::Output> LocalStore::run(const vault::AddApplicationCertificate& op,
                                                                 const Permit& permit)
{
    const auto application = m_parts->file->directory.findByClientId(op.clientId);
    if (!application)
        return application.error();
    if (!*application)
        return vault::applicationNotFound();
    auto facts = vault::checkedCertificate(op, permit.now());
    if (!facts)
        return facts.error();
    CredentialRow row;
    row.facts = std::move(*facts);
    row.facts.id = base::randomUuid();
    if (auto stored = m_parts->file->directory.addCredential(op.clientId, row); !stored)
        return stored.error();
    return row.facts;
}

Result<vault::RemoveApplicationCredential::Output>
LocalStore::run(const vault::RemoveApplicationCredential& op, const Permit&)
{
    const auto removed = m_parts->file->directory.removeCredential(op.clientId, op.credentialId);
    if (!removed)
        return removed.error();
    if (!*removed)
        return vault::credentialNotFound();
    return base::Nothing{};
}

Result<vault::AuthenticateApplication::Output> LocalStore::run(const vault::AuthenticateApplication& op,
                                                               const Permit& permit)
{
    auto application = m_parts->file->directory.findByClientId(op.clientId);
    if (!application)
        return application.error();
    auto credentials = m_parts->file->directory.credentials(op.clientId);
    if (!credentials)
        return credentials.error();
    // An unknown program costs as much as a known one with one secret.
    if (credentials->empty())
        credentials->push_back({ {}, QByteArray(16, '\0'), QByteArray(32, '\0') });
    bool isRight = false;
    for (const CredentialRow& credential : *credentials) {
        const bool isSecret = credential.facts.kind == vault::ApplicationCredential::Kind::Secret;
        const bool isValid = credential.facts.expires == 0 || credential.facts.expires > permit.now();
        isRight |= fits(credential, op.clientSecret) && isSecret && isValid;
    }
    if (!*application || !isRight)
        return vault::signInFailed();
    return std::move(**application);
}

Result<vault::RecordRefusal::Output> LocalStore::run(const vault::RecordRefusal& op, const Permit&)
{
    return op.error;
}

Result<vault::ObtainEndpointIdentity::Output> LocalStore::run(const vault::ObtainEndpointIdentity&,
                                                              const Permit& permit)
{
    auto identity = m_parts->file->identity.obtain(permit.now());
    if (identity)
        identity->tenantId = m_parts->state.tenantId;
    return identity;
}

Result<vault::GetEndpointCa::Output> LocalStore::run(const vault::GetEndpointCa&, const Permit& permit)
{
    auto certificate = m_parts->file->identity.caCertificate(permit.now());
    if (!certificate)
        return certificate.error();
    return vault::GetEndpointCa::Output{ m_parts->state.tenantId, std::move(*certificate) };
}

Result<vault::ListAudit::Output> LocalStore::run(const vault::ListAudit& op, const Permit&)
{
    return m_parts->file->audit.list(op.query);
}

Result<vault::VerifyAudit::Output> LocalStore::run(const vault::VerifyAudit&, const Permit&)
{
    return m_parts->file->audit.verify(m_parts->state.head, 1, std::numeric_limits<qint64>::max());
}

Result<vault::SearchStore::Output> LocalStore::run(const vault::SearchStore& op, const Permit& permit)
{
    const auto rows = searchEverywhere(m_parts->file->context, m_parts->file->objects, op, permit.now());
    if (!rows)
        return rows.error();
    const auto vaults = m_parts->file->vaults.all();
    if (!vaults)
        return vaults.error();
    vault::SearchStore::Output hits;
    for (const ObjectRow& row : *rows) {
        const auto owner = std::ranges::find(*vaults, row.vault, &VaultRow::id);
        if (owner == vaults->end())
            continue;
        vault::SearchStore::Hit hit;
        hit.vault = owner->properties.id;
        hit.kind = row.kind;
        hit.name = row.name;
        hit.contentType = row.facts.contentType;
        hit.attributes.isEnabled = row.facts.isEnabled;
        hit.attributes.notBefore = row.facts.notBefore;
        hit.attributes.expires = row.facts.expires;
        hit.attributes.created = row.facts.created;
        hit.attributes.updated = row.facts.updated;
        hit.attributes.recoveryLevel = vault::recoveryLevelOf(owner->properties);
        hit.attributes.recoverableDays = owner->properties.retentionDays;
        hit.tags = row.facts.tags;
        hits.push_back(std::move(hit));
    }
    return hits;
}

} // namespace strongroom::local
