// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/secrets/secrets_pane.h"

#include "model/lists/roles.h"
#include "ui/commands/transfer_commands.h"
#include "ui/commands/view_commands.h"
#include "ui/panes/filter_values.h"
#include "ui/panes/object_list_area.h"
#include "ui/panes/secrets/secret_details.h"
#include "ui/theme/icons.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/drop_hint.h"
#include "ui/widgets/filter_bar.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::SecretListModel;
using vault::SecretProperties;
using Column = SecretListModel::Column;

namespace {

std::vector<ListColumn> columns()
{
    std::vector<ListColumn> all(static_cast<std::size_t>(Column::Count));
    const auto set = [&all](Column column, int width, bool isShown) {
        all[std::size_t(column)] = { width, isShown };
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

ObjectListSetup listSetup()
{
    ObjectListSetup setup;
    setup.layoutName = u"list.secrets"_s;
    setup.accessibleName = SecretsPane::tr("Secrets");
    setup.filterHint = SecretsPane::tr("Filter by name, type or tag; try state:expiring");
    setup.columns = columns();
    setup.titleIcon = [](const QModelIndex& index) {
        return index.data(lists::IsManagedRole).toBool() ? u"badge-check"_s : u"lock-keyhole"_s;
    };
    setup.bulkActions = { ActionId::EnableItem, ActionId::DisableItem, ActionId::SetExpiry,
                          ActionId::EditTags,   ActionId::ExportItems, ActionId::DeleteItem };
    setup.nothingYet
        = { u"lock-keyhole"_s,
            SecretsPane::tr("No secrets yet"),
            SecretsPane::tr("Secrets are passwords, keys and connection strings that programs read by their "
                            "URL. Make the first one, or bring them from a .env, CSV or JSON file."),
            SecretsPane::tr("New secret"),
            SecretsPane::tr("Import..."),
            false };
    setup.nothingMatches = { u"funnel"_s, SecretsPane::tr("No secret matches the filter"),
                             {},          SecretsPane::tr("Clear filter"),
                             {},          true };
    setup.hiddenText = [](qint64 hidden) {
        return counted(hidden, SecretsPane::tr("1 secret is hidden."),
                       SecretsPane::tr("%1 secrets are hidden."));
    };
    setup.noRight
        = { u"shield-alert"_s,
            SecretsPane::tr("You may not list these secrets"),
            SecretsPane::tr("It takes the right secrets/list, for example in the role Key Vault Reader."),
            SecretsPane::tr("Who can give it?"),
            {},
            true };
    return setup;
}

/// The one local file of a drag that an import can read; empty for anything else.
QString importableFile(const QMimeData* data)
{
    static const QStringList endings = { u"env"_s, u"csv"_s, u"tsv"_s, u"json"_s };
    return droppedFile(*data, endings);
}

} // namespace

SecretsPane::SecretsPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_model(*workspace.operations(), workspace.caller(), workspace.clock())
    , m_commands(workspace, place.vault)
    , m_area(new ObjectListArea(workspace, place.vault, m_model, m_commands, listSetup(), this))
    , m_details(new SecretDetails(workspace, place.vault, m_commands))
    , m_drop(new DropHint(tr("Drop to import these secrets"), this))
{
    setAcceptDrops(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_area);
    connectArea();
    new FilterValues(workspace, place.vault, vault::ObjectKind::Secret, m_area->filter());
    starViews(workspace, place, m_area->filter());
    m_model.setVault(place.vault);
    go(place);
}

SecretsPane::~SecretsPane()
{
    // The shell may have given it a place in another region.
    delete m_details;
}

void SecretsPane::connectArea()
{
    m_area->setRowButtons({
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
    connect(m_area, &ObjectListArea::shown, this,
            [this](int row) { m_details->showSecret(*m_model.at(row)); });
    connect(m_area, &ObjectListArea::noneShown, m_details, &SecretDetails::showNothing);
    connect(m_area, &ObjectListArea::factsChanged, this, &Pane::factsChanged);
    connect(m_area, &ObjectListArea::statusChanged, this, &Pane::statusChanged);
    connect(m_area, &ObjectListArea::rowsRead, this, &SecretsPane::offerVocabulary);
    connect(m_area, &ObjectListArea::opened, this, &Pane::detailsRequested);
    connect(m_area, &ObjectListArea::contextMenuWanted, this, &SecretsPane::openContextMenu);
    connect(m_area, &ObjectListArea::firstWanted, this, [this] { m_commands.create(); });
    connect(m_area, &ObjectListArea::importWanted, this,
            [this] { workspace().trigger(ActionId::ImportFile); });
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

QString SecretsPane::statusText() const { return m_area->statusText(); }

Facts SecretsPane::facts() const
{
    Facts facts = m_area->facts();
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
    case ActionId::RevealValue:
    case ActionId::CompareVersions:
    case ActionId::MakeCurrent:
    case ActionId::ItemActivity:
    case ActionId::WhoHasAccess:
    case ActionId::CopyValue:
    case ActionId::CopyReference:
    case ActionId::CopyRow:
    case ActionId::CopyJson:
    case ActionId::ConnectProgram:
    case ActionId::ImportFile:
    case ActionId::ExportItems:
        return true;
    default:
        return ObjectListArea::handles(id);
    }
}

void SecretsPane::perform(ActionId id)
{
    if (m_area->perform(id) || performCopy(id) || performOnVersions(id))
        return;
    switch (id) {
    case ActionId::NewItem:
        m_commands.create();
        break;
    case ActionId::EditItem:
        if (const SecretProperties* const one = single())
            m_commands.edit(*one);
        break;
    case ActionId::NewVersion:
        if (const SecretProperties* const one = single())
            m_commands.newVersion(*one);
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
        Q_EMIT detailsRequested();
        m_details->showPage(SecretDetails::Page::Access);
        break;
    case ActionId::ConnectProgram:
        workspace().open({ PaneKind::Endpoint, vaultId(), single() ? single()->name.text() : QString(), {} });
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
        scope.filter = m_area->filter().expression().filter();
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
    case ActionId::CopyReference:
        if (one)
            m_commands.copyReference(*one);
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
    m_area->go(place);
}

void SecretsPane::refresh() { m_model.refresh(); }
void SecretsPane::focusFilter() { m_area->filter().focusText(); }
void SecretsPane::focusContent() { m_area->list().setFocus(); }

const SecretProperties* SecretsPane::single() const { return m_model.at(m_area->singleRow()); }

/// Also for rows that are chosen and not in memory.
void SecretsPane::withChosen(std::function<void(const Secrets&)> use)
{
    m_model.gather(m_area->list().chosenRanges(), [use = std::move(use)](const Secrets& secrets) {
        if (!secrets.empty())
            use(secrets);
    });
}

/// What the rows at hand say about content types and tags, for completion.
void SecretsPane::offerVocabulary()
{
    QStringList types;
    QStringList tags;
    QStringList names;
    for (int row = m_area->list().firstShownRow(); row <= m_area->list().lastShownRow(); ++row) {
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
    m_area->filter().setValues(u"type"_s, types);
    m_area->filter().setValues(u"tag"_s, names + tags);
    m_commands.setTagNames(names);
    m_commands.setContentTypes(types);
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
          ActionId::EditTags, ActionId::SetExpiry, ActionId::ExportItems, ActionId::BackupItem });
    menu->addSeparator();
    add(menu, { ActionId::WhoHasAccess, ActionId::ItemActivity });
    menu->addSeparator();
    add(menu, { ActionId::DeleteItem });
    menu->popup(at);
}

} // namespace strongroom::ui
