// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/saved_views.h"

#include "in_memory_store.h"
#include "ui/commands/workspace.h"
#include "window_parts.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestSavedViews final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsStayRight();
    void countsOverAllVaults();
    void areSealedAndComeBackWithTheStore();
};

namespace {

struct Parts final
{
    Parts()
        : work(store)
        , door(work.operations())
        , workspace(door, endpoint, work.clock, settings)
    {
        vaultId = work.run(createVault("one"))->id;
    }
    void set(const char* name, const vault::Tags& tags = {})
    {
        auto op = setSecret(name, "v");
        op.tags = tags;
        QVERIFY(work.run(vaultId, std::move(op)).has_value());
    }

    InMemoryStore store;
    WorkingStore work;
    OpenDoor door;
    PaperEndpoint endpoint;
    SettingsBook settings;
    Workspace workspace;
    vault::VaultId vaultId;
};

} // namespace

void TestSavedViews::countsStayRight()
{
    Parts parts;
    QTRY_VERIFY(parts.workspace.vaults().find(parts.vaultId));
    parts.set("a", { { u"env"_s, u"prod"_s } });
    parts.set("b");
    const Place place{ PaneKind::Secrets, parts.vaultId, {}, u"tag:env=prod"_s };
    SavedViews& views = parts.workspace.views();
    views.add(u"Production"_s, place);
    QTRY_COMPARE(views.find(place)->count, 1);
    parts.set("c", { { u"env"_s, u"prod"_s } });
    QTRY_COMPARE(views.find(place)->count, 2);
    QVERIFY(parts.work.run(parts.vaultId, vault::DeleteSecret{ named("a") }).has_value());
    QTRY_COMPARE(views.find(place)->count, 1);
    views.add(u"again"_s, place);
    QCOMPARE(views.all().size(), std::size_t(1));
    views.remove(place);
    QVERIFY(views.all().empty());
}

void TestSavedViews::countsOverAllVaults()
{
    Parts parts;
    parts.set("payments-a");
    const auto other = parts.work.run(createVault("two"))->id;
    QVERIFY(parts.work.run(other, setSecret("payments-b", "v")).has_value());
    const Place place{ PaneKind::Search, {}, {}, u"payments"_s };
    parts.workspace.views().add(u"Payments"_s, place);
    QTRY_COMPARE(parts.workspace.views().find(place)->count, 2);
}

void TestSavedViews::areSealedAndComeBackWithTheStore()
{
    Parts parts;
    const Place place{ PaneKind::Secrets, parts.vaultId, {}, u"tag:customer=contoso"_s };
    parts.workspace.views().add(u"Contoso"_s, place);
    for (const QByteArray& layout : parts.settings.value().layouts) {
        QVERIFY(!layout.contains("contoso"));
        QVERIFY(!layout.contains(QByteArray::fromRawData(reinterpret_cast<const char*>(u"contoso"), 14)));
    }
    parts.door.lock();
    QVERIFY(parts.workspace.views().all().empty());
    parts.door.unlock({});
    QCOMPARE(parts.workspace.views().all().size(), std::size_t(1));
    QCOMPARE(parts.workspace.views().all().front().name, u"Contoso"_s);
    QVERIFY(parts.workspace.views().find(place));
}

QTEST_MAIN(TestSavedViews)
#include "tst_saved_views.moc"
