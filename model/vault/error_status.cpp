// SPDX-License-Identifier: Apache-2.0
#include "model/vault/error_status.h"

using namespace Qt::StringLiterals;

namespace strongroom::vault {

ErrorStatus errorStatusOf(base::ErrorCode code) // NOLINT(readability-function-size): a row for each
{
    using base::ErrorCode;
    const auto forbidden = [](const QString& inner) { return ErrorStatus{ 403, u"Forbidden"_s, inner }; };
    switch (code) {
    case ErrorCode::BadParameter:
        return { 400, u"BadParameter"_s, {} };
    case ErrorCode::NotSupported:
    case ErrorCode::MechanismMissing:
        return { 400, u"BadParameter"_s, u"NotSupported"_s };
    case ErrorCode::NoSuchResource:
        return { 404, u"NotFound"_s, {} };
    case ErrorCode::MethodNotAllowed:
        return { 405, u"MethodNotAllowed"_s, {} };
    case ErrorCode::Unauthenticated:
        return { 401, u"Unauthorized"_s, {} };
    case ErrorCode::ForbiddenByPolicy:
        return forbidden(u"ForbiddenByPolicy"_s);
    case ErrorCode::ForbiddenByRbac:
        return forbidden(u"ForbiddenByRbac"_s);
    case ErrorCode::ForbiddenByFirewall:
        return forbidden(u"ForbiddenByFirewall"_s);
    case ErrorCode::Forbidden:
    case ErrorCode::PurgeProtected:
    case ErrorCode::Managed:
        return forbidden({});
    case ErrorCode::SecretDisabled:
        return forbidden(u"SecretDisabled"_s);
    case ErrorCode::DeletedSecretDisabled:
        return forbidden(u"AccessDenied"_s);
    case ErrorCode::KeyDisabled:
        return forbidden(u"KeyDisabled"_s);
    case ErrorCode::KeyOperationForbidden:
        return forbidden(u"KeyOperationForbidden"_s);
    case ErrorCode::SecretNotFound:
    case ErrorCode::DeletedSecretNotFound:
        return { 404, u"SecretNotFound"_s, {} };
    case ErrorCode::KeyNotFound:
    case ErrorCode::DeletedKeyNotFound:
        return { 404, u"KeyNotFound"_s, {} };
    case ErrorCode::CertificateNotFound:
        return { 404, u"CertificateNotFound"_s, {} };
    case ErrorCode::VaultNotFound:
    case ErrorCode::DeletedVaultNotFound:
        return { 404, u"VaultNotFound"_s, {} };
    case ErrorCode::PrincipalNotFound:
        return { 404, u"PrincipalNotFound"_s, {} };
    case ErrorCode::RoleNotFound:
        return { 404, u"RoleNotFound"_s, {} };
    case ErrorCode::VaultNameTaken:
        return { 409, u"VaultAlreadyExists"_s, {} };
    case ErrorCode::Conflict:
        return { 409, u"Conflict"_s, {} };
    case ErrorCode::DeletedButRecoverable:
        return { 409, u"Conflict"_s, u"ObjectIsDeletedButRecoverable"_s };
    case ErrorCode::Throttled:
        return { 429, u"Throttled"_s, {} };
    case ErrorCode::Locked:
    case ErrorCode::StoreInUse:
    case ErrorCode::DiskFull:
    case ErrorCode::StorageFailed:
    case ErrorCode::StoreReadOnly:
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled:
    case ErrorCode::TokenAbsent:
    case ErrorCode::TokenPinWrong:
    case ErrorCode::TokenPinLocked:
    case ErrorCode::TokenFailed:
        return { 503, u"ServiceUnavailable"_s, {} };
    case ErrorCode::WrongPassphrase:
    case ErrorCode::StoreMissing:
    case ErrorCode::StoreExists:
    case ErrorCode::StoreTampered:
    case ErrorCode::StoreRolledBack:
    case ErrorCode::StoreNewer:
    case ErrorCode::StoreUnsafe:
    case ErrorCode::SlotNotFound:
    case ErrorCode::KeychainUnavailable:
    case ErrorCode::Internal:
        break;
    }
    return { 500, u"InternalServerError"_s, {} };
}

} // namespace strongroom::vault
