// SPDX-License-Identifier: Apache-2.0
// How keys come into a token and leave it: made, imported, unwrapped, wrapped.
#include "model/hsm/token_private.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

namespace {

constexpr CK_ULONG carrierBytes = 32; // the AES key that carries another key
constexpr std::size_t longestDigest = 64; // of SHA-512, below the block of each of the three hashes
constexpr qsizetype longestWrapped = 8192; // an RSA-4096 key in PKCS#8 has 2,400 bytes

base::Error badKey(const QString& message) { return { base::ErrorCode::BadParameter, message, u"key"_s }; }

/// What every private part in a token is: it stays, it is hidden, and it leaves wrapped or never.
Template hiddenPart(const QByteArray& id, const QString& label, TokenKeyUse use)
{
    Template part;
    part.flag(CKA_TOKEN, true)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, use == TokenKeyUse::Exportable)
        .bytes(CKA_ID, id)
        .bytes(CKA_LABEL, label.toUtf8());
    return part;
}

Template openPart(const QByteArray& id, const QString& label)
{
    Template part;
    part.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, false).bytes(CKA_ID, id).bytes(CKA_LABEL, label.toUtf8());
    return part;
}

Template hiddenRsa(const QByteArray& id, const QString& label, TokenKeyUse use)
{
    const bool isExchange = use == TokenKeyUse::KeyExchange;
    Template part = hiddenPart(id, label, use);
    part.flag(CKA_SIGN, !isExchange).flag(CKA_DECRYPT, !isExchange).flag(CKA_UNWRAP, isExchange);
    return part;
}

Template openRsa(const QByteArray& id, const QString& label, TokenKeyUse use)
{
    const bool isExchange = use == TokenKeyUse::KeyExchange;
    Template part = openPart(id, label);
    part.flag(CKA_VERIFY, !isExchange).flag(CKA_ENCRYPT, !isExchange).flag(CKA_WRAP, isExchange);
    return part;
}

Template hiddenEc(const QByteArray& id, const QString& label, TokenKeyUse use)
{
    Template part = hiddenPart(id, label, use);
    part.flag(CKA_SIGN, true);
    return part;
}

Template openEc(const QByteArray& id, const QString& label, crypto::Curve curve)
{
    Template part = openPart(id, label);
    part.flag(CKA_VERIFY, true).bytes(CKA_EC_PARAMS, curveParameters(curve));
    return part;
}

Template cipherPart(const QByteArray& id, const QString& label, TokenKeyUse use)
{
    Template part = hiddenPart(id, label, use);
    part.flag(CKA_ENCRYPT, true).flag(CKA_DECRYPT, true).flag(CKA_WRAP, true).flag(CKA_UNWRAP, true);
    return part;
}

/// Makes HMACs. It never leaves: what is exportable of a symmetric key is its AES object.
Template macPart(const QByteArray& id, const QString& label)
{
    Template part = hiddenPart(id, label, TokenKeyUse::Ordinary);
    part.flag(CKA_SIGN, true).flag(CKA_VERIFY, true);
    return part;
}

/// A key of the session only, which wraps or unwraps another one and ends with it.
Template carrierPart(bool isShown)
{
    Template part;
    part.flag(CKA_TOKEN, false)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, !isShown)
        .flag(CKA_EXTRACTABLE, true)
        .flag(CKA_WRAP, true)
        .flag(CKA_UNWRAP, true);
    return part;
}

Template& asKey(Template& part, CK_OBJECT_CLASS kind, CK_KEY_TYPE type)
{
    return part.number(CKA_CLASS, kind).number(CKA_KEY_TYPE, type);
}

QByteArray exponentBytes(quint32 exponent)
{
    return withoutLeadingZeros(QByteArray::fromHex(QByteArray::number(exponent, 16).rightJustified(8, '0')));
}

/// DER OCTET STRING around the uncompressed point (PKCS#11 v2.40, 2.3.3).
QByteArray pointOf(const crypto::PublicKey& key)
{
    const QByteArray point = QByteArray(1, '\x04') + key.x + key.y;
    QByteArray der(1, '\x04');
    if (point.size() > 127)
        der += '\x81';
    return der + static_cast<char>(point.size()) + point;
}

