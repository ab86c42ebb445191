// SPDX-License-Identifier: Apache-2.0
#include "model/local/key_ring.h"

#include "model/crypto/software_key.h"

namespace strongroom::local {

using base::Result;

namespace {

constexpr qsizetype keysKept = 1024;

QByteArray placeOf(const QString& vault, const QByteArray& version) { return vault.toLatin1() + version; }

} // namespace

UsableKey::UsableKey(vault::KeyProtection protection, crypto::PublicKey part, base::SecureBytes stored,
                     std::shared_ptr<hsm::TokenDoor> door)
    : m_protection(protection)
    , m_part(std::move(part))
    , m_stored(std::move(stored))
    , m_door(std::move(door))
{
}

UsableKey::~UsableKey()
{
    if (m_token)
        m_token->forgetHandle(tokenId());
}

Result<std::shared_ptr<const crypto::CryptoKey>> UsableKey::made()
{
    if (m_protection == vault::KeyProtection::Software) {
        auto key = crypto::SoftwareKey::fromStored(m_part.type, m_stored.clone());
        if (!key)
            return key.error();
        return std::shared_ptr<const crypto::CryptoKey>(
            std::make_shared<const crypto::SoftwareKey>(std::move(*key)));
    }
    if (!m_door)
        return base::Error{ base::ErrorCode::TokenAbsent, QStringLiteral("The vault has no token."), {} };
    auto token = m_door->token();
    if (!token)
        return token.error();
    auto key = (*token)->keyWithPart(tokenId(), m_part);
    if (!key)
        return key.error();
    m_token = std::move(*token);
    return std::shared_ptr<const crypto::CryptoKey>(std::move(*key));
}

Result<std::shared_ptr<const crypto::CryptoKey>> UsableKey::key()
{
    const std::lock_guard guard(m_mutex);
    if (!m_key) {
        auto key = made();
        if (!key)
            return key.error();
        m_key = std::move(*key);
        m_isReady.store(true, std::memory_order_relaxed);
    }
    return m_key;
}

std::shared_ptr<UsableKey> KeyRing::find(const QString& vault, const QByteArray& version) const
{
    return m_keys.value(placeOf(vault, version)).key;
}

void KeyRing::add(const QString& vault, const QByteArray& version, qint64 object,
                  std::shared_ptr<UsableKey> key)
{
    if (m_keys.size() >= keysKept)
        m_keys.clear();
    m_keys.insert(placeOf(vault, version), { object, std::move(key) });
}

void KeyRing::drop(qint64 object)
{
    m_keys.removeIf([object](const auto& entry) { return entry.value().object == object; });
}

void KeyRing::dropVault(const QString& vault)
{
    const QByteArray place = placeOf(vault, {});
    m_keys.removeIf([&place](const auto& entry) { return entry.key().startsWith(place); });
}

} // namespace strongroom::local
