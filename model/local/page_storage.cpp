// SPDX-License-Identifier: Apache-2.0
#include "model/local/page_storage.h"

#include "model/local/sqlcipher/page_cipher.h"

#include <sqlite3.h>

#include <cstring>
#include <memory>
#include <mutex>
#include <new>

namespace strongroom::local {

namespace {

constexpr const char* vfsName = "strongroom";

/// A journal whose pieces wait to be written in one: SQLite writes the head and the page of each frame by
/// themselves, one behind the other. They are written at the latest when the file is synced, and before
/// anything else is asked of it.
struct JournalFile final
{
    static constexpr sqlite3_int64 most = 0x1ffff; // SQLite's own writes no more at once

    sqlite3_file asSqlite; ///< first: SQLite sees this only
    sqlite3_file* real = nullptr; ///< behind this object
    std::unique_ptr<char[]> waiting;
    sqlite3_int64 begin = 0; ///< where in the file they belong
    sqlite3_int64 size = 0;

    /// What could not be written waits on.
    int writeWaiting()
    {
        if (size == 0)
            return SQLITE_OK;
        const int code = real->pMethods->xWrite(real, waiting.get(), static_cast<int>(size), begin);
        if (code == SQLITE_OK)
            size = 0;
        return code;
    }

    int write(const void* bytes, int count, sqlite3_int64 at)
    {
        if (size > 0 && (at != begin + size || size + count > most)) {
            if (const int code = writeWaiting(); code != SQLITE_OK)
                return code;
        }
        if (count > most)
            return real->pMethods->xWrite(real, bytes, count, at);
        if (!waiting)
            waiting.reset(new (std::nothrow) char[most]);
        if (!waiting)
            return SQLITE_IOERR_NOMEM;
        if (size == 0)
            begin = at;
        std::memcpy(waiting.get() + size, bytes, static_cast<std::size_t>(count));
        size += count;
        return SQLITE_OK;
    }
};

JournalFile& journalOf(sqlite3_file* file) { return *reinterpret_cast<JournalFile*>(file); }

int closeJournal(sqlite3_file* file)
{
    JournalFile& journal = journalOf(file);
    const int written = journal.writeWaiting();
    const int closed = journal.real->pMethods->xClose(journal.real);
    journal.~JournalFile();
    return written == SQLITE_OK ? closed : written;
}

int writeJournal(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at)
{
    return journalOf(file).write(bytes, count, at);
}

/// Calls a method of the real file when nothing waits any more.
template <auto Method, typename... Arguments> int forwarded(sqlite3_file* file, Arguments... arguments)
{
    JournalFile& journal = journalOf(file);
    if (const int code = journal.writeWaiting(); code != SQLITE_OK)
        return code;
    return (journal.real->pMethods->*Method)(journal.real, arguments...);
}

int sectorSize(sqlite3_file* file)
{
    const JournalFile& journal = journalOf(file);
    return journal.real->pMethods->xSectorSize(journal.real);
}

int deviceCharacteristics(sqlite3_file* file)
{
    const JournalFile& journal = journalOf(file);
    return journal.real->pMethods->xDeviceCharacteristics(journal.real);
}

constexpr sqlite3_io_methods journalMethods = [] {
    using Methods = sqlite3_io_methods;
    Methods methods{};
    methods.iVersion = 1;
    methods.xClose = closeJournal;
    methods.xRead = forwarded<&Methods::xRead, void*, int, sqlite3_int64>;
    methods.xWrite = writeJournal;
    methods.xTruncate = forwarded<&Methods::xTruncate, sqlite3_int64>;
    methods.xSync = forwarded<&Methods::xSync, int>;
    methods.xFileSize = forwarded<&Methods::xFileSize, sqlite3_int64*>;
    methods.xLock = forwarded<&Methods::xLock, int>;
    methods.xUnlock = forwarded<&Methods::xUnlock, int>;
    methods.xCheckReservedLock = forwarded<&Methods::xCheckReservedLock, int*>;
    methods.xFileControl = forwarded<&Methods::xFileControl, int, void*>;
    methods.xSectorSize = sectorSize;
    methods.xDeviceCharacteristics = deviceCharacteristics;
    return methods;
}();

sqlite3_vfs* usual = nullptr;
sqlite3_vfs ours;

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return usual->xOpen(usual, name, file, flags, outFlags);
    auto* const journal = new (file) JournalFile{};
    journal->real = reinterpret_cast<sqlite3_file*>(journal + 1);
    const int code = usual->xOpen(usual, name, journal->real, flags, outFlags);
    if (code == SQLITE_OK)
        journal->asSqlite.pMethods = &journalMethods;
    else
        journal->~JournalFile();
    return code;
}

} // namespace

const char* pageStorage()
{
    static std::mutex mutex;
    const std::lock_guard guard(mutex);
    strongroomUsePageCipher();
    strongroomUsePageCache();
    sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    if (found == usual || !found)
        return vfsName;
    // The first time, or when another one has become the usual one.
    if (usual)
        sqlite3_vfs_unregister(&ours);
    usual = found;
    ours = *usual;
    ours.zName = vfsName;
    ours.pNext = nullptr;
    ours.szOsFile += static_cast<int>(sizeof(JournalFile));
    ours.xOpen = openFile;
    sqlite3_vfs_register(&ours, 0);
    return vfsName;
}

// 16 MB: kept in reserve for a full disk, and read in milliseconds when the store of a killed program is
// opened.
int journalPages() { return 4000; }

} // namespace strongroom::local