CK_RV wrapKey(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_MECHANISM mechanism,
              std::pair<CK_OBJECT_HANDLE, CK_OBJECT_HANDLE> wrappingAndKey, QByteArray& wrapped)
{
    wrapped.resize(longestWrapped);
    CK_ULONG size = sizeOf(wrapped);
    const CK_RV value = list->C_WrapKey(session, &mechanism, wrappingAndKey.first, wrappingAndKey.second,
                                        bytesOf(wrapped), &size);
    wrapped.truncate(value == CKR_OK ? static_cast<qsizetype>(size) : 0);
    return value;
}

struct Unwrapping final
{
    CK_MECHANISM mechanism;
    CK_OBJECT_HANDLE key;
};

CK_RV unwrapKey(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, Unwrapping with, QByteArrayView wrapped,
                Template& part, CK_OBJECT_HANDLE* key)
{
    const QByteArray bytes = wrapped.toByteArray();
    return list->C_UnwrapKey(session, &with.mechanism, with.key, bytesOf(bytes), sizeOf(bytes), part.data(),
                             part.size(), key);
}

constexpr CK_MECHANISM paddedWrap{ CKM_AES_KEY_WRAP_PAD, nullptr, 0 };

/// A key on its way in.
struct Arrival final
{
    QByteArray id;
    QString label;
    crypto::KeyType type;
    TokenKeyUse use;
};

Template arrivalPart(const Arrival& arrival)
{
    switch (arrival.type) {
    case crypto::KeyType::Rsa: {
        Template part = hiddenRsa(arrival.id, arrival.label, arrival.use);
        asKey(part, CKO_PRIVATE_KEY, CKK_RSA);
        return part;
    }
    case crypto::KeyType::Ec: {
        Template part = hiddenEc(arrival.id, arrival.label, arrival.use);
        asKey(part, CKO_PRIVATE_KEY, CKK_EC);
        return part;
    }
    case crypto::KeyType::Oct:
        break;
    }
    Template part = cipherPart(arrival.id, arrival.label, arrival.use);
    asKey(part, CKO_SECRET_KEY, CKK_AES);
    return part;
}

Template macArrivalPart(const Arrival& arrival)
{
    Template part = macPart(arrival.id, arrival.label);
    asKey(part, CKO_SECRET_KEY, CKK_GENERIC_SECRET);
    return part;
}

/// The halves of the transport form of one key.
struct Transport final
{
    QByteArrayView carrier; ///< for RSA-OAEP
    QByteArrayView key; ///< for AES key wrap under the carrier
    crypto::OaepHash hash;
};

/// Unwraps with the private half of `exchange` into one object for each of `parts`, all or none of them.
CK_RV unwrapTransport(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE exchange,
                      const Transport& transport, std::vector<Template>& parts)
{
    CK_RSA_PKCS_OAEP_PARAMS oaep = oaepParameters(crypto::digestBytes(transport.hash));
    Template carrierTemplate = carrierPart(false);
    asKey(carrierTemplate, CKO_SECRET_KEY, CKK_AES);
    CK_OBJECT_HANDLE carrier = CK_INVALID_HANDLE;
    CK_RV value = unwrapKey(list, session, { { CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep }, exchange },
                            transport.carrier, carrierTemplate, &carrier);
    if (value != CKR_OK)
        return value;
    std::vector<CK_OBJECT_HANDLE> made;
    for (Template& part : parts) {
        CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
        value = unwrapKey(list, session, { paddedWrap, carrier }, transport.key, part, &key);
        if (value != CKR_OK)
            break;
        made.push_back(key);
    }
    list->C_DestroyObject(session, carrier);
    if (value != CKR_OK) {
        for (const CK_OBJECT_HANDLE key : made)
            list->C_DestroyObject(session, key);
    }
    return value;
}

CK_RV createPublicPart(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, Template part,
                       const crypto::PublicKey& key)
{
    CK_OBJECT_HANDLE object = CK_INVALID_HANDLE;
    if (key.type == crypto::KeyType::Rsa) {
        asKey(part, CKO_PUBLIC_KEY, CKK_RSA).bytes(CKA_MODULUS, key.n).bytes(CKA_PUBLIC_EXPONENT, key.e);
    } else {
        asKey(part, CKO_PUBLIC_KEY, CKK_EC).bytes(CKA_EC_POINT, pointOf(key));
    }
    return list->C_CreateObject(session, part.data(), part.size(), &object);
}

