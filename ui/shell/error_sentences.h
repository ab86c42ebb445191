// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"
#include "ui/widgets/error_text.h"

namespace strongroom::ui {

/// What failed, why, and what helps, for every code. The one table of sentences for errors.
ErrorText errorSentences(const base::Error& error);

} // namespace strongroom::ui
