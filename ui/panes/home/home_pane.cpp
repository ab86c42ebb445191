// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/home/home_pane.h"

#include "model/lists/filter_expression.h"
#include "model/lists/rotation_state.h"
#include "ui/commands/run_on.h"
#include "ui/commands/vault_commands.h"
#include "ui/dialogs/vault_words.h"
#include "ui/panes/audit_rows.h"
#include "ui/panes/content_stack.h"
#include "ui/panes/scrolled.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/count_tile.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/tile_row.h"

#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownEnding = 6;
constexpr std::size_t shownRotations = 4;
constexpr qint64 aYear
    = 365 * 86'400; ///< seconds; what is rotated later than that is nothing to look out for
constexpr std::size_t shownActivity = 12;
constexpr int readActivity = 200;
constexpr int twoCards = 860; ///< pixels from which two cards stand side by side
constexpr int settles = 400; ///< milliseconds: an import changes many secrets

lists::Tone toneOf(vault::Environment environment)
{
    switch (environment) {
    case vault::Environment::Production:
        return lists::Tone::Critical;
    case vault::Environment::Staging:
        return lists::Tone::Warning;
    case vault::Environment::Test:
        return lists::Tone::Info;
    case vault::Environment::Local:
        return lists::Tone::Plain;
    }
    return lists::Tone::Plain;
}

TableCell numberCell(qint64 value)
{
    return { .text = value > 0 ? QLocale().toString(value) : QString(u"\u00b7"_s),
             .raw = value,
             .isMuted = value == 0 };
}

/// An object of any vault in the identity of a row, and back.
QString identityOf(const Place& place)
{
    return QString::number(int(place.kind)) % u'/' % place.vault.value % u'/' % place.item;
}

Place placeOf(const QString& identity)
{
    return { PaneKind(identity.section(u'/', 0, 0).toInt()),
             { identity.section(u'/', 1, 1) },
             identity.section(u'/', 2, 2),
             {} };
}

/// The end of something: what is near stands out.
TableCell endCell(base::UnixSeconds end, base::UnixSeconds now, bool isSoon, const QString& iconName)
{
    return { .text = lists::relativeTime(end, now),
             .raw = static_cast<qlonglong>(end),
             .kind = lists::CellKind::Badge,
             .tone = isSoon ? lists::Tone::Warning : lists::Tone::Plain,
             .toolTip = lists::dateTimeText(end),
             .badgeIcon = iconName };
}

} // namespace

HomePane::HomePane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_vaultRows(new CellTable({ tr("Vault"), tr("Environment"), tr("Secrets"), tr("Keys"), tr("Expiring"),
                                  tr("Expired"), tr("Deleted") },
                                this))
    , m_vaults(new ObjectListView(this))
    , m_endingRows(new CellTable({ tr("Name"), tr("Vault"), tr("Ends") }, this))
    , m_rotationRows(new CellTable({ tr("Key"), tr("Vault"), tr("Next") }, this))
    , m_activityRows(
          new CellTable({ tr("Time"), tr("Operation"), tr("Result"), tr("Caller"), tr("Object") }, this))
    , m_endingSoon(workspace, shownEnding)
{
    build();
    refresh();
}

void HomePane::build()
{
    auto* content = new QWidget(this);
    auto* page = new QVBoxLayout(content);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->setSpacing(metrics::between);
    addTiles(page);
    addVaults(page);
    addLists(page);
    page->addStretch(1);
    auto* scroll = scrolled(content, this);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stack = new ContentStack(scroll, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    m_soon.setSingleShot(true);
    m_soon.setInterval(settles);
    auto& vaults = workspace().vaults();
    connect(&m_soon, &QTimer::timeout, this, &HomePane::refresh);
    connect(&vaults, &VaultDirectory::vaultsChanged, this, &HomePane::refresh);
    connect(&vaults, &VaultDirectory::countsChanged, this, &HomePane::show);
    connect(&vaults, &VaultDirectory::changed, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_endingSoon, &EndingSoon::changed, this, &HomePane::showEnding);
    connect(m_stack, &ContentStack::primaryChosen, this, [this] { workspace().trigger(ActionId::NewVault); });
}

void HomePane::addTiles(QVBoxLayout* page)
{
    const int soon = workspace().settings().value().expiringDays;
    m_secrets = new CountTile(u"lock-keyhole"_s, tr("Secrets"), this);
    m_keys = new CountTile(u"key-round"_s, tr("Keys"), this);
    m_tiles[Ended] = new CountTile(u"circle-alert"_s, tr("Expired"), this);
    m_tiles[EndsInAWeek] = new CountTile(u"clock"_s, tr("Expire within 7 days"), this);
    m_tiles[EndsSoon] = new CountTile(u"calendar-clock"_s, tr("Expire within %1 days").arg(soon), this);
    m_tiles[WithoutEnd] = new CountTile(u"calendar-x"_s, tr("Never expire"), this);
    m_deletedVaults = new CountTile(u"archive-restore"_s, tr("Deleted vaults"), this);
    auto* row = new TileRow(this);
    row->add(m_secrets);
    row->add(m_keys);
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        row->add(m_tiles[i]);
        connect(m_tiles[i], &CountTile::clicked, this, [this, i] {
            workspace().open({ PaneKind::Search, {}, {}, queryOf(Count(i)) });
        });
    }
    row->add(m_deletedVaults);
    page->addWidget(row);
    connect(m_secrets, &CountTile::clicked, this,
            [this] { workspace().trigger(ActionId::SearchEverywhere); });
    connect(m_keys, &CountTile::clicked, this, [this] {
        workspace().open({ PaneKind::Rotation, {}, {}, {} });
    });
    connect(m_deletedVaults, &CountTile::clicked, this, [this] {
        workspace().open({ PaneKind::DeletedVaults, {}, {}, {} });
    });
}

