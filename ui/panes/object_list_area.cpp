// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/object_list_area.h"

#include "ui/panes/bulk_bar.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/filter_bar.h"

#include <QLocale>
#include <QProgressBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::ListedObject;
using lists::ObjectListModel;

namespace {

constexpr int busyAfter = 300; ///< milliseconds: faster answers need no bar
constexpr std::size_t mostJudged = 4096; ///< chosen rows that are looked at to enable actions

bool isForbidden(base::ErrorCode code)
{
    return code == base::ErrorCode::ForbiddenByPolicy || code == base::ErrorCode::ForbiddenByRbac
        || code == base::ErrorCode::Forbidden;
}

} // namespace

ObjectListArea::ObjectListArea(Workspace& workspace, const vault::VaultId& vault,
                               lists::ObjectListModel& model, ObjectCommands& commands, ObjectListSetup setup,
                               QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_vault(vault)
    , m_model(model)
    , m_commands(commands)
    , m_setup(std::move(setup))
    , m_filter(new FilterBar(workspace.clock(), this))
    , m_busy(new QProgressBar(this))
    , m_stack(new QStackedWidget(this))
    , m_list(new ObjectListView(this))
    , m_empty(new EmptyState(this))
    , m_errorPage(new QWidget(this))
    , m_error(new ErrorCard(m_errorPage))
    , m_bulk(new BulkBar(workspace, m_setup.bulkActions, this))
{
    auto* const bar = new QVBoxLayout;
    bar->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    bar->addWidget(m_filter);
    m_filter->setPlaceholder(m_setup.filterHint);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedHeight(2);
    m_busy->setAccessibleName(tr("Loading"));
    QSizePolicy kept = m_busy->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_busy->setSizePolicy(kept);
    m_busy->hide();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_busy);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_bulk);
    setFocusProxy(m_list);
    makeList();
    makeStates();
    connectModel();
    connectList();
}

void ObjectListArea::makeList()
{
    std::vector<ListColumn> columns = m_setup.columns;
    for (std::size_t i = 0; i < columns.size(); ++i)
        columns[i].isSortable = m_model.sortColumnAt(int(i)).has_value();
    m_list->setAccessibleName(m_setup.accessibleName);
    m_list->setModel(&m_model);
    m_list->setColumns(columns);
    m_list->setTitleIcon(m_setup.titleIcon);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setDensity(m_workspace.settings().value().density);
    m_list->setSortKeys({ { 0, false } });
    m_list->restoreLayoutState(m_workspace.settings().layout(m_setup.layoutName));
    applySort();
}

void ObjectListArea::makeStates()
{
    auto* const page = new QVBoxLayout(m_errorPage);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->addWidget(m_error);
    page->addStretch();
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_errorPage);
    for (QWidget* const widget : { static_cast<QWidget*>(m_empty), m_errorPage }) {
        widget->setAutoFillBackground(true);
        widget->setBackgroundRole(QPalette::Base);
    }
    connect(m_empty, &EmptyState::primaryChosen, this, &ObjectListArea::onEmptyPrimary);
    connect(m_empty, &EmptyState::secondaryChosen, this, &ObjectListArea::importWanted);
    connect(m_error, &ErrorCard::nextStepChosen, &m_model, [this] { m_model.refresh(); });
}

void ObjectListArea::connectModel()
{
    m_busyDelay.setSingleShot(true);
    m_busyDelay.setInterval(busyAfter);
    connect(&m_busyDelay, &QTimer::timeout, m_busy, &QWidget::show);
    connect(&m_model, &ObjectListModel::busyChanged, this, [this] {
        if (m_model.isBusy()) {
            m_busyDelay.start();
            return;
        }
        m_busyDelay.stop();
        m_busy->hide();
    });
    connect(&m_model, &ObjectListModel::countsChanged, this, &ObjectListArea::showCounts);
    connect(&m_model, &ObjectListModel::loadStateChanged, this, &ObjectListArea::showCounts);
    connect(&m_model, &ObjectListModel::contentReplaced, this, [this] {
        m_list->scrollToTop();
        if (const int row = m_shown.isEmpty() ? -1 : m_model.loadedRowOf(m_shown); row >= 0)
            m_list->choose(row);
        showState();
    });
    connect(&m_model, &ObjectListModel::located, this, [this](const QString& name, int row) {
        if (row < 0)
            return;
        m_list->scrollTo(m_model.index(row, 0), QAbstractItemView::PositionAtCenter);
        m_list->chooseWhenLoaded(name);
    });
    connect(&m_model, &QAbstractItemModel::dataChanged, this, [this] {
        showChosen();
        Q_EMIT rowsRead();
    });
    connect(&m_commands, &ObjectCommands::saved, this, &ObjectListArea::choose);
    connect(&m_workspace.settings(), &SettingsBook::changed, this,
            [this](const Settings& settings) { m_list->setDensity(settings.density); });
}

