// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/software_key.h"

#include "model/crypto/ec_signature.h"
#include "model/crypto/oct_cipher.h"
#include "model/crypto/openssl_keys.h"
#include "model/crypto/padding.h"
#include "model/crypto/prepared_contexts.h"
#include "model/crypto/symmetric.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>
#include <mutex>
#include <tuple>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

using Signature = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>>;

constexpr std::array octSizes = { 128, 192, 256 };

std::size_t sizeOf(QByteArrayView bytes) { return static_cast<std::size_t>(bytes.size()); }

const EVP_MD* digestOf(const KeyAlgorithm& algorithm)
{
    switch (algorithm.digestBytes) {
    case 20:
        return EVP_sha1();
    case 48:
        return EVP_sha384();
    case 64:
        return EVP_sha512();
    default:
        return EVP_sha256();
    }
}

KeyContext contextOf(EVP_PKEY* key) { return KeyContext(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr)); }

/// The modulus is the product of the primes. Told in microseconds, where the primes themselves take a tenth
/// of a second: made-up keys do not keep anybody busy.
bool isProductOfItsPrimes(const EVP_PKEY* key)
{
    const Number product(BN_new());
    const Number p = numberOf(secretMemberOf(key, OSSL_PKEY_PARAM_RSA_FACTOR1, 0).span());
    const Number q = numberOf(secretMemberOf(key, OSSL_PKEY_PARAM_RSA_FACTOR2, 0).span());
    const Number n = numberOf(secretMemberOf(key, OSSL_PKEY_PARAM_RSA_N, 0).span());
    const std::unique_ptr<BN_CTX, FreeWith<BN_CTX_free>> context(BN_CTX_secure_new());
    return product && context && BN_mul(product.get(), p.get(), q.get(), context.get()) == 1
        && BN_cmp(product.get(), n.get()) == 0;
}

/// Primes, products and points belong together.
bool isConsistent(EVP_PKEY* key)
{
    if (EVP_PKEY_is_a(key, "RSA") == 1 && !isProductOfItsPrimes(key))
        return false;
    const KeyContext context = contextOf(key);
    return context && EVP_PKEY_check(context.get()) == 1;
}

/// r||s to a DER ECDSA-Sig-Value.
QByteArray toDer(QByteArrayView fixed, Curve curve)
{
    const int width = coordinateBytes(curve);
    if (fixed.size() != 2 * width)
        return {};
    const Signature signature(ECDSA_SIG_new());
    Number r(BN_bin2bn(bytesOf(fixed), width, nullptr));
    Number s(BN_bin2bn(bytesOf(fixed) + width, width, nullptr));
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.release(), s.release()) != 1)
        return {};
    QByteArray der(i2d_ECDSA_SIG(signature.get(), nullptr), '\0');
    auto* out = bytesOf(der);
    i2d_ECDSA_SIG(signature.get(), &out);
    return der;
}

enum class Operation { Sign, Verify, Encrypt, Decrypt };

bool start(EVP_PKEY_CTX* context, Operation operation)
{
    switch (operation) {
    case Operation::Sign:
        return EVP_PKEY_sign_init(context) == 1;
    case Operation::Verify:
        return EVP_PKEY_verify_init(context) == 1;
    case Operation::Encrypt:
        return EVP_PKEY_encrypt_init(context) == 1;
    case Operation::Decrypt:
        return EVP_PKEY_decrypt_init(context) == 1;
    }
    return false;
}

bool setPadding(EVP_PKEY_CTX* context, Operation operation, const KeyAlgorithm& algorithm)
{
    switch (algorithm.scheme) {
    case Scheme::RsaPkcs1Raw:
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    case Scheme::RsaPkcs1Signature:
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
            && EVP_PKEY_CTX_set_signature_md(context, digestOf(algorithm)) == 1;
    case Scheme::RsaPss:
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
            && EVP_PKEY_CTX_set_signature_md(context, digestOf(algorithm)) == 1
            && EVP_PKEY_CTX_set_rsa_mgf1_md(context, digestOf(algorithm)) == 1
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
    case Scheme::RsaOaep: // OpenSSL takes it off in constant time
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_oaep_md(context, digestOf(algorithm)) == 1
            && EVP_PKEY_CTX_set_rsa_mgf1_md(context, digestOf(algorithm)) == 1;
    case Scheme::RsaPkcs1Encryption: // taken off by us, in constant time
        return EVP_PKEY_CTX_set_rsa_padding(
                   context, operation == Operation::Encrypt ? RSA_PKCS1_PADDING : RSA_NO_PADDING)
            == 1;
    default:
        return true;
    }
}