void HomePane::addVaults(QVBoxLayout* page)
{
    m_vaults->setModel(m_vaultRows);
    m_vaults->setColumns(
        { { 200 }, { 120 }, { 76 }, { 76, true, true, 1 }, { 84 }, { 84 }, { 84, true, true, 2 } });
    m_vaults->setTitleIcon([](const QModelIndex&) { return u"vault"_s; });
    m_vaults->setAccessibleName(tr("Vaults"));
    m_vaults->setFrameShape(QFrame::NoFrame);
    auto* card = new Card(tr("Vaults"), this);
    card->body()->addWidget(m_vaults);
    page->addWidget(card);
    connect(m_vaults, &ObjectListView::opened, this, [this](const QModelIndex& index) {
        workspace().open({ PaneKind::VaultOverview, { m_vaultRows->at(index.row()).identity }, {}, {} });
    });
    connect(m_vaults, &ObjectListView::chosenChanged, this, &Pane::factsChanged);
    connect(m_vaults, &ObjectListView::sortKeysChanged, this, [this] {
        std::vector<CellTable::Key> keys;
        for (const auto& key : m_vaults->sortKeys())
            keys.push_back({ key.column, key.isDescending });
        m_vaultRows->setSort(std::move(keys));
    });
}

void HomePane::addLists(QVBoxLayout* page)
{
    m_cards = new QBoxLayout(QBoxLayout::LeftToRight);
    m_cards->setSpacing(metrics::between);
    const auto addNext = [this](Card*& card, const QString& heading, CellTable* table) {
        card = new Card(heading, this);
        ObjectListView* const list = addList(card, table);
        list->setColumns({ { 190, true, false }, { 120, true, false }, { 110, true, false } });
        list->setTitleIcon([](const QModelIndex& index) {
            const auto kind = placeOf(index.data(lists::IdentityRole).toString()).kind;
            return kind == PaneKind::Keys ? u"key-round"_s : u"lock-keyhole"_s;
        });
        list->setAccessibleName(heading);
        connect(list, &ObjectListView::opened, this,
                [this, table](const QModelIndex& index) { openRow(table->at(index.row()).identity); });
        return list;
    };
    m_ending = addNext(m_endingCard, tr("Next to expire"), m_endingRows);
    m_rotation = addNext(m_rotationCard, tr("Next to rotate"), m_rotationRows);
    auto* const next = new QVBoxLayout;
    next->setSpacing(metrics::between);
    next->addWidget(m_endingCard);
    next->addWidget(m_rotationCard);
    next->addStretch();
    auto* activity = new Card(tr("Recent activity"), this);
    activity->setAside(withoutOwnRoutineNote());
    m_activity = addList(activity, m_activityRows);
    m_activity->setColumns({ { 108, true, false },
                             { 130, true, false },
                             { 92, true, false },
                             { 112, true, false, 2 },
                             { 122, true, false, 1 } });
    m_activity->setAccessibleName(tr("Recent activity"));
    m_cards->addLayout(next, 5);
    m_cards->addWidget(activity, 7, Qt::AlignTop);
    page->addLayout(m_cards);
    connect(m_activity, &ObjectListView::opened, this,
            [this](const QModelIndex& index) { openRow(m_activityRows->at(index.row()).identity); });
}

