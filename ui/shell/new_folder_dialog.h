// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QFileDialog;
class QWidget;

namespace strongroom::ui {

/// Asks for a folder to be made, as one asks for a file to be saved: a dialog that chooses folders takes only
/// those that are there. Begins beside `suggested`, with its name. Belongs to `parent` and deletes itself.
QFileDialog* newFolderDialog(QWidget* parent, const QString& title, const QString& suggested);

} // namespace strongroom::ui
