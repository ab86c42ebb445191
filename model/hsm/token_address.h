// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QString>

namespace strongroom::hsm {

/// Which token a vault or pool keeps its keys in. Tokens are addressed by label: slot numbers change.
struct TokenAddress final
{
    QString modulePath; ///< empty: any module that p11-kit is configured with
    QString label;
    QString serialNumber = {}; ///< only needed where two tokens have one label

    /// From a URI like "pkcs11:token=vault;serial=1234?module-path=/usr/lib/softhsm/libsofthsm2.so"
    /// (RFC 7512). A PIN does not belong in an address: one that is in the URI is refused.
    static base::Result<TokenAddress> fromUri(const QString& uri);
    QString toUri() const;

    friend bool operator==(const TokenAddress&, const TokenAddress&) = default;
};

} // namespace strongroom::hsm
