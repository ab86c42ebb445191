// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/vault_properties.h"
#include "ui/dialogs/vault_words.h"
#include "ui/theme/palette.h"

#include <QWidget>

namespace strongroom::ui {

/// The ground of an environment's word.
Role environmentSoftRole(vault::Environment environment);

/// The 3-pixel line under the menu bar in the colour of the vault shown; a hairline without one.
class EnvironmentBand final : public QWidget
{
    Q_OBJECT

public:
    explicit EnvironmentBand(QWidget* parent);
    void show(std::optional<vault::Environment> environment);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<vault::Environment> m_environment;
};

} // namespace strongroom::ui
