// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/secrets/secrets_pane.h"

#include "model/lists/roles.h"
#include "ui/commands/transfer_commands.h"
#include "ui/panes/secrets/secret_details.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/drop_hint.h"
#include "ui/widgets/filter_bar.h"

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::SecretListModel;
using vault::SecretProperties;
using Column = SecretListModel::Column;

namespace {

std::vector<ListColumn> columns()
{
    std::vector<ListColumn> all(static_cast<std::size_t>(Column::Count));
    const auto set = [&all](Column column, int width, bool isShown, int yields = 0) {
        all[std::size_t(column)] = { width, isShown, true, yields };
    };
    set(Column::Name, 208, true);
    set(Column::State, 112, true);
    set(Column::ContentType, 132, true, 1);
    set(Column::Expires, 116, true);
    set(Column::Updated, 116, true, 3);
    set(Column::Tags, 150, true, 2);
    set(Column::Created, 116, false);
    set(Column::Activates, 116, false);
    set(Column::Version, 110, false);
    set(Column::RecoveryLevel, 160, false);
    set(Column::ManagedBy, 110, false);
    return all;
}

ObjectPaneSetup paneSetup()
{
    ObjectPaneSetup setup;
    setup.list = SecretsPane::listSetup();
    setup.newText = SecretsPane::tr("New secret");
    setup.dropText = SecretsPane::tr("Drop to import these secrets");
    setup.actions = { ActionId::EditItem,        ActionId::NewVersion,  ActionId::RevealValue,
                      ActionId::CompareVersions, ActionId::MakeCurrent, ActionId::CopyValue,
                      ActionId::CopyReference,   ActionId::CopyRow,     ActionId::CopyJson,
                      ActionId::ConnectProgram,  ActionId::ExportItems };
    setup.copyMenu = { ActionId::CopyName,      ActionId::CopyUri, ActionId::CopyVersionlessUri,
                       ActionId::CopyReference, ActionId::CopyRow, ActionId::CopyJson };
    setup.menu = { { ActionId::OpenItem, ActionId::CopyValue },
                   { ActionId::NewVersion, ActionId::EditItem, ActionId::EnableItem, ActionId::DisableItem,
                     ActionId::EditTags, ActionId::SetExpiry, ActionId::ExportItems, ActionId::BackupItem },
                   { ActionId::WhoHasAccess, ActionId::ItemActivity },
                   { ActionId::DeleteItem } };
    return setup;
}

} // namespace

ObjectListSetup SecretsPane::listSetup()
{
    ObjectListSetup setup;
    setup.layoutName = u"list.secrets"_s;
    setup.accessibleName = tr("Secrets");
    setup.filterHint = tr("Filter by name, type or tag; try state:expiring");
    setup.columns = columns();
    setup.titleIcon = [](const QModelIndex& index) {
        return index.data(lists::IsManagedRole).toBool() ? u"badge-check"_s : u"lock-keyhole"_s;
    };
    setup.bulkActions = { ActionId::EnableItem, ActionId::DisableItem, ActionId::SetExpiry,
                          ActionId::EditTags,   ActionId::ExportItems, ActionId::DeleteItem };
    setup.nothingYet = { u"lock-keyhole"_s,
                         tr("No secrets yet"),
                         tr("Secrets are passwords, keys and connection strings that programs read by their "
                            "URL. Make the first one, or bring them from a .env, CSV or JSON file."),
                         tr("New secret"),
                         tr("Import..."),
                         false };
    setup.nothingMatches
        = { u"funnel"_s, tr("No secret matches the filter"), {}, tr("Clear filter"), {}, true };
    setup.hiddenText = [](qint64 hidden) {
        return counted(hidden, tr("1 secret is hidden."), tr("%1 secrets are hidden."));
    };
    setup.noRight = { u"shield-alert"_s,
                      tr("You may not list these secrets"),
                      tr("It takes the right secrets/list, for example in the role Key Vault Reader."),
                      tr("Who can give it?"),
                      {},
                      true };
    return setup;
}

