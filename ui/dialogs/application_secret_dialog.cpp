// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/application_secret_dialog.h"

#include "ui/theme/icons.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/secret_field.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

ApplicationSecretDialog::ApplicationSecretDialog(const QString& applicationName, const QString& clientId,
                                                 base::SecureBytes clientSecret, QWidget* parent)
    : FormDialog(tr("Client secret of %1").arg(applicationName), tr("Done"), ButtonRole::Plain, parent)
    , m_secret(std::move(clientSecret))
    , m_tenantId(new CopyLine(tr("Tenant id"), this))
{
    setIntroduction(
        tr("Copy the secret now: it is not kept in a readable form and cannot be shown again. If it "
           "is lost, make a new one."));
    auto* client = new CopyLine(tr("Client id"), this);
    client->setText(clientId);
    connect(client, &CopyLine::copyRequested, this, &ApplicationSecretDialog::copyRequested);
    connect(m_tenantId, &CopyLine::copyRequested, this, &ApplicationSecretDialog::copyRequested);
    addField(tr("Tenant id"), m_tenantId);
    addField(tr("Client id"), client);
    addSecret();
    removeCancel();
    connect(this, &FormDialog::submitted, this, &QDialog::accept);
}

void ApplicationSecretDialog::addSecret()
{
    auto* field = new SecretField(this);
    m_note = addField(tr("Client secret"), field);
    m_note->set(FieldNote::Kind::Warning, tr("Not copied yet."));
    connect(field, &SecretField::revealWanted, this, [this, field] { field->reveal(m_secret.clone()); });
    connect(field, &SecretField::copyWanted, this, &ApplicationSecretDialog::copySecret);
    auto* copy = addButton(tr("&Copy secret"), ButtonRole::Primary);
    copy->setIcon(icon(u"copy"_s, Role::OnPrimary));
    connect(copy, &QPushButton::clicked, this, &ApplicationSecretDialog::copySecret);
    copy->setFocus();
}

void ApplicationSecretDialog::copySecret()
{
    m_note->set(FieldNote::Kind::Good, tr("Copied. The clipboard is cleared after a while."));
    Q_EMIT copySecretRequested();
}

void ApplicationSecretDialog::setTenantId(const QString& tenantId) { m_tenantId->setText(tenantId); }

} // namespace strongroom::ui
