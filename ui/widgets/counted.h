// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLocale>
#include <QString>

namespace strongroom::ui {

/// `one` for exactly one, else `many` with the number in the place of its %1: "1 secret", "1,284 secrets".
/// Both are whole translated sentences.
inline QString counted(qint64 count, const QString& one, const QString& many)
{
    return count == 1 ? one : many.arg(QLocale().toString(count));
}

} // namespace strongroom::ui
