// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/access/policy_draft.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace strongroom::ui {

/// A PolicyDraft as a table: who at the left, one column per permission, the number of rights at the end.
class PolicyMatrixModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { IsGrantedRole = Qt::UserRole + 1, IsChangedRole, IsKnownRole };

    explicit PolicyMatrixModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Which permissions stand in the columns; secrets to begin with.
    void setKind(vault::ObjectKind kind);
    const PolicyDraft& draft() const { return m_draft; }
    void setDraft(PolicyDraft draft);
    /// Grants all of the cells unless all are granted already; then revokes them.
    void toggle(const QModelIndexList& cells);
    int add(const vault::Application& application, const QStringList& permissions);
    void revokeAll(int row);
    void discard();

    /// "get" for a column of permissions, else empty.
    QString permissionOf(int column) const;

Q_SIGNALS:
    void draftChanged();

private:
    QString readerText(const QModelIndex& index) const;
    void announce();

    PolicyDraft m_draft;
    QStringList m_permissions;
};

/// Shows the matrix: a tick or a dot per cell, changed cells outlined. A click or Space toggles, Shift and
/// arrows choose a block, a click on a column's title chooses the column.
class PolicyMatrix final : public QTableView
{
    Q_OBJECT

public:
    explicit PolicyMatrix(PolicyMatrixModel& model, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();

    PolicyMatrixModel& m_model;
};

} // namespace strongroom::ui
