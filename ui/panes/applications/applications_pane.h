// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/principal.h"
#include "ui/panes/pane.h"

namespace strongroom::ui {

class CellTable;
class ContentStack;
class CopyLine;
class DetailsTabs;
class ObjectListView;
class PropertyForm;

/// The programs that may sign in, and their credentials.
class ApplicationsPane final : public Pane
{
    Q_OBJECT

public:
    ApplicationsPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Applications"); }
    std::vector<ActionId> headerActions() const override { return { ActionId::DeleteApplication }; }
    std::optional<ActionId> primaryAction() const override { return ActionId::RegisterApplication; }
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    QWidget* details() override;
    void go(const Place& place) override;
    void refresh() override;
    void focusContent() override;

private:
    void makeDetails();
    QWidget* makeOverviewPage();
    QWidget* makeCredentialsPage();
    void showApplications(std::vector<vault::Application> applications);
    void showChosen();
    void showCredentials(const vault::Application& application);
    const vault::Application* chosen() const;
    const vault::ApplicationCredential* chosenCredential() const;

    std::vector<vault::Application> m_applications;
    CellTable* m_rows;
    ObjectListView* m_list;
    ContentStack* m_stack;
    DetailsTabs* m_details = nullptr;
    ContentStack* m_detailsStack = nullptr; ///< the details, or that nothing is chosen
    CopyLine* m_clientId = nullptr;
    CopyLine* m_objectId = nullptr;
    CopyLine* m_tenantId = nullptr;
    CellTable* m_credentialRows = nullptr;
    ObjectListView* m_credentials = nullptr;
};

} // namespace strongroom::ui
