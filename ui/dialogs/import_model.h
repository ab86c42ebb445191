// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/dialogs/import_draft.h"

#include <QAbstractTableModel>

namespace strongroom::ui {

/// The preview grid of an import. The name can be edited; values are never shown.
class ImportModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column { Source, Target, Action, Expires, Tags, Problem, Count };

    explicit ImportModel(ImportDraft& draft, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    /// The draft has changed as a whole.
    void refresh();

Q_SIGNALS:
    /// The person changed a name or a tick.
    void edited();
    void refused(const QString& why);

private:
    QString text(int row, Column column) const;

    ImportDraft& m_draft;
};

} // namespace strongroom::ui
