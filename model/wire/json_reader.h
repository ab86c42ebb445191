// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/json_reader.h"

namespace strongroom::wire {

using base::JsonReader;

} // namespace strongroom::wire