Template publicPartFor(const Arrival& arrival, const crypto::PublicKey& key)
{
    return key.type == crypto::KeyType::Rsa ? openRsa(arrival.id, arrival.label, arrival.use)
                                            : openEc(arrival.id, arrival.label, *key.curve);
}

/// An HMAC key is filled up with zeros by definition (RFC 2104), and some tokens want one that is as long
/// as the digest: this is the same key for all three.
base::SecureBytes macMaterial(const base::SecureBytes& key)
{
    base::SecureBytes filled(longestDigest);
    std::memcpy(filled.data(), key.data(), std::min(key.size(), filled.size()));
    return filled;
}

/// The private objects from their clear values, for tokens that cannot unwrap.
CK_RV createInTheClear(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const Arrival& arrival,
                       const crypto::SoftwareKey& key)
{
    Template part = arrivalPart(arrival);
    CK_OBJECT_HANDLE object = CK_INVALID_HANDLE;
    if (arrival.type == crypto::KeyType::Rsa) {
        auto parts = key.rsaParts();
        if (!parts)
            return CKR_ARGUMENTS_BAD;
        part.bytes(CKA_MODULUS, parts->n)
            .bytes(CKA_PUBLIC_EXPONENT, parts->e)
            .secret(CKA_PRIVATE_EXPONENT, std::move(parts->d))
            .secret(CKA_PRIME_1, std::move(parts->p))
            .secret(CKA_PRIME_2, std::move(parts->q))
            .secret(CKA_EXPONENT_1, std::move(parts->dp))
            .secret(CKA_EXPONENT_2, std::move(parts->dq))
            .secret(CKA_COEFFICIENT, std::move(parts->qi));
        return list->C_CreateObject(session, part.data(), part.size(), &object);
    }
    if (arrival.type == crypto::KeyType::Ec) {
        auto parts = key.ecParts();
        if (!parts)
            return CKR_ARGUMENTS_BAD;
        part.bytes(CKA_EC_PARAMS, curveParameters(parts->curve)).secret(CKA_VALUE, std::move(parts->d));
        return list->C_CreateObject(session, part.data(), part.size(), &object);
    }
    auto value = key.toStored();
    if (!value)
        return CKR_ARGUMENTS_BAD;
    Template mac = macArrivalPart(arrival);
    mac.secret(CKA_VALUE, macMaterial(*value));
    part.secret(CKA_VALUE, std::move(*value));
    const CK_RV made = list->C_CreateObject(session, part.data(), part.size(), &object);
    return made == CKR_OK ? list->C_CreateObject(session, mac.data(), mac.size(), &object) : made;
}

/// A key pair of the session that imported keys are wrapped for.
struct Exchange final
{
    CK_OBJECT_HANDLE privatePart = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE publicPart = CK_INVALID_HANDLE;
    crypto::PublicKey key;
};

CK_RV makeExchange(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, Exchange& exchange)
{
    constexpr int bits = 2048;
    Template hidden;
    hidden.flag(CKA_TOKEN, false).flag(CKA_PRIVATE, true).flag(CKA_SENSITIVE, true).flag(CKA_UNWRAP, true);
    Template open;
    open.flag(CKA_TOKEN, false)
        .flag(CKA_WRAP, true)
        .number(CKA_MODULUS_BITS, bits)
        .bytes(CKA_PUBLIC_EXPONENT, exponentBytes(65537));
    CK_MECHANISM mechanism{ CKM_RSA_PKCS_KEY_PAIR_GEN, nullptr, 0 };
    const CK_RV value = list->C_GenerateKeyPair(session, &mechanism, open.data(), open.size(), hidden.data(),
                                                hidden.size(), &exchange.publicPart, &exchange.privatePart);
    if (value != CKR_OK)
        return value;
    exchange.key.bits = bits;
    exchange.key.n = withoutLeadingZeros(attributeOf(list, session, exchange.publicPart, CKA_MODULUS));
    exchange.key.e
        = withoutLeadingZeros(attributeOf(list, session, exchange.publicPart, CKA_PUBLIC_EXPONENT));
    return value;
}

