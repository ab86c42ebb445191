// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFlags>
#include <QString>
#include <QStringList>

#include <span>
#include <string_view>

namespace strongroom::ui {

/// Every thing a person can tell the program to do. Menus, buttons, shortcuts and the palette are made
/// from the rows below; the active pane or the shell carries an action out.
enum class ActionId {
    // File
    CreateStore,
    OpenStore,
    LockStore,
    NewVault,
    ImportFile,
    ExportItems,
    BackupStore,
    RestoreStore,
    CheckStore,
    StoreKeys, ///< passphrase, recovery key, keychain
    Quit,
    // Edit
    Undo,
    CopyValue,
    CopyName,
    CopyUri,
    CopyVersionlessUri,
    CopyReference,
    CopyRow,
    CopyJson,
    SelectAll,
    Filter,
    ClearFilter,
    SearchEverywhere,
    Settings,
    // View
    CommandPalette,
    Refresh,
    GoBack,
    GoForward,
    NextRegion,
    PreviousRegion,
    ToggleTree,
    ToggleDetails,
    ToggleActivity,
    ToggleScheme,
    // Vault
    OpenVault,
    EditVault,
    CopyVaultUrl,
    VaultAccess,
    ConnectProgram,
    DeleteVault,
    RecoverVault,
    PurgeVault,
    OpenPool, ///< its administration; so the next ones
    BackUpPool,
    RestorePool,
    DownloadDomain,
    UploadDomain,
    NewPoolRole,
    RandomBytes, ///< of the pool's token
    // Item
    NewItem,
    OpenItem,
    EditItem,
    NewVersion,
    EnableItem,
    DisableItem,
    EditTags,
    SetExpiry,
    RevealValue,
    CompareVersions,
    MakeCurrent,
    RotateItem,
    EditRotation,
    CopyPublicKey,
    ReleaseKey, ///< to an attested environment
    AttestKey, ///< what its token says of it
    UseKey, ///< in the crypto console
    WhoHasAccess,
    ItemActivity,
    DeleteItem,
    RecoverItem,
    PurgeItem,
    BackupItem, ///< to a file
    RestoreItem,
    // Tools
    StartEndpoint,
    StopEndpoint,
    ExportCa,
    TrustCa,
    RegisterApplication,
    AddApplicationSecret,
    RemoveCredential,
    DeleteApplication,
    GrantAccess,
    RemoveAccess,
    VerifyAudit,
    // Help
    Shortcuts,
    About,
    Count_, ///< not an action
};

/// What is true of the selection and the program at the moment. An action names those it needs.
enum class Fact : quint32 {
    StoreOpen = 1U << 0,
    VaultShown = 1U << 1, ///< the pane is about one live vault
    OneChosen = 1U << 2, ///< exactly one item
    SomeChosen = 1U << 3, ///< one or more items
    LiveChosen = 1U << 4, ///< the chosen items are not deleted
    DeletedChosen = 1U << 5,
    DisabledAmong = 1U << 6, ///< at least one chosen item is disabled
    EnabledAmong = 1U << 7,
    NotManaged = 1U << 8, ///< no chosen item belongs to a certificate
    ValueReadable = 1U << 9, ///< the chosen item is enabled
    CanPurge = 1U << 10, ///< purge protection is off
    OldVersionChosen = 1U << 11,
    TwoVersions = 1U << 12,
    VaultChosen = 1U << 13, ///< a live vault is chosen or shown
    DeletedVaultChosen = 1U << 14,
    ApplicationChosen = 1U << 15,
    CredentialChosen = 1U << 16,
    GrantChosen = 1U << 17,
    EndpointRunning = 1U << 18,
    EndpointStopped = 1U << 19,
    CanUndo = 1U << 20,
    CanGoBack = 1U << 21,
    CanGoForward = 1U << 22,
    FilterSet = 1U << 23,
    Writable = 1U << 24, ///< the place takes changes
    HasRows = 1U << 25, ///< the list is not empty
    PublicKeyChosen = 1U << 26, ///< the chosen key is not a symmetric one
    PoolShown = 1U << 27, ///< the pane is about one Managed HSM pool
    Rotatable = 1U << 28, ///< the chosen key was not imported into an HSM
    Releasable = 1U << 29, ///< the chosen key has a release policy
    KeyInToken = 1U << 30, ///< the chosen key is in a token
};
Q_DECLARE_FLAGS(Facts, Fact)
Q_DECLARE_OPERATORS_FOR_FLAGS(Facts)

enum class Menu { File, Edit, View, Vault, Item, Tools, Help };

/// One row per action. Texts are marked for translation in the context "Actions".
struct ActionRow final
{
    ActionId id;
    Menu menu;
    std::string_view key; ///< stable name, for settings and tests: "item.delete"
    const char* text; ///< with a mnemonic and, if it asks something first, an ellipsis
    std::string_view icon; ///< empty: none
    const char* shortcut; ///< portable text; several separated by "; "; empty: none
    Facts needs;
    std::string_view permission; ///< "secrets/delete"; empty: none
    bool opensGroup = false; ///< a separator stands before it in the menu
};

std::span<const ActionRow> actionCatalogue();
const ActionRow& rowOf(ActionId id);
/// nullptr when `key` is no action.
const ActionRow* rowByKey(QStringView key);
/// The translated text without mnemonic and ellipsis, as palette and tooltips show it.
QString plainText(const ActionRow& row);

/// What is true, and which permissions the person is known not to have here.
struct Situation final
{
    Facts facts;
    QStringList refusedPermissions;
};

/// Empty when the action may be carried out, else the reason as a sentence for the tooltip.
QString reasonDisabled(const ActionRow& row, const Situation& situation);

} // namespace strongroom::ui
