// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/pane_catalogue.h"

#include "ui/panes/access/access_pane.h"
#include "ui/panes/applications/applications_pane.h"
#include "ui/panes/crypto_console/crypto_console_pane.h"
#include "ui/panes/deleted/deleted_pane.h"
#include "ui/panes/endpoint/endpoint_pane.h"
#include "ui/panes/home/home_pane.h"
#include "ui/panes/keys/store_keys_pane.h"
#include "ui/panes/pool/pool_pane.h"
#include "ui/panes/rotation/rotation_pane.h"
#include "ui/panes/search/search_pane.h"
#include "ui/panes/secrets/secrets_pane.h"
#include "ui/panes/settings/settings_pane.h"
#include "ui/panes/settings/shortcuts_pane.h"
#include "ui/panes/tokens/tokens_pane.h"
#include "ui/panes/vault_keys/keys_pane.h"
#include "ui/panes/vaults/deleted_vaults_pane.h"
#include "ui/panes/vaults/vault_overview_pane.h"

#include <QCoreApplication>

#include <algorithm>

namespace strongroom::ui {

namespace {

template <typename PaneType> Pane* make(Workspace& workspace, const Place& place, QWidget* parent)
{
    return new PaneType(workspace, place, parent);
}

std::vector<PaneRow> sorted(std::vector<PaneRow> rows)
{
    std::ranges::sort(rows, {}, &PaneRow::kind);
    return rows;
}

} // namespace

std::span<const PaneRow> paneCatalogue()
{
    // In any order: the tree takes that of PaneKind.
    static const std::vector<PaneRow> rows = sorted({
        { PaneKind::Home, QT_TRANSLATE_NOOP("Panes", "Home"), "house", false, &make<HomePane> },
        { PaneKind::Search, QT_TRANSLATE_NOOP("Panes", "Search"), "search", false, &make<SearchPane> },
        { PaneKind::Rotation, QT_TRANSLATE_NOOP("Panes", "Rotation"), "rotate-cw", false,
          &make<RotationPane> },
        { PaneKind::StoreKeys, QT_TRANSLATE_NOOP("Panes", "Passphrase and keys"), "key-round", false,
          &make<StoreKeysPane> },
        { PaneKind::Tokens, QT_TRANSLATE_NOOP("Panes", "Tokens (HSM)"), "cpu", false, &make<TokensPane> },
        { PaneKind::Settings, QT_TRANSLATE_NOOP("Panes", "Settings"), "settings", false,
          &make<SettingsPane> },
        { PaneKind::Shortcuts, QT_TRANSLATE_NOOP("Panes", "Keyboard shortcuts"), "keyboard", false,
          &make<ShortcutsPane> },
        { PaneKind::Applications, QT_TRANSLATE_NOOP("Panes", "Applications"), "app-window", false,
          &make<ApplicationsPane> },
        { PaneKind::Endpoint, QT_TRANSLATE_NOOP("Panes", "Endpoint"), "plug", false, &make<EndpointPane> },
        { PaneKind::DeletedVaults, QT_TRANSLATE_NOOP("Panes", "Deleted vaults"), "archive-restore", false,
          &make<DeletedVaultsPane> },
        { PaneKind::VaultOverview, QT_TRANSLATE_NOOP("Panes", "Overview"), "house", true,
          &make<VaultOverviewPane> },
        { PaneKind::Secrets, QT_TRANSLATE_NOOP("Panes", "Secrets"), "lock-keyhole", true,
          &make<SecretsPane> },
        { PaneKind::Keys, QT_TRANSLATE_NOOP("Panes", "Keys"), "key-round", true, &make<KeysPane> },
        { PaneKind::Access, QT_TRANSLATE_NOOP("Panes", "Access"), "users", true, &make<AccessPane> },
        { PaneKind::Pool, QT_TRANSLATE_NOOP("Panes", "Pool"), "shield", true, &make<PoolPane> },
        { PaneKind::Deleted, QT_TRANSLATE_NOOP("Panes", "Deleted"), "archive-restore", true,
          &make<DeletedPane> },
        { PaneKind::CryptoConsole, QT_TRANSLATE_NOOP("Panes", "Crypto console"), "square-terminal", true,
          &make<CryptoConsolePane>, false },
    });
    return rows;
}

const PaneRow* paneRow(PaneKind kind)
{
    const auto rows = paneCatalogue();
    const auto it = std::ranges::find(rows, kind, &PaneRow::kind);
    return it == rows.end() ? nullptr : &*it;
}

bool isPageOf(vault::Sku sku, PaneKind kind)
{
    return kind != (vault::isPool(sku) ? PaneKind::Secrets : PaneKind::Pool);
}

} // namespace strongroom::ui
