// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_store.h"
#include "ui/dialogs/form_dialog.h"

class QLineEdit;

namespace strongroom::ui {

/// Asks for the name of a program that shall be able to sign in.
class ApplicationRegisterDialog final : public FormDialog
{
    Q_OBJECT

public:
    explicit ApplicationRegisterDialog(QWidget* parent = nullptr);

    /// Names that are taken; may come later than the dialog.
    void setTakenNames(const QStringList& names);
    /// Nothing while the name cannot be used.
    std::optional<vault::RegisterApplication> operation() const;

private:
    QString problem() const;
    void judge();

    QLineEdit* m_name;
    FieldNote* m_note;
    QStringList m_taken;
};

} // namespace strongroom::ui
