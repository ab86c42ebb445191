// SPDX-License-Identifier: Apache-2.0
#include "model/keep/key_slots.h"

#include "model/base/encodings.h"
#include "model/crypto/symmetric.h"

#include <QElapsedTimer>
#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// Slots in memory: what opens, what does not, and what is found when bytes are changed (T1, T6, T7).
class TestKeySlots final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void eachSlotGivesTheRoot();
    void wrongKeysOpenNothing();
    void nearMissesOfThePassphraseOpenNothing();
    void everyChangedBitIsFound();
    void everyTruncationIsFound();
    void partsOfAnotherStoreDoNotFit();
    void changedSlotCostsAsMuchAsAWrongPassphrase();
    void absurdParametersAreRefusedBeforeTheyCost_data();
    void absurdParametersAreRefusedBeforeTheyCost();
    void newerFilesAreLeftAlone();
    void changingThePassphraseRewrapsOneSlot();
    void lastSlotForPeopleStays();
    void keychainNeedsAnotherSlot();
    void roomIsLimited();
    void emptyPassphraseIsRefused();
    void calibrationStaysWithinItsFloor();

private:
    QByteArray file() const { return m_slots->sealed(m_root); }

    base::SecureBytes m_root;
    base::SecureBytes m_passphrase;
    base::SecureBytes m_recoveryKey;
    base::SecureBytes m_keychainKey;
    std::optional<keep::KeySlots> m_slots;
};

namespace {

base::SecureBytes bytes(const char* text) { return base::SecureBytes::copyOf(QByteArrayView(text)); }

// Offsets of the format: magic 8, version 2, store id 16, count 1; then the passphrase slot: kind 1,
// id 16, created 8, label 2 + n, cost 3 * 4, salt 32, wrapped root 60.
constexpr qsizetype firstSlot = 27;
constexpr qsizetype costOffset = firstSlot + 25 + 2 + qsizetype(sizeof("Passphrase") - 1);
constexpr qsizetype wrapOffset = costOffset + 12 + 32;

void putNumber(QByteArray& file, qsizetype at, quint32 value)
{
    for (int i = 0; i < 4; ++i)
        file[at + i] = static_cast<char>(value >> (24 - 8 * i));
}

} // namespace

void TestKeySlots::initTestCase()
{
    m_root = crypto::randomBytes(32);
    m_passphrase = bytes("correct horse battery staple");
    m_recoveryKey = crypto::randomBytes(32);
    m_keychainKey = crypto::randomBytes(32);
    m_slots.emplace(base::randomUuid());
    QVERIFY(m_slots->addPassphrase(m_root, m_passphrase, keep::leastCost(), { u"Passphrase"_s, 1000 }));
    QVERIFY(m_slots->addRecoveryKey(m_root, m_recoveryKey, { u"Recovery key"_s, 1001 }));
    QVERIFY(m_slots->addKeychainKey(m_root, m_keychainKey, { u"Keychain of this computer"_s, 1002 }));
}

void TestKeySlots::eachSlotGivesTheRoot()
{
    const auto read = keep::KeySlots::parse(file());
    QVERIFY(read);
    QCOMPARE(read->storeId(), m_slots->storeId());
    QCOMPARE(read->facts(), m_slots->facts());
    QCOMPARE(read->facts()[1].label, u"Recovery key"_s);
    QCOMPARE(read->facts()[1].created, 1001);
    const auto byPassphrase = read->openWithPassphrase(m_passphrase);
    QVERIFY(byPassphrase);
    QVERIFY(byPassphrase->root == m_root);
    QCOMPARE(byPassphrase->slotId, read->facts()[0].id);
    const auto byRecoveryKey = read->openWithRecoveryKey(m_recoveryKey);
    QVERIFY(byRecoveryKey);
    QVERIFY(byRecoveryKey->root == m_root);
    const auto byKeychain = read->openWithKeychainKey(m_keychainKey);
    QVERIFY(byKeychain);
    QVERIFY(byKeychain->root == m_root);
}

void TestKeySlots::wrongKeysOpenNothing()
{
    const auto read = keep::KeySlots::parse(file());
    QVERIFY(read);
    // Every key that differs in one bit, and random ones up to ten thousand.
    for (std::size_t bit = 0; bit < 256; ++bit) {
        base::SecureBytes near = m_recoveryKey.clone();
        near.data()[bit / 8] = static_cast<unsigned char>(near.data()[bit / 8] ^ (1U << (bit % 8)));
        const auto opened = read->openWithRecoveryKey(near);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, base::ErrorCode::WrongPassphrase);
    }
    for (int i = 256; i < 10'000; ++i)
        QVERIFY(!read->openWithRecoveryKey(crypto::randomBytes(32)));
    // A key of one kind does not open another's slot.
    QVERIFY(!read->openWithRecoveryKey(m_keychainKey));
    QVERIFY(!read->openWithKeychainKey(m_recoveryKey));
}

