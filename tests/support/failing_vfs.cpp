// SPDX-License-Identifier: Apache-2.0
#include "failing_vfs.h"

#include <sqlite3.h>

#include <cstdlib>
#include <cstring>
#include <mutex>

namespace strongroom::support {

namespace {

std::mutex mutex;
FailingVfs::Fault armed; // guarded by mutex
int counted = 0;
int failed = 0;
int writesAfter = 0;

/// The result code when this call is to fail, else SQLITE_OK.
int judge(FailingVfs::Call call)
{
    const std::lock_guard guard(mutex);
    if (failed > 0 && call == FailingVfs::Write)
        ++writesAfter;
    if ((armed.calls & call) == 0)
        return SQLITE_OK;
    ++counted;
    const bool fails
        = counted == armed.at || (armed.extent == FailingVfs::Extent::ForEver && counted > armed.at);
    if (!fails)
        return SQLITE_OK;
    ++failed;
    return armed.code;
}

sqlite3_vfs* real = nullptr;
sqlite3_vfs shim;
sqlite3_io_methods methods;

/// The real file stands behind this head in the same block.
struct File final
{
    sqlite3_file head;
    sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* own(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* inner(sqlite3_file* file) { return own(file)->inner(); }

int closeFile(sqlite3_file* file) { return inner(file)->pMethods->xClose(inner(file)); }
int readFile(sqlite3_file* file, void* out, int size, sqlite3_int64 at)
{
    return inner(file)->pMethods->xRead(inner(file), out, size, at);
}
int writeFile(sqlite3_file* file, const void* data, int size, sqlite3_int64 at)
{
    if (const int code = judge(FailingVfs::Write)) {
        // A short write: half of it has reached the file.
        if (size > 1)
            inner(file)->pMethods->xWrite(inner(file), data, size / 2, at);
        return code;
    }
    return inner(file)->pMethods->xWrite(inner(file), data, size, at);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size)
{
    const int code = judge(FailingVfs::Truncate);
    return code ? code : inner(file)->pMethods->xTruncate(inner(file), size);
}
int syncFile(sqlite3_file* file, int flags)
{
    const int code = judge(FailingVfs::Sync);
    return code ? code : inner(file)->pMethods->xSync(inner(file), flags);
}
int sizeOfFile(sqlite3_file* file, sqlite3_int64* size)
{
    return inner(file)->pMethods->xFileSize(inner(file), size);
}
int lockFile(sqlite3_file* file, int lock) { return inner(file)->pMethods->xLock(inner(file), lock); }
int unlockFile(sqlite3_file* file, int lock) { return inner(file)->pMethods->xUnlock(inner(file), lock); }
int checkLock(sqlite3_file* file, int* out)
{
    return inner(file)->pMethods->xCheckReservedLock(inner(file), out);
}
int control(sqlite3_file* file, int what, void* argument)
{
    return inner(file)->pMethods->xFileControl(inner(file), what, argument);
}
int sectorSize(sqlite3_file* file) { return inner(file)->pMethods->xSectorSize(inner(file)); }
int characteristics(sqlite3_file* file) { return inner(file)->pMethods->xDeviceCharacteristics(inner(file)); }

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    file->pMethods = nullptr;
    if (const int code = judge(FailingVfs::Open))
        return code;
    const int code = real->xOpen(real, name, inner(file), flags, outFlags);
    if (code == SQLITE_OK)
        file->pMethods = &methods;
    return code;
}

int deleteFile(sqlite3_vfs*, const char* name, int syncsFolder)
{
    const int code = judge(FailingVfs::Delete);
    return code ? code : real->xDelete(real, name, syncsFolder);
}

} // namespace

FailingVfs::FailingVfs()
{
    sqlite3_initialize();
    real = sqlite3_vfs_find(nullptr);
    shim = *real;
    shim.zName = "failing";
    shim.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    shim.xOpen = openFile;
    shim.xDelete = deleteFile;
    methods = { 1,        closeFile,  readFile,  writeFile, truncateFile, syncFile,       sizeOfFile,
                lockFile, unlockFile, checkLock, control,   sectorSize,   characteristics };
    sqlite3_vfs_register(&shim, 1);
}

FailingVfs::~FailingVfs()
{
    sqlite3_vfs_unregister(&shim);
    sqlite3_vfs_register(real, 1);
}

void FailingVfs::arm(const Fault& fault)
{
    const std::lock_guard guard(mutex);
    armed = fault;
    counted = 0;
    failed = 0;
    writesAfter = 0;
}

int FailingVfs::failures() const
{
    const std::lock_guard guard(mutex);
    return failed;
}

int FailingVfs::calls() const
{
    const std::lock_guard guard(mutex);
    return counted;
}

int FailingVfs::writesAfterFailure() const
{
    const std::lock_guard guard(mutex);
    return writesAfter;
}

} // namespace strongroom::support
