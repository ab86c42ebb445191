// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

class QHBoxLayout;
class QLabel;

namespace strongroom::ui {

/// The row above a page: its title, the vault, the environment as a word in its colour, the page's
/// buttons, and the primary one at the right end.
class TitleRow final : public QWidget
{
    Q_OBJECT

public:
    TitleRow(Workspace& workspace, QWidget* parent);

    /// Shows what `pane` says, buttons included; nullptr empties the row.
    void show(const Pane* pane);
    /// Only the words.
    void refresh(const Pane& pane);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void fillButtons(const Pane& pane);

    Workspace& m_workspace;
    QLabel* m_title;
    QLabel* m_subtitle;
    class WordChip* m_environment;
    QWidget* m_buttons;
    QHBoxLayout* m_buttonRow;
};

} // namespace strongroom::ui
