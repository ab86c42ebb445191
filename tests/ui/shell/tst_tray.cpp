// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/tray.h"

#include "in_memory_store.h"
#include "window_parts.h"

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
    const Tray tray(workspace, this);
    QVERIFY(!tray.isShown());
}

QTEST_MAIN(TestTray)
#include "tst_tray.moc"
