// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/activity_list_model.h"
#include "model/lists/version_list_model.h"
#include "ui/commands/secret_commands.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace strongroom::ui {

class CommandsPage;
class DetailsTabs;
class EmptyState;
class JsonPage;
class ObjectAccessPage;
class ObjectListView;
class ObjectPropertyForm;
class ReadersCard;
class SecretField;

/// The right-hand region of the secrets page: one secret with its value, properties, versions, activity, JSON
/// and commands; or a word about how many are chosen. A value is read only when the person asks.
class SecretDetails final : public QWidget
{
    Q_OBJECT

public:
    SecretDetails(Workspace& workspace, const vault::VaultId& vault, SecretCommands& commands,
                  QWidget* parent = nullptr);
    ~SecretDetails() override;

    enum class Page { Details, Versions, Access, Activity, Json, Commands };

    void showSecret(const vault::SecretProperties& secret);
    void showNothing(int chosenCount);
    const std::optional<vault::SecretProperties>& secret() const { return m_secret; }
    void showPage(Page page);
    /// The versions chosen in the table, newest first.
    std::vector<vault::SecretProperties> chosenVersions() const;
    void revealHeld();
    void maskValue();

Q_SIGNALS:
    void versionsChosenChanged();

private:
    QWidget* makeDetailsPage();
    QWidget* makeVersionsPage();
    void fillProperties();
    void fillTexts();
    void loadMore();
    void reveal();
    void onVersionsLoaded();
    void onActivityLoaded();
    void showVersionButtons();

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    SecretCommands& m_commands;
    std::optional<vault::SecretProperties> m_secret;

    QStackedWidget* m_stack;
    EmptyState* m_nothing;
    DetailsTabs* m_tabs;
    SecretField* m_value = nullptr;
    QLabel* m_valueHint = nullptr;
    ObjectPropertyForm* m_form = nullptr;
    ReadersCard* m_readers = nullptr;
    ObjectAccessPage* m_access = nullptr;
    lists::SecretVersionListModel* m_versions;
    ObjectListView* m_versionView = nullptr;
    QPushButton* m_compare = nullptr;
    QPushButton* m_promote = nullptr;
    QPushButton* m_copyVersion = nullptr;
    lists::ActivityListModel* m_activity;
    JsonPage* m_json = nullptr;
    CommandsPage* m_commandsPage = nullptr;
    QTimer m_settle; ///< walking through the list with the keyboard asks nothing
    int m_typeRow = 0;
};

} // namespace strongroom::ui
