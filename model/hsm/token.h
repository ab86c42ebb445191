// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/crypto/key_transport.h"
#include "model/hsm/pkcs11_module.h"
#include "model/hsm/token_address.h"

namespace strongroom::hsm {

/// What the token itself lets anybody do with a key, whatever the store allows. All keys are private and
/// sensitive: their value is never shown.
enum class TokenKeyUse {
    Ordinary, ///< is used in the token and never leaves it
    Exportable, ///< may leave the token, wrapped (key release)
    KeyExchange, ///< RSA; only unwraps other keys into the token (key_ops "import")
};

/// What a token says of one of its keys.
struct TokenKeyFacts final
{
    QByteArray id;
    QString label;
    crypto::KeyType type = crypto::KeyType::Rsa;
    bool isSensitive = false;
    bool isAlwaysSensitive = false;
    bool isExtractable = false;
    bool isNeverExtractable = false;
    bool isLocal = false; ///< was made in this token
};

/// One step of a self-test. `sentence` is for people and says what was done or why it failed.
struct SelfTestCheck final
{
    enum class Outcome { Passed, Failed, NotOffered };
    QString name; ///< "login", "random", "rsa", "ec", "aes", "hmac", "wrap"
    Outcome outcome = Outcome::Passed;
    QString sentence;
};

/// A key that arrives wrapped (bring your own key).
struct WrappedKey final
{
    crypto::KeyType type = crypto::KeyType::Rsa;
    QByteArray ciphertext; ///< as crypto::wrapForTransport() makes it
    crypto::OaepHash hash = crypto::OaepHash::Sha1;
};

/// A token with an open login. Keys in it are private and sensitive; they are found by the identifier
/// they were made with, and their handles are kept, because finding is linear in the number of keys.
/// Thread-safe: every use takes a session of its own from a pool. A lost session, and a token that was
/// taken out and came back, are opened again on the next use; keys that were found before go on
/// working. A PIN is never tried twice: after TokenPinWrong this object answers nothing else. Errors,
/// each its own: TokenAbsent, TokenPinWrong, TokenPinLocked, MechanismMissing, TokenFailed.
class Token final : public std::enable_shared_from_this<Token>
{
public:
    /// A login belongs to the whole process: a token that is open already is shared, when the PIN is the
    /// same.
    static base::Result<std::shared_ptr<Token>> open(const TokenAddress& address,
                                                     const base::SecureBytes& pin);
    ~Token();
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;

    /// Makes a key inside the token. `id` is unique in it; `label` is for people.
    base::Result<std::unique_ptr<crypto::CryptoKey>> generateRsa(const QByteArray& id, const QString& label,
                                                                 int bits, quint32 exponent,
                                                                 TokenKeyUse use = TokenKeyUse::Ordinary);
    base::Result<std::unique_ptr<crypto::CryptoKey>> generateEc(const QByteArray& id, const QString& label,
                                                                crypto::Curve curve,
                                                                TokenKeyUse use = TokenKeyUse::Ordinary);
    base::Result<std::unique_ptr<crypto::CryptoKey>> generateOct(const QByteArray& id, const QString& label,
                                                                 int bits,
                                                                 TokenKeyUse use = TokenKeyUse::Ordinary);

    /// Puts a key that was made elsewhere into the token: wrapped for a key pair of the session where the
    /// token can unwrap, in the clear where it cannot. Symmetric keys must have 128, 192 or 256 bits.
    base::Result<std::unique_ptr<crypto::CryptoKey>> importKey(const QByteArray& id, const QString& label,
                                                               const crypto::SoftwareKey& key,
                                                               TokenKeyUse use = TokenKeyUse::Ordinary);
    /// Unwraps a key inside the token with its KeyExchange key `exchangeKeyId`; BadParameter when the
    /// ciphertext is not for that key. Its clear form is never in this process. SoftHSM2 does not tell the
    /// size of a symmetric key that came so: find() fails for it, keyWithPart() does not.
    base::Result<std::unique_ptr<crypto::CryptoKey>> importWrapped(const QByteArray& id, const QString& label,
                                                                   const QByteArray& exchangeKeyId,
                                                                   const WrappedKey& wrapped,
                                                                   TokenKeyUse use = TokenKeyUse::Ordinary);
    /// An Exportable key as crypto::wrapForTransport() would give it for `target`, made in the token: the
    /// key's clear form is never in this process. Forbidden for a key that is not exportable.
    base::Result<QByteArray> wrapForRelease(const QByteArray& id, const crypto::PublicKey& target,
                                            crypto::OaepHash hash);

    /// The key with this identifier; KeyNotFound when the token does not have it.
    base::Result<std::unique_ptr<crypto::CryptoKey>> find(const QByteArray& id);
    /// The same for a caller who kept the public part: the token is not asked before the key is used, and
    /// not at all to verify and to encrypt with an asymmetric key.
    base::Result<std::unique_ptr<crypto::CryptoKey>> keyWithPart(const QByteArray& id,
                                                                 const crypto::PublicKey& part);
    base::Result<TokenKeyFacts> facts(const QByteArray& id);
    /// All keys of the token whose identifier begins with `idPrefix`, to find those that no store knows.
    base::Result<std::vector<TokenKeyFacts>> keys(const QByteArray& idPrefix = {});
    /// All objects of the key, for ever. Success when there are none.
    base::Result<void> destroy(const QByteArray& id);
    /// Bytes of the token's own generator.
    base::Result<base::SecureBytes> random(int count);
    /// Tries what vaults need of a token, with keys of the session that leave nothing behind.
    std::vector<SelfTestCheck> selfTest();
    /// Forgets the handle of one key, or of all. They are found again at the next use.
    void forgetHandle(const QByteArray& id);
    void forgetHandles();

    struct Private;
    Private& d() { return *m_private; }

private:
    explicit Token(std::unique_ptr<Private> p);
    std::unique_ptr<Private> m_private;
};

} // namespace strongroom::hsm
