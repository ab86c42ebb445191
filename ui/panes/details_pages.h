// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/activity_list_model.h"
#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "model/lists/version_list_model.h"
#include "ui/commands/workspace.h"

class QPlainTextEdit;
class QVBoxLayout;

// Pages of the details of an object that look the same whatever its kind.

namespace strongroom::ui {

class ObjectListView;

/// What the person has chosen in the settings.
lists::TimeZone timeZoneOf(const Workspace& workspace);

/// The table of versions; the owner puts buttons under it.
ObjectListView* makeVersionView(lists::VersionListModel* versions, QWidget* parent);
/// Rows of the table that are chosen, newest first.
std::vector<int> chosenRows(const ObjectListView& view);

ObjectListView* makeActivityView(lists::ActivityListModel* activity);

/// A bundle as the service answers it, to read and to copy.
class JsonPage final : public QWidget
{
    Q_OBJECT

public:
    /// `hint` stands above it: "As the service answers it, without the value."
    JsonPage(Workspace& workspace, const QString& hint, QWidget* parent = nullptr);

    void setJson(const QString& json);

private:
    QPlainTextEdit* m_text;
};

/// Ways to do the same from a terminal or a program, each to be copied.
class CommandsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit CommandsPage(Workspace& workspace, QWidget* parent = nullptr);

    void setCommands(const std::vector<lists::CommandText>& commands);

private:
    Workspace& m_workspace;
    QVBoxLayout* m_rows;
};

} // namespace strongroom::ui