SecretsPane::SecretsPane(Workspace& workspace, const Place& place, QWidget* parent)
    : ObjectPane(workspace, place, parent)
    , m_model(*workspace.operations(), workspace.caller(), workspace.clock())
    , m_commands(workspace, place.vault)
    , m_details(new SecretDetails(workspace, place.vault, m_commands))
{
    ObjectPaneSetup setup = paneSetup();
    setup.rowButtons = rowButtons();
    build(m_model, m_commands, m_details, std::move(setup));
}

std::vector<RowButton> SecretsPane::rowButtons()
{
    return {
        { u"copy"_s, tr("Copy the value"),
          onRow(m_model, [this](const SecretProperties& secret) { m_commands.copyValue(secret.name, {}); }) },
        { u"plus"_s, tr("New version"),
          onRow(m_model, [this](const SecretProperties& secret) { m_commands.newVersion(secret); }) },
    };
}

std::vector<ActionId> SecretsPane::headerActions() const
{
    return { ActionId::ImportFile, ActionId::ExportItems };
}

Facts SecretsPane::facts() const
{
    Facts facts = ObjectPane::facts();
    const auto versions = m_details->chosenVersions();
    if (versions.size() == 2)
        facts |= Fact::TwoVersions;
    if (versions.size() == 1 && m_details->secret()
        && !(versions.front().version == m_details->secret()->version))
        facts |= Fact::OldVersionChosen;
    return facts;
}

void SecretsPane::showRow(int row) { m_details->showSecret(*m_model.at(row)); }

void SecretsPane::chooseFile() { importSecrets(workspace(), vaultId()); }

QString SecretsPane::typeAt(int row) const
{
    const SecretProperties* const secret = m_model.at(row);
    return secret ? secret->contentType : QString();
}

const SecretProperties* SecretsPane::single() const { return m_model.at(area().singleRow()); }

// Actions ----------------------------------------------------------------------------------------

bool SecretsPane::performOwn(ActionId id)
{
    return performOnOne(id) || performCopy(id) || performOnVersions(id);
}

bool SecretsPane::performOnOne(ActionId id)
{
    const SecretProperties* const one = single();
    switch (id) {
    case ActionId::EditItem:
        if (one)
            m_commands.edit(*one);
        return true;
    case ActionId::NewVersion:
        if (one)
            m_commands.newVersion(*one);
        return true;
    case ActionId::RevealValue:
        Q_EMIT detailsRequested();
        m_details->revealHeld();
        return true;
    case ActionId::ConnectProgram:
        workspace().open({ PaneKind::Endpoint, vaultId(), one ? one->name.text() : QString(), {} });
        return true;
    case ActionId::ExportItems:
        exportShown();
        return true;
    default:
        return false;
    }
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
        withChosen(m_model, [this](const Secrets& chosen) { m_commands.copyRows(chosen); });
        return true;
    case ActionId::CopyJson:
        withChosen(m_model, [this](const Secrets& chosen) { m_commands.copyJson(chosen); });
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

void SecretsPane::exportShown()
{
    const auto show = [this](const Secrets& chosen) {
        ExportScope scope;
        for (const SecretProperties& secret : chosen)
            scope.chosen.push_back(secret.name);
        scope.filter = area().filter().expression().filter();
        scope.listed = m_model.matched();
        exportSecrets(workspace(), vaultId(), scope);
    };
    if (facts().testFlag(Fact::SomeChosen))
        withChosen(m_model, show);
    else
        show({});
}

QString SecretsPane::importableFile(const QMimeData* mime) const
{
    static const QStringList endings = { u"env"_s, u"csv"_s, u"tsv"_s, u"json"_s };
    return droppedFile(*mime, endings);
}

void SecretsPane::importFrom(const QString& file) { importSecretsFrom(workspace(), vaultId(), file); }

} // namespace strongroom::ui
