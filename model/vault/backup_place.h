// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace strongroom::vault {

/// Where backups of pools are kept: a folder of this machine, or a container of blobs.
struct BackupTarget final
{
    enum class Kind { Folder, Container };
    Kind kind = Kind::Folder;
    QString where; ///< an absolute path; or "https://ACCOUNT/CONTAINER", http only on a loopback address
    base::SecureBytes sasToken = {}; ///< opens the container

    /// BadParameter for paths and addresses of another kind, and for a token within the address.
    base::Result<void> check() const;
    BackupTarget clone() const { return { kind, where, sasToken.clone() }; }
};

/// An open BackupTarget. Each backup is a folder in it. Works use it, on any thread; it may wait long.
class BackupPlace
{
public:
    struct File
    {
        QString name;
        QByteArray content;
    };
    virtual ~BackupPlace() = default;
    /// Writes a new folder; Conflict when there is one of this name. The files are written in their order:
    /// without the last one the folder is no backup.
    virtual base::Result<void> write(const QString& folder, const std::vector<File>& files) = 0;
    /// One file of a folder; BadParameter when it is not there or has more than `limit` bytes.
    virtual base::Result<QByteArray> read(const QString& folder, const QString& file, qint64 limit) = 0;
};

/// Opens what a target names; given to a store by the program.
using BackupPlaces = std::function<base::Result<std::unique_ptr<BackupPlace>>(const BackupTarget& target)>;

} // namespace strongroom::vault
