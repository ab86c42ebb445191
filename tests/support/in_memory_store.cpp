// SPDX-License-Identifier: Apache-2.0
#include "in_memory_store.h"

#include "in_memory_vault.h"
#include "model/base/encodings.h"
#include "model/vault/checks.h"
#include "model/vault/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::support {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::Permit;

InMemoryStore::InMemoryStore()
    : m_tenantId(base::randomUuid())
{
}

InMemoryStore::~InMemoryStore() = default;

Result<void> InMemoryStore::begin()
{
    if (m_refusal)
        return *m_refusal;
    m_begun = m_state;
    return {};
}

Result<void> InMemoryStore::commit()
{
    ++m_commits;
    const auto failure = std::exchange(m_commitFailure, {});
    if (failure == CommitFailure::Lost)
        m_state = *m_begun;
    m_begun.reset();
    if (failure)
        return Error{ ErrorCode::StorageFailed, u"The commit failed, as the test wanted."_s, {} };
    return {};
}

void InMemoryStore::abandon()
{
    m_state = *std::exchange(m_begun, {});
    m_marked.reset();
}

Result<void> InMemoryStore::mark()
{
    m_marked = m_state;
    return {};
}

Result<void> InMemoryStore::keep()
{
    m_marked.reset();
    return {};
}

Result<void> InMemoryStore::revert()
{
    m_state = *std::exchange(m_marked, {});
    return {};
}

/// As a local store does.
void InMemoryStore::nameVault(vault::AuditRecord& record)
{
    if (record.kind)
        return;
    if (record.operation == "VaultPut"_L1 && record.resultCode.isEmpty())
        record.vault = vaultByName(record.objectName);
    if (!m_marked
        || !QStringList{ u"VaultDelete"_s, u"VaultRecover"_s, u"VaultPurge"_s }.contains(record.operation))
        return;
    for (const StoredVault& vault : m_marked->vaults) {
        if (vault.properties.id == record.vault)
            record.objectName = vault.properties.name.text();
    }
}

Result<void> InMemoryStore::appendAudit(const vault::AuditRecord& record)
{
    if (std::exchange(m_failsAudit, false))
        return Error{ ErrorCode::StorageFailed, u"The audit row failed, as the test wanted."_s, {} };
    m_state.audit.push_back(record);
    m_state.audit.back().sequence = static_cast<qint64>(m_state.audit.size());
    nameVault(m_state.audit.back());
    return {};
}

Result<bool> InMemoryStore::wasCommitted(const QString& requestId)
{
    return std::ranges::any_of(
        m_state.audit, [&](const vault::AuditRecord& record) { return record.requestId == requestId; });
}

InMemoryStore::StoredVault* InMemoryStore::stored(const vault::VaultId& id)
{
    const auto found = std::ranges::find_if(
        m_state.vaults, [&](const StoredVault& vault) { return vault.properties.id == id; });
    return found == m_state.vaults.end() ? nullptr : &*found;
}

InMemoryStore::StoredVault* InMemoryStore::liveVault(const vault::VaultId& id)
{
    StoredVault* const found = stored(id);
    return found && !found->deletion ? found : nullptr;
}

InMemoryStore::StoredVault* InMemoryStore::deletedVault(const vault::VaultId& id)
{
    StoredVault* const found = stored(id);
    return found && found->deletion ? found : nullptr;
}

void InMemoryStore::remove(const vault::VaultId& id)
{
    std::erase_if(m_state.vaults, [&](const StoredVault& vault) { return vault.properties.id == id; });
}

vault::Vault* InMemoryStore::find(const vault::VaultId& id)
{
    m_vault = liveVault(id) ? std::make_unique<InMemoryVault>(*this, id) : nullptr;
    return m_vault.get();
}

vault::VaultId InMemoryStore::vaultByName(const QString& name)
{
    for (const StoredVault& vault : m_state.vaults) {
        if (!vault.deletion && vault.properties.name.folded() == name.toLower())
            return vault.properties.id;
    }
    return {};
}

