// SPDX-License-Identifier: Apache-2.0
#include "model/local/key_table.h"

#include "model/local/row_bytes.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::local;
using namespace Qt::StringLiterals;

namespace {

KeyDetail detailOf(bool hasPolicy, vault::KeyOrigin origin)
{
    KeyDetail detail;
    detail.protection = vault::KeyProtection::Hsm;
    detail.publicKey.type = crypto::KeyType::Ec;
    detail.publicKey.curve = crypto::Curve::P256;
    detail.publicKey.x = "x";
    detail.publicKey.y = "y";
    detail.operations = { u"sign"_s, u"verify"_s };
    detail.isExportable = hasPolicy;
    if (hasPolicy)
        detail.releasePolicy = vault::ReleasePolicy{ u"application/json"_s, true, "{}" };
    detail.origin = origin;
    return detail;
}

} // namespace

class TestKeyTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detailsAreReadBack_data() { addCases(); }
    void detailsAreReadBack()
    {
        QFETCH(bool, hasPolicy);
        for (const auto origin : { vault::KeyOrigin::MadeHere, vault::KeyOrigin::Imported }) {
            const KeyDetail detail = detailOf(hasPolicy, origin);
            const auto back = KeyDetail::decode(detail.encoded());
            QVERIFY(back);
            QCOMPARE(back->origin, origin);
            QCOMPARE(back->operations, detail.operations);
            QCOMPARE(back->publicKey, detail.publicKey);
            QCOMPARE(back->releasePolicy, detail.releasePolicy);
        }
    }

    void whatWasWrittenBeforeOriginsCountsAsMadeHere_data() { addCases(); }
    void whatWasWrittenBeforeOriginsCountsAsMadeHere()
    {
        QFETCH(bool, hasPolicy);
        RowBytes origin;
        origin.number(0);
        QByteArray bytes = detailOf(hasPolicy, vault::KeyOrigin::Imported).encoded();
        bytes.chop(origin.view().size());
        const auto back = KeyDetail::decode(bytes);
        QVERIFY(back);
        QCOMPARE(back->origin, vault::KeyOrigin::MadeHere);
        QCOMPARE(back->releasePolicy.has_value(), hasPolicy);
    }

    void whatIsLongerOrShorterIsRefused_data() { addCases(); }
    void whatIsLongerOrShorterIsRefused()
    {
        QFETCH(bool, hasPolicy);
        const QByteArray bytes = detailOf(hasPolicy, vault::KeyOrigin::Imported).encoded();
        QVERIFY(!KeyDetail::decode(QByteArray(bytes + '\0')));
        QVERIFY(!KeyDetail::decode(QByteArray(bytes + bytes)));
        QVERIFY(!KeyDetail::decode(bytes.chopped(1)));
        QVERIFY(!KeyDetail::decode({}));
    }

private:
    static void addCases()
    {
        QTest::addColumn<bool>("hasPolicy");
        QTest::newRow("plain") << false;
        QTest::newRow("with a release policy") << true;
    }
};

QTEST_GUILESS_MAIN(TestKeyTable)
#include "tst_key_table.moc"
