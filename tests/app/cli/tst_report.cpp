// SPDX-License-Identifier: Apache-2.0
#include "app/cli/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace strongroom;
using namespace strongroom::cli;
using namespace Qt::StringLiterals;

class TestReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonIsReadByOthers();
    void jsonOfNothing();
    void tables();
    void times();
};

void TestReport::jsonIsReadByOthers()
{
    const QString nasty = u"\"\\/\b\n\t\u0001é漢😀"_s;
    JsonWriter json;
    json.beginObject().member(u"text", nasty).member(u"number", qint64{ -5 }).truthMember(u"yes", true);
    json.key(u"list")
        .beginArray()
        .text(u"a")
        .number(1)
        .null()
        .truth(false)
        .beginObject()
        .endObject()
        .endArray();
    json.member(u"tags", QMap<QString, QString>{ { u"k\""_s, u"v"_s } });
    json.timeMember(u"at", 0).timeMember(u"never", std::nullopt).endObject();
    QJsonParseError error;
    const QJsonObject found = QJsonDocument::fromJson(json.take().view().toByteArray(), &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(found.value(u"text"_s).toString(), nasty);
    QCOMPARE(found.value(u"number"_s).toInt(), -5);
    QCOMPARE(found.value(u"list"_s).toArray().size(), 5);
    QCOMPARE(found.value(u"tags"_s).toObject().value(u"k\""_s).toString(), u"v"_s);
    QCOMPARE(found.value(u"at"_s).toString(), u"1970-01-01T00:00:00Z"_s);
    QVERIFY(!found.contains(u"never"_s));
}

void TestReport::jsonOfNothing()
{
    JsonWriter json;
    json.beginArray().endArray();
    QCOMPARE(json.take().view().toByteArray(), QByteArray("[]"));
}

void TestReport::tables()
{
    QCOMPARE(tableText({ u"A"_s, u"B"_s }, {}), QString());
    QCOMPARE(tableText({ u"A"_s, u"LONG"_s }, { { u"aaa"_s, u"1"_s }, { u"b"_s, u""_s } }),
             u"A    LONG\naaa  1\nb\n"_s);
    // A6: what others named stays one row and steers no terminal.
    QCOMPARE(tableText({ u"A"_s, u"B"_s }, { { u"x\033[31m\ny"_s, u"\u202eä\u2028\U0001F600"_s } }),
             u"A                   B\nx\\u001b[31m\\u000ay  \\u202eä\\u2028\U0001F600\n"_s);
}

void TestReport::times() { QCOMPARE(timeText(1767225600), u"2026-01-01T00:00:00Z"_s); }

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
