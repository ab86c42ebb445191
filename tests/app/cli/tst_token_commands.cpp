// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"
#include "model/crypto/jwk.h"
#include "model/crypto/key_transport.h"
#include "tests/app/cli/command_line_fixture.h"
#include "tests/support/soft_hsm.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::cli;
using namespace Qt::StringLiterals;
using tests::SoftHsm;

/// Tokens, Premium vaults and Managed HSM pools from the command line, with SoftHSM2.
class TestTokenCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsTokensWithoutAStore();
    void listsTokensOfAStore();
    void aVaultNeedsATokenThatOpens_data();
    void aVaultNeedsATokenThatOpens();
    void keysOfAPremiumVault();
    void backupsSayWhenATokenIsNeeded();
    void importedKeysAreNotRotatedInAToken();
    void wrappedKeysAreOfTheTypeThatIsSaid();
    void keysOfAPool();
    void namesAreOfBothKinds();
    void symmetricKeys();
    void rolesOfPools();
    void testsTheToken();
    void changesThePin();
    void poolsAreDeletedRecoveredAndPurged();

private:
    Outcome say(const QString& line, const QByteArray& input = {})
    {
        return m_lines.run(line.split(u' '), input);
    }
    static QStringList token()
    {
        return { u"--hsm-module"_s, SoftHsm::modulePath(), u"--hsm-token"_s, SoftHsm::label() };
    }

    SoftHsm m_token;
    CommandLines m_lines;
};

void TestTokenCommands::initTestCase()
{
    if (!SoftHsm::isInstalled() || !m_token.make())
        QSKIP("SoftHSM2 is not installed.");
    m_lines.write(u"pin"_s, SoftHsm::pinText() + '\n');
    m_lines.write(u"wrong"_s, "4321\n");
    QCOMPARE(m_lines.runAlone({ u"store"_s, u"create"_s }).code, ExitCode::Done);
    const QStringList pin = token() + QStringList{ u"--pin-file"_s, u"pin"_s, u"--json"_s };
    const Outcome vault
        = m_lines.run(QStringList{ u"vault"_s, u"create"_s, u"guarded"_s, u"--sku=premium"_s } + pin);
    QVERIFY2(vault.code == ExitCode::Done, vault.error.constData());
    QCOMPARE(vault.object()[u"hsmToken"_s].toString(), SoftHsm::label());
    const Outcome pool = m_lines.run(QStringList{ u"pool"_s, u"create"_s, u"engine"_s } + pin);
    QVERIFY2(pool.code == ExitCode::Done, pool.error.constData());
    QCOMPARE(pool.object()[u"sku"_s].toString(), u"managedhsm"_s);
}

void TestTokenCommands::listsTokensWithoutAStore()
{
    const QStringList words{ u"hsm"_s, u"list"_s, u"--module"_s, SoftHsm::modulePath() };
    const Outcome listed = m_lines.runPlain(words + QStringList{ u"--json"_s });
    QCOMPARE(listed.code, ExitCode::Done);
    bool isThere = false;
    const QJsonArray modules = listed.array();
    for (const auto& module : modules) {
        const QJsonArray moduleSlots = module[u"slots"_s].toArray();
        for (const auto& slot : moduleSlots) {
            if (slot[u"token"_s][u"label"_s].toString() != SoftHsm::label())
                continue;
            isThere = true;
            QCOMPARE(slot[u"token"_s][u"initialized"_s].toBool(), true);
            QVERIFY(slot[u"mechanisms"_s].toArray().size() > 10);
        }
    }
    QVERIFY(isThere);
    const Outcome text = m_lines.runPlain(words);
    QVERIFY(text.out.contains(SoftHsm::label().toUtf8()) && text.out.contains("ready"));
    QVERIFY(!text.out.contains("RSA-PKCS-PSS"));
    QVERIFY(m_lines.runPlain(words + QStringList{ u"--mechanisms"_s }).out.contains("RSA-PKCS-PSS"));
    // A module that is none says so and hides no others.
    const Outcome bad = m_lines.runPlain({ u"hsm"_s, u"list"_s, u"--module=nowhere/x.so"_s, u"--json"_s });
    QCOMPARE(bad.code, ExitCode::Done);
    QVERIFY(bad.out.contains("problem"));
}

