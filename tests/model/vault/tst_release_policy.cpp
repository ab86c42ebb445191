// SPDX-License-Identifier: Apache-2.0
#include "model/vault/release_policy.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

/// JSON written with single quotes: moc does not read raw strings well.
QByteArray json(QByteArray text) { return text.replace('\'', '"'); }

} // namespace

class TestReleasePolicy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheServicesForm()
    {
        const auto normal
            = vault::normalizedReleasePolicy(json("{ 'anyOf': [ { 'allOf': [ { 'equals': 'v1', 'claim': "
                                                  "'a.b' } ], 'authority': 'https://a.example' } ],"
                                                  "'version': '1.0' }"));
        QVERIFY(normal);
        QCOMPARE(*normal,
                 json("{'version':'1.0.0','anyOf':[{'authority':'https://a.example',"
                      "'allOf':[{'claim':'a.b','equals':'v1'}]}]}"));
        QCOMPARE(*vault::normalizedReleasePolicy(*normal), *normal);
        QCOMPARE(vault::authoritiesOf(*normal), QStringList{ u"https://a.example"_s });
    }

    void refusesWhatIsNotInTheGrammar_data()
    {
        QTest::addColumn<QByteArray>("policy");
        const auto row = [](const char* name, const char* policy) { QTest::newRow(name) << json(policy); };
        row("nothing", "");
        row("no object", "[]");
        row("no version", "{'anyOf':[{'authority':'https://a','allOf':[{'claim':'x','equals':1}]}]}");
        row("other version",
            "{'version':'2.0.0','anyOf':[{'authority':'https://a','allOf':[{'claim':'x','equals':1}]}]}");
        row("no authority", "{'version':'1.0.0','anyOf':[]}");
        row("plain http",
            "{'version':'1.0.0','anyOf':[{'authority':'http://a','allOf':[{'claim':'x','equals':1}]}]}");
        row("both",
            "{'version':'1.0.0','anyOf':[{'authority':'https://"
            "a','allOf':[{'claim':'x','equals':1}],'anyOf':[]}]}");
        row("neither", "{'version':'1.0.0','anyOf':[{'authority':'https://a'}]}");
        row("no conditions", "{'version':'1.0.0','anyOf':[{'authority':'https://a','allOf':[]}]}");
        row("no claim", "{'version':'1.0.0','anyOf':[{'authority':'https://a','allOf':[{'equals':1}]}]}");
        row("other operator",
            "{'version':'1.0.0','anyOf':[{'authority':'https://a','allOf':[{'claim':'x','exists':true}]}]}");
        row("object",
            "{'version':'1.0.0','anyOf':[{'authority':'https://a','allOf':[{'claim':'x','equals':{}}]}]}");
        row("more members",
            "{'version':'1.0.0','x':1,'anyOf':[{'authority':'https://"
            "a','allOf':[{'claim':'x','equals':1}]}]}");
    }

    void refusesWhatIsNotInTheGrammar()
    {
        QFETCH(QByteArray, policy);
        const auto normal = vault::normalizedReleasePolicy(policy);
        QVERIFY(!normal);
        QCOMPARE(normal.error().code, base::ErrorCode::BadParameter);
        QCOMPARE(normal.error().field, u"release_policy"_s);
    }

    void judgesClaims_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<QByteArray>("claims");
        QTest::addColumn<bool>("isMet");
        const auto row = [](const char* name, const char* issuer, const char* claims, bool isMet) {
            QTest::newRow(name) << QString::fromLatin1(issuer) << json(claims) << isMet;
        };
        row("all", "https://a", "{'tee':{'type':'sgx'},'debug':false}", true);
        row("one of the nested", "https://a", "{'tee':{'type':'snp'},'debug':false}", true);
        row("other value", "https://a", "{'tee':{'type':'tdx'},'debug':false}", false);
        row("text for a boolean", "https://a", "{'tee':{'type':'sgx'},'debug':'false'}", false);
        row("one missing", "https://a", "{'tee':{'type':'sgx'}}", false);
        row("none", "https://a", "{}", false);
        row("no JSON", "https://a", "x", false);
        row("unknown issuer", "https://c", "{'tee':{'type':'sgx'},'debug':false}", false);
        row("claims of another issuer's rule", "https://b", "{'tee':{'type':'sgx'},'debug':false}", false);
        row("second authority", "https://b", "{'level':3}", true);
        row("a list is no value", "https://b", "{'level':[3]}", false);
    }

    void judgesClaims()
    {
        QFETCH(QString, issuer);
        QFETCH(QByteArray, claims);
        QFETCH(bool, isMet);
        const auto policy = vault::normalizedReleasePolicy(
            json("{'version':'1.0.0','anyOf':["
                 "{'authority':'https://a','allOf':[{'claim':'debug','equals':false},"
                 "{'anyOf':[{'claim':'tee.type','equals':'sgx'},{'claim':'tee.type','equals':'snp'}]}]},"
                 "{'authority':'https://"
                 "b','anyOf':[{'claim':'level','equals':3},{'claim':'level','equals':4}]}]}"));
        QVERIFY(policy);
        QCOMPARE(vault::meetsReleasePolicy(*policy, issuer, claims), isMet);
    }
};

QTEST_GUILESS_MAIN(TestReleasePolicy)
#include "tst_release_policy.moc"
