// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "ui/dialogs/form_dialog.h"

class QLineEdit;

namespace strongroom::ui {

class CopyLine;

/// Shows a client secret for the only time. Masked until asked; the text leaves the field when the dialog
/// closes.
class ApplicationSecretDialog final : public FormDialog
{
    Q_OBJECT

public:
    ApplicationSecretDialog(const QString& applicationName, const QString& clientId,
                            base::SecureBytes clientSecret, QWidget* parent = nullptr);
    ~ApplicationSecretDialog() override;

    /// May come later than the dialog.
    void setTenantId(const QString& tenantId);
    const base::SecureBytes& clientSecret() const { return m_secret; }

Q_SIGNALS:
    void copyRequested(const QString& text);
    /// The secret is asked for with clientSecret().
    void copySecretRequested();

private:
    void addSecret();
    void showSecret();
    void maskSecret();

    base::SecureBytes m_secret;
    QLineEdit* m_shown;
    FieldNote* m_note = nullptr;
    CopyLine* m_tenantId;
};

} // namespace strongroom::ui
