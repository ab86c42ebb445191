// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/object_phrase.h"

#include "ui/widgets/counted.h"

#include <QCoreApplication>

namespace strongroom::ui {

QString phrase(const ObjectPhrase& forms, vault::ObjectKind kind, qint64 count)
{
    const auto say = [](const char* text) { return QCoreApplication::translate("Objects", text); };
    return kind == vault::ObjectKind::Key ? counted(count, say(forms.oneKey), say(forms.manyKeys))
                                          : counted(count, say(forms.oneSecret), say(forms.manySecrets));
}

} // namespace strongroom::ui
