// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vault_keys/keys_pane.h"

#include "model/lists/key_words.h"
#include "ui/commands/view_commands.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/panes/filter_values.h"
#include "ui/panes/object_list_area.h"
#include "ui/panes/vault_keys/key_details.h"
#include "ui/theme/icons.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/drop_hint.h"
#include "ui/widgets/filter_bar.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QMenu>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::KeyListModel;
using vault::KeyListing;
using Column = KeyListModel::Column;

namespace {

std::vector<ListColumn> columns()
{
    std::vector<ListColumn> all(std::size_t(Column::Count));
    const auto set = [&all](Column column, int width, bool isShown) {
        all[std::size_t(column)] = { width, isShown };
    };
    set(Column::Name, 180, true);
    set(Column::State, 112, true);
    set(Column::Type, 138, true);
    set(Column::Operations, 104, true);
    set(Column::Expires, 112, true);
    set(Column::Rotation, 110, true);
    set(Column::Updated, 110, true);
    set(Column::Tags, 100, true);
    set(Column::Created, 116, false);
    set(Column::Activates, 116, false);
    set(Column::Protection, 90, false);
    set(Column::Exportable, 90, false);
    set(Column::ReleasePolicy, 110, false);
    set(Column::Version, 110, false);
    set(Column::RecoveryLevel, 160, false);
    set(Column::ManagedBy, 110, false);
    return all;
}

ObjectListSetup listSetup()
{
    ObjectListSetup setup;
    setup.layoutName = u"list.keys"_s;
    setup.accessibleName = KeysPane::tr("Keys");
    setup.filterHint = KeysPane::tr("Filter by name, type or tag; try type:RSA or state:expiring");
    setup.columns = columns();
    setup.titleIcon = [](const QModelIndex& index) {
        return index.data(lists::IsManagedRole).toBool() ? u"badge-check"_s : u"key-round"_s;
    };
    setup.bulkActions = { ActionId::EnableItem, ActionId::DisableItem, ActionId::SetExpiry,
                          ActionId::EditTags, ActionId::DeleteItem };
    setup.nothingYet
        = { u"key-round"_s,
            KeysPane::tr("No keys yet"),
            KeysPane::tr("Keys sign, encrypt and wrap for programs without ever being handed out. "
                         "Generate the first one, or import a PEM, PFX or JWK file."),
            KeysPane::tr("New key"),
            KeysPane::tr("Import..."),
            false };
    setup.nothingMatches = { u"funnel"_s, KeysPane::tr("No key matches the filter"),
                             {},          KeysPane::tr("Clear filter"),
                             {},          true };
    setup.hiddenText = [](qint64 hidden) {
        return counted(hidden, KeysPane::tr("1 key is hidden."), KeysPane::tr("%1 keys are hidden."));
    };
    setup.noRight = { u"shield-alert"_s,
                      KeysPane::tr("You may not list these keys"),
                      KeysPane::tr("It takes the right keys/list, for example in the role Key Vault Reader."),
                      KeysPane::tr("Who can give it?"),
                      {},
                      true };
    return setup;
}

} // namespace

KeysPane::KeysPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_model(*workspace.operations(), workspace.caller(), workspace.clock())
    , m_commands(workspace, place.vault)
    , m_area(new ObjectListArea(workspace, place.vault, m_model, m_commands, listSetup(), this))
    , m_details(new KeyDetails(workspace, place.vault, m_commands))
    , m_drop(new DropHint(tr("Drop to import this key"), this))
{
    setAcceptDrops(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_area);
    connectArea();
    new FilterValues(workspace, place.vault, vault::ObjectKind::Key, m_area->filter());
    starViews(workspace, place, m_area->filter());
    m_model.setVault(place.vault);
    go(place);
}

KeysPane::~KeysPane()
{
    // The shell may have given it a place in another region.
    delete m_details;
}

void KeysPane::connectArea()
{
    m_area->setRowButtons({
        { u"copy"_s, tr("Copy the public key"),
          [this](const QModelIndex& index) {
              if (const KeyListing* const key = m_model.at(index.row()))
                  m_commands.copyPublicKey(key->properties, vault::PublicKeyForm::Pem);
          } },
        { u"rotate-cw"_s, tr("Rotate now"),
          [this](const QModelIndex& index) {
              if (const KeyListing* const key = m_model.at(index.row()))
                  m_commands.rotate(*key);
          } },
    });
    connect(m_area, &ObjectListArea::shown, this, [this](int row) { m_details->showKey(*m_model.at(row)); });
    connect(m_area, &ObjectListArea::noneShown, m_details, &KeyDetails::showNothing);
    connect(m_area, &ObjectListArea::factsChanged, this, &Pane::factsChanged);
    connect(m_area, &ObjectListArea::statusChanged, this, &Pane::statusChanged);
    connect(m_area, &ObjectListArea::rowsRead, this, &KeysPane::offerVocabulary);
    connect(m_area, &ObjectListArea::opened, this, &Pane::detailsRequested);
    connect(m_area, &ObjectListArea::contextMenuWanted, this, &KeysPane::openContextMenu);
    connect(m_area, &ObjectListArea::firstWanted, &m_commands, &KeyCommands::create);
    connect(m_area, &ObjectListArea::importWanted, &m_commands, &KeyCommands::import);
}

// What the shell asks ----------------------------------------------------------------------------

QString KeysPane::actionText(ActionId id) const
{
    return id == ActionId::NewItem ? tr("New key") : QString();
}

QString KeysPane::statusText() const { return m_area->statusText(); }

Facts KeysPane::facts() const
{
    Facts facts = m_area->facts();
    const KeyListing* const key = single();
    facts.setFlag(Fact::PublicKeyChosen, key && key->properties.publicKey.type != crypto::KeyType::Oct);
    return facts;
}

