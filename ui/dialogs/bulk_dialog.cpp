// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/bulk_dialog.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"

#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

using RowState = BulkRun::RowState;

struct Look final
{
    QString icon;
    Role role;
};

Look lookOf(RowState state)
{
    switch (state) {
    case RowState::Unticked:
        return { u"minus"_s, Role::Muted };
    case RowState::Waiting:
        return { u"clock"_s, Role::Muted };
    case RowState::Running:
        return { u"loader-circle"_s, Role::Accent };
    case RowState::Done:
        return { u"circle-check"_s, Role::Ok };
    case RowState::Failed:
        return { u"circle-alert"_s, Role::Critical };
    case RowState::Cancelled:
        return { u"circle-x"_s, Role::Warning };
    }
    return {};
}

} // namespace

BulkModel::BulkModel(BulkRun& run, Sentence sentence, QObject* parent)
    : QAbstractTableModel(parent)
    , m_run(run)
    , m_sentence(std::move(sentence))
{
    connect(&run, &BulkRun::rowChanged, this,
            [this](int row) { Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1)); });
    connect(&run, &BulkRun::stateChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        Q_EMIT headerDataChanged(Qt::Horizontal, int(Column::Result), int(Column::Result));
    });
}

int BulkModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_run.plan().rows.size());
}

int BulkModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QString BulkModel::resultText(int row) const
{
    const BulkRow& planned = m_run.plan().rows[std::size_t(row)];
    switch (m_run.rowState(row)) {
    case RowState::Unticked:
        return planned.note.isEmpty() ? tr("Left out") : planned.note;
    case RowState::Waiting:
        return m_run.state() == BulkRun::State::Preview ? planned.note : tr("Waiting");
    case RowState::Running:
        return tr("Running");
    case RowState::Done:
        return tr("Done");
    case RowState::Failed:
        return m_sentence(m_run.rowError(row));
    case RowState::Cancelled:
        return tr("Cancelled");
    }
    return {};
}

QVariant BulkModel::data(const QModelIndex& index, int role) const
{
    const BulkRow& planned = m_run.plan().rows[std::size_t(index.row())];
    const auto column = Column(index.column());
    if (role == Qt::CheckStateRole && column == Column::Name)
        return m_run.rowState(index.row()) == RowState::Unticked ? Qt::Unchecked : Qt::Checked;
    if (role == Qt::DecorationRole && column == Column::Result
        && (m_run.state() != BulkRun::State::Preview || !planned.note.isEmpty())) {
        const bool isPreview = m_run.state() == BulkRun::State::Preview;
        const Look look = isPreview ? Look{ planned.isPossible ? u"triangle-alert"_s : u"ban"_s,
                                            planned.isPossible ? Role::Warning : Role::Muted }
                                    : lookOf(m_run.rowState(index.row()));
        return icon(look.icon, look.role);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Column::Name:
        return planned.name;
    case Column::Before:
        return planned.before;
    case Column::After:
        return planned.after;
    case Column::Result:
        return resultText(index.row());
    case Column::Count:
        break;
    }
    return {};
}

bool BulkModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || m_run.state() != BulkRun::State::Preview)
        return false;
    const bool isOn = value.value<Qt::CheckState>() == Qt::Checked;
    m_run.setTicked(index.row(), isOn ? BulkRun::Tick::On : BulkRun::Tick::Off);
    return true;
}

Qt::ItemFlags BulkModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool canTick
        = m_run.state() == BulkRun::State::Preview && m_run.plan().rows[std::size_t(index.row())].isPossible;
    if (Column(index.column()) == Column::Name && canTick)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant BulkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Name:
        return tr("Name");
    case Column::Before:
        return m_run.plan().beforeHeader;
    case Column::After:
        return m_run.plan().afterHeader;
    case Column::Result:
        return m_run.state() == BulkRun::State::Preview ? tr("Note") : tr("Result");
    case Column::Count:
        break;
    }
    return {};
}

