// SPDX-License-Identifier: Apache-2.0
#include "model/serve/client_assertion.h"

#include "model/base/encodings.h"
#include "model/crypto/certificate.h"
#include "model/serve/token.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

/// Clocks of two processes of one machine; the same figure Entra ID grants.
constexpr base::UnixSeconds clockSkew = 300;

base::Error refused(const QString& why)
{
    return { base::ErrorCode::Unauthenticated,
             u"AADSTS700027: The client assertion is not valid: %1."_s.arg(why),
             {} };
}

std::optional<crypto::RsaScheme> schemeOf(const QJsonObject& header)
{
    const QString algorithm = header.value("alg"_L1).toString();
    if (algorithm == u"RS256"_s)
        return crypto::RsaScheme::Rs256;
    if (algorithm == u"PS256"_s)
        return crypto::RsaScheme::Ps256;
    return std::nullopt;
}

bool isNamedBy(const crypto::Certificate& certificate, const QJsonObject& header)
{
    const QByteArray sha256 = header.value("x5t#S256"_L1).toString().toLatin1();
    if (!sha256.isEmpty())
        return sha256 == base::toBase64Url(certificate.sha256Thumbprint);
    return header.value("x5t"_L1).toString().toLatin1() == base::toBase64Url(certificate.sha1Thumbprint);
}

/// The same endpoint whichever way its host is written, with or without a trailing slash.
bool isEndpoint(const QString& audience, const QString& endpoint)
{
    const QUrl wanted(endpoint);
    const QUrl given(audience);
    const QString path = given.path().endsWith(u'/') ? given.path().chopped(1) : given.path();
    return given.scheme() == "https"_L1 && path == wanted.path() && given.port(443) == wanted.port(443)
        && given.host() == wanted.host();
}

} // namespace

QString claimedClientId(QByteArrayView assertion)
{
    const auto parts = splitJwt(assertion);
    return parts ? QJsonDocument::fromJson(parts->payload).object().value("iss"_L1).toString() : QString();
}

base::Result<void> checkClientAssertion(QByteArrayView assertion, const vault::Application& application,
                                        const QString& tokenEndpoint, base::UnixSeconds now)
{
    const auto parts = splitJwt(assertion);
    if (!parts)
        return refused(u"it is malformed"_s);
    const QJsonObject header = QJsonDocument::fromJson(parts->header).object();
    const QJsonObject payload = QJsonDocument::fromJson(parts->payload).object();
    const auto scheme = schemeOf(header);
    if (!scheme)
        return refused(u"its algorithm must be RS256 or PS256"_s);

    bool isSigned = false;
    for (const vault::ApplicationCredential& credential : application.credentials) {
        const bool isCurrent = credential.expires == 0 || credential.expires > now;
        if (credential.kind != vault::ApplicationCredential::Kind::Certificate || !isCurrent)
            continue;
        const auto certificate = crypto::parseCertificate(credential.certificateDer);
        if (!certificate || !isNamedBy(*certificate, header) || certificate->notAfter <= now)
            continue;
        const auto key = crypto::VerifyingKey::fromPem(certificate->publicKeyPem);
        isSigned = isSigned || (key && key->verifies(*scheme, parts->signedText, parts->signature));
    }
    if (!isSigned)
        return refused(u"no registered certificate has signed it"_s);
    if (payload.value("iss"_L1) != application.clientId || payload.value("sub"_L1) != application.clientId)
        return refused(u"iss and sub must be the client id"_s);
    if (!isEndpoint(payload.value("aud"_L1).toString(), tokenEndpoint))
        return refused(u"its audience is not this token endpoint"_s);
    if (payload.value("exp"_L1).toInteger(0) <= now - clockSkew
        || payload.value("nbf"_L1).toInteger(0) > now + clockSkew)
        return refused(u"it is not within its time range"_s);
    return {};
}

} // namespace strongroom::serve
