// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/local_ca.h"

#include "model/crypto/certificate.h"
#include "model/crypto/rsa_signature.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using namespace Qt::StringLiterals;

namespace {

constexpr base::UnixSeconds day = 86400;

void writeFile(const QString& path, QByteArrayView bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes.data(), bytes.size());
}

/// Runs openssl(1), an independent judge as far as its checks are not ours; empty when it agrees.
QString opensslSays(const QStringList& arguments)
{
    QProcess process;
    process.start(u"openssl"_s, arguments);
    process.waitForFinished(30'000);
    return process.exitCode() == 0
        ? QString()
        : QString::fromUtf8(process.readAllStandardError() + process.readAllStandardOutput());
}

} // namespace

class TestLocalCa : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void authorityIsAnAuthority();
    void serverNamesAndDates();
    void thumbprintsAreThoseOfOpenssl();
    void pemAndDerAgree();
    void opensslAcceptsTheChain_data();
    void opensslAcceptsTheChain();
    void authorityCannotVouchForOthers();
    void keyOfAnotherAuthorityIsRefused();
    void garbageIsNoCertificate_data();
    void garbageIsNoCertificate();

private:
    base::UnixSeconds m_now = 0;
    QTemporaryDir m_folder;
    CertificateWithKey m_ca;
    CertificateWithKey m_server;
};

void TestLocalCa::initTestCase()
{
    m_now = QDateTime::currentSecsSinceEpoch();
    auto ca = makeLocalCa(m_now, u"Strongroom test CA"_s);
    QVERIFY(ca);
    m_ca = std::move(*ca);
    auto server = makeServerCertificate(m_ca, m_now);
    QVERIFY(server);
    m_server = std::move(*server);
    writeFile(m_folder.filePath(u"ca.pem"_s), m_ca.certificatePem);
    writeFile(m_folder.filePath(u"server.pem"_s), m_server.certificatePem);
    writeFile(m_folder.filePath(u"server.key"_s), m_server.keyPem.view());
    writeFile(m_folder.filePath(u"ca.key"_s), m_ca.keyPem.view());
}

void TestLocalCa::authorityIsAnAuthority()
{
    const auto certificate = parseCertificate(m_ca.certificatePem);
    QVERIFY(certificate);
    QVERIFY(certificate->isAuthority);
    QCOMPARE(certificate->subjectCommonName, u"Strongroom test CA"_s);
    QVERIFY(certificate->notBefore < m_now);
    QCOMPARE(certificate->notAfter, m_now + 3652 * day);
    QVERIFY(m_ca.keyPem.view().startsWith("-----BEGIN PRIVATE KEY-----"));
}

void TestLocalCa::serverNamesAndDates()
{
    const auto certificate = parseCertificate(m_server.certificatePem);
    QVERIFY(certificate);
    QVERIFY(!certificate->isAuthority);
    for (const QString& name : { u"localhost"_s, u"vault.localhost"_s, u"*.vault.localhost"_s,
                                 u"login.vault.localhost"_s, u"*.managedhsm.localhost"_s })
        QVERIFY2(certificate->dnsNames.contains(name), qPrintable(name));
    QCOMPARE(certificate->ipAddresses,
             QStringList({ u"127.0.0.1"_s, u"0000:0000:0000:0000:0000:0000:0000:0001"_s }));
    QVERIFY(certificate->notAfter - certificate->notBefore <= 397 * day);
    QVERIFY(certificate->notAfter - m_now > 390 * day);
    QVERIFY(certificate->publicKeyPem.startsWith("-----BEGIN PUBLIC KEY-----"));
}

void TestLocalCa::thumbprintsAreThoseOfOpenssl()
{
    const auto certificate = parseCertificate(m_server.certificatePem);
    QVERIFY(certificate);
    QProcess process;
    process.start(u"openssl"_s,
                  { u"x509"_s, u"-in"_s, m_folder.filePath(u"server.pem"_s), u"-noout"_s, u"-fingerprint"_s,
                    u"-sha1"_s });
    QVERIFY(process.waitForFinished());
    const QByteArray sha1 = process.readAllStandardOutput().trimmed();
    QCOMPARE(QByteArray::fromHex(sha1.mid(sha1.indexOf('=') + 1).replace(":", "")),
             certificate->sha1Thumbprint);
    QCOMPARE(certificate->sha256Thumbprint.size(), 32);
}

