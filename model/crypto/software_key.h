// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/crypto_key.h"

#include <memory>

namespace strongroom::crypto {

/// A key whose private part is in this process, decoded once. Move-only; const use is thread-safe.
class SoftwareKey final : public CryptoKey
{
public:
    /// 2048, 3072 or 4096 bits; `exponent` odd and at least 3, 65537 by default of the service.
    static base::Result<SoftwareKey> generateRsa(int bits, quint32 exponent);
    static base::Result<SoftwareKey> generateEc(Curve curve);
    /// 128, 192 or 256 bits.
    static base::Result<SoftwareKey> generateOct(int bits);

    /// The members of a private JWK; they are checked to belong together.
    struct RsaParts final
    {
        QByteArray n;
        QByteArray e;
        base::SecureBytes d;
        base::SecureBytes p;
        base::SecureBytes q;
        base::SecureBytes dp;
        base::SecureBytes dq;
        base::SecureBytes qi;
    };
    struct EcParts final
    {
        Curve curve = Curve::P256;
        QByteArray x;
        QByteArray y;
        base::SecureBytes d;
    };
    static base::Result<SoftwareKey> fromRsaParts(const RsaParts& parts);
    static base::Result<SoftwareKey> fromEcParts(const EcParts& parts);
    /// 16 to 64 bytes.
    static base::Result<SoftwareKey> fromOct(base::SecureBytes key);
    /// Only verifies and encrypts. RSA and EC.
    static base::Result<SoftwareKey> fromPublicKey(const PublicKey& part);
    /// Unencrypted PKCS#8, PKCS#1 or SEC1, DER; an RSA or EC key of a supported size.
    static base::Result<SoftwareKey> fromPrivateDer(const base::SecureBytes& der);

    ~SoftwareKey() override;
    SoftwareKey(SoftwareKey&&) noexcept;
    SoftwareKey& operator=(SoftwareKey&&) noexcept;

    /// PKCS#8 DER, or the raw bytes of a symmetric key: what fromStored() reads.
    base::Result<base::SecureBytes> toStored() const;
    static base::Result<SoftwareKey> fromStored(KeyType type, base::SecureBytes stored);
    /// The private members, for tokens that take keys in no other form; BadParameter for other types and
    /// for a public key.
    base::Result<RsaParts> rsaParts() const;
    base::Result<EcParts> ecParts() const;

    const PublicKey& publicKey() const override;
    base::Result<QByteArray> sign(const KeyAlgorithm& algorithm, QByteArrayView digest) const override;
    base::Result<bool> verify(const KeyAlgorithm& algorithm, QByteArrayView digest,
                              QByteArrayView signature) const override;
    base::Result<EncryptOutput> encrypt(const KeyAlgorithm& algorithm,
                                        const EncryptInput& input) const override;
    base::Result<base::SecureBytes> decrypt(const KeyAlgorithm& algorithm,
                                            const DecryptInput& input) const override;

private:
    struct Material;
    explicit SoftwareKey(std::unique_ptr<Material> material);
    base::Result<QByteArray> signEc(QByteArrayView digest) const;
    base::Result<QByteArray> signRsa(const KeyAlgorithm& algorithm, QByteArrayView digest) const;
    base::Result<QByteArray> encryptRsa(const KeyAlgorithm& algorithm,
                                        const base::SecureBytes& plaintext) const;
    base::Result<base::SecureBytes> decryptRsa(const KeyAlgorithm& algorithm,
                                               const QByteArray& ciphertext) const;
    std::unique_ptr<Material> m_material;
};

} // namespace strongroom::crypto
