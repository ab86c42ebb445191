// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/names.h"

#include <QFuture>

#include <memory>

class QWidget;

namespace strongroom::ops {
class Operations;
}
namespace strongroom::ui {
class Pane;
class Workspace;
} // namespace strongroom::ui

namespace strongroom::app {

// What the tour shows beside the ordinary: names of the greatest length, a list that may not be seen, and
// every error there is.

/// Makes a vault whose names, types and tags are as long as the service allows, and one that is empty.
struct EdgeVaults final
{
    vault::VaultId longNames;
    vault::VaultId empty;
};
QFuture<EdgeVaults> makeEdgeVaults(ops::Operations& operations);
/// The secret with everything at its limit.
QString longestName();

/// What a page of secrets or keys shows to somebody who was granted nothing in its vault, over that page. The
/// owner at the window has every right, so the list is asked for as an application.
std::unique_ptr<QWidget> refusedList(ui::Workspace& workspace, ui::Pane& page);

/// A card for each error, in two columns.
std::unique_ptr<QWidget> everyErrorCard();

} // namespace strongroom::app
