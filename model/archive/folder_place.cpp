// SPDX-License-Identifier: Apache-2.0
#include "model/archive/folder_place.h"

#include "model/base/encodings.h"
#include "model/transfer/private_file.h"

#include <QDir>
#include <QFile>

#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::archive {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error cannot(const QString& what) { return { ErrorCode::StorageFailed, what, {} }; }

/// What a folder holds is found after a loss of power, once this has succeeded.
bool isSynced(const QString& folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool isDone = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return isDone;
}

Result<void> writeFiles(const QString& folder, const std::vector<vault::BackupPlace::File>& files)
{
    for (const vault::BackupPlace::File& file : files) {
        if (auto written
            = transfer::writePrivateFile(folder + u'/' + file.name, file.content, transfer::Existing::Keep);
            !written)
            return written;
    }
    if (!isSynced(folder))
        return cannot(u"The backup could not be brought to the disk."_s);
    return {};
}

} // namespace

FolderPlace::FolderPlace(QString path)
    : m_path(std::move(path))
{
}

Result<void> FolderPlace::write(const QString& folder, const std::vector<File>& files)
{
    const QString complete = m_path + u'/' + folder;
    const QString partial = m_path + "/."_L1 + folder + u'.' + base::randomHexId();
    if (!QDir(m_path).exists())
        return Error{ ErrorCode::BadParameter, u"There is no such folder for backups."_s, {} };
    if (QFile::exists(complete))
        return Error{ ErrorCode::Conflict, u"There is a backup of this name already."_s, {} };
    if (::mkdir(QFile::encodeName(partial).constData(), S_IRWXU) != 0)
        return cannot(u"A folder for the backup could not be made."_s);
    auto written = writeFiles(partial, files);
    if (written
        && std::rename(QFile::encodeName(partial).constData(), QFile::encodeName(complete).constData()) != 0)
        written = cannot(u"The backup could not be given its name."_s);
    if (!written) {
        QDir(partial).removeRecursively();
        return written;
    }
    if (!isSynced(m_path))
        return cannot(u"The backup could not be brought to the disk."_s);
    return {};
}

Result<QByteArray> FolderPlace::read(const QString& folder, const QString& file, qint64 limit)
{
    const auto content = transfer::readPrivateFile(m_path + u'/' + folder + u'/' + file, limit);
    if (!content && content.error().code == ErrorCode::StoreMissing)
        return Error{ ErrorCode::BadParameter, u"There is no complete backup in this folder."_s, {} };
    if (!content)
        return content.error();
    return content->view().toByteArray();
}

} // namespace strongroom::archive