/// Null when the library fails. Such a context keeps nothing of what it worked on but the padded digest of a
/// signature.
KeyContext preparedContext(EVP_PKEY* key, Operation operation, const KeyAlgorithm& algorithm)
{
    KeyContext context = contextOf(key);
    const bool isReady
        = context && start(context.get(), operation) && setPadding(context.get(), operation, algorithm);
    return isReady ? std::move(context) : nullptr;
}

/// The longest plaintext: k - 11 or k - 2 hLen - 2 (RFC 8017, 7.1.1 and 7.2.1).
int longestPlaintext(const KeyAlgorithm& algorithm, const PublicKey& key)
{
    const int overhead = algorithm.scheme == Scheme::RsaOaep ? 2 * algorithm.digestBytes + 2 : 11;
    return key.bits / 8 - overhead;
}

base::Error plaintextTooLong(int longest)
{
    return { base::ErrorCode::BadParameter,
             u"The plaintext is too long: this key and algorithm take %1 bytes."_s.arg(longest), u"value"_s };
}

} // namespace

struct SoftwareKey::Material final
{
    PublicKey part;
    Key key; // of RSA and EC
    std::unique_ptr<OctCipher> oct; // of symmetric keys

    /// A context that is ready for the operation, for RSA and EC keys.
    auto context(Operation operation, const KeyAlgorithm& algorithm)
    {
        return m_contexts.lend({ operation, algorithm.scheme, algorithm.digestBytes },
                               [&] { return preparedContext(key.get(), operation, algorithm); });
    }
    /// Null when there is none: a key of another type, or a public one.
    ec_key_st* plainEcKey()
    {
        const std::lock_guard guard(m_mutex);
        if (!m_plain)
            m_plain = ecKeyOf(key.get());
        return m_plain.get();
    }

private:
    using Use = std::tuple<Operation, Scheme, int>; // with the digest's bytes: all that a context is told
    PreparedContexts<Use, KeyContext> m_contexts;
    std::mutex m_mutex;
    EcKey m_plain; // guarded by m_mutex; stays as it is once it is made
};

SoftwareKey::SoftwareKey(std::unique_ptr<Material> material)
    : m_material(std::move(material))
{
}

SoftwareKey::~SoftwareKey() = default;
SoftwareKey::SoftwareKey(SoftwareKey&&) noexcept = default;
SoftwareKey& SoftwareKey::operator=(SoftwareKey&&) noexcept = default;

base::Result<SoftwareKey> SoftwareKey::generateRsa(int bits, quint32 exponent)
{
    if (!isRsaSize(bits))
        return base::Error{ base::ErrorCode::BadParameter, u"RSA keys must have 2048, 3072 or 4096 bits."_s,
                            u"key_size"_s };
    if (exponent < 3 || exponent % 2 == 0)
        return base::Error{ base::ErrorCode::BadParameter,
                            u"The public exponent must be odd and at least 3."_s, u"public_exponent"_s };
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    Number e(BN_new());
    EVP_PKEY* key = nullptr;
    if (!context || !e || BN_set_word(e.get(), exponent) != 1 || EVP_PKEY_keygen_init(context.get()) != 1
        || EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), bits) != 1
        || EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.get(), e.get()) != 1
        || EVP_PKEY_generate(context.get(), &key) != 1)
        return libraryFailed();
    auto material = std::make_unique<Material>();
    material->key.reset(key);
    auto part = publicPartOf(key);
    if (!part)
        return part.error();
    material->part = std::move(*part);
    return SoftwareKey(std::move(material));
}

base::Result<SoftwareKey> SoftwareKey::generateEc(Curve curve)
{
    auto material = std::make_unique<Material>();
    material->key.reset(EVP_EC_gen(groupName(curve)));
    if (!material->key)
        return libraryFailed();
    auto part = publicPartOf(material->key.get());
    if (!part)
        return part.error();
    material->part = std::move(*part);
    return SoftwareKey(std::move(material));
}

