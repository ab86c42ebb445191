// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QGridLayout;
class QHBoxLayout;
class QLabel;

namespace strongroom::ui {

/// Two columns, names right-aligned and quiet, values beside them. Each value can be selected and copied: by
/// its context menu, or by Ctrl+C when it has the focus.
class PropertyForm final : public QWidget
{
    Q_OBJECT

public:
    explicit PropertyForm(QWidget* parent = nullptr);

    enum class Face { Text, Monospace };
    /// Adds a line of text and returns its row for setValue().
    int addText(const QString& name, Face face = Face::Text);
    /// Adds a line with any widget.
    int addWidget(const QString& name, QWidget* widget);
    /// `quiet` follows the value in a muted colour; `full` is what is copied when it is more than what is
    /// shown.
    void setValue(int row, const QString& value, const QString& quiet = {}, const QString& full = {});
    void setRowVisible(int row, bool isVisible);
    /// The values of all these forms begin at the same place, for forms that stand below each other.
    static void align(const std::vector<PropertyForm*>& forms);

Q_SIGNALS:
    void copyRequested(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Row
    {
        QLabel* name = nullptr;
        QWidget* field = nullptr;
        QLabel* value = nullptr;
        QLabel* quiet = nullptr;
        QHBoxLayout* line = nullptr; ///< the value, the quiet words, and the room behind them
        QString full;
    };

    QLabel* makeName(const QString& name);
    int widestName() const;
    void copyRow(const Row& row);

    QGridLayout* m_grid;
    std::vector<Row> m_rows;
};

} // namespace strongroom::ui
