// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace strongroom::vault {

/// A credential of an application, as it may be shown: never the secret itself.
struct ApplicationCredential final
{
    enum class Kind { Secret, Certificate };
    QString id; ///< UUID
    Kind kind = Kind::Secret;
    QString hint; ///< first three characters of a secret; SHA-256 thumbprint (hex) of a certificate
    QByteArray certificateDer; ///< empty for a secret
    base::UnixSeconds created = 0;
    base::UnixSeconds expires = 0; ///< 0 = never

    friend bool operator==(const ApplicationCredential&, const ApplicationCredential&) = default;
};

/// A program that signs in: an application registration of the store's directory.
struct Application final
{
    QString clientId; ///< UUID, `appid` of tokens
    QString objectId; ///< UUID, `oid` of tokens: what policies and role assignments name
    QString name;
    std::vector<ApplicationCredential> credentials;
    base::UnixSeconds created = 0;

    friend bool operator==(const Application&, const Application&) = default;
};

/// Who asks, from where, and how the request is to be found again in the audit log.
struct Caller final
{
    enum class Kind {
        Owner, ///< the person who unlocked the store
        Application, ///< signed in at the endpoint
        System, ///< scheduled purge and other jobs of the program
        Anonymous, ///< nobody yet: only ever audited and refused
    };
    Kind kind = Kind::Anonymous;
    QString objectId;
    QString clientId;
    QString tenantId;
    QString displayName;
    // The request, as far as there is one
    QString address; ///< "127.0.0.1", "::1"; empty inside the program
    QString userAgent;
    QString requestUri;
    QString apiVersion;
    QString clientRequestId;
    QString requestId; ///< UUID; also the operation id by which a commit of unknown outcome is looked up

    /// The person at the window or command line.
    static Caller owner();
    /// `job` says which: "scheduled purge".
    static Caller system(const QString& job);
};

} // namespace strongroom::vault