void ObjectListArea::connectList()
{
    connect(m_list, &ObjectListView::shownRowsChanged, &m_model,
            [this](int first, int last) { m_model.showRows(first, last); });
    connect(m_list, &ObjectListView::sortKeysChanged, this, &ObjectListArea::applySort);
    connect(m_list, &ObjectListView::layoutStateChanged, this,
            [this] { m_workspace.settings().keepLayout(m_setup.layoutName, m_list->layoutState()); });
    connect(m_list, &ObjectListView::chosenChanged, this, &ObjectListArea::onChosenChanged);
    connect(m_list, &ObjectListView::opened, this, &ObjectListArea::opened);
    connect(m_list, &ObjectListView::typed, m_filter, &FilterBar::appendText);
    connect(m_list, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& at) { Q_EMIT contextMenuWanted(m_list->viewport()->mapToGlobal(at)); });
    connect(m_filter, &FilterBar::filterChanged, this, [this] {
        m_model.setFilter(m_filter->expression().filter());
        Q_EMIT factsChanged();
    });
    connect(m_filter, &FilterBar::left, m_list, [this] { m_list->setFocus(); });
    connect(m_bulk, &BulkBar::clearRequested, m_list, &QAbstractItemView::clearSelection);
}

void ObjectListArea::setRowButtons(std::vector<RowButton> buttons)
{
    m_list->setRowButtons(std::move(buttons));
}

// What the page asks -----------------------------------------------------------------------------

QString ObjectListArea::statusText() const
{
    if (m_model.loadState() != ObjectListModel::LoadState::Ready)
        return {};
    const QLocale locale;
    const QString shown
        = tr("%1 of %2 shown").arg(locale.toString(m_model.matched()), locale.toString(m_model.total()));
    const int chosen = m_list->chosenCount();
    return chosen == 0 ? shown : shown + u" \u00b7 "_s + tr("%1 selected").arg(locale.toString(chosen));
}

Facts ObjectListArea::facts() const
{
    Facts facts = Fact::VaultShown;
    if (m_model.matched() > 0 && m_model.loadState() != ObjectListModel::LoadState::Failed)
        facts |= Fact::HasRows;
    if (!m_filter->text().isEmpty())
        facts |= Fact::FilterSet;
    const int count = m_list->chosenCount();
    if (count == 0)
        return facts;
    facts |= Fact::SomeChosen | Fact::LiveChosen | Fact::NotManaged;
    if (count == 1)
        facts |= Fact::OneChosen;
    const ObjectCommands::Objects chosen = chosenLoaded();
    for (const ListedObject& object : chosen) {
        facts |= object.attributes.isEnabled ? Fact::EnabledAmong : Fact::DisabledAmong;
        if (object.isManaged && count == 1)
            facts &= ~Facts(Fact::NotManaged);
    }
    if (count > int(chosen.size()))
        facts |= Fact::EnabledAmong | Fact::DisabledAmong; // not all are in memory: either may be there
    if (count == 1 && chosen.size() == 1 && chosen.front().attributes.isEnabled)
        facts |= Fact::ValueReadable;
    return facts;
}

bool ObjectListArea::handles(ActionId id)
{
    switch (id) {
    case ActionId::EnableItem:
    case ActionId::DisableItem:
    case ActionId::EditTags:
    case ActionId::SetExpiry:
    case ActionId::DeleteItem:
    case ActionId::BackupItem:
    case ActionId::RestoreItem:
    case ActionId::CopyName:
    case ActionId::CopyUri:
    case ActionId::CopyVersionlessUri:
    case ActionId::SelectAll:
    case ActionId::ClearFilter:
        return true;
    default:
        return false;
    }
}

bool ObjectListArea::perform(ActionId id)
{
    using Objects = ObjectCommands::Objects;
    using Switch = ObjectCommands::Switch;
    const auto copyUri = [this](ObjectCommands::Uri uri) {
        if (const auto object = m_model.objectAt(singleRow()))
            m_commands.copyUri(*object, uri);
    };
    switch (id) {
    case ActionId::EnableItem:
        withChosen([this](const Objects& chosen) { m_commands.setEnabled(chosen, Switch::On); });
        return true;
    case ActionId::DisableItem:
        withChosen([this](const Objects& chosen) { m_commands.setEnabled(chosen, Switch::Off); });
        return true;
    case ActionId::SetExpiry:
        withChosen([this](const Objects& chosen) { m_commands.setExpiry(chosen); });
        return true;
    case ActionId::EditTags:
        withChosen([this](const Objects& chosen) { m_commands.editTags(chosen); });
        return true;
    case ActionId::DeleteItem:
        withChosen([this](const Objects& chosen) { m_commands.remove(chosen); });
        return true;
    case ActionId::BackupItem:
        if (const auto object = m_model.objectAt(singleRow()))
            m_commands.backUp(*object);
        return true;
    case ActionId::RestoreItem:
        m_commands.restore();
        return true;
    case ActionId::CopyName:
        withChosen([this](const Objects& chosen) { m_commands.copyNames(chosen); });
        return true;
    case ActionId::CopyUri:
        copyUri(ObjectCommands::Uri::WithVersion);
        return true;
    case ActionId::CopyVersionlessUri:
        copyUri(ObjectCommands::Uri::WithoutVersion);
        return true;
    case ActionId::SelectAll:
        m_list->selectAll();
        return true;
    case ActionId::ClearFilter:
        m_filter->clear();
        return true;
    default:
        return false;
    }
}

