// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/access/access_pane.h"

#include "pane_fixture.h"
#include "ui/widgets/object_list_view.h"

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::ActionId;
using ui::Fact;
using ui::PaneKind;

namespace {

const auto secretsUser = u"4633458b-17de-408a-b874-0445c86b69e6"_s;
const auto secretsOfficer = u"b86a8fe4-44ce-4948-aee5-eccb2c155cd7"_s;

} // namespace

class TestAccessPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_parts->window.reset(); }
    void roleAssignmentsAreListedAndRemoved();
    void severalRolesGoAndComeBackTogether();
    void aVaultOfNobodySaysSo();
    void policiesAreDraftedReviewedAndSaved();
    void aDraftStandsOnWhatIsSavedMeanwhile();
    void draftedPoliciesSurviveALock();

private:
    vault::VaultId policyVault();
    ui::AccessPane* show(const vault::VaultId& id)
    {
        return m_parts->showPane<ui::AccessPane>({ PaneKind::Access, id, {}, {} });
    }
    vault::AccessRules rules(const vault::VaultId& id)
    {
        return *m_parts->working.run(id, vault::GetAccessRules{});
    }
    std::unique_ptr<PaneStage> m_parts;
    vault::Application m_application;
};

void TestAccessPane::init()
{
    m_parts = std::make_unique<PaneStage>();
    m_application = m_parts->working.run(vault::RegisterApplication{ u"shop"_s })->application;
}

vault::VaultId TestAccessPane::policyVault()
{
    auto op = createVault("policies");
    op.permissionModel = vault::PermissionModel::AccessPolicies;
    const auto made = m_parts->working.run(std::move(op));
    m_parts->waitForVault(made->id);
    vault::AccessPolicy policy;
    policy.principalId = m_application.objectId;
    policy.secrets = { u"get"_s };
    [&] { QVERIFY(m_parts->working.run(made->id, vault::SetAccessPolicy{ policy }).has_value()); }();
    return made->id;
}

void TestAccessPane::roleAssignmentsAreListedAndRemoved()
{
    const auto id = m_parts->addVault("roles");
    QVERIFY(m_parts->working.run(id, vault::AssignRole{ secretsUser, m_application.objectId }).has_value());
    auto* pane = show(id);
    QTRY_COMPARE(pane->statusText(), u"1 role assignment"_s);
    QCOMPARE(pane->subtitle(), u"roles (RBAC)"_s);
    auto* list = pane->findChild<ui::ObjectListView*>();
    QCOMPARE(column(list->model()), QStringList{ u"shop"_s });
    QCOMPARE(column(list->model(), 2), QStringList{ u"Key Vault Secrets User"_s });
    QVERIFY(!pane->facts().testFlag(Fact::GrantChosen));
    list->choose(0);
    QVERIFY(pane->facts().testFlag(Fact::GrantChosen));
    pane->perform(ActionId::RemoveAccess);
    QTRY_VERIFY(rules(id).assignments.empty());
    QTRY_VERIFY(wordsIn(pane).contains(u"Only you can use this vault"_s));
    QTRY_VERIFY(!m_parts->notices.empty());
    QCOMPARE(m_parts->notices.back().text, u"Took the role Key Vault Secrets User away."_s);
    QVERIFY(m_parts->notices.back().isUndo);
    m_parts->notices.back().action();
    QTRY_COMPARE(rules(id).assignments.size(), std::size_t(1));
    QCOMPARE(rules(id).assignments.front().roleId, secretsUser);
    QTRY_COMPARE(column(list->model()), QStringList{ u"shop"_s });
}

void TestAccessPane::severalRolesGoAndComeBackTogether()
{
    const auto id = m_parts->addVault("roles");
    for (const auto& role : { secretsUser, secretsOfficer })
        QVERIFY(m_parts->working.run(id, vault::AssignRole{ role, m_application.objectId }).has_value());
    auto* pane = show(id);
    QTRY_COMPARE(pane->statusText(), u"2 role assignments"_s);
    pane->findChild<ui::ObjectListView*>()->selectAll();
    pane->perform(ActionId::RemoveAccess);
    QTRY_VERIFY(rules(id).assignments.empty());
    QTRY_COMPARE(m_parts->notices.size(), std::size_t(1));
    QCOMPARE(m_parts->notices.back().text, u"Took 2 roles away."_s);
    m_parts->notices.back().action();
    QTRY_COMPARE(rules(id).assignments.size(), std::size_t(2));
}

