// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/access/policy_draft.h"
#include "ui/panes/access/policy_review.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

vault::AccessPolicy policy(const QString& principal, const QStringList& secrets)
{
    vault::AccessPolicy made;
    made.principalId = principal;
    made.secrets = secrets;
    made.keys = { u"sign"_s };
    return made;
}

vault::Application application(const QString& objectId, const QString& name)
{
    vault::Application made;
    made.objectId = objectId;
    made.name = name;
    return made;
}

PolicyDraft exampleDraft()
{
    return { { policy(u"p-1"_s, { u"get"_s, u"list"_s }), policy(u"p-2"_s, { u"all"_s }) },
             { application(u"p-1"_s, u"payments-api"_s) } };
}

} // namespace

class PolicyDraftTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allMeansEverythingButPurge()
    {
        const PolicyDraft draft = exampleDraft();
        QCOMPARE(draft.granted(1), 8);
        QVERIFY(!draft.isGranted(1, u"purge"_s));
        QVERIFY(!draft.principal(1).isKnown);
        QCOMPARE(draft.changeCount(), 0);
    }

    void togglingTwiceIsNoChange()
    {
        PolicyDraft draft = exampleDraft();
        draft.toggle(0, u"set"_s);
        QVERIFY(draft.isChanged(0, u"set"_s));
        QCOMPARE(draft.gained(0), QStringList{ u"set"_s });
        draft.toggle(0, u"set"_s);
        QVERIFY(!draft.isRowChanged(0));
        QVERIFY(draft.changedPolicies().empty());
    }

    void onlyChangedRowsAreSentAndKeepTheirOtherRights()
    {
        PolicyDraft draft = exampleDraft();
        draft.revoke(0, u"get"_s);
        draft.grant(0, u"purge"_s);
        const auto sent = draft.changedPolicies();
        QCOMPARE(sent.size(), 1u);
        QCOMPARE(sent[0].secrets, (QStringList{ u"list"_s, u"purge"_s }));
        QCOMPARE(sent[0].keys, QStringList{ u"sign"_s });
        QCOMPARE(draft.changeCount(), 2);
    }

    void permissionsOnKeysAreSentAsKeys()
    {
        PolicyDraft draft = exampleDraft();
        draft.grant(0, u"keys/verify"_s);
        draft.grant(0, u"keys/get"_s);
        draft.revoke(0, u"keys/sign"_s);
        QCOMPARE(draft.gained(0), (QStringList{ u"keys/verify"_s, u"keys/get"_s }));
        QCOMPARE(draft.lost(0), QStringList{ u"keys/sign"_s });
        const auto sent = draft.changedPolicies();
        QCOMPARE(sent.size(), 1u);
        QCOMPARE(sent[0].secrets, (QStringList{ u"get"_s, u"list"_s }));
        QCOMPARE(sent[0].keys, (QStringList{ u"verify"_s, u"get"_s }));
    }

    void discardRemovesAddedRowsAndRestoresTheRest()
    {
        PolicyDraft draft = exampleDraft();
        const int row = draft.addPrincipal(application(u"p-3"_s, u"nightly"_s));
        draft.grant(row, u"get"_s);
        draft.revokeAll(1);
        QCOMPARE(draft.changeCount(), 9);
        draft.discard();
        QCOMPARE(draft.rowCount(), 2);
        QCOMPARE(draft.changeCount(), 0);
    }

    void addingAPrincipalTwiceFindsItsRow()
    {
        PolicyDraft draft = exampleDraft();
        QCOMPARE(draft.addPrincipal(application(u"p-1"_s, u"payments-api"_s)), 0);
        QCOMPARE(draft.rowCount(), 2);
    }

    void consequencesNameGainsLossesAndUse()
    {
        PolicyDraft draft = exampleDraft();
        draft.grant(0, u"purge"_s);
        draft.revoke(1, u"get"_s);
        QHash<QString, PrincipalUse> use;
        use.insert(u"p-2"_s, { 12, 0 });
        const auto list = consequencesOf(draft, 5, use);
        QCOMPARE(list.size(), 4u);
        QCOMPARE(list[0].text, u"payments-api gains Purge."_s);
        QCOMPARE(list[1].kind, Consequence::Kind::Warning);
        QCOMPARE(list[2].kind, Consequence::Kind::Critical);
        QVERIFY(list[2].text.startsWith(u"p-2 loses Get."_s));
        QVERIFY(list[2].text.contains(u"12"_s));
        QVERIFY(consequencesOf(exampleDraft(), 5, use).empty());
    }

    void useCountsRefusalsAndLeavesOldRowsOut()
    {
        const auto row = [](const QString& who, int status, qint64 time) {
            vault::AuditRecord made;
            made.callerObjectId = who;
            made.httpStatus = status;
            made.timeMilliseconds = time;
            return made;
        };
        const auto use = useByPrincipal(
            { row(u"a"_s, 200, 10), row(u"a"_s, 403, 11), row(u"a"_s, 403, 3), row({}, 200, 12) }, 5);
        QCOMPARE(use.size(), 1);
        QCOMPARE(use.value(u"a"_s).served, 1);
        QCOMPARE(use.value(u"a"_s).refused, 1);
    }
};

QTEST_GUILESS_MAIN(PolicyDraftTest)
#include "tst_policy_draft.moc"
