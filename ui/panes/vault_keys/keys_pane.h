// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/key_list_model.h"
#include "ui/commands/key_commands.h"
#include "ui/panes/pane.h"

namespace strongroom::ui {

class DropHint;
class KeyDetails;
class ObjectListArea;

/// The keys of one vault: the list, and the details of what is chosen.
class KeysPane final : public Pane
{
    Q_OBJECT

public:
    KeysPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);
    ~KeysPane() override;

    QString title() const override { return tr("Keys"); }
    std::vector<ActionId> headerActions() const override { return { ActionId::ImportFile }; }
    std::optional<ActionId> primaryAction() const override { return ActionId::NewItem; }
    QString actionText(ActionId id) const override;
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    QWidget* details() override;
    void go(const Place& place) override;
    void refresh() override;
    void focusFilter() override;
    void focusContent() override;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectArea();
    void offerVocabulary();
    void openContextMenu(const QPoint& at);
    const vault::KeyListing* single() const;
    bool performOnOne(ActionId id);
    bool performCopy(ActionId id);
    void withChosen(std::function<void(const KeyCommands::Keys&)> use);

    lists::KeyListModel m_model;
    KeyCommands m_commands;
    ObjectListArea* m_area;
    KeyDetails* m_details;
    DropHint* m_drop;
};

} // namespace strongroom::ui
