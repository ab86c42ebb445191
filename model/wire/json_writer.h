// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/json_writer.h"

namespace strongroom::wire {

using base::JsonWriter;

} // namespace strongroom::wire
