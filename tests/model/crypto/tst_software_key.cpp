// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/padding.h"
#include "model/crypto/software_key.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace strongroom;
using namespace strongroom::crypto;
using namespace Qt::StringLiterals;
using base::ErrorCode;

namespace {

/// One key of each kind, made once: RSA generation is slow.
const SoftwareKey& keyFor(const KeyAlgorithm& algorithm)
{
    static std::map<QString, SoftwareKey> keys;
    QString id = u"RSA"_s;
    if (algorithm.keyType == KeyType::Ec)
        id = toText(*algorithm.curve);
    if (algorithm.keyType == KeyType::Oct)
        id = QString::number(algorithm.keyBits == 0 ? 256 : algorithm.keyBits);
    auto found = keys.find(id);
    if (found == keys.end()) {
        auto key = algorithm.keyType == KeyType::Rsa ? SoftwareKey::generateRsa(2048, 65537)
            : algorithm.keyType == KeyType::Ec       ? SoftwareKey::generateEc(*algorithm.curve)
                                                     : SoftwareKey::generateOct(id.toInt());
        found = keys.emplace(id, std::move(key).value()).first;
    }
    return found->second;
}

void eachAlgorithm(bool (KeyAlgorithm::*can)() const)
{
    QTest::addColumn<QString>("name");
    for (const KeyAlgorithm& algorithm : keyAlgorithms()) {
        if ((algorithm.*can)())
            QTest::newRow(algorithm.name) << QString::fromLatin1(algorithm.name);
    }
}

bool doesEncryptOrWrap(const KeyAlgorithm& algorithm)
{
    return algorithm.canEncrypt() || algorithm.canWrap();
}

QByteArray nonceFor(const KeyAlgorithm& algorithm)
{
    const bool isCbc = algorithm.scheme == Scheme::AesCbc || algorithm.scheme == Scheme::AesCbcPad;
    return isCbc ? QByteArray(16, '\x07') : QByteArray();
}

} // namespace

class SoftwareKeyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsAndVerifies_data() { eachAlgorithm(&KeyAlgorithm::canSign); }
    void signsAndVerifies()
    {
        QFETCH(QString, name);
        const KeyAlgorithm& algorithm = *findKeyAlgorithm(name);
        const SoftwareKey& key = keyFor(algorithm);
        const QByteArray digest(algorithm.digestBytes ? algorithm.digestBytes : 20, '\x5a');
        const auto signature = key.sign(algorithm, digest);
        QVERIFY(signature.has_value());
        if (algorithm.keyType == KeyType::Ec)
            QCOMPARE(signature->size(), 2 * coordinateBytes(*algorithm.curve));
        QVERIFY(*key.verify(algorithm, digest, *signature));
        for (const qsizetype at : { qsizetype(0), signature->size() / 2, signature->size() - 1 }) {
            QByteArray changed = *signature;
            changed[at] = static_cast<char>(changed[at] ^ 0x10);
            QVERIFY(!*key.verify(algorithm, digest, changed));
        }
        QVERIFY(!*key.verify(algorithm, digest, {}));
        QVERIFY(!*key.verify(algorithm, digest, QByteArray(1000, 'x')));
        QByteArray otherDigest = digest;
        otherDigest[0] = 'x';
        QVERIFY(!*key.verify(algorithm, otherDigest, *signature));
    }

    void refusesDigestsOfOtherLengths_data() { eachAlgorithm(&KeyAlgorithm::canSign); }
    void refusesDigestsOfOtherLengths()
    {
        QFETCH(QString, name);
        const KeyAlgorithm& algorithm = *findKeyAlgorithm(name);
        const qsizetype tooLong = algorithm.digestBytes ? algorithm.digestBytes + 1 : 246;
        for (const qsizetype size : { qsizetype(0), tooLong }) {
            const auto signature = keyFor(algorithm).sign(algorithm, QByteArray(size, 'x'));
            QCOMPARE(signature.error().code, ErrorCode::BadParameter);
            QCOMPARE(signature.error().field, u"value"_s);
        }
    }

    void encryptsAndDecrypts_data()
    {
        QTest::addColumn<QString>("name");
        for (const KeyAlgorithm& algorithm : keyAlgorithms()) {
            if (doesEncryptOrWrap(algorithm))
                QTest::newRow(algorithm.name) << QString::fromLatin1(algorithm.name);
        }
    }
    void encryptsAndDecrypts()
    {
        QFETCH(QString, name);
        const KeyAlgorithm& algorithm = *findKeyAlgorithm(name);
        const SoftwareKey& key = keyFor(algorithm);
        const QByteArray text(32, 'k');
        auto output = key.encrypt(algorithm, { base::SecureBytes::copyOf(text), nonceFor(algorithm), {} });
        QVERIFY(output.has_value());
        const auto back = key.decrypt(algorithm, { output->ciphertext, output->nonce, output->tag, {} });
        QVERIFY(back.has_value());
        QCOMPARE(back->view().toByteArray(), text);
        if (algorithm.scheme == Scheme::AesCbc)
            return; // has no integrity at all: a changed ciphertext is another plaintext
        output->ciphertext[0] = static_cast<char>(output->ciphertext[0] ^ 1);
        output->ciphertext.chop(algorithm.scheme == Scheme::AesCbcPad ? 16 : 0);
        const auto refused = key.decrypt(algorithm, { output->ciphertext, output->nonce, output->tag, {} });
        QVERIFY(!refused);
        QCOMPARE(refused.error(), decryptionFailed());
    }

    void gcmMakesItsOwnNonces()
    {
        const KeyAlgorithm& gcm = *findKeyAlgorithm(u"A256GCM"_s);
        const auto text = [] { return base::SecureBytes::copyOf(QByteArrayView("text")); };
        QCOMPARE(keyFor(gcm).encrypt(gcm, { text(), QByteArray(12, 'n'), {} }).error().field, u"iv"_s);
        QSet<QByteArray> nonces;
        for (int i = 0; i < 500; ++i)
            nonces.insert(keyFor(gcm).encrypt(gcm, { text(), {}, "aad" })->nonce);
        QCOMPARE(nonces.size(), 500);
        const auto sealed = keyFor(gcm).encrypt(gcm, { text(), {}, "aad" });
        QVERIFY(!keyFor(gcm).decrypt(gcm, { sealed->ciphertext, sealed->nonce, sealed->tag, "other" }));
        QCOMPARE(keyFor(gcm).decrypt(gcm, { sealed->ciphertext, "short", sealed->tag, "aad" }).error().field,
                 u"iv"_s);
        QCOMPARE(
            keyFor(gcm).decrypt(gcm, { sealed->ciphertext, sealed->nonce, "short", "aad" }).error().field,
            u"tag"_s);
    }

    void doesNotDependOnWhatItDidBefore_data() { encryptsAndDecrypts_data(); }
    void doesNotDependOnWhatItDidBefore()
    {
        QFETCH(QString, name);
        const KeyAlgorithm& algorithm = *findKeyAlgorithm(name);
        const SoftwareKey& key = keyFor(algorithm);
        const QByteArray aad = algorithm.scheme == Scheme::AesGcm ? "associated" : "";
        const auto sealed = [&](const QByteArray& text, const QByteArray& associated) {
            return key
                .encrypt(algorithm, { base::SecureBytes::copyOf(text), nonceFor(algorithm), associated })
                .value();
        };
        const auto opened = [&](const EncryptOutput& output, const QByteArray& associated) {
            return key.decrypt(algorithm, { output.ciphertext, output.nonce, output.tag, associated });
        };
        // Short, long, and with associated data that the next one does not have.
        const QList<std::pair<QByteArray, QByteArray>> texts
            = { { QByteArray(16, 'a'), aad }, { QByteArray(128, 'b'), {} }, { QByteArray(32, 'c'), {} } };
        std::vector<EncryptOutput> outputs;
        for (const auto& [text, associated] : texts)
            outputs.push_back(sealed(text, associated));
        for (int round = 0; round < 3; ++round) {
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                const auto& [text, associated] = texts[static_cast<qsizetype>(i)];
                EncryptOutput broken = outputs[i];
                broken.ciphertext[0] = static_cast<char>(broken.ciphertext[0] ^ 1);
                broken.ciphertext.chop(algorithm.scheme == Scheme::AesCbc ? 1 : 0);
                std::ignore = opened(broken, associated);
                const auto back = opened(outputs[i], associated);
                QVERIFY2(back.has_value(), qPrintable(QString::number(i)));
                QCOMPARE(back->view().toByteArray(), text);
            }
        }
    }

    void worksOnManyThreadsAtOnce()
    {
        const KeyAlgorithm& gcm = *findKeyAlgorithm(u"A256GCM"_s);
        const KeyAlgorithm& hmac = *findKeyAlgorithm(u"HS256"_s);
        const KeyAlgorithm& oaep = *findKeyAlgorithm(u"RSA-OAEP-256"_s);
        const KeyAlgorithm& rs256 = *findKeyAlgorithm(u"RS256"_s);
        const SoftwareKey& oct = keyFor(gcm);
        const SoftwareKey& rsa = keyFor(rs256);
        const QByteArray digest(32, 'd');
        const QByteArray mac = *oct.sign(hmac, digest);
        const QByteArray signature = *rsa.sign(rs256, digest);
        constexpr int rounds = 200;
        std::array<QSet<QByteArray>, 4> nonces;
        std::atomic<int> right = 0;
        std::vector<std::thread> threads;
        for (auto& mine : nonces) {
            threads.emplace_back([&] {
                for (int i = 0; i < rounds; ++i) {
                    const QByteArray text = QByteArray::number(i) + QByteArray(i, 't');
                    const auto sealed = oct.encrypt(gcm, { base::SecureBytes::copyOf(text), {}, {} });
                    mine += sealed->nonce;
                    const auto back
                        = oct.decrypt(gcm, { sealed->ciphertext, sealed->nonce, sealed->tag, {} });
                    right += back && back->view() == text && *oct.sign(hmac, digest) == mac ? 1 : 0;
                    right += *rsa.verify(rs256, digest, signature) ? 1 : 0;
                    if (i % 20 != 0)
                        continue;
                    const auto wrapped = rsa.encrypt(oaep, { base::SecureBytes::copyOf(digest), {}, {} });
                    const auto key = rsa.decrypt(oaep, { wrapped->ciphertext, {}, {}, {} });
                    right += key && key->view() == digest ? 1 : 0;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(right.load(), 4 * (2 * rounds + rounds / 20));
        QSet<QByteArray> all;
        for (const auto& mine : nonces)
            all += mine;
        QCOMPARE(all.size(), 4 * rounds);
    }

    void plaintextLimitsOfRsa_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("longest");
        QTest::newRow("RSA1_5") << u"RSA1_5"_s << 245;
        QTest::newRow("RSA-OAEP") << u"RSA-OAEP"_s << 214;
        QTest::newRow("RSA-OAEP-256") << u"RSA-OAEP-256"_s << 190;
    }
    void plaintextLimitsOfRsa()
    {
        QFETCH(QString, name);
        QFETCH(int, longest);
        const KeyAlgorithm& algorithm = *findKeyAlgorithm(name);
        const auto of = [](int size) { return base::SecureBytes::copyOf(QByteArray(size, 'x')); };
        QVERIFY(keyFor(algorithm).encrypt(algorithm, { of(longest), {}, {} }).has_value());
        QCOMPARE(keyFor(algorithm).encrypt(algorithm, { of(longest + 1), {}, {} }).error().code,
                 ErrorCode::BadParameter);
    }

    void algorithmsGoOnlyWithTheirKeys()
    {
        for (const KeyAlgorithm& wanted : keyAlgorithms()) {
            for (const KeyAlgorithm& other : keyAlgorithms()) {
                const PublicKey& key = keyFor(other).publicKey();
                const bool isRight = wanted.keyType == key.type
                    && (!wanted.curve || wanted.curve == key.curve)
                    && (wanted.keyBits == 0 || wanted.keyBits == key.bits);
                QCOMPARE(checkFits(wanted, key).has_value(), isRight);
            }
        }
        QVERIFY(!findKeyAlgorithm(u"rs256"_s));
        QVERIFY(!findKeyAlgorithm(u"none"_s));
    }

    void survivesBeingStored()
    {
        for (const char* name : { "RS256", "ES256", "ES384", "ES512", "ES256K", "A128KW" }) {
            const KeyAlgorithm& algorithm = *findKeyAlgorithm(QString::fromLatin1(name));
            const SoftwareKey& key = keyFor(algorithm);
            const auto stored = key.toStored();
            QVERIFY(stored.has_value());
            const auto back = SoftwareKey::fromStored(algorithm.keyType, stored->clone());
            QVERIFY(back.has_value());
            QCOMPARE(back->publicKey(), key.publicKey());
        }
    }

    void coordinatesHaveFixedWidth()
    {
        // One key in 256 has a leading zero: enough keys to meet some.
        for (int i = 0; i < 300; ++i) {
            const auto key = SoftwareKey::generateEc(Curve::P256);
            QCOMPARE(key->publicKey().x.size(), 32);
            QCOMPARE(key->publicKey().y.size(), 32);
        }
        QCOMPARE(SoftwareKey::generateEc(Curve::P521)->publicKey().x.size(), 66);
    }

    void refusesKeysThatDoNotBelongTogether()
    {
        const auto a = SoftwareKey::generateEc(Curve::P256);
        const PublicKey& part = a->publicKey();
        const auto mixed = SoftwareKey::fromEcParts(
            { Curve::P256, part.x, part.y, base::SecureBytes::copyOf(QByteArray(32, '\x01')) });
        QVERIFY(!mixed);
        QCOMPARE(mixed.error().field, u"key"_s);
        const auto offCurve
            = SoftwareKey::fromEcParts({ Curve::P256, QByteArray(32, '\x01'), QByteArray(32, '\x01'),
                                         base::SecureBytes::copyOf(QByteArray(32, '\x01')) });
        QVERIFY(!offCurve);
        QVERIFY(!SoftwareKey::generateRsa(1024, 65537));
        QVERIFY(!SoftwareKey::generateRsa(2048, 4));
        QVERIFY(!SoftwareKey::generateOct(512));
        QVERIFY(!SoftwareKey::fromPrivateDer(base::SecureBytes::copyOf(QByteArrayView("not a key"))));
        SoftwareKey::RsaParts huge;
        huge.n = QByteArray(100000, '\xff');
        QVERIFY(!SoftwareKey::fromRsaParts(huge));
    }

    void pkcs1Padding_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<int>("offset");
        const QByteArray good = QByteArray("\x00\x02", 2) + QByteArray(8, 'p') + QByteArray(1, '\0') + "text";
        QTest::newRow("good") << good << 11;
        QTest::newRow("no message") << good.left(11) << 11;
        QTest::newRow("first byte") << QByteArray("\x01", 1) + good.mid(1) << -1;
        QTest::newRow("type 1") << QByteArray("\x00\x01", 2) + good.mid(2) << -1;
        QTest::newRow("seven bytes of padding")
            << QByteArray("\x00\x02", 2) + QByteArray(7, 'p') + QByteArray(1, '\0') + "text1" << -1;
        QTest::newRow("no separator") << QByteArray("\x00\x02", 2) + QByteArray(20, 'p') << -1;
        QTest::newRow("too short") << QByteArray("\x00\x02", 2) << -1;
    }
    void pkcs1Padding()
    {
        QFETCH(QByteArray, block);
        QFETCH(int, offset);
        const auto found = pkcs1MessageOffset({ reinterpret_cast<const unsigned char*>(block.constData()),
                                                static_cast<std::size_t>(block.size()) });
        QCOMPARE(found ? static_cast<int>(*found) : -1, offset);
    }

    void pkcs7Padding()
    {
        const auto lengthOf = [](const QByteArray& text) {
            const auto found = pkcs7MessageLength({ reinterpret_cast<const unsigned char*>(text.constData()),
                                                    static_cast<std::size_t>(text.size()) },
                                                  16);
            return found ? static_cast<int>(*found) : -1;
        };
        for (int padding = 1; padding <= 16; ++padding)
            QCOMPARE(
                lengthOf(QByteArray(32 - padding, 'x') + QByteArray(padding, static_cast<char>(padding))),
                32 - padding);
        QCOMPARE(lengthOf(QByteArray(16, '\0')), -1);
        QCOMPARE(lengthOf(QByteArray(16, '\x11')), -1);
        QCOMPARE(lengthOf(QByteArray(14, 'x') + QByteArray("\x03\x02", 2)), -1);
        QCOMPARE(lengthOf(QByteArray(15, '\x01')), -1);
        QCOMPARE(lengthOf({}), -1);
    }
};

QTEST_GUILESS_MAIN(SoftwareKeyTest)
#include "tst_software_key.moc"
