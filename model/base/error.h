// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace strongroom::base {

/// Every way in which something can fail. Closed on purpose: wire maps each to an HTTP status and a
/// Key Vault error code, ui/shell maps each to a sentence, and neither switch has a default.
enum class ErrorCode {
    // The request itself
    BadParameter, ///< malformed name, value, date, tag, policy or document
    NotSupported, ///< this kind of vault cannot do it
    NoSuchResource, ///< a path that the interface does not have
    MethodNotAllowed, ///< a path that does not take this method
    Unauthenticated, ///< no token, or one that does not verify
    // Rights
    ForbiddenByPolicy, ///< the vault's access policies do not allow it
    ForbiddenByRbac, ///< no role assignment allows it
    ForbiddenByFirewall, ///< the caller's address is not allowed
    Forbidden, ///< refused for another reason, said in the message
    PurgeProtected, ///< purge protection is on
    // Object state
    SecretNotFound,
    DeletedSecretNotFound,
    SecretDisabled,
    DeletedSecretDisabled, ///< a deleted secret that is disabled cannot be read
    KeyNotFound,
    DeletedKeyNotFound,
    KeyDisabled,
    KeyOperationForbidden,
    CertificateNotFound,
    VaultNotFound,
    DeletedVaultNotFound,
    VaultNameTaken,
    PrincipalNotFound,
    RoleNotFound,
    Conflict,
    DeletedButRecoverable, ///< the name belongs to a deleted object
    Managed, ///< the object belongs to a certificate and changes only through it
    // The store and its file
    Locked, ///< the store is not unlocked
    WrongPassphrase, ///< also a wrong recovery key, and a damaged key slot: they cannot be told apart
    StoreMissing,
    StoreExists,
    StoreTampered, ///< a check of authenticity failed
    StoreRolledBack, ///< an older copy than the last one seen
    StoreNewer, ///< written by a newer program
    StoreInUse, ///< another process holds it; the message says which
    StoreReadOnly, ///< the folder cannot be written
    StoreUnsafe, ///< wrong owner, permissions, link or kind of file
    DiskFull,
    StorageFailed, ///< an input or output error; the outcome of the last change is unknown
    SlotNotFound,
    KeychainUnavailable,
    // Tokens (PKCS#11)
    TokenAbsent, ///< the module or the token is not there
    TokenPinWrong,
    TokenPinLocked,
    MechanismMissing, ///< the token cannot do this
    TokenFailed, ///< it failed for another reason, said in the message
    // Everything else
    Throttled,
    Cancelled,
    Unavailable,
    Internal,
};

/// What failed. `message` is English, for logs, audit and the REST face; it never holds a secret, and
/// people are shown ui/shell's sentence for `code` first. `field` names the input at fault, if one is:
/// "name", "value", "contentType", "tags", "exp", "passphrase", ...
struct [[nodiscard]] Error final
{
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString field;

    friend bool operator==(const Error&, const Error&) = default;
};

} // namespace strongroom::base
