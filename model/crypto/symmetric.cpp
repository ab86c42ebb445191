// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/symmetric.h"

#include "model/crypto/openssl_handles.h"

#include <openssl/rand.h>

#include <algorithm>

namespace strongroom::crypto {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;

namespace {

constexpr std::size_t nonceSize = 12;
constexpr std::size_t tagSize = 16;
constexpr std::array<unsigned char, aesKeySize> noKey{};

const EVP_CIPHER* aesGcmAlgorithm()
{
    static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    require(algorithm, "AES-256-GCM is not available");
    return algorithm;
}

/// This thread's AES-GCM context for as long as a key is used; gives the key back at the end. The algorithm
/// is chosen once: naming it again would make OpenSSL set up everything anew.
class AesGcm final
{
public:
    AesGcm()
        : m_context(cached())
    {
    }
    ~AesGcm()
    {
        // A zero key replaces the key schedule: nothing of the key stays in the cached context.
        EVP_CipherInit_ex2(m_context, nullptr, noKey.data(), noKey.data(), 1, nullptr);
    }
    AesGcm(const AesGcm&) = delete;
    AesGcm& operator=(const AesGcm&) = delete;

    EVP_CIPHER_CTX* get() const { return m_context; }

private:
    static EVP_CIPHER_CTX* cached()
    {
        thread_local const CipherContext context = [] {
            CipherContext made(EVP_CIPHER_CTX_new());
            require(
                made && EVP_CipherInit_ex2(made.get(), aesGcmAlgorithm(), nullptr, nullptr, 1, nullptr) == 1,
                "AES-256-GCM cannot start");
            return made;
        }();
        return context.get();
    }

    EVP_CIPHER_CTX* m_context;
};

Error wrongKeySize() { return { ErrorCode::Internal, QStringLiteral("a key has a wrong size"), {} }; }
Error failed() { return { ErrorCode::Internal, QStringLiteral("encryption failed"), {} }; }
Error tampered()
{
    return { ErrorCode::StoreTampered,
             QStringLiteral("encrypted data failed its check of authenticity"),
             {} };
}

/// `key` has the right size; what `aes` had before it is replaced.
base::Result<QByteArray> sealWith(const AesGcm& aes, std::span<const unsigned char> key,
                                  std::span<const unsigned char, nonceSize> nonce, QByteArrayView aad,
                                  QByteArrayView plaintext)
{
    if (aad.size() > INT_MAX || plaintext.size() > INT_MAX)
        return Error{ ErrorCode::BadParameter, QStringLiteral("too much to encrypt at once"), {} };
    QByteArray sealed(plaintext.size() + static_cast<qsizetype>(aesGcmOverhead), Qt::Uninitialized);
    std::ranges::copy(nonce, bytesOf(sealed));
    unsigned char* const body = bytesOf(sealed) + nonceSize;

    int written = 0;
    if (EVP_EncryptInit_ex2(aes.get(), nullptr, key.data(), nonce.data(), nullptr) != 1
        || EVP_EncryptUpdate(aes.get(), nullptr, &written, bytesOf(aad), static_cast<int>(aad.size())) != 1
        || EVP_EncryptUpdate(aes.get(), body, &written, bytesOf(plaintext),
                             static_cast<int>(plaintext.size()))
            != 1
        || EVP_EncryptFinal_ex(aes.get(), body + plaintext.size(), &written) != 1
        || EVP_CIPHER_CTX_ctrl(aes.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tagSize),
                               body + plaintext.size())
            != 1)
        return failed();
    return sealed;
}

} // namespace

SecureBytes randomBytes(std::size_t size)
{
    SecureBytes bytes(size);
    require(size == 0 || RAND_priv_bytes_ex(nullptr, bytes.data(), size, 0) == 1, "no random numbers");
    return bytes;
}

