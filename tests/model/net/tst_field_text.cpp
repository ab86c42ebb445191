// SPDX-License-Identifier: Apache-2.0
#include "model/net/field_text.h"

#include <QTest>

using namespace strongroom::net;

class TestFieldText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Every octet at every place of texts around the width that is looked at in one go.
    void judgesEachOctetAlike()
    {
        QVERIFY(isFieldText({}));
        for (qsizetype size = 1; size < 26; ++size) {
            for (qsizetype at = 0; at < size; ++at) {
                QByteArray text(size, 'x');
                for (unsigned octet = 0; octet < 256; ++octet) {
                    text[at] = static_cast<char>(octet);
                    const bool isGood = octet == '\t' || (octet >= 0x20 && octet != 0x7F);
                    QCOMPARE(isFieldText(text), isGood);
                }
            }
        }
    }

    void tabsExcuseNoOtherControls()
    {
        QVERIFY(isFieldText("\t\t\t\t\t\t\t\t\t"));
        QVERIFY(!isFieldText("\tabc\rdef"));
        QVERIFY(!isFieldText("abcdefgh\tijklmn\n"));
    }
};

QTEST_GUILESS_MAIN(TestFieldText)
#include "tst_field_text.moc"
