// SPDX-License-Identifier: Apache-2.0
#include "tests/app/cli/command_line_fixture.h"

#include "app/cli/commands.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::cli;
using namespace Qt::StringLiterals;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void helpOfEachCommand_data();
    void helpOfEachCommand();
    void helpOfAGroup();
    void usageErrors_data();
    void usageErrors();
    void tellsCommandsFromTheWindow();
    void passphraseFromStandardInput();
    void wrongPassphrase();
    void storeThatIsNotThere();
    void createTwice();
    void recoveryKeyOpens();
    void vaults();
    void vaultsAreDeletedRecoveredAndPurged();
    void secrets();
    void secretFromInputAndToFile();
    void secretsAreDeletedRecoveredAndPurged();
    void secretErrors_data();
    void secretErrors();
    void purgeProtectionRefuses();
    void applicationsAndGrants();
    void audit();
    void checkBackupRestore();
    void backupToStandardOutput();
    void notesAreToldOnStandardError();
    void forgottenPassphrase();
    void changedPassphrase();
    void notesEasyPassphrases();
    void serveNeedsAnEndpoint();

private:
    CommandLines m_lines;
    QString m_recoveryKey;
};

void TestCommandLine::initTestCase()
{
    const Outcome made = m_lines.runAlone({ u"store"_s, u"create"_s, u"--json"_s });
    QCOMPARE(made.code, ExitCode::Done);
    m_recoveryKey = made.object().value(u"recoveryKey"_s).toString();
    QVERIFY(m_recoveryKey.size() > 40);
    QCOMPARE(m_lines.run({ u"vault"_s, u"create"_s, u"Team"_s }).code, ExitCode::Done);
}

void TestCommandLine::helpOfEachCommand_data()
{
    QTest::addColumn<QString>("words");
    for (const Command& command : allCommands())
        QTest::newRow(command.words.data()) << QString(command.words);
}

void TestCommandLine::helpOfEachCommand()
{
    QFETCH(QString, words);
    const Outcome help = m_lines.runPlain(words.split(u' ') + QStringList{ u"--help"_s });
    QCOMPARE(help.code, ExitCode::Done);
    QVERIFY(help.out.startsWith(QByteArray("Usage: strongroom " + words.toUtf8())));
    QVERIFY(help.out.contains("--passphrase-file") && help.out.contains("Exit codes:"));
    QVERIFY(help.error.isEmpty());
    QVERIFY(m_lines.runPlain({ u"--help"_s }).out.contains(QByteArray("  " + words.toUtf8() + " ")));
}

void TestCommandLine::helpOfAGroup()
{
    for (const QString& asked : { u"--help"_s, u"-h"_s }) {
        const Outcome help = m_lines.runPlain({ u"vault"_s, asked });
        QCOMPARE(help.code, ExitCode::Done);
        QVERIFY(help.out.contains("vault create") && help.out.contains("vault purge"));
        QVERIFY(!help.out.contains("secret set"));
    }
    const Outcome half = m_lines.runPlain({ u"vault"_s, u"--store"_s, u"x"_s });
    QCOMPARE(half.code, ExitCode::Usage);
    QVERIFY2(half.error.contains("\"vault\" needs a command"), half.error.constData());
    QCOMPARE(m_lines.runPlain({ u"vaults"_s, u"--help"_s }).code, ExitCode::Usage);
}

