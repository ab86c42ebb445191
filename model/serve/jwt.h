// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace strongroom::serve {

/// A JSON Web Token in compact form (RFC 7515, RFC 7519), taken apart and not believed: nothing in it
/// counts before the signature has been verified with a key and an algorithm that the reader chose.
struct Jwt final
{
    QString algorithm;
    QString keyId;
    QByteArray thumbprintSha1; ///< x5t, decoded
    QByteArray thumbprintSha256; ///< x5t#S256, decoded

    QString audience;
    QString issuer;
    QString subject;
    QString tenantId;
    QString objectId;
    QString applicationId;
    std::optional<base::UnixSeconds> notBefore;
    std::optional<base::UnixSeconds> expires;

    QByteArray signedPart; ///< header and claims as they were sent
    QByteArray signature;

    /// BadParameter for anything that is not a token. An algorithm, critical extensions that nobody here
    /// knows, and missing claims are the reader's to judge, except "crit", which is refused.
    static base::Result<Jwt> parse(QByteArrayView text);
};

/// `nbf` and `exp` are there and hold at `now`; `skewSeconds` is forgiven to clocks of other machines.
bool isTimely(const Jwt& token, base::UnixSeconds now, base::UnixSeconds skewSeconds);

} // namespace strongroom::serve