CK_RV importThrough(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const Exchange& exchange,
                    const base::SecureBytes& material, Template part)
{
    const auto wrapped = crypto::wrapForTransport(exchange.key, crypto::OaepHash::Sha1, material);
    if (!wrapped)
        return CKR_FUNCTION_FAILED;
    const QByteArrayView whole(*wrapped);
    const qsizetype headBytes = exchange.key.n.size();
    std::vector<Template> parts;
    parts.push_back(std::move(part));
    return unwrapTransport(list, session, exchange.privatePart,
                           { whole.first(headBytes), whole.sliced(headBytes), crypto::OaepHash::Sha1 },
                           parts);
}

CK_RV importThroughExchange(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const Arrival& arrival,
                            const base::SecureBytes& material)
{
    Exchange exchange;
    CK_RV value = makeExchange(list, session, exchange);
    if (value != CKR_OK)
        return value;
    value = importThrough(list, session, exchange, material, arrivalPart(arrival));
    if (value == CKR_OK && arrival.type == crypto::KeyType::Oct)
        value = importThrough(list, session, exchange, macMaterial(material), macArrivalPart(arrival));
    list->C_DestroyObject(session, exchange.privatePart);
    list->C_DestroyObject(session, exchange.publicPart);
    return value;
}

bool canUnwrap(Token::Private& token)
{
    return token.canDo(CKM_RSA_PKCS_KEY_PAIR_GEN, CKF_GENERATE_KEY_PAIR)
        && token.canDo(CKM_RSA_PKCS_OAEP, CKF_UNWRAP) && token.canDo(CKM_AES_KEY_WRAP_PAD, CKF_UNWRAP);
}

/// The AES object of a new exportable key once more, as one that makes HMACs: wrapped and unwrapped in
/// the token under a key of the session.
CK_RV copyAsMac(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE cipher, Template& mac)
{
    Template carrierTemplate = carrierPart(false);
    carrierTemplate.number(CKA_VALUE_LEN, carrierBytes);
    CK_MECHANISM mechanism{ CKM_AES_KEY_GEN, nullptr, 0 };
    CK_OBJECT_HANDLE carrier = CK_INVALID_HANDLE;
    CK_RV value
        = list->C_GenerateKey(session, &mechanism, carrierTemplate.data(), carrierTemplate.size(), &carrier);
    if (value != CKR_OK)
        return value;
    QByteArray wrapped;
    value = wrapKey(list, session, paddedWrap, { carrier, cipher }, wrapped);
    CK_OBJECT_HANDLE copy = CK_INVALID_HANDLE;
    asKey(mac, CKO_SECRET_KEY, CKK_GENERIC_SECRET);
    if (value == CKR_OK)
        value = unwrapKey(list, session, { paddedWrap, carrier }, wrapped, mac, &copy);
    list->C_DestroyObject(session, carrier);
    return value;
}

/// A new symmetric key: an AES object and one for HMAC. Nobody sees the value of a key that never leaves,
/// so its two objects may have two; those of an exportable key have the same.
CK_RV generateOctParts(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const Arrival& arrival, int bits,
                       bool canMac)
{
    const auto length = static_cast<CK_ULONG>(bits / 8);
    Template cipher = cipherPart(arrival.id, arrival.label, arrival.use);
    cipher.number(CKA_VALUE_LEN, length);
    CK_MECHANISM mechanism{ CKM_AES_KEY_GEN, nullptr, 0 };
    CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
    CK_RV value = list->C_GenerateKey(session, &mechanism, cipher.data(), cipher.size(), &key);
    if (value != CKR_OK || !canMac)
        return value;
    Template mac = macPart(arrival.id, arrival.label);
    if (arrival.use == TokenKeyUse::Exportable) {
        value = copyAsMac(list, session, key, mac);
    } else {
        mac.number(CKA_VALUE_LEN, longestDigest);
        CK_MECHANISM generic{ CKM_GENERIC_SECRET_KEY_GEN, nullptr, 0 };
        CK_OBJECT_HANDLE macKey = CK_INVALID_HANDLE;
        value = list->C_GenerateKey(session, &generic, mac.data(), mac.size(), &macKey);
    }
    if (value != CKR_OK)
        list->C_DestroyObject(session, key);
    return value;
}

/// A key on its way out, wrapped for `target`.
struct Release final
{
    const crypto::PublicKey& target;
    crypto::OaepHash hash;
    QByteArray head; ///< the carrier for the target; empty when the token's OAEP lacks the hash
    QByteArray tail; ///< the key under the carrier
    base::SecureBytes shownCarrier;
};

