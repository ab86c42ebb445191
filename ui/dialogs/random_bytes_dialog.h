// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"
#include "ui/dialogs/form_dialog.h"

class QComboBox;
class QSpinBox;

namespace strongroom::ui {

class SecretField;

/// Asks a pool's token for random bytes, and shows them masked: they may become a secret. Wiped with the
/// dialog, and when new ones come.
class RandomBytesDialog final : public FormDialog
{
    Q_OBJECT

public:
    explicit RandomBytesDialog(const QString& pool, QWidget* parent = nullptr);
    ~RandomBytesDialog() override;

    vault::GetRandomBytes operation() const;
    /// The answer; the dialog stays for more.
    void showBytes(base::SecureBytes bytes);
    /// The bytes in the chosen form.
    base::SecureBytes text() const;

Q_SIGNALS:
    /// text() is wanted in the clipboard.
    void copyWanted();

private:
    base::SecureBytes m_bytes;
    QSpinBox* m_count;
    QComboBox* m_form;
    SecretField* m_field;
    FieldNote* m_note = nullptr;
};

} // namespace strongroom::ui
