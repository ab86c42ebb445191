// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace strongroom::ui {

class ElidedLabel;

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
    /// Narrower than its buttons: what has no room goes into a menu.
    QSize minimumSizeHint() const override { return { 200, QWidget::minimumSizeHint().height() }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fillButtons(const Pane& pane);
    /// What has no room goes into a menu; the primary button always stays.
    void fitButtons();
    void openMore();

    Workspace& m_workspace;
    QLabel* m_title;
    ElidedLabel* m_subtitle;
    class WordChip* m_environment;
    QWidget* m_buttons;
    QHBoxLayout* m_buttonRow;
    QToolButton* m_more;
    std::vector<std::pair<ActionId, QWidget*>> m_plain; // without the primary one
};

} // namespace strongroom::ui
