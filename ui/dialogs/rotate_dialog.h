// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/ops_keys.h"
#include "ui/dialogs/form_dialog.h"

namespace strongroom::ui {

/// Asks before a key gets a new version, which cannot be taken away again.
class RotateDialog final : public FormDialog
{
    Q_OBJECT

public:
    RotateDialog(const base::Clock& clock, const vault::KeyListing& key, QWidget* parent = nullptr);
};

} // namespace strongroom::ui
