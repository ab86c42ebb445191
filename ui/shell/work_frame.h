// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/shell/action_state.h"
#include "ui/shell/history.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace strongroom::ui {

class ActivityPanel;
class EnvironmentBand;
class NavPanel;
class NoticeBar;
class StatusLine;
class TitleRow;

/// The window while a store is open: tree, page, details, notices, activity, status. Makes pages when
/// they are first gone to, keeps the last few, and passes actions to the one shown. Destroyed on lock.
class WorkFrame final : public QWidget
{
    Q_OBJECT

public:
    WorkFrame(Workspace& workspace, ActionState& actions, QWidget* parent);
    ~WorkFrame() override;

    void open(const Place& wanted);
    /// Goes to the draft's page and opens its editor again.
    void resume(const Draft& draft);
    /// Carries out what is the frame's or the page's own; false when it is neither.
    bool perform(ActionId id);
    Pane* pane() const { return m_pane; }
    StatusLine& status() const { return *m_status; }
    bool hasUnsavedChanges() const;

Q_SIGNALS:
    /// Another page is shown, or the vault it is about was changed.
    void pageChanged();

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void showPane(const Place& place);
    Pane* paneFor(const Place& place);
    void dropOldPanes();
    void dropPane(Pane* pane);
    void showDetails();
    void onVaultsChanged();
    void judgeSoon();
    void judge();
    Facts shellFacts() const;
    void openPageOfVault(PaneKind kind);
    void openFocused(PaneKind kind);
    void addNumberKeys();
    bool performInFrame(ActionId id);
    bool performElsewhere(ActionId id);
    void performOnVault(ActionId id);
    /// Goes to the page of the store that carries `id` out.
    bool performOn(const Place& place, ActionId id);
    void moveFocus(int step);
    void toggle(QWidget* part);
    void restoreLayout();
    void keepLayout();
    void placeDetails();

    Workspace& m_workspace;
    ActionState& m_actions;
    History m_history;
    std::vector<Pane*> m_panes; // least recently shown first
    Pane* m_pane = nullptr;
    bool m_wantsDetails = true;
    bool m_isJudging = false;

    EnvironmentBand* m_band;
    NavPanel* m_nav;
    TitleRow* m_title;
    NoticeBar* m_notices;
    QStackedWidget* m_content;
    QStackedWidget* m_details;
    QSplitter* m_columns; ///< tree | m_work
    QSplitter* m_work; ///< page and details: side by side, or below each other in a narrow window
    QSplitter* m_rows;
    ActivityPanel* m_activity;
    StatusLine* m_status;
};

} // namespace strongroom::ui
