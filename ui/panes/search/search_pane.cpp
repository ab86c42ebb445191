// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/search/search_pane.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "ui/commands/view_commands.h"
#include "ui/panes/content_stack.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/object_list_view.h"

#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int delay = 150; // milliseconds
constexpr int limit = 500;

} // namespace

SearchPane::SearchPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_filter(new FilterBar(workspace.clock(), this))
    , m_table(new CellTable(
          { tr("Name"), tr("Vault"), tr("State"), tr("Content type"), tr("Expires"), tr("Tags") }, this))
    , m_list(new ObjectListView(this))
    , m_stack(new ContentStack(m_list, this))
{
    build();
    go(place);
}

void SearchPane::build()
{
    m_filter->setPlaceholder(tr("Words in names, content types and tags of all vaults; try state:expired"));
    starViews(workspace(), { PaneKind::Search, {}, {}, {} }, *m_filter);
    m_list->setModel(m_table);
    m_list->setColumns(
        { { 220 }, { 140 }, { 110 }, { 140, true, true, 1 }, { 120 }, { 200, true, true, 2 } });
    m_list->setTitleIcon([](const QModelIndex& index) {
        const auto kind = index.data(lists::IdentityRole).toString().section(u'/', 1, 1);
        return kind == lists::collectionOf(vault::ObjectKind::Key) ? u"key-round"_s : u"lock-keyhole"_s;
    });
    m_list->setDensity(workspace().settings().value().density);
    m_list->setAccessibleName(tr("What was found"));

    auto* row = new QHBoxLayout;
    row->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    row->addWidget(m_filter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_stack, 1);

    m_delay.setSingleShot(true);
    m_delay.setInterval(delay);
    connect(m_filter, &FilterBar::filterChanged, this, &SearchPane::search);
    connect(m_filter, &FilterBar::left, m_list, [this] { m_list->setFocus(); });
    connect(&m_delay, &QTimer::timeout, this, &SearchPane::search);
    connect(m_stack, &ContentStack::retryChosen, this, &SearchPane::search);
    connect(m_list, &ObjectListView::opened, this, [this](const QModelIndex& index) { open(index.row()); });
    connect(m_list, &ObjectListView::chosenChanged, this, &Pane::factsChanged);
    connect(m_list, &ObjectListView::sortKeysChanged, this, [this] {
        std::vector<CellTable::Key> keys;
        for (const auto& key : m_list->sortKeys())
            keys.push_back({ key.column, key.isDescending });
        m_table->setSort(std::move(keys));
    });
    connect(&workspace().vaults(), &VaultDirectory::changed, &m_delay, qOverload<>(&QTimer::start));
}

void SearchPane::go(const Place& place)
{
    setPlace(place);
    if (!place.query.isEmpty())
        m_filter->setText(place.query);
    search();
    focusFilter();
}

void SearchPane::search()
{
    m_delay.stop();
    const auto question = ++m_question;
    if (m_filter->expression().isEmpty() || !workspace().operations()) {
        m_table->setRows({});
        m_stack->showEmpty({ u"search"_s,
                             tr("Search all vaults"),
                             tr("Type a part of a name, a content type or a tag."),
                             {},
                             {},
                             true });
        Q_EMIT statusChanged();
        return;
    }
    workspace()
        .operations()
        ->run(workspace().caller(), vault::SearchStore{ {}, limit, m_filter->expression().filter() })
        .then(this, [this, question](const base::Result<vault::SearchStore::Output>& result) {
            if (question != m_question)
                return;
            if (result)
                show(*result);
            else
                m_stack->showError(workspace().explain(result.error()));
        });
}

void SearchPane::show(const vault::SearchStore::Output& hits)
{
    const auto now = workspace().clock().now();
    const int expiring = workspace().settings().value().expiringDays;
    std::vector<TableRow> rows;
    for (const auto& hit : hits) {
        const auto state = vault::stateOf(hit.attributes, now, expiring);
        const auto end = hit.attributes.expires;
        rows.push_back({ hit.vault.value % u'/' % lists::collectionOf(hit.kind) % u'/' % hit.name,
                         { { .text = hit.name, .kind = lists::CellKind::Title },
                           { .text = workspace().vaults().nameOf(hit.vault), .isMuted = true },
                           { .text = lists::stateWord(state),
                             .raw = static_cast<qlonglong>(state),
                             .kind = lists::CellKind::State,
                             .state = state },
                           { .text = hit.contentType, .isMuted = true },
                           { .text = end ? lists::relativeTime(*end, now) : tr("never"),
                             .raw = end.value_or(INT64_MAX) },
                           { .text = lists::tagWords(hit.tags).join(u", "_s),
                             .kind = lists::CellKind::Tags,
                             .tags = lists::tagWords(hit.tags) } } });
    }
    m_table->setRows(std::move(rows));
    if (hits.empty())
        m_stack->showEmpty({ u"search"_s,
                             tr("Nothing found"),
                             tr("No name, content type or tag contains these words."),
                             {},
                             {},
                             true });
    else
        m_stack->showContent();
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

void SearchPane::open(int row)
{
    const auto identity = m_table->at(row).identity;
    const bool isKey = identity.section(u'/', 1, 1) == lists::collectionOf(vault::ObjectKind::Key);
    workspace().open({ listOf(isKey ? vault::ObjectKind::Key : vault::ObjectKind::Secret),
                       { identity.section(u'/', 0, 0) },
                       identity.section(u'/', 2),
                       {} });
}

QString SearchPane::statusText() const
{
    const int rows = m_table->rowCount();
    return m_filter->expression().isEmpty() ? QString() : tr("%n found", nullptr, rows);
}

Facts SearchPane::facts() const
{
    Facts facts;
    facts.setFlag(Fact::OneChosen, m_list->chosenCount() == 1);
    facts.setFlag(Fact::HasRows, m_table->rowCount() > 0);
    facts.setFlag(Fact::FilterSet, !m_filter->text().isEmpty());
    return facts;
}

void SearchPane::perform(ActionId id)
{
    if (id == ActionId::ClearFilter)
        return m_filter->clear();
    const auto chosen = m_list->chosenRanges();
    if (!chosen.empty())
        open(chosen.front().first);
}

void SearchPane::focusFilter() { m_filter->focusText(); }

} // namespace strongroom::ui