void TestTokenCommands::listsTokensOfAStore()
{
    const Outcome listed
        = m_lines.runAlone({ u"hsm"_s, u"list"_s, u"--module"_s, SoftHsm::modulePath(), u"--json"_s });
    QCOMPARE(listed.code, ExitCode::Done);
    QVERIFY(listed.out.contains(SoftHsm::label().toUtf8()));
    QCOMPARE(say(u"audit list --limit 1 --json"_s).array()[0][u"operation"_s].toString(), u"TokenList"_s);
}

void TestTokenCommands::aVaultNeedsATokenThatOpens_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("error");
    const QString module = u"--hsm-module="_s + SoftHsm::modulePath();
    const QString label = u"--hsm-token="_s + SoftHsm::label();
    QTest::newRow("wrong PIN") << QStringList{ module, label, u"--pin-file=wrong"_s }
                               << int(ExitCode::WrongPassphrase) << u"TokenPinWrong"_s;
    QTest::newRow("no such token") << QStringList{ module, u"--hsm-token=another"_s, u"--pin-file=pin"_s }
                                   << int(ExitCode::NotFound) << u"TokenAbsent"_s;
    QTest::newRow("no such module") << QStringList{ u"--hsm-module=./nowhere.so"_s, label,
                                                    u"--pin-file=pin"_s }
                                    << int(ExitCode::NotFound) << u"TokenAbsent"_s;
    QTest::newRow("no PIN") << QStringList{ module, label } << int(ExitCode::Usage) << u"BadParameter"_s;
    QTest::newRow("no PIN file") << QStringList{ module, label, u"--pin-file=nope"_s }
                                 << int(ExitCode::NotFound) << u"StoreMissing"_s;
}

void TestTokenCommands::aVaultNeedsATokenThatOpens()
{
    QFETCH(QStringList, words);
    QFETCH(int, code);
    QFETCH(QString, error);
    for (const QStringList& make : { QStringList{ u"vault"_s, u"create"_s, u"never"_s, u"--sku=premium"_s },
                                     QStringList{ u"pool"_s, u"create"_s, u"never"_s } }) {
        const Outcome refused = m_lines.run(make + words + QStringList{ u"--json"_s });
        QCOMPARE(int(refused.code), code);
        QCOMPARE(refused.errorCode(), error);
        QVERIFY(!refused.error.contains("4321") && !refused.error.contains(SoftHsm::pinText()));
        QCOMPARE(say(u"vault show never"_s).code, ExitCode::NotFound);
        QCOMPARE(say(u"pool show never"_s).code, ExitCode::NotFound);
    }
    // Leave the token with all its tries.
    QCOMPARE(say(u"hsm pin --vault guarded --pin-file pin"_s).code, ExitCode::Done);
}

void TestTokenCommands::keysOfAPremiumVault()
{
    QCOMPARE(say(u"key create soft --vault guarded --type EC"_s).code, ExitCode::Done);
    const Outcome made = say(u"key create hard --vault guarded --type RSA-HSM --json"_s);
    QVERIFY2(made.code == ExitCode::Done, made.error.constData());
    QCOMPARE(made.object()[u"type"_s].toString(), u"RSA-HSM"_s);
    const Outcome signature = say(u"key sign hard --vault guarded --algorithm PS256 --file pin"_s);
    QCOMPARE(signature.code, ExitCode::Done);
    QCOMPARE(say(u"key verify hard --vault guarded --algorithm PS256 --file pin --signature "_s
                 + QString::fromLatin1(signature.out.trimmed()))
                 .code,
             ExitCode::Done);
    QCOMPARE(say(u"key rotate hard --vault guarded"_s).code, ExitCode::Done);
    QCOMPARE(say(u"key list --vault guarded --versions hard --json"_s).array().size(), 2);
}

void TestTokenCommands::backupsSayWhenATokenIsNeeded()
{
    const auto noteOf = [this](const QString& key) {
        const Outcome done = say(u"key backup %1 --output %2.backup"_s.arg(key, key.section(u' ', 0, 0)));
        return done.code == ExitCode::Done ? done.error : QByteArray("failed: " + done.error);
    };
    const QByteArray sentence = "only while its token has it";
    QVERIFY(!noteOf(u"soft --vault guarded"_s).contains(sentence));
    QVERIFY(noteOf(u"hard --vault guarded"_s).contains(sentence));
    QVERIFY(say(u"key get hard --vault guarded"_s).out.contains(", RSA-HSM 2048, enabled"));
    // Its older versions come back only so, too.
    QCOMPARE(say(u"key create mixed --vault guarded --type EC-HSM"_s).code, ExitCode::Done);
    QCOMPARE(say(u"key create mixed --vault guarded --type EC"_s).code, ExitCode::Done);
    QVERIFY(noteOf(u"mixed --vault guarded"_s).contains(sentence));
}

