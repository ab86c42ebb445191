// SPDX-License-Identifier: Apache-2.0
#include "app/cli/exit_code.h"

namespace strongroom::cli {

using base::ErrorCode;
using namespace Qt::StringLiterals;

ExitCode exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadParameter:
        return ExitCode::Usage;
    case ErrorCode::Unauthenticated:
    case ErrorCode::ForbiddenByPolicy:
    case ErrorCode::ForbiddenByRbac:
    case ErrorCode::ForbiddenByFirewall:
    case ErrorCode::Forbidden:
    case ErrorCode::PurgeProtected:
    case ErrorCode::SecretDisabled:
    case ErrorCode::DeletedSecretDisabled:
    case ErrorCode::KeyDisabled:
    case ErrorCode::KeyOperationForbidden:
    case ErrorCode::Managed:
        return ExitCode::Refused;
    case ErrorCode::SecretNotFound:
    case ErrorCode::DeletedSecretNotFound:
    case ErrorCode::KeyNotFound:
    case ErrorCode::DeletedKeyNotFound:
    case ErrorCode::CertificateNotFound:
    case ErrorCode::VaultNotFound:
    case ErrorCode::DeletedVaultNotFound:
    case ErrorCode::PrincipalNotFound:
    case ErrorCode::RoleNotFound:
    case ErrorCode::StoreMissing:
    case ErrorCode::SlotNotFound:
    case ErrorCode::TokenAbsent:
        return ExitCode::NotFound;
    case ErrorCode::VaultNameTaken:
    case ErrorCode::Conflict:
    case ErrorCode::DeletedButRecoverable:
    case ErrorCode::StoreExists:
        return ExitCode::Conflict;
    case ErrorCode::WrongPassphrase:
    case ErrorCode::TokenPinWrong:
    case ErrorCode::TokenPinLocked:
        return ExitCode::WrongPassphrase;
    case ErrorCode::Locked:
    case ErrorCode::StoreInUse:
    case ErrorCode::KeychainUnavailable:
        return ExitCode::StoreUnavailable;
    case ErrorCode::StoreTampered:
    case ErrorCode::StoreRolledBack:
    case ErrorCode::StoreNewer:
        return ExitCode::StoreDamaged;
    case ErrorCode::StoreReadOnly:
    case ErrorCode::StoreUnsafe:
    case ErrorCode::DiskFull:
    case ErrorCode::StorageFailed:
        return ExitCode::StorageFailed;
    case ErrorCode::NotSupported:
    case ErrorCode::MechanismMissing:
    case ErrorCode::TokenFailed:
    case ErrorCode::NoSuchResource:
    case ErrorCode::MethodNotAllowed:
    case ErrorCode::Throttled:
    case ErrorCode::Cancelled:
    case ErrorCode::Unavailable:
    case ErrorCode::Internal:
        return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

QString nameOf(ErrorCode code)
{
    switch (code) {
#define STRONGROOM_NAME(code)                                                                                \
    case ErrorCode::code:                                                                                    \
        return QStringLiteral(#code)
        STRONGROOM_NAME(BadParameter);
        STRONGROOM_NAME(NotSupported);
        STRONGROOM_NAME(NoSuchResource);
        STRONGROOM_NAME(MethodNotAllowed);
        STRONGROOM_NAME(Unauthenticated);
        STRONGROOM_NAME(ForbiddenByPolicy);
        STRONGROOM_NAME(ForbiddenByRbac);
        STRONGROOM_NAME(ForbiddenByFirewall);
        STRONGROOM_NAME(Forbidden);
        STRONGROOM_NAME(PurgeProtected);
        STRONGROOM_NAME(SecretNotFound);
        STRONGROOM_NAME(DeletedSecretNotFound);
        STRONGROOM_NAME(SecretDisabled);
        STRONGROOM_NAME(DeletedSecretDisabled);
        STRONGROOM_NAME(KeyNotFound);
        STRONGROOM_NAME(DeletedKeyNotFound);
        STRONGROOM_NAME(KeyDisabled);
        STRONGROOM_NAME(KeyOperationForbidden);
        STRONGROOM_NAME(CertificateNotFound);
        STRONGROOM_NAME(VaultNotFound);
        STRONGROOM_NAME(DeletedVaultNotFound);
        STRONGROOM_NAME(VaultNameTaken);
        STRONGROOM_NAME(PrincipalNotFound);
        STRONGROOM_NAME(RoleNotFound);
        STRONGROOM_NAME(Conflict);
        STRONGROOM_NAME(DeletedButRecoverable);
        STRONGROOM_NAME(Managed);
        STRONGROOM_NAME(Locked);
        STRONGROOM_NAME(WrongPassphrase);
        STRONGROOM_NAME(StoreMissing);
        STRONGROOM_NAME(StoreExists);
        STRONGROOM_NAME(StoreTampered);
        STRONGROOM_NAME(StoreRolledBack);
        STRONGROOM_NAME(StoreNewer);
        STRONGROOM_NAME(StoreInUse);
        STRONGROOM_NAME(StoreReadOnly);
        STRONGROOM_NAME(StoreUnsafe);
        STRONGROOM_NAME(DiskFull);
        STRONGROOM_NAME(StorageFailed);
        STRONGROOM_NAME(SlotNotFound);
        STRONGROOM_NAME(KeychainUnavailable);
        STRONGROOM_NAME(TokenAbsent);
        STRONGROOM_NAME(TokenPinWrong);
        STRONGROOM_NAME(TokenPinLocked);
        STRONGROOM_NAME(MechanismMissing);
        STRONGROOM_NAME(TokenFailed);
        STRONGROOM_NAME(Throttled);
        STRONGROOM_NAME(Cancelled);
        STRONGROOM_NAME(Unavailable);
        STRONGROOM_NAME(Internal);
#undef STRONGROOM_NAME
    }
    return QStringLiteral("Internal");
}

QString exitCodeTable()
{
    return u"Exit codes:\n"
           "  0  done\n"
           "  1  failed for another reason, which the message says\n"
           "  2  the command line, a name or a value is not valid\n"
           "  3  there is no such store, vault, secret, key, token, application or role\n"
           "  4  refused: disabled, protected from purging, or no right\n"
           "  5  conflict: the name is taken, by a deleted object too\n"
           "  6  wrong passphrase, recovery key or PIN\n"
           "  7  the store is in use by another process or locked\n"
           "  8  the store is damaged, an older copy, or from a newer program\n"
           "  9  the disk is full, read-only or failing, or the folder is not safe\n"
           " 10  a check found a fault: a signature does not fit, a token fails its test\n"_s;
}

} // namespace strongroom::cli
