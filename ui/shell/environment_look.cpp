// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/environment_look.h"

#include <QPainter>

namespace strongroom::ui {

Role environmentSoftRole(vault::Environment environment)
{
    switch (environment) {
    case vault::Environment::Production:
        return Role::CriticalSoft;
    case vault::Environment::Staging:
        return Role::WarningSoft;
    case vault::Environment::Test:
        return Role::AccentSoft;
    case vault::Environment::Local:
        return Role::Chip;
    }
    return Role::Chip;
}

EnvironmentBand::EnvironmentBand(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(3);
}

void EnvironmentBand::show(std::optional<vault::Environment> environment)
{
    if (m_environment == environment)
        return;
    m_environment = environment;
    update();
}

void EnvironmentBand::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Role::Window, palette()));
    if (m_environment && *m_environment != vault::Environment::Local) {
        painter.fillRect(rect(), color(environmentRole(*m_environment), palette()));
        return;
    }
    painter.fillRect(QRect(0, height() - 1, width(), 1), color(Role::Hairline, palette()));
}

} // namespace strongroom::ui