void TestCommandLine::usageErrors_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no such command") << QStringList{ u"vaults"_s };
    QTest::newRow("half a command") << QStringList{ u"vault"_s };
    QTest::newRow("no such option") << QStringList{ u"vault"_s, u"list"_s, u"--all"_s };
    QTest::newRow("name missing") << QStringList{ u"vault"_s, u"create"_s };
    QTest::newRow("too much") << QStringList{ u"vault"_s, u"list"_s, u"extra"_s };
    QTest::newRow("passphrase as an argument") << QStringList{ u"vault"_s, u"list"_s, u"--passphrase=x"_s };
    QTest::newRow("value as an argument")
        << QStringList{ u"secret"_s, u"set"_s, u"a"_s, u"--vault"_s, u"Team"_s, u"--value"_s, u"x"_s };
    QTest::newRow("bad vault name") << QStringList{ u"vault"_s, u"create"_s, u"a"_s };
    QTest::newRow("bad sku") << QStringList{ u"vault"_s, u"create"_s, u"abc"_s, u"--sku"_s, u"gold"_s };
    QTest::newRow("bad retention") << QStringList{ u"vault"_s, u"create"_s, u"abc"_s,
                                                   u"--retention-days=6"_s };
    QTest::newRow("retention in words")
        << QStringList{ u"vault"_s, u"create"_s, u"abc"_s, u"--retention-days=ten"_s };
    QTest::newRow("both models") << QStringList{ u"vault"_s, u"create"_s, u"abc"_s, u"--rbac"_s,
                                                 u"--access-policies"_s };
    QTest::newRow("no vault") << QStringList{ u"secret"_s, u"get"_s, u"a"_s };
    QTest::newRow("no value") << QStringList{ u"secret"_s, u"set"_s, u"a"_s, u"--vault"_s, u"Team"_s };
    QTest::newRow("bad secret name") << QStringList{ u"secret"_s, u"get"_s, u"a_b"_s, u"--vault"_s,
                                                     u"Team"_s };
    QTest::newRow("bad date") << QStringList{ u"secret"_s, u"set"_s,      u"a"_s,         u"--vault"_s,
                                              u"Team"_s,   u"--file=-"_s, u"--expires"_s, u"soon"_s };
    QTest::newRow("bad tag") << QStringList{ u"secret"_s, u"set"_s,      u"a"_s,     u"--vault"_s,
                                             u"Team"_s,   u"--file=-"_s, u"--tag"_s, u"x"_s };
    QTest::newRow("neither role nor permissions")
        << QStringList{ u"grant"_s, u"--vault"_s, u"Team"_s, u"--app"_s, u"x"_s };
    QTest::newRow("bad limit") << QStringList{ u"audit"_s, u"list"_s, u"--limit=0"_s };
    QTest::newRow("no such operation") << QStringList{ u"audit"_s, u"list"_s, u"--operation=Bogus"_s };
}

void TestCommandLine::usageErrors()
{
    QFETCH(QStringList, words);
    const Outcome refused = m_lines.run(words);
    QCOMPARE(refused.code, ExitCode::Usage);
    QVERIFY(refused.out.isEmpty());
    QVERIFY(refused.error.startsWith("strongroom: "));
    QCOMPARE(refused.error.count('\n'), 1);
    QVERIFY(!refused.error.contains("URI")); // there is none here
}

void TestCommandLine::tellsCommandsFromTheWindow()
{
    QVERIFY(!isCommandLine({}));
    QVERIFY(!isCommandLine({ u"--tour"_s, u"folder"_s }));
    QVERIFY(!isCommandLine({ u"--store"_s, u"folder"_s }));
    QVERIFY(isCommandLine({ u"--help"_s }));
    QVERIFY(isCommandLine({ u"--version"_s }));
    QVERIFY(isCommandLine({ u"secret"_s, u"list"_s }));
    QVERIFY(isCommandLine({ u"sceret"_s, u"list"_s }));
}

void TestCommandLine::passphraseFromStandardInput()
{
    const QStringList words{ u"vault"_s, u"list"_s, u"--store"_s, u"store"_s, u"--passphrase-file=-"_s };
    QCOMPARE(m_lines.runPlain(words, "correct horse").code, ExitCode::Done);
    QCOMPARE(m_lines.runPlain(words, "correct horse\r\nmore").code, ExitCode::Done);
    QCOMPARE(m_lines.runPlain(words, "").code, ExitCode::Usage);
    const Outcome both
        = m_lines.runPlain({ u"secret"_s, u"set"_s, u"both"_s, u"--vault"_s, u"Team"_s, u"--file"_s, u"-"_s,
                             u"--store"_s, u"store"_s, u"--passphrase-file"_s, u"-"_s },
                           "correct horse\nthe value\nin two lines");
    QCOMPARE(both.code, ExitCode::Done);
    QCOMPARE(m_lines.run({ u"secret"_s, u"get"_s, u"both"_s, u"--vault=Team"_s }).out,
             QByteArray("the value\nin two lines"));
}

void TestCommandLine::wrongPassphrase()
{
    m_lines.write(u"wrong"_s, "incorrect horse\n");
    const QStringList words{ u"vault"_s, u"list"_s, u"--store=store"_s, u"--passphrase-file=wrong"_s,
                             u"--json"_s };
    const Outcome refused = m_lines.runPlain(words);
    QCOMPARE(refused.code, ExitCode::WrongPassphrase);
    QCOMPARE(refused.errorCode(), u"WrongPassphrase"_s);
    QVERIFY(refused.out.isEmpty());
    QVERIFY(!refused.error.contains("horse"));
}

