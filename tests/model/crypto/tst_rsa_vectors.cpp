// SPDX-License-Identifier: Apache-2.0
// The RSA vectors of Debian's python3-cryptography-vectors (NIST CAVP, and those of RSA Laboratories), of the
// sizes that the service has. Without the package the test says so and skips.
#include "model/crypto/software_key.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTest>

#include <map>

using namespace strongroom;
using namespace strongroom::crypto;
using namespace Qt::StringLiterals;

namespace {

const QString vectors = u"/usr/lib/python3/dist-packages/cryptography_vectors/asymmetric/RSA/"_s;

const KeyAlgorithm& algorithm(const QString& name) { return *findKeyAlgorithm(name); }

QByteArray unsignedBytes(const QByteArray& hex)
{
    QByteArray bytes = QByteArray::fromHex(hex.size() % 2 == 0 ? hex : '0' + hex);
    while (bytes.startsWith('\0'))
        bytes.remove(0, 1);
    return bytes;
}

/// "NAME = value" lines of NIST; what stands before the first message of a modulus holds for all of them.
std::vector<std::map<QByteArray, QByteArray>> signaturesOf(const QString& file)
{
    std::vector<std::map<QByteArray, QByteArray>> cases;
    QFile source(vectors + file);
    std::map<QByteArray, QByteArray> values;
    bool isOfCase = false;
    if (!source.open(QIODevice::ReadOnly))
        return cases;
    while (!source.atEnd()) {
        const QByteArray line = source.readLine().trimmed();
        const auto equals = line.indexOf(" = ");
        if (equals <= 0 || line.startsWith('['))
            continue;
        const QByteArray name = line.left(equals);
        if (name == "SHAAlg")
            cases.emplace_back();
        isOfCase = name != "n" && (isOfCase || name == "SHAAlg");
        values[name] = line.mid(equals + 3);
        if (isOfCase)
            cases.back() = values;
    }
    return cases;
}

struct Sealed
{
    QByteArray message;
    QByteArray ciphertext;
};
struct SealedKey
{
    SoftwareKey key;
    std::vector<Sealed> texts;
};

base::SecureBytes secret(const QByteArray& bytes) { return base::SecureBytes::copyOf(bytes); }

base::Result<SoftwareKey> keyOf(const std::map<QByteArray, QByteArray>& values)
{
    const auto number = [&](const char* name) { return unsignedBytes(values.at(name)); };
    return SoftwareKey::fromRsaParts({ number("Modulus"), number("Public exponent"),
                                       secret(number("Exponent")), secret(number("Prime 1")),
                                       secret(number("Prime 2")), secret(number("Prime exponent 1")),
                                       secret(number("Prime exponent 2")), secret(number("Coefficient")) });
}

/// "# Name:" lines, each followed by lines of hexadecimal; keys with the texts that were sealed for them.
std::vector<SealedKey> sealedTextsOf(const QString& file)
{
    std::vector<SealedKey> keys;
    std::map<QByteArray, QByteArray> values;
    QByteArray label;
    QFile source(vectors + file);
    if (!source.open(QIODevice::ReadOnly))
        return keys;
    const auto finish = [&] {
        if (label == "Coefficient") {
            if (auto key = keyOf(values))
                keys.push_back({ std::move(*key), {} });
            values.clear();
        }
        // A key of a size that the service has not is not there, and its texts are no use.
        const bool isForKey
            = !keys.empty() && keys.back().key.publicKey().n.size() * 2 == values["Encryption"].size();
        if (label == "Encryption" && isForKey)
            keys.back().texts.push_back(
                { QByteArray::fromHex(values["Message"]), QByteArray::fromHex(values["Encryption"]) });
    };
    while (!source.atEnd()) {
        const QByteArray line = source.readLine().trimmed();
        if (line.startsWith('#')) {
            finish();
            label = line.mid(1).trimmed();
            if (label.endsWith(':'))
                label.chop(1);
            values[label].clear();
        } else {
            values[label] += QByteArray(line).replace(' ', QByteArray());
        }
    }
    finish();
    return keys;
}

} // namespace

class RsaVectorsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(vectors).exists())
            QSKIP("python3-cryptography-vectors is not installed");
    }

    void signatures_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<int>("right");
        QTest::addColumn<int>("wrong");
        QTest::newRow("PKCS#1 v1.5, made") << u"FIPS_186-2/SigGen15_186-3.rsp"_s << u"RS"_s << 90 << 0;
        QTest::newRow("PKCS#1 v1.5, right and wrong")
            << u"FIPS_186-2/SigVer15_186-3.rsp"_s << u"RS"_s << 27 << 135;
        // Their salts have ten bytes: those of PS256, PS384 and PS512 are as long as the digest (RFC
        // 7518, 3.5).
        QTest::newRow("PSS, other salts") << u"FIPS_186-2/SigVerPSS_186-3.rsp"_s << u"PS"_s << 0 << 162;
    }
    void signatures()
    {
        QFETCH(QString, file);
        QFETCH(QString, scheme);
        int right = 0;
        int wrong = 0;
        for (const auto& c : signaturesOf(file)) {
            const QByteArray n = unsignedBytes(c.at("n"));
            const int hashBits = c.at("SHAAlg").mid(3).toInt();
            if (n.size() < 256 || hashBits < 256)
                continue;
            const KeyAlgorithm& rs = algorithm(scheme + QString::number(hashBits));
            const auto hash = hashBits == 256 ? QCryptographicHash::Sha256
                : hashBits == 384             ? QCryptographicHash::Sha384
                                              : QCryptographicHash::Sha512;
            PublicKey part;
            part.bits = static_cast<int>(n.size()) * 8;
            part.n = n;
            part.e = unsignedBytes(c.at("e"));
            const auto key = SoftwareKey::fromPublicKey(part);
            const QByteArray digest = QCryptographicHash::hash(QByteArray::fromHex(c.at("Msg")), hash);
            const bool isRight = key && *key->verify(rs, digest, QByteArray::fromHex(c.at("S")));
            const bool isTaken = scheme == "RS"_L1;
            const auto result = c.find("Result");
            QCOMPARE(isRight, isTaken && (result == c.end() || result->second.startsWith('P')));
            ++(isRight ? right : wrong);
        }
        QTEST(right, "right");
        QTEST(wrong, "wrong");
    }

    void sealedTexts_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("opened");
        QTest::newRow("PKCS#1 v1.5") << u"pkcs1v15crypt-vectors.txt"_s << u"RSA1_5"_s << 20;
        QTest::newRow("OAEP, SHA-1") << u"pkcs-1v2-1d2-vec/oaep-vect.txt"_s << u"RSA-OAEP"_s << 6;
        QTest::newRow("OAEP, SHA-256") << u"oaep-custom/oaep-sha256-sha256.txt"_s << u"RSA-OAEP-256"_s << 60;
        QTest::newRow("OAEP, SHA-1, another hash")
            << u"oaep-custom/oaep-sha256-sha256.txt"_s << u"RSA-OAEP"_s << 0;
        QTest::newRow("OAEP, SHA-256, another mask")
            << u"oaep-custom/oaep-sha1-sha256.txt"_s << u"RSA-OAEP-256"_s << 0;
        QTest::newRow("OAEP, SHA-256, another hash")
            << u"oaep-custom/oaep-sha256-sha1.txt"_s << u"RSA-OAEP-256"_s << 0;
    }
    void sealedTexts()
    {
        QFETCH(QString, file);
        QFETCH(QString, name);
        int opened = 0;
        int seen = 0;
        for (const SealedKey& sealed : sealedTextsOf(file)) {
            for (const Sealed& text : sealed.texts) {
                ++seen;
                const auto output = sealed.key.decrypt(algorithm(name), { text.ciphertext, {}, {}, {} });
                if (output) {
                    QCOMPARE(output->view().toByteArray(), text.message);
                    ++opened;
                } else {
                    QCOMPARE(output.error(), decryptionFailed());
                }
            }
        }
        QVERIFY(seen >= 6);
        QTEST(opened, "opened");
    }
};

QTEST_GUILESS_MAIN(RsaVectorsTest)
#include "tst_rsa_vectors.moc"