void TestKeySlots::nearMissesOfThePassphraseOpenNothing()
{
    const auto read = keep::KeySlots::parse(file());
    QVERIFY(read);
    // Each costs a whole key derivation, so only some unless more are asked for.
    const int count = qEnvironmentVariableIntValue("STRONGROOM_WRONG_PASSPHRASES");
    const std::array near = { "correct horse battery stapl",   "correct horse battery staple ",
                              " correct horse battery staple", "Correct horse battery staple",
                              "correct horse battery stbple",  "correct  horse battery staple" };
    for (const char* const text : near) {
        const auto opened = read->openWithPassphrase(bytes(text));
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, base::ErrorCode::WrongPassphrase);
    }
    for (int i = 0; i < count; ++i)
        QVERIFY(!read->openWithPassphrase(crypto::randomBytes(12)));
}

void TestKeySlots::everyChangedBitIsFound()
{
    const QByteArray whole = file();
    for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
        QByteArray changed = whole;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const auto read = keep::KeySlots::parse(changed);
        if (!read) {
            QVERIFY(read.error().code == base::ErrorCode::StoreTampered
                    || read.error().code == base::ErrorCode::StoreNewer);
            continue;
        }
        const auto opened = read->openWithRecoveryKey(m_recoveryKey);
        QVERIFY2(!opened, qPrintable(u"bit %1"_s.arg(bit)));
        QVERIFY(opened.error().code == base::ErrorCode::StoreTampered
                || opened.error().code == base::ErrorCode::WrongPassphrase);
    }
}

void TestKeySlots::everyTruncationIsFound()
{
    const QByteArray whole = file();
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const auto read = keep::KeySlots::parse(whole.first(size));
        QVERIFY(!read);
        QCOMPARE(read.error().code, base::ErrorCode::StoreTampered);
    }
    const QByteArray longer = whole + '\0';
    QCOMPARE(keep::KeySlots::parse(longer).error().code, base::ErrorCode::StoreTampered);
}

void TestKeySlots::partsOfAnotherStoreDoNotFit()
{
    // The same keys and the same root, but another store: the wrap is bound to the store's id.
    QByteArray moved = file();
    moved[12] = static_cast<char>(moved[12] ^ 1);
    const auto read = keep::KeySlots::parse(moved);
    QVERIFY(read);
    QCOMPARE(read->openWithRecoveryKey(m_recoveryKey).error().code, base::ErrorCode::WrongPassphrase);
}

void TestKeySlots::changedSlotCostsAsMuchAsAWrongPassphrase()
{
    const auto timed = [](const QByteArray& file, const base::SecureBytes& passphrase, base::Error& error) {
        const auto read = keep::KeySlots::parse(file);
        QElapsedTimer timer;
        timer.start();
        error = read->openWithPassphrase(passphrase).error();
        return timer.nsecsElapsed();
    };
    QByteArray changedWrap = file();
    changedWrap[wrapOffset + 20] = static_cast<char>(~changedWrap[wrapOffset + 20]);
    QByteArray changedKind = file();
    changedKind[firstSlot] = char(keep::SlotKind::RecoveryKey);

    base::Error wrong;
    base::Error damaged;
    base::Error disguised;
    const auto slow = timed(file(), bytes("wrong"), wrong);
    const auto alsoSlow = timed(changedWrap, m_passphrase, damaged);
    const auto slowToo = timed(changedKind, m_passphrase, disguised);
    QCOMPARE(wrong, damaged);
    QCOMPARE(wrong, disguised);
    // A class of time, not a time: none of them answers without a key derivation.
    QVERIFY(alsoSlow * 10 > slow);
    QVERIFY(slowToo * 10 > slow);
}

void TestKeySlots::absurdParametersAreRefusedBeforeTheyCost_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<quint32>("value");
    QTest::newRow("over 4 GiB") << 0 << quint32(4 * 1024 * 1024 + 1);
    QTest::newRow("4 TiB") << 0 << quint32(0xffffffff);
    QTest::newRow("under 64 MiB") << 0 << quint32(64 * 1024 - 1);
    QTest::newRow("no memory") << 0 << quint32(0);
    QTest::newRow("65 passes") << 1 << quint32(65);
    QTest::newRow("2 passes") << 1 << quint32(2);
    QTest::newRow("no pass") << 1 << quint32(0);
    QTest::newRow("17 lanes") << 2 << quint32(17);
    QTest::newRow("no lane") << 2 << quint32(0);
}