BulkDialog::BulkDialog(BulkRun& run, BulkModel::Sentence sentence, QWidget* parent)
    : FormDialog(run.plan().title, QString(),
                 run.plan().isDangerous ? ButtonRole::Danger : ButtonRole::Primary, parent)
    , m_run(run)
    , m_sentence(std::move(sentence))
    , m_table(new QTableView(this))
    , m_progress(new QProgressBar(this))
    , m_report(addButton(tr("Copy report")))
{
    setIntroduction(run.plan().explanation);
    takeOverAccept();
    m_table->setModel(new BulkModel(run, m_sentence, m_table));
    m_table->setAccessibleName(run.plan().title);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metrics::controlHeight);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setColumnHidden(int(BulkModel::Column::Before), run.plan().beforeHeader.isEmpty());
    m_table->setColumnHidden(int(BulkModel::Column::After), run.plan().afterHeader.isEmpty());
    m_table->setColumnWidth(int(BulkModel::Column::Name), 220);
    m_table->setColumnWidth(int(BulkModel::Column::Before), 110);
    m_table->setColumnWidth(int(BulkModel::Column::After), 110);
    m_table->setMinimumWidth(620);
    const int rows = std::clamp(int(run.plan().rows.size()), 3, 12);
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() + rows * metrics::controlHeight
                              + 4);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    QSizePolicy kept = m_progress->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(kept);
    m_progress->setAccessibleName(tr("Progress"));
    addWide(m_table);
    addWide(m_progress);
    if (run.plan().isDangerous)
        makeCancelDefault();

    connect(acceptButton(), &QPushButton::clicked, this, &BulkDialog::onAccept);
    connect(m_report, &QPushButton::clicked, this,
            [this] { Q_EMIT copyRequested(m_run.report(m_sentence)); });
    connect(&run, &BulkRun::rowChanged, this, &BulkDialog::showState);
    connect(&run, &BulkRun::stateChanged, this, &BulkDialog::showState);
    showState();
}

void BulkDialog::onAccept()
{
    if (m_run.state() == BulkRun::State::Preview)
        m_run.start();
    else if (m_run.state() == BulkRun::State::Running)
        m_run.cancel();
    else if (m_run.count(RowState::Failed) + m_run.count(RowState::Cancelled) > 0)
        m_run.retryFailed();
    else
        accept();
}

void BulkDialog::reject()
{
    if (m_run.state() == BulkRun::State::Running)
        m_run.cancel();
    else
        QDialog::reject();
}

void BulkDialog::showState()
{
    const int ticked = m_run.ticked();
    const int failed = m_run.count(RowState::Failed);
    const int cancelled = m_run.count(RowState::Cancelled);
    const int done = m_run.count(RowState::Done);
    m_progress->setVisible(m_run.state() != BulkRun::State::Preview);
    m_progress->setRange(0, std::max(1, ticked));
    m_progress->setValue(done + failed + cancelled);
    m_report->setVisible(m_run.state() == BulkRun::State::Ended);
    allowAccept();
    switch (m_run.state()) {
    case BulkRun::State::Preview:
        acceptButton()->setText(m_run.plan().verb(ticked));
        if (ticked == 0)
            forbidAccept();
        footNote()->set(FieldNote::Kind::Hint,
                        ticked == m_table->model()->rowCount()
                            ? QString()
                            : counted(ticked, tr("1 row is ticked."), tr("%1 rows are ticked.")));
        return;
    case BulkRun::State::Running:
        acceptButton()->setText(tr("Stop"));
        footNote()->set(FieldNote::Kind::Hint, tr("%1 of %2 done").arg(done + failed).arg(ticked));
        return;
    case BulkRun::State::Ended:
        break;
    }
    if (failed + cancelled == 0) {
        acceptButton()->setText(tr("Close"));
        setButtonRole(acceptButton(), ButtonRole::Primary);
        removeCancel();
        footNote()->set(FieldNote::Kind::Good, m_run.plan().doneText(done));
        return;
    }
    acceptButton()->setText(failed > 0 ? tr("Retry failed") : tr("Go on"));
    footNote()->set(FieldNote::Kind::Warning,
                    tr("%1 done, %2 failed, %3 not begun.").arg(done).arg(failed).arg(cancelled));
}

} // namespace strongroom::ui
