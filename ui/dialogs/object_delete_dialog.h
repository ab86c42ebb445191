// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/listed_object.h"
#include "ui/dialogs/form_dialog.h"

namespace strongroom::ui {

/// Asks once before objects of one kind are deleted: which, and until when they can be recovered. Cancel is
/// the default.
class ObjectDeleteDialog final : public FormDialog
{
    Q_OBJECT

public:
    /// `recoverableUntil` in seconds UTC.
    ObjectDeleteDialog(const std::vector<lists::ListedObject>& objects, vault::UnixSeconds recoverableUntil,
                       QWidget* parent = nullptr);
};

} // namespace strongroom::ui
