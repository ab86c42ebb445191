// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vaults/deleted_vaults_pane.h"

#include "model/lists/relative_time.h"
#include "ui/commands/vault_commands.h"
#include "ui/dialogs/vault_words.h"
#include "ui/panes/cell_table.h"
#include "ui/panes/content_stack.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/object_list_view.h"

#include <QAction>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr qint64 lastDays = 7;

TableRow rowOf(const vault::DeletedVault& vault, base::UnixSeconds now)
{
    TableCell name{ vault.properties.name.text() };
    name.kind = lists::CellKind::Title;
    TableCell deleted{ lists::relativeOrDate(vault.deleted, now), QVariant(qlonglong(vault.deleted)) };
    deleted.isMuted = true;
    deleted.toolTip = lists::dateTimeText(vault.deleted);
    TableCell purge{ DeletedVaultsPane::tr("%1, %2").arg(lists::dateText(vault.scheduledPurge),
                                                         lists::relativeTime(vault.scheduledPurge, now)),
                     QVariant(qlonglong(vault.scheduledPurge)) };
    purge.kind = lists::CellKind::Life;
    const auto whole = double(vault.scheduledPurge - vault.deleted);
    purge.part = whole > 0 ? double(vault.scheduledPurge - now) / whole : 0;
    purge.tone
        = lists::daysUntil(vault.scheduledPurge, now) < lastDays ? lists::Tone::Warning : lists::Tone::Plain;
    TableCell protection{ vault.properties.hasPurgeProtection ? DeletedVaultsPane::tr("On: cannot be purged")
                                                              : DeletedVaultsPane::tr("Off") };
    protection.isMuted = true;
    return { vault.properties.id.value,
             { name, TableCell{ environmentWord(vault.properties.environment) }, deleted, purge,
               protection } };
}

} // namespace

DeletedVaultsPane::DeletedVaultsPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_rows(new CellTable(
          { tr("Name"), tr("Environment"), tr("Deleted"), tr("Purged for ever"), tr("Purge protection") },
          this))
    , m_list(new ObjectListView(this))
    , m_stack(new ContentStack(m_list, this))
{
    m_list->setModel(m_rows);
    m_list->setColumns({ { 240, true, false },
                         { 120, true, false },
                         { 130, true, false },
                         { 280, true, false },
                         { 180, true, false } });
    m_list->setTitleIcon([](const QModelIndex&) { return u"vault"_s; });
    m_list->setAccessibleName(tr("Deleted vaults"));
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setDensity(workspace.settings().value().density);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const ActionId id : { ActionId::RecoverVault, ActionId::PurgeVault })
        m_list->addAction(workspace.action(id));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
    connect(m_list, &ObjectListView::chosenChanged, this, &Pane::factsChanged);
    connect(m_stack, &ContentStack::retryChosen, this, &DeletedVaultsPane::refresh);
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        if (change.what == vault::ChangeKind::VaultDeleted || change.what == vault::ChangeKind::VaultRecovered
            || change.what == vault::ChangeKind::VaultPurged)
            refresh();
    });
    refresh();
}

void DeletedVaultsPane::show(std::vector<vault::DeletedVault> vaults)
{
    m_vaults = std::move(vaults);
    std::vector<TableRow> rows;
    for (const vault::DeletedVault& vault : m_vaults)
        rows.push_back(rowOf(vault, workspace().clock().now()));
    m_rows->setRows(std::move(rows));
    if (m_vaults.empty())
        m_stack->showEmpty({ u"vault"_s,
                             tr("No vault is deleted"),
                             tr("A deleted vault waits here with all that is in it and can be recovered."),
                             {},
                             {},
                             false });
    else
        m_stack->showContent();
    Q_EMIT factsChanged();
    Q_EMIT statusChanged();
}

const vault::DeletedVault* DeletedVaultsPane::chosen() const
{
    const QString id = m_list->chosen().value(0);
    const auto found = std::ranges::find_if(
        m_vaults, [&id](const vault::DeletedVault& vault) { return vault.properties.id.value == id; });
    return found == m_vaults.end() ? nullptr : &*found;
}

QString DeletedVaultsPane::statusText() const
{
    return counted(qint64(m_vaults.size()), tr("1 deleted vault"), tr("%1 deleted vaults"));
}

Facts DeletedVaultsPane::facts() const
{
    Facts facts = Fact::Writable;
    if (!m_vaults.empty())
        facts |= Fact::HasRows;
    if (const vault::DeletedVault* vault = chosen()) {
        facts |= Fact::DeletedVaultChosen | Fact::OneChosen | Fact::SomeChosen;
        if (!vault->properties.hasPurgeProtection)
            facts |= Fact::CanPurge;
    }
    return facts;
}

bool DeletedVaultsPane::handles(ActionId id) const
{
    return id == ActionId::RecoverVault || id == ActionId::PurgeVault || id == ActionId::Refresh;
}

void DeletedVaultsPane::perform(ActionId id)
{
    if (id == ActionId::Refresh) {
        refresh();
        return;
    }
    const vault::DeletedVault* vault = chosen();
    if (vault && id == ActionId::RecoverVault)
        recoverVault(workspace(), *vault);
    else if (vault && id == ActionId::PurgeVault)
        purgeVault(workspace(), *vault);
}

void DeletedVaultsPane::refresh()
{
    if (!workspace().operations())
        return;
    workspace()
        .operations()
        ->run(workspace().caller(), vault::ListDeletedVaults{})
        .then(this, [this](base::Result<std::vector<vault::DeletedVault>> vaults) {
            if (vaults)
                show(std::move(*vaults));
            else
                m_stack->showError(workspace().explain(vaults.error()));
        });
}

void DeletedVaultsPane::focusContent() { m_list->setFocus(); }

} // namespace strongroom::ui
