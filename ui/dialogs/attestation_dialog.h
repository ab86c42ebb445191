// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"
#include "ui/dialogs/form_dialog.h"

namespace strongroom::ui {

/// What a token says of where a key was made, or that it says nothing. Opened while it is still being asked.
class AttestationDialog final : public FormDialog
{
    Q_OBJECT

public:
    explicit AttestationDialog(const vault::KeyProperties& version, QWidget* parent = nullptr);

    void showAttestation(const vault::KeyAttestation& attestation);
    /// `sentence` is the vault's.
    void showRefusal(const QString& sentence);

Q_SIGNALS:
    void copyRequested(const QString& text);

private:
    void addBlob(const QString& label, const QByteArray& blob);

    FieldNote* m_note;
};

} // namespace strongroom::ui
