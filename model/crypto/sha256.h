// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <memory>

/// SHA-256 and HMAC-SHA-256. Every function may be called from any thread.
namespace strongroom::crypto {

/// The 32 bytes of SHA-256.
QByteArray sha256(QByteArrayView bytes);

/// SHA-256 in steps, for chains and files. finish() gives the digest and starts anew.
class Sha256 final
{
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& add(QByteArrayView bytes);
    QByteArray finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

using Mac = std::array<unsigned char, 32>;
inline QByteArrayView viewOf(const Mac& mac)
{
    return { reinterpret_cast<const char*>(mac.data()), static_cast<qsizetype>(mac.size()) };
}

/// HMAC-SHA-256 (RFC 2104). Compare with base::equalInConstantTime().
Mac hmacSha256(const base::SecureBytes& key, QByteArrayView bytes);

/// The same under one key for many messages: what the key contributes is computed once, and kept in the
/// memory of keys.
class HmacKey final
{
public:
    explicit HmacKey(const base::SecureBytes& key);

    Mac mac(QByteArrayView bytes) const { return mac({}, bytes); }
    /// Of both, one behind the other.
    Mac mac(QByteArrayView begin, QByteArrayView bytes) const;

private:
    base::SecureBytes m_states; // SHA-256 after the inner and the outer pad
};

} // namespace strongroom::crypto
