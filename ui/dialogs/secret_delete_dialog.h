// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/secret.h"
#include "ui/dialogs/form_dialog.h"

namespace strongroom::ui {

/// Asks once before secrets are deleted: which, and until when they can be recovered. Cancel is the default.
class SecretDeleteDialog final : public FormDialog
{
    Q_OBJECT

public:
    /// `recoverableUntil` in seconds UTC.
    SecretDeleteDialog(const std::vector<vault::SecretProperties>& secrets,
                       vault::UnixSeconds recoverableUntil, QWidget* parent = nullptr);
};

/// "payments-db-password" and nine more lines at most, then "and 12 more".
QStringList firstNames(const std::vector<vault::SecretProperties>& secrets);

} // namespace strongroom::ui
