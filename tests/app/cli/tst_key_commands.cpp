// SPDX-License-Identifier: Apache-2.0
#include "tests/app/cli/command_line_fixture.h"

#include "model/base/encodings.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QTest>

using namespace strongroom;
using namespace strongroom::cli;
using namespace Qt::StringLiterals;

namespace {

constexpr char ecJwk[] = R"({"kty":"EC","crv":"P-256",
  "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
  "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
  "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})"; // RFC 7517, appendix A.2

} // namespace

/// Keys from the command line, in software. Tokens: tst_token_commands.
class TestKeyCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void creates_data();
    void creates();
    void refuses_data();
    void refuses();
    void showsVersionsAndStates();
    void printsPublicKeys();
    void signsWhatOpensslVerifies_data();
    void signsWhatOpensslVerifies();
    void verifies();
    void encryptsAndDecrypts();
    void bytesGoThroughFilesAndStreams();
    void importsWhatPeopleHave_data();
    void importsWhatPeopleHave();
    void importErrors();
    void backsUpAndRestores();
    void deletesRecoversAndPurges();
    void rotationPolicies();
    void rightsOnKeys();
    void attestationAuthorities();
    void vaultsAndPoolsAreApart();

private:
    Outcome say(const QString& line, const QByteArray& input = {})
    {
        return m_lines.run(line.split(u' '), input);
    }
    QString versionOf(const QString& name)
    {
        return say(u"key get %1 --vault team --json"_s.arg(name)).object()[u"version"_s].toString();
    }
    bool openssl(const QStringList& arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_lines.path(u"."_s));
        process.start(u"openssl"_s, arguments);
        return process.waitForFinished() && process.exitCode() == 0;
    }

    CommandLines m_lines;
    bool m_hasOpenssl = false;
};

void TestKeyCommands::initTestCase()
{
    QCOMPARE(m_lines.runAlone({ u"store"_s, u"create"_s }).code, ExitCode::Done);
    QCOMPARE(say(u"vault create team"_s).code, ExitCode::Done);
    m_hasOpenssl = openssl({ u"version"_s });
    for (const QString& kind : { u"rsa --type RSA"_s, u"ec --type EC"_s })
        QCOMPARE(say(u"key create %1 --vault team"_s.arg(kind)).code, ExitCode::Done);
}

void TestKeyCommands::creates_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("size"); // or curve
    QTest::addColumn<int>("operations");
    QTest::newRow("default") << QString() << u"RSA"_s << u"2048"_s << 6;
    QTest::newRow("RSA 3072") << u" --type rsa --size 3072"_s << u"RSA"_s << u"3072"_s << 6;
    QTest::newRow("EC") << u" --type EC"_s << u"EC"_s << u"P-256"_s << 2;
    QTest::newRow("P-521") << u" --type EC --curve P-521"_s << u"EC"_s << u"P-521"_s << 2;
    QTest::newRow("P-256K") << u" --type=EC --curve=P-256K"_s << u"EC"_s << u"P-256K"_s << 2;
    QTest::newRow("operations") << u" --type RSA --operations sign,wrapKey"_s << u"RSA"_s << u"2048"_s << 2;
}

void TestKeyCommands::creates()
{
    QFETCH(QString, options);
    const Outcome made
        = say(u"key create made --vault team --json --tag owner=ann --expires 2040-01-01"_s + options);
    QCOMPARE(made.code, ExitCode::Done);
    const QJsonObject key = made.object();
    QTEST(key[u"type"_s].toString(), "type");
    const QString size
        = key.contains(u"curve"_s) ? key[u"curve"_s].toString() : QString::number(key[u"size"_s].toInt());
    QTEST(size, "size");
    QTEST(int(key[u"operations"_s].toArray().size()), "operations");
    QCOMPARE(key[u"tags"_s][u"owner"_s].toString(), u"ann"_s);
    QCOMPARE(key[u"expires"_s].toString(), u"2040-01-01T00:00:00Z"_s);
    QCOMPARE(key[u"enabled"_s].toBool(), true);
    QCOMPARE(key[u"version"_s].toString(), versionOf(u"MADE"_s));
}

