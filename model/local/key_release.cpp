// SPDX-License-Identifier: Apache-2.0
#include "model/local/key_release.h"

#include "model/crypto/jws.h"
#include "model/crypto/key_file.h"
#include "model/vault/release_policy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr QLatin1StringView defaultEncryption = vault::releaseEncryptions.front();

Error refused(const QString& why)
{
    return { ErrorCode::Forbidden, u"The key is not released: %1"_s.arg(why), {} };
}

QString base64Url(const QByteArray& bytes)
{
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

/// "x-ms-runtime": {"keys": [...]}: the first RSA key that encrypts; its "kid" is needed.
std::optional<crypto::PublicJwk> environmentKey(const QJsonObject& claims)
{
    const QJsonArray keys = claims["x-ms-runtime"_L1].toObject()["keys"_L1].toArray();
    for (const auto& value : keys) {
        const QJsonObject object = value.toObject();
        const auto key = crypto::readPublicJwk(QJsonDocument(object).toJson(QJsonDocument::Compact));
        if (!key || key->key.type != crypto::KeyType::Rsa || key->keyId.isEmpty())
            continue;
        const bool doesEncrypt = key->use == "enc"_L1 || object["key_use"_L1].toString() == "enc"_L1
            || key->operations.contains("encrypt"_L1);
        if (doesEncrypt)
            return *key;
    }
    return std::nullopt;
}

bool isValidAt(const QJsonObject& claims, vault::UnixSeconds now)
{
    const auto time = [&](QLatin1StringView name) { return claims[name].toInteger(-1); };
    return time("exp"_L1) > now && time("nbf"_L1) <= now;
}

/// Two texts from one object: members of a JWK come as they would from the key operations.
QJsonObject publicMembers(const vault::KeyProperties& key, const QString& vaultUrl)
{
    const crypto::PublicKey& part = key.publicKey;
    const QString id = vaultUrl + "/keys/"_L1 + key.name.text() + u'/' + key.version.text();
    QJsonObject object{ { u"kid"_s, id },
                        { u"kty"_s, vault::keyTypeText(part.type, key.protection) },
                        { u"key_ops"_s, QJsonArray::fromStringList(key.operations) } };
    if (part.type == crypto::KeyType::Rsa) {
        object.insert(u"n"_s, base64Url(part.n));
        object.insert(u"e"_s, base64Url(part.e));
    } else if (part.type == crypto::KeyType::Ec) {
        object.insert(u"crv"_s, crypto::toText(*part.curve));
        object.insert(u"x"_s, base64Url(part.x));
        object.insert(u"y"_s, base64Url(part.y));
    }
    return object;
}

} // namespace

Result<AttestedEnvironment> attestedEnvironment(const QByteArray& token, const QByteArray& policy,
                                                const std::vector<vault::AttestationAuthority>& trusted,
                                                vault::UnixSeconds now)
{
    const auto jws = crypto::Jws::parse(token);
    if (!jws)
        return Error{ ErrorCode::BadParameter, u"The target is not an attestation token."_s, u"target"_s };
    const QJsonObject claims = QJsonDocument::fromJson(jws->payload).object();
    const QString issuer = claims["iss"_L1].toString();
    if (!vault::authoritiesOf(policy).contains(issuer))
        return refused(u"its policy does not name the issuer of the attestation."_s);
    const auto authority = std::ranges::find(trusted, issuer, &vault::AttestationAuthority::issuer);
    if (authority == trusted.end())
        return refused(u"the issuer of the attestation is not a configured authority."_s);
    const auto keys = crypto::readJwkSet(authority->jwks);
    if (!keys)
        return refused(u"the keys of the attestation authority cannot be read."_s);
    static const QStringList algorithms = { u"RS256"_s, u"RS384"_s, u"RS512"_s, u"PS256"_s, u"PS384"_s,
                                            u"PS512"_s, u"ES256"_s, u"ES384"_s, u"ES512"_s };
    if (!crypto::verifyWithSet(*jws, *keys, algorithms))
        return refused(u"the signature of the attestation does not verify."_s);
    if (!isValidAt(claims, now))
        return refused(u"the attestation is expired or not yet valid."_s);
    if (!vault::meetsReleasePolicy(policy, issuer, jws->payload))
        return refused(u"the attested environment does not meet its release policy."_s);
    const auto key = environmentKey(claims);
    if (!key)
        return refused(u"the attestation holds no RSA key with a kid to release to."_s);
    return AttestedEnvironment{ issuer, jws->payload, key->key, key->keyId };
}

Result<crypto::OaepHash> releaseHash(const QString& encryption)
{
    using crypto::OaepHash;
    static constexpr std::array hashes{ OaepHash::Sha1, OaepHash::Sha256, OaepHash::Sha384 };
    static_assert(hashes.size() == vault::releaseEncryptions.size());
    if (encryption.isEmpty())
        return hashes.front();
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (encryption == vault::releaseEncryptions[i])
            return hashes[i];
    }
    return Error{ ErrorCode::BadParameter, u"There is no encryption of that name."_s, u"enc"_s };
}

QByteArray releasePayload(const ReleaseAnswer& answer)
{
    const QString encryption = answer.encryption.isEmpty() ? QString(defaultEncryption) : answer.encryption;
    const QJsonObject blob{
        { u"schema_version"_s, u"1.0.0"_s },
        { u"header"_s,
          QJsonObject{
              { u"kid"_s, answer.environmentKeyId }, { u"alg"_s, u"dir"_s }, { u"enc"_s, encryption } } },
        { u"ciphertext"_s, base64Url(answer.wrapped) },
        { u"generator"_s, u"Strongroom"_s },
    };
    QJsonObject key = publicMembers(answer.key, answer.vaultUrl);
    key.insert(u"key_hsm"_s, base64Url(QJsonDocument(blob).toJson(QJsonDocument::Compact)));
    QJsonObject request{ { u"enc"_s, encryption }, { u"kid"_s, key["kid"_L1] } };
    if (!answer.nonce.isEmpty())
        request.insert(u"nonce"_s, answer.nonce);
    const vault::ReleasePolicy& policy = *answer.key.releasePolicy;
    const QJsonObject response{
        { u"key"_s,
          QJsonObject{
              { u"key"_s, key },
              { u"attributes"_s,
                QJsonObject{ { u"enabled"_s, answer.key.attributes.isEnabled }, { u"exportable"_s, true } } },
              { u"release_policy"_s,
                QJsonObject{ { u"contentType"_s, policy.contentType },
                             { u"immutable"_s, policy.isImmutable },
                             { u"data"_s, base64Url(policy.data) } } } } },
    };
    return QJsonDocument(QJsonObject{ { u"request"_s, request }, { u"response"_s, response } })
        .toJson(QJsonDocument::Compact);
}

Result<QByteArray> signedRelease(const base::SecureBytes& tokenKeyPem, const QByteArray& payload)
{
    const auto key = crypto::readKeyFile(tokenKeyPem, {});
    if (!key)
        return key.error();
    const auto thumbprint = crypto::jwkThumbprint(key->publicKey());
    if (!thumbprint)
        return thumbprint.error();
    return crypto::signJws(*key, *crypto::findKeyAlgorithm(u"RS256"),
                           { base64Url(*thumbprint), u"JWT"_s, {} }, payload);
}

} // namespace strongroom::local
