// SPDX-License-Identifier: Apache-2.0
#include "model/local/domain_table.h"

#include "model/crypto/symmetric.h"

#include <algorithm>

namespace strongroom::local {

using base::Result;

namespace {

constexpr std::size_t domainKeySize = 32;

/// A sealed key opens for its pool and its purpose only.
QByteArray placeOf(qint64 pool, QByteArrayView domain)
{
    RowBytes place;
    place.bytes("security domain").number(pool).bytes(domain);
    return place.view().toByteArray();
}

QByteArray transferPlaceOf(qint64 pool)
{
    RowBytes place;
    place.bytes("security domain transfer").number(pool);
    return place.view().toByteArray();
}

} // namespace

DomainTable::DomainTable(StoreContext& context)
    : m_context(context)
{
}

Result<std::vector<DomainTable::Row>> DomainTable::all(qint64 pool)
{
    std::vector<Row> rows;
    Query query(m_context.database, "SELECT * FROM pool_domains WHERE vault = ?1 ORDER BY id");
    query.number(pool);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return rows;
        if (auto verified = m_context.digests.verifyRow(TableId::PoolDomains, query); !verified)
            return verified.error();
        Row row;
        row.id = query.numberAt(0);
        row.mac = query.copyAt(1);
        row.domain = query.copyAt(3);
        auto key = crypto::openAesGcm(m_context.keys.value, placeOf(pool, row.domain), query.bytesAt(4));
        if (!key)
            return key.error();
        row.key = std::move(*key);
        row.isCurrent = query.numberAt(5) != 0;
        row.holders = static_cast<int>(query.numberAt(6));
        row.required = static_cast<int>(query.numberAt(7));
        row.downloaded = query.numberAt(8);
        rows.push_back(std::move(row));
    }
}

Result<void> DomainTable::write(qint64 pool, const Row& row)
{
    const auto sealed = crypto::sealAesGcm(m_context.keys.value, placeOf(pool, row.domain), row.key.view());
    if (!sealed)
        return sealed.error();
    const auto id = row.mac.isEmpty() ? nextRowId(m_context, "SELECT max(id) FROM pool_domains")
                                      : Result<qint64>(row.id);
    if (!id)
        return id.error();
    RowWriter writer(m_context, TableId::PoolDomains,
                     "INSERT INTO pool_domains VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                     "ON CONFLICT (id) DO UPDATE SET mac = excluded.mac, sealed_key = excluded.sealed_key, "
                     "current = excluded.current, holders = excluded.holders, required = excluded.required, "
                     "downloaded = excluded.downloaded",
                     *id);
    const auto mac = writer.number(pool)
                         .bytes(row.domain)
                         .bytes(*sealed)
                         .number(static_cast<qint64>(row.isCurrent))
                         .number(row.holders)
                         .number(row.required)
                         .number(row.downloaded)
                         .write(row.mac);
    if (!mac)
        return mac.error();
    return {};
}

Result<DomainTable::Row> DomainTable::obtain(qint64 pool)
{
    auto rows = all(pool);
    if (!rows)
        return rows.error();
    const auto current = std::ranges::find(*rows, true, &Row::isCurrent);
    if (current != rows->end())
        return std::move(*current);
    Row made;
    made.key = crypto::randomBytes(domainKeySize);
    made.domain = vault::domainIdOf(made.key);
    made.isCurrent = true;
    if (auto stored = write(pool, made); !stored)
        return stored.error();
    return made;
}

Result<void> DomainTable::recordDownload(qint64 pool, const vault::SecurityDomain& domain,
                                         vault::UnixSeconds now)
{
    auto rows = all(pool);
    if (!rows)
        return rows.error();
    const auto row = std::ranges::find(*rows, domain.id, &Row::domain);
    if (row == rows->end())
        return tampered(QStringLiteral("a pool has no security domain."));
    row->holders = domain.holders;
    row->required = domain.required;
    row->downloaded = now;
    return write(pool, *row);
}

Result<void> DomainTable::adopt(qint64 pool, const vault::SecurityDomain& domain,
                                const base::SecureBytes& key)
{
    auto rows = all(pool);
    if (!rows)
        return rows.error();
    Row adopted;
    adopted.domain = domain.id;
    adopted.key = key.clone();
    for (Row& row : *rows) {
        if (row.domain == domain.id) {
            adopted = std::move(row);
        } else if (row.isCurrent) {
            row.isCurrent = false;
            if (auto stored = write(pool, row); !stored)
                return stored;
        }
    }
    adopted.isCurrent = true;
    adopted.holders = domain.holders;
    adopted.required = domain.required;
    return write(pool, adopted);
}

Result<DomainTable::TransferKey> DomainTable::transferKey(qint64 pool)
{
    Query query(m_context.database, "SELECT * FROM pool_transfer_keys WHERE id = ?1");
    const auto found = query.number(pool).next();
    if (!found)
        return found.error();
    if (!*found)
        return TransferKey();
    if (auto verified = m_context.digests.verifyRow(TableId::PoolTransferKeys, query); !verified)
        return verified.error();
    TransferKey transfer{ query.copyAt(1), {}, query.numberAt(3) };
    if (query.bytesAt(2).isEmpty())
        return transfer;
    auto key = crypto::openAesGcm(m_context.keys.value, transferPlaceOf(pool), query.bytesAt(2));
    if (!key)
        return key.error();
    transfer.key = std::move(*key);
    return transfer;
}

Result<void> DomainTable::writeTransfer(qint64 pool, const TransferKey& transfer)
{
    auto sealed = transfer.key.isEmpty()
        ? Result<QByteArray>(QByteArray())
        : crypto::sealAesGcm(m_context.keys.value, transferPlaceOf(pool), transfer.key.view());
    if (!sealed)
        return sealed.error();
    RowWriter writer(m_context, TableId::PoolTransferKeys,
                     "INSERT INTO pool_transfer_keys VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET "
                     "mac = excluded.mac, sealed_key = excluded.sealed_key, uploaded = excluded.uploaded",
                     pool);
    const auto mac = writer.bytes(*sealed).number(transfer.uploaded).write(transfer.mac);
    if (!mac)
        return mac.error();
    return {};
}

Result<void> DomainTable::storeTransferKey(qint64 pool, const base::SecureBytes& key)
{
    auto transfer = transferKey(pool);
    if (!transfer)
        return transfer.error();
    transfer->key = key.clone();
    return writeTransfer(pool, *transfer);
}

Result<void> DomainTable::endTransfer(qint64 pool, vault::UnixSeconds now)
{
    auto transfer = transferKey(pool);
    if (!transfer)
        return transfer.error();
    transfer->key.clear();
    transfer->uploaded = now;
    return writeTransfer(pool, *transfer);
}

Result<void> DomainTable::removeAll(qint64 pool)
{
    if (auto removed
        = removeRows(m_context, TableId::PoolDomains, "SELECT id, mac FROM pool_domains WHERE vault = ?1",
                     "DELETE FROM pool_domains WHERE id = ?1", pool);
        !removed)
        return removed;
    return removeRows(m_context, TableId::PoolTransferKeys,
                      "SELECT id, mac FROM pool_transfer_keys WHERE id = ?1",
                      "DELETE FROM pool_transfer_keys WHERE id = ?1", pool);
}

} // namespace strongroom::local
