// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

class QLabel;
class QToolButton;

namespace strongroom::ui {

class ElidedLabel;

/// A ring that empties with the time a copy has left in the clipboard.
class CountdownRing final : public QWidget
{
    Q_OBJECT

public:
    explicit CountdownRing(QWidget* parent);
    void show(double share);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_share = 0;
};

/// The line at the bottom: scope, "shown n of m", clipboard, running work, who is at work, endpoint, and
/// when the store locks itself.
class StatusLine final : public QWidget
{
    Q_OBJECT

public:
    StatusLine(Workspace& workspace, QWidget* parent);

    void showPane(const Pane* pane);
    /// -1: never.
    void showLockTime(int minutes);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showClipboard();
    void showActivities();
    void showEndpoint();

    Workspace& m_workspace;
    QLabel* m_scope;
    ElidedLabel* m_shown; ///< gives way where the window is narrow
    QWidget* m_clipboard;
    CountdownRing* m_ring;
    QLabel* m_clipboardText;
    QToolButton* m_activity;
    QToolButton* m_identity;
    QToolButton* m_endpoint;
    QToolButton* m_lock;
};

} // namespace strongroom::ui