void TestKeyCommands::refuses_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("code");
    const auto row = [](const char* line, ExitCode code) {
        QTest::newRow(line) << QString::fromLatin1(line) << int(code);
    };
    row("key create a", ExitCode::Usage); // where?
    row("key create a --vault team --pool team", ExitCode::Usage);
    row("key create a_b --vault team", ExitCode::Usage);
    row("key create a --vault nope", ExitCode::NotFound);
    row("key create a --pool team", ExitCode::NotFound);
    row("key create a --vault team --type OKP", ExitCode::Usage);
    row("key create a --vault team --type RSA --size many", ExitCode::Usage);
    row("key create a --vault team --type RSA --size 1024", ExitCode::Usage);
    row("key create a --vault team --type EC --curve P-224", ExitCode::Usage);
    row("key create a --vault team --type EC --operations encrypt", ExitCode::Usage);
    row("key create a --vault team --operations fly", ExitCode::Usage);
    row("key create a --vault team --type RSA-HSM", ExitCode::Usage); // a standard vault
    row("key create a --vault team --expires soon", ExitCode::Usage);
    row("key create a --vault team --release-policy nope", ExitCode::NotFound);
    row("key get nope --vault team", ExitCode::NotFound);
    row("key get rsa --vault team --version 12", ExitCode::Usage);
    row("key get rsa --vault team --public text", ExitCode::Usage);
    row("key recover nope --vault team", ExitCode::NotFound);
    row("key rotate nope --vault team", ExitCode::NotFound);
    row("key backup rsa --vault team", ExitCode::Usage); // where to?
    row("key restore --vault team", ExitCode::Usage);
    row("key restore --vault team --file pass", ExitCode::Usage); // no backup
    row("key import a --vault team", ExitCode::Usage);
    row("key import a --vault team --file nope", ExitCode::NotFound);
    row("key import a --vault team --file pass", ExitCode::Usage); // no key
    row("key import a --vault team --file pass --password x", ExitCode::Usage); // on the command line
    row("key import a --vault team --file pass --type RSA", ExitCode::Usage); // the file says it
    row("key import a --vault team --file pass --curve P-256", ExitCode::Usage);
    row("key import a --vault team --file pass --byok", ExitCode::Usage); // of which type?
    row("key import a --vault team --file pass --byok --type OKP", ExitCode::Usage);
    row("key import a --vault team --file pass --byok --type RSA-HSM --curve P-256", ExitCode::Usage);
    row("key import a --vault team --file pass --byok --type EC-HSM --curve P-224", ExitCode::Usage);
    row("key import a --vault team --file nope --byok --type EC-HSM", ExitCode::NotFound);
    row("key import a --vault team --file pass --byok --type EC-HSM --password-file pass", ExitCode::Usage);
    row("key sign rsa --vault team --file pass", ExitCode::Usage); // which algorithm?
    row("key sign rsa --vault team --algorithm RSA-OAEP --file pass", ExitCode::Usage);
    row("key sign rsa --vault team --algorithm ES256 --file pass", ExitCode::Usage); // of EC keys
    row("key sign rsa --vault team --algorithm RS256", ExitCode::Usage);
    row("key sign rsa --vault team --algorithm RS256 --digest AAAA", ExitCode::Usage);
    row("key sign rsa --vault team --algorithm RS256 --digest A! ", ExitCode::Usage);
    row("key sign rsa --vault team --algorithm RS256 --file pass --digest AAAA", ExitCode::Usage);
    row("key sign rsa --vault team --algorithm RS256 --file nope", ExitCode::NotFound);
    row("key sign rsa --vault team --algorithm RSNULL --file pass", ExitCode::Usage);
    row("key verify rsa --vault team --algorithm RS256 --file pass", ExitCode::Usage);
    row("key encrypt rsa --vault team --algorithm RS256 --file pass", ExitCode::Usage);
    row("key encrypt rsa --vault team --algorithm A128KW --file pass", ExitCode::Usage);
    row("key wrap rsa --vault team --algorithm A256GCM --file pass", ExitCode::Usage);
    row("key encrypt rsa --vault team --algorithm RSA-OAEP --value secret", ExitCode::Usage);
    row("key decrypt rsa --vault team --algorithm RSA-OAEP --value AAAA", ExitCode::Usage);
    row("key policy show nope --vault team", ExitCode::NotFound);
    row("key policy set rsa --vault team", ExitCode::Usage);
    row("key policy set rsa --vault team --rotate-after soon", ExitCode::Usage);
    row("key policy set rsa --vault team --rotate-after P3D", ExitCode::Usage);
    row("key policy set rsa --vault team --rotate-after P30D --clear", ExitCode::Usage);
    row("vault create a-pool --sku managedhsm", ExitCode::Usage);
    row("vault create abc --hsm-token t --hsm-module m --pin-file pass", ExitCode::Usage); // standard
    row("vault create abc --sku premium --hsm-token t --pin-file pass", ExitCode::Usage);
    row("vault create abc --sku premium --hsm-token t --hsm-module m", ExitCode::Usage); // no PIN
    row("vault create abc --sku premium --hsm-token t --hsm-module m --pin 1234", ExitCode::Usage);
    row("pool create abc", ExitCode::Usage);
    row("hsm test --vault team", ExitCode::NotFound); // it has no token
    row("hsm pin --vault team --pin-file pass", ExitCode::NotFound);
}

