// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace strongroom::crypto {

/// RSA signatures over SHA-256 (RFC 7518 sections 3.3 and 3.5).
enum class RsaScheme { Rs256, Ps256 };

/// The public members of an RSA key in a JWK, big-endian bytes without leading zeros (RFC 7518 6.3.1).
struct RsaPublicMembers final
{
    QByteArray n;
    QByteArray e;

    friend bool operator==(const RsaPublicMembers&, const RsaPublicMembers&) = default;
};

/// The thumbprint of RFC 7638, base64url: names a key in a JWKS.
QString keyIdOf(const RsaPublicMembers& members);

/// A new RSA key of 2048 bits as PEM, PKCS#8, not encrypted.
base::SecureBytes generateRsaKeyPem();

struct RsaKeyHandle;

/// A public key, decoded once. RSA of 2048 to 16384 bits. Thread-safe.
class VerifyingKey final
{
public:
    /// From "BEGIN PUBLIC KEY", as Certificate::publicKeyPem holds it.
    static base::Result<VerifyingKey> fromPem(QByteArrayView pem);
    static base::Result<VerifyingKey> fromMembers(const RsaPublicMembers& members);
    ~VerifyingKey();
    VerifyingKey(VerifyingKey&&) noexcept;
    VerifyingKey& operator=(VerifyingKey&&) noexcept;

    bool verifies(RsaScheme scheme, QByteArrayView data, QByteArrayView signature) const;
    RsaPublicMembers members() const;

private:
    explicit VerifyingKey(std::unique_ptr<RsaKeyHandle> handle);
    friend class SigningKey;
    std::unique_ptr<RsaKeyHandle> m_handle;
};

/// A private key, decoded once. Thread-safe.
class SigningKey final
{
public:
    static base::Result<SigningKey> fromPem(const base::SecureBytes& pem);
    ~SigningKey();
    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) noexcept;

    base::Result<QByteArray> sign(RsaScheme scheme, QByteArrayView data) const;
    VerifyingKey publicKey() const;
    RsaPublicMembers members() const;
    QString keyId() const { return keyIdOf(members()); }

private:
    explicit SigningKey(std::unique_ptr<RsaKeyHandle> handle);
    std::unique_ptr<RsaKeyHandle> m_handle;
};

} // namespace strongroom::crypto
