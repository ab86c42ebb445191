// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

class FilterBar;

/// Gives the filter bar of a list a star: it keeps the filter as a view in the tree, or removes it again.
/// `page` is where the list is.
void starViews(Workspace& workspace, const Place& page, FilterBar& bar);

/// Removes the view, with a way back.
void removeView(Workspace& workspace, const SavedView& view);

} // namespace strongroom::ui
