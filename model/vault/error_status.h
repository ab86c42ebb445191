// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

namespace strongroom::vault {

/// How the service names an error: HTTP status, error.code and error.innererror.code (Key Vault REST,
/// error codes). The audit log and the wire use the same table.
struct ErrorStatus final
{
    int httpStatus = 500;
    QString code;
    QString innerCode; ///< empty when there is none
};

ErrorStatus errorStatusOf(base::ErrorCode code);

} // namespace strongroom::vault
