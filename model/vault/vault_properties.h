// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/attributes.h"
#include "model/vault/names.h"
#include "model/vault/token.h"

namespace strongroom::vault {

/// Standard and Premium vaults, and Managed HSM pools: containers of HSM keys only, with roles of their own.
enum class Sku { Standard, Premium, ManagedHsm };
/// Who decides: the vault's access policies, or role assignments. Never both (Key Vault, RBAC guide).
enum class PermissionModel { AccessPolicies, Rbac };
/// Colours and guards of the window; Production opens with a red band.
enum class Environment { Local, Test, Staging, Production };

struct VaultProperties final
{
    VaultId id;
    VaultName name;
    Sku sku = Sku::Standard;
    PermissionModel permissionModel = PermissionModel::Rbac;
    int retentionDays = 90; ///< 7-90, fixed at creation
    bool hasPurgeProtection = false; ///< one way: on stays on
    Environment environment = Environment::Local;
    Tags tags;
    TokenBinding token; ///< of Premium vaults and pools
    UnixSeconds created = 0;
    UnixSeconds updated = 0;

    friend bool operator==(const VaultProperties&, const VaultProperties&) = default;
};

struct DeletedVault final
{
    VaultProperties properties;
    UnixSeconds deleted = 0;
    UnixSeconds scheduledPurge = 0;

    friend bool operator==(const DeletedVault&, const DeletedVault&) = default;
};

constexpr bool isPool(Sku sku) { return sku == Sku::ManagedHsm; }

/// "Recoverable+Purgeable", "CustomizedRecoverable", ... (Key Vault, soft-delete overview).
QString recoveryLevelOf(const VaultProperties& vault);

/// How many of each kind, for the tree and the overview.
struct ObjectCounts final
{
    qint64 secrets = 0;
    qint64 keys = 0;
    qint64 certificates = 0;
    qint64 deletedSecrets = 0;
    qint64 deletedKeys = 0;
    qint64 deletedCertificates = 0;

    friend bool operator==(const ObjectCounts&, const ObjectCounts&) = default;
};

/// The words used on the command line and in the store: "standard", "premium", "managedhsm", ...
QString toText(Sku sku);
QString toText(PermissionModel model);
QString toText(Environment environment);
std::optional<Sku> skuFromText(QStringView text);
std::optional<PermissionModel> permissionModelFromText(QStringView text);
std::optional<Environment> environmentFromText(QStringView text);

} // namespace strongroom::vault
