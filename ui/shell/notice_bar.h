// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/notice.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QToolButton;

namespace strongroom::ui {

class IconLabel;

/// Shows the latest notice for ten seconds, with its button; keeps what can still be undone. A warning stays
/// until it is closed: it comes back when a later notice has gone.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    NoticeBar(Notices& notices, QWidget* parent);

    bool canUndo() const { return !m_undo.empty(); }
    void undo();
    /// On lock: nothing of the session stays.
    void forgetAll();

Q_SIGNALS:
    void undoChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void post(const Notice& notice);
    void withdraw(const QString& text);
    void show(const Notice& notice);
    void showNext();
    void act();
    void endSoon();

    Notice m_notice;
    std::vector<Notice> m_covered; // warnings that nobody has closed
    std::vector<std::function<void()>> m_undo;
    QTimer m_end;
    IconLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_button;
    QToolButton* m_close;
};

} // namespace strongroom::ui
