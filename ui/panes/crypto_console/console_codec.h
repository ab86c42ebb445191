// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/key_checks.h"

#include <QStringList>

// What the console makes of what is typed. Pure.

namespace strongroom::ui {

enum class Encoding { Text, Hex, Base64 };

/// BadParameter with the field "value" for what is not in the encoding. Base64 of either alphabet, with or
/// without padding; blanks do not count.
base::Result<base::SecureBytes> decoded(const base::SecureBytes& typed, Encoding encoding);
base::Result<QByteArray> decoded(const QString& typed, Encoding encoding);
/// Whether the bytes are UTF-8 without control characters but those of lines and tabs.
bool isText(QByteArrayView bytes);
/// Text only where the bytes are UTF-8, else hexadecimal.
QString encoded(QByteArrayView bytes, Encoding encoding);

/// Names of the algorithms that go with this key for this use, best first.
QStringList algorithmsFor(const vault::KeyProperties& key, vault::KeyUse use);
/// What the algorithm needs besides its input.
struct AlgorithmNeeds final
{
    int digestBytes = 0; ///< of signatures: 32, 48 or 64; 0: signs any bytes
    bool makesNonce = false; ///< encryption gives a nonce and a tag, decryption wants them
    bool wantsNonce = false; ///< the caller chooses it
};
AlgorithmNeeds needsOf(const QString& algorithm);
/// "SHA-256" for 32 bytes, ...
QString hashName(int digestBytes);
QByteArray hashOf(QByteArrayView bytes, int digestBytes);
/// Of a file of any size, piece by piece; Unavailable when it cannot be read.
base::Result<QByteArray> hashOfFile(const QString& path, int digestBytes);

} // namespace strongroom::ui