/// Tokens differ in the hashes their OAEP knows. Where one is lacking, the ephemeral carrier, never the
/// released key, is shown to us and wrapped here.
enum class CarrierIs { Hidden, Shown };

CK_RV wrapCarrier(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE carrier,
                  Release& release)
{
    Template part;
    part.flag(CKA_TOKEN, false).flag(CKA_PRIVATE, false).flag(CKA_WRAP, true).flag(CKA_ENCRYPT, true);
    asKey(part, CKO_PUBLIC_KEY, CKK_RSA)
        .bytes(CKA_MODULUS, release.target.n)
        .bytes(CKA_PUBLIC_EXPONENT, release.target.e);
    CK_OBJECT_HANDLE target = CK_INVALID_HANDLE;
    CK_RV value = list->C_CreateObject(session, part.data(), part.size(), &target);
    if (value != CKR_OK)
        return value;
    CK_RSA_PKCS_OAEP_PARAMS oaep = oaepParameters(crypto::digestBytes(release.hash));
    value = wrapKey(list, session, { CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep }, { target, carrier },
                    release.head);
    list->C_DestroyObject(session, target);
    const bool isLacking = value == CKR_MECHANISM_PARAM_INVALID || value == CKR_MECHANISM_INVALID
        || value == CKR_ARGUMENTS_BAD;
    return isLacking ? CKR_OK : value;
}

CK_RV wrapThrough(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key,
                  CarrierIs carrierIs, Release& release)
{
    Template part = carrierPart(carrierIs == CarrierIs::Shown);
    part.number(CKA_VALUE_LEN, carrierBytes);
    CK_MECHANISM mechanism{ CKM_AES_KEY_GEN, nullptr, 0 };
    CK_OBJECT_HANDLE carrier = CK_INVALID_HANDLE;
    CK_RV value = list->C_GenerateKey(session, &mechanism, part.data(), part.size(), &carrier);
    if (value != CKR_OK)
        return value;
    value = wrapKey(list, session, paddedWrap, { carrier, key }, release.tail);
    CK_ATTRIBUTE shown{ CKA_VALUE, release.shownCarrier.data(), release.shownCarrier.size() };
    if (value == CKR_OK)
        value = carrierIs == CarrierIs::Shown ? list->C_GetAttributeValue(session, carrier, &shown, 1)
                                              : wrapCarrier(list, session, carrier, release);
    list->C_DestroyObject(session, carrier);
    return value;
}

/// An elliptic-curve private key does not hold its point: two signatures give it away (SEC 1, 4.1.6).
CK_RV recoverPoint(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key,
                   crypto::PublicKey& part)
{
    const crypto::Curve curve = *part.curve;
    std::vector<std::vector<crypto::PublicKey>> signers;
    for (const char filler : { '\x01', '\x02' }) {
        const QByteArray digest(32, filler);
        QByteArray signature(2 * crypto::coordinateBytes(curve), '\0');
        CK_ULONG size = sizeOf(signature);
        CK_MECHANISM mechanism{ CKM_ECDSA, nullptr, 0 };
        CK_RV value = list->C_SignInit(session, &mechanism, key);
        if (value == CKR_OK)
            value = list->C_Sign(session, bytesOf(digest), sizeOf(digest), bytesOf(signature), &size);
        if (value != CKR_OK)
            return value;
        signers.push_back(crypto::possibleSigners(curve, digest, signature));
    }
    for (const crypto::PublicKey& candidate : signers.front()) {
        if (std::find(signers.back().begin(), signers.back().end(), candidate) != signers.back().end())
            part = candidate;
    }
    return CKR_OK;
}

/// Whether the key encrypts at all, as one of a wrong length does not.
bool canEncrypt(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key)
{
    QByteArray block(16, '\0');
    QByteArray sealed(64, '\0');
    CK_ULONG size = sizeOf(sealed);
    CK_MECHANISM cbc{ CKM_AES_CBC, block.data(), sizeOf(block) };
    return list->C_EncryptInit(session, &cbc, key) == CKR_OK
        && list->C_Encrypt(session, bytesOf(block), sizeOf(block), bytesOf(sealed), &size) == CKR_OK;
}

