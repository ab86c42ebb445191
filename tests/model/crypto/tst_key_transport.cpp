// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/key_transport.h"

#include <QTest>

#include <algorithm>

using namespace strongroom;
using namespace strongroom::crypto;
using namespace Qt::StringLiterals;

namespace {

const SoftwareKey& target()
{
    static const SoftwareKey key = SoftwareKey::generateRsa(2048, 65537).value();
    return key;
}

} // namespace

class KeyTransportTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesThere_data()
    {
        QTest::addColumn<int>("hash");
        QTest::addColumn<int>("size");
        for (const auto hash : { OaepHash::Sha1, OaepHash::Sha256, OaepHash::Sha384 }) {
            for (const int size : { 1, 16, 17, 32, 2400 })
                QTest::addRow("%d %d", digestBytes(hash), size) << static_cast<int>(hash) << size;
        }
    }
    void goesThere()
    {
        QFETCH(int, hash);
        QFETCH(int, size);
        const auto used = static_cast<OaepHash>(hash);
        const auto material = base::SecureBytes::copyOf(QByteArray(size, 'k'));
        const auto wrapped = wrapForTransport(target().publicKey(), used, material);
        QVERIFY(wrapped.has_value());
        QCOMPARE(wrapped->size(), 256 + (size + 7) / 8 * 8 + 8);
        const auto back = unwrapFromTransport(target(), used, *wrapped);
        QVERIFY(back.has_value());
        QVERIFY(*back == material);
        for (const auto other : { OaepHash::Sha1, OaepHash::Sha256, OaepHash::Sha384 }) {
            if (other != used)
                QCOMPARE(unwrapFromTransport(target(), other, *wrapped).error(), decryptionFailed());
        }
    }

    void refusesWhatWasChanged()
    {
        const auto material = base::SecureBytes::copyOf(QByteArray(32, 'k'));
        const QByteArray wrapped = *wrapForTransport(target().publicKey(), OaepHash::Sha256, material);
        for (const qsizetype at : { qsizetype(0), qsizetype(255), qsizetype(256), wrapped.size() - 1 }) {
            QByteArray changed = wrapped;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            QCOMPARE(unwrapFromTransport(target(), OaepHash::Sha256, changed).error(), decryptionFailed());
        }
        for (const qsizetype size : { qsizetype(0), qsizetype(100), qsizetype(256), wrapped.size() - 8 })
            QCOMPARE(unwrapFromTransport(target(), OaepHash::Sha256, wrapped.left(size)).error(),
                     decryptionFailed());
        const auto stranger = SoftwareKey::generateRsa(2048, 65537);
        QCOMPARE(unwrapFromTransport(*stranger, OaepHash::Sha256, wrapped).error(), decryptionFailed());
        const auto ec = SoftwareKey::generateEc(Curve::P256);
        QVERIFY(!wrapForTransport(ec->publicKey(), OaepHash::Sha256, material));
        QVERIFY(!unwrapFromTransport(*ec, OaepHash::Sha256, wrapped));
    }

    void signaturesNameTheirKey_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "ES256", "ES384", "ES512", "ES256K" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void signaturesNameTheirKey()
    {
        QFETCH(QString, name);
        const KeyAlgorithm& algorithm = *findKeyAlgorithm(name);
        const auto key = SoftwareKey::generateEc(*algorithm.curve);
        std::vector<std::vector<PublicKey>> signers;
        for (const char filler : { 'a', 'b' }) {
            const QByteArray digest(algorithm.digestBytes, filler);
            signers.push_back(possibleSigners(*algorithm.curve, digest, *key->sign(algorithm, digest)));
        }
        std::erase_if(signers[0], [&](const PublicKey& candidate) {
            return std::find(signers[1].begin(), signers[1].end(), candidate) == signers[1].end();
        });
        QCOMPARE(signers[0], std::vector<PublicKey>{ key->publicKey() });
        QVERIFY(possibleSigners(*algorithm.curve, QByteArray(32, 'a'), "short").empty());
        const QByteArray zeros(2 * coordinateBytes(*algorithm.curve), '\0');
        QVERIFY(possibleSigners(*algorithm.curve, QByteArray(32, 'a'), zeros).empty());
    }
};

QTEST_GUILESS_MAIN(KeyTransportTest)
#include "tst_key_transport.moc"
