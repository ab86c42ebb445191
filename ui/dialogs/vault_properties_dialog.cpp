// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/vault_properties_dialog.h"

#include "ui/dialogs/vault_words.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/choice_rows.h"
#include "ui/widgets/tags_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr std::array environments = { vault::Environment::Local, vault::Environment::Test,
                                      vault::Environment::Staging, vault::Environment::Production };
constexpr std::array models = { vault::PermissionModel::Rbac, vault::PermissionModel::AccessPolicies };
constexpr std::array skus = { vault::Sku::Standard, vault::Sku::Premium };

template <typename Values> auto valueAt(const Values& values, int index)
{
    return values[static_cast<std::size_t>(index)];
}

QLineEdit* fixedText(const QString& text, QWidget* parent)
{
    auto* line = new QLineEdit(text, parent);
    line->setReadOnly(true);
    return line;
}

} // namespace

VaultPropertiesDialog::VaultPropertiesDialog(const vault::VaultProperties& vault, QWidget* parent)
    : FormDialog(tr("Properties of %1").arg(vault.name.text()), tr("Save"), ButtonRole::Primary, parent)
    , m_vault(vault)
    , m_environment(new QComboBox(this))
    , m_model(new ChoiceRows(this))
    , m_purgeProtection(new QCheckBox(tr("Nobody can &purge before the days are over"), this))
    , m_sku(new QComboBox(this))
    , m_tags(new TagsEditor(this))
{
    for (const vault::Environment environment : environments)
        m_environment->addItem(environmentIcon(environment), environmentWord(environment));
    m_environment->setCurrentIndex(static_cast<int>(vault.environment));
    addField(tr("&Environment"), m_environment);

    m_model->addChoice(tr("&Roles (RBAC)"),
                       tr("Role assignments decide. Access policies are kept but do nothing."));
    m_model->addChoice(tr("&Access policies"),
                       tr("Access policies decide. Role assignments are kept but do nothing."));
    m_model->choose(vault.permissionModel == vault::PermissionModel::Rbac ? 0 : 1);
    m_modelNote = addField(tr("Access by"), m_model);

    m_purgeProtection->setChecked(vault.hasPurgeProtection);
    m_purgeProtection->setEnabled(!vault.hasPurgeProtection);
    m_protectionNote = addField(tr("Purge protection"), m_purgeProtection);

    for (const vault::Sku sku : skus)
        m_sku->addItem(skuWord(sku));
    m_sku->setCurrentIndex(static_cast<int>(vault.sku));
    m_sku->setEnabled(vault.sku == vault::Sku::Standard);
    addField(tr("&Tier"), m_sku)
        ->set(FieldNote::Kind::Hint,
              vault.sku == vault::Sku::Premium ? tr("A vault cannot go back from premium to standard.")
                                               : tr("Premium cannot be taken back."));
    m_tags->setTags(vault.tags);
    addField(tr("Ta&gs"), m_tags);
    addFixed();

    connect(m_environment, &QComboBox::currentIndexChanged, this, &VaultPropertiesDialog::judge);
    connect(m_model, &ChoiceRows::changed, this, &VaultPropertiesDialog::judge);
    connect(m_purgeProtection, &QCheckBox::toggled, this, &VaultPropertiesDialog::judge);
    connect(m_sku, &QComboBox::currentIndexChanged, this, &VaultPropertiesDialog::judge);
    connect(m_tags, &TagsEditor::edited, this, &VaultPropertiesDialog::judge);
    judge();
}

void VaultPropertiesDialog::addFixed()
{
    addSection(tr("Fixed"));
    auto* name = fixedText(m_vault.name.text(), this);
    name->setFont(monoFont());
    addField(tr("Name"), name)->set(FieldNote::Kind::Hint, tr("Part of every URL, so it never changes."));
    addField(tr("Keep deleted items"), fixedText(tr("%1 days").arg(m_vault.retentionDays), this))
        ->set(FieldNote::Kind::Hint, tr("Chosen when the vault was made, as in the service."));
}

std::optional<vault::UpdateVault> VaultPropertiesDialog::operation() const
{
    vault::UpdateVault op;
    op.vault = m_vault.id;
    if (const auto wanted = valueAt(models, m_model->chosen()); wanted != m_vault.permissionModel)
        op.permissionModel = wanted;
    if (m_purgeProtection->isChecked() && !m_vault.hasPurgeProtection)
        op.hasPurgeProtection = true;
    if (const auto wanted = valueAt(environments, m_environment->currentIndex());
        wanted != m_vault.environment)
        op.environment = wanted;
    if (const auto wanted = valueAt(skus, m_sku->currentIndex()); wanted != m_vault.sku)
        op.sku = wanted;
    if (m_tags->tags() != m_vault.tags)
        op.tags = m_tags->tags();
    if (!op.permissionModel && !op.hasPurgeProtection && !op.environment && !op.sku && !op.tags)
        return {};
    return op;
}

void VaultPropertiesDialog::judge()
{
    const auto op = operation();
    if (op && op->permissionModel)
        m_modelNote->set(FieldNote::Kind::Warning,
                         tr("Programs that only the other model lets in are refused from the next request."));
    else
        m_modelNote->clear();

    if (m_vault.hasPurgeProtection)
        m_protectionNote->set(FieldNote::Kind::Hint, tr("Once on, it stays on."));
    else if (m_purgeProtection->isChecked())
        m_protectionNote->set(
            FieldNote::Kind::Warning,
            tr("It cannot be switched off again. Deleted names stay taken for %1 days, for you as well.")
                .arg(m_vault.retentionDays));
    else
        m_protectionNote->set(FieldNote::Kind::Hint, tr("A deleted item can be purged at once."));

    if (op && m_tags->problem().isEmpty()) {
        allowAccept();
        footNote()->clear();
        return;
    }
    forbidAccept();
    if (op)
        footNote()->set(FieldNote::Kind::Problem, tr("A tag needs a correction."));
    else
        footNote()->set(FieldNote::Kind::Hint, tr("Nothing is changed."));
}

} // namespace strongroom::ui
