// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/attributes.h"
#include "ui/theme/palette.h"

#include <QString>

namespace strongroom::ui {

/// How a state is drawn: always icon, word and colour together, never colour alone.
struct StateLook final
{
    QString icon;
    Role role = Role::Text;
};
StateLook lookOf(vault::ObjectState state);

} // namespace strongroom::ui
