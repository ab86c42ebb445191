// SPDX-License-Identifier: Apache-2.0
#pragma once

class QMenuBar;

namespace strongroom::ui {

class Workspace;

/// Fills a menu bar with the rows of the action catalogue.
void fillMenuBar(QMenuBar& bar, const Workspace& workspace);

} // namespace strongroom::ui