void TestKeyCommands::refuses()
{
    QFETCH(QString, line);
    const Outcome refused = say(line.trimmed());
    QTEST(int(refused.code), "code");
    QVERIFY(refused.out.isEmpty());
    QVERIFY(refused.error.startsWith("strongroom: "));
    QCOMPARE(refused.error.count('\n'), 1);
}

void TestKeyCommands::showsVersionsAndStates()
{
    QCOMPARE(say(u"key create turned --vault team --type EC"_s).code, ExitCode::Done);
    const QString first = versionOf(u"turned"_s);
    const Outcome rotated = say(u"key rotate turned --vault team --json"_s);
    QCOMPARE(rotated.code, ExitCode::Done);
    QVERIFY(rotated.object()[u"version"_s].toString() != first);
    QCOMPARE(say(u"key list --vault team --versions turned --json"_s).array().size(), 2);
    QCOMPARE(say(u"key get turned --vault team --json --version %1"_s.arg(first)).object()[u"version"_s],
             QJsonValue(first));

    QCOMPARE(say(u"key disable turned --vault team"_s).code, ExitCode::Done);
    QCOMPARE(say(u"key sign turned --vault team --algorithm ES256 --file pass"_s).code, ExitCode::Refused);
    QCOMPARE(
        say(u"key sign turned --vault team --algorithm ES256 --file pass --version %1"_s.arg(first)).code,
        ExitCode::Done);
    QCOMPARE(say(u"key enable turned --vault team"_s).code, ExitCode::Done);
    QCOMPARE(say(u"key sign turned --vault team --algorithm ES256 --file pass"_s).code, ExitCode::Done);
    const Outcome shown = say(u"key get turned --vault team"_s);
    QVERIFY2(shown.out.contains(", EC P-256, enabled"), shown.out.constData());
    const Outcome list = say(u"key list --vault team"_s);
    QVERIFY(list.out.startsWith("NAME"));
    QVERIFY(list.out.contains("EC P-256") && list.out.contains("RSA 2048"));
    QVERIFY(say(u"vault show team"_s).out.contains(" keys, 0 deleted"));
}

void TestKeyCommands::printsPublicKeys()
{
    QVERIFY(say(u"key get rsa --vault team --public pem"_s).out.startsWith("-----BEGIN PUBLIC KEY-----\n"));
    QVERIFY(say(u"key get ec --vault team --public ssh"_s).out.startsWith("ecdsa-sha2-nistp256 "));
    const QJsonObject jwk = say(u"key get ec --vault team --public jwk"_s).object();
    QCOMPARE(jwk[u"kty"_s].toString(), u"EC"_s);
    QVERIFY(!jwk.contains(u"d"_s));
    const QJsonObject both = say(u"key get rsa --vault team --public pem --json"_s).object();
    QVERIFY(both[u"publicKey"_s].toString().startsWith("-----BEGIN"_L1));
    QCOMPARE(both[u"size"_s].toInt(), 2048);
    QCOMPARE(say(u"key get rsa --vault team --public pem --output rsa.pem"_s).out, QByteArray());
    QVERIFY(m_lines.read(u"rsa.pem"_s).startsWith("-----BEGIN PUBLIC KEY-----"));
}

void TestKeyCommands::signsWhatOpensslVerifies_data()
{
    QTest::addColumn<QString>("algorithm");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("RS256") << u"RS256"_s << QStringList{ u"-sha256"_s };
    QTest::newRow("RS512") << u"RS512"_s << QStringList{ u"-sha512"_s };
    QTest::newRow("PS384") << u"PS384"_s
                           << QStringList{ u"-sha384"_s, u"-sigopt"_s, u"rsa_padding_mode:pss"_s,
                                           u"-sigopt"_s, u"rsa_pss_saltlen:digest"_s };
}