base::Result<SoftwareKey> SoftwareKey::generateOct(int bits)
{
    if (std::find(octSizes.begin(), octSizes.end(), bits) == octSizes.end())
        return base::Error{ base::ErrorCode::BadParameter,
                            u"Symmetric keys must have 128, 192 or 256 bits."_s, u"key_size"_s };
    return fromOct(randomBytes(static_cast<std::size_t>(bits / 8)));
}

base::Result<SoftwareKey> SoftwareKey::fromRsaParts(const RsaParts& parts)
{
    const std::array<std::pair<const char*, Number>, 8> members = { {
        { OSSL_PKEY_PARAM_RSA_N, numberOf(parts.n) },
        { OSSL_PKEY_PARAM_RSA_E, numberOf(parts.e) },
        { OSSL_PKEY_PARAM_RSA_D, numberOf(parts.d.span()) },
        { OSSL_PKEY_PARAM_RSA_FACTOR1, numberOf(parts.p.span()) },
        { OSSL_PKEY_PARAM_RSA_FACTOR2, numberOf(parts.q.span()) },
        { OSSL_PKEY_PARAM_RSA_EXPONENT1, numberOf(parts.dp.span()) },
        { OSSL_PKEY_PARAM_RSA_EXPONENT2, numberOf(parts.dq.span()) },
        { OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numberOf(parts.qi.span()) },
    } };
    // Checked before the library multiplies anything: a hostile modulus may be of any length.
    const int bits = BN_num_bits(members[0].second.get());
    if (!isRsaSize(bits))
        return badKey(u"RSA keys must have 2048, 3072 or 4096 bits."_s);
    const ParamBuild build(OSSL_PARAM_BLD_new());
    for (const auto& [name, number] : members) {
        if (BN_is_zero(number.get()) || BN_num_bits(number.get()) > bits)
            return badKey(u"The RSA key must have the members n, e, d, p, q, dp, dq and qi."_s);
        OSSL_PARAM_BLD_push_BN(build.get(), name, number.get());
    }
    auto material = std::make_unique<Material>();
    material->key = keyFrom("RSA", build.get(), EVP_PKEY_KEYPAIR);
    if (!material->key || !isConsistent(material->key.get()))
        return badKey(u"The members of the RSA key do not belong together."_s);
    auto part = publicPartOf(material->key.get());
    if (!part)
        return part.error();
    material->part = std::move(*part);
    return SoftwareKey(std::move(material));
}

base::Result<SoftwareKey> SoftwareKey::fromEcParts(const EcParts& parts)
{
    const int width = coordinateBytes(parts.curve);
    if (parts.x.size() != width || parts.y.size() != width || parts.d.size() > static_cast<std::size_t>(width)
        || parts.d.isEmpty())
        return badKey(u"The members x, y and d must have %1 bytes for this curve."_s.arg(width));
    const QByteArray point = QByteArray(1, '\x04') + parts.x + parts.y;
    const Number d = numberOf(parts.d.span());
    const ParamBuild build(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, groupName(parts.curve), 0);
    OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(), sizeOf(point));
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, d.get());
    auto material = std::make_unique<Material>();
    material->key = keyFrom("EC", build.get(), EVP_PKEY_KEYPAIR);
    if (!material->key || !isConsistent(material->key.get()))
        return badKey(u"The members of the elliptic-curve key do not belong together."_s);
    auto part = publicPartOf(material->key.get());
    if (!part)
        return part.error();
    material->part = std::move(*part);
    return SoftwareKey(std::move(material));
}

base::Result<SoftwareKey> SoftwareKey::fromPublicKey(const PublicKey& part)
{
    auto material = std::make_unique<Material>();
    material->key = publicKeyFrom(part);
    if (!material->key)
        return badKey(u"This is not a public key."_s);
    material->part = part;
    return SoftwareKey(std::move(material));
}

base::Result<SoftwareKey> SoftwareKey::fromOct(base::SecureBytes key)
{
    if (key.size() < 16 || key.size() > 64)
        return badKey(u"Symmetric keys must have 16 to 64 bytes."_s);
    auto material = std::make_unique<Material>();
    material->part.type = KeyType::Oct;
    material->part.bits = static_cast<int>(key.size()) * 8;
    material->oct = std::make_unique<OctCipher>(std::move(key));
    return SoftwareKey(std::move(material));
}

