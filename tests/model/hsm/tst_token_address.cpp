// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/token_address.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::hsm;
using namespace Qt::StringLiterals;

class TokenAddressTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsUris_data()
    {
        QTest::addColumn<QString>("uri");
        QTest::addColumn<QString>("module");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("serial");
        QTest::newRow("token alone") << u"pkcs11:token=vault"_s << QString() << u"vault"_s << QString();
        QTest::newRow("with module") << u"pkcs11:token=my%20vault?module-path=/usr/lib/a.so"_s
                                     << u"/usr/lib/a.so"_s << u"my vault"_s << QString();
        QTest::newRow("with serial") << u"pkcs11:serial=12ab;token=vault"_s << QString() << u"vault"_s
                                     << u"12ab"_s;
        QTest::newRow("other letters")
            << u"pkcs11:token=Schl%C3%BCssel"_s << QString() << u"Schlüssel"_s << QString();
    }
    void readsUris()
    {
        QFETCH(QString, uri);
        const auto address = TokenAddress::fromUri(uri);
        QVERIFY2(address.has_value(), address ? "" : qPrintable(address.error().message));
        QTEST(address->modulePath, "module");
        QTEST(address->label, "label");
        QTEST(address->serialNumber, "serial");
        QCOMPARE(*TokenAddress::fromUri(address->toUri()), *address);
    }

    void refusesUris_data()
    {
        QTest::addColumn<QString>("uri");
        QTest::newRow("empty") << QString();
        QTest::newRow("not a URI") << u"vault token"_s;
        QTest::newRow("another scheme") << u"https://vault"_s;
        QTest::newRow("no token") << u"pkcs11:serial=12"_s;
        QTest::newRow("with a PIN") << u"pkcs11:token=vault?pin-value=1234"_s;
        QTest::newRow("with the place of a PIN") << u"pkcs11:token=vault?pin-source=file:/tmp/pin"_s;
        QTest::newRow("a key") << u"pkcs11:token=vault;object=key;type=private"_s;
        QTest::newRow("unknown attribute") << u"pkcs11:token=vault;colour=red"_s;
        QTest::newRow("module by name") << u"pkcs11:token=vault?module-name=softhsm2"_s;
        QTest::newRow("label too long") << u"pkcs11:token="_s + QString(33, u'x');
    }
    void refusesUris()
    {
        QFETCH(QString, uri);
        const auto address = TokenAddress::fromUri(uri);
        QVERIFY(!address);
        QCOMPARE(address.error().code, base::ErrorCode::BadParameter);
        QVERIFY(!address.error().message.contains(u"1234"_s));
    }

    void hasNoUriForALabelNoTokenCanHave()
    {
        QCOMPARE((TokenAddress{ {}, QString(33, u'x') }.toUri()), QString());
    }
};

QTEST_GUILESS_MAIN(TokenAddressTest)
#include "tst_token_address.moc"