void TestKeyCommands::signsWhatOpensslVerifies()
{
    if (!m_hasOpenssl)
        QSKIP("the openssl program is not installed");
    QFETCH(QString, algorithm);
    QFETCH(QStringList, options);
    m_lines.write(u"message"_s, QByteArray(3'000'000, 'm'));
    QCOMPARE(say(u"key get rsa --vault team --public pem --output rsa.pem"_s).code, ExitCode::Done);
    QCOMPARE(
        say(u"key sign rsa --vault team --file message --output signature --algorithm "_s + algorithm).code,
        ExitCode::Done);
    QVERIFY(
        openssl(QStringList{ u"dgst"_s } + options
                + QStringList{ u"-verify"_s, u"rsa.pem"_s, u"-signature"_s, u"signature"_s, u"message"_s }));
}

void TestKeyCommands::verifies()
{
    m_lines.write(u"text"_s, "the text");
    const Outcome made = say(u"key sign ec --vault team --algorithm ES256 --file text"_s);
    QCOMPARE(made.code, ExitCode::Done);
    const QString signature = QString::fromLatin1(made.out.trimmed());
    QCOMPARE(base::fromBase64Url(signature.toLatin1())->size(), 64);

    // The same message: a file, standard input, and its digest in two forms.
    const QByteArray digest = QCryptographicHash::hash("the text", QCryptographicHash::Sha256);
    const QString check = u"key verify ec --vault team --algorithm ES256 --signature %1 "_s.arg(signature);
    QCOMPARE(say(check + u"--file text"_s).code, ExitCode::Done);
    QCOMPARE(say(check + u"--file -"_s, "the text").code, ExitCode::Done);
    QCOMPARE(say(check + u"--digest "_s + QString::fromLatin1(digest.toHex())).code, ExitCode::Done);
    QCOMPARE(say(check + u"--digest "_s + QString::fromLatin1(base::toBase64Url(digest))).code,
             ExitCode::Done);

    const Outcome bad = say(check + u"--file - --json"_s, "another text");
    QCOMPARE(bad.code, ExitCode::CheckFailed);
    QCOMPARE(bad.object()[u"valid"_s].toBool(true), false);
    QVERIFY(bad.error.isEmpty());
    QCOMPARE(say(u"key verify ec --vault team --algorithm ES256 --signature AAAA --file text"_s).code,
             ExitCode::CheckFailed);
    m_lines.write(u"signature"_s, *base::fromBase64Url(signature.toLatin1()));
    QCOMPARE(
        say(u"key verify ec --vault team --algorithm ES256 --signature-file signature --file text"_s).code,
        ExitCode::Done);

    const Outcome json = say(u"key sign ec --vault team --algorithm ES256 --file text --json"_s);
    QCOMPARE(json.object()[u"version"_s].toString(), versionOf(u"ec"_s));
    QCOMPARE(json.object()[u"algorithm"_s].toString(), u"ES256"_s);
    // The audit log says which version and algorithm, and no more.
    const QString version = versionOf(u"ec"_s);
    const Outcome log = say(u"audit list --vault team --object ec --operation KeySign --limit 1 --json"_s);
    QCOMPARE(log.array().size(), 1);
    QCOMPARE(log.array().at(0)[u"version"_s].toString(), version);
    QCOMPARE(log.array().at(0)[u"algorithm"_s].toString(), u"ES256"_s);
    QVERIFY(!log.out.contains(signature.toLatin1()));
}

