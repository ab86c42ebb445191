// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/promise.h"
#include "model/base/result.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <vector>

namespace strongroom::ui {

/// One item of a bulk action as the preview shows it.
struct BulkRow final
{
    QString name;
    QString before; ///< "expires 14 Mar 2027"; may be empty
    QString after; ///< "expires 1 Jun 2027"; may be empty
    QString note; ///< a warning, or why it cannot be done
    bool isPossible = true; ///< false: shown, but cannot be ticked
    bool isTicked = true;
};

/// What a bulk action will do, written down before anything happens.
struct BulkPlan final
{
    QString title; ///< "Set the expiry of 3 secrets"
    QString explanation; ///< a sentence above the grid; may be empty
    QString scope; ///< the vault's name
    QString beforeHeader; ///< empty: no such column
    QString afterHeader; ///< empty: no such column
    std::vector<BulkRow> rows;
    /// The text of the button for so many ticked rows: "Delete 3 secrets".
    std::function<QString(int ticked)> verb;
    bool isDangerous = false; ///< Cancel is the default button then
    /// Does row `row`. Called on the GUI thread, several rows before the first is done.
    std::function<QFuture<base::Result<void>>(int row)> perform;
    /// "Deleted 3 secrets.": for the notice when it ended.
    std::function<QString(int done)> doneText;
    /// Undoes the rows that were done; empty: cannot be undone.
    std::function<void(std::vector<int> done)> undo;
};

/// Drops the output of an operation on the thread of `context`: what BulkPlan::perform returns.
template <typename T>
QFuture<base::Result<void>> withoutOutput(QFuture<base::Result<T>> future, QObject* context)
{
    return base::continued(std::move(future), context,
                           [](const base::Result<T>& result) -> base::Result<void> {
                               if (!result)
                                   return result.error();
                               return {};
                           });
}

/// Carries out the ticked rows of a plan, a few at a time, row by row reportable. GUI thread. Destroying it
/// cancels what has not begun.
class BulkRun final : public QObject
{
    Q_OBJECT

public:
    enum class RowState { Unticked, Waiting, Running, Done, Failed, Cancelled };
    enum class State { Preview, Running, Ended };

    explicit BulkRun(BulkPlan plan, QObject* parent = nullptr);

    const BulkPlan& plan() const { return m_plan; }
    State state() const { return m_state; }
    RowState rowState(int row) const { return m_rows[std::size_t(row)].state; }
    /// Of a failed row.
    const base::Error& rowError(int row) const { return m_rows[std::size_t(row)].error; }
    enum class Tick { On, Off };
    void setTicked(int row, Tick tick);
    int count(RowState state) const;
    int ticked() const { return int(m_rows.size()) - count(RowState::Unticked); }
    std::vector<int> rowsIn(RowState state) const;

    void start();
    /// What runs is finished, what waits is not begun.
    void cancel();
    void retryFailed();
    /// The whole result as a table with tabs; `sentence` turns an error into words.
    QString report(const std::function<QString(const base::Error&)>& sentence) const;

Q_SIGNALS:
    void rowChanged(int row);
    void stateChanged();

private:
    struct Row
    {
        RowState state = RowState::Waiting;
        base::Error error;
    };

    void next();
    void onRowDone(int row, const base::Result<void>& result);
    void setRowState(int row, RowState state);
    void setState(State state);

    BulkPlan m_plan;
    std::vector<Row> m_rows;
    std::vector<int> m_counts; // by RowState
    State m_state = State::Preview;
    int m_running = 0;
    int m_next = 0;
};

} // namespace strongroom::ui
