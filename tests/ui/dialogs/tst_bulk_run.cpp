// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/bulk_run.h"

#include "model/base/promise.h"
#include "ui/dialogs/bulk_dialog.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;
using RowState = BulkRun::RowState;

namespace {

/// A plan whose rows are answered by the test.
struct Plan final
{
    std::vector<std::pair<int, base::Promise<base::Result<void>>>> open;
    std::vector<int> asked;

    BulkPlan of(int rows)
    {
        BulkPlan plan;
        plan.title = u"Change them"_s;
        for (int i = 0; i < rows; ++i)
            plan.rows.push_back({ .name = u"row-%1"_s.arg(i), .before = u"a"_s, .after = u"b"_s });
        plan.verb = [](int count) { return u"Change %1"_s.arg(count); };
        plan.doneText = [](int count) { return u"Changed %1."_s.arg(count); };
        plan.perform = [this](int row) {
            asked.push_back(row);
            base::Promise<base::Result<void>> promise;
            auto future = promise.future();
            open.emplace_back(row, std::move(promise));
            return future;
        };
        return plan;
    }

    void answerAll(const std::function<base::Result<void>(int)>& result)
    {
        auto answered = std::exchange(open, {});
        for (auto& [row, promise] : answered)
            promise.fulfil(result(row));
    }
};

base::Result<void> refused() { return base::Error{ base::ErrorCode::ForbiddenByRbac, u"No."_s, {} }; }

} // namespace

class TestBulkRun final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsOnlyTickedRows();
    void keepsFewRowsUnderWay();
    void failedRowsCanBeTriedAgain();
    void cancelDoesNotBeginTheRest();
    void theDialogGoesThroughAllStates();
};

void TestBulkRun::runsOnlyTickedRows()
{
    Plan plan;
    BulkPlan written = plan.of(4);
    written.rows[1].isPossible = false;
    BulkRun run(std::move(written));
    QCOMPARE(run.ticked(), 3);
    run.setTicked(1, BulkRun::Tick::On);
    run.setTicked(2, BulkRun::Tick::Off);
    QCOMPARE(run.ticked(), 2);
    run.start();
    QCOMPARE(plan.asked, (std::vector<int>{ 0, 3 }));
    plan.answerAll([](int) { return base::Result<void>(); });
    QTRY_COMPARE(run.state(), BulkRun::State::Ended);
    QCOMPARE(run.rowsIn(RowState::Done), (std::vector<int>{ 0, 3 }));
}

void TestBulkRun::keepsFewRowsUnderWay()
{
    Plan plan;
    BulkRun run(plan.of(100));
    run.start();
    QVERIFY(plan.asked.size() < 50);
    while (run.state() != BulkRun::State::Ended) {
        plan.answerAll([](int) { return base::Result<void>(); });
        QTest::qWait(1);
    }
    QCOMPARE(run.count(RowState::Done), 100);
}

void TestBulkRun::failedRowsCanBeTriedAgain()
{
    Plan plan;
    BulkRun run(plan.of(3));
    run.start();
    plan.answerAll([](int row) { return row == 1 ? refused() : base::Result<void>(); });
    QTRY_COMPARE(run.state(), BulkRun::State::Ended);
    QCOMPARE(run.rowsIn(RowState::Failed), (std::vector<int>{ 1 }));
    QCOMPARE(run.rowError(1).code, base::ErrorCode::ForbiddenByRbac);
    const QString report = run.report([](const base::Error& error) { return error.message; });
    QVERIFY(report.contains(u"row-1\ta\tb\tfailed\tNo."_s));
    plan.asked.clear();
    run.retryFailed();
    QCOMPARE(plan.asked, (std::vector<int>{ 1 }));
    plan.answerAll([](int) { return base::Result<void>(); });
    QTRY_COMPARE(run.count(RowState::Done), 3);
}

void TestBulkRun::cancelDoesNotBeginTheRest()
{
    Plan plan;
    BulkRun run(plan.of(60));
    run.start();
    const auto begun = plan.asked.size();
    run.cancel();
    QCOMPARE(run.state(), BulkRun::State::Running);
    plan.answerAll([](int) { return base::Result<void>(); });
    QTRY_COMPARE(run.state(), BulkRun::State::Ended);
    QCOMPARE(plan.asked.size(), begun);
    QCOMPARE(run.count(RowState::Cancelled), 60 - int(begun));
}

void TestBulkRun::theDialogGoesThroughAllStates()
{
    Plan plan;
    BulkRun run(plan.of(2));
    auto* const dialog = new BulkDialog(run, [](const base::Error& error) { return error.message; });
    const auto* const rows = dialog->findChild<BulkModel*>();
    const auto lastHeader = [rows] {
        return rows->headerData(int(BulkModel::Column::Result), Qt::Horizontal, Qt::DisplayRole).toString();
    };
    QSignalSpy headers(rows, &QAbstractItemModel::headerDataChanged);
    dialog->open();
    QCOMPARE(dialog->acceptButton()->text(), u"Change 2"_s);
    QCOMPARE(lastHeader(), u"Note"_s);
    dialog->acceptButton()->click();
    QCOMPARE(lastHeader(), u"Result"_s);
    QVERIFY(!headers.isEmpty()); // the table is told to write it anew
    dialog->reject(); // stops first
    QVERIFY(dialog->isVisible());
    plan.answerAll([](int row) { return row == 0 ? refused() : base::Result<void>(); });
    QTRY_COMPARE(dialog->acceptButton()->text(), u"Retry failed"_s);
    dialog->acceptButton()->click();
    plan.answerAll([](int) { return base::Result<void>(); });
    QTRY_COMPARE(dialog->acceptButton()->text(), u"Close"_s);
    dialog->acceptButton()->click();
    QVERIFY(!dialog->isVisible());
}

QTEST_MAIN(TestBulkRun)
#include "tst_bulk_run.moc"
