// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/drop_hint.h"

#include <QMimeData>
#include <QTest>
#include <QUrl>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestDropHint final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesOneLocalFileOfAKnownKind_data()
    {
        QTest::addColumn<QList<QUrl>>("dragged");
        QTest::addColumn<QString>("file");
        const QUrl key(u"file:///srv/keys/own.PEM"_s);
        QTest::newRow("one") << QList<QUrl>{ key } << u"/srv/keys/own.PEM"_s;
        QTest::newRow("none") << QList<QUrl>() << QString();
        QTest::newRow("two") << QList<QUrl>{ key, key } << QString();
        QTest::newRow("another kind") << QList<QUrl>{ QUrl(u"file:///srv/keys/own.txt"_s) } << QString();
        QTest::newRow("no ending") << QList<QUrl>{ QUrl(u"file:///srv/keys/pem"_s) } << QString();
        QTest::newRow("elsewhere") << QList<QUrl>{ QUrl(u"https://example.com/own.pem"_s) } << QString();
    }
    void takesOneLocalFileOfAKnownKind()
    {
        QFETCH(QList<QUrl>, dragged);
        QMimeData data;
        data.setUrls(dragged);
        QTEST(droppedFile(data, { u"pem"_s, u"der"_s }), "file");
    }
    void saysWhatADropWouldDo()
    {
        QWidget place;
        const DropHint hint(u"Drop to import into this vault"_s, &place);
        QVERIFY(hint.isHidden());
        QCOMPARE(hint.accessibleName(), u"Drop to import into this vault"_s);
        QVERIFY(hint.testAttribute(Qt::WA_TransparentForMouseEvents));
    }
};

QTEST_MAIN(TestDropHint)
#include "tst_drop_hint.moc"
