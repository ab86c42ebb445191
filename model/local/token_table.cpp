// SPDX-License-Identifier: Apache-2.0
#include "model/local/token_table.h"

#include "model/crypto/symmetric.h"
#include "model/local/row_bytes.h"

#include <QHash>
#include <QtEndian>

namespace strongroom::local {

using base::Result;

namespace {

/// A PIN opens with the token it was sealed for and no other.
QByteArray placeOf(const vault::TokenBinding& binding)
{
    RowBytes place;
    place.bytes("token pin").text(binding.modulePath).text(binding.label);
    return place.view().toByteArray();
}

TokenTable::Row readRow(const Query& query)
{
    return { query.copyAt(1), { query.textAt(2), query.textAt(3) }, query.copyAt(4) };
}

/// The row of a leftover is told by its key, so that no row is ever mistaken for a later one.
qint64 rowOf(QByteArrayView key)
{
    const auto number = qFromBigEndian<quint64>(crypto::sha256(key).constData());
    return static_cast<qint64>(number >> 1);
}

} // namespace

TokenTable::TokenTable(StoreContext& context)
    : m_context(context)
{
}

Result<std::optional<TokenTable::Row>> TokenTable::find(qint64 vault)
{
    Query query(m_context.database, "SELECT * FROM vault_tokens WHERE id = ?1");
    const auto found = query.number(vault).next();
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<Row>();
    if (auto verified = m_context.digests.verifyRow(TableId::VaultTokens, query); !verified)
        return verified.error();
    return std::optional<Row>(readRow(query));
}

Result<QByteArray> TokenTable::sealedPin(const vault::TokenBinding& binding, const base::SecureBytes& pin,
                                         vault::PinKeeping keeping) const
{
    if (keeping == vault::PinKeeping::Ask)
        return QByteArray();
    return crypto::sealAesGcm(m_context.keys.value, placeOf(binding), pin.view());
}

Result<void> TokenTable::write(qint64 vault, const Row& row)
{
    RowWriter writer(m_context, TableId::VaultTokens,
                     "INSERT INTO vault_tokens VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET "
                     "mac = excluded.mac, module = excluded.module, label = excluded.label, "
                     "sealed_pin = excluded.sealed_pin",
                     vault);
    const auto mac
        = writer.text(row.binding.modulePath).text(row.binding.label).bytes(row.sealedPin).write(row.mac);
    if (!mac)
        return mac.error();
    return {};
}

Result<void> TokenTable::bind(qint64 vault, const vault::TokenChoice& token)
{
    auto sealed = sealedPin(token.binding, token.pin, token.keeping);
    if (!sealed)
        return sealed.error();
    return write(vault, { {}, token.binding, std::move(*sealed) });
}

Result<void> TokenTable::setPin(qint64 vault, const base::SecureBytes& pin, vault::PinKeeping keeping)
{
    auto row = find(vault);
    if (!row)
        return row.error();
    if (!*row)
        return base::Error{ base::ErrorCode::NotSupported, QStringLiteral("The vault has no token."), {} };
    auto sealed = sealedPin((*row)->binding, pin, keeping);
    if (!sealed)
        return sealed.error();
    (*row)->sealedPin = std::move(*sealed);
    return write(vault, **row);
}

Result<void> TokenTable::remove(qint64 vault)
{
    const auto row = find(vault);
    if (!row)
        return row.error();
    if (!*row)
        return {};
    return removeRow(m_context, TableId::VaultTokens, "DELETE FROM vault_tokens WHERE id = ?1", vault,
                     (*row)->mac);
}

Result<std::optional<base::SecureBytes>> TokenTable::pinOf(const Row& row) const
{
    if (row.sealedPin.isEmpty())
        return std::optional<base::SecureBytes>();
    auto pin = crypto::openAesGcm(m_context.keys.value, placeOf(row.binding), row.sealedPin);
    if (!pin)
        return pin.error();
    return std::optional<base::SecureBytes>(std::move(*pin));
}

Result<void> TokenTable::addLeftover(const Row& token, const QByteArray& key)
{
    RowWriter writer(m_context, TableId::TokenLeftovers,
                     "INSERT INTO token_leftovers VALUES (?1, ?2, ?3, ?4, ?5, ?6)", rowOf(key));
    const auto mac = writer.text(token.binding.modulePath)
                         .text(token.binding.label)
                         .bytes(token.sealedPin)
                         .bytes(key)
                         .write({});
    if (!mac)
        return mac.error();
    return {};
}

Result<void> TokenTable::adopt(const QByteArray& key) { return removeLeftover(rowOf(key)); }

Result<bool> TokenTable::isLeftover(const QByteArray& key)
{
    const auto mac = leftoverMac(rowOf(key));
    if (!mac)
        return mac.error();
    return !mac->isEmpty();
}

Result<std::vector<TokenTable::Leftover>> TokenTable::leftovers(int limit, const KeysAtWork& except)
{
    std::vector<Leftover> rows;
    QHash<QString, int> taken;
    Query query(m_context.database, "SELECT * FROM token_leftovers");
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return rows;
        Leftover row{ query.numberAt(0), readRow(query), query.copyAt(5) };
        int& ofToken = taken[row.token.binding.modulePath + u'\n' + row.token.binding.label];
        if (ofToken >= limit || except.contains(row.key))
            continue;
        if (auto verified = m_context.digests.verifyRow(TableId::TokenLeftovers, query); !verified)
            return verified.error();
        ++ofToken;
        rows.push_back(std::move(row));
    }
}

/// Empty when there is no such row.
Result<QByteArray> TokenTable::leftoverMac(qint64 id)
{
    Query query(m_context.database, "SELECT mac FROM token_leftovers WHERE id = ?1");
    const auto found = query.number(id).next();
    if (!found)
        return found.error();
    return *found ? query.copyAt(0) : QByteArray();
}

Result<void> TokenTable::removeLeftover(qint64 id)
{
    const auto mac = leftoverMac(id);
    if (!mac)
        return mac.error();
    if (mac->isEmpty())
        return {};
    return removeRow(m_context, TableId::TokenLeftovers, "DELETE FROM token_leftovers WHERE id = ?1", id,
                     *mac);
}

} // namespace strongroom::local
