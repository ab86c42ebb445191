// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/nav_model.h"

#include "support/in_memory_store.h"
#include "support/window_parts.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

/// A store in memory with the parts of a window over it.
struct Parts final
{
    Parts()
        : work(store)
        , door(work.operations())
        , workspace(door, endpoint, work.clock, settings)
    {
    }
    void waitForVaults(std::size_t count) { QTRY_COMPARE(workspace.vaults().vaults().size(), count); }

    support::InMemoryStore store;
    support::WorkingStore work;
    support::OpenDoor door;
    support::PaperEndpoint endpoint;
    SettingsBook settings;
    Workspace workspace;
};

QStringList vaultNames(const NavModel& model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto index = model.index(row, 0);
        if (index.data(NavModel::NodeRole).toInt() == int(NavModel::Node::Vault))
            names.append(index.data().toString());
    }
    return names;
}

} // namespace

class TestNavModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vaultsComeInOrderAndStay();
    void poolsHaveASectionOfTheirOwn();
    void placesRoundTrip();
    void captionsAreNoPlaces();
    void endpointSaysItsPort();
};

void TestNavModel::vaultsComeInOrderAndStay()
{
    Parts parts;
    (void)parts.work.run(support::createVault("delta"));
    (void)parts.work.run(support::createVault("alpha"));
    parts.waitForVaults(2);
    NavModel model(parts.workspace);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(vaultNames(model), QStringList({ u"alpha"_s, u"delta"_s }));

    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QPersistentModelIndex delta
        = model.indexOf({ PaneKind::VaultOverview, parts.workspace.vaults().vaults()[1].id });
    (void)parts.work.run(support::createVault("beta"));
    parts.waitForVaults(3);
    QCOMPARE(vaultNames(model), QStringList({ u"alpha"_s, u"beta"_s, u"delta"_s }));
    QVERIFY(delta.isValid());
    QCOMPARE(delta.data().toString(), u"delta"_s);

    (void)parts.work.run(vault::DeleteVault{ parts.workspace.vaults().vaults()[0].id });
    parts.waitForVaults(2);
    QCOMPARE(vaultNames(model), QStringList({ u"beta"_s, u"delta"_s }));
    QVERIFY(delta.isValid());
    QCOMPARE(resets.count(), 0);
}

void TestNavModel::poolsHaveASectionOfTheirOwn()
{
    Parts parts;
    (void)parts.work.run(support::createVault("alpha"));
    auto pool = support::createVault("a-pool");
    pool.sku = vault::Sku::ManagedHsm;
    pool.token = vault::TokenChoice{ { u"/usr/lib/module.so"_s, u"token"_s }, {}, {} };
    (void)parts.work.run(std::move(pool));
    parts.waitForVaults(2);
    NavModel model(parts.workspace);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(vaultNames(model), QStringList({ u"alpha"_s, u"a-pool"_s }));
    const auto& vaults = parts.workspace.vaults().vaults(); // by name: the pool first
    QVERIFY(!model.indexOf({ PaneKind::Secrets, vaults[0].id }).parent().isValid()); // the pool itself
    QVERIFY(model.indexOf({ PaneKind::Keys, vaults[0].id }).parent().isValid());
    QVERIFY(model.indexOf({ PaneKind::Pool, vaults[0].id }).parent().isValid());
    QVERIFY(!model.indexOf({ PaneKind::Pool, vaults[1].id }).parent().isValid()); // the vault itself
    QVERIFY(model.indexOf({ PaneKind::Secrets, vaults[1].id }).parent().isValid());
    (void)parts.work.run(vault::DeleteVault{ vaults[0].id });
    parts.waitForVaults(1);
    QCOMPARE(vaultNames(model), QStringList({ u"alpha"_s }));
}

void TestNavModel::placesRoundTrip()
{
    Parts parts;
    (void)parts.work.run(support::createVault("alpha"));
    parts.waitForVaults(1);
    NavModel model(parts.workspace);
    int places = 0;
    const std::function<void(const QModelIndex&)> walk = [&](const QModelIndex& parent) {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const auto index = model.index(row, 0, parent);
            if (const auto place = model.placeAt(index)) {
                QCOMPARE(model.indexOf(*place), index);
                ++places;
            }
            walk(index);
        }
    };
    walk({});
    QVERIFY(places > 2);
}

void TestNavModel::captionsAreNoPlaces()
{
    Parts parts;
    NavModel model(parts.workspace);
    const auto caption = model.index(0, 0);
    QVERIFY(!model.placeAt(caption));
    QVERIFY(!(model.flags(caption) & Qt::ItemIsSelectable));
}

void TestNavModel::endpointSaysItsPort()
{
    Parts parts;
    NavModel model(parts.workspace);
    const auto index = model.indexOf({ PaneKind::Endpoint, {}, {}, {} });
    if (!index.isValid())
        QSKIP("There is no page for the endpoint.");
    QCOMPARE(index.data(NavModel::CountRole).toString(), u":8443"_s);
    parts.endpoint.stop();
    QCOMPARE(index.data(NavModel::CountRole).toString(), u"off"_s);
}

QTEST_MAIN(TestNavModel)
#include "tst_nav_model.moc"
