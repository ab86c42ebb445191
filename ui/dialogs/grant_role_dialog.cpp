// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/grant_role_dialog.h"

#include "model/vault/built_in_roles.h"
#include "ui/dialogs/access_words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/choice_rows.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr auto secretsUser = "4633458b-17de-408a-b874-0445c86b69e6"_L1;

enum Scope { WholeVault, OneSecret };

} // namespace

GrantRoleDialog::GrantRoleDialog(const QString& vaultName, std::vector<vault::Application> applications,
                                 std::vector<vault::RoleAssignment> existing, QWidget* parent)
    : FormDialog(tr("Grant access to %1").arg(vaultName), tr("Grant"), ButtonRole::Primary, parent)
    , m_applications(std::move(applications))
    , m_existing(std::move(existing))
    , m_application(new QComboBox(this))
    , m_role(new QComboBox(this))
    , m_scope(new ChoiceRows(this))
    , m_secret(new QLineEdit(this))
{
    setIntroduction(tr("Grant the smallest role that does the job. It takes effect with the next request."));
    for (const vault::Application& application : m_applications)
        m_application->addItem(application.name, application.objectId);
    m_applicationNote = addField(tr("&Application"), m_application);
    if (m_applications.empty()) {
        m_application->setEnabled(false);
        m_applicationNote->set(FieldNote::Kind::Warning,
                               tr("There is no application yet. Register one first."));
        auto* make = addButton(tr("&Register an application..."));
        connect(make, &QPushButton::clicked, this, &GrantRoleDialog::registerRequested);
    }
    fillRoles();
    m_roleNote = addField(tr("&Role"), m_role);
    m_scope->addChoice(tr("&Whole vault"), tr("All secrets, also those made later."));
    m_scope->addChoice(tr("&One secret"), tr("Nothing else in this vault."));
    addField(tr("Where"), m_scope);
    m_secret->setFont(monoFont());
    m_secretNote = addField(tr("&Secret"), m_secret);

    connect(m_application, &QComboBox::currentIndexChanged, this, &GrantRoleDialog::judge);
    connect(m_role, &QComboBox::currentIndexChanged, this, &GrantRoleDialog::judge);
    connect(m_scope, &ChoiceRows::changed, this, &GrantRoleDialog::judge);
    connect(m_secret, &QLineEdit::textChanged, this, &GrantRoleDialog::judge);
    judge();
}

void GrantRoleDialog::fillRoles()
{
    for (const vault::BuiltInRole& role : vault::builtInRoles()) {
        const QString id = QString::fromLatin1(role.id.data(), static_cast<qsizetype>(role.id.size()));
        m_role->addItem(roleName(id), id);
    }
    m_role->setCurrentIndex(m_role->findData(QString(secretsUser)));
}

void GrantRoleDialog::setSecret(const QString& name)
{
    m_scope->choose(OneSecret);
    m_secret->setText(name);
}

QString GrantRoleDialog::scope() const
{
    return m_scope->chosen() == OneSecret ? "/secrets/"_L1 + m_secret->text() : u"/"_s;
}

bool GrantRoleDialog::isThere(const vault::AssignRole& op) const
{
    return std::ranges::any_of(m_existing, [&op](const vault::RoleAssignment& assignment) {
        return assignment.principalId == op.principalId
            && assignment.roleId.compare(op.roleId, Qt::CaseInsensitive) == 0
            && assignment.scope.compare(op.scope, Qt::CaseInsensitive) == 0;
    });
}

std::optional<vault::AssignRole> GrantRoleDialog::operation() const
{
    if (m_application->currentIndex() < 0 || m_applications.empty())
        return {};
    if (m_scope->chosen() == OneSecret && !vault::ObjectName::create(m_secret->text()))
        return {};
    vault::AssignRole op{ m_role->currentData().toString(), m_application->currentData().toString(),
                          scope() };
    if (isThere(op))
        return {};
    return op;
}

void GrantRoleDialog::judge()
{
    const bool isOne = m_scope->chosen() == OneSecret;
    m_secret->setEnabled(isOne);
    m_roleNote->set(FieldNote::Kind::Hint, roleMeaning(m_role->currentData().toString()));
    m_secretNote->clear();
    if (isOne && !vault::ObjectName::create(m_secret->text()))
        m_secretNote->set(m_secret->text().isEmpty() ? FieldNote::Kind::Hint : FieldNote::Kind::Problem,
                          tr("The name of a secret: letters, digits and hyphens."));
    footNote()->clear();
    if (operation()) {
        allowAccept();
        return;
    }
    forbidAccept();
    const vault::AssignRole wanted{ m_role->currentData().toString(), m_application->currentData().toString(),
                                    scope() };
    if (isThere(wanted))
        footNote()->set(FieldNote::Kind::Warning, tr("It has this role there already."));
}

} // namespace strongroom::ui
