// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"
#include "model/vault/secret.h"

namespace strongroom::lists {

/// What objects of every kind have, as lists show it and commands on several of them use it.
struct ListedObject final
{
    vault::ObjectKind kind = vault::ObjectKind::Secret;
    vault::ObjectName name;
    vault::VersionId version;
    vault::Attributes attributes;
    vault::Tags tags;
    bool isManaged = false; ///< belongs to a certificate of the same name

    friend bool operator==(const ListedObject&, const ListedObject&) = default;
};

ListedObject listed(const vault::SecretProperties& secret);
ListedObject listed(const vault::KeyProperties& key);
ListedObject listed(const vault::KeyListing& key);

inline const vault::ObjectName& nameOf(const vault::SecretProperties& secret) { return secret.name; }
inline const vault::ObjectName& nameOf(const vault::KeyListing& key) { return key.properties.name; }

} // namespace strongroom::lists