void TestCommandLine::storeThatIsNotThere()
{
    const Outcome refused = m_lines.runPlain(
        { u"vault"_s, u"list"_s, u"--store=none"_s, u"--passphrase-file=pass"_s, u"--json"_s });
    QCOMPARE(refused.code, ExitCode::NotFound);
    QCOMPARE(refused.errorCode(), u"StoreMissing"_s);
}

void TestCommandLine::createTwice()
{
    QCOMPARE(m_lines.runAlone({ u"store"_s, u"create"_s }).code, ExitCode::Conflict);
    QCOMPARE(m_lines.run({ u"vault"_s, u"show"_s, u"team"_s }).code, ExitCode::Done);
}

void TestCommandLine::recoveryKeyOpens()
{
    m_lines.write(u"key"_s, m_recoveryKey.toUtf8());
    const QStringList words{ u"vault"_s, u"list"_s, u"--store=store"_s, u"--recovery-key-file=key"_s };
    QCOMPARE(m_lines.runPlain(words).code, ExitCode::Done);
    QCOMPARE(m_lines
                 .runPlain({ u"store"_s, u"passphrase"_s, u"--store=store"_s, u"--recovery-key-file=key"_s,
                             u"--new-passphrase-file=pass"_s })
                 .code,
             ExitCode::Done);
    // One wrong letter is a slip of the pen, which the key's check letters show.
    m_lines.write(u"key"_s, m_recoveryKey.toUtf8().replace(0, 1, m_recoveryKey.startsWith(u'A') ? "B" : "A"));
    QCOMPARE(m_lines.runPlain(words).code, ExitCode::Usage);
}

void TestCommandLine::vaults()
{
    const Outcome made = m_lines.run({ u"vault"_s, u"create"_s, u"Payments"_s, u"--sku"_s, u"premium"_s,
                                       u"--retention-days"_s, u"7"_s, u"--access-policies"_s,
                                       u"--environment"_s, u"production"_s, u"--json"_s });
    QCOMPARE(made.code, ExitCode::Done);
    const QJsonObject vault = made.object();
    QCOMPARE(vault.value(u"name"_s).toString(), u"Payments"_s);
    QCOMPARE(vault.value(u"sku"_s).toString(), u"premium"_s);
    QCOMPARE(vault.value(u"retentionDays"_s).toInt(), 7);
    QCOMPARE(vault.value(u"purgeProtection"_s).toBool(), false);
    QCOMPARE(m_lines.run({ u"vault"_s, u"create"_s, u"payments"_s }).code, ExitCode::Conflict);
    const QJsonArray list = m_lines.run({ u"vault"_s, u"list"_s, u"--json"_s }).array();
    QCOMPARE(list.size(), 2);
    QVERIFY(m_lines.run({ u"vault"_s, u"list"_s }).out.startsWith("NAME"));
    const QJsonObject shown = m_lines.run({ u"vault"_s, u"show"_s, u"PAYMENTS"_s, u"--json"_s }).object();
    QCOMPARE(shown.value(u"id"_s), vault.value(u"id"_s));
    QCOMPARE(shown.value(u"secrets"_s).toInt(-1), 0);
}

void TestCommandLine::vaultsAreDeletedRecoveredAndPurged()
{
    const QStringList name{ u"gone-soon"_s };
    QCOMPARE(m_lines.run(QStringList{ u"vault"_s, u"create"_s } + name).code, ExitCode::Done);
    const Outcome deleted
        = m_lines.run(QStringList{ u"vault"_s, u"delete"_s } + name + QStringList{ u"--json"_s });
    QCOMPARE(deleted.code, ExitCode::Done);
    QVERIFY(!deleted.object().value(u"scheduledPurge"_s).toString().isEmpty());
    QCOMPARE(m_lines.run(QStringList{ u"vault"_s, u"show"_s } + name).code, ExitCode::NotFound);
    QCOMPARE(m_lines.run(QStringList{ u"vault"_s, u"create"_s } + name).code, ExitCode::Conflict);
    QCOMPARE(m_lines.run({ u"vault"_s, u"list"_s, u"--deleted"_s, u"--json"_s }).array().size(), 1);
    QCOMPARE(m_lines.run(QStringList{ u"vault"_s, u"recover"_s } + name).code, ExitCode::Done);
    QCOMPARE(m_lines.run(QStringList{ u"vault"_s, u"recover"_s } + name).code, ExitCode::NotFound);
    QCOMPARE(m_lines.run(QStringList{ u"vault"_s, u"delete"_s } + name).code, ExitCode::Done);
    QCOMPARE(m_lines.run(QStringList{ u"vault"_s, u"purge"_s } + name).code, ExitCode::Done);
    QCOMPARE(m_lines.run(QStringList{ u"vault"_s, u"purge"_s } + name).code, ExitCode::NotFound);
    // A vault that is gone is still called by its name.
    const QList<QByteArray> rows
        = m_lines.run({ u"audit"_s, u"list"_s, u"--object=gone-soon"_s }).out.split('\n');
    for (const char* operation : { "VaultPurge", "VaultDelete", "VaultRecover", "VaultPut" }) {
        const bool isTold = std::ranges::any_of(rows, [operation](const QByteArray& row) {
            return row.contains(operation) && row.count("gone-soon") == 2 && row.contains(" 200");
        });
        QVERIFY2(isTold, operation);
    }
}

