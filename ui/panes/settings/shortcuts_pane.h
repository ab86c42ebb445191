// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

class QKeySequenceEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace strongroom::ui {

class FieldNote;
class FindField;

/// The action that already has `keys`, if it is another than `row`.
const ActionRow* conflictOf(const ActionRow& row, const QKeySequence& keys, const Settings& settings);

/// Every action with its keys; each can be given others. Keys that are taken say by what.
class ShortcutsPane final : public Pane
{
    Q_OBJECT

public:
    ShortcutsPane(Workspace& workspace, const Place& place, QWidget* parent);

    QString title() const override { return tr("Keyboard shortcuts"); }
    void focusFilter() override;
    void focusContent() override { focusFilter(); }

private:
    void build();
    void fill();
    void filter(const QString& text);
    const ActionRow* chosen() const;
    void onChosen();
    void judge();
    void assign(const QString& keys);
    void reset();

    FindField* m_find;
    QTreeWidget* m_list;
    QKeySequenceEdit* m_keys;
    FieldNote* m_note;
    class QPushButton* m_assign;
    class QPushButton* m_remove;
    class QPushButton* m_reset;
};

} // namespace strongroom::ui