ObjectListView* HomePane::addList(Card* card, CellTable* rows)
{
    auto* list = new ObjectListView(card);
    list->setModel(rows);
    list->setFrameShape(QFrame::NoFrame);
    card->body()->addWidget(list, 0, Qt::AlignTop);
    return list;
}

QString HomePane::queryOf(Count count) const
{
    switch (count) {
    case Ended:
        return u"expires:<0d"_s;
    case EndsInAWeek:
        return u"expires:>0d expires:<7d"_s;
    case EndsSoon:
        return u"expires:>0d expires:<%1d"_s.arg(workspace().settings().value().expiringDays);
    case WithoutEnd:
        return u"expires:never"_s;
    case CountCount:
        break;
    }
    return {};
}

/// What a tile counts is what its list shows.
vault::ObjectFilter HomePane::filterOf(Count count) const
{
    return lists::FilterExpression::parse(queryOf(count), workspace().clock().now()).expression.filter();
}

void HomePane::refresh()
{
    m_soon.stop();
    for (const auto& properties : workspace().vaults().vaults()) {
        if (!isPool(properties.sku))
            count<vault::BrowseSecrets>(properties.id);
        count<vault::BrowseKeys>(properties.id);
    }
    showEnding();
    loadRotation();
    loadActivity();
    show();
}

template <typename Op> void HomePane::count(const vault::VaultId& id)
{
    for (int i = 0; i < CountCount; ++i) {
        Op op;
        op.request.filter = filterOf(Count(i));
        op.request.limit = 0;
        runOn(workspace(), id, std::move(op))
            .then(this, [this, id, i](const base::Result<typename Op::Output>& result) {
                if (!result || !workspace().vaults().find(id))
                    return;
                auto& counts = std::is_same_v<Op, vault::BrowseKeys> ? m_keyCounts : m_secretCounts;
                counts[id][std::size_t(i)] = result->matched;
                show();
            });
    }
}

void HomePane::showEnding()
{
    const auto now = workspace().clock().now();
    const int soon = workspace().settings().value().expiringDays;
    std::vector<TableRow> rows;
    for (const auto& one : m_endingSoon.all()) {
        const bool isSoon = lists::daysUntil(one.end, now) < soon;
        rows.push_back({ identityOf({ listOf(one.kind), one.vault, one.name, {} }),
                         { { .text = one.name, .kind = lists::CellKind::Title },
                           { .text = workspace().vaults().nameOf(one.vault), .isMuted = true },
                           endCell(one.end, now, isSoon, u"clock"_s) } });
    }
    m_endingRows->setRows(std::move(rows));
    m_ending->fitToRows();
    m_endingCard->setAside(m_endingRows->rowCount() == 0 ? tr("Nothing has an end date") : QString());
}

void HomePane::loadRotation()
{
    if (!workspace().operations())
        return;
    vault::ListDueKeys op;
    op.within = aYear;
    workspace()
        .operations()
        ->run(workspace().caller(), op)
        .then(this, [this](const base::Result<std::vector<vault::DueKey>>& keys) {
            if (keys)
                showRotation(*keys);
        });
}

void HomePane::showRotation(const std::vector<vault::DueKey>& keys)
{
    const auto now = workspace().clock().now();
    std::vector<TableRow> rows;
    for (const vault::DueKey& key : keys) {
        if (key.action != vault::LifetimeAction::Kind::Rotate || rows.size() == shownRotations)
            continue;
        const bool isSoon = lists::daysUntil(key.due, now) <= lists::dueSoonDays;
        rows.push_back({ identityOf({ PaneKind::Keys, key.vault, key.keyName.text(), {} }),
                         { { .text = key.keyName.text(), .kind = lists::CellKind::Title },
                           { .text = workspace().vaults().nameOf(key.vault), .isMuted = true },
                           endCell(key.due, now, isSoon, u"rotate-cw"_s) } });
    }
    m_rotationCard->setVisible(!rows.empty());
    m_rotationRows->setRows(std::move(rows));
    m_rotation->fitToRows();
}

void HomePane::loadActivity()
{
    if (!workspace().operations())
        return;
    vault::ListAudit op;
    op.query.limit = readActivity;
    workspace()
        .operations()
        ->run(workspace().caller(), op)
        .then(this, [this](base::Result<std::vector<vault::AuditRecord>> records) {
            if (records)
                showActivity(withoutOwnRoutine(std::move(*records), shownActivity));
        });
}

