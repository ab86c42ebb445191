// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/rotation/rotation_pane.h"

#include "model/lists/key_words.h"
#include "model/lists/relative_time.h"
#include "ui/commands/key_commands.h"
#include "ui/panes/cell_table.h"
#include "ui/panes/content_stack.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/object_list_view.h"

#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::CellKind;
using lists::RotationState;
using lists::Tone;

namespace {

constexpr int pageRows = 500;
constexpr int changesSettle = 200; ///< milliseconds
constexpr auto layoutName = "list.rotation";
constexpr int lastUsedColumn = 8;

// The tabs; the first shows all.
constexpr std::array shownStates{ RotationState::Overdue, RotationState::EndsFirst, RotationState::DueSoon,
                                  RotationState::Ok,      RotationState::NoPolicy,  RotationState::Blocked };

Tone toneOf(RotationState state)
{
    switch (state) {
    case RotationState::Overdue:
        return Tone::Critical;
    case RotationState::EndsFirst:
    case RotationState::DueSoon:
    case RotationState::Blocked:
        return Tone::Warning;
    case RotationState::Ok:
        return Tone::Good;
    case RotationState::NoPolicy:
        return Tone::Plain;
    }
    return Tone::Plain;
}

TableCell timeCell(std::optional<base::UnixSeconds> time, base::UnixSeconds now, const QString& none)
{
    TableCell cell{ .text = time ? lists::relativeTime(*time, now) : none,
                    .raw = qlonglong(time.value_or(std::numeric_limits<qint64>::max())),
                    .isMuted = true };
    cell.toolTip = time ? lists::dateTimeText(*time) : QString();
    return cell;
}

TableCell useCell(const lists::KeyUses& uses, const vault::VaultId& vault, const QString& name,
                  base::UnixSeconds now)
{
    TableCell cell{ .text = uses.text(vault, name, now),
                    .raw = qlonglong(uses.lastUse(vault, name).value_or(0)),
                    .isMuted = true };
    cell.toolTip = uses.sentence(vault, name);
    return cell;
}

} // namespace

RotationPane::RotationPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_uses(*workspace.operations(), workspace.caller())
{
    build();
    m_settle.setSingleShot(true);
    m_settle.setInterval(changesSettle);
    connect(&m_settle, &QTimer::timeout, this, &RotationPane::refresh);
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        if (change.kind == vault::ObjectKind::Key)
            m_settle.start();
    });
    refresh();
}

void RotationPane::build()
{
    m_states = new QTabBar(this);
    m_states->setAccessibleName(tr("Which keys are shown"));
    m_states->setDrawBase(false);
    m_states->setExpanding(false);
    m_states->addTab(tr("All"));
    for (const RotationState state : shownStates)
        m_states->addTab(lists::rotationWord(state));
    m_table = new CellTable({ tr("Key"), tr("Vault"), tr("State"), tr("Policy"), tr("Last rotated"),
                              tr("Next"), tr("Expires"), tr("Type"), tr("Last used") },
                            this);
    m_list = new ObjectListView(this);
    m_list->setModel(m_table);
    m_list->setColumns({ { 200 },
                         { 140 },
                         { 120 },
                         { 150, true, true, 1 },
                         { 120, true, true, 3 },
                         { 120 },
                         { 120, true, true, 2 },
                         { 120, true, true, 4 },
                         { 140, false } });
    m_list->setTitleIcon([](const QModelIndex&) { return u"key-round"_s; });
    m_list->setDensity(workspace().settings().value().density);
    m_list->setAccessibleName(tr("Keys by rotation"));
    m_list->setSortKeys({ { 5, false } });
    m_list->restoreLayoutState(workspace().settings().layout(QString::fromLatin1(layoutName)));
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const ActionId id :
         { ActionId::OpenItem, ActionId::RotateItem, ActionId::EditRotation, ActionId::ItemActivity })
        m_list->addAction(workspace().action(id));
    m_stack = new ContentStack(m_list, this);
    auto* const bar = new QHBoxLayout;
    bar->setContentsMargins(metrics::between, metrics::tight, metrics::between, 0);
    bar->addWidget(m_states);
    bar->addStretch();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_stack, 1);

    const auto sort = [this] {
        std::vector<CellTable::Key> keys;
        for (const SortBy& key : m_list->sortKeys())
            keys.push_back({ key.column, key.isDescending });
        m_table->setSort(std::move(keys));
    };
    sort();
    connect(m_list, &ObjectListView::sortKeysChanged, this, sort);
    connect(m_list, &ObjectListView::layoutStateChanged, this, [this] {
        workspace().settings().keepLayout(QString::fromLatin1(layoutName), m_list->layoutState());
        if (m_areUsesShown == m_list->isColumnHidden(lastUsedColumn))
            readUses();
    });
    connect(&m_uses, &lists::KeyUses::changed, this, [this] {
        if (m_loading == 0)
            show();
    });
    connect(m_list, &ObjectListView::chosenChanged, this, &Pane::factsChanged);
    connect(m_list, &ObjectListView::opened, this, &RotationPane::openChosen);
    connect(m_states, &QTabBar::currentChanged, this, &RotationPane::show);
    connect(m_stack, &ContentStack::retryChosen, this, &RotationPane::refresh);
}

