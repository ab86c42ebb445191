// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_secrets.h"
#include "ui/dialogs/form_dialog.h"

class QLabel;

namespace strongroom::ui {

class MaskedDiff;

/// How two versions of a secret differ: attributes side by side, the values as dots until the person asks to
/// see them.
class SecretCompareDialog final : public FormDialog
{
    Q_OBJECT

public:
    /// `first` is the older one.
    SecretCompareDialog(const vault::SecretProperties& first, const vault::SecretProperties& second,
                        QWidget* parent = nullptr);

    void setRuns(std::vector<vault::CompareSecretVersions::Run> runs);
    /// The answer to valuesWanted().
    void showValues(const base::SecureBytes& first, const base::SecureBytes& second);

Q_SIGNALS:
    void valuesWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void hideValues();

    MaskedDiff* m_diff;
    QLabel* m_summary;
    QPushButton* m_show;
};

} // namespace strongroom::ui
