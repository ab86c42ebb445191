// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace strongroom::ui {

/// A page with one narrow column in the middle, for what a person does before a store is open. Scrolls
/// when the window is small.
class CenteredPage : public QWidget
{
    Q_OBJECT

public:
    explicit CenteredPage(int columnWidth, QWidget* parent);

protected:
    QVBoxLayout* column() const { return m_column; }
    /// A title in the large face and a muted sentence under it, put into the column.
    void addHeading(const QString& title, const QString& sentence);

private:
    QVBoxLayout* m_column;
};

} // namespace strongroom::ui
