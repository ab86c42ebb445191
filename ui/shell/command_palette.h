// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_store.h"
#include "ui/commands/workspace.h"

#include <QFrame>
#include <QTimer>

#include <functional>
#include <memory>

class QListWidget;

namespace strongroom::ui {

class FindField;
class SecretCommands;

/// One field to get anywhere: vaults and their pages, items of all vaults, actions, settings; ">" shows
/// actions only, "@" those who may sign in, "#" items by their tags. Twelve results: where the person was
/// lately, then the best first; what is looked for and cannot be done now stands behind them, with the
/// reason. Copying while nothing of the field is selected copies the value of the secret. Hidden, it holds
/// none of them.
class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    CommandPalette(Workspace& workspace, QWidget* window);
    ~CommandPalette() override;

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
        std::function<void()> copy; ///< nothing for what has no value
    };
    using Hits = vault::SearchStore::Output;

    void search();
    void askStore();
    void searchItems(const QString& text);
    void searchTags(const QString& text);
    void searchPrincipals(const QString& text);
    void addHits(const Hits& hits, const QString& text);
    Entry entryOf(const vault::SearchStore::Hit& hit, const QString& group, int score);
    std::function<void()> copyOf(const Place& place);
    void remember(const Place& place);
    void addVisited(const QString& text);
    void addVaults(const QString& text);
    void addActions(const QString& text);
    void addAction(const ActionRow& row, const QString& words, int score);
    bool isThere(const QString& words) const;
    void show(std::vector<Entry> entries);
    const Entry* chosen() const;
    void choose();
    bool copyValue();
    void place();
    void forget();

    Workspace& m_workspace;
    FindField* m_field;
    QListWidget* m_list;
    std::vector<Entry> m_entries;
    std::vector<Entry> m_found;
    std::vector<Place> m_visited; // the last one first, while the store is open
    std::unique_ptr<SecretCommands> m_secrets; // of the vault whose value was copied last
    QTimer m_delay;
    quint64 m_question = 0;
};

} // namespace strongroom::ui
