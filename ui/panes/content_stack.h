// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"

#include <QStackedWidget>

namespace strongroom::ui {

class ErrorCard;

/// What a pane shows in the place of its content when there is none: nothing yet, an error with Retry, or
/// that it is loading.
class ContentStack final : public QStackedWidget
{
    Q_OBJECT

public:
    /// Takes `content` and shows that it is loading.
    explicit ContentStack(QWidget* content, QWidget* parent = nullptr);

    void showContent();
    void showEmpty(const EmptyState::Text& text);
    void showError(const ErrorText& text);

Q_SIGNALS:
    void primaryChosen();
    void secondaryChosen();
    void retryChosen();

private:
    EmptyState* m_empty;
    ErrorCard* m_error;
    QWidget* m_errorPage;
    QWidget* m_content;
};

} // namespace strongroom::ui
