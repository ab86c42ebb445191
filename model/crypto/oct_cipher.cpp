// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/oct_cipher.h"

#include "model/crypto/openssl_handles.h"
#include "model/crypto/padding.h"
#include "model/crypto/symmetric.h"

#include <openssl/hmac.h>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

constexpr int gcmNonceBytes = 12;
constexpr int gcmTagBytes = 16;
constexpr int blockBytes = 16;
/// RFC 5649 adds one semiblock and fills the last one.
constexpr int wrapOverheadBytes = 16;

base::Error badParameter(const QString& message, const QString& field)
{
    return { base::ErrorCode::BadParameter, message, field };
}

base::Error failed()
{
    return { base::ErrorCode::Internal, u"The cryptographic library refused the operation."_s, {} };
}

const EVP_CIPHER* bySize(std::size_t keyBytes, const EVP_CIPHER* of128, const EVP_CIPHER* of192,
                         const EVP_CIPHER* of256)
{
    switch (keyBytes) {
    case 16:
        return of128;
    case 24:
        return of192;
    case 32:
        return of256;
    default:
        return nullptr;
    }
}

const EVP_CIPHER* cipherOf(Scheme scheme, std::size_t keyBytes)
{
    if (scheme == Scheme::AesGcm)
        return bySize(keyBytes, EVP_aes_128_gcm(), EVP_aes_192_gcm(), EVP_aes_256_gcm());
    if (scheme == Scheme::AesKeyWrap)
        return bySize(keyBytes, EVP_aes_128_wrap(), EVP_aes_192_wrap(), EVP_aes_256_wrap());
    if (scheme == Scheme::AesKeyWrapPad)
        return bySize(keyBytes, EVP_aes_128_wrap_pad(), EVP_aes_192_wrap_pad(), EVP_aes_256_wrap_pad());
    return bySize(keyBytes, EVP_aes_128_cbc(), EVP_aes_192_cbc(), EVP_aes_256_cbc());
}

enum class Direction { Decrypt = 0, Encrypt = 1 };

CipherContext started(Scheme scheme, std::span<const unsigned char> key, const QByteArray& nonce,
                      Direction direction)
{
    CipherContext context(EVP_CIPHER_CTX_new());
    const EVP_CIPHER* const cipher = cipherOf(scheme, key.size());
    if (!context || !cipher)
        return nullptr;
    if (scheme == Scheme::AesKeyWrap || scheme == Scheme::AesKeyWrapPad)
        EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    const auto* const iv = nonce.isEmpty() ? nullptr : bytesOf(nonce);
    if (EVP_CipherInit_ex(context.get(), cipher, nullptr, key.data(), iv, static_cast<int>(direction)) != 1)
        return nullptr;
    // CBC padding is ours in both directions: checking it must not tell where it failed.
    if (scheme == Scheme::AesCbc || scheme == Scheme::AesCbcPad)
        EVP_CIPHER_CTX_set_padding(context.get(), 0);
    return context;
}

/// Update and final in one; the result is cut to what was written. Empty on failure.
std::optional<base::SecureBytes> processed(EVP_CIPHER_CTX* context, std::span<const unsigned char> input)
{
    base::SecureBytes output(input.size() + wrapOverheadBytes);
    int written = 0;
    int rest = 0;
    if (EVP_CipherUpdate(context, output.data(), &written, input.data(), static_cast<int>(input.size())) != 1)
        return std::nullopt;
    if (EVP_CipherFinal_ex(context, output.data() + written, &rest) != 1)
        return std::nullopt;
    return base::SecureBytes::copyOf(output.span().first(static_cast<std::size_t>(written + rest)));
}

bool addAssociatedData(EVP_CIPHER_CTX* context, const QByteArray& data)
{
    int ignored = 0;
    return data.isEmpty()
        || EVP_CipherUpdate(context, nullptr, &ignored, bytesOf(data), static_cast<int>(data.size())) == 1;
}

const EVP_MD* hmacDigest(int digestBytes)
{
    return digestBytes == 32 ? EVP_sha256() : digestBytes == 48 ? EVP_sha384() : EVP_sha512();
}

} // namespace

base::Result<void> checkOctPlaintext(const KeyAlgorithm& algorithm, const EncryptInput& input)
{
    const Scheme scheme = algorithm.scheme;
    const std::size_t size = input.plaintext.size();
    if (scheme == Scheme::AesGcm && !input.nonce.isEmpty())
        return badParameter(u"The nonce of GCM is made by the service and must not be given."_s, u"iv"_s);
    if ((scheme == Scheme::AesCbc || scheme == Scheme::AesCbcPad) && input.nonce.size() != blockBytes)
        return badParameter(u"CBC needs an initialization vector of 16 bytes."_s, u"iv"_s);
    if (scheme == Scheme::AesCbc && (size == 0 || size % blockBytes != 0))
        return badParameter(u"Without padding the plaintext must be a multiple of 16 bytes."_s, u"value"_s);
    if (scheme == Scheme::AesKeyWrap && (size < 16 || size % 8 != 0))
        return badParameter(u"Key wrap takes a multiple of 8 bytes, at least 16."_s, u"value"_s);
    if (scheme == Scheme::AesKeyWrapPad && size == 0)
        return badParameter(u"There is nothing to wrap."_s, u"value"_s);
    return {};
}