void TestTokenCommands::namesAreOfBothKinds()
{
    const QStringList pin = token() + QStringList{ u"--pin-file"_s, u"pin"_s };
    const Outcome vault = say(u"vault create Engine"_s);
    QCOMPARE(vault.code, ExitCode::Conflict);
    QCOMPARE(vault.error, QByteArray("strongroom: There is a pool named engine already.\n"));
    const Outcome pool = m_lines.run(QStringList{ u"pool"_s, u"create"_s, u"guarded"_s } + pin);
    QCOMPARE(pool.code, ExitCode::Conflict);
    QCOMPARE(pool.error, QByteArray("strongroom: There is a vault named guarded already.\n"));
}

void TestTokenCommands::importedKeysAreNotRotatedInAToken()
{
    m_lines.write(u"key.jwk"_s, R"({"kty":"EC","crv":"P-256",
        "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})");
    const QString import = u"key import %1 --vault guarded --file key.jwk --json"_s;
    QCOMPARE(say(import.arg(u"brought-soft"_s)).code, ExitCode::Done);
    QCOMPARE(say(u"key rotate brought-soft --vault guarded"_s).code, ExitCode::Done);
    const Outcome brought = say(import.arg(u"brought"_s) + u" --hsm"_s);
    QVERIFY2(brought.code == ExitCode::Done, brought.error.constData());
    QCOMPARE(brought.object()[u"imported"_s].toBool(), true);
    const Outcome rotated = say(u"key rotate brought --vault guarded"_s);
    QCOMPARE(rotated.code, ExitCode::Usage);
    QVERIFY2(rotated.error.contains("A key that was imported into an HSM cannot be rotated"),
             rotated.error.constData());
    QCOMPARE(say(u"key policy set brought --vault guarded --rotate-after P90D"_s).error, rotated.error);
    QCOMPARE(say(u"key policy set brought --vault guarded --notify-before-expiry P30D"_s).code,
             ExitCode::Done);
    QCOMPARE(say(u"key list --vault guarded --versions brought --json"_s).array().size(), 1);
}

void TestTokenCommands::wrappedKeysAreOfTheTypeThatIsSaid()
{
    const Outcome made = say(u"key create kek --vault guarded --type RSA-HSM --operations import --json"_s);
    QVERIFY2(made.code == ExitCode::Done, made.error.constData());
    const auto kek = crypto::readPublicJwk(say(u"key get kek --vault guarded --public jwk"_s).out);
    QVERIFY(kek);
    const auto wrapped = [&](const base::SecureBytes& key) {
        const auto ciphertext = crypto::wrapForTransport(kek->key, crypto::OaepHash::Sha1, key);
        const QJsonObject header{ { u"kid"_s, u"https://guarded.vault.localhost/keys/kek"_s },
                                  { u"alg"_s, u"dir"_s },
                                  { u"enc"_s, u"CKM_RSA_AES_KEY_WRAP"_s } };
        const QJsonObject blob{ { u"schema_version"_s, u"1.0.0"_s },
                                { u"header"_s, header },
                                { u"ciphertext"_s, QString::fromLatin1(base::toBase64Url(*ciphertext)) } };
        return QJsonDocument(blob).toJson();
    };
    m_lines.write(u"ec.byok"_s, wrapped(*crypto::SoftwareKey::generateEc(crypto::Curve::P384)->toStored()));
    m_lines.write(u"rsa.byok"_s, wrapped(*crypto::SoftwareKey::generateRsa(2048, 65537)->toStored()));
    m_lines.write(u"oct.byok"_s, wrapped(base::SecureBytes::copyOf(QByteArray(32, 'k'))));
    const auto import = [this](const QString& file, const QString& options) {
        return say(u"key import partner --vault guarded --json --file "_s + file + options);
    };

    const Outcome unsaid = import(u"ec.byok"_s, u" --byok"_s);
    QCOMPARE(unsaid.code, ExitCode::Usage);
    QVERIFY2(unsaid.error.contains("--type is needed"), unsaid.error.constData());
    const Outcome plain = import(u"ec.byok"_s, {});
    QCOMPARE(plain.code, ExitCode::Usage);
    QVERIFY2(plain.error.contains("--byok and --type are needed"), plain.error.constData());
    QCOMPARE(import(u"ec.byok"_s, u" --byok --type RSA-HSM"_s).code, ExitCode::Usage);
    QCOMPARE(import(u"rsa.byok"_s, u" --byok --type EC-HSM"_s).code, ExitCode::Usage);
    QCOMPARE(import(u"ec.byok"_s, u" --byok --type EC-HSM --curve P-256"_s).code, ExitCode::Usage);
    QCOMPARE(say(u"key get partner --vault guarded"_s).code, ExitCode::NotFound); // nothing came in

    const QJsonObject ec = import(u"ec.byok"_s, u" --byok --type EC-HSM --curve P-384"_s).object();
    QCOMPARE(ec[u"type"_s].toString(), u"EC-HSM"_s);
    QCOMPARE(ec[u"curve"_s].toString(), u"P-384"_s);
    QCOMPARE(ec[u"operations"_s].toArray().size(), 2);
    QCOMPARE(import(u"rsa.byok"_s, u" --byok --type RSA"_s).object()[u"type"_s].toString(), u"RSA-HSM"_s);
    QCOMPARE(import(u"oct.byok"_s, u" --byok --type oct-HSM"_s).object()[u"type"_s].toString(), u"oct-HSM"_s);
}

