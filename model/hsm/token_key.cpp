// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/oct_cipher.h"
#include "model/crypto/padding.h"
#include "model/crypto/software_key.h"
#include "model/hsm/padded_wrap.h"
#include "model/hsm/token_private.h"

#include <array>
#include <cstring>

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

namespace {

using crypto::KeyAlgorithm;
using crypto::Scheme;

constexpr int gcmNonceBytes = 12;
constexpr int gcmTagBytes = 16;
constexpr std::size_t blockBytes = 16;

CK_RSA_PKCS_PSS_PARAMS pssParameters(int digestBytes)
{
    const auto salt = static_cast<CK_ULONG>(digestBytes);
    if (digestBytes == 48)
        return { CKM_SHA384, CKG_MGF1_SHA384, salt };
    if (digestBytes == 64)
        return { CKM_SHA512, CKG_MGF1_SHA512, salt };
    return { CKM_SHA256, CKG_MGF1_SHA256, salt };
}

/// CKA_EC_POINT is a DER OCTET STRING around the uncompressed point (PKCS#11 v2.40, 2.3.3).
bool readPoint(const QByteArray& der, crypto::PublicKey& key)
{
    const int width = crypto::coordinateBytes(*key.curve);
    const qsizetype point = 1 + 2 * width;
    if (der.size() < point || der[der.size() - point] != '\x04')
        return false;
    key.x = der.mid(der.size() - 2 * width, width);
    key.y = der.right(width);
    return true;
}

} // namespace

base::Result<crypto::PublicKey> readPublicPart(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session,
                                               const KeyHandles& handles)
{
    const auto attribute
        = [&](CK_ATTRIBUTE_TYPE type) { return attributeOf(list, session, handles.publicPart, type); };
    crypto::PublicKey key;
    bool isReadable = true;
    switch (numberOf(list, session, handles.privatePart, CKA_KEY_TYPE)) {
    case CKK_RSA:
        key.type = crypto::KeyType::Rsa;
        key.n = withoutLeadingZeros(attribute(CKA_MODULUS));
        key.e = withoutLeadingZeros(attribute(CKA_PUBLIC_EXPONENT));
        key.bits = static_cast<int>(key.n.size()) * 8;
        isReadable = !key.n.isEmpty();
        break;
    case CKK_EC:
        key.type = crypto::KeyType::Ec;
        key.curve = curveOf(attribute(CKA_EC_PARAMS));
        isReadable = key.curve && readPoint(attribute(CKA_EC_POINT), key);
        if (isReadable)
            key.bits = crypto::fieldBits(*key.curve);
        break;
    case CKK_AES:
        key.type = crypto::KeyType::Oct;
        key.bits = static_cast<int>(numberOf(list, session, handles.privatePart, CKA_VALUE_LEN)) * 8;
        isReadable = key.bits > 0;
        break;
    default:
        isReadable = false;
    }
    if (!isReadable)
        return base::Error{ base::ErrorCode::TokenFailed,
                            u"The token does not show the key's public part or size."_s,
                            {} };
    return key;
}

namespace {

base::Result<crypto::PublicKey> publicPartOf(Token::Private& token, const QByteArray& id)
{
    base::Result<crypto::PublicKey> part = crypto::PublicKey();
    const auto read
        = token.useKey(id, u"read the public key"_s,
                       [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
                           // Says whether the handle is still one, which reading attributes one by one does
                           // not.
                           CK_KEY_TYPE type = 0;
                           CK_ATTRIBUTE attribute{ CKA_KEY_TYPE, &type, sizeof type };
                           const CK_RV value
                               = list->C_GetAttributeValue(session, handles.privatePart, &attribute, 1);
                           if (value == CKR_OK)
                               part = readPublicPart(list, session, handles);
                           return value;
                       });
    if (!read)
        return read.error();
    return part;
}

class TokenKey final : public crypto::CryptoKey
{
public:
    TokenKey(std::shared_ptr<Token> token, QByteArray id, crypto::PublicKey part,
             std::optional<crypto::SoftwareKey> open)
        : m_token(std::move(token))
        , m_id(std::move(id))
        , m_part(std::move(part))
        , m_open(std::move(open))
    {
    }

    const crypto::PublicKey& publicKey() const override { return m_part; }

