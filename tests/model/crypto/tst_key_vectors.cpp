// SPDX-License-Identifier: Apache-2.0
// The published vectors of Debian's python3-cryptography-vectors (NIST CAVP, SP 800-38F), run through
// the keys of this module. Without the package the test says so and skips.
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

const QString vectors = u"/usr/lib/python3/dist-packages/cryptography_vectors/"_s;

using Case = std::map<QByteArray, QByteArray>;

/// "NAME = value" lines, grouped by `first`; "[NAME = value]" and "[NAME]" lines hold for what follows.
std::vector<Case> casesOf(const QString& file, const QByteArray& first)
{
    QFile source(vectors + file);
    std::vector<Case> cases;
    if (!source.open(QIODevice::ReadOnly))
        return cases;
    QByteArray section;
    while (!source.atEnd()) {
        const QByteArray line = source.readLine().trimmed();
        const auto equals = line.indexOf('=');
        if (line.startsWith('['))
            section = line;
        else if (line == "FAIL" && !cases.empty())
            cases.back()["FAIL"] = "1";
        else if (equals > 0 && !line.startsWith('#')) {
            const QByteArray name = line.left(equals).trimmed();
            if (name == first)
                cases.push_back({ { "section", section } });
            if (!cases.empty())
                cases.back()[name] = line.mid(equals + 1).trimmed();
        }
    }
    return cases;
}

QByteArray hex(const Case& c, const QByteArray& name)
{
    const auto found = c.find(name);
    return found == c.end() ? QByteArray() : QByteArray::fromHex(found->second);
}

SoftwareKey octKey(const QByteArray& bytes)
{
    return SoftwareKey::fromOct(base::SecureBytes::copyOf(bytes)).value();
}

const KeyAlgorithm& algorithm(const QByteArray& name) { return *findKeyAlgorithm(QString::fromLatin1(name)); }

/// A number of the width that the curve's coordinates have.
QByteArray fixed(const KeyAlgorithm& es, const Case& c, const QByteArray& name)
{
    const int width = coordinateBytes(*es.curve);
    QByteArray digits = c.at(name);
    if (digits.size() % 2 != 0)
        digits.prepend('0');
    return QByteArray::fromHex(digits).right(width).rightJustified(width, '\0');
}

QByteArray digestOf(const KeyAlgorithm& es, const Case& c)
{
    const auto hash = es.digestBytes == 32 ? QCryptographicHash::Sha256
        : es.digestBytes == 48             ? QCryptographicHash::Sha384
                                           : QCryptographicHash::Sha512;
    return QCryptographicHash::hash(hex(c, "Msg"), hash);
}

EncryptInput plain(const QByteArray& text, const QByteArray& nonce = {})
{
    return { base::SecureBytes::copyOf(text), nonce, {} };
}

} // namespace

class KeyVectorsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(vectors).exists())
            QSKIP("python3-cryptography-vectors is not installed");
    }

    void keyWrap_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("name");
        for (const int bits : { 128, 192, 256 }) {
            const QByteArray size = QByteArray::number(bits);
            QTest::addRow("KW %d", bits)
                << u"keywrap/kwtestvectors/KW_@_%1.txt"_s.arg(bits) << QByteArray("A" + size + "KW");
            QTest::addRow("KWP %d", bits)
                << u"keywrap/kwtestvectors/KWP_@_%1.txt"_s.arg(bits) << QByteArray("A" + size + "KWPAD");
        }
    }
    void keyWrap()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, name);
        int wrapped = 0;
        for (const Case& c : casesOf(QString(file).replace(u'@', "AE"_L1), "COUNT")) {
            const auto output = octKey(hex(c, "K")).encrypt(algorithm(name), plain(hex(c, "P")));
            QVERIFY(output.has_value());
            QCOMPARE(output->ciphertext, hex(c, "C"));
            ++wrapped;
        }
        int refused = 0;
        int unwrapped = 0;
        for (const Case& c : casesOf(QString(file).replace(u'@', "AD"_L1), "COUNT")) {
            const auto output = octKey(hex(c, "K")).decrypt(algorithm(name), { hex(c, "C"), {}, {}, {} });
            if (c.contains("FAIL")) {
                QVERIFY(!output);
                QCOMPARE(output.error(), decryptionFailed());
                ++refused;
            } else {
                QVERIFY(output.has_value());
                QCOMPARE(output->view().toByteArray(), hex(c, "P"));
                ++unwrapped;
            }
        }
        QVERIFY(wrapped >= 100 && refused >= 20 && unwrapped >= 80);
    }

    void gcmDecrypt_data()
    {
        QTest::addColumn<int>("bits");
        for (const int bits : { 128, 192, 256 })
            QTest::addRow("%d", bits) << bits;
    }
    void gcmDecrypt()
    {
        QFETCH(int, bits);
        const QByteArray name = "A" + QByteArray::number(bits) + "GCM";
        int good = 0;
        int refused = 0;
        for (const Case& c : casesOf(u"ciphers/AES/GCM/gcmDecrypt%1.rsp"_s.arg(bits), "Key")) {
            if (hex(c, "IV").size() != 12 || hex(c, "Tag").size() != 16)
                continue; // the service knows only these sizes
            const auto output
                = octKey(hex(c, "Key"))
                      .decrypt(algorithm(name), { hex(c, "CT"), hex(c, "IV"), hex(c, "Tag"), hex(c, "AAD") });
            QCOMPARE(output.has_value(), !c.contains("FAIL"));
            if (output)
                QCOMPARE(output->view().toByteArray(), hex(c, "PT"));
            ++(output ? good : refused);
        }
        QVERIFY(good > 100 && refused > 50);
    }

    void cbc_data() { gcmDecrypt_data(); }
    void cbc()
    {
        QFETCH(int, bits);
        const QByteArray name = "A" + QByteArray::number(bits) + "CBC";
        int done = 0;
        for (const QString& set : { u"GFSbox"_s, u"KeySbox"_s, u"MMT"_s, u"VarKey"_s, u"VarTxt"_s }) {
            for (const Case& c : casesOf(u"ciphers/AES/CBC/CBC%1%2.rsp"_s.arg(set).arg(bits), "KEY")) {
                const SoftwareKey key = octKey(hex(c, "KEY"));
                const auto forward = key.encrypt(algorithm(name), plain(hex(c, "PLAINTEXT"), hex(c, "IV")));
                QCOMPARE(forward->ciphertext, hex(c, "CIPHERTEXT"));
                const auto back
                    = key.decrypt(algorithm(name), { hex(c, "CIPHERTEXT"), hex(c, "IV"), {}, {} });
                QCOMPARE(back->view().toByteArray(), hex(c, "PLAINTEXT"));
                ++done;
            }
        }
        QVERIFY(done > 200);
    }

    // Signatures of NIST FIPS 186-3, and of secp256k1, verify, and stop verifying when one bit changes.
    void ecdsaVerify_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("section");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("count");
        const QString nist = u"asymmetric/ECDSA/FIPS_186-3/SigGen.txt"_s;
        QTest::newRow("P-256") << nist << QByteArray("[P-256,SHA-256]") << QByteArray("ES256") << 15;
        QTest::newRow("P-384") << nist << QByteArray("[P-384,SHA-384]") << QByteArray("ES384") << 15;
        QTest::newRow("P-521") << nist << QByteArray("[P-521,SHA-512]") << QByteArray("ES512") << 15;
        QTest::newRow("P-256K") << u"asymmetric/ECDSA/SECP256K1/SigGen.txt"_s << QByteArray("[K-256,SHA-256]")
                                << QByteArray("ES256K") << 225;
    }
    void ecdsaVerify()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, section);
        QFETCH(QByteArray, name);
        const KeyAlgorithm& es = algorithm(name);
        int done = 0;
        for (const Case& c : casesOf(file, "Msg")) {
            if (c.at("section") != section)
                continue;
            const auto key = SoftwareKey::fromEcParts({ *es.curve, fixed(es, c, "Qx"), fixed(es, c, "Qy"),
                                                        base::SecureBytes::copyOf(fixed(es, c, "d")) });
            QVERIFY(key.has_value());
            const QByteArray digest = digestOf(es, c);
            QByteArray signature = fixed(es, c, "R") + fixed(es, c, "S");
            QVERIFY(*key->verify(es, digest, signature));
            signature[done % signature.size()] = static_cast<char>(signature[done % signature.size()] ^ 1);
            QVERIFY(!*key->verify(es, digest, signature));
            ++done;
        }
        QTEST(done, "count");
    }

    // Right ones, and such whose message, number or point was changed afterwards.
    void ecdsaJudge_data()
    {
        QTest::addColumn<QByteArray>("section");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("P-256") << QByteArray("[P-256,SHA-256]") << QByteArray("ES256");
        QTest::newRow("P-384") << QByteArray("[P-384,SHA-384]") << QByteArray("ES384");
        QTest::newRow("P-521") << QByteArray("[P-521,SHA-512]") << QByteArray("ES512");
    }
    void ecdsaJudge()
    {
        QFETCH(QByteArray, section);
        QFETCH(QByteArray, name);
        const KeyAlgorithm& es = algorithm(name);
        int right = 0;
        int wrong = 0;
        for (const Case& c : casesOf(u"asymmetric/ECDSA/FIPS_186-3/SigVer.rsp"_s, "Msg")) {
            if (c.at("section") != section)
                continue;
            PublicKey part;
            part.type = KeyType::Ec;
            part.curve = es.curve;
            part.x = fixed(es, c, "Qx");
            part.y = fixed(es, c, "Qy");
            const auto key = SoftwareKey::fromPublicKey(part); // a changed point is not on the curve
            const QByteArray signature = fixed(es, c, "R") + fixed(es, c, "S");
            const bool isRight = key && *key->verify(es, digestOf(es, c), signature);
            QCOMPARE(isRight, c.at("Result").startsWith('P'));
            ++(isRight ? right : wrong);
        }
        QVERIFY(right >= 1 && wrong >= 8);
    }
};

QTEST_GUILESS_MAIN(KeyVectorsTest)
#include "tst_key_vectors.moc"
