// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"
#include "ui/dialogs/form_dialog.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace strongroom::ui {

/// Asks for what the vault needs to give a key to an environment: its attestation, and how to wrap the key.
class ReleaseDialog final : public FormDialog
{
    Q_OBJECT

public:
    /// `version` has a release policy.
    explicit ReleaseDialog(const vault::KeyProperties& version, QWidget* parent = nullptr);

    /// From a file.
    void setAttestation(const QString& token);
    vault::ReleaseKey operation(const QString& vaultUrl) const;
    /// Beside the attestation when that is what was refused.
    void showFailure(const base::Error& error, const ErrorText& text);

Q_SIGNALS:
    void chooseWanted();

private:
    void addKey();
    void addAttestation();
    void addAnswer();
    QByteArray attestation() const;
    void judge();

    const vault::KeyProperties m_version;
    QWidget* m_attestationPart;
    QPlainTextEdit* m_attestation;
    FieldNote* m_attestationNote = nullptr;
    QComboBox* m_encryption;
    QLineEdit* m_nonce;
};

} // namespace strongroom::ui
