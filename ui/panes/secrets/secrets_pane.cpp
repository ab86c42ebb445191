// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/secrets/secrets_pane.h"

#include "model/lists/roles.h"
#include "ui/commands/transfer_commands.h"
#include "ui/panes/secrets/bulk_bar.h"
#include "ui/panes/secrets/secret_details.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/drop_hint.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/object_list_view.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::SecretListModel;
using vault::SecretProperties;
using Column = SecretListModel::Column;

namespace {

constexpr auto layoutName = "list.secrets";
constexpr int busyAfter = 300; ///< milliseconds: faster answers need no bar

std::vector<ListColumn> columns(const SecretListModel& model)
{
    std::vector<ListColumn> all(std::size_t(Column::Count));
    const auto set = [&](Column column, int width, bool isShown) {
        all[std::size_t(column)] = { width, isShown, model.sortColumnAt(int(column)).has_value() };
    };
    set(Column::Name, 208, true);
    set(Column::State, 112, true);
    set(Column::ContentType, 132, true);
    set(Column::Expires, 116, true);
    set(Column::Updated, 116, true);
    set(Column::Tags, 150, true);
    set(Column::Created, 116, false);
    set(Column::Activates, 116, false);
    set(Column::Version, 110, false);
    set(Column::RecoveryLevel, 160, false);
    set(Column::ManagedBy, 110, false);
    return all;
}

bool isForbidden(base::ErrorCode code)
{
    return code == base::ErrorCode::ForbiddenByPolicy || code == base::ErrorCode::ForbiddenByRbac
        || code == base::ErrorCode::Forbidden;
}

/// The one local file of a drag that an import can read; empty for anything else.
QString importableFile(const QMimeData* data)
{
    static const QStringList endings = { u"env"_s, u"csv"_s, u"tsv"_s, u"json"_s };
    if (data->urls().size() != 1 || !data->urls().first().isLocalFile())
        return {};
    const QFileInfo file(data->urls().first().toLocalFile());
    return endings.contains(file.suffix().toLower()) ? file.filePath() : QString();
}

} // namespace

SecretsPane::SecretsPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_model(*workspace.operations(), workspace.caller(), workspace.clock())
    , m_commands(workspace, place.vault)
    , m_filter(new FilterBar(workspace.clock(), this))
    , m_busy(new QProgressBar(this))
    , m_stack(new QStackedWidget(this))
    , m_list(new ObjectListView(this))
    , m_empty(new EmptyState(this))
    , m_errorPage(new QWidget(this))
    , m_error(new ErrorCard(m_errorPage))
    , m_bulk(new BulkBar(workspace,
                         { ActionId::EnableItem, ActionId::DisableItem, ActionId::SetExpiry,
                           ActionId::EditTags, ActionId::ExportItems, ActionId::DeleteItem },
                         this))
    , m_details(new SecretDetails(workspace, place.vault, m_commands))
    , m_drop(new DropHint(tr("Drop to import these secrets"), this))
{
    setAcceptDrops(true);
    auto* const bar = new QVBoxLayout;
    bar->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    bar->addWidget(m_filter);
    m_filter->setPlaceholder(tr("Filter by name, type or tag; try state:expiring"));
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
    makeList();
    makeStates();
    connectModel();
    connectList();
    m_model.setVault(place.vault);
    go(place);
}

SecretsPane::~SecretsPane()
{
    // The shell may have given it a place in another region.
    delete m_details;
}

void SecretsPane::makeList()
{
    m_list->setAccessibleName(tr("Secrets"));
    m_list->setModel(&m_model);
    m_list->setColumns(columns(m_model));
    m_list->setTitleIcon([](const QModelIndex& index) {
        return index.data(lists::IsManagedRole).toBool() ? u"badge-check"_s : u"lock-keyhole"_s;
    });
    m_list->setRowButtons({
        { u"copy"_s, tr("Copy the value"),
          [this](const QModelIndex& index) {
              if (const SecretProperties* const secret = m_model.at(index.row()))
                  m_commands.copyValue(secret->name, {});
          } },
        { u"plus"_s, tr("New version"),
          [this](const QModelIndex& index) {
              if (const SecretProperties* const secret = m_model.at(index.row()))
                  m_commands.newVersion(*secret);
          } },
    });
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setDensity(workspace().settings().value().density);
    m_list->setSortKeys({ { int(Column::Name), false } });
    m_list->restoreLayoutState(workspace().settings().layout(QString::fromLatin1(layoutName)));
    applySort();
}

