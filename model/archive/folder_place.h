// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/backup_place.h"

namespace strongroom::archive {

/// Backups as folders of this machine that only this user can read. A folder has its name when it is
/// complete and on the disk; before, it is a hidden one beside it.
class FolderPlace final : public vault::BackupPlace
{
public:
    explicit FolderPlace(QString path);

    base::Result<void> write(const QString& folder, const std::vector<File>& files) override;
    base::Result<QByteArray> read(const QString& folder, const QString& file, qint64 limit) override;

private:
    const QString m_path;
};

} // namespace strongroom::archive
