// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/action_catalogue.h"

#include <QCoreApplication>
#include <QKeySequence>

#include <algorithm>
#include <array>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr Facts none;
constexpr Facts open = Fact::StoreOpen;
constexpr Facts inVault = open | Fact::VaultShown;
constexpr Facts oneLive = inVault | Fact::OneChosen | Fact::LiveChosen;
constexpr Facts someLive = inVault | Fact::SomeChosen | Fact::LiveChosen;
constexpr Facts someDeleted = inVault | Fact::SomeChosen | Fact::DeletedChosen;
constexpr Facts changes = Fact::Writable | Fact::NotManaged;
constexpr Facts vaultChosen = open | Fact::VaultChosen;
constexpr Facts inPool = open | Fact::PoolShown;
constexpr Facts oldVersion = open | Fact::OldVersionChosen;

#define TEXT(text) QT_TRANSLATE_NOOP("Actions", text)
using A = ActionId;
using M = Menu;
using F = Fact;

// Order: as ActionId. Menus show their rows in this order.
constexpr std::array rows{
    ActionRow{ A::CreateStore, M::File, "store.create", TEXT("New &store..."), "database", "", none, "" },
    ActionRow{ A::OpenStore, M::File, "store.open", TEXT("&Open store..."), "folder-open", "", none, "" },
    ActionRow{ A::LockStore, M::File, "store.lock", TEXT("&Lock now"), "lock", "Ctrl+L", open, "" },
    ActionRow{ A::NewVault, M::File, "vault.create", TEXT("New &vault..."), "plus", "Ctrl+Shift+N", open, "",
               true },
    ActionRow{ A::ImportFile, M::File, "item.import", TEXT("&Import..."), "upload", "Ctrl+O",
               inVault | F::Writable, "secrets/set" },
    ActionRow{ A::ExportItems, M::File, "item.export", TEXT("&Export..."), "download", "Ctrl+S",
               inVault | F::HasRows, "secrets/get" },
    ActionRow{ A::BackupStore, M::File, "store.backup", TEXT("&Back up store..."), "save", "", open, "",
               true },
    ActionRow{ A::RestoreStore, M::File, "store.restore", TEXT("&Restore store..."), "rotate-ccw", "", none,
               "" },
    ActionRow{ A::CheckStore, M::File, "store.check", TEXT("&Check store"), "shield-check", "", open, "" },
    ActionRow{ A::StoreKeys, M::File, "store.keys", TEXT("&Passphrase and keys..."), "key-round", "", open,
               "" },
    ActionRow{ A::Quit, M::File, "window.quit", TEXT("&Quit"), "", "Ctrl+Q", none, "", true },

    ActionRow{ A::Undo, M::Edit, "edit.undo", TEXT("&Undo"), "undo-2", "Ctrl+Z", open | F::CanUndo, "" },
    ActionRow{ A::CopyValue, M::Edit, "item.copyValue", TEXT("&Copy value"), "copy", "Ctrl+C",
               oneLive | F::ValueReadable, "secrets/get", true },
    ActionRow{ A::CopyName, M::Edit, "item.copyName", TEXT("Copy &name"), "", "", inVault | F::SomeChosen,
               "" },
    ActionRow{ A::CopyUri, M::Edit, "item.copyUri", TEXT("Co&py URL"), "link", "Ctrl+Shift+C", oneLive, "" },
    ActionRow{ A::CopyVersionlessUri, M::Edit, "item.copyVersionlessUri", TEXT("Copy URL &without version"),
               "", "", oneLive, "" },
    ActionRow{ A::CopyReference, M::Edit, "item.copyReference", TEXT("Copy &reference string"), "", "",
               oneLive, "" },
    ActionRow{ A::CopyRow, M::Edit, "item.copyRow", TEXT("Copy row as te&xt"), "", "Ctrl+Alt+C",
               inVault | F::SomeChosen, "" },
    ActionRow{ A::CopyJson, M::Edit, "item.copyJson", TEXT("Copy as &JSON"), "", "", inVault | F::SomeChosen,
               "" },
    ActionRow{ A::SelectAll, M::Edit, "edit.selectAll", TEXT("Select &all"), "", "Ctrl+A", open | F::HasRows,
               "", true },
    ActionRow{ A::Filter, M::Edit, "list.filter", TEXT("&Filter this list"), "funnel", "Ctrl+F; /", open,
               "" },
    ActionRow{ A::ClearFilter, M::Edit, "list.clearFilter", TEXT("C&lear the filter"), "x", "",
               open | F::FilterSet, "" },
    ActionRow{ A::SearchEverywhere, M::Edit, "store.search", TEXT("&Search everywhere"), "search",
               "Ctrl+Shift+F", open, "" },
    ActionRow{ A::Settings, M::Edit, "window.settings", TEXT("S&ettings"), "settings", "Ctrl+,", open, "",
               true },

    ActionRow{ A::CommandPalette, M::View, "window.palette", TEXT("&Go to..."), "search", "Ctrl+K", open,
               "" },
    ActionRow{ A::Refresh, M::View, "view.refresh", TEXT("&Refresh"), "refresh-cw", "F5; Ctrl+R", open, "" },
    ActionRow{ A::GoBack, M::View, "view.back", TEXT("&Back"), "arrow-left", "Alt+Left", open | F::CanGoBack,
               "", true },
    ActionRow{ A::GoForward, M::View, "view.forward", TEXT("&Forward"), "arrow-right", "Alt+Right",
               open | F::CanGoForward, "" },
    ActionRow{ A::NextRegion, M::View, "view.nextRegion", TEXT("&Next part of the window"), "", "F6", open,
               "" },
    ActionRow{ A::PreviousRegion, M::View, "view.previousRegion", TEXT("&Previous part of the window"), "",
               "Shift+F6", open, "" },
    ActionRow{ A::ToggleTree, M::View, "view.tree", TEXT("Show or hide the &tree"), "panel-left", "Ctrl+B",
               open, "", true },
    ActionRow{ A::ToggleDetails, M::View, "view.details", TEXT("Show or hide &details"), "panel-right",
               "Ctrl+I", open, "" },
    ActionRow{ A::ToggleActivity, M::View, "view.activity", TEXT("Show or hide a&ctivity"), "activity",
               "Ctrl+J", open, "" },
    ActionRow{ A::ToggleScheme, M::View, "view.scheme", TEXT("Switch &light and dark"), "moon", "", none, "",
               true },

    ActionRow{ A::OpenVault, M::Vault, "vault.open", TEXT("&Overview"), "house", "", vaultChosen, "" },
    ActionRow{ A::EditVault, M::Vault, "vault.edit", TEXT("&Properties..."), "pencil", "", vaultChosen, "" },
    ActionRow{ A::CopyVaultUrl, M::Vault, "vault.copyUrl", TEXT("&Copy vault URL"), "link", "", vaultChosen,
               "" },
    ActionRow{ A::VaultAccess, M::Vault, "vault.access", TEXT("&Access"), "users", "", vaultChosen, "" },
    ActionRow{ A::ConnectProgram, M::Vault, "vault.connect", TEXT("Co&nnect a program..."), "plug", "",
               vaultChosen, "" },
    ActionRow{ A::DeleteVault, M::Vault, "vault.delete", TEXT("&Delete vault..."), "trash-2", "", vaultChosen,
               "", true },
    ActionRow{ A::RecoverVault, M::Vault, "vault.recover", TEXT("&Recover vault"), "archive-restore", "",
               open | F::DeletedVaultChosen, "" },
    ActionRow{ A::PurgeVault, M::Vault, "vault.purge", TEXT("P&urge vault..."), "ban", "",
               open | F::DeletedVaultChosen | F::CanPurge, "" },
    ActionRow{ A::OpenPool, M::Vault, "pool.open", TEXT("Pool ad&ministration"), "cpu", "", inPool, "",
               true },
    ActionRow{ A::BackUpPool, M::Vault, "pool.backup", TEXT("&Back up pool..."), "save", "", inPool, "" },
    ActionRow{ A::RestorePool, M::Vault, "pool.restore", TEXT("Re&store pool..."), "rotate-ccw", "", inPool,
               "" },
    ActionRow{ A::DownloadDomain, M::Vault, "pool.downloadDomain", TEXT("Do&wnload security domain..."),
               "download", "", inPool, "" },
    ActionRow{ A::UploadDomain, M::Vault, "pool.uploadDomain", TEXT("Up&load security domain..."), "upload",
               "", inPool, "" },
    ActionRow{ A::NewPoolRole, M::Vault, "pool.newRole", TEXT("New rol&e of the pool..."), "users", "",
               inPool, "" },
    ActionRow{ A::RandomBytes, M::Vault, "pool.randomBytes", TEXT("Random b&ytes..."), "dices", "", inPool,
               "" },

    ActionRow{ A::NewItem, M::Item, "item.create", TEXT("&New..."), "plus", "Ctrl+N; Ins",
               inVault | F::Writable, "secrets/set" },
    ActionRow{ A::OpenItem, M::Item, "item.open", TEXT("&Open"), "app-window", "", open | F::OneChosen, "" },
    ActionRow{ A::EditItem, M::Item, "item.edit", TEXT("&Edit..."), "pencil", "Ctrl+E; F2", oneLive | changes,
               "secrets/set", true },
    ActionRow{ A::NewVersion, M::Item, "item.newVersion", TEXT("New &version..."), "plus", "Ctrl+Shift+V",
               oneLive | changes, "secrets/set" },
    ActionRow{ A::EnableItem, M::Item, "item.enable", TEXT("Enab&le"), "circle-check", "",
               someLive | F::DisabledAmong | changes, "secrets/set" },
    ActionRow{ A::DisableItem, M::Item, "item.disable", TEXT("Di&sable"), "ban", "",
               someLive | F::EnabledAmong | changes, "secrets/set" },
    ActionRow{ A::EditTags, M::Item, "item.tags", TEXT("Ta&gs..."), "tags", "", someLive | changes,
               "secrets/set" },
    ActionRow{ A::SetExpiry, M::Item, "item.expiry", TEXT("Set e&xpiry..."), "calendar-clock", "",
               someLive | changes, "secrets/set" },
    ActionRow{ A::RevealValue, M::Item, "item.reveal", TEXT("&Reveal value"), "eye", "Ctrl+Space",
               oneLive | F::ValueReadable, "secrets/get" },
    ActionRow{ A::CompareVersions, M::Item, "item.compare", TEXT("Compare vers&ions"), "git-compare",
               "Ctrl+M", open | F::TwoVersions, "secrets/get" },
    ActionRow{ A::MakeCurrent, M::Item, "item.makeCurrent", TEXT("&Make current again"), "history", "",
               oldVersion | changes, "secrets/set" },
    ActionRow{ A::RotateItem, M::Item, "item.rotate", TEXT("Rotate no&w..."), "rotate-cw", "Ctrl+Shift+R",
               oneLive | changes | F::Rotatable, "keys/rotate" },
    ActionRow{ A::EditRotation, M::Item, "item.rotation", TEXT("Rotation polic&y..."), "calendar-clock", "",
               oneLive | F::Writable, "keys/setrotationpolicy" },
    ActionRow{ A::CopyPublicKey, M::Item, "item.copyPublicKey", TEXT("Copy public &key"), "copy", "",
               oneLive | F::PublicKeyChosen, "keys/get" },
    ActionRow{ A::ReleaseKey, M::Item, "item.release", TEXT("Re&quest release..."), "external-link", "",
               oneLive | F::Releasable, "keys/release" },
    ActionRow{ A::AttestKey, M::Item, "item.attestation", TEXT("At&testation..."), "badge-check", "",
               oneLive | F::KeyInToken, "keys/get" },
    ActionRow{ A::UseKey, M::Item, "item.use", TEXT("&Use in the crypto console"), "square-terminal", "",
               oneLive, "" },
    ActionRow{ A::WhoHasAccess, M::Item, "item.access", TEXT("Who &has access"), "users", "Ctrl+Shift+A",
               oneLive, "", true },
    ActionRow{ A::ItemActivity, M::Item, "item.activity", TEXT("&Audit log of this item"), "scroll-text",
               "Ctrl+Shift+L", oneLive, "" },
    ActionRow{ A::DeleteItem, M::Item, "item.delete", TEXT("&Delete..."), "trash-2", "Del",
               someLive | changes, "secrets/delete", true },
    ActionRow{ A::RecoverItem, M::Item, "item.recover", TEXT("Re&cover"), "archive-restore", "",
               someDeleted | F::Writable, "secrets/recover" },
    ActionRow{ A::PurgeItem, M::Item, "item.purge", TEXT("&Purge..."), "ban", "Shift+Del",
               someDeleted | F::CanPurge | F::Writable, "secrets/purge" },
    ActionRow{ A::BackupItem, M::Item, "item.backup", TEXT("&Back up..."), "save", "", oneLive, "keys/backup",
               true },
    ActionRow{ A::RestoreItem, M::Item, "item.restore", TEXT("Restore &from a backup..."), "rotate-ccw", "",
               inVault | F::Writable, "keys/restore" },

    ActionRow{ A::StartEndpoint, M::Tools, "endpoint.start", TEXT("&Start the endpoint"), "play", "",
               open | F::EndpointStopped, "" },
    ActionRow{ A::StopEndpoint, M::Tools, "endpoint.stop", TEXT("St&op the endpoint"), "unplug", "",
               open | F::EndpointRunning, "" },
    ActionRow{ A::ExportCa, M::Tools, "endpoint.exportCa", TEXT("&Export the local CA..."), "badge-check", "",
               open, "" },
    ActionRow{ A::TrustCa, M::Tools, "endpoint.trustCa", TEXT("&Trust the local CA for this user"),
               "shield-check", "", open, "" },
    ActionRow{ A::RegisterApplication, M::Tools, "application.create", TEXT("&Register an application..."),
               "user-plus", "", open, "", true },
    ActionRow{ A::AddApplicationSecret, M::Tools, "application.addSecret", TEXT("&New client secret..."),
               "key-round", "", open | F::ApplicationChosen, "" },
    ActionRow{ A::RemoveCredential, M::Tools, "application.removeCredential", TEXT("Re&move credential..."),
               "x", "", open | F::CredentialChosen, "" },
    ActionRow{ A::DeleteApplication, M::Tools, "application.delete", TEXT("&Delete application..."),
               "trash-2", "", open | F::ApplicationChosen, "" },
    ActionRow{ A::GrantAccess, M::Tools, "access.grant", TEXT("&Grant access..."), "user-plus", "", inVault,
               "", true },
    ActionRow{ A::RemoveAccess, M::Tools, "access.remove", TEXT("Remove &access..."), "x", "",
               inVault | F::GrantChosen, "" },
    ActionRow{ A::VerifyAudit, M::Tools, "audit.verify", TEXT("&Verify the audit log"), "scroll-text", "",
               open, "", true },

    ActionRow{ A::Shortcuts, M::Help, "help.shortcuts", TEXT("&Keyboard shortcuts"), "keyboard", "Ctrl+/; F1",
               open, "" },
    ActionRow{ A::About, M::Help, "help.about", TEXT("&About Strongroom"), "info", "", none, "" },
};
#undef TEXT

