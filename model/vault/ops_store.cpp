// SPDX-License-Identifier: Apache-2.0
#include "model/vault/ops_store.h"

#include "model/vault/ops_keys.h"
#include "model/vault/ops_secrets.h"

namespace strongroom::vault {

std::string_view PurgeExpired::nameFor(const Target& purged)
{
    if (!purged.kind)
        return PurgeVault::name;
    switch (*purged.kind) {
    case ObjectKind::Secret:
        return PurgeDeletedSecret::name;
    case ObjectKind::Key:
        return PurgeDeletedKey::name;
    case ObjectKind::Certificate:
        break;
    }
    return "CertificatePurge";
}

} // namespace strongroom::vault
