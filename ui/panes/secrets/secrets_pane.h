// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/secret_list_model.h"
#include "ui/commands/secret_commands.h"
#include "ui/panes/pane.h"

namespace strongroom::ui {

class DropHint;
class ObjectListArea;
class SecretDetails;

/// The secrets of one vault: the list, and the details of what is chosen.
class SecretsPane final : public Pane
{
    Q_OBJECT

public:
    SecretsPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);
    ~SecretsPane() override;

    QString title() const override { return tr("Secrets"); }
    std::vector<ActionId> headerActions() const override;
    std::optional<ActionId> primaryAction() const override { return ActionId::NewItem; }
    QString actionText(ActionId id) const override;
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    QWidget* details() override;
    void go(const Place& place) override;
    void resume(const EditorDraft& draft) override { m_commands.resume(draft); }
    void refresh() override;
    void focusFilter() override;
    void focusContent() override;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    using Secrets = std::vector<vault::SecretProperties>;

    void connectArea();
    void offerVocabulary();
    void openContextMenu(const QPoint& at);
    const vault::SecretProperties* single() const;
    void withChosen(std::function<void(const Secrets&)> use);
    bool performCopy(ActionId id);
    bool performOnVersions(ActionId id);
    void exportShown();

    lists::SecretListModel m_model;
    SecretCommands m_commands;
    ObjectListArea* m_area;
    SecretDetails* m_details;
    DropHint* m_drop;
};

} // namespace strongroom::ui
