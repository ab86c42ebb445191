// SPDX-License-Identifier: Apache-2.0
#include "model/keep/recovery_key.h"

#include "model/crypto/symmetric.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

class TestRecoveryKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsAndReadsBack();
    void formIsReadable();
    void everySingleMistakeIsFoundInItsGroup();
    void everyExchangeOfNeighboursIsFound();
    void carelessTypingIsForgiven_data();
    void carelessTypingIsForgiven();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
};

namespace {

constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

base::SecureBytes fixedKey()
{
    base::SecureBytes key(32);
    for (std::size_t i = 0; i < key.size(); ++i)
        key.data()[i] = static_cast<unsigned char>(i * 37 + 11);
    return key;
}

QByteArray fixedPrint() { return keep::printRecoveryKey(fixedKey()).view().toByteArray(); }

base::Result<base::SecureBytes> readText(const QByteArray& text)
{
    return keep::readRecoveryKey(base::SecureBytes::copyOf(QByteArrayView(text)));
}

} // namespace

void TestRecoveryKey::printsAndReadsBack()
{
    for (int i = 0; i < 200; ++i) {
        const base::SecureBytes key = crypto::randomBytes(32);
        const auto read = keep::readRecoveryKey(keep::printRecoveryKey(key));
        QVERIFY(read);
        QVERIFY(*read == key);
    }
}

void TestRecoveryKey::formIsReadable()
{
    const QList<QByteArray> groups = fixedPrint().split('-');
    QCOMPARE(groups.size(), 13);
    for (const QByteArray& group : groups) {
        QCOMPARE(group.size(), 5);
        for (const char character : group)
            QVERIFY(QByteArray(alphabet).contains(character));
    }
}

void TestRecoveryKey::everySingleMistakeIsFoundInItsGroup()
{
    const QByteArray printed = fixedPrint();
    for (qsizetype at = 0; at < printed.size(); ++at) {
        if (printed[at] == '-')
            continue;
        for (const char* wrong = alphabet; *wrong; ++wrong) {
            if (*wrong == printed[at])
                continue;
            QByteArray typed = printed;
            typed[at] = *wrong;
            const auto read = readText(typed);
            QVERIFY(!read);
            QCOMPARE(read.error().code, base::ErrorCode::BadParameter);
            QVERIFY2(read.error().message.contains(u"group %1."_s.arg(at / 6 + 1)),
                     qPrintable(read.error().message));
        }
    }
}

void TestRecoveryKey::everyExchangeOfNeighboursIsFound()
{
    const QByteArray printed = fixedPrint();
    for (qsizetype at = 0; at + 1 < printed.size(); ++at) {
        if (printed[at] == '-' || printed[at + 1] == '-' || printed[at] == printed[at + 1])
            continue;
        QByteArray typed = printed;
        typed[at] = printed[at + 1];
        typed[at + 1] = printed[at];
        QVERIFY(!readText(typed));
    }
    for (qsizetype group = 0; group < 12; ++group) {
        QByteArray typed = printed;
        typed.replace(group * 6, 5, printed.mid(group * 6 + 6, 5));
        typed.replace(group * 6 + 6, 5, printed.mid(group * 6, 5));
        QVERIFY(!readText(typed));
    }
}

void TestRecoveryKey::carelessTypingIsForgiven_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::newRow("lower case") << fixedPrint().toLower();
    QTest::newRow("no hyphens") << fixedPrint().replace("-", "");
    QTest::newRow("white space") << fixedPrint().replace("-", " \t");
    QTest::newRow("line break") << fixedPrint().insert(30, "\r\n") + "\n";
    QTest::newRow("letter O") << fixedPrint().replace("0", "O");
    QTest::newRow("letter l") << fixedPrint().replace("1", "l");
    QTest::newRow("letter I") << fixedPrint().replace("1", "I");
}

void TestRecoveryKey::carelessTypingIsForgiven()
{
    QFETCH(QByteArray, typed);
    const auto read = readText(typed);
    QVERIFY(read);
    QVERIFY(*read == fixedKey());
}

void TestRecoveryKey::mistakesAreNamed_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QString>("said");
    QTest::newRow("empty") << QByteArray() << u"this one has 0"_s;
    QTest::newRow("last group missing") << fixedPrint().chopped(6) << u"this one has 60"_s;
    QTest::newRow("one more") << QByteArray(fixedPrint() + "7") << u"this one has 66"_s;
    QTest::newRow("a letter that never occurs") << fixedPrint().replace(13, 1, "U") << u"Group 3"_s;
    QTest::newRow("a sign") << fixedPrint().replace(24, 1, "$") << u"Group 5"_s;
    QTest::newRow("not ASCII") << fixedPrint().replace(0, 1, "\xc3\xa9") << u"Group 1"_s;
}

void TestRecoveryKey::mistakesAreNamed()
{
    QFETCH(QByteArray, typed);
    QFETCH(QString, said);
    const auto read = readText(typed);
    QVERIFY(!read);
    QCOMPARE(read.error().field, u"recoveryKey"_s);
    QVERIFY2(read.error().message.contains(said), qPrintable(read.error().message));
}

QTEST_GUILESS_MAIN(TestRecoveryKey)
#include "tst_recovery_key.moc"
