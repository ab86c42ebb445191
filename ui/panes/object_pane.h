// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/object_list_area.h"
#include "ui/panes/pane.h"

class QMimeData;

namespace strongroom::ui {

class DropHint;
class ObjectDetails;

/// What is particular to the page of one kind of object.
struct ObjectPaneSetup final
{
    ObjectListSetup list;
    QString newText; ///< "New key"
    QString dropText; ///< what a file over the page would do
    std::vector<RowButton> rowButtons; ///< act on rows of the model
    std::vector<ActionId> actions; ///< that the page carries out beside those of all objects
    // Context menu: groups of actions; the second menu stands below the first group.
    std::vector<std::vector<ActionId>> menu;
    std::vector<ActionId> copyMenu;
};

/// A page of the objects of one vault, whatever their kind: the list, and the details of what is chosen. A
/// kind describes itself in an ObjectPaneSetup and carries out what only it has.
class ObjectPane : public Pane
{
    Q_OBJECT

public:
    ~ObjectPane() override;

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
    using Pane::Pane;
    /// To be called once, by the constructor of the kind. `model` and `commands` must outlive the widgets of
    /// the page, `details` belongs to it.
    void build(lists::ObjectListModel& model, ObjectCommands& commands, ObjectDetails* details,
               ObjectPaneSetup setup);

    ObjectListArea& area() const { return *m_area; }
    /// Uses the chosen rows of the kind's own model, also those that are not in memory.
    template <typename Model, typename Use> void withChosen(Model& model, Use use)
    {
        model.gather(m_area->list().chosenRanges(), [use = std::move(use)](const auto& rows) {
            if (!rows.empty())
                use(rows);
        });
    }

    /// For a row button: acts on the row of the kind's own model.
    template <typename Model, typename Act> static auto onRow(Model& model, Act act)
    {
        return [&model, act = std::move(act)](const QModelIndex& index) {
            if (const auto* const object = model.at(index.row()))
                act(*object);
        };
    }

    /// What only this kind has; false when the action is not one of those.
    virtual bool performOwn(ActionId id) = 0;
    /// Shows a row that is in memory in the details.
    virtual void showRow(int row) = 0;
    virtual void makeNew() = 0;
    virtual void chooseFile() = 0;
    /// What the row says in the column of types; empty when it is not in memory.
    virtual QString typeAt(int row) const = 0;
    /// The types of the rows at hand, for what the kind completes.
    virtual void offerTypes(const QStringList&) { }
    /// The file of a drag that can be imported here, empty for anything else.
    virtual QString importableFile(const QMimeData* mime) const = 0;
    virtual void importFrom(const QString& file) = 0;

    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectArea();
    void offerVocabulary();
    void openContextMenu(const QPoint& at);

    lists::ObjectListModel* m_model = nullptr;
    ObjectCommands* m_commands = nullptr;
    ObjectPaneSetup m_setup;
    ObjectListArea* m_area = nullptr;
    ObjectDetails* m_details = nullptr;
    DropHint* m_drop = nullptr;
};

} // namespace strongroom::ui
