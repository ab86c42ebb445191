// SPDX-License-Identifier: Apache-2.0
#include "model/keep/guarded_file.h"

#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::keep {

namespace {

constexpr mode_t othersMask = S_IRWXG | S_IRWXO;

base::Error unsafe(const QString& message) { return { base::ErrorCode::StoreUnsafe, message, {} }; }

base::Result<void> checkStatus(const struct stat& status, const QString& path)
{
    if (S_ISLNK(status.st_mode))
        return unsafe(
            u"%1 is a symbolic link, not a file. A store is opened only under its own name."_s.arg(path));
    if (!S_ISREG(status.st_mode))
        return unsafe(u"%1 is not a regular file."_s.arg(path));
    if (status.st_uid != geteuid())
        return unsafe(u"%1 belongs to another user."_s.arg(path));
    if (status.st_nlink > 1)
        return unsafe(u"%1 has a second name (a hard link), under which it could be changed."_s.arg(path));
    if (status.st_mode & othersMask)
        return unsafe(u"Other users may read or change %1. Close it with: chmod 600"_s.arg(path));
    return {};
}

base::Result<void> checkParent(const QString& folder)
{
    const QString parent = QFileInfo(folder).absolutePath();
    struct stat status = {};
    if (stat(QFile::encodeName(parent).constData(), &status) != 0)
        return errorOfSystem(errno, parent);
    const bool isOpenToOthers = status.st_mode & (S_IWGRP | S_IWOTH);
    if (isOpenToOthers && !(status.st_mode & S_ISVTX))
        return unsafe(
            u"Other users may change the folder %1 and could exchange the store in it."_s.arg(parent));
    return {};
}

int flagsOf(Access access)
{
    constexpr int always = O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    switch (access) {
    case Access::Read:
        return O_RDONLY | always;
    case Access::ReadWrite:
        return O_RDWR | always;
    case Access::ReadWriteCreate:
        return O_RDWR | O_CREAT | always;
    case Access::CreateNew:
        return O_RDWR | O_CREAT | O_EXCL | always;
    }
    return O_RDONLY | always;
}

base::Result<QByteArray> readAll(int descriptor, qsizetype limit, const QString& path)
{
    QByteArray content;
    std::array<char, 16 * 1024> piece;
    while (true) {
        const ssize_t got = read(descriptor, piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errorOfSystem(errno, path);
        if (got == 0)
            return content;
        if (content.size() + got > limit)
            return base::Error{ base::ErrorCode::StoreTampered,
                                u"%1 is larger than it can be."_s.arg(path),
                                {} };
        content.append(piece.data(), got);
    }
}

/// The content that reached the disk, as far as the system lets one ask for it.
base::Result<void> readBack(const QString& path, QByteArrayView expected)
{
    auto file = openFile(path, Access::Read);
    if (!file)
        return file.error();
    posix_fadvise(file->get(), 0, 0, POSIX_FADV_DONTNEED);
    auto content = readAll(file->get(), expected.size(), path);
    if (!content || QByteArrayView(*content) != expected)
        return base::Error{ base::ErrorCode::StorageFailed,
                            u"%1 was not stored as it was written."_s.arg(path),
                            {} };
    return {};
}

base::Result<void> writeNew(const QString& path, QByteArrayView bytes)
{
    auto file = openFile(path, Access::CreateNew);
    if (!file)
        return file.error();
    if (auto written = writeAll(file->get(), bytes, path); !written)
        return written;
    if (fsync(file->get()) != 0)
        return errorOfSystem(errno, path);
    return {};
}

} // namespace

base::Error errorOfSystem(int number, const QString& what)
{
    using base::ErrorCode;
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return { ErrorCode::DiskFull, u"There is no room left on the disk for %1."_s.arg(what), {} };
    case EACCES:
    case EPERM:
    case EROFS:
        return { ErrorCode::StoreReadOnly,
                 u"%1 cannot be opened for writing: it, its folder or its disk is read-only for this user."_s
                     .arg(what),
                 {} };
    case ENOENT:
    case ENOTDIR: {
        const QString folder = QFileInfo(what).absolutePath();
        return { ErrorCode::StoreMissing,
                 QFileInfo(folder).isDir() ? u"%1 does not exist."_s.arg(what)
                                           : u"There is no folder %1."_s.arg(folder),
                 {} };
    }
    case EEXIST:
        return { ErrorCode::StoreExists, u"%1 exists already."_s.arg(what), {} };
    case ELOOP:
        return unsafe(
            u"%1 is a symbolic link, not a file. A store is opened only under its own name."_s.arg(what));
    default:
        return { ErrorCode::StorageFailed,
                 u"%1 could not be read or written: %2."_s.arg(what, qt_error_string(number)),
                 {} };
    }
}

