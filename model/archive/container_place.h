// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/backup_place.h"

#include <QUrl>

namespace strongroom::archive {

/// Backups as blobs "FOLDER/FILE" in a container of Azure Blob storage or what speaks its language, opened
/// with a SAS token (Blob service REST, Put Blob and Get Blob). Nothing is written over.
class ContainerPlace final : public vault::BackupPlace
{
public:
    /// `target` has been checked.
    explicit ContainerPlace(const vault::BackupTarget& target);

    base::Result<void> write(const QString& folder, const std::vector<File>& files) override;
    base::Result<QByteArray> read(const QString& folder, const QString& file, qint64 limit) override;

private:
    QUrl urlOf(const QString& folder, const QString& file) const;

    const QUrl m_container;
    const base::SecureBytes m_sasToken;
};

} // namespace strongroom::archive
