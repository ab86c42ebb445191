// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

#include <functional>
#include <span>
#include <string_view>

namespace strongroom::ui {

/// One row per page the window can show.
struct PaneRow final
{
    PaneKind kind;
    const char* text; ///< the node's words, for translation in the context "Panes"
    std::string_view icon;
    bool isOfVault = false;
    Pane* (*make)(Workspace& workspace, const Place& place, QWidget* parent);
    bool isInTree = true; ///< false: come to from another page
};

std::span<const PaneRow> paneCatalogue();
const PaneRow* paneRow(PaneKind kind);
/// Whether a vault of this kind has the page: pools hold keys and no secrets, and have an administration of
/// their own.
bool isPageOf(vault::Sku sku, PaneKind kind);

} // namespace strongroom::ui
