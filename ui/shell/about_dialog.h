// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace strongroom::ui {

/// Version, what the program is built on and under which licences, and that nothing is sent anywhere.
class AboutDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(QWidget* parent);
};

} // namespace strongroom::ui
