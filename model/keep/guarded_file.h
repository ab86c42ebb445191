// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/file_descriptor.h"
#include "model/base/result.h"

#include <QByteArray>
#include <QString>

namespace strongroom::keep {

/// How a file of a store is opened. None of them follows a symbolic link, all close on exec.
enum class Access {
    Read,
    ReadWrite,
    ReadWriteCreate, ///< made with mode 0600 when it is not there
    CreateNew, ///< StoreExists when it is there
};

/// What a failed system call means to a person: DiskFull, StoreReadOnly, StoreMissing, StoreUnsafe
/// (a link where a file should be) or StorageFailed. `what` completes "... could not be ...".
base::Error errorOfSystem(int number, const QString& what);

/// The rules for a store's folder (requirement T8), one sentence each: a real folder, ours, closed to
/// others, in a parent where others cannot exchange it. StoreMissing when there is none.
base::Result<void> checkFolder(const QString& folder);
/// The rules for a store's file: a regular file, ours, one name, closed to others.
base::Result<void> checkFile(const QString& path);

/// Opens and checks by the same rules, on the open file, so that nothing can be exchanged in between.
base::Result<base::FileDescriptor> openFile(const QString& path, Access access);
/// The content of a checked file of at most `limit` bytes; larger is StoreTampered.
base::Result<QByteArray> readFile(const QString& path, qsizetype limit);
base::Result<void> writeAll(int descriptor, QByteArrayView bytes, const QString& path);

/// Puts `bytes` in place of the file at `path` so that a reader, and a machine that lost its power,
/// finds the old content or the new, never neither: a new file beside it, synced, read back, renamed,
/// and the folder synced.
base::Result<void> replaceFile(const QString& path, QByteArrayView bytes);
base::Result<void> syncFolder(const QString& folder);

} // namespace strongroom::keep