    base::Result<QByteArray> sign(const KeyAlgorithm& algorithm, QByteArrayView digest) const override
    {
        if (auto checked = crypto::checkDigest(algorithm, m_part, digest); !checked)
            return checked.error();
        CK_RSA_PKCS_PSS_PARAMS pss = pssParameters(algorithm.digestBytes);
        CK_MECHANISM mechanism{ CKM_RSA_PKCS, nullptr, 0 };
        QByteArray input = digest.toByteArray();
        if (algorithm.scheme == Scheme::RsaPkcs1Signature)
            input.prepend(digestInfo(algorithm.digestBytes));
        else if (algorithm.scheme == Scheme::RsaPss)
            mechanism = { CKM_RSA_PKCS_PSS, &pss, sizeof pss };
        else if (algorithm.scheme == Scheme::Ecdsa)
            mechanism.mechanism = CKM_ECDSA;
        else if (algorithm.scheme == Scheme::Hmac)
            mechanism.mechanism = algorithm.digestBytes == 32 ? CKM_SHA256_HMAC
                : algorithm.digestBytes == 48                 ? CKM_SHA384_HMAC
                                                              : CKM_SHA512_HMAC;
        QByteArray signature(qMax(1024, m_part.bits / 8), '\0');
        CK_ULONG size = sizeOf(signature);
        const auto done = m_token->d().useKey(
            m_id, nameOf(algorithm),
            [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
                const bool isMac = algorithm.scheme == Scheme::Hmac && handles.macPart != CK_INVALID_HANDLE;
                const CK_RV value
                    = list->C_SignInit(session, &mechanism, isMac ? handles.macPart : handles.privatePart);
                return value != CKR_OK ? value
                                       : list->C_Sign(session, bytesOf(input), sizeOf(input),
                                                      reinterpret_cast<CK_BYTE*>(signature.data()), &size);
            });
        if (!done)
            return done.error();
        signature.truncate(static_cast<qsizetype>(size));
        return signature;
    }

    base::Result<bool> verify(const KeyAlgorithm& algorithm, QByteArrayView digest,
                              QByteArrayView signature) const override
    {
        if (m_open)
            return m_open->verify(algorithm, digest, signature);
        const auto mac = sign(algorithm, digest);
        if (!mac)
            return mac.error();
        return base::equalInConstantTime({ reinterpret_cast<const unsigned char*>(mac->constData()),
                                           static_cast<std::size_t>(mac->size()) },
                                         { reinterpret_cast<const unsigned char*>(signature.data()),
                                           static_cast<std::size_t>(signature.size()) });
    }

    base::Result<crypto::EncryptOutput> encrypt(const KeyAlgorithm& algorithm,
                                                const crypto::EncryptInput& input) const override
    {
        if (m_open)
            return m_open->encrypt(algorithm, input);
        if (auto fits = crypto::checkFits(algorithm, m_part); !fits)
            return fits.error();
        if (auto checked = crypto::checkOctPlaintext(algorithm, input); !checked)
            return checked.error();
        if (algorithm.scheme == Scheme::AesKeyWrap || algorithm.scheme == Scheme::AesKeyWrapPad)
            return wrapped(algorithm, input);
        return enciphered(algorithm, input);
    }

    base::Result<base::SecureBytes> decrypt(const KeyAlgorithm& algorithm,
                                            const crypto::DecryptInput& input) const override
    {
        if (auto fits = crypto::checkFits(algorithm, m_part); !fits)
            return fits.error();
        if (m_part.type == crypto::KeyType::Rsa)
            return rsaDecrypted(algorithm, input.ciphertext);
        if (auto checked = crypto::checkOctCiphertext(algorithm, input); !checked)
            return checked.error();
        if (!crypto::isCiphertextSize(algorithm, input.ciphertext.size()))
            return crypto::decryptionFailed();
        if (algorithm.scheme == Scheme::AesKeyWrap || algorithm.scheme == Scheme::AesKeyWrapPad)
            return unwrapped(algorithm, input);
        return deciphered(algorithm, input);
    }

private:
    static QString nameOf(const KeyAlgorithm& algorithm) { return QString::fromLatin1(algorithm.name); }