base::Result<void> checkFolder(const QString& folder)
{
    struct stat status = {};
    if (lstat(QFile::encodeName(folder).constData(), &status) != 0)
        return errorOfSystem(errno, folder);
    if (S_ISLNK(status.st_mode))
        return unsafe(u"%1 is a symbolic link. Open the store under its own name."_s.arg(folder));
    if (!S_ISDIR(status.st_mode))
        return unsafe(u"%1 is not a folder. A store is a folder."_s.arg(folder));
    if (status.st_uid != geteuid())
        return unsafe(u"The folder %1 belongs to another user."_s.arg(folder));
    if (status.st_mode & othersMask)
        return unsafe(u"Other users may enter the folder %1. Close it with: chmod 700"_s.arg(folder));
    return checkParent(folder);
}

base::Result<void> checkFile(const QString& path)
{
    struct stat status = {};
    if (lstat(QFile::encodeName(path).constData(), &status) != 0)
        return errorOfSystem(errno, path);
    return checkStatus(status, path);
}

base::Result<base::FileDescriptor> openFile(const QString& path, Access access)
{
    base::FileDescriptor file(open(QFile::encodeName(path).constData(), flagsOf(access), S_IRUSR | S_IWUSR));
    if (!file.isOpen())
        return errorOfSystem(errno, path);
    // The mask of the process may have taken bits that are needed.
    if (access == Access::CreateNew && fchmod(file.get(), S_IRUSR | S_IWUSR) != 0)
        return errorOfSystem(errno, path);
    struct stat status = {};
    if (fstat(file.get(), &status) != 0)
        return errorOfSystem(errno, path);
    if (auto checked = checkStatus(status, path); !checked)
        return checked.error();
    return file;
}

base::Result<QByteArray> readFile(const QString& path, qsizetype limit)
{
    auto file = openFile(path, Access::Read);
    if (!file)
        return file.error();
    return readAll(file->get(), limit, path);
}

base::Result<void> writeAll(int descriptor, QByteArrayView bytes, const QString& path)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errorOfSystem(errno, path);
        bytes = bytes.sliced(written);
    }
    return {};
}

base::Result<void> replaceFile(const QString& path, QByteArrayView bytes)
{
    const QString fresh = path + u".new"_s;
    const QByteArray freshName = QFile::encodeName(fresh);
    // One that an interrupted replacement left behind; nobody has ever read it.
    unlink(freshName.constData());
    auto written = writeNew(fresh, bytes);
    if (written)
        written = readBack(fresh, bytes);
    if (!written) {
        unlink(freshName.constData());
        return written;
    }
    if (rename(freshName.constData(), QFile::encodeName(path).constData()) != 0) {
        const int number = errno;
        unlink(freshName.constData());
        return errorOfSystem(number, path);
    }
    return syncFolder(QFileInfo(path).absolutePath());
}

base::Result<void> syncFolder(const QString& folder)
{
    const base::FileDescriptor descriptor(
        open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.isOpen() || fsync(descriptor.get()) != 0)
        return errorOfSystem(errno, folder);
    return {};
}

} // namespace strongroom::keep
