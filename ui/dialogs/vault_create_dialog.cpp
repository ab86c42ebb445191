// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/vault_create_dialog.h"

#include "ui/dialogs/token_choice_field.h"
#include "ui/dialogs/vault_words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/choice_rows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr std::array environments = { vault::Environment::Local, vault::Environment::Test,
                                      vault::Environment::Staging, vault::Environment::Production };
constexpr std::array models = { vault::PermissionModel::Rbac, vault::PermissionModel::AccessPolicies };
constexpr std::array skus = { vault::Sku::Standard, vault::Sku::Premium, vault::Sku::ManagedHsm };

template <typename Values> auto valueAt(const Values& values, int index)
{
    return values[static_cast<std::size_t>(index)];
}

} // namespace

VaultCreateDialog::VaultCreateDialog(QWidget* parent)
    : FormDialog(tr("New vault"), tr("Create vault"), ButtonRole::Primary, parent)
    , m_name(new QLineEdit(this))
    , m_environment(new QComboBox(this))
    , m_model(new ChoiceRows(this))
    , m_days(new QSpinBox(this))
    , m_purgeProtection(new QCheckBox(tr("Nobody can &purge before these days are over"), this))
    , m_sku(new QComboBox(this))
    , m_token(new TokenChoiceField(TokenChoiceField::Need::Optional, this))
    , m_vaultUrl(u"https://%1.vault.localhost"_s)
    , m_poolUrl(u"https://%1.managedhsm.localhost"_s)
{
    setIntroduction(tr("A vault holds secrets and keys, and has its own rules about who may use them."));
    addIdentity();
    addAccess();
    addProtection();
    connect(m_name, &QLineEdit::textChanged, this, &VaultCreateDialog::judgeName);
    connect(m_days, &QSpinBox::valueChanged, this, &VaultCreateDialog::judgeProtection);
    connect(m_purgeProtection, &QCheckBox::toggled, this, &VaultCreateDialog::judgeProtection);
    connect(m_sku, &QComboBox::currentIndexChanged, this, &VaultCreateDialog::judgeTier);
    connect(m_token, &TokenChoiceField::edited, this, &VaultCreateDialog::judge);
    judgeName();
    judgeProtection();
    judgeTier();
    m_name->setFocus();
}

void VaultCreateDialog::addIdentity()
{
    m_name->setFont(monoFont());
    m_name->setPlaceholderText(u"contoso-dev"_s);
    m_nameNote = addField(tr("&Name"), m_name);
    for (const vault::Environment environment : environments)
        m_environment->addItem(environmentIcon(environment), environmentWord(environment));
    addField(tr("&Environment"), m_environment)
        ->set(FieldNote::Kind::Hint,
              tr("Its colour marks the vault everywhere. In production, what cannot be undone asks twice."));
}

void VaultCreateDialog::addAccess()
{
    m_model->addChoice(tr("&Roles (RBAC), recommended"),
                       tr("Applications get roles, for the whole vault or for one secret or key."));
    m_model->addChoice(tr("&Access policies"),
                       tr("Each application has a list of permissions for the whole vault: the older way."));
    addField(tr("Access by"), m_model);
}

void VaultCreateDialog::addProtection()
{
    m_days->setRange(vault::limits::retentionDaysMinimum, vault::limits::retentionDaysMaximum);
    m_days->setValue(vault::limits::retentionDaysMaximum);
    m_days->setSuffix(tr(" days"));
    addField(tr("&Keep deleted items"), m_days)
        ->set(FieldNote::Kind::Hint,
              tr("7 to 90 days to recover what was deleted. Fixed once the vault exists."));
    m_protectionNote = addField(tr("Purge protection"), m_purgeProtection);
    for (const vault::Sku sku : skus)
        m_sku->addItem(skuWord(sku));
    m_sku->setObjectName(u"tier"_s);
    m_skuNote = addField(tr("&Tier"), m_sku);
    addField(tr("To&ken"), m_token);
}

