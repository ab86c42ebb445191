// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringView>

namespace strongroom::vault {

/// How hard a passphrase is to guess for somebody who has the file.
struct Strength final
{
    enum class Level { Empty, Weak, Fair, Good, Strong };
    Level level = Level::Empty;
    int bits = 0; ///< estimated entropy
};

/// Counts what a guesser has to try: characters by their kind, but words everybody tries, repetitions,
/// runs and keyboard rows as next to nothing.
Strength strengthOf(QStringView passphrase);

} // namespace strongroom::vault