SecureBytes hkdfSha256(const SecureBytes& key, QByteArrayView salt, QByteArrayView info, std::size_t length)
{
    // Written out from RFC 5869: OpenSSL's own keeps a copy of the key in a context per call, and this
    // one is as short.
    const SecureBytes saltBytes = SecureBytes::copyOf(salt);
    const Mac extracted = hmacSha256(saltBytes, key.view());
    SecureBytes pseudoRandomKey = SecureBytes::copyOf(std::span<const unsigned char>(extracted));
    require(length <= 255 * extracted.size(), "HKDF: too long");

    SecureBytes out(length);
    SecureBytes block; // T(n-1) | info | n
    for (std::size_t done = 0, counter = 1; done < length; ++counter) {
        const std::size_t previous = counter == 1 ? 0 : extracted.size();
        SecureBytes input(previous + static_cast<std::size_t>(info.size()) + 1);
        std::copy_n(block.data(), previous, input.data());
        std::copy_n(bytesOf(info), info.size(), input.data() + previous);
        input.data()[input.size() - 1] = static_cast<unsigned char>(counter);
        Mac mac = hmacSha256(pseudoRandomKey, input.view());
        block = SecureBytes::copyOf(std::span<const unsigned char>(mac));
        OPENSSL_cleanse(mac.data(), mac.size());
        const std::size_t taken = std::min(block.size(), length - done);
        std::copy_n(block.data(), taken, out.data() + done);
        done += taken;
    }
    OPENSSL_cleanse(const_cast<unsigned char*>(extracted.data()), extracted.size());
    return out;
}

base::Result<QByteArray> sealAesGcm(const SecureBytes& key, QByteArrayView aad, QByteArrayView plaintext)
{
    if (key.size() != aesKeySize)
        return wrongKeySize();
    std::array<unsigned char, nonceSize> nonce{};
    require(RAND_bytes(nonce.data(), static_cast<int>(nonceSize)) == 1, "no random numbers");
    return sealWith({}, key.span(), nonce, aad, plaintext);
}

base::Result<SealedWithKey> sealUnderNewKey(const SecureBytes& wrappingKey, QByteArrayView aad,
                                            QByteArrayView value)
{
    if (wrappingKey.size() != aesKeySize)
        return wrongKeySize();
    // Drawn at once: each draw costs as much as sealing a short value.
    const SecureBytes drawn = randomBytes(aesKeySize + 2 * nonceSize);
    const auto key = drawn.span().first(aesKeySize);
    const AesGcm aes;
    auto sealedValue = sealWith(aes, key, drawn.span().subspan<aesKeySize, nonceSize>(), aad, value);
    if (!sealedValue)
        return sealedValue.error();
    auto sealedKey = sealWith(aes, wrappingKey.span(), drawn.span().last<nonceSize>(), aad,
                              { reinterpret_cast<const char*>(key.data()), aesKeySize });
    if (!sealedKey)
        return sealedKey.error();
    return SealedWithKey{ std::move(*sealedKey), std::move(*sealedValue) };
}

base::Result<SecureBytes> openAesGcm(const SecureBytes& key, QByteArrayView aad, QByteArrayView sealed)
{
    if (key.size() != aesKeySize)
        return wrongKeySize();
    if (sealed.size() < static_cast<qsizetype>(aesGcmOverhead) || sealed.size() > INT_MAX
        || aad.size() > INT_MAX)
        return tampered();
    const unsigned char* const nonce = bytesOf(sealed);
    const auto size = static_cast<std::size_t>(sealed.size()) - aesGcmOverhead;
    std::array<unsigned char, tagSize> tag{};
    std::copy_n(nonce + nonceSize + size, tagSize, tag.data());

    SecureBytes plaintext(size);
    unsigned char nothing = 0;
    unsigned char* const out = size == 0 ? &nothing : plaintext.data();
    const AesGcm aes;
    int written = 0;
    if (EVP_DecryptInit_ex2(aes.get(), nullptr, key.data(), nonce, nullptr) != 1
        || EVP_DecryptUpdate(aes.get(), nullptr, &written, bytesOf(aad), static_cast<int>(aad.size())) != 1
        || EVP_DecryptUpdate(aes.get(), out, &written, nonce + nonceSize, static_cast<int>(size)) != 1
        || EVP_CIPHER_CTX_ctrl(aes.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tagSize), tag.data()) != 1
        || EVP_DecryptFinal_ex(aes.get(), out + size, &written) != 1)
        return tampered();
    return plaintext;
}

} // namespace strongroom::crypto
