// SPDX-License-Identifier: Apache-2.0

// OpenSSL's plain functions: its envelopes cost several times what a short message does, keep copies of
// keys in contexts, and cannot be prepared with a key that lies in guarded memory.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "model/crypto/sha256.h"

#include "model/crypto/openssl_handles.h"

#include <openssl/sha.h>

#include <cstring>

namespace strongroom::crypto {

using base::SecureBytes;

namespace {

void add(SHA256_CTX& context, QByteArrayView bytes)
{
    require(SHA256_Update(&context, bytes.data(), static_cast<std::size_t>(bytes.size())) == 1,
            "SHA-256 failed");
}

void digestInto(unsigned char* digest, QByteArrayView bytes)
{
    SHA256_CTX context;
    SHA256_Init(&context);
    add(context, bytes);
    SHA256_Final(digest, &context);
    OPENSSL_cleanse(&context, sizeof(context));
}

/// Inner and outer state of one key (RFC 2104 section 4).
struct HmacStates final
{
    SHA256_CTX inner;
    SHA256_CTX outer;
};

/// The state after the key's block, each byte of it changed by `pad`.
void begin(SHA256_CTX& context, const std::array<unsigned char, SHA256_CBLOCK>& key, unsigned char pad)
{
    std::array<unsigned char, SHA256_CBLOCK> block = key;
    for (unsigned char& byte : block)
        byte ^= pad;
    SHA256_Init(&context);
    SHA256_Update(&context, block.data(), block.size());
    OPENSSL_cleanse(block.data(), block.size());
}

void prepare(HmacStates& states, const SecureBytes& key)
{
    std::array<unsigned char, SHA256_CBLOCK> block{};
    if (key.size() > block.size())
        digestInto(block.data(), key.view());
    else
        std::copy_n(key.data(), key.size(), block.data());
    begin(states.inner, block, 0x36);
    begin(states.outer, block, 0x5c);
    OPENSSL_cleanse(block.data(), block.size());
}

Mac macUnder(const HmacStates& states, QByteArrayView begin, QByteArrayView bytes)
{
    Mac mac{};
    SHA256_CTX context = states.inner;
    add(context, begin);
    add(context, bytes);
    SHA256_Final(mac.data(), &context);
    context = states.outer;
    SHA256_Update(&context, mac.data(), mac.size());
    SHA256_Final(mac.data(), &context);
    OPENSSL_cleanse(&context, sizeof(context));
    return mac;
}

} // namespace

QByteArray sha256(QByteArrayView bytes)
{
    QByteArray digest(SHA256_DIGEST_LENGTH, Qt::Uninitialized);
    digestInto(bytesOf(digest), bytes);
    return digest;
}

struct Sha256::Context final
{
    Context() { SHA256_Init(&state); }
    ~Context() { OPENSSL_cleanse(&state, sizeof(state)); }
    SHA256_CTX state;
};

Sha256::Sha256()
    : m_context(std::make_unique<Context>())
{
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(QByteArrayView bytes)
{
    crypto::add(m_context->state, bytes);
    return *this;
}

QByteArray Sha256::finish()
{
    QByteArray digest(SHA256_DIGEST_LENGTH, Qt::Uninitialized);
    SHA256_Final(bytesOf(digest), &m_context->state);
    SHA256_Init(&m_context->state);
    return digest;
}

Mac hmacSha256(const SecureBytes& key, QByteArrayView bytes)
{
    HmacStates states;
    prepare(states, key);
    const Mac mac = macUnder(states, {}, bytes);
    OPENSSL_cleanse(&states, sizeof(states));
    return mac;
}

HmacKey::HmacKey(const SecureBytes& key)
    : m_states(sizeof(HmacStates))
{
    prepare(*reinterpret_cast<HmacStates*>(m_states.data()), key);
}

Mac HmacKey::mac(QByteArrayView begin, QByteArrayView bytes) const
{
    return macUnder(*reinterpret_cast<const HmacStates*>(m_states.data()), begin, bytes);
}

} // namespace strongroom::crypto