    /// Raw RSA in the token and the padding here in constant time, so that no token's padding oracle counts.
    /// Tokens that do not offer it take the padding off themselves, and are trusted to do it well.
    base::Result<base::SecureBytes> rsaDecrypted(const KeyAlgorithm& algorithm,
                                                 const QByteArray& ciphertext) const
    {
        if (ciphertext.size() != m_part.bits / 8)
            return crypto::decryptionFailed();
        const bool isOaep = algorithm.scheme == Scheme::RsaOaep;
        if (!m_token->d().canDo(CKM_RSA_X_509, CKF_DECRYPT)) {
            CK_RSA_PKCS_OAEP_PARAMS oaep = oaepParameters(algorithm.digestBytes);
            return decryptedBy(isOaep ? CK_MECHANISM{ CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep }
                                      : CK_MECHANISM{ CKM_RSA_PKCS, nullptr, 0 },
                               algorithm, ciphertext);
        }
        const auto block = decryptedBy({ CKM_RSA_X_509, nullptr, 0 }, algorithm, ciphertext);
        if (!block)
            return block.error();
        if (block->size() != static_cast<std::size_t>(m_part.bits / 8))
            return crypto::decryptionFailed();
        if (isOaep)
            return crypto::oaepMessage(block->span(), algorithm.digestBytes);
        const auto offset = crypto::pkcs1MessageOffset(block->span());
        if (!offset)
            return crypto::decryptionFailed();
        return base::SecureBytes::copyOf(block->span().subspan(*offset));
    }

    /// What the token makes of the ciphertext; decryptionFailed() when it refuses the ciphertext itself.
    base::Result<base::SecureBytes> decryptedBy(CK_MECHANISM mechanism, const KeyAlgorithm& algorithm,
                                                const QByteArray& ciphertext) const
    {
        base::SecureBytes plaintext(static_cast<std::size_t>(ciphertext.size()) + blockBytes);
        CK_ULONG size = plaintext.size();
        bool isRefused = false;
        const auto done = m_token->d().useKey(
            m_id, nameOf(algorithm),
            [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
                CK_RV value = list->C_DecryptInit(session, &mechanism, handles.privatePart);
                if (value != CKR_OK)
                    return value;
                value = list->C_Decrypt(session, bytesOf(ciphertext), sizeOf(ciphertext), plaintext.data(),
                                        &size);
                isRefused = isInputRefused(value);
                return value;
            });
        if (isRefused)
            return crypto::decryptionFailed();
        if (!done)
            return done.error();
        return base::SecureBytes::copyOf(plaintext.span().first(size));
    }

    base::Result<crypto::EncryptOutput> enciphered(const KeyAlgorithm& algorithm,
                                                   const crypto::EncryptInput& input) const
    {
        const bool isGcm = algorithm.scheme == Scheme::AesGcm;
        crypto::EncryptOutput output;
        output.nonce = input.nonce;
        if (isGcm) {
            const auto nonce = m_token->random(gcmNonceBytes);
            if (!nonce)
                return nonce.error();
            output.nonce = nonce->view().toByteArray();
        }
        CK_GCM_PARAMS gcm = gcmParameters(output.nonce, input.associatedData);
        CK_MECHANISM mechanism = isGcm
            ? CK_MECHANISM{ CKM_AES_GCM, &gcm, sizeof gcm }
            : CK_MECHANISM{ CKM_AES_CBC, bytesOf(output.nonce), sizeOf(output.nonce) };
        base::SecureBytes plaintext = algorithm.scheme == Scheme::AesCbcPad
            ? crypto::pkcs7Padded(input.plaintext, blockBytes)
            : input.plaintext.clone();
        CK_BYTE nothing = 0; // tokens want an address even for no bytes
        output.ciphertext.resize(static_cast<qsizetype>(plaintext.size()) + 64);
        CK_ULONG size = sizeOf(output.ciphertext);
        const auto done = m_token->d().useKey(
            m_id, nameOf(algorithm),
            [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
                const CK_RV value = list->C_EncryptInit(session, &mechanism, handles.privatePart);
                return value != CKR_OK
                    ? value
                    : list->C_Encrypt(session, plaintext.isEmpty() ? &nothing : plaintext.data(),
                                      plaintext.size(), bytesOf(output.ciphertext), &size);
            });
        if (!done)
            return done.error();
        output.ciphertext.truncate(static_cast<qsizetype>(size));
        if (isGcm) {
            output.tag = output.ciphertext.right(gcmTagBytes);
            output.ciphertext.chop(gcmTagBytes);
        }
        return output;
    }