void TestTokenCommands::keysOfAPool()
{
    const Outcome made = say(u"key create main --pool engine --json"_s);
    QVERIFY2(made.code == ExitCode::Done, made.error.constData());
    QCOMPARE(made.object()[u"type"_s].toString(), u"RSA-HSM"_s);
    QCOMPARE(say(u"key create soft --pool engine --type RSA"_s).code, ExitCode::Usage);
    QCOMPARE(say(u"key create main --vault engine"_s).code, ExitCode::NotFound);
    QCOMPARE(say(u"key get main --pool ENGINE --public pem"_s).code, ExitCode::Done);
    QCOMPARE(say(u"key policy set main --pool engine --rotate-after P7D"_s).code, ExitCode::Usage); // 28 days
    QCOMPARE(say(u"key policy set main --pool engine --rotate-after P28D"_s).code, ExitCode::Done);
    const Outcome shown = say(u"pool show engine --json"_s);
    QCOMPARE(shown.object()[u"keys"_s].toInt(), 1);
    QVERIFY(!shown.object().contains(u"secrets"_s));
    QCOMPARE(say(u"pool list --json"_s).array().size(), 1);
    QCOMPARE(say(u"vault list --json"_s).array().size(), 1);
    QCOMPARE(say(u"vault show engine"_s).code, ExitCode::NotFound);
    QCOMPARE(say(u"secret list --vault engine"_s).code, ExitCode::NotFound);
}

void TestTokenCommands::symmetricKeys()
{
    const Outcome made = say(u"key create aes --pool engine --type oct-HSM --size 256 --json"_s);
    QVERIFY2(made.code == ExitCode::Done, made.error.constData());
    m_lines.write(u"plain"_s, "for the pool");
    const Outcome sealed
        = say(u"key encrypt aes --pool engine --algorithm A256GCM --aad aGk --file plain --json"_s);
    QVERIFY2(sealed.code == ExitCode::Done, sealed.error.constData());
    const QString open
        = u"key decrypt aes --pool engine --algorithm A256GCM --aad %1 --iv %2 --tag %3 --value %4"_s;
    const auto text = [&](const QString& member) { return sealed.object()[member].toString(); };
    QCOMPARE(say(open.arg(u"aGk"_s, text(u"iv"_s), text(u"tag"_s), text(u"value"_s))).out,
             QByteArray("for the pool"));
    QCOMPARE(say(open.arg(u"aGo"_s, text(u"iv"_s), text(u"tag"_s), text(u"value"_s))).code, ExitCode::Usage);
    const Outcome lines = say(u"key encrypt aes --pool engine --algorithm A256GCM --file plain"_s);
    QCOMPARE(lines.out.count('\n'), 3);
    QVERIFY(lines.out.contains("\niv: ") && lines.out.contains("\ntag: "));
}