void TestLocalCa::pemAndDerAgree()
{
    const auto der = certificatePemToDer(m_server.certificatePem);
    QVERIFY(der);
    const auto pem = certificateDerToPem(*der);
    QVERIFY(pem);
    QCOMPARE(*pem, m_server.certificatePem);
    QVERIFY(*parseCertificate(*der) == *parseCertificate(*pem));
    QVERIFY(!certificatePemToDer(*der));
    QVERIFY(!parseCertificate(QByteArray(*der + "x")));
}

void TestLocalCa::opensslAcceptsTheChain_data()
{
    QTest::addColumn<QStringList>("check");
    QTest::newRow("purpose") << QStringList{ u"-purpose"_s, u"sslserver"_s };
    for (const QString& host : { u"localhost"_s, u"team.vault.localhost"_s, u"login.vault.localhost"_s,
                                 u"pool.managedhsm.localhost"_s })
        QTest::addRow("%s", qPrintable(host)) << QStringList{ u"-verify_hostname"_s, host };
    QTest::newRow("IPv4") << QStringList{ u"-verify_ip"_s, u"127.0.0.1"_s };
    QTest::newRow("IPv6") << QStringList{ u"-verify_ip"_s, u"::1"_s };
}

void TestLocalCa::opensslAcceptsTheChain()
{
    QFETCH(QStringList, check);
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        QSKIP("no openssl program");
    const QString said = opensslSays(
        QStringList{ u"verify"_s, u"-x509_strict"_s, u"-CAfile"_s, m_folder.filePath(u"ca.pem"_s) } + check
        + QStringList{ m_folder.filePath(u"server.pem"_s) });
    QVERIFY2(said.isEmpty(), qPrintable(said));
}

void TestLocalCa::authorityCannotVouchForOthers()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        QSKIP("no openssl program");
    const auto at = [this](const QString& name) { return m_folder.filePath(name); };
    const auto verdictOn = [&](const QString& alternativeName) {
        writeFile(at(u"ext"_s), QByteArray("subjectAltName=" + alternativeName.toLatin1() + "\n"));
        QString made = opensslSays({ u"req"_s, u"-new"_s, u"-key"_s, at(u"server.key"_s), u"-subj"_s,
                                     u"/O=x"_s, u"-out"_s, at(u"x.csr"_s) });
        made += opensslSays({ u"x509"_s, u"-req"_s, u"-in"_s, at(u"x.csr"_s), u"-CA"_s, at(u"ca.pem"_s),
                              u"-CAkey"_s, at(u"ca.key"_s), u"-CAcreateserial"_s, u"-extfile"_s, at(u"ext"_s),
                              u"-out"_s, at(u"x.pem"_s) });
        return made.isEmpty() ? opensslSays({ u"verify"_s, u"-CAfile"_s, at(u"ca.pem"_s), at(u"x.pem"_s) })
                              : u"not made: "_s + made;
    };
    QCOMPARE(verdictOn(u"DNS:a.vault.localhost"_s), QString());
    QVERIFY(verdictOn(u"DNS:example.com"_s).contains(u"permitted subtree violation"_s));
    QVERIFY(verdictOn(u"DNS:myvault.vault.azure.net"_s).contains(u"permitted subtree violation"_s));
    QVERIFY(verdictOn(u"DNS:evillocalhost"_s).contains(u"permitted subtree violation"_s));
    QVERIFY(verdictOn(u"IP:10.0.0.1"_s).contains(u"permitted subtree violation"_s));
}

void TestLocalCa::keyOfAnotherAuthorityIsRefused()
{
    auto other = makeLocalCa(m_now, u"other"_s);
    QVERIFY(other);
    QVERIFY(other->certificatePem != m_ca.certificatePem);
    const CertificateWithKey mixed{ m_ca.certificatePem, other->keyPem.clone() };
    QVERIFY(!makeServerCertificate(mixed, m_now));
    QVERIFY(!makeServerCertificate({ {}, {} }, m_now));
}

void TestLocalCa::garbageIsNoCertificate_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("certificate");
    QTest::newRow("empty PEM") << QByteArray("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");
    QTest::newRow("DER of something else") << QByteArray::fromHex("3003020101");
}

void TestLocalCa::garbageIsNoCertificate()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!parseCertificate(bytes));
    QVERIFY(!certificateDerToPem(bytes));
    QVERIFY(!certificatePemToDer(bytes));
}

QTEST_GUILESS_MAIN(TestLocalCa)
#include "tst_local_ca.moc"
