// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/jws.h"
#include "model/crypto/key_file.h"
#include "model/vault/ops_keys.h"
#include "working_store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace strongroom::support {

/// An authority that attests environments, and one environment with its key. Its tokens are valid around the
/// time of a FakeClock.
class Attestation final
{
public:
    static QString issuer() { return QStringLiteral("https://attest.example"); }
    /// Met by tokens that say this of "tee".
    static vault::ReleasePolicy policy(const char* tee)
    {
        vault::ReleasePolicy policy;
        policy.data = "{'version':'1.0.0','anyOf':[{'authority':'https://attest.example',"
                      "'allOf':[{'claim':'tee','equals':'"
            + QByteArray(tee) + "'}]}]}";
        policy.data.replace('\'', '"');
        return policy;
    }
    /// Makes a key of a token that environments with the tee "sgx" may have.
    static vault::CreateKey creation(const char* name)
    {
        vault::CreateKey op{ named(name) };
        op.type = crypto::KeyType::Ec;
        op.protection = vault::KeyProtection::Hsm;
        op.draft.isExportable = true;
        op.draft.releasePolicy = policy("sgx");
        return op;
    }

    const crypto::SoftwareKey& environment() const { return m_environment; }
    QByteArray keySet() const
    {
        return "{\"keys\":["
            + crypto::writePublicJwk(m_authority.publicKey(), QStringLiteral("authority-1")).value() + "]}";
    }
    /// Signed by the authority; `claims` stand in the place of the usual ones.
    QByteArray token(const QJsonObject& claims) const
    {
        const QByteArray jwk
            = crypto::writePublicJwk(m_environment.publicKey(), QStringLiteral("env-1")).value();
        QJsonObject environment = QJsonDocument::fromJson(jwk).object();
        environment.insert(QStringLiteral("key_use"), QStringLiteral("enc"));
        QJsonObject payload{
            { QStringLiteral("iss"), issuer() },
            { QStringLiteral("nbf"), 1'799'999'000 },
            { QStringLiteral("exp"), 1'800'001'000 },
            { QStringLiteral("x-ms-runtime"),
              QJsonObject{ { QStringLiteral("keys"), QJsonArray{ environment } } } },
        };
        for (auto claim = claims.begin(); claim != claims.end(); ++claim)
            payload.insert(claim.key(), claim.value());
        return crypto::signJws(m_authority, *crypto::findKeyAlgorithm(u"RS256"),
                               { QStringLiteral("authority-1"), QStringLiteral("JWT"), {} },
                               QJsonDocument(payload).toJson(QJsonDocument::Compact))
            .value();
    }

private:
    const crypto::SoftwareKey m_authority = crypto::SoftwareKey::generateRsa(2048, 65537).value();
    const crypto::SoftwareKey m_environment = crypto::SoftwareKey::generateRsa(2048, 65537).value();
};

} // namespace strongroom::support