void TestKeySlots::absurdParametersAreRefusedBeforeTheyCost()
{
    QFETCH(int, field);
    QFETCH(quint32, value);
    QByteArray changed = file();
    putNumber(changed, costOffset + 4 * field, value);
    const auto read = keep::KeySlots::parse(changed);
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::ErrorCode::StoreTampered);
}

void TestKeySlots::newerFilesAreLeftAlone()
{
    QByteArray newer = file();
    newer[9] = 2;
    const auto read = keep::KeySlots::parse(newer);
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::ErrorCode::StoreNewer);
}

void TestKeySlots::changingThePassphraseRewrapsOneSlot()
{
    auto changed = keep::KeySlots::parse(file());
    QVERIFY(changed);
    const auto opened = changed->openWithPassphrase(m_passphrase);
    QVERIFY(opened);
    QVERIFY(changed->changePassphrase(*opened, bytes("another"), keep::leastCost()));
    const auto read = keep::KeySlots::parse(changed->sealed(m_root));
    QVERIFY(read);
    QCOMPARE(read->facts().size(), std::size_t(3));
    QCOMPARE(read->openWithPassphrase(m_passphrase).error().code, base::ErrorCode::WrongPassphrase);
    const auto again = read->openWithPassphrase(bytes("another"));
    QVERIFY(again);
    QVERIFY(again->root == m_root);
    QVERIFY(read->openWithRecoveryKey(m_recoveryKey));

    const auto byKey = changed->openWithRecoveryKey(m_recoveryKey);
    QVERIFY(byKey);
    QCOMPARE(changed->changePassphrase(*byKey, bytes("x"), keep::leastCost()).error().code,
             base::ErrorCode::SlotNotFound);
}

void TestKeySlots::lastSlotForPeopleStays()
{
    auto less = keep::KeySlots::parse(file());
    QVERIFY(less);
    const auto facts = less->facts();
    QVERIFY(less->remove(facts[0].id));
    const auto refused = less->remove(facts[1].id);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::Conflict);
    QVERIFY(less->remove(facts[2].id));
    QCOMPARE(less->remove(facts[2].id).error().code, base::ErrorCode::SlotNotFound);
    const auto read = keep::KeySlots::parse(less->sealed(m_root));
    QVERIFY(read);
    QVERIFY(read->openWithRecoveryKey(m_recoveryKey));
    QVERIFY(!read->openWithKeychainKey(m_keychainKey));
}

void TestKeySlots::keychainNeedsAnotherSlot()
{
    keep::KeySlots none(base::randomUuid());
    const auto added = none.addKeychainKey(m_root, m_keychainKey, {});
    QVERIFY(!added);
    QCOMPARE(added.error().code, base::ErrorCode::Conflict);
}

void TestKeySlots::roomIsLimited()
{
    keep::KeySlots many(base::randomUuid());
    for (std::size_t i = 0; i < keep::slot_limits::mostSlots; ++i)
        QVERIFY(many.addRecoveryKey(m_root, m_recoveryKey, { QString(300, QChar(0xe9)), 0 }));
    QCOMPARE(many.addRecoveryKey(m_root, m_recoveryKey, {}).error().code, base::ErrorCode::Conflict);
    const QByteArray full = many.sealed(m_root);
    QVERIFY(full.size() <= keep::slot_limits::mostFileBytes);
    const auto read = keep::KeySlots::parse(full);
    QVERIFY(read);
    QVERIFY(read->openWithRecoveryKey(m_recoveryKey));
}

void TestKeySlots::emptyPassphraseIsRefused()
{
    keep::KeySlots none(base::randomUuid());
    QCOMPARE(none.addPassphrase(m_root, {}, keep::leastCost(), {}).error().field, u"passphrase"_s);
    QCOMPARE(none.addPassphrase(m_root, bytes("x"), { 1024, 1, 1 }, {}).error().code,
             base::ErrorCode::BadParameter);
}

void TestKeySlots::calibrationStaysWithinItsFloor()
{
    const crypto::Argon2Settings cost = keep::calibratedCost();
    QVERIFY(cost.memoryKiB >= keep::slot_limits::leastMemoryKiB);
    QVERIFY(cost.passes >= keep::slot_limits::leastPasses);
    QVERIFY(cost.lanes >= 1 && cost.lanes <= 4);
}

QTEST_GUILESS_MAIN(TestKeySlots)
#include "tst_key_slots.moc"
