// SPDX-License-Identifier: Apache-2.0
#include "model/base/json_reader.h"
#include "model/base/json_writer.h"

#include <QRandomGenerator>
#include <QTest>

using namespace strongroom::base;
using namespace Qt::StringLiterals;

class JsonTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void documents_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isValid");
        addGood();
        addBad();
        QTest::newRow("a zero byte") << QByteArray("{}\0", 3) << false;
        QTest::newRow("a zero in text") << QByteArray("\"\0\"", 3) << false;
        QTest::newRow("32 deep") << QByteArray(32, '[') + QByteArray(32, ']') << true;
        QTest::newRow("33 deep") << QByteArray(33, '[') + QByteArray(33, ']') << false;
        QTest::newRow("a million deep") << QByteArray(1000000, '[') << false;
        QTest::newRow("a million objects deep") << QByteArray("{\"a\":").repeated(1000000) << false;
        QTest::newRow("a number of a megabyte") << QByteArray(1000000, '9') << true;
    }
    void documents()
    {
        QFETCH(QByteArray, text);
        JsonReader reader(text);
        reader.skip();
        const auto finished = reader.finish();
        QTEST(finished.has_value(), "isValid");
        if (!finished)
            QCOMPARE(finished.error().code, strongroom::base::ErrorCode::BadParameter);
    }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("place");
        QTest::newRow("none") << QByteArray("{\"a\": [1]}") << -1;
        QTest::newRow("nothing") << QByteArray(" ") << 1;
        QTest::newRow("no element") << QByteArray("[1, ]") << 4;
        QTest::newRow("no name") << QByteArray("{\"a\": 1,\n}") << 9;
        QTest::newRow("a bare name") << QByteArray("{a: 1}") << 1;
        QTest::newRow("no colon") << QByteArray("{\"a\" 1}") << 5;
        QTest::newRow("left open") << QByteArray("{\"a\": 1") << 7;
        QTest::newRow("something behind") << QByteArray("{} {}") << 3;
        QTest::newRow("a line break in text") << QByteArray("[\"a\nb\"]") << 3;
        QTest::newRow("an escape") << QByteArray("[\"a\\x\"]") << 3;
        QTest::newRow("a word") << QByteArray("[nul]") << 1;
        QTest::newRow("only too deep") << QByteArray(33, '[') + QByteArray(33, ']') << -1;
    }
    void mistakes()
    {
        QFETCH(QByteArray, text);
        JsonReader reader(text);
        reader.skip();
        (void)reader.finish();
        QTEST(int(reader.failedAt().value_or(-1)), "place");
    }

    void integers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("value");
        QTest::addColumn<bool>("isValid");
        QTest::newRow("0") << QByteArray("0") << qint64(0) << true;
        QTest::newRow("-5") << QByteArray("-5") << qint64(-5) << true;
        QTest::newRow("largest") << QByteArray("9223372036854775807") << Q_INT64_C(9223372036854775807)
                                 << true;
        for (const char* bad : { "9223372036854775808", "1.0", "1e3", "\"1\"", "true", "null", "[1]" })
            QTest::newRow(bad) << QByteArray(bad) << qint64(0) << false;
    }
    void integers()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, value);
        JsonReader reader(text);
        QCOMPARE(reader.takeInteger(u"exp"_s), value);
        const auto finished = reader.finish();
        QTEST(finished.has_value(), "isValid");
        if (!finished)
            QCOMPARE(finished.error().field, u"exp"_s);
    }

    void textKeepsEveryCharacter()
    {
        JsonReader reader("\"a\\u00e4\\u20ac\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\"");
        QCOMPARE(reader.takeText(u"value"_s), QString::fromUtf8("aä€😀\"\\/\b\f\n\r\t"));
        QVERIFY(reader.finish());
    }

    void secretsMayHoldZerosAndTextsMayNot()
    {
        JsonReader secret("\"a\\u0000b\"");
        QCOMPARE(secret.takeSecret(u"value"_s).view().toByteArray(), QByteArray("a\0b", 3));
        QVERIFY(secret.finish());
        JsonReader text("\"a\\u0000b\"");
        text.takeText(u"contentType"_s);
        QVERIFY(!text.finish());
    }

    void nothingIsReadAfterAMistake()
    {
        JsonReader reader("{\"a\":tru,\"b\":1}");
        reader.enterObject();
        QVERIFY(reader.nextMember());
        reader.takeBoolean(u"a"_s);
        QVERIFY(!reader.nextMember());
        QVERIFY(!reader.finish());
    }

    void writtenIsRead()
    {
        QRandomGenerator random(42);
        for (int round = 0; round < 2000; ++round) {
            QString text;
            for (int i = random.bounded(40); i > 0; --i) {
                const char32_t c = random.bounded(3) == 0 ? random.bounded(0x80U) : random.bounded(0x110000U);
                if (c != 0 && (c < 0xd800 || c > 0xdfff))
                    text += QString::fromUcs4(&c, 1);
            }
            const qint64 number = static_cast<qint64>(random.generate64());
            JsonWriter json;
            json.beginObject().memberText(text).text(text).member("n").integer(number);
            json.member("l").beginArray().boolean(true).null().utf8(text.toUtf8()).endArray().endObject();
            const auto document = json.finish();

            JsonReader reader(document.view());
            reader.enterObject();
            QCOMPARE(reader.nextMember(), std::optional(text));
            QCOMPARE(reader.takeText({}), text);
            QCOMPARE(reader.nextMember(), std::optional(u"n"_s));
            QCOMPARE(reader.takeInteger({}), number);
            QVERIFY(reader.nextMember());
            reader.enterArray();
            QVERIFY(reader.nextElement());
            QVERIFY(reader.takeBoolean({}));
            QVERIFY(reader.nextElement());
            QVERIFY(reader.takeNull());
            QVERIFY(reader.nextElement());
            QCOMPARE(reader.takeSecret({}).view().toByteArray(), text.toUtf8());
            QVERIFY(!reader.nextElement());
            QVERIFY(!reader.nextMember());
            QVERIFY(reader.finish());
        }
    }

    void anyBytesAreSurvived()
    {
        QRandomGenerator random(43);
        const QByteArray seed = "{\"value\":\"a\\u00e4\\ud83d\\ude00\",\"attributes\":{\"exp\":1700000000,"
                                "\"enabled\":true},\"tags\":{\"a\":\"b\"}}";
        for (int round = 0; round < 50000; ++round) {
            QByteArray text = seed;
            for (int i = 1 + random.bounded(3); i > 0; --i)
                text[random.bounded(int(text.size()))] = static_cast<char>(random.bounded(256));
            text.truncate(random.bounded(2) == 0 ? int(text.size()) : random.bounded(int(text.size())));
            JsonReader reader(text);
            reader.skip();
            (void)reader.finish().has_value();
        }
    }

