// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/jwk.h"

#include "model/base/encodings.h"
#include "model/base/json_writer.h"
#include "model/crypto/openssl_keys.h"
#include "model/crypto/sha2.h"

#include <algorithm>
#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

constexpr int smallestModulus = 2048;
constexpr int largestModulus = 16384; // verifying with a larger one would cost too much
constexpr qsizetype longestExponent = 8;

constexpr std::array numberNames
    = { "n"_L1, "e"_L1, "d"_L1, "p"_L1, "q"_L1, "dp"_L1, "dq"_L1, "qi"_L1, "x"_L1, "y"_L1, "k"_L1 };

/// The members of a JWK as they stand there; those that nobody here knows are skipped.
struct Members final
{
    QString keyType;
    QString curve;
    QString keyId;
    QString algorithm;
    QString use;
    QStringList operations;
    std::map<QString, base::SecureBytes> numbers; ///< decoded; any of them may be a secret
    bool hasOtherPrimes = false;

    base::SecureBytes secret(const QString& name)
    {
        const auto found = numbers.find(name);
        return found == numbers.end() ? base::SecureBytes() : std::move(found->second);
    }
    QByteArray open(const QString& name) { return secret(name).view().toByteArray(); }
};

bool isNumber(const QString& name)
{
    return std::find(numberNames.begin(), numberNames.end(), name) != numberNames.end();
}

base::SecureBytes takeNumber(base::JsonReader& reader, const QString& name)
{
    const base::SecureBytes text = reader.takeSecret(name);
    auto decoded = base::fromBase64Url(text.view());
    if (!decoded) {
        reader.fail(u"The member '%1' of the key is not base64url."_s.arg(name), u"key"_s);
        return {};
    }
    auto number = base::SecureBytes::copyOf(*decoded);
    base::wipe(*decoded);
    return number;
}

/// A text, or nothing for a value of another kind.
QString takeTextOnly(base::JsonReader& reader)
{
    if (reader.peek() == base::JsonReader::Kind::Text)
        return reader.takeText({});
    reader.skip();
    return {};
}

QStringList takeTexts(base::JsonReader& reader)
{
    if (reader.peek() != base::JsonReader::Kind::Array) {
        reader.skip();
        return {};
    }
    QStringList texts;
    reader.enterArray();
    while (reader.nextElement())
        texts.append(takeTextOnly(reader));
    return texts;
}

Members takeMembers(base::JsonReader& reader)
{
    Members members;
    QStringList seen;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        // Two readers of a document in which a member stands twice may see two keys (RFC 7517, 4).
        if (seen.contains(*name))
            reader.fail(u"The member '%1' of the key stands twice."_s.arg(*name), u"key"_s);
        seen.append(*name);
        if (isNumber(*name))
            members.numbers[*name] = takeNumber(reader, *name);
        else if (*name == "kty"_L1)
            members.keyType = takeTextOnly(reader);
        else if (*name == "crv"_L1)
            members.curve = takeTextOnly(reader);
        else if (*name == "kid"_L1)
            members.keyId = takeTextOnly(reader);
        else if (*name == "alg"_L1)
            members.algorithm = takeTextOnly(reader);
        else if (*name == "use"_L1 || *name == "key_use"_L1)
            members.use = takeTextOnly(reader);
        else if (*name == "key_ops"_L1)
            members.operations = takeTexts(reader);
        else
            reader.skip();
        members.hasOtherPrimes = members.hasOtherPrimes || *name == "oth"_L1;
    }
    return members;
}

/// The members of the one key that `json` is.
base::Result<Members> readMembers(QByteArrayView json)
{
    base::JsonReader reader(json);
    Members members = takeMembers(reader);
    if (const auto done = reader.finish(); !done)
        return done.error().field == u"key"_s ? done.error()
                                              : badKey(u"This is not a JSON Web Key (RFC 7517)."_s);
    return members;
}

QByteArray withoutLeadingZeros(QByteArray number)
{
    while (number.size() > 1 && number.front() == '\0')
        number.remove(0, 1);
    return number;
}

base::Result<PublicKey> rsaPart(Members& members)
{
    PublicKey key;
    key.type = KeyType::Rsa;
    key.n = withoutLeadingZeros(members.open(u"n"_s));
    key.e = withoutLeadingZeros(members.open(u"e"_s));
    if (key.n.isEmpty() || key.n.size() > largestModulus / 8 || key.e.isEmpty()
        || key.e.size() > longestExponent)
        return badKey(u"The RSA key must have a modulus of 2048 to 16384 bits and an exponent."_s);
    key.bits = BN_num_bits(numberOf(key.n).get());
    const bool isOdd = (key.e.back() & 1) == 1 && (key.n.back() & 1) == 1;
    if (key.bits < smallestModulus || !isOdd || key.e == QByteArray(1, '\x01'))
        return badKey(u"The RSA key must have a modulus of 2048 to 16384 bits and an odd exponent."_s);
    return key;
}

base::Result<Curve> curveIn(const Members& members)
{
    const auto curve = curveFromText(members.curve);
    if (!curve)
        return badKey(u"The curve must be P-256, P-384, P-521 or P-256K."_s);
    return *curve;
}

