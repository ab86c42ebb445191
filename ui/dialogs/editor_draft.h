// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QByteArray>

namespace strongroom::ui {

/// What was written in an editor and not saved. Only the editor that made it can read `fields`; a secret
/// value is in `value` and nowhere else.
struct EditorDraft final
{
    QByteArray fields;
    base::SecureBytes value;
};

} // namespace strongroom::ui
