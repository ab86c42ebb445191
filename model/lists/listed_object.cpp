// SPDX-License-Identifier: Apache-2.0
#include "model/lists/listed_object.h"

namespace strongroom::lists {

ListedObject listed(const vault::SecretProperties& secret)
{
    return { vault::ObjectKind::Secret, secret.name, secret.version,
             secret.attributes,         secret.tags, secret.isManaged };
}

ListedObject listed(const vault::KeyProperties& key)
{
    return { vault::ObjectKind::Key, key.name, key.version, key.attributes, key.tags, key.isManaged };
}

ListedObject listed(const vault::KeyListing& key) { return listed(key.properties); }

} // namespace strongroom::lists