    base::Result<base::SecureBytes> deciphered(const KeyAlgorithm& algorithm,
                                               const crypto::DecryptInput& input) const
    {
        const bool isGcm = algorithm.scheme == Scheme::AesGcm;
        CK_GCM_PARAMS gcm = gcmParameters(input.nonce, input.associatedData);
        CK_MECHANISM mechanism = isGcm
            ? CK_MECHANISM{ CKM_AES_GCM, &gcm, sizeof gcm }
            : CK_MECHANISM{ CKM_AES_CBC, bytesOf(input.nonce), sizeOf(input.nonce) };
        auto text
            = decryptedBy(mechanism, algorithm, isGcm ? input.ciphertext + input.tag : input.ciphertext);
        if (!text || algorithm.scheme != Scheme::AesCbcPad)
            return text;
        const auto length = crypto::pkcs7MessageLength(text->span(), blockBytes);
        if (!length)
            return crypto::decryptionFailed();
        return base::SecureBytes::copyOf(text->span().first(*length));
    }

    /// Tokens wrap objects, not bytes: the plaintext becomes an object of the session for that moment.
    base::Result<crypto::EncryptOutput> wrapped(const KeyAlgorithm& algorithm,
                                                const crypto::EncryptInput& input) const
    {
        CK_MECHANISM mechanism = wrapMechanism(algorithm);
        crypto::EncryptOutput output;
        output.ciphertext.resize(static_cast<qsizetype>(input.plaintext.size()) + 64);
        CK_ULONG size = sizeOf(output.ciphertext);
        const auto done = m_token->d().useKey(
            m_id, nameOf(algorithm),
            [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
                base::SecureBytes text = input.plaintext.clone();
                CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
                CK_KEY_TYPE type = CKK_GENERIC_SECRET;
                CK_BBOOL yes = CK_TRUE;
                CK_BBOOL no = CK_FALSE;
                std::array attributes = { CK_ATTRIBUTE{ CKA_CLASS, &kind, sizeof kind },
                                          CK_ATTRIBUTE{ CKA_KEY_TYPE, &type, sizeof type },
                                          CK_ATTRIBUTE{ CKA_TOKEN, &no, sizeof no },
                                          CK_ATTRIBUTE{ CKA_EXTRACTABLE, &yes, sizeof yes },
                                          CK_ATTRIBUTE{ CKA_VALUE, text.data(), text.size() } };
                CK_OBJECT_HANDLE object = CK_INVALID_HANDLE;
                CK_RV value = list->C_CreateObject(session, attributes.data(), attributes.size(), &object);
                if (value != CKR_OK)
                    return value;
                value = list->C_WrapKey(session, &mechanism, handles.privatePart, object,
                                        bytesOf(output.ciphertext), &size);
                list->C_DestroyObject(session, object);
                return value;
            });
        if (!done)
            return done.error();
        output.ciphertext.truncate(static_cast<qsizetype>(size));
        // SoftHSM2 2.6 fills the text up before it notes its length. Other lengths than whole blocks are rare
        // enough to be looked at again.
        if (algorithm.scheme != Scheme::AesKeyWrapPad || input.plaintext.size() % 8 == 0)
            return output;
        const auto back = unwrapped(algorithm, { output.ciphertext, {}, {}, {} });
        if (!back || *back == input.plaintext)
            return output;
        return wrappedByBlocks(algorithm, input);
    }

    base::Result<crypto::EncryptOutput> wrappedByBlocks(const KeyAlgorithm& algorithm,
                                                        const crypto::EncryptInput& input) const
    {
        crypto::EncryptOutput output;
        const auto done = m_token->d().useKey(
            m_id, nameOf(algorithm),
            [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
                const auto encrypt = [&](unsigned char* block) {
                    CK_MECHANISM mechanism{ CKM_AES_ECB, nullptr, 0 };
                    CK_ULONG size = blockBytes;
                    const CK_RV value = list->C_EncryptInit(session, &mechanism, handles.privatePart);
                    return value != CKR_OK ? value
                                           : list->C_Encrypt(session, block, blockBytes, block, &size);
                };
                PaddedWrap wrap = wrapPadded(input.plaintext, encrypt);
                output.ciphertext = std::move(wrap.wrapped);
                return wrap.value;
            });
        if (!done)
            return done.error();
        return output;
    }

