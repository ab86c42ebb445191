// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/vault_properties.h"
#include "ui/theme/palette.h"

#include <QIcon>
#include <QString>

// The words and colours by which people know what a vault is.

namespace strongroom::ui {

QString environmentWord(vault::Environment environment);
/// Production red, staging amber, test blue, local grey.
Role environmentRole(vault::Environment environment);
/// A filled dot in the environment's colour.
QIcon environmentIcon(vault::Environment environment);
QString skuWord(vault::Sku sku);
QString permissionModelWord(vault::PermissionModel model);
/// "Recoverable for 90 days, then purged" for a recovery level of the service.
QString recoveryLevelMeaning(const QString& level);

/// What is wrong with a name for a new vault, as a sentence; empty when it can be used. `live` and
/// `deleted` are the names that are taken.
QString vaultNameProblem(const QString& name, const QStringList& live, const QStringList& deleted);

} // namespace strongroom::ui
