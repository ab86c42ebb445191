// SPDX-License-Identifier: Apache-2.0
#include "model/local/disk_room.h"

#include "model/local/page_storage.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <fcntl.h>
#include <optional>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::local {

namespace {

constexpr qint64 kibi = 1024;
constexpr qint64 plenty = 64 * 1024 * kibi;
constexpr std::chrono::milliseconds plentyLasts(100);
/// Kept free on a disk of any size, and on a small one.
constexpr qint64 mostMargin = 4 * 1024 * kibi;
constexpr qint64 leastMargin = 256 * kibi;

/// A journal as long as it gets, and a little more.
qint64 reserveBytes() { return journalPages() * 4 * kibi + 1024 * kibi; }

struct Space
{
    qint64 total = 0;
    qint64 free = 0;
};

std::optional<Space> spaceAt(const QString& folder)
{
    struct statvfs found = {};
    if (statvfs(QFile::encodeName(folder).constData(), &found) != 0)
        return {};
    const auto unit = static_cast<qint64>(found.f_frsize);
    return Space{ static_cast<qint64>(found.f_blocks) * unit, static_cast<qint64>(found.f_bavail) * unit };
}

} // namespace

DiskRoom::DiskRoom(const QString& storeFile)
    : m_folder(QFileInfo(storeFile).absolutePath())
    , m_journal(storeFile + "-wal"_L1)
    , m_reserve(storeFile + "-reserve"_L1)
{
}

base::Result<void> DiskRoom::mayGrow(qint64 freeInStore) const
{
    const auto now = std::chrono::steady_clock::now();
    if (now < m_plentyUntil)
        return {};
    const auto space = spaceAt(m_folder);
    if (!space)
        return {}; // the write itself will tell
    const qint64 margin = std::clamp(space->total / 8, leastMargin, mostMargin);
    // The journal grows on the disk itself, whatever the store has free inside.
    const qint64 journal = QFileInfo(m_journal).size();
    if (space->free >= journal + margin + plenty)
        m_plentyUntil = now + plentyLasts;
    if (space->free >= journal + margin / 2 && space->free + freeInStore >= journal + margin)
        return {};
    return base::Error{ base::ErrorCode::DiskFull,
                        u"The disk is full: the rest of it is kept for reading and deleting."_s,
                        {} };
}

void DiskRoom::take() const
{
    const auto space = spaceAt(m_folder);
    if (!space || space->free < plenty)
        return;
    const int file
        = open(QFile::encodeName(m_reserve).constData(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    if (posix_fallocate(file, 0, reserveBytes()) != 0)
        unlink(QFile::encodeName(m_reserve).constData());
    close(file);
}

void DiskRoom::give() const { unlink(QFile::encodeName(m_reserve).constData()); }

} // namespace strongroom::local
