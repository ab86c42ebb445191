// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/home/home_pane.h"

#include "ui/commands/vault_commands.h"
#include "ui/dialogs/vault_words.h"
#include "ui/panes/content_stack.h"
#include "ui/panes/home/count_tiles.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/object_list_view.h"

#include <QLocale>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 day = 86'400;
constexpr int soonDays = 7;

lists::Tone toneOf(vault::Environment environment)
{
    return environment == vault::Environment::Production ? lists::Tone::Critical
        : environment == vault::Environment::Staging     ? lists::Tone::Warning
                                                         : lists::Tone::Plain;
}

TableCell numberCell(qint64 value)
{
    return { .text = value > 0 ? QLocale().toString(value) : QString(u"\u00b7"_s),
             .raw = value,
             .isMuted = value == 0 };
}

vault::ObjectFilter endsWithin(qint64 now, int days)
{
    vault::FilterTerm after{ .field = vault::FilterTerm::Field::Expires,
                             .comparison = vault::FilterTerm::Comparison::After };
    after.number = now;
    auto before = after;
    before.comparison = vault::FilterTerm::Comparison::Before;
    before.number = now + days * day;
    return { after, before };
}

vault::ObjectFilter endedBefore(qint64 now)
{
    vault::FilterTerm before{ .field = vault::FilterTerm::Field::Expires,
                              .comparison = vault::FilterTerm::Comparison::Before };
    before.number = now;
    return { before };
}

} // namespace

HomePane::HomePane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_table(new CellTable(
          { tr("Vault"), tr("Environment"), tr("Secrets"), tr("Expiring"), tr("Expired"), tr("Deleted") },
          this))
    , m_list(new ObjectListView(this))
    , m_tiles(new CountTiles(this))
{
    build();
    refresh();
}

void HomePane::build()
{
    m_list->setModel(m_table);
    m_list->setColumns({ { 260 }, { 160 }, { 110 }, { 110 }, { 110 }, { 110 } });
    m_list->setTitleIcon([](const QModelIndex&) { return u"vault"_s; });
    m_list->setDensity(workspace().settings().value().density);
    m_list->setAccessibleName(tr("Vaults"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, metrics::page, 0, 0);
    column->setSpacing(metrics::page);
    auto* tiles = new QHBoxLayout;
    tiles->setContentsMargins(metrics::page, 0, metrics::page, 0);
    tiles->addWidget(m_tiles);
    column->addLayout(tiles);
    column->addWidget(m_list, 1);
    m_stack = new ContentStack(content, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    auto& vaults = workspace().vaults();
    connect(&vaults, &VaultDirectory::vaultsChanged, this, &HomePane::refresh);
    connect(&vaults, &VaultDirectory::countsChanged, this, [this](const vault::VaultId& id) {
        if (id.isEmpty())
            show();
        else
            count(id);
    });
    connect(m_stack, &ContentStack::primaryChosen, this, [this] { workspace().trigger(ActionId::NewVault); });
    connect(m_list, &ObjectListView::opened, this, [this](const QModelIndex& index) { open(index.row()); });
    connect(m_list, &ObjectListView::chosenChanged, this, &Pane::factsChanged);
    connect(m_list, &ObjectListView::sortKeysChanged, this, [this] {
        std::vector<CellTable::Key> keys;
        for (const auto& key : m_list->sortKeys())
            keys.push_back({ key.column, key.isDescending });
        m_table->setSort(std::move(keys));
    });
}

void HomePane::refresh()
{
    for (const auto& properties : workspace().vaults().vaults())
        count(properties.id);
    show();
}

void HomePane::count(const vault::VaultId& id)
{
    if (!workspace().operations())
        return;
    const auto now = workspace().clock().now();
    ask(id, endsWithin(now, soonDays), &Counts::soon);
    ask(id, endsWithin(now, workspace().settings().value().expiringDays), &Counts::expiring);
    ask(id, endedBefore(now), &Counts::expired);
}

void HomePane::ask(const vault::VaultId& id, vault::ObjectFilter filter, qint64 Counts::*member)
{
    vault::BrowseSecrets op;
    op.request.filter = std::move(filter);
    op.request.limit = 1;
    workspace()
        .operations()
        ->run(workspace().caller(), id, std::move(op))
        .then(this, [this, id, member](const base::Result<vault::BrowseSecrets::Output>& result) {
            if (!result || !workspace().vaults().find(id))
                return;
            m_counts[id].*member = result->matched;
            show();
        });
}

void HomePane::show()
{
    auto& vaults = workspace().vaults();
    if (vaults.isLoaded() && vaults.vaults().empty()) {
        m_stack->showEmpty({ u"vault"_s,
                             tr("No vault yet"),
                             tr("A vault holds secrets, with its own rules for who may read them."),
                             tr("Create a vault"),
                             {},
                             false });
        Q_EMIT statusChanged();
        return;
    }
    std::vector<TableRow> rows;
    qint64 secrets = 0;
    Counts all;
    for (const auto& properties : vaults.vaults()) {
        const auto live = vaults.countsOf(properties.id);
        const auto counts = m_counts.value(properties.id);
        secrets += live.secrets;
        all.soon += counts.soon;
        all.expiring += counts.expiring;
        all.expired += counts.expired;
        rows.push_back({ properties.id.value,
                         { { .text = properties.name.text(), .kind = lists::CellKind::Title },
                           { .text = environmentWord(properties.environment),
                             .kind = lists::CellKind::Badge,
                             .tone = toneOf(properties.environment) },
                           numberCell(live.secrets),
                           numberCell(counts.expiring),
                           numberCell(counts.expired),
                           numberCell(live.deletedSecrets) } });
    }
    m_table->setRows(std::move(rows));
    m_tiles->show({ { u"lock-keyhole"_s, tr("secrets"), secrets, Role::Text },
                    { u"circle-alert"_s, tr("expired"), all.expired, Role::Critical },
                    { u"clock"_s, tr("expire within 7 days"), all.soon, Role::Warning },
                    { u"calendar-clock"_s,
                      tr("expire within %n days", nullptr, workspace().settings().value().expiringDays),
                      all.expiring, Role::Warning },
                    { u"archive-restore"_s, tr("deleted vaults"), vaults.deletedVaults(), Role::Text } });
    if (vaults.isLoaded())
        m_stack->showContent();
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

void HomePane::open(int row)
{
    workspace().open({ PaneKind::Secrets, { m_table->at(row).identity }, {}, {} });
}

QString HomePane::statusText() const { return tr("%n vaults", nullptr, m_table->rowCount()); }

Facts HomePane::facts() const
{
    Facts facts;
    facts.setFlag(Fact::OneChosen, m_list->chosenCount() == 1);
    facts.setFlag(Fact::HasRows, m_table->rowCount() > 0);
    return facts;
}

void HomePane::perform(ActionId id)
{
    if (id == ActionId::NewVault)
        return createVault(workspace());
    const auto chosen = m_list->chosenRanges();
    if (!chosen.empty())
        open(chosen.front().first);
}

void HomePane::focusContent() { m_list->setFocus(); }

} // namespace strongroom::ui
