// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/state_look.h"

namespace strongroom::ui {

using namespace Qt::StringLiterals;

StateLook lookOf(vault::ObjectState state)
{
    switch (state) {
    case vault::ObjectState::Enabled:
        return { u"circle-check"_s, Role::Ok };
    case vault::ObjectState::Expiring:
        return { u"clock"_s, Role::Warning };
    case vault::ObjectState::Expired:
        return { u"circle-alert"_s, Role::Critical };
    case vault::ObjectState::NotYetValid:
        return { u"clock"_s, Role::Muted };
    case vault::ObjectState::Disabled:
        return { u"ban"_s, Role::Muted };
    }
    return {};
}

} // namespace strongroom::ui
