// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/vault/principal.h"

namespace strongroom::serve {

/// Checks a client assertion (RFC 7523; Entra ID, certificate credentials): RS256 or PS256 by a registered
/// certificate that x5t or x5t#S256 names, iss = sub = the client id, aud = the token endpoint, not expired.
base::Result<void> checkClientAssertion(QByteArrayView assertion, const vault::Application& application,
                                        const QString& tokenEndpoint, base::UnixSeconds now);

/// The client id an assertion claims, unverified: to find the application.
QString claimedClientId(QByteArrayView assertion);

} // namespace strongroom::serve
