// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_pools.h"
#include "ui/panes/pane.h"

#include <QTimer>

class QCheckBox;
class QPushButton;
class QVBoxLayout;

namespace strongroom::ui {

class Card;
class CellTable;
class ContentStack;
class FieldNote;
class ObjectListView;

/// The administration of a Managed HSM pool: its security domain, its backups, the roles it has and its
/// settings. Who has which role stands on the page Access.
class PoolPane final : public Pane
{
    Q_OBJECT

public:
    PoolPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Pool"); }
    QString subtitle() const override { return tr("administration"); }
    std::vector<ActionId> headerActions() const override
    {
        return { ActionId::RandomBytes, ActionId::RestorePool };
    }
    std::optional<ActionId> primaryAction() const override { return ActionId::BackUpPool; }
    QString statusText() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    void refresh() override;
    void focusContent() override;

private:
    void build();
    QWidget* makeDomain();
    QWidget* makeJobs();
    QWidget* makeRoles();
    QWidget* makeSettings();
    QPushButton* button(const QString& name, const QString& iconName, const QString& text, Card* card);
    QPushButton* actionButton(ActionId id, const QString& name, Card* card);
    template <typename Op> void load(Op op, void (PoolPane::*answer)(const typename Op::Output&));
    void showDomain(const vault::SecurityDomainState& state);
    void showJobs(const std::vector<vault::PoolJob>& jobs);
    void showJob();
    void showRoles(const std::vector<vault::RoleDefinition>& roles);
    void countRoles(const std::vector<vault::RoleAssignment>& assignments);
    void fillRoles();
    void showRole();
    void showSettings(const std::vector<vault::PoolSetting>& settings);
    const vault::PoolJob* chosenJob() const;
    const vault::RoleDefinition* chosenRole() const;

    std::vector<vault::PoolJob> m_jobs;
    std::vector<vault::RoleDefinition> m_roles;
    QHash<QString, int> m_holders; ///< how many have each role
    QTimer m_settle;
    ContentStack* m_stack = nullptr;
    FieldNote* m_domain = nullptr;
    FieldNote* m_arrival = nullptr;
    QPushButton* m_download = nullptr;
    CellTable* m_jobTable = nullptr;
    ObjectListView* m_jobList = nullptr;
    FieldNote* m_jobNote = nullptr;
    Card* m_roleCard = nullptr;
    CellTable* m_roleTable = nullptr;
    ObjectListView* m_roleList = nullptr;
    FieldNote* m_roleNote = nullptr;
    QPushButton* m_editRole = nullptr;
    QPushButton* m_deleteRole = nullptr;
    QVBoxLayout* m_settings = nullptr;
    QHash<QString, QCheckBox*> m_switches; ///< by the setting's name
};

} // namespace strongroom::ui
