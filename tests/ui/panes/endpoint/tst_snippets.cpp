// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/endpoint/snippets.h"

#include <QFile>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

SnippetFacts exampleFacts(SnippetIdentity identity)
{
    SnippetFacts facts;
    facts.identity = identity;
    facts.vaultUrl = u"https://contoso.vault.localhost:8443"_s;
    facts.objectName = u"db-password"_s;
    facts.authority = u"https://login.vault.localhost:8443"_s;
    facts.tenantId = u"11111111-2222-4333-8444-555555555555"_s;
    facts.clientId = u"aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"_s;
    facts.caFile = u"/home/me/it's here/ca.pem"_s;
    facts.identityEndpoint = u"http://127.0.0.1:8444/msi/token"_s;
    facts.identityHeader = u"0123456789abcdef"_s;
    return facts;
}

/// The same over a key of a pool.
SnippetFacts poolFacts(SnippetIdentity identity)
{
    SnippetFacts facts = exampleFacts(identity);
    facts.vaultUrl = u"https://engine.managedhsm.localhost:8443"_s;
    facts.kind = vault::ObjectKind::Key;
    facts.objectName = u"root-key"_s;
    return facts;
}

QByteArray wordOf(SnippetIdentity identity)
{
    return identity == SnippetIdentity::ClientSecret ? "client_secret" : "managed_identity";
}

} // namespace

/// The texts of a golden file are the whole contract: environment, a line of dashes, the program.
class SnippetsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesGoldenText_data()
    {
        QTest::addColumn<SnippetLanguage>("language");
        QTest::addColumn<SnippetFacts>("facts");
        const std::array words = { "javascript", "python", "csharp", "go", "curl" };
        for (std::size_t i = 0; i < words.size(); ++i) {
            for (const auto identity : { SnippetIdentity::ClientSecret, SnippetIdentity::ManagedIdentity }) {
                const QByteArray word = wordOf(identity);
                QTest::addRow("%s_%s", words[i], word.data())
                    << allSnippetLanguages[i] << exampleFacts(identity);
                QTest::addRow("%s_pool_%s", words[i], word.data())
                    << allSnippetLanguages[i] << poolFacts(identity);
            }
        }
    }
    void matchesGoldenText()
    {
        QFETCH(SnippetLanguage, language);
        QFETCH(SnippetFacts, facts);
        const QString text
            = shellLines(environmentFor(language, facts)) + u"---\n"_s + snippetFor(language, facts);

        const QString path = QStringLiteral(STRONGROOM_SOURCE_DIR "/tests/ui/panes/endpoint/golden/%1.txt")
                                 .arg(QString::fromLatin1(QTest::currentDataTag()));
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), "the golden file is missing");
        QCOMPARE(text, QString::fromUtf8(file.readAll()));
    }

    void namesWhatIsStillToBeFilledIn()
    {
        SnippetFacts facts = exampleFacts(SnippetIdentity::ClientSecret);
        facts.clientId.clear();
        facts.objectName.clear();
        QStringList placeholders;
        for (const EnvironmentVariable& variable : environmentFor(SnippetLanguage::Python, facts)) {
            if (variable.isPlaceholder)
                placeholders << variable.name;
        }
        QCOMPARE(placeholders, (QStringList{ u"AZURE_CLIENT_ID"_s, u"AZURE_CLIENT_SECRET"_s }));
        QVERIFY(snippetFor(SnippetLanguage::Python, facts).contains(u"\"my-secret\""_s));
        facts.kind = vault::ObjectKind::Key;
        QVERIFY(snippetFor(SnippetLanguage::Python, facts).contains(u"\"my-key\""_s));
    }

    void aKeyNeedsNothingThatIsForSecrets()
    {
        for (const SnippetLanguage language : allSnippetLanguages) {
            const QString all = installCommand(language, vault::ObjectKind::Key)
                + programFile(language, vault::ObjectKind::Key) + runCommand(language, vault::ObjectKind::Key)
                + snippetFor(language, poolFacts(SnippetIdentity::ManagedIdentity));
            QVERIFY2(!all.contains(u"secret"_s, Qt::CaseInsensitive), qPrintable(all));
            QVERIFY2(!all.contains(u'@' + u"use"_s) && !all.contains(u"@client"_s), qPrintable(all));
        }
    }

    void managedIdentityNeedsNoApplicationSecret()
    {
        const SnippetFacts facts = exampleFacts(SnippetIdentity::ManagedIdentity);
        for (const SnippetLanguage language : allSnippetLanguages) {
            QVERIFY(!snippetFor(language, facts).contains(u"AZURE_"_s));
            QVERIFY(!shellLines(environmentFor(language, facts)).contains(u"AZURE_"_s));
        }
    }

    void hostsLineNamesVaultAndAuthority()
    {
        const SnippetFacts facts = exampleFacts(SnippetIdentity::ClientSecret);
        QCOMPARE(hostsLine(facts.vaultUrl, facts.authority),
                 u"127.0.0.1 contoso.vault.localhost login.vault.localhost"_s);
    }
};

QTEST_GUILESS_MAIN(SnippetsTest)
#include "tst_snippets.moc"
