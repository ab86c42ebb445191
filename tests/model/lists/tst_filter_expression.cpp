// SPDX-License-Identifier: Apache-2.0
#include "model/lists/filter_expression.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::lists;
using namespace Qt::StringLiterals;
using vault::FilterTerm;

namespace {

constexpr base::UnixSeconds now = 1795737600;
constexpr qint64 day = 86400;

FilterTerm term(FilterTerm::Field field, FilterTerm::Comparison comparison, const QString& key,
                const QString& text, qint64 number)
{
    return { field, comparison, key, text, number, false };
}

} // namespace

class TestFilterExpression final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsConditions_data();
    void readsConditions();
    void negates();
    void patternsAndCapitals();
    void roundTrips_data();
    void roundTrips();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void ignoresWhatIsNotFinished();
};

void TestFilterExpression::readsConditions_data()
{
    using F = FilterTerm::Field;
    using C = FilterTerm::Comparison;
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("field");
    QTest::addColumn<int>("comparison");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<qint64>("number");
    const auto row = [](const char* name, const QString& text, F field, C comparison, const QString& key,
                        const QString& value, qint64 number) {
        QTest::newRow(name) << text << int(field) << int(comparison) << key << value << number;
    };
    row("word", u"pay"_s, F::Text, C::Contains, {}, u"pay"_s, 0);
    row("phrase", u"\"two words\""_s, F::Text, C::Contains, {}, u"two words"_s, 0);
    row("colon in quotes", u"\"a:b\""_s, F::Text, C::Contains, {}, u"a:b"_s, 0);
    row("state", u"state:expired"_s, F::State, C::Equals, {}, u"expired"_s, 0);
    row("state, other case", u"State:NotYetValid"_s, F::State, C::Equals, {}, u"notyetvalid"_s, 0);
    row("expires within", u"expires:<30d"_s, F::Expires, C::Before, {}, {}, now + 30 * day);
    row("expires after", u"expires:>2w"_s, F::Expires, C::After, {}, {}, now + 14 * day);
    row("expires before a date", u"expires:<2026-12-01"_s, F::Expires, C::Before, {}, {}, 1796083200);
    row("updated after a date", u"updated:>2026-10-01"_s, F::Updated, C::After, {}, {}, 1790812800);
    row("updated less than a week ago", u"updated:<7d"_s, F::Updated, C::After, {}, {}, now - 7 * day);
    row("created more than a year ago", u"created:>1y"_s, F::Created, C::Before, {}, {}, now - 365 * day);
    row("tag with value", u"tag:env=prod"_s, F::Tag, C::Equals, u"env"_s, u"prod"_s, 0);
    row("tag", u"tag:env"_s, F::Tag, C::Equals, u"env"_s, {}, 0);
    row("tag with blanks", u"tag:\"cost centre=12 a\""_s, F::Tag, C::Equals, u"cost centre"_s, u"12 a"_s, 0);
    row("tag with =", u"tag:a=b=c"_s, F::Tag, C::Equals, u"a"_s, u"b=c"_s, 0);
    row("type", u"type:pfx"_s, F::Type, C::Contains, {}, u"pfx"_s, 0);
    row("any end", u"expires:set"_s, F::HasExpiry, C::Contains, {}, {}, 0);
}

void TestFilterExpression::readsConditions()
{
    QFETCH(QString, text);
    QFETCH(int, field);
    QFETCH(int, comparison);
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(qint64, number);
    const auto parsed = FilterExpression::parse(text, now);
    QVERIFY2(!parsed.problem, qPrintable(parsed.problem ? parsed.problem->message : QString()));
    QCOMPARE(parsed.expression.parts().size(), std::size_t(1));
    QVERIFY(parsed.expression.filter().front()
            == term(FilterTerm::Field(field), FilterTerm::Comparison(comparison), key, value, number));
}

void TestFilterExpression::negates()
{
    const auto parsed = FilterExpression::parse(u"-state:disabled -foo expires:never -expires:never"_s, now);
    QVERIFY(!parsed.problem);
    const auto filter = parsed.expression.filter();
    QCOMPARE(filter.size(), std::size_t(4));
    QVERIFY(filter[0].isNegated && filter[0].field == FilterTerm::Field::State);
    QVERIFY(filter[1].isNegated && filter[1].text == u"foo"_s);
    QVERIFY(filter[2].isNegated && filter[2].field == FilterTerm::Field::HasExpiry);
    QVERIFY(!filter[3].isNegated && filter[3].field == FilterTerm::Field::HasExpiry);
}

