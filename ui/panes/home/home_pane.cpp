// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/home/home_pane.h"

#include "ui/commands/vault_commands.h"
#include "ui/dialogs/vault_words.h"
#include "ui/panes/audit_rows.h"
#include "ui/panes/content_stack.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/count_tile.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/object_list_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr std::size_t shownActivity = 12;
constexpr int readActivity = 400;
constexpr int reloadMilliseconds = 1000;

TableCell numberCell(qint64 number, lists::Tone tone)
{
    TableCell cell{ number == 0 ? QString() : QLocale().toString(number), QVariant(qlonglong(number)) };
    if (tone != lists::Tone::Plain)
        cell.kind = lists::CellKind::Badge;
    cell.tone = tone;
    return cell;
}

void fitHeight(ObjectListView* list, int rows, metrics::Density density)
{
    list->setFixedHeight(list->horizontalHeader()->sizeHint().height() + metrics::rowHeight(density) * rows
                         + metrics::inside);
}

ObjectListView* shortList(CellTable* rows, const QString& name, QWidget* parent)
{
    auto* list = new ObjectListView(parent);
    list->setModel(rows);
    list->setAccessibleName(name);
    list->setFrameShape(QFrame::NoFrame);
    list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return list;
}

} // namespace

HomePane::HomePane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
{
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget(scroll);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    scroll->setWidget(content);
    m_stack = new ContentStack(scroll, this);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);

    auto* page = new QVBoxLayout(content);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->setSpacing(metrics::between);
    addTiles(page);
    addLists(page);
    page->addStretch(1);

    m_reload.setSingleShot(true);
    m_reload.setInterval(reloadMilliseconds);
    connect(&m_reload, &QTimer::timeout, this, &HomePane::refresh);
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &HomePane::showVaults);
    connect(&workspace.vaults(), &VaultDirectory::countsChanged, this, &HomePane::showVaults);
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this] { m_reload.start(); });
    connect(&workspace.endpoint(), &ops::EndpointControl::factsChanged, this, &HomePane::showEndpoint);
    connect(m_stack, &ContentStack::primaryChosen, this, [this] { createVault(this->workspace()); });
    refresh();
}

void HomePane::addTiles(QVBoxLayout* page)
{
    m_vaults = new CountTile(u"vault"_s, tr("Vaults"), this);
    m_secrets = new CountTile(u"lock-keyhole"_s, tr("Secrets"), this);
    m_expired = new CountTile(u"calendar-x"_s, tr("Past their end"), this);
    m_expiring = new CountTile(u"calendar-clock"_s, tr("End within 30 days"), this);
    m_deleted = new CountTile(u"archive-restore"_s, tr("Deleted vaults"), this);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::between);
    for (CountTile* tile : { m_vaults, m_secrets, m_expired, m_expiring, m_deleted })
        row->addWidget(tile);
    page->addLayout(row);
    connect(m_vaults, &CountTile::clicked, this, [this] { m_list->setFocus(); });
    connect(m_secrets, &CountTile::clicked, this, [this] {
        workspace().open({ PaneKind::Search, {}, {}, {} });
    });
    connect(m_deleted, &CountTile::clicked, this, [this] {
        workspace().open({ PaneKind::DeletedVaults, {}, {}, {} });
    });
    const auto openFirst = [this](qint64 Ending::*which, const QString& query) {
        for (const vault::VaultProperties& vault : workspace().vaults().vaults()) {
            if (m_ending.value(vault.id).*which > 0) {
                workspace().open({ PaneKind::Secrets, vault.id, {}, query });
                return;
            }
        }
    };
    connect(m_expired, &CountTile::clicked, this,
            [openFirst] { openFirst(&Ending::expired, u"state:expired"_s); });
    connect(m_expiring, &CountTile::clicked, this,
            [openFirst] { openFirst(&Ending::expiring, u"state:expiring"_s); });
}

