// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vaults/posture.h"

#include <QTest>

#include <algorithm>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;
using Severity = PostureFinding::Severity;
using Remedy = PostureFinding::Remedy;

namespace {

/// A vault without findings: protected, dated, used by one known application.
PostureFacts soundFacts()
{
    vault::VaultProperties properties{ { u"id"_s }, *vault::VaultName::create(u"contoso"_s) };
    properties.hasPurgeProtection = true;
    PostureFacts facts{ { properties, {}, {}, {}, {} }, {} };
    facts.secrets = 10;
    facts.rules.assignments.push_back({ u"a-1"_s, u"4633458b-17de-408a-b874-0445c86b69e6"_s, u"p-1"_s });
    vault::Application application;
    application.objectId = u"p-1"_s;
    facts.directory.push_back(application);
    return facts;
}

} // namespace

class PostureTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSoundVaultHasNoFindings() { QVERIFY(findingsOf(soundFacts()).empty()); }

    void missingPurgeProtectionWeighsMoreInProduction()
    {
        PostureFacts facts = soundFacts();
        facts.rules.vault.hasPurgeProtection = false;
        auto list = findingsOf(facts);
        QCOMPARE(list.size(), 1u);
        QCOMPARE(list[0].severity, Severity::Warning);
        QCOMPARE(list[0].remedy, Remedy::SwitchOnPurgeProtection);
        facts.rules.vault.environment = vault::Environment::Production;
        list = findingsOf(facts);
        QCOMPARE(list[0].severity, Severity::Critical);
    }

    void theWorstComesFirst()
    {
        PostureFacts facts = soundFacts();
        facts.secretsWithoutEnd = 4;
        facts.expiringSecrets = 2;
        facts.expiredSecrets = 1;
        const auto list = findingsOf(facts);
        QCOMPARE(list.size(), 3u);
        QCOMPARE(list[0].remedy, Remedy::ShowExpired);
        QCOMPARE(list[1].remedy, Remedy::ShowExpiring);
        QCOMPARE(list[2].remedy, Remedy::ShowWithoutEnd);
    }

    void rightsOfUnknownApplicationsAreFoundUnderTheModelThatDecides()
    {
        PostureFacts facts = soundFacts();
        facts.rules.policies.push_back({ u"gone"_s, {}, { u"get"_s }, {}, {} });
        QVERIFY(findingsOf(facts).empty());
        facts.rules.vault.permissionModel = vault::PermissionModel::AccessPolicies;
        const auto list = findingsOf(facts);
        QCOMPARE(list.size(), 1u);
        QCOMPARE(list[0].remedy, Remedy::OpenAccess);
        QCOMPARE(list[0].severity, Severity::Warning);
    }

    void aVaultNobodyMayUseSaysSo()
    {
        PostureFacts facts = soundFacts();
        facts.rules.assignments.clear();
        const auto list = findingsOf(facts);
        QCOMPARE(list.size(), 1u);
        QCOMPARE(list[0].severity, Severity::Notice);
    }
};

QTEST_GUILESS_MAIN(PostureTest)
#include "tst_posture.moc"
