// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/principal.h"
#include "ui/dialogs/form_dialog.h"

#include <optional>
#include <vector>

class QComboBox;

namespace strongroom::ui {

class ChoiceRows;

/// Adds an application to the access policies of a vault, starting from a usual set of permissions. The
/// result goes into the draft; nothing is saved here.
class GrantPolicyDialog final : public FormDialog
{
    Q_OBJECT

public:
    struct Choice final
    {
        vault::Application application;
        QStringList secrets; ///< permissions to begin with
    };

    GrantPolicyDialog(const QString& vaultName, std::vector<vault::Application> applications,
                      QWidget* parent = nullptr);

    std::optional<Choice> choice() const;

Q_SIGNALS:
    void registerRequested();

private:
    const std::vector<vault::Application> m_applications;
    QComboBox* m_application;
    ChoiceRows* m_template;
};

} // namespace strongroom::ui
