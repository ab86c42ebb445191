// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/secret_list_model.h"
#include "ui/commands/secret_commands.h"
#include "ui/panes/object_pane.h"

namespace strongroom::ui {

class SecretDetails;

/// The secrets of one vault: the list, and the details of what is chosen.
class SecretsPane final : public ObjectPane
{
    Q_OBJECT

public:
    SecretsPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    /// What is particular to the list, wherever it stands.
    static ObjectListSetup listSetup();

    QString title() const override { return tr("Secrets"); }
    std::vector<ActionId> headerActions() const override;
    Facts facts() const override;
    void resume(const EditorDraft& draft) override { m_commands.resume(draft); }

protected:
    bool performOwn(ActionId id) override;
    void showRow(int row) override;
    void makeNew() override { m_commands.create(); }
    void chooseFile() override;
    QString typeAt(int row) const override;
    void offerTypes(const QStringList& types) override { m_commands.setContentTypes(types); }
    QString importableFile(const QMimeData* mime) const override;
    void importFrom(const QString& file) override;

private:
    using Secrets = std::vector<vault::SecretProperties>;

    std::vector<RowButton> rowButtons();
    const vault::SecretProperties* single() const;
    bool performOnOne(ActionId id);
    bool performCopy(ActionId id);
    bool performOnVersions(ActionId id);
    void exportShown();

    lists::SecretListModel m_model;
    SecretCommands m_commands;
    SecretDetails* m_details;
};

} // namespace strongroom::ui
