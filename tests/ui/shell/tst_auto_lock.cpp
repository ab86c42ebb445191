// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/auto_lock.h"

#include "fake_clock.h"

#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;

class TestAutoLock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void locksAfterTheTimeOfTheSettings();
    void whoeverIsThereKeepsItOpen();
    void neverIsNever();
    void countsOnlyWhileAStoreIsOpen();
    void aClockThatIsSetBackDoesNotPutItOff();
    void locksWithTheSession_data();
    void locksWithTheSession();

private:
    /// The settings have changed, so it looks at once and not at its next tick.
    void look() { Q_EMIT m_settings->changed(m_settings->value()); }
    void setMinutes(int minutes)
    {
        Settings settings = m_settings->value();
        settings.autoLockMinutes = minutes;
        m_settings->set(settings);
    }

    support::FakeClock m_clock;
    std::unique_ptr<SettingsBook> m_settings;
    std::unique_ptr<AutoLock> m_lock;
};

void TestAutoLock::init()
{
    m_lock.reset();
    m_settings = std::make_unique<SettingsBook>();
    m_lock = std::make_unique<AutoLock>(*m_settings, m_clock);
    setMinutes(10);
}

void TestAutoLock::locksAfterTheTimeOfTheSettings()
{
    QSignalSpy due(m_lock.get(), &AutoLock::due);
    QSignalSpy minutes(m_lock.get(), &AutoLock::minutesChanged);
    m_lock->arm();
    QCOMPARE(m_lock->minutesLeft(), 10);
    m_clock.advance(9 * 60 + 59);
    look();
    QCOMPARE(due.count(), 0);
    QCOMPARE(m_lock->minutesLeft(), 0);
    QCOMPARE(minutes.back().front().toInt(), 0);
    m_clock.advance(1);
    look();
    QCOMPARE(due.count(), 1);
}

void TestAutoLock::whoeverIsThereKeepsItOpen()
{
    QSignalSpy due(m_lock.get(), &AutoLock::due);
    QWidget window;
    m_lock->arm();
    for (int i = 0; i < 3; ++i) {
        m_clock.advance(9 * 60);
        QTest::keyClick(&window, Qt::Key_A);
        look();
    }
    m_clock.advance(9 * 60);
    m_lock->touch();
    look();
    QCOMPARE(due.count(), 0);
    m_clock.advance(10 * 60);
    look();
    QCOMPARE(due.count(), 1);
}

void TestAutoLock::neverIsNever()
{
    setMinutes(0);
    QSignalSpy due(m_lock.get(), &AutoLock::due);
    m_lock->arm();
    m_clock.advance(100 * 86'400);
    look();
    QCOMPARE(due.count(), 0);
    QCOMPARE(m_lock->minutesLeft(), -1);
}

void TestAutoLock::countsOnlyWhileAStoreIsOpen()
{
    QSignalSpy due(m_lock.get(), &AutoLock::due);
    m_clock.advance(3600);
    look();
    QCOMPARE(m_lock->minutesLeft(), -1);
    m_lock->arm(); // the hour before does not count
    look();
    QCOMPARE(m_lock->minutesLeft(), 10);
    m_lock->disarm();
    m_clock.advance(3600);
    look();
    QCOMPARE(due.count(), 0);
}

void TestAutoLock::aClockThatIsSetBackDoesNotPutItOff()
{
    QSignalSpy due(m_lock.get(), &AutoLock::due);
    m_lock->arm();
    m_clock.advance(-3600);
    look();
    QCOMPARE(m_lock->minutesLeft(), 10);
    m_clock.advance(10 * 60);
    look();
    QCOMPARE(due.count(), 1);
}

void TestAutoLock::locksWithTheSession_data()
{
    QTest::addColumn<bool>("isArmed");
    QTest::addColumn<bool>("isWanted");
    QTest::addColumn<int>("expected");
    QTest::newRow("locks") << true << true << 2;
    QTest::newRow("not wanted") << true << false << 0;
    QTest::newRow("nothing is open") << false << true << 0;
}

void TestAutoLock::locksWithTheSession()
{
    QFETCH(bool, isArmed);
    QFETCH(bool, isWanted);
    Settings settings = m_settings->value();
    settings.locksWithSession = isWanted;
    settings.locksOnSuspend = isWanted;
    m_settings->set(settings);
    QSignalSpy due(m_lock.get(), &AutoLock::due);
    if (isArmed)
        m_lock->arm();
    // As logind's signals arrive.
    QVERIFY(QMetaObject::invokeMethod(m_lock.get(), "onSessionLocked"));
    QVERIFY(QMetaObject::invokeMethod(m_lock.get(), "onSleep", Q_ARG(bool, true)));
    QVERIFY(QMetaObject::invokeMethod(m_lock.get(), "onSleep", Q_ARG(bool, false))); // it wakes up
    QTEST(int(due.count()), "expected");
}

QTEST_MAIN(TestAutoLock)
#include "tst_auto_lock.moc"
