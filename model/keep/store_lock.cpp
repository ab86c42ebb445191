// SPDX-License-Identifier: Apache-2.0
#include "model/keep/store_lock.h"

#include <QFile>
#include <QList>

#include <cerrno>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::keep {

namespace {

constexpr qsizetype longestRecord = 4096;
// A holder has taken the lock a moment before it has written its name.
constexpr int patienceMilliseconds = 40;

QString lockPath(const QString& folder) { return folder + u"/lock"_s; }

QString wordOf(HolderKind kind)
{
    switch (kind) {
    case HolderKind::Window:
        return u"window"_s;
    case HolderKind::Server:
        return u"server"_s;
    case HolderKind::Command:
        return u"command"_s;
    }
    return {};
}

QByteArray recordOf(const StoreHolder& holder)
{
    return u"strongroom 1\n%1\n%2\n%3\n"_s
        .arg(QString::number(holder.pid), wordOf(holder.kind), holder.socketPath)
        .toUtf8();
}

std::optional<StoreHolder> holderFrom(const QByteArray& record)
{
    const QStringList lines = QString::fromUtf8(record).split(u'\n');
    if (lines.size() != 5 || lines[0] != "strongroom 1"_L1)
        return std::nullopt;
    StoreHolder holder;
    holder.pid = lines[1].toLongLong();
    holder.kind = lines[2] == wordOf(HolderKind::Server) ? HolderKind::Server
        : lines[2] == wordOf(HolderKind::Command)        ? HolderKind::Command
                                                         : HolderKind::Window;
    holder.socketPath = lines[3];
    return holder;
}

struct flock wholeFile()
{
    struct flock range = {};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    return range;
}

bool isHeld(int descriptor)
{
    struct flock range = wholeFile();
    return fcntl(descriptor, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
}

std::optional<StoreHolder> readHolder(int descriptor)
{
    QByteArray record(longestRecord, '\0');
    const ssize_t got = pread(descriptor, record.data(), static_cast<std::size_t>(record.size()), 0);
    if (got <= 0)
        return std::nullopt;
    record.truncate(got);
    return holderFrom(record);
}

/// Waits the moment until the holder has said who it is.
std::optional<StoreHolder> awaitHolder(int descriptor)
{
    for (int waited = 0; waited < patienceMilliseconds; waited += 2) {
        if (auto holder = readHolder(descriptor))
            return holder;
        const struct timespec pause = { 0, 2'000'000 };
        nanosleep(&pause, nullptr);
    }
    return std::nullopt;
}

base::Result<void> writeRecord(int descriptor, const QByteArray& record, const QString& path)
{
    if (ftruncate(descriptor, 0) != 0)
        return errorOfSystem(errno, path);
    return writeAll(descriptor, record, path);
}

} // namespace

base::Error storeInUse(const std::optional<StoreHolder>& holder)
{
    QString message = u"Another program holds the store."_s;
    if (holder) {
        const QString pid = QString::number(holder->pid);
        switch (holder->kind) {
        case HolderKind::Window:
            message = u"The store is open in a Strongroom window (process %1)."_s.arg(pid);
            break;
        case HolderKind::Server:
            message
                = u"The store is served by “strongroom serve” (process %1). Stop that to use it here: Ctrl+C in its terminal, or “kill %1”."_s
                      .arg(pid);
            break;
        case HolderKind::Command:
            message = u"A strongroom command is working on the store (process %1)."_s.arg(pid);
            break;
        }
    }
    return { base::ErrorCode::StoreInUse, message, {} };
}

base::Result<StoreLock> StoreLock::take(const QString& folder, const StoreHolder& self)
{
    const QString path = lockPath(folder);
    auto file = openFile(path, Access::ReadWriteCreate);
    if (!file)
        return file.error();
    struct flock range = wholeFile();
    if (fcntl(file->get(), F_OFD_SETLK, &range) != 0) {
        if (errno == EAGAIN || errno == EACCES)
            return storeInUse(awaitHolder(file->get()));
        return errorOfSystem(errno, path);
    }
    if (auto written = writeRecord(file->get(), recordOf(self), path); !written) {
        // The name is a courtesy: on a full disk the lock holds without it.
        if (written.error().code != base::ErrorCode::DiskFull)
            return written.error();
    }
    return StoreLock(std::move(*file));
}

std::optional<StoreHolder> StoreLock::holderOf(const QString& folder)
{
    auto file = openFile(lockPath(folder), Access::Read);
    if (!file || !isHeld(file->get()))
        return std::nullopt;
    return awaitHolder(file->get()).value_or(StoreHolder{});
}

} // namespace strongroom::keep
