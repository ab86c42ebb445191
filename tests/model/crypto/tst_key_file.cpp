// SPDX-License-Identifier: Apache-2.0
// Key files of Debian's python3-cryptography-vectors, and files made here by the openssl program.
#include "model/crypto/key_file.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using namespace Qt::StringLiterals;

namespace {

const QString vectors = u"/usr/lib/python3/dist-packages/cryptography_vectors/"_s;

base::SecureBytes secret(const QByteArray& bytes) { return base::SecureBytes::copyOf(bytes); }

QByteArray contentOfFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// "RSA 2048", "P-256", "oct 128", or the sentence of the error.
QString outcomeOf(const base::Result<SoftwareKey>& key)
{
    if (!key)
        return key.error().message;
    const PublicKey& part = key->publicKey();
    if (part.curve)
        return toText(*part.curve);
    return (part.type == KeyType::Rsa ? u"RSA %1"_s : u"oct %1"_s).arg(part.bits);
}

const QString sizes = u"RSA keys must have 2048, 3072 or 4096 bits."_s;
const QString curves = u"The curve must be P-256, P-384, P-521 or P-256K."_s;
const QString types = u"Only RSA and elliptic-curve keys can be imported."_s;
const QString needsPassword = u"The file is protected by a password."_s;
const QString wrongPassword = u"The password of the file is wrong."_s;

} // namespace

class KeyFileTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPublishedFiles_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<int>("form");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char* file, const char* password, KeyFileForm form,
                            const QString& outcome) {
            QTest::addRow("%s (%s)", file, password)
                << QString::fromLatin1(file) << QByteArray(password) << static_cast<int>(form) << outcome;
        };
        using enum KeyFileForm;
        // A key of 1024 bits is refused for its size only after it has been decrypted.
        row("asymmetric/PKCS8/ec_private_key.pem", "", Pem, u"P-256"_s);
        row("asymmetric/PKCS8/ecc_private_with_rfc5915_ext.pem", "", Pem, u"P-256"_s);
        row("asymmetric/PKCS8/ec_private_key_encrypted.pem", "123456", EncryptedPem, u"P-256"_s);
        row("asymmetric/PKCS8/ec_private_key_encrypted.pem", "", EncryptedPem, needsPassword);
        row("asymmetric/PKCS8/ec_private_key_encrypted.pem", "1234567", EncryptedPem, wrongPassword);
        row("asymmetric/PKCS8/private.pem", "", Pem, curves);
        row("asymmetric/PKCS8/unenc-rsa-pkcs8.pem", "", Pem, sizes);
        row("asymmetric/PKCS8/enc-rsa-pkcs8.pem", "foobar", EncryptedPem, sizes);
        row("asymmetric/PKCS8/enc2-rsa-pkcs8.pem", "baz", EncryptedPem, sizes);
        row("asymmetric/PKCS8/pkcs12_s2k_pem-X_9607.pem", "123456", EncryptedPem, sizes);
        row("asymmetric/PKCS8/pkcs12_s2k_pem-X_9671.pem", "123456", EncryptedPem, sizes);
        row("asymmetric/PKCS8/pkcs12_s2k_pem-X_9926.pem", "123456", EncryptedPem, sizes);
        row("asymmetric/PKCS8/pkcs12_s2k_pem-X_9929.pem", "123456", EncryptedPem, sizes);
        row("asymmetric/PKCS8/nodompar_private.pkcs8.pem", "", Pem, curves);
        row("asymmetric/PKCS8/ec_oid_not_in_reg_private_2.pkcs8.pem", "", Pem, curves);
        row("asymmetric/PKCS8/unenc-dsa-pkcs8.pem", "", Pem, types);
        row("asymmetric/PKCS8/rsa_pss_2048.pem", "", Pem, types);
        row("asymmetric/PKCS8/bad-oid-dsa-key.pem", "", Pem, u"This is not an unencrypted private key."_s);
        row("asymmetric/PKCS8/unenc-rsa-pkcs8.pub.pem", "", Pem,
            u"The file holds a public key or certificate, but no private key."_s);
        row("asymmetric/PEM_Serialization/ec_private_key.pem", "", Pem, u"P-256"_s);
        row("asymmetric/PEM_Serialization/ec_private_key_encrypted.pem", "123456", EncryptedPem, u"P-256"_s);
        row("asymmetric/PEM_Serialization/ec_private_key_encrypted.pem", "654321", EncryptedPem,
            wrongPassword);
        row("asymmetric/PEM_Serialization/rsa_private_key.pem", "123456", EncryptedPem, u"RSA 2048"_s);
        row("asymmetric/PEM_Serialization/rsa_private_key.pem", "", EncryptedPem, needsPassword);
        row("asymmetric/PEM_Serialization/rsa_private_key.pem", "654321", EncryptedPem, wrongPassword);
        row("asymmetric/PEM_Serialization/dsa_private_key.pem", "123456", EncryptedPem, types);
        row("asymmetric/PEM_Serialization/rsa-bad-1025-q-is-2.pem", "", Pem, sizes);
        row("asymmetric/Traditional_OpenSSL_Serialization/testrsa-encrypted.pem", "password", EncryptedPem,
            sizes);
        row("asymmetric/Traditional_OpenSSL_Serialization/key2.pem", "a123456", EncryptedPem, sizes);
        row("asymmetric/DER_Serialization/ec_private_key.der", "", Der, u"P-256"_s);
        row("asymmetric/DER_Serialization/ec_private_key_encrypted.der", "123456", EncryptedDer, u"P-256"_s);
        row("asymmetric/DER_Serialization/enc-rsa-pkcs8.der", "foobar", EncryptedDer, sizes);
        row("asymmetric/DER_Serialization/enc-rsa-pkcs8.der", "foo", EncryptedDer, wrongPassword);
        row("asymmetric/DER_Serialization/unenc-rsa-pkcs8.der", "", Der, sizes);
        row("asymmetric/DER_Serialization/testrsa.der", "", Der, sizes);
        row("asymmetric/DER_Serialization/rsa_public_key.der", "", Unknown,
            u"This is not a key file: PEM, DER, PKCS#12 or JWK."_s);
        row("asymmetric/OpenSSH/ecdsa-nopsw.key", "", Pem,
            u"Keys in OpenSSH's own form are not read; convert it to PKCS#8 (ssh-keygen -p -m PKCS8)."_s);
        row("pkcs12/cert-key-aes256cbc.p12", "cryptography", Pfx, u"P-256"_s);
        row("pkcs12/cert-key-aes256cbc.p12", "", Pfx, needsPassword);
        row("pkcs12/cert-key-aes256cbc.p12", "cryptograph", Pfx, wrongPassword);
        row("pkcs12/cert-none-key-none.p12", "cryptography", Pfx, u"P-256"_s);
        row("pkcs12/cert-rc2-key-3des.p12", "cryptography", Pfx, u"P-256"_s);
        row("pkcs12/no-cert-key-aes256cbc.p12", "cryptography", Pfx, u"P-256"_s);
        row("pkcs12/no-password.p12", "", Pfx, u"P-256"_s);
        row("pkcs12/name-all-pwd.p12", "password", Pfx, u"P-256"_s);
        row("pkcs12/name-unicode-no-pwd.p12", "", Pfx, u"P-256"_s);
        row("pkcs12/no-cert-name-2-pwd.p12", "password", Pfx, u"The PKCS#12 file holds no private key."_s);
        row("pkcs12/cert-aes256cbc-no-key.p12", "cryptography", Pfx,
            u"The PKCS#12 file holds no private key."_s);
    }
    void readsPublishedFiles()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, password);
        const QByteArray bytes = contentOfFile(vectors + file);
        if (bytes.isEmpty())
            QSKIP("python3-cryptography-vectors is not installed");
        QTEST(static_cast<int>(keyFileForm(secret(bytes))), "form");
        const auto key = readKeyFile(secret(bytes), secret(password));
        QTEST(outcomeOf(key), "outcome");
        if (!key)
            QCOMPARE(key.error().field,
                     key.error().message.contains(u"password"_s) ? u"password"_s : u"key"_s);
    }

    void readsWhatOpensslWrites_data()
    {
        QTest::addColumn<QStringList>("generate");
        QTest::addColumn<QString>("outcome");
        const auto ec = [](const char* curve) {
            return QStringList{ u"genpkey"_s, u"-algorithm"_s, u"EC"_s, u"-pkeyopt"_s,
                                u"ec_paramgen_curve:"_s + QString::fromLatin1(curve) };
        };
        const auto rsa = [](const char* bits) {
            return QStringList{ u"genpkey"_s, u"-algorithm"_s, u"RSA"_s, u"-pkeyopt"_s,
                                u"rsa_keygen_bits:"_s + QString::fromLatin1(bits) };
        };
        QTest::newRow("RSA 2048") << rsa("2048") << u"RSA 2048"_s;
        QTest::newRow("RSA 3072") << rsa("3072") << u"RSA 3072"_s;
        QTest::newRow("P-256") << ec("P-256") << u"P-256"_s;
        QTest::newRow("P-384") << ec("P-384") << u"P-384"_s;
        QTest::newRow("P-521") << ec("P-521") << u"P-521"_s;
        QTest::newRow("secp256k1") << ec("secp256k1") << u"P-256K"_s;
    }
    void readsWhatOpensslWrites()
    {
        QFETCH(QStringList, generate);
        QFETCH(QString, outcome);
        const QByteArray pem = openssl(generate);
        if (pem.isEmpty())
            QSKIP("the openssl program is not installed");
        const auto original = readKeyFile(secret(pem), {});
        QCOMPARE(outcomeOf(original), outcome);
        const auto isSame = [&](const QByteArray& file, const QByteArray& password) {
            const auto key = readKeyFile(secret(file), secret(password));
            return key && key->publicKey() == original->publicKey();
        };
        const QString in = written(pem);
        QVERIFY(isSame(openssl({ u"pkey"_s, u"-in"_s, in, u"-outform"_s, u"DER"_s }), {}));
        QVERIFY(isSame(openssl({ u"pkey"_s, u"-in"_s, in, u"-traditional"_s }), {}));
        QVERIFY(isSame(openssl({ u"pkey"_s, u"-in"_s, in, u"-traditional"_s, u"-outform"_s, u"DER"_s }), {}));
        for (const char* form : { "PEM", "DER" }) {
            for (const char* prf : { "hmacWithSHA1", "hmacWithSHA256", "hmacWithSHA512" })
                QVERIFY(isSame(openssl({ u"pkcs8"_s, u"-topk8"_s, u"-in"_s, in, u"-v2"_s, u"aes-256-cbc"_s,
                                         u"-v2prf"_s, QString::fromLatin1(prf), u"-passout"_s,
                                         u"pass:p\u00e4ss"_s, u"-outform"_s, QString::fromLatin1(form) }),
                               "p\xc3\xa4ss"));
            QVERIFY(isSame(openssl({ u"pkcs8"_s, u"-topk8"_s, u"-in"_s, in, u"-scrypt"_s, u"-passout"_s,
                                     u"pass:p"_s, u"-outform"_s, QString::fromLatin1(form) }),
                           "p"));
        }
        const QByteArray pfx = openssl(
            { u"pkcs12"_s, u"-export"_s, u"-inkey"_s, in, u"-nocerts"_s, u"-passout"_s, u"pass:p"_s });
        QVERIFY(isSame(pfx, "p"));
        QCOMPARE(outcomeOf(readKeyFile(secret(pfx), secret("q"))), wrongPassword);
    }

    void saysWhatIsWrong()
    {
        const auto outcome = [](const QByteArray& file) { return outcomeOf(readKeyFile(secret(file), {})); };
        const QByteArray pem = contentOfFile(vectors + u"asymmetric/PKCS8/ec_private_key.pem"_s);
        if (pem.isEmpty())
            QSKIP("python3-cryptography-vectors is not installed");
        QCOMPARE(outcome(pem + pem), u"The file holds 2 private keys; import them one by one."_s);
        QVERIFY(outcome({}).contains(u"not a key file"_s));
        QVERIFY(outcome("hello").contains(u"not a key file"_s));
        QVERIFY(outcome(pem.left(100)).contains(u"damaged"_s));
        QVERIFY(outcome(QByteArray(2 * 1024 * 1024, 'x')).contains(u"too large"_s));
        QCOMPARE(outcome("\xef\xbb\xbf \n" + pem), u"P-256"_s);
        QCOMPARE(outcome("bag attributes\n" + QByteArray(pem).replace("\n", "\r\n")), u"P-256"_s);
        QCOMPARE(outcome(R"( {"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"})"), u"oct 128"_s);
    }

    void doesNotWorkForHoursOnAPassword()
    {
        const QByteArray pem = openssl(
            { u"genpkey"_s, u"-algorithm"_s, u"EC"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s });
        if (pem.isEmpty())
            QSKIP("the openssl program is not installed");
        const QByteArray costly = openssl({ u"pkcs8"_s, u"-topk8"_s, u"-in"_s, written(pem), u"-iter"_s,
                                            u"3000000"_s, u"-passout"_s, u"pass:p"_s });
        const auto key = readKeyFile(secret(costly), secret("p"));
        QVERIFY(!key);
        QVERIFY2(key.error().message.contains(u"rounds"_s), qPrintable(key.error().message));
    }

private:
    /// What the program writes; empty when it fails or is not there.
    QByteArray openssl(const QStringList& arguments) const
    {
        QProcess process;
        process.setStandardErrorFile(QProcess::nullDevice());
        const QString out = m_folder.filePath(u"out"_s);
        QFile::remove(out);
        process.start(u"openssl"_s, arguments + QStringList{ u"-out"_s, out });
        process.waitForFinished(60000);
        return contentOfFile(out);
    }
    QString written(const QByteArray& content) const
    {
        QFile file(m_folder.filePath(u"in"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return file.fileName();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(KeyFileTest)
#include "tst_key_file.moc"
