// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/bare_crypto.h"

#include "model/crypto/openssl_handles.h"

#include <openssl/rsa.h>

namespace strongroom::benchmarks {

using namespace crypto;

namespace {

constexpr int speedBytes = 36; // what `openssl speed` signs

std::size_t sizeOf(const QByteArray& bytes) { return static_cast<std::size_t>(bytes.size()); }

Key keyOf(const SoftwareKey& key)
{
    const auto stored = key.toStored().value().clone();
    const unsigned char* cursor = stored.data();
    return Key(d2i_AutoPrivateKey(nullptr, &cursor, static_cast<long>(stored.size())));
}

KeyContext contextOf(const Key& key)
{
    return KeyContext(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
}

} // namespace

struct BareRsa::Contexts final
{
    Key key;
    KeyContext verifying;
    KeyContext wrapping;
    QByteArray signature;
    QByteArray wrapped;
};

BareRsa::BareRsa(const SoftwareKey& key)
    : m_contexts(std::make_unique<Contexts>())
{
    m_contexts->key = keyOf(key);
    const KeyContext signing = contextOf(m_contexts->key);
    m_contexts->verifying = contextOf(m_contexts->key);
    m_contexts->wrapping = contextOf(m_contexts->key);
    m_contexts->signature = QByteArray(key.publicKey().bits / 8, '\0');
    m_contexts->wrapped = m_contexts->signature;
    const QByteArray signedBytes(speedBytes, 'd');
    auto size = sizeOf(m_contexts->signature);
    EVP_PKEY_CTX* const wrapping = m_contexts->wrapping.get();
    require(EVP_PKEY_sign_init(signing.get()) == 1
                && EVP_PKEY_sign(signing.get(), bytesOf(m_contexts->signature), &size, bytesOf(signedBytes),
                                 sizeOf(signedBytes))
                    == 1
                && EVP_PKEY_verify_init(m_contexts->verifying.get()) == 1
                && EVP_PKEY_encrypt_init(wrapping) == 1
                && EVP_PKEY_CTX_set_rsa_padding(wrapping, RSA_PKCS1_OAEP_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_oaep_md(wrapping, EVP_sha256()) == 1
                && EVP_PKEY_CTX_set_rsa_mgf1_md(wrapping, EVP_sha256()) == 1,
            "RSA cannot start");
}

BareRsa::~BareRsa() = default;

bool BareRsa::verify()
{
    static const QByteArray signedBytes(speedBytes, 'd');
    return EVP_PKEY_verify(m_contexts->verifying.get(), bytesOf(m_contexts->signature),
                           sizeOf(m_contexts->signature), bytesOf(signedBytes), sizeOf(signedBytes))
        == 1;
}

bool BareRsa::wrap()
{
    static const QByteArray text(32, 'k');
    auto size = sizeOf(m_contexts->wrapped);
    return EVP_PKEY_encrypt(m_contexts->wrapping.get(), bytesOf(m_contexts->wrapped), &size, bytesOf(text),
                            sizeOf(text))
        == 1;
}

} // namespace strongroom::benchmarks