void TestCommandLine::secrets()
{
    m_lines.write(u"value"_s, "first\n");
    const QStringList set{ u"secret"_s, u"set"_s, u"db-password"_s, u"--vault"_s, u"team"_s, u"--json"_s };
    const Outcome first
        = m_lines.run(set
                      + QStringList{ u"--file"_s, u"value"_s, u"--content-type"_s, u"text/plain"_s,
                                     u"--tag"_s, u"owner=bob"_s, u"--tag=for=b=c"_s, u"--tag=owner=ann"_s,
                                     u"--expires"_s, u"2040-01-01"_s, u"--not-before"_s, u"2020-01-01"_s });
    QCOMPARE(first.code, ExitCode::Done);
    const QJsonObject properties = first.object();
    QCOMPARE(properties.value(u"contentType"_s).toString(), u"text/plain"_s);
    QCOMPARE(properties.value(u"expires"_s).toString(), u"2040-01-01T00:00:00Z"_s);
    QCOMPARE(properties.value(u"notBefore"_s).toString(), u"2020-01-01T00:00:00Z"_s);
    QCOMPARE(properties.value(u"tags"_s)[u"owner"_s].toString(), u"ann"_s);
    QCOMPARE(properties.value(u"tags"_s)[u"for"_s].toString(), u"b=c"_s);
    QCOMPARE(properties.value(u"tags"_s).toObject().size(), 2);
    QVERIFY(!properties.contains(u"value"_s));
    QCOMPARE(properties.value(u"recoveryLevel"_s).toString(), u"Recoverable+Purgeable"_s);
    QCOMPARE(properties.value(u"recoverableDays"_s).toInt(), 90);

    m_lines.write(u"value"_s, "second\n");
    QCOMPARE(m_lines.run(set + QStringList{ u"--file=value"_s, u"--trim-newline"_s }).code, ExitCode::Done);
    const QStringList get{ u"secret"_s, u"get"_s, u"DB-PASSWORD"_s, u"--vault=team"_s };
    QCOMPARE(m_lines.run(get).out, QByteArray("second"));
    const QString version = properties.value(u"version"_s).toString();
    QCOMPARE(m_lines.run(get + QStringList{ u"--version"_s, version }).out, QByteArray("first\n"));
    const Outcome json = m_lines.run(get + QStringList{ u"--json"_s });
    QCOMPARE(json.object().value(u"value"_s).toString(), u"second"_s);
    QCOMPARE(
        m_lines.run({ u"secret"_s, u"list"_s, u"--vault=team"_s, u"--versions=db-password"_s, u"--json"_s })
            .array()
            .size(),
        2);
    const Outcome list = m_lines.run({ u"secret"_s, u"list"_s, u"--vault=team"_s });
    QVERIFY(list.out.contains("db-password") && !list.out.contains("second"));
}

