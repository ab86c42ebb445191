// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/activity_list_model.h"
#include "model/lists/version_list_model.h"
#include "ui/commands/key_commands.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace strongroom::ui {

class CommandsPage;
class CopyLine;
class DetailsTabs;
class EmptyState;
class JsonPage;
class ObjectAccessPage;
class ObjectListView;
class ObjectPropertyForm;
class ReadersCard;
class RotationTimeline;

/// The right-hand region of the keys page: one key with its public part, properties, versions, rotation,
/// access, activity, JSON and commands; or a word about how many are chosen.
class KeyDetails final : public QWidget
{
    Q_OBJECT

public:
    KeyDetails(Workspace& workspace, const vault::VaultId& vault, KeyCommands& commands,
               QWidget* parent = nullptr);
    ~KeyDetails() override;

    enum class Page { Key, Versions, Rotation, Access, Activity, Json, Commands };

    void showKey(const vault::KeyListing& key);
    void showNothing(int chosenCount);
    const std::optional<vault::KeyListing>& key() const { return m_key; }
    void showPage(Page page);

private:
    QWidget* makeKeyPage();
    QWidget* makeVersionsPage();
    QWidget* makeRotationPage();
    void loadMore();
    void fillKey();
    void fillRotation();
    void showVersionButtons();
    std::vector<vault::KeyProperties> chosenVersions() const;
    void switchVersions(KeyCommands::Switch to);

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    KeyCommands& m_commands;
    std::optional<vault::KeyListing> m_key;

    QStackedWidget* m_stack;
    EmptyState* m_nothing;
    DetailsTabs* m_tabs;
    QWidget* m_publicPart = nullptr;
    QPushButton* m_ssh = nullptr;
    CopyLine* m_thumbprint = nullptr;
    ObjectPropertyForm* m_form = nullptr;
    ReadersCard* m_users = nullptr;
    lists::KeyVersionListModel* m_versions;
    ObjectListView* m_versionView = nullptr;
    QPushButton* m_enable = nullptr;
    QPushButton* m_disable = nullptr;
    QPushButton* m_copyUrl = nullptr;
    QPushButton* m_use = nullptr;
    QLabel* m_rotationWords = nullptr;
    RotationTimeline* m_timeline = nullptr;
    ObjectAccessPage* m_access = nullptr;
    lists::ActivityListModel* m_activity;
    JsonPage* m_json = nullptr;
    CommandsPage* m_commandsPage = nullptr;
    QTimer m_settle; ///< walking through the list with the keyboard asks nothing
    int m_typeRow = 0, m_operationsRow = 0, m_placeRow = 0, m_releaseRow = 0, m_rotationRow = 0;
};

} // namespace strongroom::ui
