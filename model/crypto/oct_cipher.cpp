// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/oct_cipher.h"

#include "model/crypto/openssl_handles.h"
#include "model/crypto/padding.h"
#include "model/crypto/prepared_contexts.h"

#include <openssl/core_names.h>
#include <openssl/rand.h>

#include <array>
#include <optional>
#include <span>
#include <string>

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

/// One direction of a scheme with the key's schedule, and the nonces of the next messages: to draw one takes
/// as long as to encrypt a kilobyte with it. They are public once they are used.
class Cipher final
{
public:
    Cipher(Scheme scheme, const base::SecureBytes& key, Direction direction)
        : m_context(EVP_CIPHER_CTX_new())
    {
        const EVP_CIPHER* const cipher = cipherOf(scheme, key.size());
        if (!m_context || !cipher)
            return;
        if (scheme == Scheme::AesKeyWrap || scheme == Scheme::AesKeyWrapPad)
            EVP_CIPHER_CTX_set_flags(context(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
        m_isReady
            = EVP_CipherInit_ex2(context(), cipher, key.data(), nullptr, static_cast<int>(direction), nullptr)
            == 1;
        // CBC padding is ours in both directions: checking it must not tell where it failed, and OpenSSL's
        // would leave the last block of the text in the context.
        if (scheme == Scheme::AesCbc || scheme == Scheme::AesCbcPad)
            EVP_CIPHER_CTX_set_padding(context(), 0);
    }

    bool isReady() const { return m_isReady; }
    EVP_CIPHER_CTX* context() const { return m_context.get(); }
    QByteArray nextNonce()
    {
        if (m_left == 0) {
            require(RAND_bytes(m_drawn.data(), static_cast<int>(m_drawn.size())) == 1, "no random numbers");
            m_left = m_drawn.size();
        }
        m_left -= gcmNonceBytes;
        return { reinterpret_cast<const char*>(m_drawn.data() + m_left), gcmNonceBytes };
    }

private:
    CipherContext m_context;
    bool m_isReady = false;
    std::array<unsigned char, 20 * gcmNonceBytes> m_drawn{};
    std::size_t m_left = 0; // of what was drawn
};

std::unique_ptr<Cipher> readyCipher(Scheme scheme, const base::SecureBytes& key, Direction direction)
{
    auto cipher = std::make_unique<Cipher>(scheme, key, direction);
    return cipher->isReady() ? std::move(cipher) : nullptr;
}

/// Starts a message; nothing of the one before matters then, whether it came to its end or not.
bool begin(EVP_CIPHER_CTX* context, const QByteArray& nonce, const QByteArray& associatedData)
{
    const auto* const iv = nonce.isEmpty() ? nullptr : bytesOf(nonce);
    int ignored = 0;
    return EVP_CipherInit_ex2(context, nullptr, nullptr, iv, -1, nullptr) == 1
        && (associatedData.isEmpty()
            || EVP_CipherUpdate(context, nullptr, &ignored, bytesOf(associatedData),
                                static_cast<int>(associatedData.size()))
                == 1);
}

/// Update and final in one. How many bytes were written, or nothing on failure.
std::optional<std::size_t> process(EVP_CIPHER_CTX* context, std::span<const unsigned char> input,
                                   unsigned char* output)
{
    int written = 0;
    int rest = 0;
    if (EVP_CipherUpdate(context, output, &written, input.data(), static_cast<int>(input.size())) != 1
        || EVP_CipherFinal_ex(context, output + written, &rest) != 1)
        return std::nullopt;
    return static_cast<std::size_t>(written + rest);
}

/// HMAC with the key in it, ready to begin.
MacContext keyedMac(int digestBytes, const base::SecureBytes& key)
{
    const std::unique_ptr<EVP_MAC, FreeWith<EVP_MAC_free>> hmac(
        EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
    MacContext context(hmac ? EVP_MAC_CTX_new(hmac.get()) : nullptr);
    std::string digest = digestBytes == 32 ? "SHA256" : digestBytes == 48 ? "SHA384" : "SHA512";
    const std::array parameters
        = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
            OSSL_PARAM_construct_end() };
    const bool isReady
        = context && EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()) == 1;
    return isReady ? std::move(context) : nullptr;
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

struct OctCipher::Contexts final
{
    PreparedContexts<std::pair<Scheme, Direction>, std::unique_ptr<Cipher>> ciphers;
    PreparedContexts<int, MacContext> macs; // by the bytes of their digest

    auto cipher(Scheme scheme, Direction direction, const base::SecureBytes& key)
    {
        return ciphers.lend({ scheme, direction }, [&] { return readyCipher(scheme, key, direction); });
    }
};

OctCipher::OctCipher(base::SecureBytes key)
    : m_key(std::move(key))
    , m_contexts(std::make_unique<Contexts>())
{
}

OctCipher::~OctCipher() = default;

base::Result<EncryptOutput> OctCipher::encrypt(const KeyAlgorithm& algorithm, const EncryptInput& input) const
{
    const Scheme scheme = algorithm.scheme;
    if (auto checked = checkOctPlaintext(algorithm, input); !checked)
        return checked.error();
    const auto cipher = m_contexts->cipher(scheme, Direction::Encrypt, m_key);
    if (!cipher)
        return failed();
    EncryptOutput output;
    output.nonce = scheme == Scheme::AesGcm ? cipher->nextNonce() : input.nonce;
    EVP_CIPHER_CTX* const context = cipher->context();
    if (!begin(context, output.nonce, input.associatedData))
        return failed();
    const base::SecureBytes padded
        = scheme == Scheme::AesCbcPad ? pkcs7Padded(input.plaintext, blockBytes) : base::SecureBytes();
    const auto text = scheme == Scheme::AesCbcPad ? padded.span() : input.plaintext.span();
    output.ciphertext
        = QByteArray(static_cast<qsizetype>(text.size()) + wrapOverheadBytes, Qt::Uninitialized);
    const auto written = process(context, text, bytesOf(output.ciphertext));
    if (!written)
        return failed();
    output.ciphertext.truncate(static_cast<qsizetype>(*written));
    if (scheme == Scheme::AesGcm) {
        output.tag = QByteArray(gcmTagBytes, Qt::Uninitialized);
        if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, gcmTagBytes, output.tag.data()) != 1)
            return failed();
    }
    return output;
}