// Loading ----------------------------------------------------------------------------------------

void RotationPane::refresh()
{
    ++m_generation;
    m_loading = 0;
    std::erase_if(m_keys, [this](const auto& vault) { return !workspace().vaults().find({ vault.first }); });
    for (const vault::VaultProperties& vault : workspace().vaults().vaults()) {
        ++m_loading;
        loadVault(vault.id, {}, m_generation);
    }
    readUses();
    if (m_loading == 0)
        show();
}

void RotationPane::readUses()
{
    m_areUsesShown = !m_list->isColumnHidden(lastUsedColumn);
    if (m_areUsesShown && workspace().operations())
        m_uses.read({});
}

void RotationPane::loadVault(const vault::VaultId& vault, Entries soFar, quint64 generation)
{
    if (!workspace().operations())
        return;
    vault::BrowseKeys op;
    op.request.offset = qint64(soFar.size());
    op.request.limit = pageRows;
    op.request.wantsCount = false;
    workspace()
        .operations()
        ->run(workspace().caller(), vault, std::move(op))
        .then(this,
              [this, vault, soFar = std::move(soFar),
               generation](const base::Result<vault::BrowseKeys::Output>& page) mutable {
                  if (generation != m_generation)
                      return;
                  if (!page)
                      return m_stack->showError(workspace().explain(page.error()));
                  for (const vault::KeyListing& key : page->rows)
                      soFar.push_back({ vault, key });
                  if (int(page->rows.size()) == pageRows)
                      return loadVault(vault, std::move(soFar), generation);
                  m_keys[vault.value] = std::move(soFar);
                  if (--m_loading == 0)
                      show();
              });
}

// Showing ----------------------------------------------------------------------------------------

