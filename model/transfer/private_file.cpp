// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/private_file.h"

#include "model/transfer/secure_text.h"

#include "model/base/encodings.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace strongroom::transfer {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

class Descriptor final
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    explicit operator bool() const { return m_number >= 0; }
    int get() const { return m_number; }

private:
    int m_number;
};

Error failure(int number, const QString& path)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return { ErrorCode::StoreMissing, u"There is no %1."_s.arg(path), {} };
    case ENOSPC:
    case EDQUOT:
        return { ErrorCode::DiskFull, u"There is no room left for %1."_s.arg(path), {} };
    case EACCES:
    case EPERM:
    case EROFS:
        return { ErrorCode::StoreReadOnly, u"%1 cannot be opened: permission denied."_s.arg(path), {} };
    case EEXIST:
        return { ErrorCode::StoreExists, u"%1 exists already."_s.arg(path), {} };
    default:
        return { ErrorCode::StorageFailed, u"%1 failed: %2"_s.arg(path, qt_error_string(number)), {} };
    }
}

base::Result<SecureBytes> readAll(int descriptor, const QString& path, qsizetype limit)
{
    SecureBytes block(64 * 1024);
    SecureText content;
    while (true) {
        const ssize_t count = ::read(descriptor, block.data(), block.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(errno, path);
        if (count == 0)
            return content.take();
        if (static_cast<qsizetype>(content.size()) + count > limit)
            return Error{ ErrorCode::BadParameter,
                          u"%1 is larger than %2 bytes."_s.arg(path).arg(limit),
                          {} };
        content.append(block.view().first(count));
    }
}

base::Result<void> writeAll(int descriptor, QByteArrayView content, const QString& path)
{
    while (!content.isEmpty()) {
        const ssize_t count = ::write(descriptor, content.data(), static_cast<std::size_t>(content.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(errno, path);
        content = content.sliced(count);
    }
    if (::fsync(descriptor) != 0)
        return failure(errno, path);
    return {};
}

base::Result<void> writeAndVerify(const QString& path, QByteArrayView content)
{
    const Descriptor file(::open(QFile::encodeName(path).constData(),
                                 O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file)
        return failure(errno, path);
    if (auto written = writeAll(file.get(), content, path); !written)
        return written.error();
    if (::lseek(file.get(), 0, SEEK_SET) != 0)
        return failure(errno, path);
    const auto found = readAll(file.get(), path, content.size());
    if (!found || found->view() != content)
        return Error{ ErrorCode::StorageFailed, u"%1 does not hold what was written."_s.arg(path), {} };
    return {};
}

/// Moving a file there must not put it in the place of a device, a pipe or a link such as /dev/stdout.
bool mayBeReplaced(const QByteArray& path)
{
    struct stat status = {};
    if (::lstat(path.constData(), &status) != 0 || S_ISREG(status.st_mode))
        return true;
    return S_ISLNK(status.st_mode) && ::stat(path.constData(), &status) != 0; // a link to nothing
}

base::Result<void> putInPlace(const QByteArray& from, const QByteArray& to, const QString& path,
                              Existing existing)
{
    const unsigned int flags = existing == Existing::Keep ? RENAME_NOREPLACE : 0U;
    const int outcome = ::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), flags);
    if (outcome != 0)
        return failure(errno, path);
    const Descriptor folder(::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(),
                                   O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder)
        ::fsync(folder.get());
    return {};
}

} // namespace

base::Result<SecureBytes> readPrivateFile(const QString& path, qsizetype limit)
{
    const Descriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    if (!file)
        return failure(errno, path);
    struct stat status
    {
    };
    if (::fstat(file.get(), &status) != 0)
        return failure(errno, path);
    if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
        return Error{ ErrorCode::BadParameter, u"%1 is not a file."_s.arg(path), {} };
    return readAll(file.get(), path, limit);
}

base::Result<void> writePrivateFile(const QString& path, QByteArrayView content, Existing existing)
{
    if (existing == Existing::Replace && !mayBeReplaced(QFile::encodeName(path)))
        return Error{ ErrorCode::BadParameter, u"%1 is not a file that could be replaced."_s.arg(path), {} };
    const QString beside = path + u'.' + base::randomHexId().left(8) + u".new"_s;
    const QByteArray besideName = QFile::encodeName(beside);
    if (auto written = writeAndVerify(beside, content); !written) {
        ::unlink(besideName.constData());
        Error error = written.error();
        error.message.replace(beside, path);
        return error;
    }
    auto placed = putInPlace(besideName, QFile::encodeName(path), path, existing);
    if (!placed)
        ::unlink(besideName.constData());
    return placed;
}

} // namespace strongroom::transfer
