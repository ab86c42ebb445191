// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/activity_list_model.h"
#include "model/lists/object_words.h"
#include "model/lists/version_list_model.h"
#include "ui/commands/object_commands.h"
#include "ui/widgets/empty_state.h"

#include <QTimer>
#include <QWidget>

#include <array>

class QBoxLayout;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace strongroom::ui {

class CommandsPage;
class DetailsTabs;
class JsonPage;
class ObjectAccessPage;
class ObjectListView;
class ObjectPropertyForm;
class ReadersCard;

/// What the details of one kind of object say.
struct ObjectDetailsSetup final
{
    QString icon; ///< of one that does not belong to a certificate
    QString noneChosen;
    QString chooseOne;
    std::function<QString(int count)> severalChosen;
    QString jsonHint;
};

/// The right-hand region of a page of objects, whatever their kind: one object with its properties, versions,
/// access, activity, JSON and commands, or a word about how many are chosen. A kind puts its own rows and
/// pages between, and fills them.
class ObjectDetails : public QWidget
{
    Q_OBJECT

public:
    enum class Page { Main, Versions, Access, Activity, Json, Commands };

    ~ObjectDetails() override;

    void showPage(Page page);
    virtual void showNothing(int chosenCount);

Q_SIGNALS:
    void versionsChosenChanged();

protected:
    /// `workspace` and `commands` must outlive it.
    ObjectDetails(Workspace& workspace, const vault::VaultId& vault, ObjectCommands& commands,
                  ObjectDetailsSetup setup, QWidget* parent);

    // Pages, from left to right; the owner puts its own between them.
    /// The page of properties; `fill` puts widgets of the kind above the form and rows into it.
    void addMainPage(const QString& text, const std::function<void(QVBoxLayout&, QWidget*)>& addTop,
                     const std::function<void(ObjectPropertyForm&)>& addRows,
                     std::vector<QPushButton*> buttons);
    /// `versions` must outlive it.
    void addVersionsPage(lists::VersionListModel& versions, std::vector<QPushButton*> buttons);
    void addCommonPages();
    DetailsTabs& tabs() const { return *m_tabs; }
    /// A row of buttons from the left.
    static QBoxLayout* rowOf(const std::vector<QPushButton*>& buttons);

    ObjectPropertyForm& form() const { return *m_form; }
    /// Which rows of the versions are chosen, newest first.
    std::vector<int> chosenVersionRows() const;
    /// The same with all that is known of each.
    template <typename Model> std::vector<typename Model::Row> chosenOf(const Model& versions) const
    {
        std::vector<typename Model::Row> chosen;
        for (const int row : chosenVersionRows()) {
            if (const auto* const version = versions.at(row))
                chosen.push_back(*version);
        }
        return chosen;
    }
    /// Versions came or are chosen: which buttons make sense?
    virtual void showVersionButtons() = 0;

    /// Shows the object; what is slow to read follows when the person stays with it.
    void showObject(const lists::ListedObject& object, const QString& json,
                    const std::vector<lists::CommandText>& commands);

    Workspace& workspace() const { return m_workspace; }
    const vault::VaultId& vaultId() const { return m_vault; }

private:
    void loadMore();
    void onPageShown(int tab);
    void forgetVersions();
    int& tabOf(Page page) { return m_tabOf[std::size_t(page)]; }

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    ObjectCommands& m_commands;
    const ObjectDetailsSetup m_setup;
    std::optional<lists::ListedObject> m_shown;

    QStackedWidget* m_stack;
    EmptyState* m_nothing;
    DetailsTabs* m_tabs;
    std::array<int, 6> m_tabOf{}; ///< by Page
    ObjectPropertyForm* m_form = nullptr;
    ReadersCard* m_readers = nullptr;
    lists::VersionListModel* m_versions = nullptr;
    ObjectListView* m_versionView = nullptr;
    ObjectAccessPage* m_access = nullptr;
    lists::ActivityListModel* m_activity;
    JsonPage* m_json = nullptr;
    CommandsPage* m_commandsPage = nullptr;
    QTimer m_settle; ///< walking through the list with the keyboard asks nothing
};

} // namespace strongroom::ui
