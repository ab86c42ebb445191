// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/software_key.h"
#include "model/local/key_ring.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::local;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<UsableKey> softwareKey()
{
    const auto key = crypto::SoftwareKey::generateEc(crypto::Curve::P256).value();
    return std::make_shared<UsableKey>(vault::KeyProtection::Software, key.publicKey(),
                                       key.toStored().value(), nullptr);
}

} // namespace

/// What is dropped is not there any more at all, unless somebody is using it just then.
class TestKeyRing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesOnce()
    {
        const auto key = softwareKey();
        QVERIFY(!key->isReady());
        const auto first = key->key();
        QVERIFY(first);
        QVERIFY(key->isReady());
        QCOMPARE(*key->key(), *first);
    }

    void dropsTheVersionsOfAnObject()
    {
        KeyRing ring;
        const auto older = add(ring, u"v"_s, "1", 7);
        const auto newer = add(ring, u"v"_s, "2", 7);
        const auto other = add(ring, u"v"_s, "3", 8);
        ring.drop(7);
        QVERIFY(older.expired() && newer.expired() && !other.expired());
        QVERIFY(!ring.find(u"v"_s, "1"));
        QVERIFY(ring.find(u"v"_s, "3"));
    }

    void dropsTheKeysOfAVault()
    {
        KeyRing ring;
        const auto one = add(ring, u"v"_s, "1", 7);
        const auto other = add(ring, u"w"_s, "1", 8);
        ring.dropVault(u"v"_s);
        QVERIFY(one.expired() && !other.expired());
        ring.clear();
        QVERIFY(other.expired());
    }

    void aUseUnderWayGoesOn()
    {
        KeyRing ring;
        const auto known = add(ring, u"v"_s, "1", 7);
        auto used = ring.find(u"v"_s, "1");
        ring.drop(7);
        QVERIFY(!known.expired());
        QVERIFY((*used->key())->sign(*crypto::findKeyAlgorithm(u"ES256"_s), QByteArray(32, 'd')));
        used.reset();
        QVERIFY(known.expired());
    }

private:
    static std::weak_ptr<UsableKey> add(KeyRing& ring, const QString& vault, const QByteArray& version,
                                        qint64 object)
    {
        const auto key = softwareKey();
        key->key().has_value();
        ring.add(vault, version, object, key);
        return key;
    }
};

QTEST_GUILESS_MAIN(TestKeyRing)
#include "tst_key_ring.moc"
