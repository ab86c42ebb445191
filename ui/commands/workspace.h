// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/endpoint_control.h"
#include "model/ops/operations.h"
#include "model/ops/store_door.h"
#include "ui/commands/action_catalogue.h"
#include "ui/commands/activities.h"
#include "ui/commands/clipboard_guard.h"
#include "ui/commands/draft_book.h"
#include "ui/commands/notice.h"
#include "ui/commands/place.h"
#include "ui/commands/request_log.h"
#include "ui/commands/saved_views.h"
#include "ui/commands/settings.h"
#include "ui/commands/vault_directory.h"

#include <QPointer>
#include <QWidget>

class QAction;

namespace strongroom::ui {

/// What panes and commands work with: the open store, and the parts of the window they share. One per
/// window, made by app and outliving every pane. GUI thread.
class Workspace final : public QObject
{
    Q_OBJECT

public:
    Workspace(ops::StoreDoor& door, ops::EndpointControl& endpoint, const base::Clock& clock,
              SettingsBook& settings, QObject* parent = nullptr);

    /// nullptr while the store is not open. Panes are only alive while it is.
    ops::Operations* operations() const { return m_door.operations(); }
    ops::StoreDoor& door() const { return m_door; }
    ops::EndpointControl& endpoint() const { return m_endpoint; }
    const base::Clock& clock() const { return m_clock; }
    SettingsBook& settings() const { return m_settings; }
    VaultDirectory& vaults() { return m_vaults; }
    Notices& notices() { return m_notices; }
    ActivityList& activities() { return m_activities; }
    ClipboardGuard& clipboard() { return m_clipboard; }
    DraftBook& drafts() { return m_drafts; }
    SavedViews& views() { return m_views; }
    /// What the endpoint has answered since the store was opened, whether a page shows it or not.
    RequestLog& requests() { return m_requests; }
    /// The person at the window.
    vault::Caller caller() const { return vault::Caller::owner(); }

    /// The parent of dialogs.
    QWidget* window() const { return m_window; }
    void setWindow(QWidget* window) { m_window = window; }

    /// The one QAction of a catalogue row: put it on buttons and into context menus, so that enabling,
    /// shortcut and the reason in the tooltip are the same everywhere.
    QAction* action(ActionId id) const;

    /// The sentences for an error. Until the shell has given its table: the error's own message.
    ErrorText explain(const base::Error& error) const;
    using Explain = std::function<ErrorText(const base::Error&)>;
    void setExplain(Explain explain) { m_explain = std::move(explain); }

    /// Asks the shell to show a place (and to remember the way back).
    void open(const Place& place) { Q_EMIT openRequested(place); }
    /// Asks the shell to show a place and to have its page carry out an action there.
    void open(const Place& place, ActionId then) { Q_EMIT openAndPerformRequested(place, then); }
    /// Asks the shell to carry out an action as if chosen from the menu.
    void trigger(ActionId id);

Q_SIGNALS:
    void openRequested(const strongroom::ui::Place& place);
    void openAndPerformRequested(const strongroom::ui::Place& place, strongroom::ui::ActionId then);
    /// An action was triggered; the shell passes it to the active pane.
    void triggered(strongroom::ui::ActionId id);

private:
    void makeActions();

    ops::StoreDoor& m_door;
    ops::EndpointControl& m_endpoint;
    const base::Clock& m_clock;
    SettingsBook& m_settings;
    VaultDirectory m_vaults;
    Notices m_notices;
    ActivityList m_activities;
    ClipboardGuard m_clipboard;
    DraftBook m_drafts;
    SavedViews m_views;
    RequestLog m_requests;
    QPointer<QWidget> m_window;
    std::vector<QAction*> m_actions; // by ActionId
    Explain m_explain;
};

} // namespace strongroom::ui