void TestKeyCommands::encryptsAndDecrypts()
{
    for (const auto& [to, from] :
         { std::pair{ u"encrypt"_s, u"decrypt"_s }, std::pair{ u"wrap"_s, u"unwrap"_s } }) {
        const QString where = u" rsa --vault team --algorithm RSA-OAEP-256 "_s;
        const Outcome made = say(u"key "_s + to + where + u"--file -"_s, QByteArray("\0\xff plain\n", 9));
        QCOMPARE(made.code, ExitCode::Done);
        const QString value = QString::fromLatin1(made.out.trimmed());
        QCOMPARE(base::fromBase64Url(value.toLatin1())->size(), 256);
        const Outcome opened = say(u"key "_s + from + where + u"--value "_s + value);
        QCOMPARE(opened.code, ExitCode::Done);
        QCOMPARE(opened.out, QByteArray("\0\xff plain\n", 9));
        const Outcome json = say(u"key "_s + from + where + u"--json --value "_s + value);
        QCOMPARE(*base::fromBase64Url(json.object()[u"value"_s].toString().toLatin1()),
                 QByteArray("\0\xff plain\n", 9));
        // Every failure is the same one.
        const QString other = (value.startsWith(u'B') ? u'C' : u'B') + value.mid(1);
        QCOMPARE(say(u"key "_s + from + where + u"--value "_s + other).code, ExitCode::Usage);
    }
}