base::Result<SoftwareKey> SoftwareKey::fromPrivateDer(const base::SecureBytes& der)
{
    const unsigned char* cursor = der.data();
    auto material = std::make_unique<Material>();
    material->key.reset(d2i_AutoPrivateKey(nullptr, &cursor, static_cast<long>(der.size())));
    if (!material->key || cursor != der.data() + der.size())
        return badKey(u"This is not an unencrypted private key."_s);
    auto part = publicPartOf(material->key.get());
    if (!part)
        return part.error();
    if (!isConsistent(material->key.get()))
        return badKey(u"The members of the key do not belong together."_s);
    material->part = std::move(*part);
    return SoftwareKey(std::move(material));
}

base::Result<base::SecureBytes> SoftwareKey::toStored() const
{
    if (m_material->part.type == KeyType::Oct)
        return m_material->oct->key().clone();
    const Pkcs8 info(EVP_PKEY2PKCS8(m_material->key.get()));
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : -1;
    if (size <= 0)
        return libraryFailed();
    base::SecureBytes der(static_cast<std::size_t>(size));
    unsigned char* out = der.data();
    i2d_PKCS8_PRIV_KEY_INFO(info.get(), &out);
    return der;
}

base::Result<SoftwareKey> SoftwareKey::fromStored(KeyType type, base::SecureBytes stored)
{
    if (type == KeyType::Oct)
        return fromOct(std::move(stored));
    // Sealed by us after it was checked: the costly consistency check is not repeated at each first use.
    const unsigned char* cursor = stored.data();
    auto material = std::make_unique<Material>();
    material->key.reset(d2i_AutoPrivateKey(nullptr, &cursor, static_cast<long>(stored.size())));
    if (!material->key)
        return base::Error{ base::ErrorCode::StoreTampered, u"A stored key is not readable."_s, {} };
    auto part = publicPartOf(material->key.get());
    if (!part)
        return part.error();
    material->part = std::move(*part);
    return SoftwareKey(std::move(material));
}

base::Result<SoftwareKey::RsaParts> SoftwareKey::rsaParts() const
{
    const EVP_PKEY* const key = m_material->key.get();
    const auto secret = [key](const char* name) { return secretMemberOf(key, name, 0); };
    RsaParts parts{ m_material->part.n,
                    m_material->part.e,
                    secret(OSSL_PKEY_PARAM_RSA_D),
                    secret(OSSL_PKEY_PARAM_RSA_FACTOR1),
                    secret(OSSL_PKEY_PARAM_RSA_FACTOR2),
                    secret(OSSL_PKEY_PARAM_RSA_EXPONENT1),
                    secret(OSSL_PKEY_PARAM_RSA_EXPONENT2),
                    secret(OSSL_PKEY_PARAM_RSA_COEFFICIENT1) };
    if (m_material->part.type != KeyType::Rsa || parts.d.isEmpty() || parts.p.isEmpty())
        return badKey(u"This is not a private RSA key."_s);
    return parts;
}

base::Result<SoftwareKey::EcParts> SoftwareKey::ecParts() const
{
    const PublicKey& part = m_material->part;
    if (part.type != KeyType::Ec)
        return badKey(u"This is not an elliptic-curve key."_s);
    EcParts parts{ *part.curve, part.x, part.y,
                   secretMemberOf(m_material->key.get(), OSSL_PKEY_PARAM_PRIV_KEY,
                                  coordinateBytes(*part.curve)) };
    if (parts.d.isEmpty())
        return badKey(u"This is not a private elliptic-curve key."_s);
    return parts;
}

const PublicKey& SoftwareKey::publicKey() const { return m_material->part; }

base::Result<QByteArray> SoftwareKey::sign(const KeyAlgorithm& algorithm, QByteArrayView digest) const
{
    const PublicKey& part = m_material->part;
    if (auto checked = checkDigest(algorithm, part, digest); !checked)
        return checked.error();
    if (part.type == KeyType::Oct)
        return m_material->oct->sign(algorithm, digest);
    return part.type == KeyType::Ec ? signEc(digest) : signRsa(algorithm, digest);
}

base::Result<QByteArray> SoftwareKey::signEc(QByteArrayView digest) const
{
    ec_key_st* const key = m_material->plainEcKey();
    QByteArray signature
        = key ? ecdsaSignature(key, digest, coordinateBytes(*m_material->part.curve)) : QByteArray();
    if (signature.isEmpty())
        return libraryFailed();
    return signature;
}

