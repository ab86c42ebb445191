// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

#include <QFrame>
#include <QTimer>

#include <functional>

class QListWidget;

namespace strongroom::ui {

class FindField;

/// One field to get anywhere: vaults and their pages, items of all vaults, actions, settings. ">" shows
/// actions only. Twelve results, the best first; what is looked for and cannot be done now stands behind
/// them, with the reason. Hidden, it holds none of them.
class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    CommandPalette(Workspace& workspace, QWidget* window);

    void start();
    void setText(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Entry final
    {
        QString icon;
        QString text;
        QString group;
        QString hint;
        int score = 0;
        std::function<void()> run;
        QString reason; ///< why it cannot be done now; empty: it can
    };

    void search();
    void searchItems(const QString& text);
    void addVaults(const QString& text);
    void addActions(const QString& text);
    void addAction(const ActionRow& row, const QString& words, int score);
    void show(std::vector<Entry> entries);
    void choose();
    void place();
    void forget();

    Workspace& m_workspace;
    FindField* m_field;
    QListWidget* m_list;
    std::vector<Entry> m_entries;
    std::vector<Entry> m_found;
    QTimer m_delay;
    quint64 m_question = 0;
};

} // namespace strongroom::ui
