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
