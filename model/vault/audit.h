// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/operation.h"
#include "model/vault/principal.h"

#include <vector>

namespace strongroom::vault {

/// One row of the audit log: who did what to which object, from where, and how it ended. Never a value,
/// token or passphrase. Field names follow the service's AuditEvent record.
struct AuditRecord final
{
    qint64 sequence = 0; ///< given by the store, without gaps
    qint64 timeMilliseconds = 0;
    QString operation; ///< "SecretSet"
    VaultId vault;
    std::optional<ObjectKind> kind;
    QString objectName;
    QString objectVersion;
    Caller::Kind callerKind = Caller::Kind::Anonymous;
    QString callerObjectId;
    QString callerClientId;
    QString callerName;
    QString address;
    QString userAgent;
    QString requestUri;
    QString apiVersion;
    QString clientRequestId;
    QString requestId; ///< correlation id, x-ms-request-id of the answer
    int httpStatus = 200;
    QString resultCode; ///< empty on success, else error.code or its inner code
    QString resultDescription; ///< why it failed; of a change of access, what was given or taken; else empty
    qint64 durationMicroseconds = 0;
    QString algorithm; ///< of a cryptographic operation, as on the wire
    QString decidedBy; ///< id of the role assignment, "policy", "owner", "system"; empty when refused
    QByteArray hash; ///< given by the store: SHA-256 over the previous hash and this row
};

struct AuditQuery final
{
    VaultId vault; ///< empty: all
    std::optional<ObjectKind> kind;
    QString objectName;
    QString operation;
    bool onlyFailures = false;
    qint64 beforeSequence = 0; ///< 0: from the newest; rows come newest first
    int limit = 100;
};

struct AuditVerification final
{
    qint64 rows = 0;
    bool isIntact = true;
    qint64 firstBadSequence = 0; ///< 0 when intact
    QString finding; ///< empty when intact, else what is wrong
};

} // namespace strongroom::vault