void SecretsPane::makeStates()
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
    connect(m_empty, &EmptyState::primaryChosen, this, &SecretsPane::onEmptyPrimary);
    connect(m_empty, &EmptyState::secondaryChosen, this,
            [this] { workspace().trigger(ActionId::ImportFile); });
    connect(m_error, &ErrorCard::nextStepChosen, this, &SecretsPane::refresh);
    connect(m_error, &ErrorCard::copyRequested, this,
            [this](const QString& text) { workspace().clipboard().copyPlain(text); });
}

void SecretsPane::connectModel()
{
    m_busyDelay.setSingleShot(true);
    m_busyDelay.setInterval(busyAfter);
    connect(&m_busyDelay, &QTimer::timeout, m_busy, &QWidget::show);
    connect(&m_model, &SecretListModel::busyChanged, this, [this] {
        if (m_model.isBusy()) {
            m_busyDelay.start();
            return;
        }
        m_busyDelay.stop();
        m_busy->hide();
    });
    connect(&m_model, &SecretListModel::countsChanged, this, &SecretsPane::showCounts);
    connect(&m_model, &SecretListModel::loadStateChanged, this, &SecretsPane::showState);
    connect(&m_model, &SecretListModel::contentReplaced, this, [this] {
        m_list->scrollToTop();
        const QString name = m_details->secret() ? m_details->secret()->name.text() : QString();
        if (const int row = name.isEmpty() ? -1 : m_model.loadedRowOf(name); row >= 0)
            m_list->choose(row);
        showState();
    });
    connect(&m_model, &SecretListModel::located, this, [this](const QString& name, int row) {
        if (row < 0)
            return;
        m_list->scrollTo(m_model.index(row, 0), QAbstractItemView::PositionAtCenter);
        m_list->chooseWhenLoaded(name);
    });
    connect(&m_model, &QAbstractItemModel::dataChanged, this, [this] {
        showDetails();
        offerVocabulary();
    });
    connect(&m_commands, &SecretCommands::saved, this, &SecretsPane::choose);
    connect(&workspace().settings(), &SettingsBook::changed, this,
            [this](const Settings& settings) { m_list->setDensity(settings.density); });
}

void SecretsPane::connectList()
{
    connect(m_list, &ObjectListView::shownRowsChanged, &m_model, &SecretListModel::showRows);
    connect(m_list, &ObjectListView::sortKeysChanged, this, &SecretsPane::applySort);
    connect(m_list, &ObjectListView::layoutStateChanged, this, [this] {
        workspace().settings().keepLayout(QString::fromLatin1(layoutName), m_list->layoutState());
    });
    connect(m_list, &ObjectListView::chosenChanged, this, &SecretsPane::onChosenChanged);
    connect(m_list, &ObjectListView::opened, this, &SecretsPane::detailsRequested);
    connect(m_list, &ObjectListView::typed, m_filter, &FilterBar::appendText);
    connect(m_list, &QWidget::customContextMenuRequested, this, &SecretsPane::openContextMenu);
    connect(m_filter, &FilterBar::filterChanged, this, [this] {
        m_model.setFilter(m_filter->expression().filter());
        Q_EMIT factsChanged();
    });
    connect(m_filter, &FilterBar::left, m_list, [this] { m_list->setFocus(); });
    connect(m_bulk, &BulkBar::clearRequested, m_list, &QAbstractItemView::clearSelection);
    connect(m_details, &SecretDetails::versionsChosenChanged, this, &SecretsPane::factsChanged);
}

// What the shell asks ----------------------------------------------------------------------------

std::vector<ActionId> SecretsPane::headerActions() const
{
    return { ActionId::ImportFile, ActionId::ExportItems };
}

QString SecretsPane::actionText(ActionId id) const
{
    return id == ActionId::NewItem ? tr("New secret") : QString();
}

QString SecretsPane::statusText() const
{
    if (m_model.loadState() != SecretListModel::LoadState::Ready)
        return {};
    const QLocale locale;
    const QString shown
        = tr("%1 of %2 shown").arg(locale.toString(m_model.matched()), locale.toString(m_model.total()));
    const int chosen = m_list->chosenCount();
    return chosen == 0 ? shown : shown + u" \u00b7 "_s + tr("%1 selected").arg(locale.toString(chosen));
}