void RotationPane::show()
{
    const base::UnixSeconds now = workspace().clock().now();
    const int tab = m_states->currentIndex();
    std::vector<TableRow> rows;
    std::array<int, shownStates.size()> counts{};
    int all = 0;
    for (const auto& [id, entries] : m_keys) {
        const QString vaultName = workspace().vaults().nameOf({ id });
        for (const Entry& entry : entries) {
            const vault::KeyProperties& key = entry.key.properties;
            const RotationState state = lists::rotationStateOf(entry.key, now);
            const auto place = std::ranges::find(shownStates, state) - shownStates.begin();
            ++counts[std::size_t(place)];
            ++all;
            if (tab > 0 && place != tab - 1)
                continue;
            TableCell stateCell{ .text = lists::rotationWord(state),
                                 .kind = CellKind::Badge,
                                 .tone = toneOf(state) };
            stateCell.toolTip = lists::rotationReason(entry.key, now);
            TableCell policy{ .text = lists::rotationText(entry.key), .isMuted = true };
            policy.toolTip = lists::rotationSentence(entry.key);
            rows.push_back({ id + u'/' + key.name.text(),
                             { { .text = key.name.text(), .kind = CellKind::Title },
                               { .text = vaultName, .isMuted = true },
                               stateCell,
                               policy,
                               timeCell(key.attributes.created, now, {}),
                               timeCell(lists::nextRotation(entry.key), now, u"\u2013"_s),
                               timeCell(key.attributes.expires, now, tr("never")),
                               { .text = lists::keyKindText(key), .isMuted = true },
                               useCell(m_uses, entry.vault, key.name.text(), now) } });
        }
    }
    m_states->setTabText(0, tr("All %1").arg(all));
    for (std::size_t i = 0; i < shownStates.size(); ++i)
        m_states->setTabText(int(i) + 1,
                             counts[i] == 0
                                 ? lists::rotationWord(shownStates[i])
                                 : lists::rotationWord(shownStates[i]) + u' ' + QString::number(counts[i]));
    const bool isEmpty = rows.empty();
    m_table->setRows(std::move(rows));
    if (!isEmpty)
        m_stack->showContent();
    else
        m_stack->showEmpty(
            { u"rotate-cw"_s,
              all == 0 ? tr("No keys to rotate") : tr("No key is in this state"),
              all == 0 ? tr("Keys of all vaults stand here with their rotation policy.") : QString(),
              {},
              {},
              true });
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

const RotationPane::Entry* RotationPane::chosen() const
{
    const QStringList identities = m_list->chosen();
    if (identities.size() != 1)
        return nullptr;
    const auto vault = m_keys.find(identities.front().section(u'/', 0, 0));
    if (vault == m_keys.end())
        return nullptr;
    const QString name = identities.front().section(u'/', 1);
    const auto found = std::ranges::find_if(
        vault->second, [&name](const Entry& entry) { return entry.key.properties.name.text() == name; });
    return found == vault->second.end() ? nullptr : &*found;
}

KeyCommands& RotationPane::commandsOf(const vault::VaultId& vault)
{
    KeyCommands*& commands = m_commands[vault.value];
    if (!commands)
        commands = new KeyCommands(workspace(), vault, this);
    return *commands;
}

// What the shell asks ----------------------------------------------------------------------------

QString RotationPane::statusText() const { return counted(m_table->rowCount(), tr("1 key"), tr("%1 keys")); }

Facts RotationPane::facts() const
{
    Facts facts;
    facts.setFlag(Fact::HasRows, m_table->rowCount() > 0);
    const Entry* const entry = chosen();
    if (!entry)
        return facts;
    facts |= Fact::VaultShown | Fact::OneChosen | Fact::SomeChosen | Fact::LiveChosen;
    facts.setFlag(Fact::NotManaged, !entry->key.properties.isManaged);
    facts.setFlag(Fact::Rotatable, vault::canRotate(entry->key.properties));
    return facts;
}

bool RotationPane::handles(ActionId id) const
{
    return id == ActionId::RotateItem || id == ActionId::EditRotation || id == ActionId::OpenItem
        || id == ActionId::ItemActivity;
}

void RotationPane::perform(ActionId id)
{
    const Entry* const entry = chosen();
    if (!entry)
        return;
    if (id == ActionId::RotateItem)
        commandsOf(entry->vault).rotate(entry->key);
    else if (id == ActionId::EditRotation)
        commandsOf(entry->vault).editRotation(entry->key);
    else if (id == ActionId::ItemActivity)
        workspace().open({ PaneKind::Keys, entry->vault, entry->key.properties.name.text(), {} }, id);
    else
        openChosen();
}

void RotationPane::openChosen()
{
    if (const Entry* const entry = chosen())
        workspace().open({ PaneKind::Keys, entry->vault, entry->key.properties.name.text(), {} });
}

void RotationPane::focusContent() { m_list->setFocus(); }

} // namespace strongroom::ui
