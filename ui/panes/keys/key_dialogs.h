// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "ui/dialogs/form_dialog.h"

#include <memory>

namespace strongroom::ui {

class PassphraseEdit;

/// The old passphrase, unless the recovery key stands for it, and the new one twice.
class ChangePassphraseDialog final : public FormDialog
{
    Q_OBJECT

public:
    enum class Former { Asked, Forgotten };
    ChangePassphraseDialog(Former former, QWidget* parent);

    bool asksForFormer() const { return m_old != nullptr; }
    base::SecureBytes oldPassphrase() const;
    base::SecureBytes newPassphrase() const;

private:
    void judge();

    PassphraseEdit* m_old = nullptr;
    PassphraseEdit* m_new;
    PassphraseEdit* m_again;
    FieldNote* m_newNote;
    FieldNote* m_againNote;
};

/// The recovery key as a person has noted it, to see whether it opens the store.
class TryRecoveryKeyDialog final : public FormDialog
{
    Q_OBJECT

public:
    explicit TryRecoveryKeyDialog(QWidget* parent);

    base::SecureBytes key() const;
    void showGood();

private:
    PassphraseEdit* m_key;
    FieldNote* m_note;
};

/// A new recovery key, shown once.
class NewRecoveryKeyDialog final : public FormDialog
{
    Q_OBJECT

public:
    NewRecoveryKeyDialog(std::shared_ptr<base::SecureBytes> key, QWidget* parent);

Q_SIGNALS:
    void copyRequested(const std::shared_ptr<strongroom::base::SecureBytes>& key);
};

} // namespace strongroom::ui
