// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"
#include "ui/panes/settings/setting_rows.h"

class QGridLayout;
class QLabel;
class QToolButton;

namespace strongroom::ui {

class FieldNote;
class FindField;

/// All settings on one searchable page. Each applies at once; a dot marks what differs from the default,
/// and a button beside it takes it back.
class SettingsPane final : public Pane
{
    Q_OBJECT

public:
    SettingsPane(Workspace& workspace, const Place& place, QWidget* parent);

    QString title() const override { return tr("Settings"); }
    QString statusText() const override;
    void focusFilter() override;
    void focusContent() override { focusFilter(); }

private:
    struct Line final
    {
        const SettingRow* row;
        QWidget* control;
        QToolButton* reset;
        class ChangedDot* dot;
        FieldNote* obstacle = nullptr;
        std::vector<QWidget*> parts;
        std::function<void(int)> show;
    };

    void build();
    void addLine(QGridLayout& grid, int at, const SettingRow& row);
    QWidget* makeControl(const SettingRow& row, Line& line);
    void change(const SettingRow& row, int value);
    void showAll(const Settings& settings);
    void showObstacle(const Line& line);
    void filter(const QString& text);

    FindField* m_find;
    QLabel* m_nothing;
    std::vector<Line> m_lines;
    std::vector<std::pair<QLabel*, QString>> m_sections;
};

} // namespace strongroom::ui