void HomePane::addLists(QVBoxLayout* page)
{
    auto* programs = new Card({}, this);
    auto* line = new QHBoxLayout;
    m_endpoint = new FieldNote(programs);
    auto* openEndpoint = new QPushButton(tr("Connect a program..."), programs);
    line->addWidget(m_endpoint, 1);
    line->addWidget(openEndpoint);
    programs->body()->addLayout(line);
    connect(openEndpoint, &QPushButton::clicked, this, [this] {
        workspace().open({ PaneKind::Endpoint, {}, {}, u"connect:"_s });
    });
    page->addWidget(programs);

    auto* vaults = new Card(tr("Vaults"), this);
    m_rows = new CellTable({ tr("Name"), tr("Environment"), tr("Secrets"), tr("Past their end"),
                             tr("End soon"), tr("Access by"), tr("Purge protection") },
                           this);
    m_list = shortList(m_rows, tr("Vaults"), vaults);
    m_list->setColumns({ { 220, true, false },
                         { 110, true, false },
                         { 90, true, false },
                         { 120, true, false },
                         { 110, true, false },
                         { 140, true, false },
                         { 130, true, false } });
    m_list->setTitleIcon([](const QModelIndex&) { return u"vault"_s; });
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const ActionId id : { ActionId::OpenVault, ActionId::EditVault, ActionId::CopyVaultUrl,
                               ActionId::VaultAccess, ActionId::ConnectProgram, ActionId::DeleteVault })
        m_list->addAction(workspace().action(id));
    vaults->body()->addWidget(m_list);
    page->addWidget(vaults);
    connect(m_list, &ObjectListView::chosenChanged, this, &Pane::factsChanged);
    connect(m_list, &ObjectListView::opened, this, [this](const QModelIndex& index) {
        workspace().open({ PaneKind::Secrets, { m_rows->at(index.row()).identity }, {}, {} });
    });

    auto* activity = new Card(tr("Recent activity"), this);
    activity->setAside(tr("Look-ups of this window are left out"));
    m_activityRows = new CellTable(auditHeaders(), this);
    m_activity = shortList(m_activityRows, tr("Recent activity"), activity);
    m_activity->setColumns({ { 130, true, false },
                             { 140, true, false },
                             { 150, true, false },
                             { 150, true, false },
                             { 200, true, false },
                             { 80, true, false } });
    activity->body()->addWidget(m_activity);
    page->addWidget(activity);
}

void HomePane::refresh()
{
    if (!workspace().operations())
        return;
    showVaults();
    showEndpoint();
    countEnding();
    loadActivity();
}

void HomePane::showVaults()
{
    VaultDirectory& directory = workspace().vaults();
    if (!directory.isLoaded())
        return;
    if (directory.vaults().empty()) {
        m_stack->showEmpty({ u"vault"_s,
                             tr("No vault yet"),
                             tr("A vault holds secrets and says who may use them. Make the first one."),
                             tr("New vault..."),
                             {},
                             false });
        return;
    }
    m_stack->showContent();
    std::vector<TableRow> rows;
    Ending sum;
    qint64 secrets = 0;
    for (const vault::VaultProperties& vault : directory.vaults()) {
        const vault::ObjectCounts counts = directory.countsOf(vault.id);
        const Ending ending = m_ending.value(vault.id);
        sum.expired += ending.expired;
        sum.expiring += ending.expiring;
        secrets += counts.secrets;
        TableCell name{ vault.name.text() };
        name.kind = lists::CellKind::Title;
        TableCell protection{ vault.hasPurgeProtection ? tr("On") : tr("Off") };
        protection.isMuted = true;
        rows.push_back(
            { vault.id.value,
              { name, TableCell{ environmentWord(vault.environment) },
                TableCell{ QLocale().toString(counts.secrets), QVariant(qlonglong(counts.secrets)) },
                numberCell(ending.expired, lists::Tone::Critical),
                numberCell(ending.expiring, lists::Tone::Warning),
                TableCell{ permissionModelWord(vault.permissionModel) }, protection } });
    }
    m_rows->setRows(std::move(rows));
    fitHeight(m_list, m_rows->rowCount(), workspace().settings().value().density);
    m_vaults->setCount(qint64(directory.vaults().size()));
    m_secrets->setCount(secrets);
    m_expired->setCount(sum.expired, sum.expired > 0 ? Role::Critical : Role::Text);
    m_expiring->setCount(sum.expiring, sum.expiring > 0 ? Role::Warning : Role::Text);
    m_deleted->setCount(directory.deletedVaults());
    Q_EMIT statusChanged();
}

