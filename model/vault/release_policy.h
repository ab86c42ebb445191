// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QStringList>

#include <array>

namespace strongroom::vault {

/// Release policies (Key Vault, "Azure Key Vault secure key release policy grammar"): which attested claims
/// an environment must have before a key leaves for it. Pure functions over JSON.

/// The policy as the service keeps it: checked against the grammar, members in the service's order, version
/// "1.0.0". BadParameter with the field "release_policy" otherwise. Only "equals" is implemented, as in the
/// service.
base::Result<QByteArray> normalizedReleasePolicy(const QByteArray& json);

/// The issuers that the policy names, each once.
QStringList authoritiesOf(const QByteArray& normalizedPolicy);

/// Whether claims that `issuer` has attested meet the policy. A claim that is not there meets no condition.
bool meetsReleasePolicy(const QByteArray& normalizedPolicy, const QString& issuer, const QByteArray& claims);

/// The values of `enc` of a release, with SHA-1, SHA-256 and SHA-384 in this order; the first is the default
/// (Key Vault REST, Release).
inline constexpr std::array releaseEncryptions
    = { QLatin1StringView("CKM_RSA_AES_KEY_WRAP"), QLatin1StringView("RSA_AES_KEY_WRAP_256"),
        QLatin1StringView("RSA_AES_KEY_WRAP_384") };

} // namespace strongroom::vault
