// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/clipboard_guard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

QClipboard* clipboard() { return QGuiApplication::clipboard(); }
base::SecureBytes secret() { return base::SecureBytes::fromText(u"correct horse"_s); }

} // namespace

class TestClipboardGuard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { clipboard()->clear(); }
    void copyIsMarkedForManagers();
    void clearTakesOutWhatIsOurs();
    void clearLeavesWhatOthersPut();
    void anotherCopyTakesTheFirstOnesPlace();
    void plainTextStays();
    void destructionClears();
    void timeIsBounded_data();
    void timeIsBounded();
};

void TestClipboardGuard::copyIsMarkedForManagers()
{
    ClipboardGuard guard;
    guard.copySecret(secret(), u"app-db"_s);
    QCOMPARE(clipboard()->text(), u"correct horse"_s);
    QCOMPARE(clipboard()->mimeData()->data(u"x-kde-passwordManagerHint"_s), QByteArray("secret"));
    QVERIFY(guard.isHolding());
    QCOMPARE(guard.what(), u"app-db"_s);
    QVERIFY(guard.secondsLeft() > 0 && guard.secondsLeft() <= guard.secondsAll());
}

void TestClipboardGuard::clearTakesOutWhatIsOurs()
{
    ClipboardGuard guard;
    guard.copySecret(secret(), u"app-db"_s);
    QSignalSpy ticks(&guard, &ClipboardGuard::ticked);
    guard.clearNow();
    QVERIFY(clipboard()->text().isEmpty());
    QVERIFY(!guard.isHolding());
    QVERIFY(!ticks.isEmpty());
}

void TestClipboardGuard::clearLeavesWhatOthersPut()
{
    ClipboardGuard guard;
    guard.copySecret(secret(), u"app-db"_s);
    clipboard()->setText(u"something else"_s);
    QVERIFY(!guard.isHolding());
    guard.clearNow();
    QCOMPARE(clipboard()->text(), u"something else"_s);
}

void TestClipboardGuard::anotherCopyTakesTheFirstOnesPlace()
{
    ClipboardGuard guard;
    guard.copySecret(secret(), u"first"_s);
    guard.copySecret(base::SecureBytes::fromText(u"two"_s), u"second"_s);
    QVERIFY(guard.isHolding());
    QCOMPARE(guard.what(), u"second"_s);
    QCOMPARE(clipboard()->text(), u"two"_s);
}

void TestClipboardGuard::plainTextStays()
{
    ClipboardGuard guard;
    guard.copyPlain(u"https://a.vault.localhost"_s);
    QVERIFY(!guard.isHolding());
    guard.clearNow();
    QCOMPARE(clipboard()->text(), u"https://a.vault.localhost"_s);
}

void TestClipboardGuard::destructionClears()
{
    {
        ClipboardGuard guard;
        guard.copySecret(secret(), u"app-db"_s);
    }
    QVERIFY(clipboard()->text().isEmpty());
}

void TestClipboardGuard::timeIsBounded_data()
{
    QTest::addColumn<int>("wanted");
    QTest::addColumn<int>("taken");
    QTest::newRow("too short") << 1 << 10;
    QTest::newRow("as asked") << 45 << 45;
    QTest::newRow("too long") << 4000 << 300;
}

void TestClipboardGuard::timeIsBounded()
{
    QFETCH(int, wanted);
    QFETCH(int, taken);
    ClipboardGuard guard;
    guard.setSeconds(wanted);
    QCOMPARE(guard.secondsAll(), taken);
}

QTEST_MAIN(TestClipboardGuard)
#include "tst_clipboard_guard.moc"
