// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/tray.h"

#include "in_memory_store.h"
#include "window_parts.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestTray final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersTheNextThree();
    void isNotThereUnlessItIsWanted();
    void comesAndGoesWithTheTrayOfTheDesktop();
};

void TestTray::offersTheNextThree()
{
    InMemoryStore store;
    WorkingStore work(store);
    OpenDoor door(work.operations());
    PaperEndpoint endpoint;
    SettingsBook settings;
    Workspace workspace(door, endpoint, work.clock, settings);
    const auto vaultId = work.run(createVault("one"))->id;
    for (const auto& [name, days] : { std::pair{ "d", 40 }, { "a", 3 }, { "c", 20 }, { "b", 9 } }) {
        auto op = setSecret(name, "v");
        op.attributes.expires = vault::DateChange(work.clock.now() + days * 86'400);
        QVERIFY(work.run(vaultId, std::move(op)).has_value());
    }
    TrayMenu menu(workspace);
    const auto words = [&menu] {
        QStringList texts;
        for (const auto* action : menu.actions())
            if (!action->isSeparator())
                texts += action->text();
        return texts;
    };
    QTRY_COMPARE(words(),
                 (QStringList{ u"Open Strongroom"_s, u"Lock all"_s, u"a, in 3 days"_s, u"b, in 9 days"_s,
                               u"c, in 20 days"_s, u"Quit"_s }));
    QSignalSpy chosen(&menu, &TrayMenu::placeChosen);
    for (auto* action : menu.actions())
        if (action->text().startsWith(u"b,"_s))
            action->trigger();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.front().front().value<Place>(), (Place{ PaneKind::Secrets, vaultId, u"b"_s, {} }));
    door.lock();
    QCOMPARE(words(), (QStringList{ u"Open Strongroom"_s, u"Lock all"_s, u"Quit"_s }));
    QVERIFY(!menu.actions().at(1)->isEnabled());
}

void TestTray::isNotThereUnlessItIsWanted()
{
    InMemoryStore store;
    WorkingStore work(store);
    OpenDoor door(work.operations());
    PaperEndpoint endpoint;
    SettingsBook settings;
    Workspace workspace(door, endpoint, work.clock, settings);
    Tray tray(
        workspace, [] { return true; }, this);
    QVERIFY(!tray.takePlace());
}

void TestTray::comesAndGoesWithTheTrayOfTheDesktop()
{
    InMemoryStore store;
    WorkingStore work(store);
    OpenDoor door(work.operations());
    PaperEndpoint endpoint;
    SettingsBook book;
    auto settings = book.value();
    settings.showsTray = true;
    book.set(settings);
    Workspace workspace(door, endpoint, work.clock, book);
    bool isThere = false;
    Tray tray(
        workspace, [&isThere] { return isThere; }, this);
    QVERIFY(QApplication::quitOnLastWindowClosed());
    isThere = true;
    QVERIFY(tray.takePlace());
    QVERIFY(!QApplication::quitOnLastWindowClosed());
    // A window that was left to it is told when it goes, and the next one that is closed ends the program.
    QSignalSpy gone(&tray, &Tray::gone);
    tray.watch();
    isThere = false;
    QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, 20'000);
    QVERIFY(!tray.takePlace());
    QVERIFY(QApplication::quitOnLastWindowClosed());
}

QTEST_MAIN(TestTray)
#include "tst_tray.moc"
