// SPDX-License-Identifier: Apache-2.0
#include "model/vault/principal.h"

using namespace Qt::StringLiterals;

namespace strongroom::vault {

Caller Caller::owner()
{
    Caller caller;
    caller.kind = Kind::Owner;
    caller.displayName = u"owner"_s;
    return caller;
}

Caller Caller::system(const QString& job)
{
    Caller caller;
    caller.kind = Kind::System;
    caller.displayName = job;
    return caller;
}

} // namespace strongroom::vault