std::shared_ptr<const vault::AccessRules> InMemoryStore::rules(const vault::VaultId& id)
{
    const StoredVault* const found = liveVault(id);
    if (!found)
        return nullptr;
    return std::make_shared<const vault::AccessRules>(
        vault::AccessRules{ found->properties, m_tenantId, found->policies, found->assignments, m_network });
}

vault::UnixSeconds InMemoryStore::latestTimeSeen() const
{
    qint64 latest = 0;
    for (const vault::AuditRecord& record : m_state.audit)
        latest = std::max(latest, record.timeMilliseconds);
    return latest / 1000;
}

Result<vault::CreateVault::Output> InMemoryStore::run(const vault::CreateVault& op, const Permit& permit)
{
    auto properties = vault::checked(op, permit.now());
    if (!properties)
        return properties.error();
    for (const StoredVault& known : m_state.vaults) {
        if (known.properties.name == op.vaultName) {
            return known.deletion ? vault::vaultNameHeldByDeleted(known.properties)
                                  : vault::vaultNameTaken(known.properties);
        }
    }
    properties->id.value = base::randomUuid();
    m_state.vaults.push_back({ *properties, {}, {}, {}, {} });
    if (op.token) {
        m_state.vaults.back().keeping = op.token->keeping;
        m_state.vaults.back().pin = op.token->pin.view().toByteArray();
    }
    std::ranges::sort(m_state.vaults, {},
                      [](const StoredVault& vault) { return vault.properties.name.folded(); });
    return *properties;
}

Result<vault::ListVaults::Output> InMemoryStore::run(const vault::ListVaults&, const Permit&)
{
    vault::ListVaults::Output vaults;
    for (const StoredVault& vault : m_state.vaults) {
        if (!vault.deletion)
            vaults.push_back(vault.properties);
    }
    return vaults;
}

Result<vault::UpdateVault::Output> InMemoryStore::run(const vault::UpdateVault& op, const Permit& permit)
{
    StoredVault* const found = liveVault(op.vault);
    if (!found)
        return vault::vaultNotFound();
    auto properties = vault::applied(op, found->properties, permit.now());
    if (!properties)
        return properties.error();
    found->properties = std::move(*properties);
    return found->properties;
}

Result<vault::DeleteVault::Output> InMemoryStore::run(const vault::DeleteVault& op, const Permit& permit)
{
    StoredVault* const found = liveVault(op.vault);
    if (!found)
        return vault::vaultNotFound();
    if (!vault::isPool(found->properties.sku)) {
        found->policies.clear();
        found->assignments.clear();
    }
    found->deletion = { permit.now(), permit.now() + found->properties.retentionDays * 86400 };
    return vault::DeletedVault{ found->properties, found->deletion->deleted,
                                found->deletion->scheduledPurge };
}

Result<vault::ListDeletedVaults::Output> InMemoryStore::run(const vault::ListDeletedVaults&, const Permit&)
{
    vault::ListDeletedVaults::Output vaults;
    for (const StoredVault& vault : m_state.vaults) {
        if (vault.deletion)
            vaults.push_back({ vault.properties, vault.deletion->deleted, vault.deletion->scheduledPurge });
    }
    return vaults;
}

Result<vault::RecoverVault::Output> InMemoryStore::run(const vault::RecoverVault& op, const Permit& permit)
{
    StoredVault* const found = deletedVault(op.vault);
    if (!found)
        return vault::deletedVaultNotFound();
    found->deletion.reset();
    found->properties.updated = permit.now();
    return found->properties;
}

Result<vault::PurgeVault::Output> InMemoryStore::run(const vault::PurgeVault& op, const Permit&)
{
    const StoredVault* const found = deletedVault(op.vault);
    if (!found)
        return vault::deletedVaultNotFound();
    if (found->properties.hasPurgeProtection)
        return vault::purgeProtected(found->properties);
    remove(op.vault);
    return base::Nothing{};
}

