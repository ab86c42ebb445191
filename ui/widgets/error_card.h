// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/error_text.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace strongroom::ui {

class IconLabel;

/// What failed, why, one button that helps, and details that unfold and can be copied: nothing in them is
/// secret. The one way an error is shown inside a page or dialog. Readers are told when it appears.
class ErrorCard final : public QWidget
{
    Q_OBJECT

public:
    explicit ErrorCard(QWidget* parent = nullptr);

    void setText(const ErrorText& text);
    const ErrorText& text() const { return m_text; }

Q_SIGNALS:
    void nextStepChosen();

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    ErrorText m_text;
    IconLabel* m_icon;
    QLabel* m_title;
    QLabel* m_cause;
    QPushButton* m_next;
    QPushButton* m_unfold;
    QPushButton* m_copy;
    QLabel* m_details;
};

} // namespace strongroom::ui