Facts SecretsPane::facts() const
{
    Facts facts = Fact::VaultShown;
    if (m_model.matched() > 0)
        facts |= Fact::HasRows;
    if (!m_filter->text().isEmpty())
        facts |= Fact::FilterSet;
    const int count = m_list->chosenCount();
    if (count == 0)
        return facts;
    facts |= Fact::SomeChosen | Fact::LiveChosen | Fact::NotManaged;
    if (count == 1)
        facts |= Fact::OneChosen;
    const Secrets chosen = chosenLoaded();
    for (const SecretProperties& secret : chosen) {
        facts |= secret.attributes.isEnabled ? Fact::EnabledAmong : Fact::DisabledAmong;
        if (secret.isManaged && count == 1)
            facts &= ~Facts(Fact::NotManaged);
    }
    if (count > int(chosen.size()))
        facts |= Fact::EnabledAmong | Fact::DisabledAmong; // not all are in memory: either may be there
    if (count == 1 && chosen.size() == 1 && chosen.front().attributes.isEnabled)
        facts |= Fact::ValueReadable;
    const auto versions = m_details->chosenVersions();
    if (versions.size() == 2)
        facts |= Fact::TwoVersions;
    if (versions.size() == 1 && m_details->secret()
        && !(versions.front().version == m_details->secret()->version))
        facts |= Fact::OldVersionChosen;
    return facts;
}

bool SecretsPane::handles(ActionId id) const
{
    switch (id) {
    case ActionId::NewItem:
    case ActionId::OpenItem:
    case ActionId::EditItem:
    case ActionId::NewVersion:
    case ActionId::EnableItem:
    case ActionId::DisableItem:
    case ActionId::EditTags:
    case ActionId::SetExpiry:
    case ActionId::RevealValue:
    case ActionId::CompareVersions:
    case ActionId::MakeCurrent:
    case ActionId::ItemActivity:
    case ActionId::WhoHasAccess:
    case ActionId::DeleteItem:
    case ActionId::CopyValue:
    case ActionId::CopyName:
    case ActionId::CopyUri:
    case ActionId::CopyVersionlessUri:
    case ActionId::CopyReference:
    case ActionId::CopyRow:
    case ActionId::CopyJson:
    case ActionId::SelectAll:
    case ActionId::ClearFilter:
    case ActionId::ConnectProgram:
    case ActionId::ImportFile:
    case ActionId::ExportItems:
        return true;
    default:
        return false;
    }
}

void SecretsPane::perform(ActionId id)
{
    if (performCopy(id) || performOnChosen(id) || performOnVersions(id))
        return;
    switch (id) {
    case ActionId::NewItem:
        m_commands.create();
        break;
    case ActionId::OpenItem:
        Q_EMIT detailsRequested();
        break;
    case ActionId::RevealValue:
        Q_EMIT detailsRequested();
        m_details->revealHeld();
        break;
    case ActionId::ItemActivity:
        Q_EMIT detailsRequested();
        m_details->showPage(SecretDetails::Page::Activity);
        break;
    case ActionId::WhoHasAccess:
        workspace().open({ PaneKind::Access, vaultId(), {}, {} });
        break;
    case ActionId::ConnectProgram:
        workspace().open({ PaneKind::Endpoint, vaultId(), single() ? single()->name.text() : QString(), {} });
        break;
    case ActionId::SelectAll:
        m_list->selectAll();
        break;
    case ActionId::ClearFilter:
        m_filter->clear();
        break;
    case ActionId::ImportFile:
        importSecrets(workspace(), vaultId());
        break;
    case ActionId::ExportItems:
        exportShown();
        break;
    default:
        break;
    }
}

void SecretsPane::exportShown()
{
    const auto show = [this](const Secrets& chosen) {
        ExportScope scope;
        for (const SecretProperties& secret : chosen)
            scope.chosen.push_back(secret.name);
        scope.filter = m_filter->expression().filter();
        scope.listed = m_model.matched();
        exportSecrets(workspace(), vaultId(), scope);
    };
    if (facts().testFlag(Fact::SomeChosen))
        withChosen(show);
    else
        show({});
}

