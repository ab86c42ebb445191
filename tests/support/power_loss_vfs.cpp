// SPDX-License-Identifier: Apache-2.0
#include "power_loss_vfs.h"

#include <QByteArray>
#include <QFile>
#include <QRandomGenerator>

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <vector>

namespace strongroom::support {

namespace {

constexpr qsizetype sectorSize = 512;

struct Change
{
    enum class Kind { Write, Truncate } kind = Kind::Write;
    qint64 at = 0; ///< of a truncation: the size
    QByteArray bytes;
};

/// A file as the disk knows it, and what it may not know yet.
struct DiskFile
{
    bool exists = false;
    QByteArray content;
    bool isDeleted = false; ///< the process has deleted it; the disk may not know
    std::vector<Change> changes;
};

std::mutex mutex;
std::map<QByteArray, DiskFile> disk; // these four guarded by mutex
int counted = 0;
int powerGoesAt = 0;
bool isOff = false;

/// Counts a change. False when the power is gone, or goes with this one.
bool hasPower()
{
    ++counted;
    if (powerGoesAt > 0 && counted >= powerGoesAt)
        isOff = true;
    return !isOff;
}

void apply(QByteArray& content, const Change& change)
{
    if (change.kind == Change::Kind::Truncate) {
        content.truncate(change.at);
        return;
    }
    const qsizetype end = change.at + change.bytes.size();
    if (content.size() < end)
        content.append(end - content.size(), '\0');
    content.replace(change.at, change.bytes.size(), change.bytes);
}

/// Some sectors of a write; the others are not written.
std::vector<Change> torn(const Change& write, QRandomGenerator& chance)
{
    std::vector<Change> pieces;
    qsizetype done = 0;
    while (done < write.bytes.size()) {
        const qint64 at = write.at + done;
        const qsizetype size = qMin(sectorSize - at % sectorSize, write.bytes.size() - done);
        if (chance.bounded(2) == 0)
            pieces.push_back({ Change::Kind::Write, at, write.bytes.mid(done, size) });
        done += size;
    }
    return pieces;
}

std::vector<Change> survivors(const std::vector<Change>& changes, PowerLossVfs::Loss loss,
                              QRandomGenerator& chance)
{
    std::vector<Change> kept;
    if (changes.empty())
        return kept;
    switch (loss) {
    case PowerLossVfs::Loss::All:
        break;
    case PowerLossVfs::Loss::Some:
        std::copy_if(changes.begin(), changes.end(), std::back_inserter(kept),
                     [&](const Change&) { return chance.bounded(2) == 0; });
        break;
    case PowerLossVfs::Loss::LastTorn: {
        kept.assign(changes.begin(), changes.end() - 1);
        const std::vector<Change> pieces = torn(changes.back(), chance);
        kept.insert(kept.end(), pieces.begin(), pieces.end());
        break;
    }
    case PowerLossVfs::Loss::Early:
        kept.assign(changes.begin() + chance.bounded(static_cast<int>(changes.size())), changes.end());
        break;
    }
    return kept;
}

sqlite3_vfs* real = nullptr;
sqlite3_vfs shim;
sqlite3_io_methods methods;

/// The real file stands behind this head in the same block.
struct File final
{
    sqlite3_file head;
    DiskFile* onDisk; ///< nullptr: a temporary file, which no loss of power matters to
    sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* own(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* inner(sqlite3_file* file) { return own(file)->inner(); }

/// Notes the change; false when the power is gone.
bool note(sqlite3_file* file, Change change)
{
    const std::lock_guard guard(mutex);
    if (!hasPower())
        return false;
    if (own(file)->onDisk)
        own(file)->onDisk->changes.push_back(std::move(change));
    return true;
}

int closeFile(sqlite3_file* file) { return inner(file)->pMethods->xClose(inner(file)); }
int readFile(sqlite3_file* file, void* out, int size, sqlite3_int64 at)
{
    return inner(file)->pMethods->xRead(inner(file), out, size, at);
}
int writeFile(sqlite3_file* file, const void* data, int size, sqlite3_int64 at)
{
    if (!note(file, { Change::Kind::Write, at, QByteArray(static_cast<const char*>(data), size) }))
        return SQLITE_IOERR_WRITE;
    return inner(file)->pMethods->xWrite(inner(file), data, size, at);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size)
{
    if (!note(file, { Change::Kind::Truncate, size, {} }))
        return SQLITE_IOERR_TRUNCATE;
    return inner(file)->pMethods->xTruncate(inner(file), size);
}
int syncFile(sqlite3_file* file, int)
{
    const std::lock_guard guard(mutex);
    if (!hasPower())
        return SQLITE_IOERR_FSYNC;
    if (DiskFile* const onDisk = own(file)->onDisk) {
        for (const Change& change : onDisk->changes)
            apply(onDisk->content, change);
        onDisk->changes.clear();
        onDisk->exists = true; // SQLite syncs the folder with the first sync of a new file
    }
    return SQLITE_OK; // the real sync proves nothing here
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
int sectorSizeOf(sqlite3_file*) { return static_cast<int>(sectorSize); }
/// Nothing is promised: no atomic write, and a neighbour of what is written may be lost with it.
int characteristics(sqlite3_file*) { return 0; }

QByteArray contentOf(const QByteArray& name)
{
    QFile file(QFile::decodeName(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    file->pMethods = nullptr;
    own(file)->onDisk = nullptr;
    if (name) {
        const std::lock_guard guard(mutex);
        const auto [known, isNew] = disk.try_emplace(name);
        if (isNew)
            known->second = { QFile::exists(QFile::decodeName(name)), contentOf(name), false, {} };
        known->second.isDeleted = false;
        own(file)->onDisk = &known->second;
    }
    const int code = real->xOpen(real, name, inner(file), flags, outFlags);
    if (code == SQLITE_OK)
        file->pMethods = &methods;
    return code;
}

int deleteFile(sqlite3_vfs*, const char* name, int syncsFolder)
{
    {
        const std::lock_guard guard(mutex);
        if (!hasPower())
            return SQLITE_IOERR_DELETE;
        const auto known = disk.find(name);
        if (known != disk.end() && syncsFolder != 0)
            known->second = {};
        else if (known != disk.end())
            known->second.isDeleted = true;
    }
    return real->xDelete(real, name, 0);
}

} // namespace

PowerLossVfs::PowerLossVfs()
{
    sqlite3_initialize();
    real = sqlite3_vfs_find(nullptr);
    shim = *real;
    shim.zName = "power-loss";
    shim.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    shim.xOpen = openFile;
    shim.xDelete = deleteFile;
    methods = { 1,        closeFile,  readFile,  writeFile, truncateFile, syncFile,       sizeOfFile,
                lockFile, unlockFile, checkLock, control,   sectorSizeOf, characteristics };
    sqlite3_vfs_register(&shim, 1);
}

PowerLossVfs::~PowerLossVfs()
{
    sqlite3_vfs_unregister(&shim);
    sqlite3_vfs_register(real, 1);
}

void PowerLossVfs::powerUp(int at)
{
    const std::lock_guard guard(mutex);
    disk.clear();
    counted = 0;
    powerGoesAt = at;
    isOff = false;
}

bool PowerLossVfs::isPowerOff() const
{
    const std::lock_guard guard(mutex);
    return isOff;
}

int PowerLossVfs::changes() const
{
    const std::lock_guard guard(mutex);
    return counted;
}

void PowerLossVfs::settle(Loss loss, quint32 seed)
{
    const std::lock_guard guard(mutex);
    QRandomGenerator chance(seed);
    for (auto& [name, file] : disk) {
        for (const Change& change : survivors(file.changes, loss, chance)) {
            apply(file.content, change);
            file.exists = true;
        }
        if (file.isDeleted && loss != Loss::All && chance.bounded(2) == 0)
            file.exists = false;
        QFile::remove(QFile::decodeName(name));
        QFile target(QFile::decodeName(name));
        if (file.exists && target.open(QIODevice::WriteOnly)) {
            target.write(file.content);
            target.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        }
    }
    disk.clear();
}

} // namespace strongroom::support