void HomePane::showActivity(std::vector<vault::AuditRecord> records)
{
    const auto zone = workspace().settings().value().timeZone == TimeZoneChoice::Utc ? lists::TimeZone::Utc
                                                                                     : lists::TimeZone::Local;
    std::vector<TableRow> rows;
    for (const auto& record : records) {
        TableRow row = auditRow(record, zone, workspace().clock().now());
        row.cells.pop_back(); // how long it took says nothing here
        if (record.objectName.isEmpty())
            row.cells.back().text = workspace().vaults().nameOf(record.vault);
        const PaneKind page = listOf(record.kind.value_or(vault::ObjectKind::Secret));
        row.identity = identityOf({ page, record.vault, record.objectName, {} }) % u'/' % row.identity;
        rows.push_back(std::move(row));
    }
    m_activityRows->setRows(std::move(rows));
    m_activity->fitToRows();
}

void HomePane::show()
{
    auto& vaults = workspace().vaults();
    if (vaults.isLoaded() && vaults.vaults().empty()) {
        m_stack->showEmpty({ u"vault"_s,
                             tr("No vault yet"),
                             tr("A vault holds secrets and keys, with its own rules for who may use them."),
                             tr("Create a vault"),
                             {},
                             false });
        Q_EMIT statusChanged();
        return;
    }
    showVaults();
    if (vaults.isLoaded())
        m_stack->showContent();
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

void HomePane::showVaults()
{
    auto& vaults = workspace().vaults();
    std::vector<TableRow> rows;
    qint64 secrets = 0;
    qint64 keys = 0;
    Counts all{};
    for (const auto& properties : vaults.vaults()) {
        const auto live = vaults.countsOf(properties.id);
        Counts counts = m_secretCounts.value(properties.id);
        const Counts ofKeys = m_keyCounts.value(properties.id);
        secrets += live.secrets;
        keys += live.keys;
        for (std::size_t i = 0; i < all.size(); ++i) {
            counts[i] += ofKeys[i];
            all[i] += counts[i];
        }
        rows.push_back({ properties.id.value,
                         { { .text = properties.name.text(), .kind = lists::CellKind::Title },
                           { .text = environmentWord(properties.environment),
                             .kind = lists::CellKind::Badge,
                             .tone = toneOf(properties.environment),
                             .badgeIcon = u"circle"_s },
                           numberCell(live.secrets),
                           numberCell(live.keys),
                           numberCell(counts[EndsSoon]),
                           numberCell(counts[Ended]),
                           numberCell(live.deletedSecrets + live.deletedKeys) } });
    }
    m_vaultRows->setRows(std::move(rows));
    m_vaults->setDensity(workspace().settings().value().density);
    m_vaults->fitToRows();
    m_secrets->setCount(secrets);
    m_keys->setCount(keys);
    const auto roleOf = [](qint64 count, Role role) { return count > 0 ? role : Role::Text; };
    m_tiles[Ended]->setCount(all[Ended], roleOf(all[Ended], Role::Critical));
    m_tiles[EndsInAWeek]->setCount(all[EndsInAWeek], roleOf(all[EndsInAWeek], Role::Warning));
    m_tiles[EndsSoon]->setCount(all[EndsSoon], roleOf(all[EndsSoon], Role::Warning));
    m_tiles[WithoutEnd]->setCount(all[WithoutEnd]);
    m_deletedVaults->setCount(vaults.deletedVaults());
}

void HomePane::openRow(const QString& identity)
{
    Place place = placeOf(identity);
    if (place.vault.isEmpty() || !workspace().vaults().find(place.vault))
        return;
    if (place.item.isEmpty())
        place.kind = PaneKind::VaultOverview;
    workspace().open(place);
}

QString HomePane::statusText() const
{
    return counted(m_vaultRows->rowCount(), tr("1 vault"), tr("%1 vaults"));
}

Facts HomePane::facts() const
{
    Facts facts;
    facts.setFlag(Fact::OneChosen, m_vaults->chosenCount() == 1);
    facts.setFlag(Fact::HasRows, m_vaultRows->rowCount() > 0);
    return facts;
}

void HomePane::perform(ActionId id)
{
    if (id == ActionId::NewVault)
        return createVault(workspace());
    const auto chosen = m_vaults->chosenRanges();
    if (!chosen.empty())
        workspace().open(
            { PaneKind::VaultOverview, { m_vaultRows->at(chosen.front().first).identity }, {}, {} });
}

void HomePane::resizeEvent(QResizeEvent* event)
{
    m_cards->setDirection(width() < twoCards ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    Pane::resizeEvent(event);
}

void HomePane::focusContent() { m_vaults->setFocus(); }

} // namespace strongroom::ui
