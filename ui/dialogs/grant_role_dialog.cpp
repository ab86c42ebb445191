// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/grant_role_dialog.h"

#include "model/vault/built_in_roles.h"
#include "ui/dialogs/access_words.h"
#include "ui/dialogs/right_words.h"
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
constexpr auto poolCryptoUser = "21dbd100-6940-42c2-9190-5d6cb909625b"_L1;

} // namespace

GrantRoleDialog::GrantRoleDialog(const vault::AccessRules& rules,
                                 std::vector<vault::Application> applications, QWidget* parent)
    : FormDialog(tr("Grant access to %1").arg(rules.vault.name.text()), tr("Grant"), ButtonRole::Primary,
                 parent)
    , m_isPool(vault::isPool(rules.vault.sku))
    , m_applications(std::move(applications))
    , m_existing(rules.assignments)
    , m_ownRoles(rules.roles)
    , m_application(new QComboBox(this))
    , m_role(new QComboBox(this))
    , m_scope(new ChoiceRows(this))
    , m_name(new QLineEdit(this))
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
    addScopes();
    addField(tr("Where"), m_scope);
    m_name->setFont(monoFont());
    m_nameNote = addField(tr("&Name"), m_name);

    connect(m_application, &QComboBox::currentIndexChanged, this, &GrantRoleDialog::judge);
    connect(m_role, &QComboBox::currentIndexChanged, this, &GrantRoleDialog::judge);
    connect(m_scope, &ChoiceRows::changed, this, &GrantRoleDialog::judge);
    connect(m_name, &QLineEdit::textChanged, this, &GrantRoleDialog::judge);
    judge();
}

void GrantRoleDialog::fillRoles()
{
    for (const vault::BuiltInRole& role : m_isPool ? vault::poolRoles() : vault::builtInRoles()) {
        const QString id = QString::fromLatin1(role.id.data(), static_cast<qsizetype>(role.id.size()));
        m_role->addItem(roleName(id), id);
    }
    for (const vault::RoleDefinition& role : m_ownRoles)
        m_role->addItem(role.name, role.id);
    m_role->setCurrentIndex(m_role->findData(QString(m_isPool ? poolCryptoUser : secretsUser)));
}

void GrantRoleDialog::addScopes()
{
    const auto add = [this](Scope scope, const QString& text, const QString& meaning) {
        m_scope->addChoice(text, meaning);
        m_scopes.push_back(std::move(scope));
    };
    if (m_isPool) {
        add({ u"/"_s, {} }, tr("&Whole pool"), tr("Keys, and what else the role gives in the pool."));
        add({ u"/keys"_s, {} }, tr("All &keys"), tr("Also those made later. Nothing else in this pool."));
        add({ u"/keys/"_s, vault::ObjectKind::Key }, tr("&One key"), tr("Nothing else in this pool."));
        return;
    }
    add({ u"/"_s, {} }, tr("&Whole vault"), tr("All secrets and keys, also those made later."));
    add({ u"/secrets/"_s, vault::ObjectKind::Secret }, tr("&One secret"), tr("Nothing else in this vault."));
    add({ u"/keys/"_s, vault::ObjectKind::Key }, tr("One &key"), tr("Nothing else in this vault."));
}

std::optional<vault::ObjectKind> GrantRoleDialog::limitedTo() const
{
    return m_scopes[static_cast<std::size_t>(m_scope->chosen())].kind;
}

QString GrantRoleDialog::scope() const
{
    const Scope& chosen = m_scopes[static_cast<std::size_t>(m_scope->chosen())];
    return chosen.kind ? QString(chosen.path + m_name->text()) : chosen.path;
}

QString GrantRoleDialog::meaning() const
{
    const QString id = m_role->currentData().toString();
    const auto own = std::ranges::find(m_ownRoles, id, &vault::RoleDefinition::id);
    return own == m_ownRoles.end() ? roleMeaning(id) : meaningOf(*own);
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
    if (limitedTo() && !vault::ObjectName::create(m_name->text()))
        return {};
    vault::AssignRole op{ m_role->currentData().toString(), m_application->currentData().toString(),
                          scope() };
    if (isThere(op))
        return {};
    return op;
}

void GrantRoleDialog::judge()
{
    const auto kind = limitedTo();
    setFieldVisible(m_name, kind.has_value());
    m_roleNote->set(FieldNote::Kind::Hint, meaning());
    m_nameNote->clear();
    if (kind && !vault::ObjectName::create(m_name->text()))
        m_nameNote->set(m_name->text().isEmpty() ? FieldNote::Kind::Hint : FieldNote::Kind::Problem,
                        *kind == vault::ObjectKind::Key
                            ? tr("The name of a key: letters, digits and hyphens.")
                            : tr("The name of a secret: letters, digits and hyphens."));
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
