// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/access/policy_matrix.h"
#include "ui/panes/access/policy_review.h"
#include "ui/panes/pane.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace strongroom::ui {

class Card;
class CellTable;
class ContentStack;
class FieldNote;
class ObjectListView;

/// Who may use a vault: role assignments, or the matrix of access policies, whichever model decides.
class AccessPane final : public Pane
{
    Q_OBJECT

public:
    AccessPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Access"); }
    QString subtitle() const override;
    std::vector<ActionId> headerActions() const override { return { ActionId::RemoveAccess }; }
    std::optional<ActionId> primaryAction() const override { return ActionId::GrantAccess; }
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    void refresh() override;
    void focusContent() override;
    void resume(const EditorDraft& draft) override;
    bool hasUnsavedChanges() const override;

    PolicyMatrixModel& matrix() { return m_matrixModel; }

private:
    QWidget* makeRolesPage();
    QWidget* makePoliciesPage();
    void showRules(const vault::AccessRules& rules);
    void showRoles();
    void showPolicies();
    std::optional<EditorDraft> draft() const;
    void takeUpDraft();
    void loadUse();
    void review();
    void save();
    void onSaved(int saved, const std::optional<base::Error>& error);
    void grant();
    void remove();
    bool isRbac() const;
    std::vector<vault::RoleAssignment> chosenAssignments() const;

    vault::AccessRules m_rules;
    std::vector<vault::Application> m_applications;
    QHash<QString, PrincipalUse> m_use;
    PolicyMatrixModel m_matrixModel;
    QStackedWidget* m_pages;
    ContentStack* m_stack;
    CellTable* m_roleRows = nullptr;
    ObjectListView* m_roles = nullptr;
    QTabBar* m_kinds = nullptr;
    PolicyMatrix* m_matrix = nullptr;
    Card* m_review = nullptr;
    QWidget* m_footer = nullptr;
    QLabel* m_changes = nullptr;
    QPushButton* m_save = nullptr;
    bool m_isSaving = false;
    std::vector<vault::AccessPolicy> m_resumed; ///< from before a lock, until the rules are known
};

} // namespace strongroom::ui
