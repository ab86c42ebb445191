// SPDX-License-Identifier: Apache-2.0
#include "model/access/pool_action.h"

#include <algorithm>
#include <array>

namespace strongroom::access {

namespace {

struct Renamed final
{
    std::string_view inVaults;
    std::string_view inPools;
};

constexpr std::array renamed = {
    Renamed{ "keys/read", "keys/read/action" },
    Renamed{ "keys/create/action", "keys/create" },
    Renamed{ "keys/update/action", "keys/write/action" },
    Renamed{ "keys/purge/action", "keys/deletedKeys/delete" },
    Renamed{ "keys/recover/action", "keys/deletedKeys/recover/action" },
    Renamed{ "keyrotationpolicies/read", "keys/read/action" },
    Renamed{ "keyrotationpolicies/write", "keys/write/action" },
};

} // namespace

std::string_view poolAction(const vault::Permission& permission)
{
    if (!permission.poolAction.empty())
        return permission.poolAction;
    const auto found = std::ranges::find(renamed, permission.dataAction, &Renamed::inVaults);
    if (found != renamed.end())
        return found->inPools;
    const bool isOfKeys = permission.plane == vault::Plane::Data && permission.kind == vault::ObjectKind::Key;
    return isOfKeys ? permission.dataAction : std::string_view();
}

} // namespace strongroom::access