void TestCommandLine::secretFromInputAndToFile()
{
    const QStringList set{ u"secret"_s, u"set"_s, u"piped"_s, u"--vault=team"_s, u"--file=-"_s };
    QCOMPARE(m_lines.run(set, "pip\xc3\xa9").code, ExitCode::Done);
    const Outcome written
        = m_lines.run({ u"secret"_s, u"get"_s, u"piped"_s, u"--vault=team"_s, u"--output=out"_s });
    QCOMPARE(written.code, ExitCode::Done);
    QVERIFY(written.out.isEmpty());
    QCOMPARE(m_lines.read(u"out"_s), QByteArray("pip\xc3\xa9"));
    QCOMPARE(QFile::permissions(m_lines.path(u"out"_s)) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    const QStringList show{ u"secret"_s, u"get"_s, u"piped"_s, u"--vault=team"_s, u"--output=-"_s };
    QCOMPARE(m_lines.run(show).out, QByteArray("pip\xc3\xa9"));
    QVERIFY(!QFile::exists(m_lines.path(u"-"_s)));
    QCOMPARE(m_lines.run(show + QStringList{ u"--json"_s }).code, ExitCode::Usage);
    QCOMPARE(m_lines.run(set, "\xff").code, ExitCode::Usage);
    QCOMPARE(m_lines.run(set, QByteArray(25601, 'x')).code, ExitCode::Usage);
    QCOMPARE(m_lines.run(set, QByteArray(25600, 'x')).code, ExitCode::Done);
}

void TestCommandLine::secretsAreDeletedRecoveredAndPurged()
{
    const auto on = [this](const QString& word) {
        return m_lines.run({ u"secret"_s, word, u"short-lived"_s, u"--vault=team"_s }).code;
    };
    const QStringList set{ u"secret"_s, u"set"_s, u"short-lived"_s, u"--vault=team"_s, u"--file=-"_s };
    QCOMPARE(m_lines.run(set, "x").code, ExitCode::Done);
    QCOMPARE(on(u"delete"_s), ExitCode::Done);
    QCOMPARE(on(u"get"_s), ExitCode::NotFound);
    QCOMPARE(m_lines.run(set, "y").code, ExitCode::Conflict);
    const QJsonArray deleted
        = m_lines.run({ u"secret"_s, u"list"_s, u"--vault=team"_s, u"--deleted"_s, u"--json"_s }).array();
    QCOMPARE(deleted.size(), 1);
    QCOMPARE(on(u"recover"_s), ExitCode::Done);
    QCOMPARE(on(u"get"_s), ExitCode::Done);
    QCOMPARE(on(u"purge"_s), ExitCode::NotFound);
    QCOMPARE(on(u"delete"_s), ExitCode::Done);
    const Outcome purged
        = m_lines.run({ u"secret"_s, u"purge"_s, u"short-lived"_s, u"--vault=team"_s, u"--json"_s });
    QCOMPARE(purged.code, ExitCode::Done);
    QCOMPARE(purged.object().value(u"purged"_s).toString(), u"short-lived"_s);
    QCOMPARE(on(u"recover"_s), ExitCode::NotFound);
}

void TestCommandLine::secretErrors_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("name");
    const int notFound = static_cast<int>(ExitCode::NotFound);
    QTest::newRow("no secret") << QStringList{ u"secret"_s, u"get"_s, u"nope"_s, u"--vault=team"_s }
                               << notFound << u"SecretNotFound"_s;
    QTest::newRow("versions of no secret")
        << QStringList{ u"secret"_s, u"list"_s, u"--versions=nope"_s, u"--vault=team"_s } << notFound
        << u"SecretNotFound"_s;
    QTest::newRow("no vault") << QStringList{ u"secret"_s, u"get"_s, u"nope"_s, u"--vault=nope"_s }
                              << notFound << u"VaultNotFound"_s;
    QTest::newRow("no deleted secret")
        << QStringList{ u"secret"_s, u"recover"_s, u"nope"_s, u"--vault=team"_s } << notFound
        << u"DeletedSecretNotFound"_s;
    QTest::newRow("no file") << QStringList{ u"secret"_s, u"set"_s, u"a"_s, u"--vault=team"_s,
                                             u"--file=nope"_s }
                             << notFound << u"StoreMissing"_s;
    QTest::newRow("no deleted vault")
        << QStringList{ u"vault"_s, u"recover"_s, u"nope"_s } << notFound << u"DeletedVaultNotFound"_s;
    QTest::newRow("no application") << QStringList{ u"app"_s, u"delete"_s, u"nope"_s } << notFound
                                    << u"PrincipalNotFound"_s;
}

void TestCommandLine::secretErrors()
{
    QFETCH(QStringList, words);
    QFETCH(int, code);
    QFETCH(QString, name);
    const Outcome refused = m_lines.run(words + QStringList{ u"--json"_s });
    QCOMPARE(static_cast<int>(refused.code), code);
    QCOMPARE(refused.errorCode(), name);
    QVERIFY(refused.out.isEmpty());
}