Result<vault::PurgeExpired::Output> InMemoryStore::run(const vault::PurgeExpired&, const Permit& permit)
{
    const auto isOver = [&](const std::optional<vault::Deletion>& deletion) {
        return deletion && deletion->scheduledPurge <= permit.now();
    };
    vault::PurgeExpired::Output purged;
    std::erase_if(m_state.vaults, [&](const StoredVault& vault) {
        if (isOver(vault.deletion))
            purged.push_back({ vault.properties.id, {}, vault.properties.name.text(), {} });
        return isOver(vault.deletion);
    });
    for (StoredVault& vault : m_state.vaults) {
        vault.objects.removeIf([&](const auto& entry) {
            if (isOver(entry.value().deletion))
                purged.push_back(
                    { vault.properties.id, vault::ObjectKind::Secret, entry.value().name.text(), {} });
            return isOver(entry.value().deletion);
        });
    }
    return purged;
}

vault::Application* InMemoryStore::application(const QString& clientId)
{
    const auto found
        = std::ranges::find(m_state.applications, clientId.toLower(), &vault::Application::clientId);
    return found == m_state.applications.end() ? nullptr : &*found;
}

Result<vault::RegisterApplication::Output> InMemoryStore::run(const vault::RegisterApplication& op,
                                                              const Permit& permit)
{
    const auto name = vault::checkedApplicationName(op.applicationName);
    if (!name)
        return name.error();
    for (const vault::Application& known : m_state.applications) {
        if (known.name.compare(*name, Qt::CaseInsensitive) == 0)
            return vault::applicationNameTaken();
    }
    vault::Application made{ base::randomUuid(), base::randomUuid(), *name, {}, permit.now() };
    m_state.applications.push_back(made);
    std::ranges::sort(m_state.applications, {},
                      [](const vault::Application& known) { return known.name.toCaseFolded(); });
    auto secret = run(vault::AddApplicationSecret{ made.clientId, 0 }, permit);
    if (!secret)
        return secret.error();
    return vault::RegisterApplication::Output{ *application(made.clientId), std::move(secret->clientSecret) };
}

Result<vault::ListApplications::Output> InMemoryStore::run(const vault::ListApplications&, const Permit&)
{
    return m_state.applications;
}

Result<vault::FindApplication::Output> InMemoryStore::run(const vault::FindApplication& op, const Permit&)
{
    const vault::Application* const found = application(op.clientId);
    if (!found)
        return vault::applicationNotFound();
    return *found;
}

Result<vault::DeleteApplication::Output> InMemoryStore::run(const vault::DeleteApplication& op, const Permit&)
{
    if (!application(op.clientId))
        return vault::applicationNotFound();
    std::erase_if(m_state.applications,
                  [&](const vault::Application& known) { return known.clientId == op.clientId.toLower(); });
    return base::Nothing{};
}

Result<vault::AddApplicationSecret::Output> InMemoryStore::run(const vault::AddApplicationSecret& op,
                                                               const Permit& permit)
{
    vault::Application* const found = application(op.clientId);
    if (!found)
        return vault::applicationNotFound();
    if (op.expires < 0 || (op.expires > 0 && op.expires <= permit.now()))
        return Error{ ErrorCode::BadParameter, u"A client secret must expire in the future."_s, u"exp"_s };
    const QByteArray secret = (base::randomHexId() + u"-secret"_s).toLatin1().leftJustified(40, '~');
    vault::ApplicationCredential credential;
    credential.id = base::randomUuid();
    credential.hint = QString::fromLatin1(secret.first(3));
    credential.created = permit.now();
    credential.expires = op.expires;
    found->credentials.push_back(credential);
    m_state.secrets.push_back({ credential.id, secret });
    return vault::AddApplicationSecret::Output{ credential, base::SecureBytes::copyOf(secret) };
}

Result<vault::AddApplicationCertificate::Output>
InMemoryStore::run(const vault::AddApplicationCertificate& op, const Permit& permit)
{
    vault::Application* const found = application(op.clientId);
    if (!found)
        return vault::applicationNotFound();
    auto credential = vault::checkedCertificate(op, permit.now());
    if (!credential)
        return credential;
    credential->id = base::randomUuid();
    found->credentials.push_back(*credential);
    return credential;
}

Result<vault::RemoveApplicationCredential::Output>
InMemoryStore::run(const vault::RemoveApplicationCredential& op, const Permit&)
{
    vault::Application* const found = application(op.clientId);
    const auto removed = found ? std::erase_if(found->credentials,
                                               [&](const vault::ApplicationCredential& credential) {
                                                   return credential.id == op.credentialId.toLower();
                                               })
                               : 0;
    if (removed == 0)
        return vault::credentialNotFound();
    return base::Nothing{};
}

