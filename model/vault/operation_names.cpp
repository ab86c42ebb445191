// SPDX-License-Identifier: Apache-2.0
#include "model/vault/operation_names.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

constexpr std::array names = {
    "ApplicationCreate"_L1,
    "ApplicationCredentialAdd"_L1,
    "ApplicationCredentialRemove"_L1,
    "ApplicationDelete"_L1,
    "ApplicationGet"_L1,
    "ApplicationList"_L1,
    "AttestationAuthorityList"_L1,
    "AttestationAuthorityRemove"_L1,
    "AttestationAuthoritySet"_L1,
    "AuditList"_L1,
    "AuditVerify"_L1,
    "Authentication"_L1,
    "BackupCreate"_L1,
    "BackupPerform"_L1,
    "BackupStatus"_L1,
    "EkmCertificateGet"_L1,
    "EkmConnectionCheck"_L1,
    "EkmConnectionCreate"_L1,
    "EkmConnectionDelete"_L1,
    "EkmConnectionGet"_L1,
    "EkmConnectionUpdate"_L1,
    "EndpointCaGet"_L1,
    "EndpointStart"_L1,
    "KeyBackup"_L1,
    "KeyCreate"_L1,
    "KeyDecrypt"_L1,
    "KeyDelete"_L1,
    "KeyEncrypt"_L1,
    "KeyGet"_L1,
    "KeyGetDeleted"_L1,
    "KeyImport"_L1,
    "KeyList"_L1,
    "KeyListDeleted"_L1,
    "KeyListDue"_L1,
    "KeyListVersions"_L1,
    "KeyNearExpiryEventGridNotification"_L1,
    "KeyPurge"_L1,
    "KeyRecover"_L1,
    "KeyRelease"_L1,
    "KeyRestore"_L1,
    "KeyRotate"_L1,
    "KeyRotateIfDue"_L1,
    "KeyRotationPolicyGet"_L1,
    "KeyRotationPolicySet"_L1,
    "KeySecureUnwrap"_L1,
    "KeySecureWrap"_L1,
    "KeySign"_L1,
    "KeyUnwrap"_L1,
    "KeyUpdate"_L1,
    "KeyVerify"_L1,
    "KeyWrap"_L1,
    "PoolJobFail"_L1,
    "PoolJobList"_L1,
    "PreBackup"_L1,
    "PreRestore"_L1,
    "RandomBytesGet"_L1,
    "Request"_L1,
    "RestoreCreate"_L1,
    "RestorePerform"_L1,
    "RestoreStatus"_L1,
    "RoleAssignmentGet"_L1,
    "RoleAssignmentList"_L1,
    "RoleDefinitionDelete"_L1,
    "RoleDefinitionGet"_L1,
    "RoleDefinitionList"_L1,
    "RoleDefinitionPut"_L1,
    "ScheduledPurge"_L1,
    "SecretBackup"_L1,
    "SecretDelete"_L1,
    "SecretGet"_L1,
    "SecretGetDeleted"_L1,
    "SecretList"_L1,
    "SecretListDeleted"_L1,
    "SecretListVersions"_L1,
    "SecretPurge"_L1,
    "SecretRecover"_L1,
    "SecretRestore"_L1,
    "SecretSet"_L1,
    "SecretUpdate"_L1,
    "SecurityDomainDownload"_L1,
    "SecurityDomainDownloadStatus"_L1,
    "SecurityDomainTransferKeyGet"_L1,
    "SecurityDomainUpload"_L1,
    "SecurityDomainUploadStatus"_L1,
    "SettingsGet"_L1,
    "SettingsList"_L1,
    "SettingsUpdate"_L1,
    "StoreSearch"_L1,
    "TokenCollect"_L1,
    "TokenGet"_L1,
    "TokenList"_L1,
    "TokenPinSet"_L1,
    "TokenTest"_L1,
    "VaultDelete"_L1,
    "VaultGet"_L1,
    "VaultList"_L1,
    "VaultListDeleted"_L1,
    "VaultPatch"_L1,
    "VaultPurge"_L1,
    "VaultPut"_L1,
    "VaultRecover"_L1,
};

/// "Secret" of "SecretGet".
QStringView firstWord(QStringView name)
{
    const auto second = std::find_if(name.begin() + std::min<qsizetype>(name.size(), 1), name.end(),
                                     [](QChar c) { return c.isUpper(); });
    return name.first(second - name.begin());
}

} // namespace

std::optional<QString> operationNamed(QStringView text)
{
    const auto found = std::ranges::find_if(
        names, [&](QLatin1StringView name) { return text.compare(name, Qt::CaseInsensitive) == 0; });
    return found == names.end() ? std::nullopt : std::optional<QString>(*found);
}

QStringList operationsAkinTo(QStringView text)
{
    QStringList akin;
    for (const QLatin1StringView name : names) {
        const QString known(name);
        if (text.startsWith(firstWord(known), Qt::CaseInsensitive))
            akin += known;
    }
    return akin;
}

} // namespace strongroom::vault
