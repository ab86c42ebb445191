// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/access_rules.h"

namespace strongroom::vault {

/// A switch of a pool; values are texts on the wire.
struct PoolSetting final
{
    QString name;
    QString value;
    QString type = QStringLiteral("boolean");

    friend bool operator==(const PoolSetting&, const PoolSetting&) = default;
};

/// Every setting a pool has, with its value at creation.
std::vector<PoolSetting> defaultPoolSettings();
/// The setting with a new value: BadParameter for values of another type.
base::Result<PoolSetting> changed(const PoolSetting& setting, const QString& value);

/// The built-in roles of pools as definitions.
std::vector<RoleDefinition> builtInPoolRoles();
/// A role that people make, as it will be kept: BadParameter for an id that is no GUID, and for patterns that
/// cover nothing a pool knows; Forbidden and Conflict for ids and names of built-in roles. A role may have no
/// name and give nothing, as in the service.
base::Result<RoleDefinition> checkedRole(RoleDefinition role);

/// A backup of a pool, or a restore of it or of one of its keys.
struct PoolJob final
{
    enum class Kind { Backup, Restore, KeyRestore };
    enum class Status { InProgress, Succeeded, Failed };
    QString id; ///< UUID
    Kind kind = Kind::Backup;
    Status status = Status::InProgress;
    UnixSeconds started = 0;
    std::optional<UnixSeconds> ended;
    QString place; ///< the backup's folder: a path, or an address without the token that opens it
    QString details; ///< what a person should know of the outcome, such as keys that did not come back
    std::optional<base::Error> error; ///< why it failed

    friend bool operator==(const PoolJob&, const PoolJob&) = default;
};

/// "backup", "Succeeded", ...: the words of the wire and of the store.
QString toText(PoolJob::Kind kind);
QString toText(PoolJob::Status status);
std::optional<PoolJob::Kind> jobKindFromText(QStringView text);
std::optional<PoolJob::Status> jobStatusFromText(QStringView text);

} // namespace strongroom::vault