base::Result<void> checkOctCiphertext(const KeyAlgorithm& algorithm, const DecryptInput& input)
{
    const Scheme scheme = algorithm.scheme;
    if (scheme == Scheme::AesGcm && input.nonce.size() != gcmNonceBytes)
        return badParameter(u"GCM needs the nonce of 12 bytes that encryption returned."_s, u"iv"_s);
    if (scheme == Scheme::AesGcm && input.tag.size() != gcmTagBytes)
        return badParameter(u"GCM needs the tag of 16 bytes that encryption returned."_s, u"tag"_s);
    if ((scheme == Scheme::AesCbc || scheme == Scheme::AesCbcPad) && input.nonce.size() != blockBytes)
        return badParameter(u"CBC needs an initialization vector of 16 bytes."_s, u"iv"_s);
    return {};
}

bool isCiphertextSize(const KeyAlgorithm& algorithm, qsizetype size)
{
    switch (algorithm.scheme) {
    case Scheme::AesCbc:
    case Scheme::AesCbcPad:
        return size > 0 && size % blockBytes == 0;
    case Scheme::AesKeyWrap: // two halves of a block and the check value
        return size >= 24 && size % 8 == 0;
    case Scheme::AesKeyWrapPad:
        return size >= 16 && size % 8 == 0;
    default:
        return true;
    }
}

base::Result<EncryptOutput> octEncrypt(const KeyAlgorithm& algorithm, std::span<const unsigned char> key,
                                       const EncryptInput& input)
{
    if (auto checked = checkOctPlaintext(algorithm, input); !checked)
        return checked.error();
    EncryptOutput output;
    output.nonce = input.nonce;
    if (algorithm.scheme == Scheme::AesGcm)
        output.nonce = randomBytes(gcmNonceBytes).view().toByteArray();
    const CipherContext context = started(algorithm.scheme, key, output.nonce, Direction::Encrypt);
    if (!context || !addAssociatedData(context.get(), input.associatedData))
        return failed();
    const base::SecureBytes whole = algorithm.scheme == Scheme::AesCbcPad
        ? pkcs7Padded(input.plaintext, blockBytes)
        : input.plaintext.clone();
    const auto ciphertext = processed(context.get(), whole.span());
    if (!ciphertext)
        return failed();
    output.ciphertext = ciphertext->view().toByteArray();
    if (algorithm.scheme == Scheme::AesGcm) {
        output.tag.resize(gcmTagBytes);
        if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, gcmTagBytes, output.tag.data()) != 1)
            return failed();
    }
    return output;
}

base::Result<base::SecureBytes> octDecrypt(const KeyAlgorithm& algorithm, std::span<const unsigned char> key,
                                           const DecryptInput& input)
{
    if (auto checked = checkOctCiphertext(algorithm, input); !checked)
        return checked.error();
    if (!isCiphertextSize(algorithm, input.ciphertext.size()))
        return decryptionFailed();
    const CipherContext context = started(algorithm.scheme, key, input.nonce, Direction::Decrypt);
    if (!context || !addAssociatedData(context.get(), input.associatedData))
        return failed();
    if (algorithm.scheme == Scheme::AesGcm) {
        QByteArray tag = input.tag;
        if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, gcmTagBytes, tag.data()) != 1)
            return failed();
    }
    auto plaintext = processed(
        context.get(), { bytesOf(input.ciphertext), static_cast<std::size_t>(input.ciphertext.size()) });
    if (!plaintext)
        return decryptionFailed();
    if (algorithm.scheme != Scheme::AesCbcPad)
        return std::move(*plaintext);
    const auto length = pkcs7MessageLength(plaintext->span(), blockBytes);
    if (!length)
        return decryptionFailed();
    return base::SecureBytes::copyOf(plaintext->span().first(*length));
}

base::Result<QByteArray> octSign(const KeyAlgorithm& algorithm, std::span<const unsigned char> key,
                                 QByteArrayView digest)
{
    QByteArray mac(algorithm.digestBytes, '\0');
    unsigned int size = 0;
    const auto* const done
        = HMAC(hmacDigest(algorithm.digestBytes), key.data(), static_cast<int>(key.size()), bytesOf(digest),
               static_cast<std::size_t>(digest.size()), bytesOf(mac), &size);
    if (!done)
        return failed();
    return mac;
}

} // namespace strongroom::crypto