/// The public part of a key that was unwrapped from `wrappedBytes`, as far as the token shows it; not
/// supported, as isSupported() says, if it shows none.
CK_RV readArrivedKey(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key,
                     qsizetype wrappedBytes, crypto::PublicKey& part)
{
    switch (part.type) {
    case crypto::KeyType::Rsa:
        part.n = withoutLeadingZeros(attributeOf(list, session, key, CKA_MODULUS));
        part.e = withoutLeadingZeros(attributeOf(list, session, key, CKA_PUBLIC_EXPONENT));
        part.bits = static_cast<int>(part.n.size()) * 8;
        return CKR_OK;
    case crypto::KeyType::Ec:
        part.curve = curveOf(attributeOf(list, session, key, CKA_EC_PARAMS));
        return part.curve ? recoverPoint(list, session, key, part) : CKR_OK;
    case crypto::KeyType::Oct:
        break;
    }
    // RFC 5649 adds one block of eight bytes; within the last one only the token knows the length.
    if (canEncrypt(list, session, key))
        part.bits = static_cast<int>(wrappedBytes - 8) * 8;
    return CKR_OK;
}

bool isSupported(const crypto::PublicKey& part)
{
    switch (part.type) {
    case crypto::KeyType::Rsa:
        return part.bits == 2048 || part.bits == 3072 || part.bits == 4096;
    case crypto::KeyType::Ec:
        return part.curve && !part.x.isEmpty();
    case crypto::KeyType::Oct:
        break;
    }
    return part.bits == 128 || part.bits == 192 || part.bits == 256;
}

base::Result<void> makePair(Token::Private& token, const QString& what, CK_MECHANISM_TYPE type,
                            Template& open, Template& hidden)
{
    return token.useToChange(what, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
        CK_MECHANISM mechanism{ type, nullptr, 0 };
        KeyHandles handles;
        return list->C_GenerateKeyPair(session, &mechanism, open.data(), open.size(), hidden.data(),
                                       hidden.size(), &handles.publicPart, &handles.privatePart);
    });
}

} // namespace

base::Result<std::unique_ptr<crypto::CryptoKey>>
Token::generateRsa(const QByteArray& id, const QString& label, int bits, quint32 exponent, TokenKeyUse use)
{
    Template hidden = hiddenRsa(id, label, use);
    Template open = openRsa(id, label, use);
    open.number(CKA_MODULUS_BITS, static_cast<CK_ULONG>(bits))
        .bytes(CKA_PUBLIC_EXPONENT, exponentBytes(exponent));
    if (auto made = makePair(*m_private, u"make an RSA key"_s, CKM_RSA_PKCS_KEY_PAIR_GEN, open, hidden);
        !made)
        return made.error();
    return find(id);
}

base::Result<std::unique_ptr<crypto::CryptoKey>> Token::generateEc(const QByteArray& id, const QString& label,
                                                                   crypto::Curve curve, TokenKeyUse use)
{
    Template hidden = hiddenEc(id, label, use);
    Template open = openEc(id, label, curve);
    if (auto made = makePair(*m_private, u"make an elliptic-curve key"_s, CKM_EC_KEY_PAIR_GEN, open, hidden);
        !made)
        return made.error();
    return find(id);
}

base::Result<std::unique_ptr<crypto::CryptoKey>>
Token::generateOct(const QByteArray& id, const QString& label, int bits, TokenKeyUse use)
{
    const bool canMac = m_private->canDo(CKM_GENERIC_SECRET_KEY_GEN, CKF_GENERATE)
        && m_private->canDo(CKM_SHA256_HMAC, CKF_SIGN);
    const auto made = m_private->useToChange(
        u"make a symmetric key"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
            return generateOctParts(list, session, { id, label, crypto::KeyType::Oct, use }, bits, canMac);
        });
    if (!made)
        return made.error();
    return find(id);
}

