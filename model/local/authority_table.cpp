// SPDX-License-Identifier: Apache-2.0
#include "model/local/authority_table.h"

#include <algorithm>

namespace strongroom::local {

using base::Result;
using vault::AttestationAuthority;

AuthorityTable::AuthorityTable(StoreContext& context)
    : m_context(context)
{
}

Result<std::vector<AttestationAuthority>> AuthorityTable::all()
{
    std::vector<AttestationAuthority> authorities;
    Query query(m_context.database, "SELECT * FROM attestation_authorities ORDER BY issuer");
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return authorities;
        if (auto verified = m_context.digests.verifyRow(TableId::AttestationAuthorities, query); !verified)
            return verified.error();
        authorities.push_back({ query.textAt(2), query.copyAt(3), query.numberAt(4) });
    }
}

Result<std::optional<AttestationAuthority>> AuthorityTable::find(const QString& issuer)
{
    auto authorities = all();
    if (!authorities)
        return authorities.error();
    const auto found = std::ranges::find(*authorities, issuer, &AttestationAuthority::issuer);
    if (found == authorities->end())
        return std::optional<AttestationAuthority>();
    return std::optional<AttestationAuthority>(std::move(*found));
}

Result<AuthorityTable::Place> AuthorityTable::placeOf(const QString& issuer)
{
    Query query(m_context.database, "SELECT id, mac FROM attestation_authorities WHERE issuer = ?1");
    const auto found = query.text(issuer).next();
    if (!found)
        return found.error();
    return *found ? Place{ query.numberAt(0), query.copyAt(1) } : Place{};
}

Result<void> AuthorityTable::set(const AttestationAuthority& authority)
{
    auto place = placeOf(authority.issuer);
    if (!place)
        return place.error();
    if (place->id == 0) {
        const auto last = m_context.database.number("SELECT max(id) FROM attestation_authorities");
        if (!last)
            return last.error();
        place->id = *last + 1;
    }
    RowWriter writer(m_context, TableId::AttestationAuthorities,
                     "INSERT INTO attestation_authorities VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO "
                     "UPDATE SET mac = excluded.mac, jwks = excluded.jwks, updated = excluded.updated",
                     place->id);
    const auto mac
        = writer.text(authority.issuer).bytes(authority.jwks).number(authority.updated).write(place->mac);
    if (!mac)
        return mac.error();
    return {};
}

Result<bool> AuthorityTable::remove(const QString& issuer)
{
    const auto place = placeOf(issuer);
    if (!place)
        return place.error();
    if (place->id == 0)
        return false;
    if (auto removed = removeRow(m_context, TableId::AttestationAuthorities,
                                 "DELETE FROM attestation_authorities WHERE id = ?1", place->id, place->mac);
        !removed)
        return removed.error();
    return true;
}

} // namespace strongroom::local
