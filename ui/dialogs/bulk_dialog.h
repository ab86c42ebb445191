// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/dialogs/bulk_run.h"
#include "ui/dialogs/form_dialog.h"

#include <QAbstractTableModel>

class QProgressBar;
class QTableView;

namespace strongroom::ui {

/// The rows of a bulk run: tick and name, before, after, result.
class BulkModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column { Name, Before, After, Result, Count };
    using Sentence = std::function<QString(const base::Error&)>;

    BulkModel(BulkRun& run, Sentence sentence, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    QString resultText(int row) const;

    BulkRun& m_run;
    Sentence m_sentence;
};

/// Preview, run and result of a bulk action in one dialog: the grid with a tick per row, then the state of
/// each row, cancel, "Retry failed" and "Copy report".
class BulkDialog final : public FormDialog
{
    Q_OBJECT

public:
    /// `run` must outlive the dialog.
    BulkDialog(BulkRun& run, BulkModel::Sentence sentence, QWidget* parent = nullptr);

    void reject() override;

Q_SIGNALS:
    void copyRequested(const QString& text);

private:
    void showState();
    void onAccept();

    BulkRun& m_run;
    BulkModel::Sentence m_sentence;
    QTableView* m_table;
    QProgressBar* m_progress;
    QPushButton* m_report;
};

} // namespace strongroom::ui
