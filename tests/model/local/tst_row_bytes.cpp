// SPDX-License-Identifier: Apache-2.0
#include "model/local/row_bytes.h"

#include <QTest>

#include <limits>

using namespace strongroom::local;
using namespace Qt::StringLiterals;

class TestRowBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBackBothForms()
    {
        const std::array numbers{ qint64(0),
                                  qint64(-1),
                                  qint64(63),
                                  qint64(-64),
                                  qint64(64),
                                  qint64(1'700'000'000'000),
                                  std::numeric_limits<qint64>::max(),
                                  std::numeric_limits<qint64>::min() };
        const QStringList texts{ QString(),
                                 u"plain"_s,
                                 u"Zürich \U0001F512"_s,
                                 QString(300, u'x'),
                                 QString(300, u'ä'),
                                 u"3f0c1d6a-5a52-4c7e-9d0b-52a5a1b0c001"_s,
                                 u"3F0C1D6A-5A52-4C7E-9D0B-52A5A1B0C001"_s,
                                 u"3f0c1d6a-5a52-4c7e-9d0b-52a5a1b0c00g"_s,
                                 u"3f0c1d6a5a524c7e9d0b52a5a1b0c001"_s };
        RowBytes bytes;
        for (const qint64 number : numbers)
            bytes.number(number).shortNumber(number);
        for (const QString& text : texts)
            bytes.text(text).shortText(text);
        bytes.null().bytes("end");
        RowReader reader(bytes.view());
        for (const qint64 number : numbers) {
            QCOMPARE(reader.number(), number);
            QCOMPARE(reader.number(), number);
        }
        for (const QString& text : texts) {
            QCOMPARE(reader.text(), text);
            QCOMPARE(reader.text(), text);
        }
        QVERIFY(!reader.optionalNumber());
        QCOMPARE(reader.bytes(), QByteArrayView("end"));
        QVERIFY(reader.isAtEnd());
    }

    void identifiersAreShort()
    {
        RowBytes bytes;
        bytes.shortText(u"3f0c1d6a-5a52-4c7e-9d0b-52a5a1b0c001"_s);
        QCOMPARE(bytes.view().size(), 17);
        bytes.clear();
        bytes.shortText(u"3f0c1d6a5a524c7e9d0b52a5a1b0c001"_s);
        QCOMPARE(bytes.view().size(), 17);
        bytes.clear();
        bytes.shortNumber(-1);
        QCOMPARE(bytes.view().size(), 2);
    }

    void whatIsCutOffIsNotRead()
    {
        RowBytes bytes;
        bytes.shortNumber(1'000'000).shortText(u"3f0c1d6a5a524c7e9d0b52a5a1b0c001"_s).shortText(u"name"_s);
        bytes.number(7).text(u"name"_s);
        for (qsizetype size = 0; size < bytes.view().size(); ++size) {
            RowReader reader(bytes.view().first(size));
            reader.number();
            reader.text();
            reader.text();
            reader.number();
            reader.text();
            QVERIFY(!reader.isAtEnd());
        }
    }

    void aNumberWithoutEndIsNone()
    {
        const QByteArray bytes = "n" + QByteArray(20, '\xff');
        RowReader reader(bytes);
        QCOMPARE(reader.number(), 0);
        QVERIFY(!reader.isGood());
    }
};

QTEST_GUILESS_MAIN(TestRowBytes)
#include "tst_row_bytes.moc"
