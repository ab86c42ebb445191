// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/change.h"
#include "model/vault/operation.h"

namespace strongroom::ops {

/// A request that means an operation and cannot be performed, because its body or query cannot be read. It
/// is judged as that operation would be: whoever may not ask is told that and nothing of the request, and
/// whoever may gets `error`. The desk answers it itself; no store or vault has a part in it.
struct RefusedRequest final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "Request";
    static constexpr vault::Permission permission = vault::managementPermission;
    static constexpr vault::Effect effect = vault::Effect::Read;
    static constexpr vault::ChangeKind change = vault::ChangeKind::None;

    std::string_view operation; ///< what it stands for; the audit row calls it so
    vault::Permission needed; ///< by that operation
    vault::Target asked;
    base::Error error;

    vault::Target target() const { return asked; }
};

} // namespace strongroom::ops