static_assert(rows.size() == std::size_t(ActionId::Count_), "one row per action");

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (std::size_t(rows[i].id) != i)
            return false;
    return true;
}
static_assert(isInOrder(), "rows stand in the order of ActionId");

QString say(const char* text) { return QCoreApplication::translate("Reasons", text); }

struct Reason final
{
    Fact fact;
    const char* text;
};

// The first missing fact is the one that is said.
constexpr std::array reasons{
    Reason{ F::StoreOpen, QT_TRANSLATE_NOOP("Reasons", "Open a store first.") },
    Reason{ F::VaultShown, QT_TRANSLATE_NOOP("Reasons", "Open a page of a vault first.") },
    Reason{ F::PoolShown, QT_TRANSLATE_NOOP("Reasons", "Open a page of a Managed HSM pool first.") },
    Reason{ F::VaultChosen, QT_TRANSLATE_NOOP("Reasons", "Choose a vault first.") },
    Reason{ F::OneChosen, QT_TRANSLATE_NOOP("Reasons", "Choose exactly one item.") },
    Reason{ F::SomeChosen, QT_TRANSLATE_NOOP("Reasons", "Choose an item first.") },
    Reason{ F::LiveChosen, QT_TRANSLATE_NOOP("Reasons", "Not for deleted items. Recover them first.") },
    Reason{ F::DeletedChosen, QT_TRANSLATE_NOOP("Reasons", "Only for deleted items.") },
    Reason{ F::DisabledAmong, QT_TRANSLATE_NOOP("Reasons", "None of the chosen items is disabled.") },
    Reason{ F::EnabledAmong, QT_TRANSLATE_NOOP("Reasons", "All chosen items are already disabled.") },
    Reason{ F::Writable, QT_TRANSLATE_NOOP("Reasons", "This place is read only.") },
    Reason{ F::NotManaged,
            QT_TRANSLATE_NOOP("Reasons", "It belongs to a certificate and changes only with it.") },
    Reason{ F::ValueReadable, QT_TRANSLATE_NOOP("Reasons", "It is disabled, so its value cannot be read.") },
    Reason{ F::CanPurge, QT_TRANSLATE_NOOP("Reasons", "Purge protection is on: only time removes it.") },
    Reason{ F::OldVersionChosen, QT_TRANSLATE_NOOP("Reasons", "Choose an older version first.") },
    Reason{ F::TwoVersions, QT_TRANSLATE_NOOP("Reasons", "There are no two versions to compare.") },
    Reason{ F::DeletedVaultChosen, QT_TRANSLATE_NOOP("Reasons", "Choose a deleted vault first.") },
    Reason{ F::ApplicationChosen, QT_TRANSLATE_NOOP("Reasons", "Choose an application first.") },
    Reason{ F::CredentialChosen, QT_TRANSLATE_NOOP("Reasons", "Choose a credential first.") },
    Reason{ F::GrantChosen, QT_TRANSLATE_NOOP("Reasons", "Choose who should lose access first.") },
    Reason{ F::EndpointRunning, QT_TRANSLATE_NOOP("Reasons", "The endpoint does not run.") },
    Reason{ F::EndpointStopped, QT_TRANSLATE_NOOP("Reasons", "The endpoint already runs.") },
    Reason{ F::CanUndo, QT_TRANSLATE_NOOP("Reasons", "There is nothing to undo.") },
    Reason{ F::CanGoBack, QT_TRANSLATE_NOOP("Reasons", "There is no earlier page.") },
    Reason{ F::CanGoForward, QT_TRANSLATE_NOOP("Reasons", "There is no later page.") },
    Reason{ F::FilterSet, QT_TRANSLATE_NOOP("Reasons", "No filter is set.") },
    Reason{ F::PublicKeyChosen, QT_TRANSLATE_NOOP("Reasons", "A symmetric key has no public part.") },
    Reason{ F::Rotatable,
            QT_TRANSLATE_NOOP("Reasons",
                              "It was imported into an HSM and cannot be rotated. Import a new version.") },
    Reason{ F::Releasable,
            QT_TRANSLATE_NOOP("Reasons",
                              "It was not made exportable under a release policy, so it never leaves.") },
    Reason{ F::KeyInToken,
            QT_TRANSLATE_NOOP("Reasons", "It is kept in the store. Only keys in a token can be attested.") },
    Reason{ F::HasRows, QT_TRANSLATE_NOOP("Reasons", "The list is empty.") },
};

} // namespace

std::span<const ActionRow> actionCatalogue() { return rows; }

const ActionRow& rowOf(ActionId id) { return rows[std::size_t(id)]; }

const ActionRow* rowByKey(QStringView key)
{
    const auto it = std::ranges::find_if(rows, [key](const ActionRow& row) {
        return key == QLatin1String(row.key.data(), qsizetype(row.key.size()));
    });
    return it == rows.end() ? nullptr : &*it;
}

QString plainText(const ActionRow& row)
{
    auto text = QCoreApplication::translate("Actions", row.text);
    text.remove(u'&');
    if (text.endsWith("..."_L1))
        text.chop(3);
    return text;
}

QString reasonDisabled(const ActionRow& row, const Situation& situation)
{
    const auto missing = row.needs & ~situation.facts;
    for (const auto& reason : reasons)
        if (missing & reason.fact)
            return say(reason.text);
    const auto permission = QString::fromLatin1(row.permission.data(), qsizetype(row.permission.size()));
    if (!permission.isEmpty() && situation.refusedPermissions.contains(permission))
        return say(QT_TRANSLATE_NOOP("Reasons", "Needs the permission %1.")).arg(permission);
    return {};
}

} // namespace strongroom::ui