base::Result<PublicKey> ecPart(Members& members)
{
    const auto curve = curveIn(members);
    if (!curve)
        return curve.error();
    PublicKey key;
    key.type = KeyType::Ec;
    key.curve = *curve;
    key.x = members.open(u"x"_s);
    key.y = members.open(u"y"_s);
    if (key.x.size() != coordinateBytes(*curve) || key.y.size() != coordinateBytes(*curve))
        return badKey(u"The coordinates must have %1 bytes for this curve."_s.arg(coordinateBytes(*curve)));
    key.bits = fieldBits(*curve);
    return key;
}

base::Result<PublicJwk> publicJwk(Members members)
{
    const bool isRsa = members.keyType == u"RSA"_s;
    if (!isRsa && members.keyType != u"EC"_s)
        return badKey(u"The key must be of type RSA or EC."_s);
    auto key = isRsa ? rsaPart(members) : ecPart(members);
    if (!key)
        return key.error();
    if (!publicKeyFrom(*key))
        return badKey(u"The point of the key is not on its curve."_s);
    return PublicJwk{ members.keyId, members.algorithm, members.use, members.operations, std::move(*key) };
}

base::Result<SoftwareKey> privateRsa(Members& members)
{
    if (members.hasOtherPrimes)
        return badKey(u"RSA keys of more than two primes are not supported."_s);
    SoftwareKey::RsaParts parts;
    parts.n = members.open(u"n"_s);
    parts.e = members.open(u"e"_s);
    parts.d = members.secret(u"d"_s);
    parts.p = members.secret(u"p"_s);
    parts.q = members.secret(u"q"_s);
    parts.dp = members.secret(u"dp"_s);
    parts.dq = members.secret(u"dq"_s);
    parts.qi = members.secret(u"qi"_s);
    return SoftwareKey::fromRsaParts(parts);
}

base::Result<SoftwareKey> privateEc(Members& members)
{
    const auto curve = curveIn(members);
    if (!curve)
        return curve.error();
    return SoftwareKey::fromEcParts(
        { *curve, members.open(u"x"_s), members.open(u"y"_s), members.secret(u"d"_s) });
}

/// RFC 8812 has another name for P-256K than the service.
QString joseName(Curve curve) { return curve == Curve::P256K ? u"secp256k1"_s : toText(curve); }

QString base64UrlText(const QByteArray& bytes) { return QString::fromLatin1(base::toBase64Url(bytes)); }

base::Error hasNoPublicPart() { return badKey(u"A symmetric key has no public part."_s); }

/// The required members in lexicographic order, without white space (RFC 7638, 3.2).
void writeRequired(base::JsonWriter& writer, const PublicKey& key)
{
    if (key.type == KeyType::Rsa) {
        writer.member("e").text(base64UrlText(key.e));
        writer.member("kty").text(u"RSA"_s);
        writer.member("n").text(base64UrlText(key.n));
        return;
    }
    writer.member("crv").text(joseName(*key.curve));
    writer.member("kty").text(u"EC"_s);
    writer.member("x").text(base64UrlText(key.x));
    writer.member("y").text(base64UrlText(key.y));
}

} // namespace

base::Result<PublicJwk> readPublicJwk(QByteArrayView json)
{
    auto members = readMembers(json);
    if (!members)
        return members.error();
    return publicJwk(std::move(*members));
}

std::vector<PublicJwk> takeJwkSet(base::JsonReader& reader)
{
    std::vector<PublicJwk> keys;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name != "keys"_L1) {
            reader.skip();
            continue;
        }
        reader.enterArray();
        while (reader.nextElement()) {
            auto key = publicJwk(takeMembers(reader));
            if (key && !reader.hasFailed())
                keys.push_back(std::move(*key));
        }
    }
    return reader.hasFailed() ? std::vector<PublicJwk>() : std::move(keys);
}

base::Result<std::vector<PublicJwk>> readJwkSet(QByteArrayView json)
{
    base::JsonReader reader(json);
    auto keys = takeJwkSet(reader);
    if (const auto done = reader.finish(); !done)
        return badKey(u"This is not a JSON Web Key Set (RFC 7517)."_s);
    return keys;
}

base::Result<QByteArray> writePublicJwk(const PublicKey& key, const QString& keyId)
{
    if (key.type == KeyType::Oct)
        return hasNoPublicPart();
    base::JsonWriter writer;
    writer.beginObject();
    writeRequired(writer, key);
    if (!keyId.isEmpty())
        writer.member("kid").text(keyId);
    writer.endObject();
    return writer.finish().view().toByteArray();
}

base::Result<SoftwareKey> readPrivateJwk(const base::SecureBytes& json)
{
    auto members = readMembers(json.view());
    if (!members)
        return members.error();
    const bool isSymmetric = members->keyType == u"oct"_s;
    if (!isSymmetric && members->keyType != u"RSA"_s && members->keyType != u"EC"_s)
        return badKey(u"The key must be of type RSA, EC or oct."_s);
    if (isSymmetric)
        return SoftwareKey::fromOct(members->secret(u"k"_s));
    if (!members->numbers.contains(u"d"_s))
        return badKey(u"This is only the public part of a key."_s);
    return members->keyType == u"RSA"_s ? privateRsa(*members) : privateEc(*members);
}

base::Result<QByteArray> jwkThumbprint(const PublicKey& key)
{
    if (key.type == KeyType::Oct)
        return hasNoPublicPart();
    base::JsonWriter writer;
    writer.beginObject();
    writeRequired(writer, key);
    writer.endObject();
    return sha2(writer.finish().view(), 32);
}

} // namespace strongroom::crypto