base::Result<QByteArray> SoftwareKey::signRsa(const KeyAlgorithm& algorithm, QByteArrayView digest) const
{
    const auto context = m_material->context(Operation::Sign, algorithm);
    QByteArray signature(EVP_PKEY_get_size(m_material->key.get()), Qt::Uninitialized);
    auto size = sizeOf(signature);
    if (!context
        || EVP_PKEY_sign(context.get(), bytesOf(signature), &size, bytesOf(digest), sizeOf(digest)) != 1)
        return libraryFailed();
    signature.truncate(static_cast<qsizetype>(size));
    return signature;
}

base::Result<bool> SoftwareKey::verify(const KeyAlgorithm& algorithm, QByteArrayView digest,
                                       QByteArrayView signature) const
{
    const PublicKey& part = m_material->part;
    if (auto checked = checkDigest(algorithm, part, digest); !checked)
        return checked.error();
    if (part.type == KeyType::Oct) {
        const auto mac = m_material->oct->sign(algorithm, digest);
        if (!mac)
            return mac.error();
        return base::equalInConstantTime({ bytesOf(*mac), sizeOf(*mac) },
                                         { bytesOf(signature), sizeOf(signature) });
    }
    const QByteArray wire
        = part.type == KeyType::Ec ? toDer(signature, *part.curve) : signature.toByteArray();
    const auto context = m_material->context(Operation::Verify, algorithm);
    if (!context)
        return libraryFailed();
    return EVP_PKEY_verify(context.get(), bytesOf(wire), sizeOf(wire), bytesOf(digest), sizeOf(digest)) == 1;
}

base::Result<EncryptOutput> SoftwareKey::encrypt(const KeyAlgorithm& algorithm,
                                                 const EncryptInput& input) const
{
    const PublicKey& part = m_material->part;
    if (auto fits = checkFits(algorithm, part); !fits)
        return fits.error();
    if (part.type == KeyType::Oct)
        return m_material->oct->encrypt(algorithm, input);
    auto ciphertext = encryptRsa(algorithm, input.plaintext);
    if (!ciphertext)
        return ciphertext.error();
    return EncryptOutput{ std::move(*ciphertext), {}, {} };
}

base::Result<QByteArray> SoftwareKey::encryptRsa(const KeyAlgorithm& algorithm,
                                                 const base::SecureBytes& plaintext) const
{
    const PublicKey& part = m_material->part;
    const int longest = longestPlaintext(algorithm, part);
    if (static_cast<int>(plaintext.size()) > longest)
        return plaintextTooLong(longest);
    const auto context = m_material->context(Operation::Encrypt, algorithm);
    QByteArray ciphertext(part.bits / 8, Qt::Uninitialized);
    auto size = sizeOf(ciphertext);
    if (!context
        || EVP_PKEY_encrypt(context.get(), bytesOf(ciphertext), &size, plaintext.data(), plaintext.size())
            != 1)
        return libraryFailed();
    return ciphertext;
}

base::Result<base::SecureBytes> SoftwareKey::decrypt(const KeyAlgorithm& algorithm,
                                                     const DecryptInput& input) const
{
    const PublicKey& part = m_material->part;
    if (auto fits = checkFits(algorithm, part); !fits)
        return fits.error();
    if (part.type == KeyType::Oct)
        return m_material->oct->decrypt(algorithm, input);
    return decryptRsa(algorithm, input.ciphertext);
}

base::Result<base::SecureBytes> SoftwareKey::decryptRsa(const KeyAlgorithm& algorithm,
                                                        const QByteArray& ciphertext) const
{
    base::SecureBytes block(static_cast<std::size_t>(m_material->part.bits / 8));
    if (sizeOf(ciphertext) != block.size())
        return decryptionFailed();
    const auto context = m_material->context(Operation::Decrypt, algorithm);
    if (!context)
        return libraryFailed();
    std::size_t size = block.size();
    if (EVP_PKEY_decrypt(context.get(), block.data(), &size, bytesOf(ciphertext), sizeOf(ciphertext)) != 1)
        return decryptionFailed();
    if (algorithm.scheme == Scheme::RsaOaep)
        return base::SecureBytes::copyOf(block.span().first(size));
    const auto offset = pkcs1MessageOffset(block.span());
    if (!offset)
        return decryptionFailed();
    return base::SecureBytes::copyOf(block.span().subspan(*offset));
}

} // namespace strongroom::crypto
