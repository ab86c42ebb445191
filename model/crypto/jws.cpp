// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/jws.h"

#include "model/base/encodings.h"
#include "model/base/json_writer.h"
#include "model/crypto/sha2.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

/// Chains of certificates fit; a header that is longer is an attempt to keep somebody busy.
constexpr qsizetype longestHeader = 16 * 1024;

base::Error malformed()
{
    return { base::ErrorCode::BadParameter, u"The signed token is not well-formed."_s, {} };
}

base::Error notBelieved(const QString& why) { return { base::ErrorCode::Unauthenticated, why, {} }; }

QByteArray takeThumbprint(base::JsonReader& reader, const QString& name)
{
    const auto bytes = base::fromBase64Url(reader.takeText(name).toLatin1());
    return bytes ? *bytes : QByteArray();
}

QByteArray takeCertificate(base::JsonReader& reader)
{
    auto der = base::fromBase64(reader.takeText(u"x5c"_s).toLatin1());
    if (!der)
        reader.fail(u"not base64"_s, u"x5c"_s);
    return der ? std::move(*der) : QByteArray();
}

/// A list, or the one certificate that some clients write without it.
std::vector<QByteArray> takeCertificates(base::JsonReader& reader)
{
    if (reader.peek() == base::JsonReader::Kind::Text)
        return { takeCertificate(reader) };
    std::vector<QByteArray> certificates;
    reader.enterArray();
    while (reader.nextElement())
        certificates.push_back(takeCertificate(reader));
    return certificates;
}

base::Result<void> readHeader(QByteArrayView json, Jws& token)
{
    base::JsonReader reader(json);
    QStringList seen;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (seen.contains(*name)) // RFC 7515 section 4: names must be unique
            reader.fail(u"a member stands twice"_s);
        seen.append(*name);
        if (*name == "alg"_L1)
            token.algorithm = reader.takeText(*name);
        else if (*name == "kid"_L1)
            token.keyId = reader.takeText(*name);
        else if (*name == "typ"_L1)
            token.type = reader.takeText(*name);
        else if (*name == "x5t"_L1)
            token.thumbprintSha1 = takeThumbprint(reader, *name);
        else if (*name == "x5t#S256"_L1)
            token.thumbprintSha256 = takeThumbprint(reader, *name);
        else if (*name == "x5c"_L1)
            token.certificates = takeCertificates(reader);
        else if (*name == "crit"_L1) // RFC 7515 section 4.1.11: not understood means not valid
            reader.fail(u"unknown extension"_s);
        else
            reader.skip();
    }
    return reader.finish();
}

/// The algorithm, if it is one of JOSE's, allowed, and for this type of key: the token does not choose.
const KeyAlgorithm* algorithmFor(const Jws& jws, const PublicKey& key, const QStringList& allowed)
{
    const KeyAlgorithm* const algorithm
        = allowed.contains(jws.algorithm) ? findKeyAlgorithm(jws.algorithm) : nullptr;
    const bool isUsable = algorithm && algorithm->canSign() && key.type != KeyType::Oct
        && algorithm->scheme != Scheme::RsaPkcs1Raw && checkFits(*algorithm, key);
    return isUsable ? algorithm : nullptr;
}

bool mayVerify(const PublicJwk& key)
{
    return key.use != u"enc"_s && (key.operations.isEmpty() || key.operations.contains(u"verify"_s));
}

} // namespace

base::Result<Jws> Jws::parse(QByteArrayView text)
{
    const qsizetype first = text.indexOf('.');
    const qsizetype second = first < 0 ? -1 : text.indexOf('.', first + 1);
    if (second < 0 || first > longestHeader || text.indexOf('.', second + 1) >= 0)
        return malformed();
    const auto header = base::fromBase64Url(text.first(first));
    auto payload = base::fromBase64Url(text.sliced(first + 1, second - first - 1));
    auto signature = base::fromBase64Url(text.sliced(second + 1));
    if (!header || !payload || !signature)
        return malformed();
    Jws token;
    if (!readHeader(*header, token))
        return malformed();
    token.payload = std::move(*payload);
    token.signedPart = text.first(second).toByteArray();
    token.signature = std::move(*signature);
    return token;
}

base::Result<void> verify(const Jws& jws, const PublicKey& key, const QStringList& allowed)
{
    const KeyAlgorithm* const algorithm = algorithmFor(jws, key, allowed);
    if (!algorithm)
        return notBelieved(u"The token's algorithm is not one that is accepted for this key."_s);
    const auto verifier = SoftwareKey::fromPublicKey(key);
    if (!verifier)
        return verifier.error();
    const auto isRight
        = verifier->verify(*algorithm, sha2(jws.signedPart, algorithm->digestBytes), jws.signature);
    if (!isRight || !*isRight)
        return notBelieved(u"The token's signature is not valid."_s);
    return {};
}

base::Result<void> verifyWithSet(const Jws& jws, const std::vector<PublicJwk>& keys,
                                 const QStringList& allowed)
{
    base::Error why = notBelieved(u"No key of the set has signed the token."_s);
    for (const PublicJwk& key : keys) {
        const bool isNamed = jws.keyId.isEmpty() || key.keyId == jws.keyId;
        const bool isForAlgorithm = key.algorithm.isEmpty() || key.algorithm == jws.algorithm;
        if (!isNamed || !isForAlgorithm || !mayVerify(key))
            continue;
        auto verified = verify(jws, key.key, allowed);
        if (verified)
            return verified;
        why = verified.error();
    }
    return why;
}

base::Result<QByteArray> signJws(const CryptoKey& key, const KeyAlgorithm& algorithm, const JwsHeader& header,
                                 QByteArrayView payload)
{
    base::JsonWriter writer;
    writer.beginObject().member("alg").text(QString::fromLatin1(algorithm.name));
    if (!header.keyId.isEmpty())
        writer.member("kid").text(header.keyId);
    if (!header.type.isEmpty())
        writer.member("typ").text(header.type);
    if (!header.certificates.empty()) {
        writer.member("x5c").beginArray();
        for (const QByteArray& der : header.certificates)
            writer.text(QString::fromLatin1(der.toBase64()));
        writer.endArray();
    }
    writer.endObject();
    const QByteArray signedPart
        = base::toBase64Url(writer.finish().view()) + '.' + base::toBase64Url(payload);
    const auto signature = key.sign(algorithm, sha2(signedPart, algorithm.digestBytes));
    if (!signature)
        return signature.error();
    return QByteArray(signedPart + '.' + base::toBase64Url(*signature));
}

} // namespace strongroom::crypto
