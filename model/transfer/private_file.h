// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QString>

namespace strongroom::transfer {

/// The content of a file, without a copy in any buffer. BadParameter when it is larger than `limit`,
/// StoreMissing when it is not there, Unavailable when it cannot be read. Regular files only, or a pipe
/// (a shell's process substitution).
base::Result<base::SecureBytes> readPrivateFile(const QString& path, qsizetype limit);

enum class Existing { Keep, Replace };

/// Writes a file that only this user can read (mode 0600): beside its place first, read back and
/// compared, then moved there in one step. On failure nothing is left behind and an older file stays as
/// it was. StoreExists when it exists and is to be kept; BadParameter for what is there and is no file, a
/// device or a link to one; DiskFull, StoreReadOnly, StorageFailed.
base::Result<void> writePrivateFile(const QString& path, QByteArrayView content, Existing existing);

} // namespace strongroom::transfer
