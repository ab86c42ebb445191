// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "ui/dialogs/form_dialog.h"

namespace strongroom::ui {

class CopyLine;

/// Shows a client secret for the only time. Masked until asked; wiped with the dialog.
class ApplicationSecretDialog final : public FormDialog
{
    Q_OBJECT

public:
    ApplicationSecretDialog(const QString& applicationName, const QString& clientId,
                            base::SecureBytes clientSecret, QWidget* parent = nullptr);

    /// May come later than the dialog.
    void setTenantId(const QString& tenantId);
    const base::SecureBytes& clientSecret() const { return m_secret; }

Q_SIGNALS:
    void copyRequested(const QString& text);
    /// The secret is asked for with clientSecret().
    void copySecretRequested();

private:
    void addSecret();
    void copySecret();

    base::SecureBytes m_secret;
    FieldNote* m_note = nullptr;
    CopyLine* m_tenantId;
};

} // namespace strongroom::ui
