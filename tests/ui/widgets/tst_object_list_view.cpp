// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/object_list_view.h"

#include "model/lists/roles.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

QList<QStandardItem*> row(const QString& name)
{
    QList<QStandardItem*> cells;
    for (int column = 0; column < 3; ++column) {
        cells += new QStandardItem(name);
        cells.back()->setData(name, lists::IdentityRole);
        cells.back()->setData(true, lists::IsLoadedRole);
    }
    return cells;
}

/// A list of `count` rows that shows about ten of them.
struct Shown final
{
    explicit Shown(int count)
    {
        for (int i = 0; i < count; ++i)
            model.appendRow(row(u"item-%1"_s.arg(i)));
        model.setHorizontalHeaderLabels({ u"Name"_s, u"State"_s, u"Updated"_s });
        view.setModel(&model);
        view.setColumns({ { 200 }, { 100 }, { 100, false } });
        view.resize(500, 320);
        view.show();
    }
    void clickHeader(int section, Qt::KeyboardModifiers modifiers = {})
    {
        const QHeaderView* header = view.horizontalHeader();
        const QPoint where(header->sectionViewportPosition(section) + 10, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, modifiers, where);
    }
    void toggleColumn(const QString& name)
    {
        QContextMenuEvent asked(QContextMenuEvent::Keyboard, { 5, 5 }, view.mapToGlobal(QPoint(5, 5)));
        QCoreApplication::sendEvent(view.horizontalHeader()->viewport(), &asked);
        auto* const menu = view.horizontalHeader()->findChild<QMenu*>();
        for (QAction* const action : menu->actions())
            if (action->text() == name)
                action->trigger();
        delete menu;
    }

    QStandardItemModel model;
    ObjectListView view;
};

} // namespace

class TestObjectListView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSelectionBelongsToIdentities();
    void rowsAboveDoNotMoveWhatIsRead();
    void sortsByOneAndByTwo();
    void columnsAreKeptAndReset();
    void keysOpenAndFilter();
    void whatIsNotLoadedIsChosenWhenItIs();
    void isAsHighAsItsRowsUpToSome();
    void aNarrowerListNeedsNoScrollBar();
    void columnsGiveWayUntilThePersonChooses();
};

void TestObjectListView::theSelectionBelongsToIdentities()
{
    Shown shown(6);
    shown.view.choose(2);
    QCOMPARE(shown.view.chosen(), QStringList{ u"item-2"_s });
    shown.model.insertRow(0, row(u"first"_s));
    QCOMPARE(shown.view.chosen(), QStringList{ u"item-2"_s });
    QCOMPARE(shown.view.currentIdentity(), u"item-2"_s);
    shown.model.sort(0, Qt::DescendingOrder);
    QCOMPARE(shown.view.chosen(), QStringList{ u"item-2"_s });
    QCOMPARE(shown.view.currentIdentity(), u"item-2"_s);
    QCOMPARE(shown.view.chosenCount(), 1);
    shown.model.removeRows(0, 1);
    QCOMPARE(shown.view.chosen(), QStringList{ u"item-2"_s });
}

void TestObjectListView::rowsAboveDoNotMoveWhatIsRead()
{
    Shown shown(60);
    QVERIFY(QTest::qWaitForWindowExposed(&shown.view));
    auto* bar = shown.view.verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    const auto top = shown.model.index(shown.view.firstShownRow() + 1, 0);
    const QString name = top.data().toString();
    const int y = shown.view.visualRect(top).y();
    shown.model.insertRow(0, row(u"new"_s));
    const auto place = [&shown, &name] {
        const QList<QStandardItem*> found = shown.model.findItems(name);
        return shown.view.visualRect(shown.model.indexFromItem(found.front())).y();
    };
    QCOMPARE(place(), y);
    shown.model.removeRows(0, 1);
    QCOMPARE(place(), y);
}

void TestObjectListView::sortsByOneAndByTwo()
{
    Shown shown(3);
    QSignalSpy changed(&shown.view, &ObjectListView::sortKeysChanged);
    shown.clickHeader(1);
    QCOMPARE(shown.view.sortKeys(), (std::vector<SortBy>{ { 1, false } }));
    shown.clickHeader(1);
    QCOMPARE(shown.view.sortKeys(), (std::vector<SortBy>{ { 1, true } }));
    shown.clickHeader(0, Qt::ShiftModifier);
    QCOMPARE(shown.view.sortKeys(), (std::vector<SortBy>{ { 1, true }, { 0, false } }));
    shown.clickHeader(0);
    QCOMPARE(shown.view.sortKeys(), (std::vector<SortBy>{ { 0, false } }));
    QCOMPARE(changed.size(), 4);
}

