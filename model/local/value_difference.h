// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/vault/ops_secrets.h"

namespace strongroom::local {

/// How two values (UTF-8) differ, counted in characters. Exact for short values; for long ones the middle
/// between the equal beginning and the equal end counts as different.
std::vector<vault::CompareSecretVersions::Run> differenceOf(const base::SecureBytes& first,
                                                            const base::SecureBytes& second);

} // namespace strongroom::local
