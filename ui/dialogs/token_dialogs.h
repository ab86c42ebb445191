// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_store.h"
#include "model/vault/ops_tokens.h"
#include "ui/dialogs/form_dialog.h"

class QTreeWidget;

namespace strongroom::ui {

class ChoiceRows;
class PassphraseEdit;
class TokenChoiceField;

/// The PIN of a vault's token, and where it is kept from now on.
class TokenPinDialog final : public FormDialog
{
    Q_OBJECT

public:
    enum class Keychain { No, Yes };
    TokenPinDialog(const QString& vaultName, const vault::TokenState& state, Keychain keychain,
                   QWidget* parent = nullptr);

    /// To be tried before it is kept.
    vault::ProbeToken probe() const;
    vault::SetTokenPin operation() const;
    /// The desktop's keychain is to have the PIN, which the store then has not.
    bool isForKeychain() const;
    void showPinError(const ErrorText& text);

private:
    const vault::TokenBinding m_binding;
    PassphraseEdit* m_pin;
    FieldNote* m_note;
    ChoiceRows* m_keeping;
};

/// The token of a Premium vault that has none yet.
class TokenBindDialog final : public FormDialog
{
    Q_OBJECT

public:
    TokenBindDialog(const vault::VaultProperties& vault, QWidget* parent = nullptr);

    TokenChoiceField* field() const { return m_field; }
    vault::ProbeToken probe() const;
    vault::UpdateVault operation() const;

private:
    const vault::VaultId m_vault;
    TokenChoiceField* m_field;
};

/// What a token's self-test has found, step by step.
class TokenTestDialog final : public FormDialog
{
    Q_OBJECT

public:
    TokenTestDialog(const QString& vaultName, const QString& label, QWidget* parent = nullptr);

    void setChecks(const std::vector<vault::TokenCheck>& checks);
    void setFailed(const ErrorText& text);

private:
    QTreeWidget* m_table;
};

} // namespace strongroom::ui
