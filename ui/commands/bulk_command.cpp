// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/bulk_command.h"

#include "ui/dialogs/bulk_dialog.h"

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

/// One bulk action from its preview to its notice. Deletes itself when it has ended and nobody looks at it.
class BulkSession final : public QObject
{
public:
    BulkSession(Workspace& workspace, BulkPlan plan)
        : QObject(&workspace)
        , m_workspace(workspace)
        , m_run(new BulkRun(std::move(plan), this))
    {
        connect(m_run, &BulkRun::stateChanged, this, &BulkSession::onStateChanged);
        connect(m_run, &BulkRun::rowChanged, this, [this] {
            if (m_activity != 0)
                m_workspace.activities().setProgress(m_activity, ended(), m_run->ticked());
        });
    }

    void showDialog()
    {
        const auto sentence = [this](const base::Error& error) { return m_workspace.explain(error).title; };
        m_dialog = new BulkDialog(*m_run, sentence, m_workspace.window());
        connect(m_dialog, &BulkDialog::copyRequested, this,
                [this](const QString& text) { m_workspace.clipboard().copyPlain(text); });
        connect(m_dialog, &QDialog::finished, this, &BulkSession::deleteLater);
        m_dialog->open();
    }

    void start() { m_run->start(); }

private:
    int ended() const
    {
        return m_run->count(BulkRun::RowState::Done) + m_run->count(BulkRun::RowState::Failed)
            + m_run->count(BulkRun::RowState::Cancelled);
    }

    void onStateChanged()
    {
        if (m_run->state() == BulkRun::State::Running)
            beginActivity();
        else if (m_run->state() == BulkRun::State::Ended)
            finish();
    }

    void beginActivity()
    {
        Activity activity;
        activity.title = m_run->plan().title;
        activity.scope = m_run->plan().scope;
        activity.total = m_run->ticked();
        activity.cancel = [run = QPointer(m_run)] {
            if (run)
                run->cancel();
        };
        m_activity = m_workspace.activities().begin(std::move(activity));
    }

    void finish()
    {
        const std::vector<int> done = m_run->rowsIn(BulkRun::RowState::Done);
        const int failed = m_run->count(BulkRun::RowState::Failed);
        const int cancelled = m_run->count(BulkRun::RowState::Cancelled);
        const QString text = m_run->plan().doneText(int(done.size()));
        const auto state = failed > 0 ? Activity::State::Failed
            : cancelled > 0           ? Activity::State::Cancelled
                                      : Activity::State::Done;
        m_workspace.activities().end(m_activity, state, text);
        if (!done.empty() && m_run->plan().undo)
            m_workspace.notices().done(text, [undo = m_run->plan().undo, done] { undo(done); });
        else if (!done.empty())
            m_workspace.notices().done(text);
        if (m_dialog)
            return;
        if (failed + cancelled > 0)
            showDialog();
        else
            deleteLater();
    }

    Workspace& m_workspace;
    BulkRun* m_run;
    QPointer<BulkDialog> m_dialog;
    quint64 m_activity = 0;
};

} // namespace

void runBulk(Workspace& workspace, BulkPlan plan, BulkPreview preview)
{
    auto* const session = new BulkSession(workspace, std::move(plan));
    if (preview == BulkPreview::Grid)
        session->showDialog();
    else
        session->start();
}

} // namespace strongroom::ui