void VaultCreateDialog::setTakenNames(const QStringList& live, const QStringList& deleted)
{
    m_live = live;
    m_deleted = deleted;
    judgeName();
}

void VaultCreateDialog::setUrlPatterns(const QString& ofVault, const QString& ofPool)
{
    if (!ofVault.isEmpty())
        m_vaultUrl = ofVault;
    if (!ofPool.isEmpty())
        m_poolUrl = ofPool;
    judgeName();
}

std::optional<vault::CreateVault> VaultCreateDialog::operation() const
{
    const auto name = vault::VaultName::create(m_name->text());
    if (!name || !vaultNameProblem(m_name->text(), m_live, m_deleted).isEmpty())
        return {};
    if (sku() != vault::Sku::Standard && !m_token->problem().isEmpty())
        return {};
    vault::CreateVault op{ *name };
    op.sku = sku();
    op.permissionModel = isPool(op.sku) ? vault::PermissionModel::Rbac : valueAt(models, m_model->chosen());
    if (op.sku != vault::Sku::Standard)
        op.token = m_token->choice();
    op.retentionDays = m_days->value();
    op.hasPurgeProtection = m_purgeProtection->isChecked();
    op.environment = valueAt(environments, m_environment->currentIndex());
    return op;
}

vault::Sku VaultCreateDialog::sku() const { return valueAt(skus, m_sku->currentIndex()); }

void VaultCreateDialog::judgeTier()
{
    const bool hasToken = sku() != vault::Sku::Standard;
    m_token->setNeed(isPool(sku()) ? TokenChoiceField::Need::Required : TokenChoiceField::Need::Optional);
    setFieldVisible(m_token, hasToken);
    setFieldVisible(m_model, !isPool(sku()));
    switch (sku()) {
    case vault::Sku::Standard:
        m_skuNote->set(FieldNote::Kind::Hint, tr("Secrets, and keys that are kept in the store."));
        break;
    case vault::Sku::Premium:
        m_skuNote->set(FieldNote::Kind::Hint,
                       tr("As Standard, and keys that are kept in a token (HSM) and never leave it."));
        break;
    case vault::Sku::ManagedHsm:
        m_skuNote->set(FieldNote::Kind::Hint,
                       tr("Keys in a token only, with roles of its own; no secrets and no access policies."));
        break;
    }
    judgeName(); // its URL is another one
}

void VaultCreateDialog::judgeName()
{
    const QString name = m_name->text();
    const QString problem = vaultNameProblem(name, m_live, m_deleted);
    if (problem.isEmpty())
        m_nameNote->set(FieldNote::Kind::Good, (isPool(sku()) ? m_poolUrl : m_vaultUrl).arg(name.toLower()));
    else if (name.isEmpty())
        m_nameNote->set(FieldNote::Kind::Hint,
                        tr("3 to 24 letters, digits and single hyphens; a letter first."));
    else
        m_nameNote->set(FieldNote::Kind::Problem, problem);
    judge();
}

void VaultCreateDialog::judge()
{
    const bool isNamed = vaultNameProblem(m_name->text(), m_live, m_deleted).isEmpty();
    const QString token = sku() == vault::Sku::Standard ? QString() : m_token->problem();
    footNote()->set(FieldNote::Kind::Hint, isNamed ? token : QString());
    if (isNamed && token.isEmpty())
        allowAccept();
    else
        forbidAccept();
}

void VaultCreateDialog::judgeProtection()
{
    if (m_purgeProtection->isChecked())
        m_protectionNote->set(
            FieldNote::Kind::Warning,
            tr("It cannot be switched off again. Deleted names stay taken for %1 days, for you as well.")
                .arg(m_days->value()));
    else
        m_protectionNote->set(FieldNote::Kind::Hint,
                              tr("Without it, a deleted item can be purged at once. It can be switched on "
                                 "later."));
}

} // namespace strongroom::ui