base::Result<base::SecureBytes> OctCipher::decrypt(const KeyAlgorithm& algorithm,
                                                   const DecryptInput& input) const
{
    const Scheme scheme = algorithm.scheme;
    if (auto checked = checkOctCiphertext(algorithm, input); !checked)
        return checked.error();
    if (!isCiphertextSize(algorithm, input.ciphertext.size()))
        return decryptionFailed();
    const auto cipher = m_contexts->cipher(scheme, Direction::Decrypt, m_key);
    EVP_CIPHER_CTX* const context = cipher ? cipher->context() : nullptr;
    if (!context || !begin(context, input.nonce, input.associatedData))
        return failed();
    if (scheme == Scheme::AesGcm) {
        QByteArray tag = input.tag;
        if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, gcmTagBytes, tag.data()) != 1)
            return failed();
    }
    const std::span ciphertext(bytesOf(input.ciphertext), static_cast<std::size_t>(input.ciphertext.size()));
    base::SecureBytes plaintext(ciphertext.size());
    const auto written = process(context, ciphertext, plaintext.data());
    if (!written)
        return decryptionFailed();
    const auto length
        = scheme == Scheme::AesCbcPad ? pkcs7MessageLength(plaintext.span(), blockBytes) : written;
    if (!length)
        return decryptionFailed();
    if (*length == plaintext.size())
        return plaintext;
    return base::SecureBytes::copyOf(plaintext.span().first(*length));
}

base::Result<QByteArray> OctCipher::sign(const KeyAlgorithm& algorithm, QByteArrayView digest) const
{
    const auto context = m_contexts->macs.lend(algorithm.digestBytes,
                                               [&] { return keyedMac(algorithm.digestBytes, m_key); });
    QByteArray mac(algorithm.digestBytes, Qt::Uninitialized);
    auto size = static_cast<std::size_t>(mac.size());
    if (!context || EVP_MAC_init(context.get(), nullptr, 0, nullptr) != 1
        || EVP_MAC_update(context.get(), bytesOf(digest), static_cast<std::size_t>(digest.size())) != 1
        || EVP_MAC_final(context.get(), bytesOf(mac), &size, size) != 1)
        return failed();
    return mac;
}

} // namespace strongroom::crypto
