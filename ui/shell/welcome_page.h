// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/shell/centered_page.h"

namespace strongroom::ui {

/// The first thing a newcomer sees: make a store, open or restore one, or look around in a sample.
class WelcomePage final : public CenteredPage
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent);

Q_SIGNALS:
    void createChosen();
    void openChosen();
    void restoreChosen();
    void sampleChosen();
    void schemeToggled();

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace strongroom::ui
