// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/rsa_signature.h"

#include "model/base/encodings.h"
#include "model/crypto/jwk.h"
#include "model/crypto/openssl_handles.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace strongroom::crypto {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;

struct RsaKeyHandle final
{
    Key key;
};

namespace {

Error unusableKey() { return { ErrorCode::BadParameter, QStringLiteral("not a usable RSA key"), {} }; }

/// Refuses what is not RSA or weaker than 2048 bits; over 16384 bits one check would take seconds.
base::Result<std::unique_ptr<RsaKeyHandle>> checked(Key key)
{
    ERR_clear_error();
    if (!key || EVP_PKEY_is_a(key.get(), "RSA") != 1)
        return unusableKey();
    const int bits = EVP_PKEY_get_bits(key.get());
    if (bits < 2048 || bits > 16384)
        return unusableKey();
    return std::make_unique<RsaKeyHandle>(RsaKeyHandle{ std::move(key) });
}

QByteArray numberOf(const Key& key, const char* parameter)
{
    BIGNUM* number = nullptr;
    require(EVP_PKEY_get_bn_param(key.get(), parameter, &number) == 1, "an RSA key has no public part");
    QByteArray bytes(BN_num_bytes(number), Qt::Uninitialized);
    BN_bn2bin(number, bytesOf(bytes));
    BN_free(number);
    return bytes;
}

RsaPublicMembers membersOf(const Key& key)
{
    return { numberOf(key, OSSL_PKEY_PARAM_RSA_N), numberOf(key, OSSL_PKEY_PARAM_RSA_E) };
}

/// RFC 7518 section 3.5: the salt is as long as the hash, MGF1 uses the same hash.
bool applyScheme(EVP_PKEY_CTX* context, RsaScheme scheme)
{
    if (scheme == RsaScheme::Rs256)
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

Key keyFromMembers(const RsaPublicMembers& members)
{
    using Builder = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
    using Parameters = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;
    using Number = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
    const Number n(
        BN_bin2bn(bytesOf(QByteArrayView(members.n)), static_cast<int>(members.n.size()), nullptr));
    const Number e(
        BN_bin2bn(bytesOf(QByteArrayView(members.e)), static_cast<int>(members.e.size()), nullptr));
    const Builder builder(OSSL_PARAM_BLD_new());
    if (!n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return {};
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* made = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return {};
    return Key(made);
}

} // namespace

QString keyIdOf(const RsaPublicMembers& members)
{
    PublicKey key;
    key.n = members.n;
    key.e = members.e;
    return QString::fromLatin1(base::toBase64Url(*jwkThumbprint(key)));
}

SecureBytes generateRsaKeyPem()
{
    const Key key(EVP_RSA_gen(2048));
    const Bio bio(BIO_new(BIO_s_secmem()));
    require(key && bio
                && PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
                    == 1,
            "an RSA key cannot be made");
    return SecureBytes::copyOf(contentOf(bio));
}

VerifyingKey::VerifyingKey(std::unique_ptr<RsaKeyHandle> handle)
    : m_handle(std::move(handle))
{
}
VerifyingKey::~VerifyingKey() = default;
VerifyingKey::VerifyingKey(VerifyingKey&&) noexcept = default;
VerifyingKey& VerifyingKey::operator=(VerifyingKey&&) noexcept = default;

base::Result<VerifyingKey> VerifyingKey::fromPem(QByteArrayView pem)
{
    const Bio bio = readingFrom(pem);
    auto handle = checked(Key(bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr));
    if (!handle)
        return handle.error();
    return VerifyingKey(std::move(*handle));
}

base::Result<VerifyingKey> VerifyingKey::fromMembers(const RsaPublicMembers& members)
{
    if (members.n.size() > 2048 || members.e.size() > 8 || members.n.isEmpty() || members.e.isEmpty())
        return unusableKey();
    auto handle = checked(keyFromMembers(members));
    if (!handle)
        return handle.error();
    return VerifyingKey(std::move(*handle));
}

bool VerifyingKey::verifies(RsaScheme scheme, QByteArrayView data, QByteArrayView signature) const
{
    const MdContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* details = nullptr;
    const bool isGood = context
        && EVP_DigestVerifyInit_ex(context.get(), &details, "SHA256", nullptr, nullptr, m_handle->key.get(),
                                   nullptr)
            == 1
        && applyScheme(details, scheme)
        && EVP_DigestVerify(context.get(), bytesOf(signature), static_cast<std::size_t>(signature.size()),
                            bytesOf(data), static_cast<std::size_t>(data.size()))
            == 1;
    ERR_clear_error();
    return isGood;
}

RsaPublicMembers VerifyingKey::members() const { return membersOf(m_handle->key); }

SigningKey::SigningKey(std::unique_ptr<RsaKeyHandle> handle)
    : m_handle(std::move(handle))
{
}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

base::Result<SigningKey> SigningKey::fromPem(const SecureBytes& pem)
{
    const Bio bio = readingFrom(pem.view());
    auto handle = checked(Key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr) : nullptr));
    if (!handle)
        return handle.error();
    return SigningKey(std::move(*handle));
}

base::Result<QByteArray> SigningKey::sign(RsaScheme scheme, QByteArrayView data) const
{
    const MdContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* details = nullptr;
    QByteArray signature(EVP_PKEY_get_size(m_handle->key.get()), Qt::Uninitialized);
    auto size = static_cast<std::size_t>(signature.size());
    const bool isDone = context
        && EVP_DigestSignInit_ex(context.get(), &details, "SHA256", nullptr, nullptr, m_handle->key.get(),
                                 nullptr)
            == 1
        && applyScheme(details, scheme)
        && EVP_DigestSign(context.get(), bytesOf(signature), &size, bytesOf(data),
                          static_cast<std::size_t>(data.size()))
            == 1;
    ERR_clear_error();
    if (!isDone)
        return Error{ ErrorCode::Internal, QStringLiteral("signing failed"), {} };
    signature.truncate(static_cast<qsizetype>(size));
    return signature;
}

VerifyingKey SigningKey::publicKey() const
{
    Key key = keyFromMembers(members());
    require(key != nullptr, "an RSA key has no public part");
    return VerifyingKey(std::make_unique<RsaKeyHandle>(RsaKeyHandle{ std::move(key) }));
}

RsaPublicMembers SigningKey::members() const { return membersOf(m_handle->key); }

} // namespace strongroom::crypto