void TestCommandLine::purgeProtectionRefuses()
{
    QCOMPARE(m_lines.run({ u"vault"_s, u"create"_s, u"kept"_s, u"--purge-protection"_s }).code,
             ExitCode::Done);
    const QStringList vault{ u"--vault=kept"_s };
    QCOMPARE(
        m_lines.run(QStringList{ u"secret"_s, u"set"_s, u"a"_s, u"--file=-"_s, u"--disabled"_s } + vault, "x")
            .code,
        ExitCode::Done);
    QCOMPARE(m_lines.run(QStringList{ u"secret"_s, u"get"_s, u"a"_s } + vault).code, ExitCode::Refused);
    QCOMPARE(m_lines.run(QStringList{ u"secret"_s, u"delete"_s, u"a"_s } + vault).code, ExitCode::Done);
    QCOMPARE(m_lines.run(QStringList{ u"secret"_s, u"purge"_s, u"a"_s } + vault).code, ExitCode::Refused);
    QCOMPARE(m_lines.run({ u"vault"_s, u"delete"_s, u"kept"_s }).code, ExitCode::Done);
    QCOMPARE(m_lines.run({ u"vault"_s, u"purge"_s, u"kept"_s }).code, ExitCode::Refused);
}

void TestCommandLine::applicationsAndGrants()
{
    const Outcome made = m_lines.run({ u"app"_s, u"create"_s, u"web"_s, u"--json"_s });
    QCOMPARE(made.code, ExitCode::Done);
    for (const QString& member : { u"tenantId"_s, u"clientId"_s, u"clientSecret"_s })
        QVERIFY2(!made.object().value(member).toString().isEmpty(), qPrintable(member));
    QCOMPARE(m_lines.run({ u"app"_s, u"create"_s, u"WEB"_s }).code, ExitCode::Conflict);
    const Outcome list = m_lines.run({ u"app"_s, u"list"_s, u"--json"_s });
    QCOMPARE(list.array().size(), 1);
    QVERIFY(!list.out.contains(made.object().value(u"clientSecret"_s).toString().toUtf8()));

    const QStringList grant{ u"grant"_s, u"--vault=team"_s, u"--app=web"_s };
    const QStringList role{ u"--role"_s, u"key vault secrets user"_s };
    QCOMPARE(m_lines.run(grant + role).code, ExitCode::Done);
    QCOMPARE(m_lines.run(grant + role).code, ExitCode::Conflict);
    QCOMPARE(m_lines.run(grant + role + QStringList{ u"--revoke"_s }).code, ExitCode::Done);
    QCOMPARE(m_lines.run(grant + role + QStringList{ u"--revoke"_s }).code, ExitCode::NotFound);
    const Outcome noRole = m_lines.run(grant + QStringList{ u"--role=Boss"_s });
    QCOMPARE(noRole.code, ExitCode::NotFound);
    QVERIFY2(noRole.error.contains("Key Vault Secrets User, "), noRole.error.constData());
    const QStringList permissions{ u"--permissions"_s, u"secrets=get,list"_s, u"keys=get"_s };
    QCOMPARE(m_lines.run(grant + permissions).code, ExitCode::Done);
    const QStringList granted{ u"audit"_s, u"list"_s, u"--operation=VaultPatch"_s, u"--json"_s };
    const auto newest = [&] { return m_lines.run(granted).array().at(0)[u"description"_s].toString(); };
    QVERIFY2(newest().startsWith(u"secrets=get,list keys=get for "_s), qPrintable(newest()));
    const Outcome noPermission = m_lines.run(grant + QStringList{ u"--permissions=secrets=fly"_s });
    QCOMPARE(noPermission.code, ExitCode::Usage);
    QVERIFY2(noPermission.error.contains("get, list, set"), noPermission.error.constData());
    QCOMPARE(m_lines.run(grant + QStringList{ u"--permissions=cats=get"_s }).code, ExitCode::Usage);
    QCOMPARE(m_lines.run(grant + QStringList{ u"--permissions=secrets="_s }).code, ExitCode::Usage);
    QCOMPARE(m_lines.run(grant + QStringList{ u"--revoke"_s }).code, ExitCode::Done);
    QVERIFY2(newest().startsWith(u"no permission for "_s), qPrintable(newest()));
    QCOMPARE(m_lines.run(grant + QStringList{ u"--revoke"_s }).code, ExitCode::NotFound);
    QCOMPARE(m_lines.run(grant + QStringList{ u"--permissions=secrets=get"_s, u"--revoke"_s }).code,
             ExitCode::NotFound);
    const QString clientId = made.object().value(u"clientId"_s).toString();
    QCOMPARE(m_lines.run({ u"app"_s, u"delete"_s, clientId }).code, ExitCode::Done);
    QCOMPARE(m_lines.run(grant + role).code, ExitCode::NotFound);
}

