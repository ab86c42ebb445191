// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/names.h"

#include <QString>

namespace strongroom::ui {

/// One sentence about objects in all the forms it has: whole sentences, because languages differ. Marked for
/// translation in the context "Objects"; %1 is the number, or what the caller puts there.
struct ObjectPhrase final
{
    const char* oneSecret;
    const char* manySecrets;
    const char* oneKey;
    const char* manyKeys;
};

/// The form for so many objects of this kind.
QString phrase(const ObjectPhrase& forms, vault::ObjectKind kind, qint64 count);

} // namespace strongroom::ui
