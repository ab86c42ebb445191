// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_texts.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace strongroom::local;

namespace {

QList<int> within(const IdSet& found, int largest)
{
    QList<int> ids;
    for (int id = 0; id <= largest; ++id) {
        if (found.contains(static_cast<quint32>(id)))
            ids += id;
    }
    return ids;
}

} // namespace

class TestObjectTexts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsIds();
    void findsNames_data();
    void findsNames();
    void findsEveryPartOfManyNames();
    void findsWords();
    void findsNothingAcrossTexts();
    void foldsLetters();
};

void TestObjectTexts::keepsIds()
{
    IdSet some;
    for (const quint32 id : { 0U, 63U, 64U, 1000U })
        some.insert(id);
    some.insert(63);
    QCOMPARE(some.count(), 4);
    QVERIFY(some.contains(64));
    QVERIFY(!some.contains(65));
    QVERIFY(!some.contains(100'000));
    IdSet others;
    others.insert(64);
    others.insert(5);
    IdSet both = some;
    both.keepOnly(others);
    QCOMPARE(within(both, 1000), QList<int>{ 64 });
    some.remove(others);
    QCOMPARE(within(some, 1000), (QList<int>{ 0, 63, 1000 }));
    others.keepOnly(some);
    QCOMPARE(others.count(), 0);
}

void TestObjectTexts::findsNames_data()
{
    QTest::addColumn<QString>("part");
    QTest::addColumn<QList<int>>("wanted");
    QTest::newRow("in all") << u"se"_s << QList<int>{ 1, 2, 3, 4, 5 };
    QTest::newRow("in the shared beginning only") << u"cret-1"_s << QList<int>{ 2, 3, 4 };
    QTest::newRow("across its end") << u"t-1-"_s << QList<int>{ 3, 4 };
    QTest::newRow("behind it") << u"BB"_s << QList<int>{ 4 };
    QTest::newRow("a second time, when the first is gone") << u"s"_s << QList<int>{ 1, 2, 3, 4, 5, 6 };
    QTest::newRow("the whole name") << u"secret-1"_s << QList<int>{ 2, 3, 4 };
    QTest::newRow("longer than any") << QString(300, u's') << QList<int>{};
    QTest::newRow("nowhere") << u"x"_s << QList<int>{};
}

void TestObjectTexts::findsNames()
{
    QFETCH(QString, part);
    PackedNames names;
    for (const QByteArrayView name : { "SEC", "SECRET-1", "SECRET-1-A", "SECRET-1-BB", "SESAM", "TRUST" })
        names.add(name);
    const std::vector<quint32> ids{ 1, 2, 3, 4, 5, 6 };
    IdSet found;
    names.find(foldedLetters(part), ids, found);
    QTEST(within(found, 10), "wanted");
}

void TestObjectTexts::findsEveryPartOfManyNames()
{
    // Few letters, so that names repeat within themselves and share much with their neighbours.
    std::vector<QByteArray> all;
    for (int number = 0; number < 729; ++number) {
        QByteArray name;
        for (int rest = number; name.size() < 6; rest /= 3)
            name += "AB-"[rest % 3];
        all.push_back(name.first(1 + number % 6));
    }
    std::ranges::sort(all);
    PackedNames names;
    std::vector<quint32> ids;
    for (const QByteArray& name : all) {
        names.add(name);
        ids.push_back(static_cast<quint32>(2 * ids.size() + 7));
    }
    for (const char* const one :
         { "a", "-", "ab", "aa", "bab", "-a-", "abab", "b-b-b", "aaaaaa", "ab-ab-" }) {
        const QByteArray part(one);
        IdSet found;
        names.find(part, ids, found);
        for (std::size_t i = 0; i < all.size(); ++i)
            QCOMPARE(found.contains(ids[i]), all[i].contains(part.toUpper()));
    }
}

void TestObjectTexts::findsWords()
{
    PackedWords words;
    words.add("text/Plain", 3);
    words.add("text/Plain", 8);
    words.add("application/json", 4);
    const auto found = [&words](const QString& part) {
        IdSet ids;
        words.find(foldedLetters(part), ids);
        return within(ids, 10);
    };
    QCOMPARE(found(u"PLAIN"_s), (QList<int>{ 3, 8 }));
    QCOMPARE(found(u"n"_s), (QList<int>{ 3, 4, 8 }));
    QCOMPARE(found(u"xml"_s), QList<int>{});
    QVERIFY(words.bytes() > 0);
}

void TestObjectTexts::findsNothingAcrossTexts()
{
    PackedWords words;
    words.add(QByteArray("env").append(PackedWords::separator).append("prod"), 1);
    words.add("other", 2);
    for (const char* const part : { "envprod", "vp", "prodother", "do" }) {
        IdSet ids;
        words.find(part, ids);
        QCOMPARE(ids.count(), 0);
    }
    IdSet ids;
    words.find("rod", ids);
    QVERIFY(ids.contains(1));
}

void TestObjectTexts::foldsLetters()
{
    QCOMPARE(foldedLetters(u"Straße ÄÖ Σ"_s), u"straße äö σ"_s.toUtf8());
    QCOMPARE(foldedLetters(u"𐐀"_s), u"𐐨"_s.toUtf8()); // beyond the first 65536
    QVERIFY(foldedLetters({}).isEmpty());
}

QTEST_GUILESS_MAIN(TestObjectTexts)
#include "tst_object_texts.moc"
