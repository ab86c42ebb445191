// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/attributes.h"

#include <QWidget>

class QPushButton;
class QTableWidget;

namespace strongroom::ui {

class FieldNote;

/// Tags as a small grid of names and values with an empty row to write into; says at once what is wrong.
class TagsEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit TagsEditor(QWidget* parent = nullptr);

    void setTags(const vault::Tags& tags);
    vault::Tags tags() const;
    /// Empty when the tags can be saved.
    QString problem() const;
    /// Names to offer while typing.
    void setKnownNames(const QStringList& names);

Q_SIGNALS:
    void edited();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addRow(const QString& name, const QString& value);
    void removeRow(int row);
    void onCellChanged();
    void fitHeight();
    QString cell(int row, int column) const;

    QTableWidget* m_table;
    QPushButton* m_add;
    FieldNote* m_problem;
    QStringList m_knownNames;
    bool m_isFilling = false;
};

} // namespace strongroom::ui
