// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/key.h"
#include "ui/dialogs/form_dialog.h"

namespace strongroom::ui {

/// What the vault answered to a release: to be saved or copied. Not a secret, the key in it is wrapped.
class ReleasedDialog final : public FormDialog
{
    Q_OBJECT

public:
    ReleasedDialog(const vault::KeyProperties& version, QByteArray jws, QWidget* parent = nullptr);

    const QByteArray& jws() const { return m_jws; }
    void showSaved(const QString& fileName);

Q_SIGNALS:
    void saveWanted();
    void copyRequested(const QString& text);

private:
    const QByteArray m_jws;
    FieldNote* m_note;
};

} // namespace strongroom::ui
