// SPDX-License-Identifier: Apache-2.0
#include "model/access/decide.h"

namespace strongroom::access {

Verdict decide(const vault::AccessRules*, const vault::Caller& caller, const vault::Permission& permission,
               const vault::Target&)
{
    if (caller.kind == vault::Caller::Kind::Owner)
        return {{}, QStringLiteral("owner")};
    if (permission.plane == vault::Plane::Door)
        return {{}, {}};
    return {base::Error{base::ErrorCode::Forbidden, {}, {}}, {}};
}

} // namespace strongroom::access