void TestObjectListView::columnsAreKeptAndReset()
{
    Shown shown(3);
    QVERIFY(shown.view.isColumnHidden(2));
    shown.view.setColumnHidden(2, false);
    shown.view.horizontalHeader()->moveSection(1, 0);
    shown.view.setSortKeys({ { 2, true } });
    const auto state = shown.view.layoutState();

    Shown later(3);
    later.view.restoreLayoutState(state);
    QVERIFY(!later.view.isColumnHidden(2));
    QCOMPARE(later.view.horizontalHeader()->visualIndex(1), 0);
    QCOMPARE(later.view.sortKeys(), (std::vector<SortBy>{ { 2, true } }));
    later.view.restoreLayoutState("nonsense");
    QVERIFY(!later.view.isColumnHidden(2));
    later.view.resetColumns();
    QVERIFY(later.view.isColumnHidden(2));
    QCOMPARE(later.view.horizontalHeader()->visualIndex(1), 1);
}

void TestObjectListView::keysOpenAndFilter()
{
    Shown shown(3);
    shown.view.choose(1);
    QSignalSpy opened(&shown.view, &ObjectListView::opened);
    QTest::keyClick(&shown.view, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.front().front().toModelIndex().row(), 1);
    QSignalSpy typed(&shown.view, &ObjectListView::typed);
    QTest::keyClick(&shown.view, Qt::Key_P);
    QCOMPARE(typed.size(), 1);
    QCOMPARE(typed.front().front().toString(), u"p"_s);
}

void TestObjectListView::whatIsNotLoadedIsChosenWhenItIs()
{
    Shown shown(3);
    shown.view.chooseWhenLoaded(u"LATE"_s);
    QVERIFY(shown.view.chosen().isEmpty());
    shown.model.appendRow(row(u"late"_s));
    QCOMPARE(shown.view.chosen(), QStringList{ u"late"_s });
}

void TestObjectListView::isAsHighAsItsRowsUpToSome()
{
    Shown shown(3);
    QVERIFY(QTest::qWaitForWindowExposed(&shown.view));
    const int rowHeight = shown.view.rowHeight(0);
    shown.view.fitToRows(6);
    const int three = shown.view.height();
    QCOMPARE(shown.view.verticalScrollBarPolicy(), Qt::ScrollBarAlwaysOff);
    for (int i = 0; i < 9; ++i)
        shown.model.appendRow(row(QString::number(i)));
    shown.view.fitToRows(6);
    QCOMPARE(shown.view.height(), three + 3 * rowHeight); // whole rows
    QCOMPARE(shown.view.verticalScrollBarPolicy(), Qt::ScrollBarAsNeeded);
    shown.view.fitToRows();
    QCOMPARE(shown.view.height(), three + 9 * rowHeight);
}

void TestObjectListView::aNarrowerListNeedsNoScrollBar()
{
    Shown shown(6);
    QVERIFY(QTest::qWaitForWindowExposed(&shown.view));
    for (const int width : { 700, 480, 360 }) {
        shown.view.resize(width, 320);
        QTRY_VERIFY(!shown.view.horizontalScrollBar()->isVisible());
    }
}

void TestObjectListView::columnsGiveWayUntilThePersonChooses()
{
    Shown shown(6);
    QVERIFY(QTest::qWaitForWindowExposed(&shown.view));
    shown.view.setColumns({ { 200 }, { 100, true, true, 1 }, { 100, true, true, 2 } });
    QVERIFY(!shown.view.isColumnHidden(2));
    shown.view.resize(320, 320);
    QTRY_VERIFY(shown.view.isColumnHidden(2));
    QVERIFY(!shown.view.isColumnHidden(1));
    shown.view.resize(160, 320);
    QTRY_VERIFY(shown.view.isColumnHidden(1));
    // What gave way in a small window is there again in a large one.
    const QByteArray small = shown.view.layoutState();
    shown.view.resize(500, 320);
    QTRY_VERIFY(!shown.view.isColumnHidden(1));
    QVERIFY(!shown.view.isColumnHidden(2));
    shown.view.restoreLayoutState(small);
    QVERIFY(!shown.view.isColumnHidden(2));
    // Chosen by the person, it stays in the smallest one, and in the next one as well.
    shown.toggleColumn(u"State"_s);
    shown.toggleColumn(u"State"_s);
    shown.view.resize(160, 320);
    QVERIFY(!shown.view.isColumnHidden(2));
    Shown later(6);
    later.view.setColumns({ { 200 }, { 100, true, true, 1 }, { 100, true, true, 2 } });
    later.view.restoreLayoutState(shown.view.layoutState());
    later.view.resize(160, 320);
    QVERIFY(!later.view.isColumnHidden(2));
}

QTEST_MAIN(TestObjectListView)
#include "tst_object_list_view.moc"
