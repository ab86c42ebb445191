// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/passphrase_strength.h"

#include <QString>

namespace strongroom::ui {

using vault::Strength;
using vault::strengthOf;

/// "Good. Guessing it would cost about 3 million years on one computer."
QString strengthSentence(const Strength& strength);

} // namespace strongroom::ui
