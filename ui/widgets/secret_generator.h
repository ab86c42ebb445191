// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QString>

namespace strongroom::ui {

/// What to generate. Everything is drawn from the system's generator.
struct GeneratorSettings final
{
    enum class Kind { Password, Passphrase, Guid, Hex, Base64 };
    Kind kind = Kind::Password;
    int length = 24; ///< characters of a password
    bool hasDigits = true;
    bool hasSymbols = true;
    bool avoidsLookAlikes = true; ///< no 0 O 1 l I |
    int words = 6; ///< of a passphrase
    QString separator = QStringLiteral("-");
    int bytes = 32; ///< of hex and base64 keys

    friend bool operator==(const GeneratorSettings&, const GeneratorSettings&) = default;
};

base::SecureBytes generateSecret(const GeneratorSettings& settings);
/// Bits of entropy of what generateSecret() makes with these settings.
double entropyBits(const GeneratorSettings& settings);
/// "142 bits: cannot be guessed", ...
QString strengthWords(double bits);

} // namespace strongroom::ui