void TestFilterExpression::patternsAndCapitals()
{
    const auto plain = FilterExpression::parse(u"^pay:db"_s, now);
    QVERIFY(plain.problem); // "^pay" is no field
    const auto parsed = FilterExpression::parse(u"match:regex (?:a|b)$ state:expired"_s, now);
    QVERIFY(!parsed.problem);
    const auto filter = parsed.expression.filter();
    QCOMPARE(filter.size(), std::size_t(2));
    QVERIFY(filter[0].isPattern && !filter[0].isCaseSensitive);
    QCOMPARE(filter[0].text, u"(?:a|b)$"_s);
    QVERIFY(filter[1].field == FilterTerm::Field::State && !filter[1].isPattern);
    QVERIFY(FilterExpression::parse(parsed.expression.text(), now).expression.parts()
            == parsed.expression.parts());

    const auto capitals = FilterExpression::parse(u"Pay match:case"_s, now);
    QVERIFY(capitals.expression.filter().front().isCaseSensitive);
    QVERIFY(FilterExpression::parse(u"match:case"_s, now).expression.isEmpty());
    QVERIFY(FilterExpression::parse(u"match:regex (open"_s, now).problem);
    QVERIFY(FilterExpression::parse(u"match:often"_s, now).problem);
    QVERIFY(!FilterExpression::parse(u"(open"_s, now).problem);
}

void TestFilterExpression::roundTrips_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    QTest::newRow("nothing") << u"  "_s << QString();
    QTest::newRow("words") << u" pay  db "_s << u"pay db"_s;
    QTest::newRow("all") << u"-State:Disabled  tag:env=prod pay expires:<30d type:x updated:>2026-10-01"_s
                         << u"-state:disabled tag:env=prod pay expires:<30d type:x updated:>2026-10-01"_s;
    QTest::newRow("quotes") << u"\"a b\" tag:\"x y=z\" \"-minus\" -\"n o\" \"state:expired\""_s
                            << u"\"a b\" tag:\"x y=z\" \"-minus\" -\"n o\" \"state:expired\""_s;
    QTest::newRow("needless quotes") << u"\"one\""_s << u"one"_s;
}

void TestFilterExpression::roundTrips()
{
    QFETCH(QString, text);
    QFETCH(QString, canonical);
    const auto first = FilterExpression::parse(text, now);
    QVERIFY(!first.problem);
    QCOMPARE(first.expression.text(), canonical);
    const auto second = FilterExpression::parse(first.expression.text(), now);
    QVERIFY(second.expression.parts() == first.expression.parts());
}

void TestFilterExpression::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    QTest::newRow("unknown field") << u"pay owner:me"_s << 4 << 8;
    QTest::newRow("unknown state") << u"state:ok"_s << 0 << 8;
    QTest::newRow("time without sign") << u"expires:30d"_s << 0 << 11;
    QTest::newRow("no such day") << u"updated:>2026-13-01"_s << 0 << 19;
    QTest::newRow("tag without name") << u"a tag:=x"_s << 2 << 6;
    QTest::newRow("open quote") << u"a \"b c"_s << 2 << 4;
    QTest::newRow("empty type") << u"type:"_s << 0 << 5;
}

void TestFilterExpression::saysWhatIsWrong()
{
    QFETCH(QString, text);
    QFETCH(int, position);
    QFETCH(int, length);
    const auto parsed = FilterExpression::parse(text, now);
    QVERIFY(parsed.problem.has_value());
    QCOMPARE(int(parsed.problem->position), position);
    QCOMPARE(int(parsed.problem->length), length);
    QVERIFY(!parsed.problem->message.isEmpty());
}

void TestFilterExpression::ignoresWhatIsNotFinished()
{
    QVERIFY(FilterExpression::parse(u"-"_s, now).expression.isEmpty());
    QVERIFY(FilterExpression::parse(u"\"\""_s, now).expression.isEmpty());
    QCOMPARE(FilterExpression::parse(u"pay -"_s, now).expression.text(), u"pay"_s);
}

QTEST_GUILESS_MAIN(TestFilterExpression)
#include "tst_filter_expression.moc"
