// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/shell/centered_page.h"
#include "ui/widgets/error_text.h"

namespace strongroom::ui {

class ErrorCard;

/// The first thing a newcomer sees: make a store, open or restore one, or look around in a sample. Also what
/// is left when the store of last time cannot be opened: why is said above the ways out.
class WelcomePage final : public CenteredPage
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent);

    void showProblem(const ErrorText& text);

Q_SIGNALS:
    /// The button of the problem.
    void nextStepChosen();
    void createChosen();
    void openChosen();
    void restoreChosen();
    void sampleChosen();
    void schemeToggled();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    ErrorCard* m_card;
};

} // namespace strongroom::ui
