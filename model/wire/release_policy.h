// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/key.h"
#include "model/wire/json_reader.h"
#include "model/wire/json_writer.h"

namespace strongroom::wire {

/// {"contentType", "immutable", "data": base64url} of requests and answers; null stands for none. What the
/// policy's data say is for the vault to judge.
std::optional<vault::ReleasePolicy> takeReleasePolicy(JsonReader& reader);
void writeReleasePolicy(JsonWriter& json, const vault::ReleasePolicy& policy);

} // namespace strongroom::wire
