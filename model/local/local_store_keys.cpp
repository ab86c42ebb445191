// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_store.h"

// The operations of the store that are about keys: what is due, tokens, attestation authorities.

#include "model/crypto/jwk.h"
#include "model/local/local_store_parts.h"
#include "model/local/token_modules.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::Permit;
using vault::Work;

namespace {

constexpr int leftoverBatch = 100;
constexpr qsizetype longestKeySet = 256 * 1024;

/// The slot that the token is in, as its module describes it.
Result<vault::TokenSlot> slotOf(const vault::TokenBinding& binding)
{
    for (const vault::TokenModule& module : tokenModules({ binding.modulePath })) {
        const auto slot = std::ranges::find(module.slots, binding.label, &vault::TokenSlot::label);
        if (slot != module.slots.end())
            return *slot;
    }
    return Error{ ErrorCode::TokenAbsent, u"The token is not there any more."_s, {} };
}

} // namespace

Result<vault::ListDueKeys::Output> LocalStore::run(const vault::ListDueKeys& op, const Permit& permit)
{
    OpenFile& file = *m_parts->file;
    const auto due = file.keys.table.due(permit.now() + op.within, op.limit);
    if (!due)
        return due.error();
    const auto vaults = file.vaults.all();
    if (!vaults)
        return vaults.error();
    vault::ListDueKeys::Output found;
    for (const KeyTable::Due& item : *due) {
        const auto object = file.objects.findById(item.key);
        if (!object)
            return object.error();
        const auto owner = std::ranges::find(*vaults, object->vault, &VaultRow::id);
        if (owner == vaults->end() || owner->deleted || object->deleted)
            continue;
        found.push_back({ item.action, owner->properties.id, nameOf(*object),
                          versionIdOf(object->facts.version), item.time });
    }
    return found;
}

Result<vault::ListAttestationAuthorities::Output> LocalStore::run(const vault::ListAttestationAuthorities&,
                                                                  const Permit&)
{
    return m_parts->file->keys.authorities.all();
}

Result<vault::SetAttestationAuthority::Output> LocalStore::run(const vault::SetAttestationAuthority& op,
                                                               const Permit& permit)
{
    const QUrl url(op.issuer, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != "https"_L1 || url.host().isEmpty())
        return Error{ ErrorCode::BadParameter, u"An attestation authority is an https address."_s,
                      u"issuer"_s };
    const auto keys = op.jwks.size() > longestKeySet
        ? Result<std::vector<crypto::PublicJwk>>(std::vector<crypto::PublicJwk>())
        : crypto::readJwkSet(op.jwks);
    const bool hasSigningKey
        = keys && std::ranges::any_of(*keys, [](const auto& key) { return key.use != "enc"_L1; });
    if (!hasSigningKey)
        return Error{ ErrorCode::BadParameter, u"The key set holds no key that signs."_s, u"jwks"_s };
    const vault::AttestationAuthority authority{ op.issuer, op.jwks, permit.now() };
    if (auto stored = m_parts->file->keys.authorities.set(authority); !stored)
        return stored.error();
    return authority;
}

Result<vault::RemoveAttestationAuthority::Output> LocalStore::run(const vault::RemoveAttestationAuthority& op,
                                                                  const Permit&)
{
    const auto removed = m_parts->file->keys.authorities.remove(op.issuer);
    if (!removed)
        return removed.error();
    if (!*removed)
        return Error{ ErrorCode::PrincipalNotFound, u"There is no such attestation authority."_s,
                      u"issuer"_s };
    return base::Nothing{};
}

Result<Work<vault::ListTokenModules::Outcome>> LocalStore::prepare(const vault::ListTokenModules& op,
                                                                   const Permit&)
{
    return Work<vault::ListTokenModules::Outcome>(
        [&op]() -> Result<vault::ListTokenModules::Outcome> { return tokenModules(op.furtherPaths); });
}

Result<Work<vault::ProbeToken::Outcome>> LocalStore::prepare(const vault::ProbeToken& op, const Permit&)
{
    return Work<vault::ProbeToken::Outcome>([&op]() -> Result<vault::TokenSlot> {
        const auto token = hsm::Token::open({ op.binding.modulePath, op.binding.label }, op.pin);
        if (!token)
            return token.error();
        return slotOf(op.binding);
    });
}

Result<Work<vault::CollectTokenLeftovers::Outcome>> LocalStore::prepare(const vault::CollectTokenLeftovers&,
                                                                        const Permit&)
{
    KeyStorage& keys = m_parts->file->keys;
    const auto rows = keys.tokens.leftovers(leftoverBatch, keys.atWork);
    if (!rows)
        return rows.error();
    struct Item
    {
        qint64 id;
        std::shared_ptr<hsm::TokenDoor> door; // shared with the store
        KeysAtWork::Hold key;
    };
    std::vector<Item> items;
    for (const TokenTable::Leftover& row : *rows) {
        auto door = keys.doors.of(row.token);
        if (!door)
            return door.error();
        items.push_back({ row.id, std::move(*door), keys.atWork.add(row.key) });
    }
    return Work<vault::CollectTokenLeftovers::Outcome>(
        [items = std::move(items)]() -> Result<std::vector<qint64>> {
            std::vector<qint64> gone;
            for (const Item& item : items) {
                // A token that is away keeps its leftovers for the next time.
                const auto token = item.door->token();
                if (token && (*token)->destroy(*item.key))
                    gone.push_back(item.id);
            }
            return gone;
        });
}

Result<vault::CollectTokenLeftovers::Output>
LocalStore::run(const vault::CollectTokenLeftovers&, const vault::CollectTokenLeftovers::Outcome& gone,
                const Permit&)
{
    for (const qint64 id : gone) {
        if (auto removed = m_parts->file->keys.tokens.removeLeftover(id); !removed)
            return removed.error();
    }
    return static_cast<int>(gone.size());
}

} // namespace strongroom::local