void TestCommandLine::audit()
{
    m_lines.run({ u"secret"_s, u"get"_s, u"audited"_s, u"--vault=team"_s });
    const QJsonArray rows = m_lines
                                .run({ u"audit"_s, u"list"_s, u"--vault=team"_s, u"--object=audited"_s,
                                       u"--failures"_s, u"--json"_s })
                                .array();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0][u"operation"_s].toString(), u"SecretGet"_s);
    QCOMPARE(rows[0][u"status"_s].toInt(), 404);
    QCOMPARE(rows[0][u"object"_s].toString(), u"audited"_s);
    QCOMPARE(m_lines.run({ u"audit"_s, u"list"_s, u"--limit=2"_s, u"--json"_s }).array().size(), 2);
    const QByteArray table
        = m_lines.run({ u"audit"_s, u"list"_s, u"--vault=team"_s, u"--object=audited"_s }).out;
    QVERIFY2(table.contains(" VAULT ") && table.contains(" Team "), table.constData());
    // An operation that there is not has no rows, but nobody means that.
    const auto ofOperation = [this](const QString& name) {
        return m_lines.run(
            { u"audit"_s, u"list"_s, u"--json"_s, u"--object=audited"_s, u"--operation"_s, name });
    };
    QCOMPARE(ofOperation(u"secretget"_s).array().size(), 1);
    QCOMPARE(ofOperation(u"SecretPurge"_s).code, ExitCode::Done);
    const Outcome unknown = ofOperation(u"SecretPut"_s);
    QCOMPARE(unknown.code, ExitCode::Usage);
    QVERIFY2(unknown.error.contains("SecretPurge, SecretRecover"), unknown.error.constData());
    const Outcome verified = m_lines.run({ u"audit"_s, u"verify"_s, u"--json"_s });
    QCOMPARE(verified.code, ExitCode::Done);
    QCOMPARE(verified.object().value(u"intact"_s).toBool(), true);
}

void TestCommandLine::checkBackupRestore()
{
    QCOMPARE(m_lines.run({ u"store"_s, u"check"_s, u"--json"_s }).object().value(u"intact"_s).toBool(), true);
    QCOMPARE(m_lines.run({ u"store"_s, u"backup"_s, u"backup.file"_s }).code, ExitCode::Done);
    QVERIFY(m_lines.read(u"backup.file"_s).size() > 4096);
    QCOMPARE(m_lines.runPlain({ u"store"_s, u"restore"_s, u"backup.file"_s, u"--store=again"_s }).code,
             ExitCode::Done);
    QCOMPARE(m_lines.runPlain({ u"store"_s, u"restore"_s, u"backup.file"_s, u"--store=again"_s }).code,
             ExitCode::Conflict);
    QCOMPARE(
        m_lines
            .runPlain({ u"vault"_s, u"show"_s, u"team"_s, u"--store=again"_s, u"--passphrase-file=pass"_s })
            .code,
        ExitCode::Done);
    QVERIFY(m_lines.runPlain({ u"store"_s, u"restore"_s, u"nope"_s, u"--store=more"_s }).code
            != ExitCode::Done);
}

void TestCommandLine::backupToStandardOutput()
{
    const QStringList words{ u"store"_s, u"backup"_s, u"-"_s };
    const Outcome streamed = m_lines.runAlone(words);
    QVERIFY2(streamed.code == ExitCode::Done, streamed.error.constData());
    QCOMPARE(streamed.error, QByteArray());
    QVERIFY(!QFile::exists(m_lines.path(u"-"_s)));
    m_lines.write(u"streamed"_s, streamed.out);
    QCOMPARE(m_lines.runPlain({ u"store"_s, u"restore"_s, u"streamed"_s, u"--store=from stream"_s }).code,
             ExitCode::Done);
    QCOMPARE(m_lines
                 .runPlain({ u"vault"_s, u"show"_s, u"team"_s, u"--store=from stream"_s,
                             u"--passphrase-file=pass"_s })
                 .code,
             ExitCode::Done);
    for (const Outcome& refused :
         { m_lines.run(words), m_lines.runAlone(words + QStringList{ u"--json"_s }) }) {
        QCOMPARE(refused.code, ExitCode::Usage);
        QCOMPARE(refused.out, QByteArray());
        QVERIFY2(refused.error.contains("name a file instead of -"), refused.error.constData());
    }
}

void TestCommandLine::notesAreToldOnStandardError()
{
    const QStringList list{ u"vault"_s, u"list"_s, u"--json"_s };
    QCOMPARE(m_lines.runAlone(list).error, QByteArray());
    QVERIFY(QFile::remove(m_lines.path(u"store/anchor"_s)));
    const Outcome told = m_lines.runAlone(list);
    QCOMPARE(told.code, ExitCode::Done);
    QVERIFY(!told.array().isEmpty());
    QVERIFY2(told.error.startsWith("strongroom: The file \"anchor\" of the store"), told.error.constData());
    QCOMPARE(m_lines.runAlone(list).error, QByteArray());
    QVERIFY(m_lines.run({ u"store"_s, u"check"_s, u"--json"_s }).object().contains(u"notes"_s));
}

