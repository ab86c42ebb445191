// SPDX-License-Identifier: Apache-2.0
#include "model/base/guarded_arena.h"
#include "model/base/secure_bytes.h"

#include <QTest>

#include <type_traits>

using namespace strongroom::base;

class SecureBytesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isMoveOnlyAndHasNoWayOut()
    {
        static_assert(!std::is_copy_constructible_v<SecureBytes>);
        static_assert(!std::is_convertible_v<SecureBytes, QByteArray>);
        static_assert(!std::is_convertible_v<SecureBytes, QString>);
    }

    void comparesContent_data()
    {
        QTest::addColumn<QByteArray>("a");
        QTest::addColumn<QByteArray>("b");
        QTest::addColumn<bool>("isEqual");
        QTest::newRow("both empty") << QByteArray() << QByteArray() << true;
        QTest::newRow("equal") << QByteArray("secret") << QByteArray("secret") << true;
        QTest::newRow("last byte differs") << QByteArray("secreT") << QByteArray("secret") << false;
        QTest::newRow("prefix") << QByteArray("secre") << QByteArray("secret") << false;
        QTest::newRow("a zero inside") << QByteArray("a\0b", 3) << QByteArray("a\0c", 3) << false;
    }
    void comparesContent()
    {
        QFETCH(QByteArray, a);
        QFETCH(QByteArray, b);
        QTEST(SecureBytes::copyOf(a) == SecureBytes::copyOf(b), "isEqual");
    }

    void keepsUtf8OfText()
    {
        const QString text = QStringLiteral("pässword ✓ 𝛼");
        QCOMPARE(SecureBytes::fromText(text).view().toByteArray(), text.toUtf8());
        QVERIFY(SecureBytes::fromText(QString()).isEmpty());
    }

    void leavesNothingBehind()
    {
        SecureBytes secret = SecureBytes::copyOf(QByteArrayView("a canary of thirty-two bytes....", 32));
        const unsigned char* const place = secret.data();
        QVERIFY(guarded_arena::owns(place)); // stays mapped, so looking at it later is allowed
        secret.clear();
        QVERIFY(std::all_of(place, place + 32, [](unsigned char c) { return c == 0; }));
    }

    void movingEmptiesTheSource()
    {
        SecureBytes first = SecureBytes::copyOf(QByteArrayView("x"));
        const SecureBytes second = std::move(first);
        QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): that is what is tested
        QCOMPARE(second.size(), std::size_t(1));
    }

    void growsBeyondTheArena()
    {
        std::vector<SecureBytes> many;
        for (int i = 0; i < 3000; ++i)
            many.emplace_back(std::size_t(1000));
        many.emplace_back(std::size_t(100000));
        QCOMPARE(many.back().size(), std::size_t(100000));
        QCOMPARE(many.back().data()[99999], static_cast<unsigned char>(0));
    }

    void wipesTheRims()
    {
        QString text = QStringLiteral("secret").append(QLatin1Char('1'));
        const QChar* const place = text.constData();
        wipe(text);
        QVERIFY(text.isEmpty());
        Q_UNUSED(place)
        QByteArray bytes("secret");
        wipe(bytes);
        QVERIFY(bytes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(SecureBytesTest)
#include "tst_secure_bytes.moc"
