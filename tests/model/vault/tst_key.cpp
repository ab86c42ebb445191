// SPDX-License-Identifier: Apache-2.0
#include "model/vault/key.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using base::ErrorCode;

class KeyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void types()
    {
        for (const char* text : { "RSA", "RSA-HSM", "EC", "EC-HSM", "oct", "oct-HSM" }) {
            const auto read = keyTypeFromText(QString::fromLatin1(text));
            QVERIFY(read.has_value());
            QCOMPARE(keyTypeText(read->type, read->protection), QString::fromLatin1(text));
        }
        QVERIFY(keyTypeFromText(u"rsa-hsm"_s).has_value());
        QVERIFY(!keyTypeFromText(u"OKP"_s).has_value());
    }

    void operations_data()
    {
        QTest::addColumn<QStringList>("operations");
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("isHsm");
        QTest::addColumn<bool>("isAllowed");
        const auto rsa = static_cast<int>(crypto::KeyType::Rsa);
        const auto ec = static_cast<int>(crypto::KeyType::Ec);
        QTest::newRow("RSA defaults") << defaultOperations(crypto::KeyType::Rsa) << rsa << false << true;
        QTest::newRow("EC defaults") << defaultOperations(crypto::KeyType::Ec) << ec << false << true;
        QTest::newRow("EC encrypts") << QStringList{ u"encrypt"_s } << ec << false << false;
        QTest::newRow("unknown") << QStringList{ u"fold"_s } << rsa << false << false;
        QTest::newRow("wrong case") << QStringList{ u"wrapkey"_s } << rsa << false << false;
        QTest::newRow("twice") << QStringList{ u"sign"_s, u"sign"_s } << rsa << false << false;
        QTest::newRow("import alone") << QStringList{ u"import"_s } << rsa << true << true;
        QTest::newRow("import of software") << QStringList{ u"import"_s } << rsa << false << false;
        QTest::newRow("export") << QStringList{ u"sign"_s, u"export"_s } << rsa << true << true;
        QTest::newRow("export of software") << QStringList{ u"sign"_s, u"export"_s } << rsa << false << false;
        QTest::newRow("import and sign") << QStringList{ u"import"_s, u"sign"_s } << rsa << true << false;
    }
    void operations()
    {
        QFETCH(QStringList, operations);
        QFETCH(int, type);
        QFETCH(bool, isHsm);
        const auto checked = checkOperations(operations, static_cast<crypto::KeyType>(type),
                                             isHsm ? KeyProtection::Hsm : KeyProtection::Software);
        QTEST(checked.has_value(), "isAllowed");
    }

    // Key Vault, "About keys: date-time controlled operations": the window is not symmetric.
    void useInAndOutOfTime()
    {
        KeyProperties key{ *ObjectName::create(u"k"_s), VersionId::random() };
        key.operations = defaultOperations(crypto::KeyType::Rsa);
        key.attributes.notBefore = 1000;
        key.attributes.expires = 2000;
        for (const KeyUse use : { KeyUse::Encrypt, KeyUse::Sign, KeyUse::WrapKey }) {
            QVERIFY(checkUse(key, use, 1500).has_value());
            QCOMPARE(checkUse(key, use, 999).error().code, ErrorCode::Forbidden);
            QCOMPARE(checkUse(key, use, 2000).error().code, ErrorCode::Forbidden);
        }
        for (const KeyUse use : { KeyUse::Decrypt, KeyUse::Verify, KeyUse::UnwrapKey }) {
            QVERIFY(checkUse(key, use, 999).has_value());
            QVERIFY(checkUse(key, use, 2000).has_value());
        }
        key.operations = { u"verify"_s };
        QCOMPARE(checkUse(key, KeyUse::Sign, 1500).error().code, ErrorCode::KeyOperationForbidden);
        key.attributes.isEnabled = false;
        QCOMPARE(checkUse(key, KeyUse::Verify, 1500).error().code, ErrorCode::KeyDisabled);
    }
};

QTEST_GUILESS_MAIN(KeyTest)
#include "tst_key.moc"
