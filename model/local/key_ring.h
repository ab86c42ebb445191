// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/crypto_key.h"
#include "model/hsm/token_door.h"
#include "model/vault/key.h"

#include <QHash>

#include <atomic>
#include <memory>
#include <mutex>

namespace strongroom::local {

/// A version of a key, ready to be used on any thread. Decoding a private part and finding a key in a token
/// are done at the first use and kept; its end wipes the one and makes the token forget the other.
class UsableKey final
{
public:
    /// `stored` is what the store keeps of the version; `door` leads to the token of an HSM key.
    UsableKey(vault::KeyProtection protection, crypto::PublicKey part, base::SecureBytes stored,
              std::shared_ptr<hsm::TokenDoor> door);
    ~UsableKey();
    UsableKey(const UsableKey&) = delete;
    UsableKey& operator=(const UsableKey&) = delete;

    base::Result<std::shared_ptr<const crypto::CryptoKey>> key();
    /// Whether key() has nothing to decode or to look for; it may have, and wait for others, when not.
    bool isReady() const { return m_isReady.load(std::memory_order_relaxed); }
    const crypto::PublicKey& publicPart() const { return m_part; }
    vault::KeyProtection protection() const { return m_protection; }
    /// The identifier of an HSM key in its token.
    QByteArray tokenId() const { return m_stored.view().toByteArray(); }
    hsm::TokenDoor* door() const { return m_door.get(); }

private:
    base::Result<std::shared_ptr<const crypto::CryptoKey>> made();

    const vault::KeyProtection m_protection;
    const crypto::PublicKey m_part;
    const base::SecureBytes m_stored;
    const std::shared_ptr<hsm::TokenDoor> m_door; // shared by all keys of a token
    std::mutex m_mutex;
    std::shared_ptr<hsm::Token> m_token; // guarded by m_mutex; the one that m_key is in
    std::shared_ptr<const crypto::CryptoKey> m_key; // guarded by m_mutex; shared with uses under way
    std::atomic<bool> m_isReady = false;
};

/// Keys that were used lately, by vault and version. Emptied by lock (with the store), and of what an
/// update, disable or delete of a key or its vault makes stale. For the store's lane.
class KeyRing final
{
public:
    std::shared_ptr<UsableKey> find(const QString& vault, const QByteArray& version) const;
    void add(const QString& vault, const QByteArray& version, qint64 object, std::shared_ptr<UsableKey> key);
    void drop(qint64 object);
    void dropVault(const QString& vault);
    void clear() { m_keys.clear(); }

private:
    struct Entry
    {
        qint64 object = 0;
        std::shared_ptr<UsableKey> key; // shared with uses under way
    };
    QHash<QByteArray, Entry> m_keys;
};

} // namespace strongroom::local
