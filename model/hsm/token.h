// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/crypto/crypto_key.h"
#include "model/hsm/pkcs11_module.h"

namespace strongroom::hsm {

/// Which token a vault or pool keeps its keys in. Tokens are addressed by label: slot numbers change.
struct TokenAddress final
{
    QString modulePath;
    QString label;

    friend bool operator==(const TokenAddress&, const TokenAddress&) = default;
};

/// A token with an open login. Keys in it are private, sensitive and not extractable; they are found by
/// the identifier they were made with, and their handles are kept, because finding is linear in the
/// number of keys. Thread-safe: every use takes a session of its own from a pool. A lost session is
/// opened again once. Errors, each its own: TokenAbsent, TokenPinWrong, TokenPinLocked,
/// MechanismMissing, TokenFailed.
class Token final : public std::enable_shared_from_this<Token>
{
public:
    static base::Result<std::shared_ptr<Token>> open(const TokenAddress& address,
                                                     const base::SecureBytes& pin);
    ~Token();
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;

    /// Makes a key inside the token. `id` is unique in it; `label` is for people.
    base::Result<std::unique_ptr<crypto::CryptoKey>> generateRsa(const QByteArray& id, const QString& label,
                                                                 int bits, quint32 exponent);
    base::Result<std::unique_ptr<crypto::CryptoKey>> generateEc(const QByteArray& id, const QString& label,
                                                                crypto::Curve curve);
    base::Result<std::unique_ptr<crypto::CryptoKey>> generateOct(const QByteArray& id, const QString& label,
                                                                 int bits);
    /// The key with this identifier; KeyNotFound when the token does not have it.
    base::Result<std::unique_ptr<crypto::CryptoKey>> find(const QByteArray& id);
    /// All objects of the key, for ever. Success when there are none.
    base::Result<void> destroy(const QByteArray& id);
    /// Bytes of the token's own generator.
    base::Result<base::SecureBytes> random(int count);
    /// Forgets key handles, as after a lock.
    void forgetHandles();

    struct Private;
    Private& d() { return *m_private; }

private:
    explicit Token(std::unique_ptr<Private> p);
    std::unique_ptr<Private> m_private;
};

} // namespace strongroom::hsm
