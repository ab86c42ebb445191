// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"
#include "ui/dialogs/form_dialog.h"

namespace strongroom::ui {

class RotationPolicyForm;

/// The rotation policy of a key.
class RotationDialog final : public FormDialog
{
    Q_OBJECT

public:
    RotationDialog(const base::Clock& clock, const vault::KeyListing& key, vault::PolicyScope scope,
                   QWidget* parent = nullptr);

    /// Nothing while the rules are broken.
    std::optional<vault::SetRotationPolicy> operation() const;

private:
    const vault::ObjectName m_name;
    RotationPolicyForm* m_form;
};

} // namespace strongroom::ui
