// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/object_operations.h"

namespace strongroom::ui {

class ObjectEditor;

/// What a person can do with objects of every kind of one vault, one or many at a time: each function asks
/// what it has to ask, runs the operations, and reports through notices, with Undo where there is a way back.
/// Made for one pane; dialogs and runs outlive it. GUI thread.
class ObjectCommands : public QObject
{
    Q_OBJECT

public:
    using Objects = std::vector<lists::ListedObject>;

    ObjectCommands(Workspace& workspace, vault::VaultId vault, vault::ObjectKind kind,
                   QObject* parent = nullptr);

    /// What the editor of tags offers.
    void setTagNames(const QStringList& names) { m_tagNames = names; }

    enum class Switch { On, Off };
    void setEnabled(const Objects& objects, Switch to);
    void setExpiry(const Objects& objects);
    void editTags(const Objects& objects);
    void remove(const Objects& objects);

    /// Asks for a file and writes the object with all its versions to it.
    void backUp(const lists::ListedObject& object);
    /// Asks for a file that backUp() or the service has written.
    void restore();

    void copyNames(const Objects& objects);
    enum class Uri { WithVersion, WithoutVersion };
    void copyUri(const lists::ListedObject& object, Uri uri);

    vault::ObjectKind kind() const { return m_kind; }
    QString vaultUrl() const;

Q_SIGNALS:
    /// An object was made or got a version: the pane chooses it.
    void saved(const QString& name);

protected:
    Workspace& workspace() const { return m_workspace; }
    const vault::VaultId& vaultId() const { return m_vault; }
    const QStringList& tagNames() const { return m_tagNames; }
    void fail(const base::Error& error);
    /// Opens it with what is known of the vault: tag names, and which names are taken.
    void openEditor(ObjectEditor* editor);
    /// What was asked in the editor is done: says so, and closes it.
    void finish(ObjectEditor* editor, const vault::ObjectName& name, const QString& done,
                std::function<void()> undo = {});
    /// Objects as one JSON text, or as an array of them.
    void copyTexts(const QStringList& texts);

private:
    struct Change;
    void judgeName(ObjectEditor* editor);
    void recoverInto(ObjectEditor* editor, const vault::ObjectName& name);
    void update(const Change& change, const QString& doneText);
    void backUpTo(const QString& file, const vault::ObjectName& name);
    void restoreFrom(const QString& file);
    void updateAll(const QString& title, const QString& beforeHeader, std::vector<Change> changes);

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    const vault::ObjectKind m_kind;
    QStringList m_tagNames;
};

} // namespace strongroom::ui
