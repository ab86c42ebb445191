// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/names.h"

#include <optional>

namespace strongroom::wire {

/// "https://HOST[:PORT]/secrets/NAME[/VERSION]": how an object is named outside (Key Vault, "Objects,
/// identifiers, and versioning"). Also "deletedsecrets" and the like, as in recoveryId.
struct ObjectId final
{
    QString vaultUrl; ///< scheme, host and port, without a slash at the end
    QString collection; ///< lower case
    vault::ObjectName name;
    std::optional<vault::VersionId> version;

    QString text() const;
    static base::Result<ObjectId> parse(const QString& text);
    friend bool operator==(const ObjectId&, const ObjectId&) = default;
};

} // namespace strongroom::wire
