// SPDX-License-Identifier: Apache-2.0
#include "model/vault/key_checks.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;

class KeyChecksTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void symmetricKeysOfAnotherSizeAreRefusedAlike()
    {
        const auto imported = [](std::size_t bytes) {
            return clearKeyOf({ ImportedKey::Form::Oct, base::SecureBytes(bytes), crypto::KeyType::Oct });
        };
        for (const std::size_t bytes : std::initializer_list<std::size_t>{ 16, 24, 32 })
            QVERIFY(imported(bytes).has_value());
        const base::Error refused = imported(8).error();
        QCOMPARE(refused.code, base::ErrorCode::BadParameter);
        for (const std::size_t bytes : std::initializer_list<std::size_t>{ 1, 15, 33, 48, 64, 65, 100000 })
            QCOMPARE(imported(bytes).error(), refused);
        CreateKey create{ *ObjectName::create(u"k"_s), crypto::KeyType::Oct, KeyProtection::Hsm, 512 };
        QCOMPARE(checkKeyKind(create, Sku::ManagedHsm).error(), refused);
    }

    void theSizeOfAnEllipticKeyIsThatOfItsCurve()
    {
        const auto check = [](std::optional<crypto::Curve> curve, int bits) {
            CreateKey create{ *ObjectName::create(u"k"_s), crypto::KeyType::Ec, KeyProtection::Software,
                              bits };
            create.curve = curve;
            return checkKeyKind(create, Sku::Standard);
        };
        using crypto::Curve;
        for (const auto& [curve, bits] : { std::pair{ Curve::P256, 256 },
                                           { Curve::P384, 384 },
                                           { Curve::P521, 521 },
                                           { Curve::P256K, 256 } }) {
            QVERIFY(check(curve, 0) && check(curve, bits));
            const auto refused = check(curve, bits == 384 ? 256 : 384);
            QVERIFY(!refused);
            QCOMPARE(refused.error().field, u"key_size"_s);
        }
        QVERIFY(check({}, 256)); // P-256 is what is made when nothing is said
        QVERIFY(!check({}, 384));
    }

    void onlyNamesOfAlgorithmsAreLogged()
    {
        for (const QString& name : { u"RS256"_s, u"A256CBCPAD"_s, u"RSA_AES_KEY_WRAP_384"_s })
            QCOMPARE(loggedAlgorithm(name), name);
        for (const QString& text : { QString(), u"rs256"_s, u"a plaintext"_s, QString(100'000, u'S') })
            QCOMPARE(loggedAlgorithm(text), QString());
    }

    void releasePoliciesAreJson_data()
    {
        QTest::addColumn<QString>("contentType");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("usual") << ReleasePolicy().contentType << true;
        QTest::newRow("as documented") << u"application/json; charset=utf-8"_s << true;
        QTest::newRow("without a space") << u"application/json;charset=UTF-8"_s << true;
        QTest::newRow("without a charset") << u"application/json"_s << true;
        QTest::newRow("text") << u"text/plain"_s << false;
        QTest::newRow("another charset") << u"application/json; charset=utf-16"_s << false;
        QTest::newRow("nothing") << QString() << false;
    }
    void releasePoliciesAreJson()
    {
        QFETCH(QString, contentType);
        KeyDraft draft;
        draft.isExportable = true;
        draft.releasePolicy = ReleasePolicy{
            contentType, false,
            R"({"version":"1.0.0","anyOf":[{"authority":"https://a.example","allOf":[{"claim":"c","equals":"v"}]}]})"
        };
        const auto checked = checkedDraft(draft, crypto::KeyType::Rsa, KeyProtection::Hsm);
        QTEST(checked.has_value(), "isAllowed");
        if (!checked)
            QCOMPARE(checked.error().field, u"contentType"_s);
    }
};

QTEST_GUILESS_MAIN(KeyChecksTest)
#include "tst_key_checks.moc"