void TestCommandLine::forgottenPassphrase()
{
    CommandLines lines;
    lines.write(u"new"_s, "battery staple\n");
    const Outcome made = lines.runAlone({ u"store"_s, u"create"_s, u"--json"_s });
    QCOMPARE(made.code, ExitCode::Done);
    lines.write(u"key"_s, made.object()[u"recoveryKey"_s].toString().toUtf8());
    lines.write(u"other key"_s, "AAAAA\n");
    const QStringList replace{ u"store"_s, u"passphrase"_s, u"--store=store"_s,
                               u"--new-passphrase-file=new"_s };
    QVERIFY(lines.runPlain(replace + QStringList{ u"--recovery-key-file=other key"_s }).code
            != ExitCode::Done);
    QCOMPARE(lines.runAlone({ u"vault"_s, u"list"_s }).code, ExitCode::Done);

    QCOMPARE(lines.runPlain(replace + QStringList{ u"--recovery-key-file=key"_s }).code, ExitCode::Done);
    QCOMPARE(lines.runAlone({ u"vault"_s, u"list"_s }).code, ExitCode::WrongPassphrase);
    for (const QString& still : { u"--passphrase-file=new"_s, u"--recovery-key-file=key"_s })
        QCOMPARE(lines.runPlain({ u"vault"_s, u"list"_s, u"--store=store"_s, still }).code, ExitCode::Done);
}

void TestCommandLine::changedPassphrase()
{
    CommandLines lines;
    lines.write(u"new"_s, "battery staple\n");
    QCOMPARE(lines.runAlone({ u"store"_s, u"create"_s }).code, ExitCode::Done);
    QCOMPARE(lines.runAlone({ u"store"_s, u"passphrase"_s, u"--new-passphrase-file=new"_s }).code,
             ExitCode::Done);
    QCOMPARE(lines.runAlone({ u"vault"_s, u"list"_s }).code, ExitCode::WrongPassphrase);
    QCOMPARE(lines
                 .runPlain({ u"store"_s, u"passphrase"_s, u"--store=store"_s, u"--passphrase-file=-"_s,
                             u"--new-passphrase-file=-"_s },
                           "battery staple\ncorrect horse\n")
                 .code,
             ExitCode::Done);
    QCOMPARE(lines.runAlone({ u"vault"_s, u"list"_s }).code, ExitCode::Done);
}

void TestCommandLine::notesEasyPassphrases()
{
    CommandLines lines;
    lines.write(u"easy"_s, "password123\n");
    lines.write(u"hard"_s, "marble otter fjord lantern\n");
    for (const auto& [first, second] :
         { std::pair{ u"easy"_s, u"hard"_s }, std::pair{ u"hard"_s, u"easy"_s } }) {
        const QString passphrase = u"--passphrase-file="_s + first;
        const QString store = u"--store=store-"_s + first;
        const Outcome made = lines.runPlain({ u"store"_s, u"create"_s, u"--json"_s, store, passphrase });
        QCOMPARE(made.code, ExitCode::Done);
        QCOMPARE(made.error.contains("easy to guess"), first == u"easy"_s);
        QVERIFY(made.object().contains(u"recoveryKey"_s));
        const Outcome changed = lines.runPlain(
            { u"store"_s, u"passphrase"_s, store, passphrase, u"--new-passphrase-file="_s + second });
        QCOMPARE(changed.code, ExitCode::Done);
        QCOMPARE(changed.error.contains("easy to guess"), second == u"easy"_s);
    }
}

void TestCommandLine::serveNeedsAnEndpoint()
{
    QCOMPARE(m_lines.runAlone({ u"serve"_s }).code, ExitCode::Failed);
    QCOMPARE(m_lines.run({ u"serve"_s }).code, ExitCode::Failed);
    for (const QString& port : { u"--port=70000"_s, u"--port=abc"_s, u"--port="_s }) {
        // Said before a store is looked for: there is none here.
        const Outcome refused = m_lines.runPlain({ u"serve"_s, port, u"--store=nowhere"_s });
        QCOMPARE(refused.code, ExitCode::Usage);
        QVERIFY2(refused.error.contains("--port is a number"), refused.error.constData());
    }
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
