// SPDX-License-Identifier: Apache-2.0
#pragma once

// Owning pointers to OpenSSL objects. For the sources of this module only.

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <climits>
#include <memory>
#include <stdexcept>

namespace strongroom::crypto {

template <auto Free> struct FreeWith final
{
    template <typename T> void operator()(T* object) const { Free(object); }
};

using MdContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeWith<EVP_MAC_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;

/// For what fails only when memory or entropy is exhausted, or the library lacks an algorithm.
inline void require(bool isDone, const char* what)
{
    if (!isDone)
        throw std::runtime_error(what);
}

inline const unsigned char* bytesOf(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

inline unsigned char* bytesOf(QByteArray& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

/// A BIO that reads from `bytes`, which must outlive it; null when they are too many.
inline Bio readingFrom(QByteArrayView bytes)
{
    if (bytes.size() > INT_MAX)
        return {};
    return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

/// What was written to a memory BIO.
inline QByteArrayView contentOf(const Bio& bio)
{
    char* begin = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &begin);
    return { begin, static_cast<qsizetype>(size) };
}

} // namespace strongroom::crypto