bool KeysPane::handles(ActionId id) const
{
    switch (id) {
    case ActionId::NewItem:
    case ActionId::ImportFile:
    case ActionId::OpenItem:
    case ActionId::EditItem:
    case ActionId::RotateItem:
    case ActionId::EditRotation:
    case ActionId::CopyPublicKey:
    case ActionId::UseKey:
    case ActionId::ItemActivity:
    case ActionId::WhoHasAccess:
    case ActionId::CopyRow:
    case ActionId::CopyJson:
        return true;
    default:
        return ObjectListArea::handles(id);
    }
}

void KeysPane::perform(ActionId id)
{
    if (m_area->perform(id) || performCopy(id) || performOnOne(id))
        return;
    if (id == ActionId::NewItem) {
        m_commands.create();
    } else if (id == ActionId::ImportFile) {
        m_commands.import();
    } else if (id == ActionId::OpenItem) {
        Q_EMIT detailsRequested();
    } else if (id == ActionId::ItemActivity || id == ActionId::WhoHasAccess) {
        Q_EMIT detailsRequested();
        m_details->showPage(id == ActionId::ItemActivity ? KeyDetails::Page::Activity
                                                         : KeyDetails::Page::Access);
    }
}

bool KeysPane::performCopy(ActionId id)
{
    if (id == ActionId::CopyRow)
        withChosen([this](const KeyCommands::Keys& keys) { m_commands.copyRows(keys); });
    else if (id == ActionId::CopyJson)
        withChosen([this](const KeyCommands::Keys& keys) { m_commands.copyJson(keys); });
    else
        return false;
    return true;
}

bool KeysPane::performOnOne(ActionId id)
{
    const KeyListing* const key = single();
    if (!key)
        return false;
    switch (id) {
    case ActionId::EditItem:
        m_commands.edit(key->properties);
        return true;
    case ActionId::RotateItem:
        m_commands.rotate(*key);
        return true;
    case ActionId::EditRotation:
        m_commands.editRotation(*key);
        return true;
    case ActionId::CopyPublicKey:
        m_commands.copyPublicKey(key->properties, vault::PublicKeyForm::Pem);
        return true;
    case ActionId::UseKey:
        m_commands.use(key->properties);
        return true;
    default:
        return false;
    }
}

QWidget* KeysPane::details() { return m_details; }

void KeysPane::go(const Place& place)
{
    setPlace(place);
    m_area->go(place);
}

void KeysPane::refresh() { m_model.refresh(); }
void KeysPane::focusFilter() { m_area->filter().focusText(); }
void KeysPane::focusContent() { m_area->list().setFocus(); }

const KeyListing* KeysPane::single() const { return m_model.at(m_area->singleRow()); }

/// Also for rows that are chosen and not in memory.
void KeysPane::withChosen(std::function<void(const KeyCommands::Keys&)> use)
{
    m_model.gather(m_area->list().chosenRanges(), [use = std::move(use)](const KeyCommands::Keys& keys) {
        if (!keys.empty())
            use(keys);
    });
}

/// What the rows at hand say about types and tags, for completion.
void KeysPane::offerVocabulary()
{
    QStringList types;
    QStringList tags;
    QStringList names;
    for (int row = m_area->list().firstShownRow(); row <= m_area->list().lastShownRow(); ++row) {
        const KeyListing* const key = m_model.at(row);
        if (!key)
            continue;
        types += lists::keyKindText(key->properties);
        names += key->properties.tags.keys();
        tags += lists::tagWords(key->properties.tags);
    }
    for (QStringList* const list : { &types, &tags, &names })
        list->removeDuplicates();
    m_area->filter().setValues(u"type"_s, types);
    m_area->filter().setValues(u"tag"_s, names + tags);
    m_commands.setTagNames(names);
}

void KeysPane::openContextMenu(const QPoint& at)
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const auto add = [this](QMenu* to, std::initializer_list<ActionId> ids) {
        for (const ActionId id : ids)
            to->addAction(workspace().action(id));
    };
    add(menu, { ActionId::OpenItem, ActionId::CopyPublicKey, ActionId::UseKey });
    QMenu* const copy = menu->addMenu(icon(u"clipboard-copy"_s), tr("Copy"));
    add(copy,
        { ActionId::CopyName, ActionId::CopyUri, ActionId::CopyVersionlessUri, ActionId::CopyRow,
          ActionId::CopyJson });
    menu->addSeparator();
    add(menu,
        { ActionId::EditItem, ActionId::EnableItem, ActionId::DisableItem, ActionId::EditTags,
          ActionId::SetExpiry, ActionId::RotateItem, ActionId::EditRotation, ActionId::BackupItem });
    menu->addSeparator();
    add(menu, { ActionId::WhoHasAccess, ActionId::ItemActivity });
    menu->addSeparator();
    add(menu, { ActionId::DeleteItem });
    menu->popup(at);
}

// Files ------------------------------------------------------------------------------------------

void KeysPane::dragEnterEvent(QDragEnterEvent* event)
{
    if (keyFileOf(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_drop->show();
    m_drop->raise();
}

void KeysPane::dragLeaveEvent(QDragLeaveEvent* event)
{
    m_drop->hide();
    Pane::dragLeaveEvent(event);
}

void KeysPane::dropEvent(QDropEvent* event)
{
    m_drop->hide();
    const QString file = keyFileOf(event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    m_commands.importFrom(file);
}

void KeysPane::resizeEvent(QResizeEvent* event)
{
    Pane::resizeEvent(event);
    m_drop->setGeometry(rect());
}

} // namespace strongroom::ui
