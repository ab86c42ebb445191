// SPDX-License-Identifier: Apache-2.0
#pragma once

// The C face of PKCS#11. For the sources of this module only.

#include "model/hsm/pkcs11_module.h"

#include <p11-kit/pkcs11.h>

namespace strongroom::hsm {

struct Pkcs11Module::Functions final
{
    CK_FUNCTION_LIST* list = nullptr;
    QString path;
    QString description;
};

/// The error that a person can act on for a return value of the token.
base::Error tokenError(CK_RV value, const QString& what);

} // namespace strongroom::hsm