void HomePane::showEndpoint()
{
    const ops::EndpointFacts facts = workspace().endpoint().facts();
    if (facts.isRunning)
        m_endpoint->set(
            FieldNote::Kind::Good,
            tr("Programs on this computer can connect: the endpoint runs on port %1.").arg(facts.port));
    else if (!facts.problem.isEmpty())
        m_endpoint->set(FieldNote::Kind::Problem, facts.problem);
    else
        m_endpoint->set(FieldNote::Kind::Hint, tr("The endpoint is stopped: programs cannot connect."));
}

void HomePane::countEnding()
{
    for (const vault::VaultProperties& vault : workspace().vaults().vaults()) {
        count(vault.id, u"expired"_s, &Ending::expired);
        count(vault.id, u"expiring"_s, &Ending::expiring);
    }
}

void HomePane::count(const vault::VaultId& vault, const QString& state, qint64 Ending::*into)
{
    vault::FilterTerm term;
    term.field = vault::FilterTerm::Field::State;
    term.text = state;
    vault::BrowseSecrets op;
    op.request.filter = { term };
    op.request.limit = 1;
    workspace()
        .operations()
        ->run(workspace().caller(), vault, op)
        .then(this, [this, vault, into](const base::Result<vault::BrowseSecrets::Output>& result) {
            if (!result || m_ending.value(vault).*into == result->matched)
                return;
            m_ending[vault].*into = result->matched;
            showVaults();
        });
}

void HomePane::loadActivity()
{
    vault::ListAudit op;
    op.query.limit = readActivity;
    workspace()
        .operations()
        ->run(workspace().caller(), op)
        .then(this, [this](base::Result<std::vector<vault::AuditRecord>> records) {
            if (!records)
                return;
            const lists::TimeZone zone = workspace().settings().value().timeZone == TimeZoneChoice::Utc
                ? lists::TimeZone::Utc
                : lists::TimeZone::Local;
            std::vector<TableRow> rows;
            for (const vault::AuditRecord& record : withoutOwnLookUps(std::move(*records), shownActivity))
                rows.push_back(auditRow(record, zone, workspace().clock().now()));
            m_activityRows->setRows(std::move(rows));
            fitHeight(m_activity, qMax(1, m_activityRows->rowCount()),
                      workspace().settings().value().density);
        });
}

const vault::VaultProperties* HomePane::chosen() const
{
    return workspace().vaults().find({ m_list->chosen().value(0) });
}

QString HomePane::statusText() const
{
    return counted(qint64(workspace().vaults().vaults().size()), tr("1 vault"), tr("%1 vaults"));
}

Facts HomePane::facts() const
{
    Facts facts = Fact::Writable;
    if (chosen())
        facts |= Fact::VaultChosen;
    return facts;
}

bool HomePane::handles(ActionId id) const
{
    switch (id) {
    case ActionId::OpenVault:
    case ActionId::EditVault:
    case ActionId::CopyVaultUrl:
    case ActionId::VaultAccess:
    case ActionId::ConnectProgram:
    case ActionId::DeleteVault:
        return chosen() != nullptr;
    default:
        return id == ActionId::Refresh;
    }
}

void HomePane::perform(ActionId id)
{
    const vault::VaultProperties* vault = chosen();
    if (id == ActionId::Refresh)
        refresh();
    else if (!vault)
        return;
    else if (id == ActionId::OpenVault)
        workspace().open({ PaneKind::VaultOverview, vault->id, {}, {} });
    else if (id == ActionId::EditVault)
        editVault(workspace(), *vault);
    else if (id == ActionId::CopyVaultUrl)
        copyVaultUrl(workspace(), *vault);
    else if (id == ActionId::VaultAccess)
        workspace().open({ PaneKind::Access, vault->id, {}, {} });
    else if (id == ActionId::ConnectProgram)
        workspace().open({ PaneKind::Endpoint, {}, {}, u"connect:"_s + vault->name.text() });
    else if (id == ActionId::DeleteVault)
        deleteVault(workspace(), *vault);
}

void HomePane::focusContent() { m_list->setFocus(); }

} // namespace strongroom::ui