void TestKeyCommands::bytesGoThroughFilesAndStreams()
{
    m_lines.write(u"plain"_s, "for files");
    QCOMPARE(say(u"key encrypt rsa --vault team --algorithm RSA-OAEP --file plain --output cipher"_s).out,
             QByteArray());
    QCOMPARE(m_lines.read(u"cipher"_s).size(), 256);
    const Outcome json
        = say(u"key decrypt rsa --vault team --algorithm RSA-OAEP --file cipher --output opened --json"_s);
    QCOMPARE(json.code, ExitCode::Done);
    QVERIFY(!json.object().contains(u"value"_s));
    QCOMPARE(m_lines.read(u"opened"_s), QByteArray("for files"));
    QCOMPARE(QFile::permissions(m_lines.path(u"opened"_s)) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    QCOMPARE(
        say(u"key decrypt rsa --vault team --algorithm RSA-OAEP --file -"_s, m_lines.read(u"cipher"_s)).out,
        QByteArray("for files"));
}

void TestKeyCommands::importsWhatPeopleHave_data()
{
    QTest::addColumn<QStringList>("openssl"); // what makes the file "key"; empty: it is there
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("type");
    const QString rsa = u"rsa_keygen_bits:2048"_s;
    QTest::newRow("JWK") << QStringList() << u"--file jwk"_s << u"EC"_s;
    QTest::newRow("PEM") << QStringList{ u"genpkey"_s, u"-algorithm"_s, u"RSA"_s, u"-pkeyopt"_s,
                                         rsa,          u"-out"_s,       u"key"_s }
                         << u"--file key"_s << u"RSA"_s;
    QTest::newRow("DER") << QStringList{ u"genpkey"_s, u"-algorithm"_s, u"RSA"_s,      u"-pkeyopt"_s, rsa,
                                         u"-out"_s,    u"key"_s,        u"-outform"_s, u"DER"_s }
                         << u"--file key"_s << u"RSA"_s;
    QTest::newRow("encrypted PEM") << QStringList{ u"genpkey"_s,
                                                   u"-algorithm"_s,
                                                   u"EC"_s,
                                                   u"-pkeyopt"_s,
                                                   u"ec_paramgen_curve:P-384"_s,
                                                   u"-aes-256-cbc"_s,
                                                   u"-pass"_s,
                                                   u"file:password"_s,
                                                   u"-out"_s,
                                                   u"key"_s }
                                   << u"--file key --password-file password"_s << u"EC"_s;
}

void TestKeyCommands::importsWhatPeopleHave()
{
    QFETCH(QStringList, openssl);
    QFETCH(QString, options);
    m_lines.write(u"jwk"_s, ecJwk);
    m_lines.write(u"password"_s, "let me in\n");
    if (!openssl.isEmpty()) {
        if (!m_hasOpenssl)
            QSKIP("the openssl program is not installed");
        QVERIFY(this->openssl(openssl));
    }
    const Outcome made = say(u"key import brought --vault team --json --operations sign,verify "_s + options);
    QVERIFY2(made.code == ExitCode::Done, made.error.constData());
    QTEST(made.object()[u"type"_s].toString(), "type");
    QCOMPARE(made.object()[u"operations"_s].toArray().size(), 2);
}

void TestKeyCommands::importErrors()
{
    m_lines.write(u"jwk"_s, ecJwk);
    QCOMPARE(say(u"key import streamed --vault team --file -"_s, ecJwk).code, ExitCode::Done);
    QCOMPARE(say(u"key get streamed --vault team --public jwk"_s).object()[u"x"_s].toString(),
             u"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"_s);
    QCOMPARE(say(u"key import token --vault team --file jwk --hsm"_s).code, ExitCode::Usage);
    if (!m_hasOpenssl)
        QSKIP("the openssl program is not installed");
    m_lines.write(u"password"_s, "let me in\n");
    m_lines.write(u"wrong"_s, "let them in\n");
    QVERIFY(openssl({ u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-keyout"_s, u"k"_s,
                      u"-out"_s, u"c"_s, u"-subj"_s, u"/CN=a"_s }));
    QVERIFY(openssl({ u"pkcs12"_s, u"-export"_s, u"-inkey"_s, u"k"_s, u"-in"_s, u"c"_s, u"-out"_s, u"pfx"_s,
                      u"-passout"_s, u"file:password"_s }));
    const QString import = u"key import from-pfx --vault team --json --file "_s;
    const Outcome wrong = say(import + u"pfx --password-file wrong"_s);
    QCOMPARE(wrong.code, ExitCode::Usage);
    QVERIFY(!wrong.error.contains("let them in"));
    QCOMPARE(say(import + u"pfx"_s).code, ExitCode::Usage);
    QCOMPARE(say(import + u"c"_s).code, ExitCode::Usage); // only a certificate
    QCOMPARE(say(import + u"pfx --password-file password"_s).object()[u"size"_s].toInt(), 2048);
    // Password and key from one standard input, the password first.
    QCOMPARE(say(import + u"- --password-file -"_s, "let me in\n" + m_lines.read(u"pfx"_s)).code,
             ExitCode::Done);
}

void TestKeyCommands::backsUpAndRestores()
{
    QCOMPARE(say(u"vault create other"_s).code, ExitCode::Done);
    QCOMPARE(say(u"key create kept --vault team --type EC"_s).code, ExitCode::Done);
    const QString version = versionOf(u"kept"_s);
    const Outcome backup = say(u"key backup kept --vault team --output kept.backup"_s);
    QCOMPARE(backup.code, ExitCode::Done);
    // There is no token: nothing is said of one.
    QVERIFY2(backup.error.endsWith("kept is backed up with all its versions.\n"), backup.error.constData());
    QCOMPARE(say(u"key restore --vault team --file kept.backup"_s).code, ExitCode::Conflict);
    QCOMPARE(say(u"key restore --vault other --file -"_s, m_lines.read(u"kept.backup"_s)).code,
             ExitCode::Done);
    QCOMPARE(say(u"key get kept --vault other --json"_s).object()[u"version"_s].toString(), version);
}

void TestKeyCommands::deletesRecoversAndPurges()
{
    QCOMPARE(say(u"key create short-lived --vault team --type EC"_s).code, ExitCode::Done);
    const auto on
        = [this](const QString& word) { return say(u"key %1 short-lived --vault team"_s.arg(word)).code; };
    const Outcome deleted = say(u"key delete short-lived --vault team --json"_s);
    QCOMPARE(deleted.code, ExitCode::Done);
    QVERIFY(!deleted.object()[u"scheduledPurge"_s].toString().isEmpty());
    QCOMPARE(on(u"get"_s), ExitCode::NotFound);
    QCOMPARE(on(u"create"_s), ExitCode::Conflict);
    QCOMPARE(say(u"key list --vault team --deleted --json"_s).array().size(), 1);
    QVERIFY(say(u"key list --vault team --deleted"_s).out.contains("short-lived"));
    QCOMPARE(on(u"recover"_s), ExitCode::Done);
    QCOMPARE(on(u"purge"_s), ExitCode::NotFound);
    QCOMPARE(on(u"delete"_s), ExitCode::Done);
    QCOMPARE(on(u"purge"_s), ExitCode::Done);
    QCOMPARE(on(u"recover"_s), ExitCode::NotFound);
}

void TestKeyCommands::rotationPolicies()
{
    QCOMPARE(say(u"key policy show rsa --vault team"_s).out,
             QByteArray("Notify P30D before a version ends\n"));
    const Outcome set = say(u"key policy set rsa --vault team --rotate-after P90D --expiry P1Y --json"_s);
    QCOMPARE(set.code, ExitCode::Done);
    const QJsonArray actions = set.object()[u"actions"_s].toArray();
    QCOMPARE(actions.size(), 2); // the notice is added
    QCOMPARE(actions[0][u"action"_s].toString(), u"Rotate"_s);
    QCOMPARE(actions[0][u"timeAfterCreate"_s].toString(), u"P90D"_s);
    QCOMPARE(set.object()[u"expiryTime"_s].toString(), u"P1Y"_s);
    QVERIFY(!set.object()[u"created"_s].toString().isEmpty());
    const Outcome again = say(
        u"key policy set rsa --vault team --rotate-before-expiry P2M --notify-before-expiry P20D --expiry P2Y"_s);
    QCOMPARE(again.out,
             QByteArray("Rotate P2M before a version ends\nNotify P20D before a version ends\n"
                        "New versions end after P2Y\n"));
    QCOMPARE(say(u"key rotate rsa --vault team"_s).code, ExitCode::Done);
    QVERIFY(!say(u"key get rsa --vault team --json"_s).object()[u"expires"_s].toString().isEmpty());
    QCOMPARE(say(u"key policy set rsa --vault team --clear"_s).code, ExitCode::Done);
}

void TestKeyCommands::rightsOnKeys()
{
    QCOMPARE(say(u"app create signer"_s).code, ExitCode::Done);
    const QStringList role{ u"grant"_s, u"--app=signer"_s, u"--vault=team"_s, u"--role"_s,
                            u"Key Vault Crypto User"_s };
    const QStringList scope{ u"--scope=/keys/rsa"_s };
    QCOMPARE(m_lines.run(role + scope).code, ExitCode::Done);
    QCOMPARE(m_lines.run(role + scope).code, ExitCode::Conflict);
    QCOMPARE(m_lines.run(role + QStringList{ u"--scope=/keys"_s }).code, ExitCode::Usage);
    QCOMPARE(m_lines.run(role + QStringList{ u"--revoke"_s }).code, ExitCode::NotFound);
    QCOMPARE(m_lines.run(role + scope + QStringList{ u"--revoke"_s }).code, ExitCode::Done);
    QCOMPARE(m_lines
                 .run({ u"grant"_s, u"--app=signer"_s, u"--vault=team"_s, u"--role"_s,
                        u"Managed HSM Crypto User"_s })
                 .code,
             ExitCode::NotFound);
    const QString policy = u"grant --app signer --vault team --permissions "_s;
    QCOMPARE(say(policy + u"keys=get,sign,wrapKey,getrotationpolicy secrets=get"_s).code, ExitCode::Done);
    QCOMPARE(say(policy + u"keys=fly"_s).code, ExitCode::Usage);
    QCOMPARE(say(policy + u"keys=get --scope /keys/rsa"_s).code, ExitCode::Usage);
}

void TestKeyCommands::attestationAuthorities()
{
    const QString issuer = u"https://attest.example"_s;
    QCOMPARE(say(u"authority list --json"_s).array().size(), 0);
    m_lines.write(u"keys.json"_s,
                  R"({"keys":[{"kty":"EC","crv":"P-256","kid":"1","use":"sig",
                  "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                  "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]})");
    m_lines.write(u"none.json"_s, R"({"keys":[]})");
    QCOMPARE(say(u"authority set %1"_s.arg(issuer)).code, ExitCode::Usage);
    QCOMPARE(say(u"authority set %1 --jwks none.json"_s.arg(issuer)).code, ExitCode::Usage);
    QCOMPARE(say(u"authority set http://attest.example --jwks keys.json"_s).code, ExitCode::Usage);
    QCOMPARE(say(u"authority set %1 --jwks keys.json"_s.arg(issuer)).code, ExitCode::Done);
    const QJsonArray list = say(u"authority list --json"_s).array();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list[0][u"issuer"_s].toString(), issuer);
    QCOMPARE(say(u"authority remove %1"_s.arg(issuer)).code, ExitCode::Done);
    QCOMPARE(say(u"authority remove %1"_s.arg(issuer)).code, ExitCode::NotFound);
}

void TestKeyCommands::vaultsAndPoolsAreApart()
{
    QCOMPARE(say(u"pool list --json"_s).array().size(), 0);
    QCOMPARE(say(u"pool show team"_s).code, ExitCode::NotFound);
    QCOMPARE(say(u"pool delete team"_s).code, ExitCode::NotFound);
    QCOMPARE(say(u"secret set a --pool team --file -"_s, "x").code, ExitCode::Usage); // pools hold keys
}

QTEST_GUILESS_MAIN(TestKeyCommands)
#include "tst_key_commands.moc"
