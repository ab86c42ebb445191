// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/vault/attributes.h"
#include "model/vault/names.h"

#include <vector>

namespace strongroom::vault {

/// All of a secret version but its value.
struct SecretProperties final
{
    ObjectName name;
    VersionId version;
    Attributes attributes;
    Tags tags;
    QString contentType;
    bool isManaged = false; ///< belongs to a certificate of the same name
    std::optional<VersionId> previousVersion; ///< service model 2025-07-01

    friend bool operator==(const SecretProperties&, const SecretProperties&) = default;
};

struct Secret final
{
    SecretProperties properties;
    base::SecureBytes value; ///< UTF-8, at most 25,600 bytes
};

/// Times of a soft-deleted object, in seconds UTC.
struct Deletion final
{
    UnixSeconds deleted = 0;
    UnixSeconds scheduledPurge = 0; ///< deleted + retention * 86,400

    friend bool operator==(const Deletion&, const Deletion&) = default;
};

struct DeletedSecret final
{
    SecretProperties properties; ///< of the version that was current
    Deletion deletion;

    friend bool operator==(const DeletedSecret&, const DeletedSecret&) = default;
};

/// One page of a list in the service's order. `next` continues it and is empty on the last page; it
/// means something only to the vault that made it.
template <typename Item> struct Page final
{
    std::vector<Item> items;
    QString next;
};

/// Which page of a list: 1-25 items (0 takes the default of 25), after the marker `next`.
struct PageRequest final
{
    int maxResults = 0;
    QString next;
};

/// 400 BadParameter outside 1-25.
base::Result<int> pageSizeOf(const PageRequest& request);

} // namespace strongroom::vault
