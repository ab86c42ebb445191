// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/public_key_text.h"
#include "model/vault/security_domain.h"
#include "tests/app/cli/command_line_fixture.h"
#include "tests/support/soft_hsm.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::cli;
using namespace Qt::StringLiterals;
using tests::SoftHsm;

/// Backups, security domains and settings of pools from the command line, with SoftHSM2.
class TestPoolAdminCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void backsUpAndRestores();
    void restoresOneKey();
    void handsTheDomainOver();
    void changesSettings();
    void refusesWhatIsNotClear_data();
    void refusesWhatIsNotClear();

private:
    Outcome say(const QString& line) { return m_lines.run(line.split(u' ')); }
    QString backUp()
    {
        const Outcome done = say(u"pool backup engine --to backups --json"_s);
        return done.code == ExitCode::Done ? done.object()[u"place"_s].toString() : QString();
    }
    void makePool(const QString& name)
    {
        const Outcome made
            = m_lines.run({ u"pool"_s, u"create"_s, name, u"--hsm-module"_s, SoftHsm::modulePath(),
                            u"--hsm-token"_s, SoftHsm::label(), u"--pin-file"_s, u"pin"_s });
        QVERIFY2(made.code == ExitCode::Done, made.error.constData());
    }

    SoftHsm m_token;
    CommandLines m_lines;
};

void TestPoolAdminCommands::initTestCase()
{
    if (!SoftHsm::isInstalled() || !m_token.make())
        QSKIP("SoftHSM2 is not installed.");
    m_lines.write(u"pin"_s, SoftHsm::pinText() + '\n');
    QVERIFY(QDir().mkpath(m_lines.path(u"backups"_s)));
    QCOMPARE(m_lines.runAlone({ u"store"_s, u"create"_s }).code, ExitCode::Done);
    makePool(u"engine"_s);
    makePool(u"spare"_s);
    QCOMPARE(say(u"key create one --pool engine --type EC-HSM"_s).code, ExitCode::Done);
}

void TestPoolAdminCommands::backsUpAndRestores()
{
    const QString place = backUp();
    QVERIFY(place.startsWith(m_lines.path(u"backups/mhsm-engine-"_s)));
    QVERIFY(QFile::exists(place + u"/manifest.json"_s));
    QCOMPARE(say(u"key delete one --pool engine"_s).code, ExitCode::Done);
    const Outcome restored = say(u"pool restore engine --from %1 --json"_s.arg(place));
    QVERIFY2(restored.code == ExitCode::Done, restored.error.constData());
    QCOMPARE(restored.object()[u"status"_s].toString(), u"Succeeded"_s);
    QCOMPARE(say(u"key get one --pool engine"_s).code, ExitCode::Done);
}

void TestPoolAdminCommands::restoresOneKey()
{
    QTest::qWait(1100); // backups are named by the second
    const QString place = backUp();
    QCOMPARE(say(u"key delete one --pool engine"_s).code, ExitCode::Done);
    QCOMPARE(say(u"pool restore engine --key two --from %1"_s.arg(place)).code, ExitCode::NotFound);
    QCOMPARE(say(u"pool restore engine --key one --from %1"_s.arg(place)).code, ExitCode::Done);
    QCOMPARE(say(u"key get one --pool engine"_s).code, ExitCode::Done);
}

void TestPoolAdminCommands::handsTheDomainOver()
{
    QString holders;
    QString holderKeys;
    for (int i = 0; i < 3; ++i) {
        const auto key = crypto::SoftwareKey::generateRsa(2048, 65537);
        QVERIFY(key);
        const auto stored = key->toStored();
        QVERIFY(stored);
        m_lines.write(u"holder%1.der"_s.arg(i), stored->view().toByteArray());
        m_lines.write(u"holder%1.pem"_s.arg(i), *crypto::publicKeyPem(key->publicKey()));
        holders += u" --holder holder%1.pem"_s.arg(i);
        if (i != 1)
            holderKeys += u" --holder-key holder%1.der"_s.arg(i);
    }
    QTest::qWait(1100);
    const QString place = backUp();
    QCOMPARE(say(u"pool restore spare --from %1"_s.arg(place)).code, ExitCode::Usage);
    const Outcome downloaded
        = say(u"pool security-domain download engine --output domain.json --required 2"_s + holders);
    QVERIFY2(downloaded.code == ExitCode::Done, downloaded.error.constData());
    QCOMPARE(say(u"pool security-domain upload spare --input domain.json --holder-key holder1.der"_s).code,
             ExitCode::Usage);
    const Outcome uploaded = say(u"pool security-domain upload spare --input domain.json"_s + holderKeys);
    QVERIFY2(uploaded.code == ExitCode::Done, uploaded.error.constData());
    const Outcome restored = say(u"pool restore spare --from %1 --json"_s.arg(place));
    QVERIFY2(restored.code == ExitCode::Done, restored.error.constData());
    QVERIFY(restored.object()[u"details"_s].toString().contains(u"those of the pool engine"_s));
    QCOMPARE(say(u"key get one --pool spare"_s).code, ExitCode::Done);
}

void TestPoolAdminCommands::changesSettings()
{
    const Outcome before = say(u"pool settings engine --json"_s);
    QCOMPARE(before.array()[0][u"value"_s].toString(), u"false"_s);
    const Outcome after
        = say(u"pool settings engine --json --set AllowKeyManagementOperationsThroughARM=true"_s);
    QCOMPARE(after.array()[0][u"value"_s].toString(), u"true"_s);
    QCOMPARE(say(u"pool settings engine --set AllowKeyManagementOperationsThroughARM=perhaps"_s).code,
             ExitCode::Usage);
    QCOMPARE(say(u"pool settings spare --json"_s).array()[0][u"value"_s].toString(), u"false"_s);
}

void TestPoolAdminCommands::refusesWhatIsNotClear_data()
{
    QTest::addColumn<QString>("line");
    for (const char* line : {
             "pool backup engine",
             "pool backup engine --to backups --storage https://account.example/container",
             "pool backup engine --to nowhere",
             "pool backup engine --storage https://account.example/container",
             "pool backup engine --storage http://account.example/container --sas-file pin",
             "pool restore engine",
             "pool restore engine --from backups/nothing",
             "pool restore engine --storage https://account.example/container --sas-file pin",
             "pool security-domain download engine --output x.json --holder pin",
             "pool security-domain upload engine --input pin",
         })
        QTest::newRow(line) << QString::fromLatin1(line);
}
void TestPoolAdminCommands::refusesWhatIsNotClear()
{
    QFETCH(QString, line);
    const Outcome refused = say(line);
    QCOMPARE(refused.code, ExitCode::Usage);
    QVERIFY(!refused.error.isEmpty());
}

QTEST_GUILESS_MAIN(TestPoolAdminCommands)
#include "tst_pool_admin_commands.moc"
