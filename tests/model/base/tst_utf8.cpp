// SPDX-License-Identifier: Apache-2.0
#include "model/base/utf8.h"

#include <QTest>

using namespace strongroom::base;
using namespace Qt::StringLiterals;

class TestUtf8 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWhatQtSays_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("ASCII") << u"secret-000042"_s;
        QTest::newRow("at the limit") << QString(256, u'x');
        QTest::newRow("behind the limit") << QString(257, u'x');
        QTest::newRow("umlaut at the end") << QString(u"plai" + QString(200, u'n') + u"ü");
        QTest::newRow("beyond the plane") << u"\U0001F512"_s;
        QTest::newRow("half a character") << QString(QChar(0xD83D));
    }
    void isWhatQtSays()
    {
        QFETCH(QString, text);
        QCOMPARE(Utf8(text).view(), QByteArrayView(text.toUtf8()));
    }
};

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
