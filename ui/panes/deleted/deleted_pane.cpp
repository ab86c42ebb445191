// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/deleted/deleted_pane.h"

#include "ui/commands/deleted_commands.h"
#include "ui/panes/content_stack.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/object_list_view.h"

#include <QAction>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

DeletedPane::DeletedPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_model(*workspace.operations(), workspace.caller(), workspace.clock())
    , m_list(new ObjectListView(this))
    , m_stack(new ContentStack(m_list, this))
    , m_protection(new FieldNote(this))
{
    m_list->setModel(&m_model);
    m_list->setColumns({ { 240, true, false },
                         { 80, true, false },
                         { 120, true, false },
                         { 260, true, false },
                         { 190, true, false },
                         { 120, true, false },
                         { 160, false, false } });
    m_list->setTitleIcon([this](const QModelIndex& index) {
        const lists::DeletedObject* const deleted = m_model.at(index.row());
        return deleted && deleted->object.kind == vault::ObjectKind::Key ? u"key-round"_s : u"lock-keyhole"_s;
    });
    m_list->setAccessibleName(tr("Deleted items"));
    m_list->setDensity(workspace.settings().value().density);
    m_list->restoreLayoutState(workspace.settings().layout(u"deleted"_s));
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const ActionId id : { ActionId::RecoverItem, ActionId::CopyName, ActionId::PurgeItem })
        m_list->addAction(workspace.action(id));
    m_protection->setContentsMargins(metrics::page, metrics::inside, metrics::page, metrics::inside);

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_protection);
    all->addWidget(m_stack, 1);

    connect(m_list, &ObjectListView::layoutStateChanged, this,
            [this] { this->workspace().settings().keepLayout(u"deleted"_s, m_list->layoutState()); });
    connect(m_list, &ObjectListView::chosenChanged, this, [this] {
        Q_EMIT factsChanged();
        Q_EMIT statusChanged();
    });
    connect(&m_model, &lists::DeletedListModel::loadStateChanged, this, &DeletedPane::showState);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &DeletedPane::showState);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &DeletedPane::showState);
    connect(m_stack, &ContentStack::retryChosen, &m_model, &lists::DeletedListModel::refresh);
    connect(m_stack, &ContentStack::primaryChosen, this, [this] {
        this->workspace().open({ PaneKind::Secrets, vaultId(), {}, {} });
    });
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &DeletedPane::showProtection);
    showProtection();
    go(place);
    m_model.setVault(place.vault);
}

std::vector<ActionId> DeletedPane::headerActions() const
{
    return { ActionId::PurgeItem, ActionId::RecoverItem };
}

void DeletedPane::showProtection()
{
    const vault::VaultProperties* vault = workspace().vaults().find(vaultId());
    if (!vault)
        return;
    if (vault->hasPurgeProtection)
        m_protection->set(
            FieldNote::Kind::Good,
            tr("Purge protection is on: items go by themselves after %1 days, and nobody can purge "
               "them before.")
                .arg(vault->retentionDays));
    else
        m_protection->set(FieldNote::Kind::Hint,
                          tr("Items go by themselves after %1 days. Until then their names stay taken.")
                              .arg(vault->retentionDays));
    Q_EMIT factsChanged();
}

void DeletedPane::showState()
{
    using LoadState = lists::DeletedListModel::LoadState;
    if (m_model.rowCount() > 0)
        m_stack->showContent();
    else if (m_model.loadState() == LoadState::Failed)
        m_stack->showError(workspace().explain(m_model.error()));
    else if (m_model.loadState() == LoadState::Ready)
        m_stack->showEmpty({ u"archive-restore"_s,
                             tr("Nothing is deleted"),
                             tr("What you delete waits here and can be recovered."),
                             tr("Show secrets"),
                             {},
                             true });
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

std::vector<ObjectRef> DeletedPane::chosenObjects() const
{
    std::vector<ObjectRef> objects;
    for (const auto& [first, last] : m_list->chosenRanges()) {
        for (int row = first; row <= last; ++row) {
            if (const lists::DeletedObject* const deleted = m_model.at(row))
                objects.push_back({ deleted->object.kind, deleted->object.name });
        }
    }
    return objects;
}

QString DeletedPane::statusText() const
{
    const vault::ObjectCounts counts = workspace().vaults().countsOf(vaultId());
    const qint64 all = counts.deletedSecrets + counts.deletedKeys + counts.deletedCertificates;
    const QString text = counted(all, tr("1 deleted item"), tr("%1 deleted items"));
    return m_list->chosenCount() > 0 ? tr("%1, %2 selected").arg(text).arg(m_list->chosenCount()) : text;
}

Facts DeletedPane::facts() const
{
    Facts facts = Fact::VaultShown | Fact::VaultChosen | Fact::Writable | Fact::NotManaged;
    const vault::VaultProperties* vault = workspace().vaults().find(vaultId());
    if (vault && !vault->hasPurgeProtection)
        facts |= Fact::CanPurge;
    if (m_model.rowCount() > 0)
        facts |= Fact::HasRows;
    if (m_list->chosenCount() > 0)
        facts |= Fact::SomeChosen | Fact::DeletedChosen;
    if (m_list->chosenCount() == 1)
        facts |= Fact::OneChosen;
    return facts;
}

bool DeletedPane::handles(ActionId id) const
{
    return id == ActionId::RecoverItem || id == ActionId::PurgeItem || id == ActionId::CopyName
        || id == ActionId::SelectAll || id == ActionId::Refresh;
}

void DeletedPane::perform(ActionId id)
{
    if (id == ActionId::RecoverItem)
        recoverObjects(workspace(), vaultId(), chosenObjects());
    else if (id == ActionId::PurgeItem)
        purgeObjects(workspace(), vaultId(), chosenObjects());
    else if (id == ActionId::CopyName)
        copyNames();
    else if (id == ActionId::SelectAll)
        m_list->selectAll();
    else if (id == ActionId::Refresh)
        refresh();
}

void DeletedPane::copyNames()
{
    QStringList names;
    for (const ObjectRef& object : chosenObjects())
        names << object.name.text();
    workspace().clipboard().copyPlain(names.join(u'\n'));
}

void DeletedPane::go(const Place& place)
{
    setPlace(place);
    if (!place.item.isEmpty())
        m_list->chooseWhenLoaded(place.item);
}

void DeletedPane::refresh() { m_model.refresh(); }

void DeletedPane::focusContent() { m_list->setFocus(); }

} // namespace strongroom::ui