private:
    static void addGood()
    {
        for (const char* good : { "{}",
                                  "[]",
                                  "0",
                                  "-0",
                                  "1.5",
                                  "1e9",
                                  "1E+9",
                                  "-1.25e-3",
                                  "true",
                                  "false",
                                  "null",
                                  "\"\"",
                                  " { \"a\" : [ 1 , 2 ] } ",
                                  "{\"a\":{\"b\":[null,true,false]}}",
                                  "\"\\u00e4\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                  "\"\\ud83d\\ude00\"",
                                  "\"\xf0\x9f\x98\x80\"",
                                  "\"\x7f\"",
                                  "{\"\":0}",
                                  "{\"a\":1,\"a\":2}",
                                  "\t\r\n{}\n" })
            QTest::newRow(good) << QByteArray(good) << true;
    }
    static void addBad()
    {
        for (const char* bad : { "",
                                 " ",
                                 "{",
                                 "}",
                                 "[",
                                 "]",
                                 "{]",
                                 "[}",
                                 "{}{}",
                                 "{} x",
                                 "[1,]",
                                 "[,1]",
                                 "[1 2]",
                                 "{,}",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{\"a\":1,}",
                                 "{\"a\" 1}",
                                 "{a:1}",
                                 "{'a':1}",
                                 "{1:1}",
                                 "01",
                                 "-",
                                 "+1",
                                 "1.",
                                 ".5",
                                 "1e",
                                 "1e+",
                                 "0x1",
                                 "NaN",
                                 "Infinity",
                                 "tru",
                                 "truee",
                                 "nul",
                                 "True",
                                 "\"",
                                 "\"a",
                                 "\"\t\"",
                                 "\"\n\"",
                                 "\"\\x\"",
                                 "\"\\u12\"",
                                 "\"\\u12g4\"",
                                 "\"\\ud800\"",
                                 "\"\\udc00\"",
                                 "\"\\ud800\\u0041\"",
                                 "\"\\ud800x\"",
                                 "\"\xff\"",
                                 "\"\xc0\x80\"",
                                 "\"\xed\xa0\x80\"",
                                 "\"\xe2\x82\"",
                                 "\"\xf4\x90\x80\x80\"",
                                 "\"\xf8\x88\x80\x80\x80\"",
                                 "/**/{}",
                                 "[1]//",
                                 "\xef\xbb\xbf{}",
                                 "[\"a\":1]",
                                 "{\"a\":1 \"b\":2}" })
            QTest::newRow(qPrintable(u"bad "_s + QString::fromUtf8(bad))) << QByteArray(bad) << false;
    }
};

QTEST_GUILESS_MAIN(JsonTest)
#include "tst_json.moc"
