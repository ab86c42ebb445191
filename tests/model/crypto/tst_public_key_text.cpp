// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/key_file.h"
#include "model/crypto/public_key_text.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using namespace Qt::StringLiterals;

namespace {

/// What the program makes of `input`; empty when it fails or is not there.
QByteArray outputOf(const QString& program, const QStringList& arguments, const QByteArray& input = {})
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForStarted())
        return {};
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
}

SoftwareKey keyOf(const QString& kind)
{
    return kind == u"RSA"_s ? SoftwareKey::generateRsa(2048, 65537).value()
                            : SoftwareKey::generateEc(*curveFromText(kind)).value();
}

} // namespace

class PublicKeyTextTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pemIsWhatOpensslWrites_data() { kinds({ "RSA", "P-256", "P-384", "P-521", "P-256K" }); }
    void pemIsWhatOpensslWrites()
    {
        QFETCH(QString, kind);
        const SoftwareKey key = keyOf(kind);
        const auto pem = publicKeyPem(key.publicKey());
        QVERIFY(pem->startsWith("-----BEGIN PUBLIC KEY-----\n"));
        const base::SecureBytes stored = *key.toStored();
        const QByteArray outside = outputOf(u"openssl"_s, { u"pkey"_s, u"-inform"_s, u"DER"_s, u"-pubout"_s },
                                            stored.view().toByteArray());
        if (outside.isEmpty())
            QSKIP("the openssl program is not installed");
        QCOMPARE(*pem, outside);
    }

    void sshLineIsWhatSshReads_data() { kinds({ "RSA", "P-256", "P-384", "P-521" }); }
    void sshLineIsWhatSshReads()
    {
        QFETCH(QString, kind);
        const SoftwareKey key = keyOf(kind);
        const auto line = openSshLine(key.publicKey(), u"a vault's\nkey"_s);
        QVERIFY(line->endsWith(" a vault's key"));
        QVERIFY(!line->contains('\n'));
        QTemporaryDir folder;
        QFile file(folder.filePath(u"key.pub"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(*line + '\n');
        file.close();
        const QByteArray back
            = outputOf(u"ssh-keygen"_s, { u"-e"_s, u"-m"_s, u"PKCS8"_s, u"-f"_s, file.fileName() });
        if (back.isEmpty())
            QSKIP("ssh-keygen is not installed");
        QCOMPARE(back, *publicKeyPem(key.publicKey()));
    }

    void sshLineOfAPublishedKey()
    {
        // "ssh-ed25519" and the like aside, RFC 4253 leaves one form: type, exponent, modulus.
        PublicKey key;
        key.n = QByteArray(256, '\xff');
        key.e = QByteArray::fromHex("010001");
        key.bits = 2048;
        const QByteArray blob = QByteArray::fromBase64(openSshLine(key, {})->mid(8));
        QCOMPARE(blob.left(11), QByteArray("\0\0\0\7ssh-rsa", 11));
        QCOMPARE(blob.mid(11, 7), QByteArray("\0\0\0\3\1\0\1", 7));
        QCOMPARE(blob.mid(18, 5), QByteArray("\0\0\1\1\0", 5)); // one zero before the first bit
    }

    void saysWhatItCannotWrite()
    {
        QCOMPARE(openSshLine(keyOf(u"P-256K"_s).publicKey(), {}).error().code, base::ErrorCode::NotSupported);
        const auto oct = SoftwareKey::generateOct(256);
        QCOMPARE(openSshLine(oct->publicKey(), {}).error().code, base::ErrorCode::BadParameter);
        QCOMPARE(publicKeyPem(oct->publicKey()).error().code, base::ErrorCode::BadParameter);
    }

private:
    static void kinds(std::initializer_list<const char*> names)
    {
        QTest::addColumn<QString>("kind");
        for (const char* name : names)
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void readsWhatItWrites_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto& kind : { u"RSA"_s, u"P-256"_s, u"P-384"_s, u"P-521"_s, u"P-256K"_s })
            QTest::newRow(qPrintable(kind)) << kind;
    }
    void readsWhatItWrites()
    {
        QFETCH(QString, kind);
        const SoftwareKey key = keyOf(kind);
        const auto read = readPublicKeyPem(*publicKeyPem(key.publicKey()));
        QVERIFY(read);
        QCOMPARE(*read, key.publicKey());
    }
    void readsCertificates()
    {
        QTemporaryDir folder;
        const QString keyFile = folder.filePath(u"key.pem"_s);
        const QByteArray certificate
            = outputOf(u"openssl"_s,
                       { u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-subj"_s,
                         u"/CN=holder"_s, u"-keyout"_s, keyFile });
        if (certificate.isEmpty())
            QSKIP("openssl is not installed.");
        const QByteArray publicKey = outputOf(u"openssl"_s, { u"pkey"_s, u"-in"_s, keyFile, u"-pubout"_s });
        const auto read = readPublicKeyPem(QByteArray("some words\n" + certificate));
        QVERIFY(read);
        QCOMPARE(*read, *readPublicKeyPem(publicKey));
    }
    void refusesWhatIsNoPublicKey()
    {
        QVERIFY(!readPublicKeyPem({}));
        QVERIFY(!readPublicKeyPem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
        QVERIFY(!readPublicKeyPem("nothing"));
    }
};

QTEST_GUILESS_MAIN(PublicKeyTextTest)
#include "tst_public_key_text.moc"
