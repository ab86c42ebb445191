// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/deleted_list_model.h"
#include "ui/commands/object_operations.h"
#include "ui/panes/pane.h"

namespace strongroom::ui {

class ContentStack;
class FieldNote;
class ObjectListView;

/// What was deleted in a vault and can still be recovered, and until when.
class DeletedPane final : public Pane
{
    Q_OBJECT

public:
    DeletedPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Deleted"); }
    std::vector<ActionId> headerActions() const override;
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    void go(const Place& place) override;
    void refresh() override;
    void focusContent() override;

private:
    void showState();
    void showProtection();
    void copyNames();
    std::vector<ObjectRef> chosenObjects() const;

    lists::DeletedListModel m_model;
    ObjectListView* m_list;
    ContentStack* m_stack;
    FieldNote* m_protection;
};

} // namespace strongroom::ui