void TestTokenCommands::rolesOfPools()
{
    QCOMPARE(say(u"app create worker"_s).code, ExitCode::Done);
    const QStringList grant{ u"grant"_s, u"--pool=engine"_s, u"--app=worker"_s };
    const QStringList user{ u"--role"_s, u"Managed HSM Crypto User"_s };
    QCOMPARE(m_lines.run(grant + user).code, ExitCode::Done);
    QCOMPARE(m_lines.run(grant + user + QStringList{ u"--scope=/keys"_s }).code, ExitCode::Done);
    QCOMPARE(m_lines.run(grant + user + QStringList{ u"--scope=/secrets/a"_s }).code, ExitCode::Usage);
    QCOMPARE(m_lines.run(grant + user + QStringList{ u"--revoke"_s }).code, ExitCode::Done);
    QCOMPARE(m_lines.run(grant + QStringList{ u"--role"_s, u"Key Vault Crypto User"_s }).code,
             ExitCode::NotFound);
    QCOMPARE(m_lines.run(grant + QStringList{ u"--permissions"_s, u"keys=get"_s }).code, ExitCode::Usage);
    QCOMPARE(m_lines.run({ u"grant"_s, u"--app=worker"_s, u"--role=x"_s }).code, ExitCode::Usage);
}

void TestTokenCommands::testsTheToken()
{
    for (const QString& where : { u"--vault guarded"_s, u"--pool engine"_s }) {
        const Outcome tested = say(u"hsm test --json "_s + where);
        QVERIFY2(tested.code == ExitCode::Done || tested.code == ExitCode::CheckFailed,
                 tested.error.constData());
        const QJsonArray checks = tested.array();
        QVERIFY(checks.size() > 3);
        bool isGood = true;
        for (const auto& check : checks)
            isGood = isGood && check[u"passed"_s].toBool();
        QCOMPARE(tested.code, isGood ? ExitCode::Done : ExitCode::CheckFailed);
    }
    QVERIFY(say(u"hsm test --vault guarded"_s).out.startsWith("CHECK"));
}

void TestTokenCommands::changesThePin()
{
    QCOMPARE(say(u"hsm pin --pool engine --pin-file wrong"_s).code, ExitCode::WrongPassphrase);
    QCOMPARE(say(u"key rotate main --pool engine"_s).code, ExitCode::Done); // the good one is still known
    QCOMPARE(say(u"hsm pin --pool engine --pin-file -"_s, SoftHsm::pinText()).code, ExitCode::Done);
    QCOMPARE(say(u"key rotate main --pool engine"_s).code, ExitCode::Done);
    // Kept nowhere, it is gone with the process that was given it.
    QCOMPARE(say(u"hsm pin --pool engine --pin-file pin --ask-pin"_s).code, ExitCode::Done);
    const Outcome alone
        = m_lines.runAlone({ u"key"_s, u"rotate"_s, u"main"_s, u"--pool=engine"_s, u"--json"_s });
    QVERIFY(alone.code != ExitCode::Done);
    QCOMPARE(say(u"hsm pin --pool engine --pin-file pin"_s).code, ExitCode::Done);
    QCOMPARE(m_lines.runAlone({ u"key"_s, u"rotate"_s, u"main"_s, u"--pool=engine"_s }).code, ExitCode::Done);
}

void TestTokenCommands::poolsAreDeletedRecoveredAndPurged()
{
    QCOMPARE(say(u"pool delete engine"_s).code, ExitCode::Done);
    QCOMPARE(say(u"pool list --deleted --json"_s).array().size(), 1);
    QCOMPARE(say(u"vault list --deleted --json"_s).array().size(), 0);
    QCOMPARE(say(u"vault recover engine"_s).code, ExitCode::NotFound);
    const Outcome held = say(u"vault create engine"_s);
    QCOMPARE(held.code, ExitCode::Conflict);
    QVERIFY2(held.error.contains("a deleted pool. Recover that pool,"), held.error.constData());
    QCOMPARE(say(u"pool recover engine"_s).code, ExitCode::Done);
    QCOMPARE(say(u"key get main --pool engine"_s).code, ExitCode::Done);
    QCOMPARE(say(u"pool delete engine"_s).code, ExitCode::Done);
    QCOMPARE(say(u"pool purge engine"_s).code, ExitCode::Done);
    QCOMPARE(say(u"pool purge engine"_s).code, ExitCode::NotFound);
    const QByteArray left = SoftHsm::inspected(u"privkey"_s);
    QVERIFY2(!left.contains("engine/main"), left.constData());
}

QTEST_GUILESS_MAIN(TestTokenCommands)
#include "tst_token_commands.moc"
