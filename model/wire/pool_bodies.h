// SPDX-License-Identifier: Apache-2.0
#pragma once

// Bodies of a pool's administration: settings, security domain, backups.

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/vault/ops_pools.h"

namespace strongroom::wire {

base::SecureBytes writeSetting(const vault::PoolSetting& setting);
base::SecureBytes writeSettings(const std::vector<vault::PoolSetting>& settings);
/// {"value"}
base::Result<QString> readSettingValue(QByteArrayView body);

/// {"certificates":[JWK...],"required"}
struct DomainHolders final
{
    std::vector<crypto::PublicKey> holders;
    int required = vault::limits::domainRequiredMinimum;
};
base::Result<DomainHolders> readDomainHolders(QByteArrayView body);
/// {"value": the document}, both ways.
base::SecureBytes writeSecurityDomain(const QByteArray& document);
base::Result<QByteArray> readSecurityDomain(QByteArrayView body);
/// {"status","status_details"}: "Success" without `problem`, else "Failed" with it.
base::SecureBytes writeDomainStatus(const QString& problem);
/// {"key_format":"jwk","transfer_key":{JWK}}
base::SecureBytes writeTransferKey(const crypto::PublicKey& key);

/// {"storageResourceUri","token"}
base::Result<vault::BackupTarget> readBackupTarget(QByteArrayView body);
/// {"sasTokenParameters":{...},"folderToRestore"}, or "folder" for a single key.
struct RestoreContent final
{
    vault::BackupTarget place;
    QString folder;
};
base::Result<RestoreContent> readRestore(QByteArrayView body);
/// {"status","statusDetails","error","startTime","endTime","jobId","azureStorageBlobContainerUri"}
base::SecureBytes writePoolJob(const vault::PoolJob& job);

} // namespace strongroom::wire
