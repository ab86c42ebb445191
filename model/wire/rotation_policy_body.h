// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/rotation_policy.h"
#include "model/wire/object_members.h"

namespace strongroom::wire {

/// KeyRotationPolicy: the request and the answer of /keys/{name}/rotationpolicy. Null members mean what
/// absent ones do; the words for actions are taken in any case. What a policy may say is for the vault to
/// judge.
base::Result<vault::RotationPolicy> readRotationPolicy(QByteArrayView body);
base::SecureBytes writeRotationPolicy(const vault::ObjectName& keyName, const vault::RotationPolicy& policy,
                                      const AnswerFrame& frame);

} // namespace strongroom::wire