    base::Result<base::SecureBytes> unwrapped(const KeyAlgorithm& algorithm,
                                              const crypto::DecryptInput& input) const
    {
        CK_MECHANISM mechanism = wrapMechanism(algorithm);
        base::SecureBytes plaintext(static_cast<std::size_t>(input.ciphertext.size()));
        CK_ULONG size = 0;
        bool isRefused = false;
        const auto done = m_token->d().useKey(
            m_id, nameOf(algorithm),
            [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
                CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
                CK_KEY_TYPE type = CKK_GENERIC_SECRET;
                CK_BBOOL yes = CK_TRUE;
                CK_BBOOL no = CK_FALSE;
                std::array attributes = { CK_ATTRIBUTE{ CKA_CLASS, &kind, sizeof kind },
                                          CK_ATTRIBUTE{ CKA_KEY_TYPE, &type, sizeof type },
                                          CK_ATTRIBUTE{ CKA_TOKEN, &no, sizeof no },
                                          CK_ATTRIBUTE{ CKA_SENSITIVE, &no, sizeof no },
                                          CK_ATTRIBUTE{ CKA_EXTRACTABLE, &yes, sizeof yes } };
                CK_OBJECT_HANDLE object = CK_INVALID_HANDLE;
                CK_RV value = list->C_UnwrapKey(session, &mechanism, handles.privatePart,
                                                bytesOf(input.ciphertext), sizeOf(input.ciphertext),
                                                attributes.data(), attributes.size(), &object);
                isRefused = isInputRefused(value);
                if (value != CKR_OK)
                    return value;
                CK_ATTRIBUTE content{ CKA_VALUE, plaintext.data(), plaintext.size() };
                value = list->C_GetAttributeValue(session, object, &content, 1);
                size = content.ulValueLen;
                list->C_DestroyObject(session, object);
                return value;
            });
        if (isRefused)
            return crypto::decryptionFailed();
        if (!done)
            return done.error();
        return base::SecureBytes::copyOf(plaintext.span().first(size));
    }

    static CK_MECHANISM wrapMechanism(const KeyAlgorithm& algorithm)
    {
        return { algorithm.scheme == Scheme::AesKeyWrap ? CKM_AES_KEY_WRAP : CKM_AES_KEY_WRAP_PAD, nullptr,
                 0 };
    }

    static CK_GCM_PARAMS gcmParameters(const QByteArray& nonce, const QByteArray& associatedData)
    {
        CK_GCM_PARAMS parameters{};
        parameters.pIv = bytesOf(nonce);
        parameters.ulIvLen = sizeOf(nonce);
        parameters.ulIvBits = sizeOf(nonce) * 8;
        parameters.pAAD = bytesOf(associatedData);
        parameters.ulAADLen = sizeOf(associatedData);
        parameters.ulTagBits = gcmTagBytes * 8;
        return parameters;
    }

    std::shared_ptr<Token> m_token;
    QByteArray m_id;
    crypto::PublicKey m_part;
    std::optional<crypto::SoftwareKey> m_open; // verifies and encrypts; symmetric keys have none
};

} // namespace

base::Result<std::unique_ptr<crypto::CryptoKey>> Token::find(const QByteArray& id)
{
    const auto part = publicPartOf(*m_private, id);
    if (!part)
        return part.error();
    return keyWithPart(id, *part);
}

base::Result<std::unique_ptr<crypto::CryptoKey>> Token::keyWithPart(const QByteArray& id,
                                                                    const crypto::PublicKey& part)
{
    std::optional<crypto::SoftwareKey> open;
    if (part.type != crypto::KeyType::Oct) {
        auto made = crypto::SoftwareKey::fromPublicKey(part);
        if (!made)
            return made.error();
        open.emplace(std::move(*made));
    }
    return std::unique_ptr<crypto::CryptoKey>(
        std::make_unique<TokenKey>(shared_from_this(), id, part, std::move(open)));
}

} // namespace strongroom::hsm
