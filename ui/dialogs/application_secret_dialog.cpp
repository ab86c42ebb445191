// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/application_secret_dialog.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/copy_line.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

/// Never the real length.
QString hiddenText() { return QString(24, QChar(0x2022)); }

} // namespace

ApplicationSecretDialog::ApplicationSecretDialog(const QString& applicationName, const QString& clientId,
                                                 base::SecureBytes clientSecret, QWidget* parent)
    : FormDialog(tr("Client secret of %1").arg(applicationName), tr("Done"), ButtonRole::Plain, parent)
    , m_secret(std::move(clientSecret))
    , m_shown(new QLineEdit(this))
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

ApplicationSecretDialog::~ApplicationSecretDialog() { maskSecret(); }

void ApplicationSecretDialog::addSecret()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::tight);
    m_shown->setReadOnly(true);
    m_shown->setFont(monoFont());
    m_shown->setText(hiddenText());
    auto* reveal = new QToolButton(box);
    reveal->setIcon(icon(u"eye"_s));
    reveal->setAutoRaise(true);
    reveal->setCheckable(true);
    reveal->setToolTip(tr("Show the client secret"));
    reveal->setAccessibleName(reveal->toolTip());
    auto* copy = new QPushButton(icon(u"copy"_s, Role::OnPrimary), tr("&Copy secret"), box);
    setButtonRole(copy, ButtonRole::Primary);
    row->addWidget(m_shown, 1);
    row->addWidget(reveal);
    row->addWidget(copy);
    box->setFocusProxy(copy);
    m_note = addField(tr("Client secret"), box);
    m_shown->setAccessibleName(tr("Client secret"));
    m_note->set(FieldNote::Kind::Warning, tr("Not copied yet."));

    connect(reveal, &QToolButton::toggled, this, [this](bool isOn) { isOn ? showSecret() : maskSecret(); });
    connect(copy, &QPushButton::clicked, this, [this] {
        m_note->set(FieldNote::Kind::Good, tr("Copied. The clipboard is cleared after a while."));
        Q_EMIT copySecretRequested();
    });
    copy->setFocus();
}

void ApplicationSecretDialog::setTenantId(const QString& tenantId) { m_tenantId->setText(tenantId); }

void ApplicationSecretDialog::showSecret()
{
    m_shown->setText(QString::fromUtf8(m_secret.view()));
    m_shown->setCursorPosition(0);
}

void ApplicationSecretDialog::maskSecret()
{
    QString text = m_shown->text();
    m_shown->setText(hiddenText()); // now `text` is the only one to hold what was shown
    base::wipe(text);
}

} // namespace strongroom::ui