Result<vault::AuthenticateApplication::Output> InMemoryStore::run(const vault::AuthenticateApplication& op,
                                                                  const Permit& permit)
{
    const vault::Application* const found = application(op.clientId);
    if (!found)
        return vault::signInFailed();
    for (const vault::ApplicationCredential& credential : found->credentials) {
        const auto secret = std::ranges::find(m_state.secrets, credential.id, &StoredSecret::credentialId);
        const bool isValid = credential.expires == 0 || credential.expires > permit.now();
        if (isValid && secret != m_state.secrets.end()
            && QByteArrayView(secret->secret) == op.clientSecret.view())
            return *found;
    }
    return vault::signInFailed();
}

Result<vault::RecordRefusal::Output> InMemoryStore::run(const vault::RecordRefusal& op, const Permit&)
{
    return op.error;
}

Result<vault::ObtainEndpointIdentity::Output> InMemoryStore::run(const vault::ObtainEndpointIdentity&,
                                                                 const Permit&)
{
    vault::ObtainEndpointIdentity::Output identity;
    identity.tenantId = m_tenantId;
    identity.caCertificatePem = "ca";
    identity.serverChainPem = "serverca";
    identity.serverKeyPem = base::SecureBytes::copyOf(QByteArrayView("key"));
    identity.tokenKeyPem = base::SecureBytes::copyOf(QByteArrayView("key"));
    return identity;
}

Result<vault::GetEndpointCa::Output> InMemoryStore::run(const vault::GetEndpointCa&, const Permit&)
{
    return vault::GetEndpointCa::Output{ m_tenantId, "ca" };
}

Result<vault::ListAudit::Output> InMemoryStore::run(const vault::ListAudit& op, const Permit&)
{
    const vault::AuditQuery& query = op.query;
    vault::ListAudit::Output rows;
    for (auto row = m_state.audit.rbegin(); row != m_state.audit.rend(); ++row) {
        const bool isWanted = (query.vault.isEmpty() || row->vault == query.vault)
            && (!query.kind || row->kind == query.kind)
            && (query.objectName.isEmpty()
                || row->objectName.compare(query.objectName, Qt::CaseInsensitive) == 0)
            && (query.operation.isEmpty() || row->operation == query.operation)
            && (!query.onlyFailures || !row->resultCode.isEmpty())
            && (query.beforeSequence == 0 || row->sequence < query.beforeSequence);
        if (isWanted && rows.size() < static_cast<std::size_t>(query.limit))
            rows.push_back(*row);
    }
    return rows;
}

Result<vault::VerifyAudit::Output> InMemoryStore::run(const vault::VerifyAudit&, const Permit&)
{
    return vault::AuditVerification{ static_cast<qint64>(m_state.audit.size()), true, 0, {} };
}

Result<vault::SearchStore::Output> InMemoryStore::run(const vault::SearchStore& op, const Permit& permit)
{
    if (auto checked = vault::checkFilter(op.filter); !checked)
        return checked.error();
    vault::SearchStore::Output hits;
    if (op.text.isEmpty() && op.filter.empty())
        return hits;
    vault::FilterTerm text;
    text.text = op.text;
    for (const StoredVault& vault : m_state.vaults) {
        for (const Object& object : vault.objects) {
            const Version& current = object.versions.back();
            const Browsable<base::Nothing> row{
                object.name, current.attributes, current.tags, current.contentType, {}
            };
            const bool isHit = (op.text.isEmpty() || matches(row, text, permit.now()))
                && matchesAll(row, op.filter, permit.now());
            if (isHit && !vault.deletion && !object.deletion
                && hits.size() < static_cast<std::size_t>(op.limit)) {
                hits.push_back({ vault.properties.id, vault::ObjectKind::Secret, object.name.text(),
                                 current.contentType, current.attributes, current.tags });
            }
        }
    }
    std::ranges::sort(hits, {}, [](const vault::SearchStore::Hit& hit) { return hit.name.toUpper(); });
    return hits;
}

} // namespace strongroom::support