void SecretsPane::dragEnterEvent(QDragEnterEvent* event)
{
    if (importableFile(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_drop->show();
    m_drop->raise();
}

void SecretsPane::dragLeaveEvent(QDragLeaveEvent* event)
{
    m_drop->hide();
    Pane::dragLeaveEvent(event);
}

void SecretsPane::dropEvent(QDropEvent* event)
{
    m_drop->hide();
    const QString file = importableFile(event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    importSecretsFrom(workspace(), vaultId(), file);
}

void SecretsPane::resizeEvent(QResizeEvent* event)
{
    Pane::resizeEvent(event);
    m_drop->setGeometry(rect());
}

bool SecretsPane::performCopy(ActionId id)
{
    const SecretProperties* const one = single();
    switch (id) {
    case ActionId::CopyValue:
        if (one)
            m_commands.copyValue(one->name, {});
        return true;
    case ActionId::CopyUri:
        if (one)
            m_commands.copyUri(*one, SecretCommands::Uri::WithVersion);
        return true;
    case ActionId::CopyVersionlessUri:
        if (one)
            m_commands.copyUri(*one, SecretCommands::Uri::WithoutVersion);
        return true;
    case ActionId::CopyReference:
        if (one)
            m_commands.copyReference(*one);
        return true;
    case ActionId::CopyName:
        withChosen([this](const Secrets& chosen) { m_commands.copyNames(chosen); });
        return true;
    case ActionId::CopyRow:
        withChosen([this](const Secrets& chosen) { m_commands.copyRows(chosen); });
        return true;
    case ActionId::CopyJson:
        withChosen([this](const Secrets& chosen) { m_commands.copyJson(chosen); });
        return true;
    default:
        return false;
    }
}

bool SecretsPane::performOnChosen(ActionId id)
{
    switch (id) {
    case ActionId::EditItem:
        if (const SecretProperties* const one = single())
            m_commands.edit(*one);
        return true;
    case ActionId::NewVersion:
        if (const SecretProperties* const one = single())
            m_commands.newVersion(*one);
        return true;
    case ActionId::EnableItem:
        withChosen(
            [this](const Secrets& chosen) { m_commands.setEnabled(chosen, SecretCommands::Switch::On); });
        return true;
    case ActionId::DisableItem:
        withChosen(
            [this](const Secrets& chosen) { m_commands.setEnabled(chosen, SecretCommands::Switch::Off); });
        return true;
    case ActionId::SetExpiry:
        withChosen([this](const Secrets& chosen) { m_commands.setExpiry(chosen); });
        return true;
    case ActionId::EditTags:
        withChosen([this](const Secrets& chosen) { m_commands.editTags(chosen); });
        return true;
    case ActionId::DeleteItem:
        withChosen([this](const Secrets& chosen) { m_commands.remove(chosen); });
        return true;
    default:
        return false;
    }
}

bool SecretsPane::performOnVersions(ActionId id)
{
    const auto versions = m_details->chosenVersions();
    if (id == ActionId::CompareVersions) {
        if (versions.size() == 2)
            m_commands.compare(versions[1], versions[0]);
        return true;
    }
    if (id == ActionId::MakeCurrent) {
        if (versions.size() == 1)
            m_commands.makeCurrent(versions.front());
        return true;
    }
    return false;
}

QWidget* SecretsPane::details() { return m_details; }

void SecretsPane::go(const Place& place)
{
    setPlace(place);
    if (!place.query.isEmpty())
        m_filter->setText(place.query);
    if (!place.item.isEmpty())
        choose(place.item);
}

void SecretsPane::refresh() { m_model.refresh(); }
void SecretsPane::focusFilter() { m_filter->focusText(); }
void SecretsPane::focusContent() { m_list->setFocus(); }

// Selection --------------------------------------------------------------------------------------

void SecretsPane::choose(const QString& name)
{
    m_list->chooseWhenLoaded(name);
    m_model.locate(name);
}

const SecretProperties* SecretsPane::single() const
{
    const auto ranges = m_list->chosenRanges();
    if (ranges.size() != 1 || ranges.front().first != ranges.front().second)
        return nullptr;
    return m_model.at(ranges.front().first);
}

SecretsPane::Secrets SecretsPane::chosenLoaded() const
{
    Secrets chosen;
    for (const auto& [first, last] : m_list->chosenRanges()) {
        for (int row = first; row <= last && chosen.size() < 4096; ++row) {
            if (const SecretProperties* const secret = m_model.at(row))
                chosen.push_back(*secret);
        }
    }
    return chosen;
}

/// Also for rows that are chosen and not in memory.
void SecretsPane::withChosen(std::function<void(const Secrets&)> use)
{
    m_model.gather(m_list->chosenRanges(), [use = std::move(use)](const Secrets& secrets) {
        if (!secrets.empty())
            use(secrets);
    });
}

void SecretsPane::onChosenChanged()
{
    m_bulk->setCount(m_list->chosenCount());
    showDetails();
    Q_EMIT factsChanged();
    Q_EMIT statusChanged();
}

void SecretsPane::showDetails()
{
    const int count = m_list->chosenCount();
    if (count == 1 && !single())
        return; // its row is on the way
    const bool wasShown = m_details->secret().has_value();
    if (const SecretProperties* const secret = single())
        m_details->showSecret(*secret);
    else
        m_details->showNothing(count);
    if (wasShown != m_details->secret().has_value())
        Q_EMIT factsChanged();
}

// States -----------------------------------------------------------------------------------------

void SecretsPane::showCounts()
{
    m_filter->setCounts(m_model.matched(), m_model.total());
    showState();
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

void SecretsPane::showState()
{
    using LoadState = SecretListModel::LoadState;
    if (m_model.loadState() == LoadState::Failed) {
        const ErrorText text = workspace().explain(m_model.error());
        if (isForbidden(m_model.error().code)) {
            m_empty->setText(
                { u"shield-alert"_s,
                  tr("You may not list these secrets"),
                  tr("It takes the right secrets/list, for example in the role Key Vault Reader."),
                  tr("Who can give it?"),
                  {},
                  true });
            m_stack->setCurrentWidget(m_empty);
            return;
        }
        m_error->setText({ text.icon, text.title, text.cause, tr("Try again"), text.details });
        m_stack->setCurrentWidget(m_errorPage);
        return;
    }
    if (m_model.loadState() != LoadState::Ready || m_model.matched() > 0) {
        m_stack->setCurrentWidget(m_list);
        return;
    }
    if (!m_filter->expression().isEmpty()) {
        m_empty->setText({ u"funnel"_s,
                           tr("No secret matches the filter"),
                           counted(m_model.total(), tr("1 secret is hidden."), tr("%1 secrets are hidden.")),
                           tr("Clear filter"),
                           {},
                           true });
    } else {
        m_empty->setText(
            { u"lock-keyhole"_s, tr("No secrets yet"),
              tr("Secrets are passwords, keys and connection strings that programs read by their URL. "
                 "Make the first one, or bring them from a .env, CSV or JSON file."),
              tr("New secret"), tr("Import..."), false });
    }
    m_stack->setCurrentWidget(m_empty);
}

void SecretsPane::onEmptyPrimary()
{
    if (m_model.loadState() == SecretListModel::LoadState::Failed)
        workspace().open({ PaneKind::Access, vaultId(), {}, {} });
    else if (!m_filter->expression().isEmpty())
        m_filter->clear();
    else
        m_commands.create();
}

void SecretsPane::applySort()
{
    std::vector<vault::SortKey> keys;
    for (const SortBy& key : m_list->sortKeys()) {
        if (const auto column = m_model.sortColumnAt(key.column))
            keys.push_back({ *column, key.isDescending });
    }
    m_model.setSort(std::move(keys));
}

/// What the rows at hand say about content types and tags, for completion.
void SecretsPane::offerVocabulary()
{
    QStringList types;
    QStringList tags;
    QStringList names;
    for (int row = m_list->firstShownRow(); row <= m_list->lastShownRow(); ++row) {
        const SecretProperties* const secret = m_model.at(row);
        if (!secret)
            continue;
        types += secret->contentType;
        for (auto tag = secret->tags.cbegin(); tag != secret->tags.cend(); ++tag) {
            tags += tag.key() + u'=' + tag.value();
            names += tag.key();
        }
    }
    types.removeAll(QString());
    for (QStringList* const list : { &types, &tags, &names })
        list->removeDuplicates();
    m_filter->setValues(u"type"_s, types);
    m_filter->setValues(u"tag"_s, names + tags);
    m_commands.setVocabulary(types, names);
}

void SecretsPane::openContextMenu(const QPoint& at)
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const auto add = [this](QMenu* to, std::initializer_list<ActionId> ids) {
        for (const ActionId id : ids)
            to->addAction(workspace().action(id));
    };
    add(menu, { ActionId::OpenItem, ActionId::CopyValue });
    QMenu* const copy = menu->addMenu(icon(u"clipboard-copy"_s), tr("Copy"));
    add(copy,
        { ActionId::CopyName, ActionId::CopyUri, ActionId::CopyVersionlessUri, ActionId::CopyReference,
          ActionId::CopyRow, ActionId::CopyJson });
    menu->addSeparator();
    add(menu,
        { ActionId::NewVersion, ActionId::EditItem, ActionId::EnableItem, ActionId::DisableItem,
          ActionId::EditTags, ActionId::SetExpiry, ActionId::ExportItems });
    menu->addSeparator();
    add(menu, { ActionId::WhoHasAccess, ActionId::ItemActivity });
    menu->addSeparator();
    add(menu, { ActionId::DeleteItem });
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

} // namespace strongroom::ui