void TestAccessPane::aVaultOfNobodySaysSo()
{
    auto* pane = show(m_parts->addVault("empty"));
    QTRY_VERIFY(wordsIn(pane).contains(u"Only you can use this vault"_s));
}

void TestAccessPane::policiesAreDraftedReviewedAndSaved()
{
    const auto id = policyVault();
    auto* pane = show(id);
    auto& matrix = pane->matrix();
    QTRY_COMPARE(matrix.rowCount(), 1);
    QVERIFY(!pane->hasUnsavedChanges());
    const int list = int(ui::PolicyDraft::permissions(vault::ObjectKind::Secret).indexOf(u"list"_s)) + 1;
    QCOMPARE(matrix.permissionOf(list), u"list"_s);
    matrix.toggle({ matrix.index(0, list) });
    QVERIFY(pane->hasUnsavedChanges());
    QTRY_VERIFY(wordsIn(pane).contains(u"1 change"_s));
    QCOMPARE(rules(id).policies.front().secrets, QStringList{ u"get"_s });
    buttonNamed(pane, u"Save"_s)->click();
    QTRY_VERIFY(rules(id).policies.front().secrets.contains(u"list"_s));
    QTRY_VERIFY(!pane->hasUnsavedChanges());
}

void TestAccessPane::aDraftStandsOnWhatIsSavedMeanwhile()
{
    const auto id = policyVault();
    auto* pane = show(id);
    auto& matrix = pane->matrix();
    QTRY_COMPARE(matrix.rowCount(), 1);
    const int list = int(ui::PolicyDraft::permissions(vault::ObjectKind::Secret).indexOf(u"list"_s)) + 1;
    matrix.toggle({ matrix.index(0, list) });
    const auto other = m_parts->working.run(vault::RegisterApplication{ u"reports"_s })->application;
    vault::AccessPolicy policy;
    policy.principalId = other.objectId;
    policy.secrets = { u"get"_s };
    QVERIFY(m_parts->working.run(id, vault::SetAccessPolicy{ policy }).has_value());
    pane->perform(ActionId::Refresh);
    QTRY_COMPARE(matrix.rowCount(), 2);
    QVERIFY(pane->hasUnsavedChanges());
    QCOMPARE(matrix.draft().changeCount(), 1);
    matrix.discard();
    QVERIFY(!pane->hasUnsavedChanges());
    QCOMPARE(matrix.rowCount(), 2);
}

void TestAccessPane::draftedPoliciesSurviveALock()
{
    const auto id = policyVault();
    auto* pane = show(id);
    QTRY_COMPARE(pane->matrix().rowCount(), 1);
    const int list = int(ui::PolicyDraft::permissions(vault::ObjectKind::Secret).indexOf(u"list"_s)) + 1;
    pane->matrix().toggle({ pane->matrix().index(0, list) });
    m_parts->workspace.drafts().keep(pane->place());
    m_parts->window.reset();
    m_parts->door.lock();
    QVERIFY(m_parts->workspace.drafts().take().drafts.empty());
    m_parts->door.unlock({});
    const auto kept = m_parts->workspace.drafts().take();
    QCOMPARE(kept.drafts.size(), std::size_t(1));
    QCOMPARE(kept.drafts.front().place, (ui::Place{ PaneKind::Access, id, {}, {} }));
    m_parts->waitForVault(id);
    pane = show(id);
    pane->resume(kept.drafts.front().content);
    QTRY_VERIFY(pane->hasUnsavedChanges());
    QVERIFY(pane->matrix().draft().isGranted(0, u"list"_s));
    QVERIFY(pane->matrix().draft().isGranted(0, u"get"_s));
    QVERIFY(!pane->matrix().draft().isGranted(0, u"delete"_s));
}

QTEST_MAIN(TestAccessPane)
#include "tst_access_pane.moc"
