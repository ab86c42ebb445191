// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_vault.h"

// The security domain of a pool: download and upload.

#include "model/local/domain_table.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Result;
using base::SecureBytes;
using vault::Permit;
using vault::Work;

namespace {

constexpr int transferKeyBits = 3072;

Result<SecureBytes> newTransferKey()
{
    const auto key = crypto::SoftwareKey::generateRsa(transferKeyBits, 65537);
    if (!key)
        return key.error();
    return key->toStored();
}

} // namespace

Result<vault::SecurityDomainState> LocalVault::domainState()
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    DomainTable table(m_context);
    const auto rows = table.all(m_row.id);
    if (!rows)
        return rows.error();
    const auto transfer = table.transferKey(m_row.id);
    if (!transfer)
        return transfer.error();
    vault::SecurityDomainState state;
    state.uploaded = transfer->uploaded;
    for (const DomainTable::Row& row : *rows) {
        if (row.isCurrent) {
            state.id = row.domain;
            state.holders = row.holders;
            state.required = row.required;
            state.downloaded = row.downloaded;
        }
    }
    return state;
}

Result<vault::DownloadSecurityDomain::Output> LocalVault::run(const vault::DownloadSecurityDomain& op,
                                                              const Permit& permit)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    DomainTable table(m_context);
    const auto current = table.obtain(m_row.id);
    if (!current)
        return current.error();
    const auto split
        = vault::splitDomain(m_row.properties.name.text(), current->key, op.holders, op.required);
    if (!split)
        return split.error();
    if (auto recorded = table.recordDownload(m_row.id, *split, permit.now()); !recorded)
        return recorded.error();
    return split->write();
}

Result<vault::GetSecurityDomainDownload::Output> LocalVault::run(const vault::GetSecurityDomainDownload&,
                                                                 const Permit&)
{
    return domainState();
}

Result<Work<vault::GetTransferKey::Outcome>> LocalVault::prepare(const vault::GetTransferKey&, const Permit&)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    auto transfer = DomainTable(m_context).transferKey(m_row.id);
    if (!transfer)
        return transfer.error();
    return Work<SecureBytes>([known = std::move(transfer->key)]() mutable {
        return known.isEmpty() ? newTransferKey() : Result<SecureBytes>(std::move(known));
    });
}

Result<vault::GetTransferKey::Output>
LocalVault::run(const vault::GetTransferKey&, const vault::GetTransferKey::Outcome& made, const Permit&)
{
    // Another request may have made one meanwhile, and somebody may be wrapping shares for it.
    DomainTable table(m_context);
    auto transfer = table.transferKey(m_row.id);
    if (!transfer)
        return transfer.error();
    const auto key = crypto::SoftwareKey::fromStored(
        crypto::KeyType::Rsa, transfer->key.isEmpty() ? made.clone() : std::move(transfer->key));
    if (!key)
        return key.error();
    const auto stored = key->toStored();
    if (!stored)
        return stored.error();
    if (auto kept = table.storeTransferKey(m_row.id, *stored); !kept)
        return kept.error();
    return key->publicKey();
}

Result<vault::UploadSecurityDomain::Output> LocalVault::run(const vault::UploadSecurityDomain& op,
                                                            const Permit& permit)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    const auto domain = vault::SecurityDomain::read(op.document);
    if (!domain)
        return domain.error();
    DomainTable table(m_context);
    auto transfer = table.transferKey(m_row.id);
    if (!transfer)
        return transfer.error();
    if (transfer->key.isEmpty())
        return base::Error{ base::ErrorCode::Conflict,
                            u"No security domain is expected: ask for the transfer key first."_s,
                            {} };
    const auto key = crypto::SoftwareKey::fromStored(crypto::KeyType::Rsa, std::move(transfer->key));
    if (!key)
        return key.error();
    auto shares = vault::openShares(*domain, *key);
    if (!shares)
        return shares.error();
    const auto domainKey = vault::joinDomain(*domain, std::move(*shares));
    if (!domainKey)
        return domainKey.error();
    if (auto adopted = table.adopt(m_row.id, *domain, *domainKey); !adopted)
        return adopted.error();
    if (auto ended = table.endTransfer(m_row.id, permit.now()); !ended)
        return ended.error();
    return domainState();
}

Result<vault::GetSecurityDomainUpload::Output> LocalVault::run(const vault::GetSecurityDomainUpload&,
                                                               const Permit&)
{
    return domainState();
}

} // namespace strongroom::local
