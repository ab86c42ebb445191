// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vault_keys/keys_pane.h"

#include "model/lists/key_words.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/panes/vault_keys/key_details.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/object_list_view.h"

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::KeyListModel;
using vault::KeyListing;
using Column = KeyListModel::Column;

namespace {

std::vector<ListColumn> columns()
{
    std::vector<ListColumn> all(static_cast<std::size_t>(Column::Count));
    const auto set = [&all](Column column, int width, bool isShown, int yields = 0) {
        all[std::size_t(column)] = { width, isShown, true, yields };
    };
    set(Column::Name, 176, true);
    set(Column::State, 104, true);
    set(Column::Type, 116, true);
    set(Column::Operations, 96, true, 2);
    set(Column::Expires, 116, true);
    set(Column::Rotation, 128, true, 1);
    set(Column::Updated, 116, true, 4);
    set(Column::Tags, 110, true, 3);
    set(Column::Created, 116, false);
    set(Column::Activates, 116, false);
    set(Column::Protection, 90, false);
    set(Column::Exportable, 90, false);
    set(Column::ReleasePolicy, 110, false);
    set(Column::Version, 110, false);
    set(Column::RecoveryLevel, 160, false);
    set(Column::ManagedBy, 110, false);
    set(Column::LastUsed, 140, false);
    return all;
}

QString reasonNotRotated(const vault::KeyProperties& key)
{
    Situation situation{ ~Facts(), {} };
    situation.facts.setFlag(Fact::NotManaged, !key.isManaged);
    situation.facts.setFlag(Fact::Rotatable, vault::canRotate(key));
    return reasonDisabled(rowOf(ActionId::RotateItem), situation);
}

ObjectPaneSetup paneSetup()
{
    ObjectPaneSetup setup;
    setup.list = KeysPane::listSetup();
    setup.newText = KeysPane::tr("New key");
    setup.dropText = KeysPane::tr("Drop to import this key");
    setup.actions = { ActionId::EditItem,      ActionId::RotateItem, ActionId::EditRotation,
                      ActionId::CopyPublicKey, ActionId::ReleaseKey, ActionId::AttestKey,
                      ActionId::UseKey,        ActionId::CopyRow,    ActionId::CopyJson };
    setup.copyMenu = { ActionId::CopyName, ActionId::CopyUri, ActionId::CopyVersionlessUri, ActionId::CopyRow,
                       ActionId::CopyJson };
    setup.menu
        = { { ActionId::OpenItem, ActionId::CopyPublicKey, ActionId::UseKey, ActionId::ReleaseKey,
              ActionId::AttestKey },
            { ActionId::EditItem, ActionId::EnableItem, ActionId::DisableItem, ActionId::EditTags,
              ActionId::SetExpiry, ActionId::RotateItem, ActionId::EditRotation, ActionId::BackupItem },
            { ActionId::WhoHasAccess, ActionId::ItemActivity },
            { ActionId::DeleteItem } };
    return setup;
}

} // namespace

ObjectListSetup KeysPane::listSetup()
{
    ObjectListSetup setup;
    setup.layoutName = u"list.keys"_s;
    setup.accessibleName = tr("Keys");
    setup.filterHint = tr("Filter by name, type or tag; try type:RSA or state:expiring");
    setup.columns = columns();
    setup.titleIcon = [](const QModelIndex& index) {
        return index.data(lists::IsManagedRole).toBool() ? u"badge-check"_s : u"key-round"_s;
    };
    setup.bulkActions = { ActionId::EnableItem, ActionId::DisableItem, ActionId::SetExpiry,
                          ActionId::EditTags, ActionId::DeleteItem };
    setup.nothingYet = { u"key-round"_s,
                         tr("No keys yet"),
                         tr("Keys sign, encrypt and wrap for programs without ever being handed out. "
                            "Generate the first one, or import a PEM, PFX, JWK or .byok file."),
                         tr("New key"),
                         tr("Import..."),
                         false };
    setup.nothingMatches = { u"funnel"_s, tr("No key matches the filter"), {}, tr("Clear filter"), {}, true };
    setup.hiddenText
        = [](qint64 hidden) { return counted(hidden, tr("1 key is hidden."), tr("%1 keys are hidden.")); };
    setup.noRight = { u"shield-alert"_s,
                      tr("You may not list these keys"),
                      tr("It takes the right keys/list, for example in the role Key Vault Reader."),
                      tr("Who can give it?"),
                      {},
                      true };
    return setup;
}

KeysPane::KeysPane(Workspace& workspace, const Place& place, QWidget* parent)
    : ObjectPane(workspace, place, parent)
    , m_model(*workspace.operations(), workspace.caller(), workspace.clock())
    , m_commands(workspace, place.vault)
    , m_details(new KeyDetails(workspace, place.vault, m_commands))
{
    ObjectPaneSetup setup = paneSetup();
    setup.rowButtons = rowButtons();
    build(m_model, m_commands, m_details, std::move(setup));
    connect(&area().list(), &ObjectListView::layoutStateChanged, this, &KeysPane::readShownUses);
    readShownUses();
}

void KeysPane::readShownUses() { m_model.showUses(!area().list().isColumnHidden(int(Column::LastUsed))); }

std::vector<RowButton> KeysPane::rowButtons()
{
    return {
        { u"copy"_s, tr("Copy the public key"),
          onRow(m_model,
                [this](const KeyListing& key) {
                    m_commands.copyPublicKey(key.properties, vault::PublicKeyForm::Pem);
                }) },
        { u"rotate-cw"_s, tr("Rotate now"),
          onRow(m_model, [this](const KeyListing& key) { m_commands.rotate(key); }),
          [this](const QModelIndex& index) {
              const KeyListing* const key = m_model.at(index.row());
              return key ? reasonNotRotated(key->properties) : QString();
          } },
    };
}

Facts KeysPane::facts() const
{
    Facts facts = ObjectPane::facts();
    const KeyListing* const key = single();
    facts.setFlag(Fact::PublicKeyChosen, key && key->properties.publicKey.type != crypto::KeyType::Oct);
    facts.setFlag(Fact::Rotatable, key && vault::canRotate(key->properties));
    facts.setFlag(Fact::KeyInToken, key && key->properties.protection == vault::KeyProtection::Hsm);
    facts.setFlag(Fact::Releasable, key && key->properties.isExportable && key->properties.releasePolicy);
    return facts;
}

void KeysPane::showRow(int row) { m_details->showKey(*m_model.at(row)); }

QString KeysPane::typeAt(int row) const
{
    const KeyListing* const key = m_model.at(row);
    return key ? lists::keyKindText(key->properties) : QString();
}

const KeyListing* KeysPane::single() const { return m_model.at(area().singleRow()); }

// Actions ----------------------------------------------------------------------------------------

bool KeysPane::performOwn(ActionId id)
{
    using Keys = KeyCommands::Keys;
    if (id == ActionId::CopyRow)
        withChosen(m_model, [this](const Keys& keys) { m_commands.copyRows(keys); });
    else if (id == ActionId::CopyJson)
        withChosen(m_model, [this](const Keys& keys) { m_commands.copyJson(keys); });
    else
        return performOnOne(id);
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
    case ActionId::ReleaseKey:
        m_commands.release(key->properties);
        return true;
    case ActionId::AttestKey:
        m_commands.attest(key->properties);
        return true;
    case ActionId::UseKey:
        m_commands.use(key->properties);
        return true;
    default:
        return false;
    }
}

QString KeysPane::importableFile(const QMimeData* mime) const { return keyFileOf(mime); }

} // namespace strongroom::ui
