// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

namespace strongroom::keep {

/// The printed form of a 256-bit recovery key, made to be copied by hand: 13 groups of five characters
/// with hyphens between, in the 32 letters and digits that cannot be taken for each other. The fifth
/// character of a group checks the other four and their place, so that a typing mistake is found before
/// anything is tried and the person is told in which group it is.
base::SecureBytes printRecoveryKey(const base::SecureBytes& key);

/// The key of a printed form. Case, hyphens and white space do not matter; O counts as 0, I and L as 1.
/// BadParameter with field "recoveryKey" says which group to look at.
base::Result<base::SecureBytes> readRecoveryKey(const base::SecureBytes& printed);

} // namespace strongroom::keep
