// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

// The words by which people know rights.

namespace strongroom::ui {

/// "Key Vault Secrets User", or the id of a role that is none of the built-in ones.
QString roleName(const QString& roleId);
/// What the role lets somebody do, in one or two sentences.
QString roleMeaning(const QString& roleId);
/// "Whole vault" for "/", else "Secret NAME".
QString scopeWords(const QString& scope);
/// Whether the role lets read secret values, change them, or purge them.
bool readsValues(const QString& roleId);

} // namespace strongroom::ui
