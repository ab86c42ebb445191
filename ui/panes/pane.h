// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

#include <QWidget>

#include <vector>

namespace strongroom::ui {

/// One page of the window. The shell draws the row above it (title, vault, environment, buttons) and the
/// status bar below from what the pane says, puts details() into the right-hand region, and passes
/// actions on. A pane lives while its store is open; it is destroyed on lock.
class Pane : public QWidget
{
    Q_OBJECT

public:
    Pane(Workspace& workspace, Place place, QWidget* parent = nullptr);

    Workspace& workspace() const { return m_workspace; }
    const Place& place() const { return m_place; }
    vault::VaultId vaultId() const { return m_place.vault; }

    /// "Secrets". The shell adds the vault's name and environment by itself.
    virtual QString title() const = 0;
    /// More words after the vault's name: "access policies". Usually empty.
    virtual QString subtitle() const { return {}; }
    /// Buttons of the title row, left to right.
    virtual std::vector<ActionId> headerActions() const { return {}; }
    /// The one primary button at the right end of the title row.
    virtual std::optional<ActionId> primaryAction() const { return {}; }
    /// Other words for an action's button and menu entry while this pane is shown ("New secret" for
    /// NewItem). Empty: the catalogue's.
    virtual QString actionText(ActionId) const { return {}; }
    /// "18 of 1,284 shown, 1 selected".
    virtual QString statusText() const { return {}; }

    /// What is true of the selection; the shell adds what is true of the store and the program.
    virtual Facts facts() const { return {}; }
    /// Permissions the person is known not to have here ("secrets/delete").
    virtual QStringList refusedPermissions() const { return {}; }
    /// Which actions this pane carries out.
    virtual bool handles(ActionId) const { return false; }
    virtual void perform(ActionId) { }

    /// The widget for the right-hand region, owned by the pane; nullptr: the page takes the whole width.
    virtual QWidget* details() { return nullptr; }
    /// Chooses and shows place().item and takes over place().query, when the pane is already open.
    virtual void go(const Place& place);
    /// Takes up again what was being written here when the store was locked.
    virtual void resume(const EditorDraft&) { }
    /// Loads again what is shown, keeping selection and scroll position.
    virtual void refresh() { }
    /// Puts the keyboard where typing filters the list; else on the first control.
    virtual void focusFilter() { }
    virtual void focusContent() { setFocus(); }
    /// The order in which F6 goes through the parts of this pane; the shell adds tree and details.
    virtual bool hasUnsavedChanges() const { return false; }

Q_SIGNALS:
    void titleChanged();
    void factsChanged(); ///< selection, rights or state changed: actions are judged again
    void statusChanged();
    void detailsRequested(); ///< Enter on a row: show the right-hand region if it is hidden

protected:
    void setPlace(const Place& place) { m_place = place; }

private:
    Workspace& m_workspace;
    Place m_place;
};

} // namespace strongroom::ui