base::Result<std::unique_ptr<crypto::CryptoKey>>
Token::importKey(const QByteArray& id, const QString& label, const crypto::SoftwareKey& key, TokenKeyUse use)
{
    const crypto::PublicKey& part = key.publicKey();
    if (!isSupported(part))
        return badKey(u"A token takes symmetric keys of 128, 192 or 256 bits."_s);
    const auto material = key.toStored();
    if (!material)
        return material.error();
    const Arrival arrival{ id, label, part.type, use };
    const auto import = [&](bool isWrapped) {
        return m_private->useToChange(
            u"import the key"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
                CK_RV value = isWrapped ? importThroughExchange(list, session, arrival, *material)
                                        : createInTheClear(list, session, arrival, key);
                if (value == CKR_OK && part.type != crypto::KeyType::Oct)
                    value = createPublicPart(list, session, publicPartFor(arrival, part), part);
                return value;
            });
    };
    auto done = import(canUnwrap(*m_private));
    // SoftHSM2 forgets how long an unwrapped symmetric key is.
    if (done && part.type == crypto::KeyType::Oct && !find(id)) {
        if (auto cleared = destroy(id); !cleared)
            return cleared.error();
        done = import(false);
    }
    if (done)
        return find(id);
    // Half of it may be there.
    if (auto cleared = destroy(id); !cleared)
        return cleared.error();
    return done.error();
}

base::Result<std::unique_ptr<crypto::CryptoKey>>
Token::importWrapped(const QByteArray& id, const QString& label, const QByteArray& exchangeKeyId,
                     const WrappedKey& wrapped, TokenKeyUse use)
{
    const auto exchange = find(exchangeKeyId);
    if (!exchange)
        return exchange.error();
    const base::Error notForThisKey = badKey(u"The key was not wrapped for this exchange key."_s);
    const qsizetype headBytes = (*exchange)->publicKey().n.size();
    const qsizetype tailBytes = wrapped.ciphertext.size() - headBytes;
    if (headBytes == 0 || tailBytes <= 0 || tailBytes > longestWrapped)
        return notForThisKey;
    const Arrival arrival{ id, label, wrapped.type, use };
    const QByteArrayView whole(wrapped.ciphertext);
    bool isRefused = false;
    std::unique_lock changing(m_private->change);
    auto done = m_private->useKey(
        exchangeKeyId, u"unwrap the key"_s,
        [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
            std::vector<Template> parts;
            parts.push_back(arrivalPart(arrival));
            if (wrapped.type == crypto::KeyType::Oct)
                parts.push_back(macArrivalPart(arrival));
            const CK_RV value
                = unwrapTransport(list, session, handles.privatePart,
                                  { whole.first(headBytes), whole.sliced(headBytes), wrapped.hash }, parts);
            isRefused = isInputRefused(value);
            return value;
        });
    if (isRefused)
        return notForThisKey;
    if (!done)
        return done.error();
    crypto::PublicKey part;
    part.type = wrapped.type;
    done = m_private->useKey(
        id, u"read the public key"_s,
        [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
            CK_RV value = readArrivedKey(list, session, handles.privatePart, tailBytes, part);
            if (value == CKR_OK && isSupported(part) && part.type != crypto::KeyType::Oct)
                value = createPublicPart(list, session, publicPartFor(arrival, part), part);
            return value;
        });
    changing.unlock();
    forgetHandle(id); // the public part is new
    if (done && isSupported(part))
        return keyWithPart(id, part);
    if (auto cleared = destroy(id); !cleared)
        return cleared.error();
    return done ? badKey(u"The size or curve of the wrapped key is not supported."_s) : done.error();
}

base::Result<QByteArray> Token::wrapForRelease(const QByteArray& id, const crypto::PublicKey& target,
                                               crypto::OaepHash hash)
{
    if (target.type != crypto::KeyType::Rsa || !isSupported(target))
        return badKey(u"Keys are released to RSA keys of 2048, 3072 or 4096 bits."_s);
    Release release{ target, hash, {}, {}, base::SecureBytes(carrierBytes) };
    bool isOaepMissing = false;
    auto done = m_private->useKey(
        id, u"wrap the key"_s,
        [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
            const CK_RV value = wrapThrough(list, session, handles.privatePart, CarrierIs::Hidden, release);
            isOaepMissing = value == CKR_OK && release.head.isEmpty();
            return value;
        });
    if (!done)
        return done.error();
    if (!isOaepMissing)
        return QByteArray(release.head + release.tail);
    done = m_private->useKey(
        id, u"wrap the key"_s,
        [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
            return wrapThrough(list, session, handles.privatePart, CarrierIs::Shown, release);
        });
    if (!done)
        return done.error();
    const auto head = crypto::oaepEncrypt(target, hash, std::move(release.shownCarrier));
    if (!head)
        return head.error();
    return QByteArray(*head + release.tail);
}

} // namespace strongroom::hsm
