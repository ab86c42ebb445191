// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/home/home_pane.h"

#include "pane_fixture.h"
#include "ui/widgets/count_tile.h"
#include "ui/widgets/object_list_view.h"

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::PaneKind;

class TestHomePane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_parts = std::make_unique<PaneStage>(); }
    void cleanup() { m_parts->window.reset(); }
    void aStoreWithoutVaultsSaysWhatToDo();
    void tilesCountAllVaultsAndOpenWhatTheyCount();
    void listsWhatExpiresNext();
    void changesFromElsewhereAreCounted();
    void showsWhatHappened();
    void whenWhoAndHowItEndedAreWhole();

private:
    ui::HomePane* show() { return m_parts->showPane<ui::HomePane>({ PaneKind::Home, {}, {}, {} }); }
    static ui::CountTile* tile(const QWidget* pane, const QString& words)
    {
        for (auto* one : pane->findChildren<ui::CountTile*>())
            if (one->text() == words)
                return one;
        return nullptr;
    }
    static QAbstractItemModel* list(const QWidget* pane, const QString& name)
    {
        for (auto* one : pane->findChildren<ui::ObjectListView*>())
            if (one->accessibleName() == name)
                return one->model();
        return nullptr;
    }
    std::unique_ptr<PaneStage> m_parts;
};

void TestHomePane::aStoreWithoutVaultsSaysWhatToDo()
{
    QTRY_VERIFY(m_parts->workspace.vaults().isLoaded());
    auto* pane = show();
    QVERIFY(wordsIn(pane).contains(u"No vault yet"_s));
    std::vector<ui::ActionId> triggered;
    connect(&m_parts->workspace, &ui::Workspace::triggered, this,
            [&triggered](ui::ActionId id) { triggered.push_back(id); });
    buttonNamed(pane, u"Create a vault"_s)->click();
    QCOMPARE(triggered, std::vector{ ui::ActionId::NewVault });
}

void TestHomePane::tilesCountAllVaultsAndOpenWhatTheyCount()
{
    const auto one = m_parts->addVault("one");
    const auto two = m_parts->addVault("two");
    m_parts->addSecret(one, "over", -3);
    m_parts->addSecret(one, "tomorrow", 1);
    m_parts->addSecret(two, "next-month", 20);
    m_parts->addSecret(two, "for-ever");
    auto* pane = show();
    QTRY_COMPARE(tile(pane, u"Secrets"_s)->count(), 4);
    QTRY_COMPARE(tile(pane, u"Expired"_s)->count(), 1);
    QTRY_COMPARE(tile(pane, u"Expire within 7 days"_s)->count(), 1);
    QTRY_COMPARE(tile(pane, u"Expire within 30 days"_s)->count(), 2);
    QTRY_COMPARE(tile(pane, u"Never expire"_s)->count(), 1);

    tile(pane, u"Expire within 30 days"_s)->click();
    QCOMPARE(m_parts->opened.back(), (ui::Place{ PaneKind::Search, {}, {}, u"expires:>0d expires:<30d"_s }));
    tile(pane, u"Deleted vaults"_s)->click();
    QCOMPARE(m_parts->opened.back().kind, PaneKind::DeletedVaults);
    QCOMPARE(column(list(pane, u"Vaults"_s)), (QStringList{ u"one"_s, u"two"_s }));
}

void TestHomePane::listsWhatExpiresNext()
{
    const auto one = m_parts->addVault("one");
    const auto two = m_parts->addVault("two");
    m_parts->addSecret(one, "later", 9);
    m_parts->addSecret(two, "sooner", 4);
    m_parts->addSecret(one, "over", -1);
    auto* pane = show();
    auto* ending = list(pane, u"Next to expire"_s);
    QTRY_COMPARE(column(ending), (QStringList{ u"sooner"_s, u"later"_s }));
    auto* view = pane->findChildren<ui::ObjectListView*>().value(1);
    Q_EMIT view->opened(ending->index(0, 0));
    QCOMPARE(m_parts->opened.back(), (ui::Place{ PaneKind::Secrets, two, u"sooner"_s, {} }));
}

void TestHomePane::changesFromElsewhereAreCounted()
{
    const auto one = m_parts->addVault("one");
    auto* pane = show();
    m_parts->addSecret(one, "new", 2);
    QTRY_COMPARE(tile(pane, u"Expire within 7 days"_s)->count(), 1);
    QTRY_COMPARE(column(list(pane, u"Next to expire"_s)), QStringList{ u"new"_s });
}

void TestHomePane::showsWhatHappened()
{
    const auto one = m_parts->addVault("one");
    m_parts->addSecret(one, "made");
    auto* pane = show();
    QTRY_VERIFY(column(list(pane, u"Recent activity"_s), 4).contains(u"made"_s));
    QVERIFY(!column(list(pane, u"Recent activity"_s), 1).contains(u"VaultList"_s));
}

void TestHomePane::whenWhoAndHowItEndedAreWhole()
{
    const auto id = m_parts->addVault("one");
    QVERIFY(!m_parts->working.run(id, vault::GetSecret{ named("gone"), {} }));
    auto* const pane = show();
    pane->window()->resize(1040, 760); // beside the tree in a window of 1280
    ui::ObjectListView* activity = nullptr;
    for (auto* view : pane->findChildren<ui::ObjectListView*>())
        if (view->accessibleName() == "Recent activity"_L1)
            activity = view;
    QTRY_VERIFY(column(activity->model(), 2).contains(u"Failed"_s));
    const int blanks = 2 * ui::metrics::inside;
    const int sign = ui::metrics::icon + ui::metrics::tight;
    const QFontMetrics words = activity->fontMetrics();
    QTRY_VERIFY(activity->columnWidth(0) >= words.horizontalAdvance(u"28 Nov 20:58"_s) + blanks);
    QVERIFY(activity->columnWidth(2) >= words.horizontalAdvance(u"Success"_s) + sign + blanks);
    QVERIFY(activity->columnWidth(3) >= words.horizontalAdvance(u"An application"_s) + blanks);
}

QTEST_MAIN(TestHomePane)
#include "tst_home_pane.moc"
