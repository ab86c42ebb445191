// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/key_list_model.h"
#include "ui/commands/key_commands.h"
#include "ui/panes/object_pane.h"

namespace strongroom::ui {

class KeyDetails;

/// The keys of one vault: the list, and the details of what is chosen.
class KeysPane final : public ObjectPane
{
    Q_OBJECT

public:
    KeysPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    /// What is particular to the list, wherever it stands.
    static ObjectListSetup listSetup();

    QString title() const override { return tr("Keys"); }
    std::vector<ActionId> headerActions() const override { return { ActionId::ImportFile }; }
    Facts facts() const override;

protected:
    bool performOwn(ActionId id) override;
    void showRow(int row) override;
    void makeNew() override { m_commands.create(); }
    void chooseFile() override { m_commands.import(); }
    QString typeAt(int row) const override;
    QString importableFile(const QMimeData* mime) const override;
    void importFrom(const QString& file) override { m_commands.importFrom(file); }

private:
    std::vector<RowButton> rowButtons();
    void readShownUses();
    const vault::KeyListing* single() const;
    bool performOnOne(ActionId id);

    lists::KeyListModel m_model;
    KeyCommands m_commands;
    KeyDetails* m_details;
};

} // namespace strongroom::ui