// Selection --------------------------------------------------------------------------------------

void ObjectListArea::choose(const QString& name)
{
    m_list->chooseWhenLoaded(name);
    m_model.locate(name);
}

void ObjectListArea::go(const Place& place)
{
    if (!place.query.isEmpty())
        m_filter->setText(place.query);
    if (!place.item.isEmpty())
        choose(place.item);
}

int ObjectListArea::singleRow() const
{
    const auto ranges = m_list->chosenRanges();
    if (ranges.size() != 1 || ranges.front().first != ranges.front().second)
        return -1;
    return m_model.objectAt(ranges.front().first) ? ranges.front().first : -1;
}

ObjectCommands::Objects ObjectListArea::chosenLoaded() const
{
    ObjectCommands::Objects chosen;
    for (const auto& [first, last] : m_list->chosenRanges()) {
        for (int row = first; row <= last && chosen.size() < mostJudged; ++row) {
            if (auto object = m_model.objectAt(row))
                chosen.push_back(std::move(*object));
        }
    }
    return chosen;
}

void ObjectListArea::withChosen(std::function<void(const ObjectCommands::Objects&)> use)
{
    m_model.gatherObjects(m_list->chosenRanges(), [use = std::move(use)](const auto& objects) {
        if (!objects.empty())
            use(objects);
    });
}

void ObjectListArea::onChosenChanged()
{
    m_bulk->setCount(m_list->chosenCount());
    showChosen();
    Q_EMIT factsChanged();
    Q_EMIT statusChanged();
}

void ObjectListArea::showChosen()
{
    const int count = m_list->chosenCount();
    const int row = singleRow();
    if (count == 1 && row < 0)
        return; // its row is on the way
    const bool wasShown = !m_shown.isEmpty();
    m_shown = row < 0 ? QString() : m_model.objectAt(row)->name.text();
    if (row >= 0)
        Q_EMIT shown(row);
    else
        Q_EMIT noneShown(count);
    if (wasShown != !m_shown.isEmpty())
        Q_EMIT factsChanged();
}

// States -----------------------------------------------------------------------------------------

void ObjectListArea::showCounts()
{
    // What one may not list has no number.
    if (m_model.loadState() == ObjectListModel::LoadState::Failed)
        m_filter->setCounts(-1, -1);
    else
        m_filter->setCounts(m_model.matched(), m_model.total());
    showState();
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

void ObjectListArea::showState()
{
    using LoadState = ObjectListModel::LoadState;
    if (m_model.loadState() == LoadState::Failed && !isForbidden(m_model.error().code)) {
        const ErrorText text = m_workspace.explain(m_model.error());
        m_error->setText({ text.icon, text.title, text.cause, tr("Try again"), text.details });
        m_stack->setCurrentWidget(m_errorPage);
        return;
    }
    const bool isListed = m_model.loadState() == LoadState::Loading || m_model.loadState() == LoadState::Empty
        || m_model.matched() > 0;
    if (m_model.loadState() != LoadState::Failed && isListed) {
        m_stack->setCurrentWidget(m_list);
        return;
    }
    if (m_model.loadState() == LoadState::Failed) {
        m_empty->setText(m_setup.noRight);
    } else if (!m_filter->expression().isEmpty()) {
        EmptyState::Text text = m_setup.nothingMatches;
        text.sentence = m_setup.hiddenText(m_model.total());
        m_empty->setText(text);
    } else {
        m_empty->setText(m_setup.nothingYet);
    }
    m_stack->setCurrentWidget(m_empty);
}

void ObjectListArea::onEmptyPrimary()
{
    if (m_model.loadState() == ObjectListModel::LoadState::Failed)
        m_workspace.open({ PaneKind::Access, m_vault, {}, {} });
    else if (!m_filter->expression().isEmpty())
        m_filter->clear();
    else
        Q_EMIT firstWanted();
}

void ObjectListArea::applySort()
{
    std::vector<vault::SortKey> keys;
    for (const SortBy& key : m_list->sortKeys()) {
        if (const auto column = m_model.sortColumnAt(key.column))
            keys.push_back({ *column, key.isDescending });
    }
    m_model.setSort(std::move(keys));
}

} // namespace strongroom::ui
