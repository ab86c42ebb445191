// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/error_sentences.h"

#include <QCoreApplication>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

struct Row final
{
    const char* icon;
    const char* title;
    const char* cause;
    const char* nextStep = "";
};

#define SAY(text) QT_TRANSLATE_NOOP("Errors", text)

Row requestRow(base::ErrorCode code)
{
    using C = base::ErrorCode;
    switch (code) {
    case C::BadParameter:
        return { "circle-alert", SAY("Something in this form is not right."), "" };
    case C::NotSupported:
        return { "ban", SAY("This kind of vault cannot do that."), "" };
    case C::NoSuchResource:
        return { "unplug", SAY("The vault has no such address."),
                 SAY("The program that asked may be made for another version of the service.") };
    case C::MethodNotAllowed:
        return { "unplug", SAY("The vault's address does not take such a request."),
                 SAY("The program that asked may be made for another version of the service.") };
    case C::Unauthenticated:
        return { "log-in", SAY("The sign-in was not accepted."),
                 SAY("The token or secret is missing, wrong or expired.") };
    case C::ForbiddenByPolicy:
        return { "shield-alert", SAY("You do not have this right here."),
                 SAY("The vault's access policies do not allow it."), SAY("Show access") };
    case C::ForbiddenByRbac:
        return { "shield-alert", SAY("You do not have this right here."),
                 SAY("No role assigned at this vault allows it."), SAY("Show access") };
    case C::ForbiddenByFirewall:
        return { "brick-wall-shield", SAY("The vault's firewall turned the request away."),
                 SAY("The caller's address is not among the allowed ones.") };
    case C::Forbidden:
        return { "shield-alert", SAY("This is not allowed."), "" };
    case C::PurgeProtected:
        return { "shield-check", SAY("Purge protection is on for this vault."),
                 SAY("Deleted items stay until their retention ends; nobody can remove them earlier.") };
    case C::Throttled:
        return { "clock", SAY("Too many requests at once."), SAY("It is tried again in a moment."),
                 SAY("Retry") };
    case C::Cancelled:
        return { "circle-x", SAY("It was cancelled."), SAY("What was done before stays done.") };
    case C::Unavailable:
        return { "unplug", SAY("It cannot be reached now."), "", SAY("Retry") };
    default:
        return { "circle-alert", SAY("Something went wrong inside the program."),
                 SAY("Nothing was changed. The details say where."), SAY("Retry") };
    }
}

Row objectRow(base::ErrorCode code)
{
    using C = base::ErrorCode;
    switch (code) {
    case C::SecretNotFound:
        return { "search", SAY("There is no such secret."),
                 SAY("It was deleted or renamed elsewhere, or the version never was."), SAY("Refresh") };
    case C::DeletedSecretNotFound:
        return { "search", SAY("There is no such deleted secret."), SAY("It was recovered or purged."),
                 SAY("Refresh") };
    case C::SecretDisabled:
        return { "ban", SAY("This secret is disabled."), SAY("A disabled version cannot be read."),
                 SAY("Enable") };
    case C::DeletedSecretDisabled:
        return { "ban", SAY("This deleted secret is disabled."), SAY("Recover and enable it to read it.") };
    case C::KeyNotFound:
        return { "search", SAY("There is no such key."), SAY("It was deleted, or the version never was.") };
    case C::DeletedKeyNotFound:
        return { "search", SAY("There is no such deleted key."), SAY("It was recovered or purged.") };
    case C::KeyDisabled:
        return { "ban", SAY("This key is disabled."), SAY("A disabled version cannot be used.") };
    case C::KeyOperationForbidden:
        return { "ban", SAY("This key does not allow that operation."),
                 SAY("Its list of operations was set when it was made.") };
    case C::CertificateNotFound:
        return { "search", SAY("There is no such certificate."),
                 SAY("It was deleted, or the version never was.") };
    case C::VaultNotFound:
        return { "search", SAY("There is no such vault."),
                 SAY("It was deleted. It can be recovered for a while."), SAY("Deleted vaults") };
    case C::DeletedVaultNotFound:
        return { "search", SAY("There is no such deleted vault."), SAY("It was recovered or purged.") };
    case C::VaultNameTaken:
        return { "tag", SAY("This name is taken."),
                 SAY("A vault or pool has it, or a deleted one that can still be recovered."),
                 SAY("Deleted vaults") };
    case C::PrincipalNotFound:
        return { "user", SAY("There is no such application."), SAY("It was removed from the directory.") };
    case C::RoleNotFound:
        return { "user-key", SAY("There is no such role."),
                 SAY("It was deleted, or is for another kind of vault.") };
    case C::Conflict:
        return { "circle-alert", SAY("It collides with what is there."), "", SAY("Refresh") };
    case C::DeletedButRecoverable:
        return { "archive-restore", SAY("This name belongs to a deleted item."),
                 SAY("Recover that item and add a version, or choose another name."), SAY("Show deleted") };
    case C::Managed:
        return { "badge-check", SAY("It belongs to a certificate."),
                 SAY("It changes only with its certificate.") };
    default:
        return requestRow(code);
    }
}

Row storeRow(base::ErrorCode code)
{
    using C = base::ErrorCode;
    switch (code) {
    case C::Locked:
        return { "lock", SAY("The store is locked."), SAY("Unlock it and try again."), SAY("Unlock") };
    case C::WrongPassphrase:
        return { "key-round", SAY("This does not open the store."),
                 SAY("The passphrase or recovery key is wrong, or its key slot is damaged.") };
    case C::StoreMissing:
        return { "folder-open", SAY("There is no store in this folder."),
                 SAY("It was moved, renamed or deleted."), SAY("Choose another folder") };
    case C::StoreExists:
        return { "database", SAY("This folder is not empty."),
                 SAY("Choose a new or empty one. If a store is in it already, open that.") };
    case C::StoreTampered:
        return { "shield-alert", SAY("The store was changed by something else than Strongroom."),
                 SAY("Nothing was read from it or written to it. Restore a backup."),
                 SAY("Restore a backup") };
    case C::StoreRolledBack:
        return { "history", SAY("This is an older copy of the store than the last one seen here."),
                 SAY("Open it only if you put it back yourself."), SAY("Open the older copy") };
    case C::StoreNewer:
        return { "sparkles", SAY("This store was written by a newer Strongroom."),
                 SAY("It was not touched. Update the program to open it.") };
    case C::StoreInUse:
        return { "app-window", SAY("Another Strongroom has this store open."), "",
                 SAY("Ask it to hand over") };
    case C::StoreReadOnly:
        return { "folder-key", SAY("The folder of the store cannot be written."),
                 SAY("Its permissions, or a read-only disk, prevent it.") };
    case C::StoreUnsafe:
        return { "shield-alert", SAY("The folder of the store is not safe to use."),
                 SAY("Others can write to it, or it is a link. Correct that first.") };
    case C::DiskFull:
        return { "hard-drive", SAY("The disk is full."), SAY("Nothing was changed. Make room and try again."),
                 SAY("Retry") };
    case C::StorageFailed:
        return { "hard-drive", SAY("The disk reported an error."),
                 SAY("Whether the last change was kept is not known. Unlock again to see."),
                 SAY("Lock now") };
    case C::SlotNotFound:
        return { "key-round", SAY("The store has no such key."), SAY("It was removed, or never added.") };
    case C::TokenAbsent:
        return { "cpu", SAY("The token is not there."),
                 SAY("It is not plugged in, or its module is not installed.") };
    case C::TokenPinWrong:
        return { "key-round", SAY("The token's PIN is missing or wrong."), "", SAY("Show tokens") };
    case C::TokenPinLocked:
        return { "lock", SAY("The token's PIN is locked."), SAY("Its security officer can unlock it.") };
    case C::MechanismMissing:
        return { "ban", SAY("The token cannot do that."),
                 SAY("It lacks the mechanism this operation needs.") };
    case C::TokenFailed:
        return { "circle-alert", SAY("The token reported a failure."), "" };
    case C::KeychainUnavailable:
        return { "fingerprint-pattern", SAY("The keychain of this computer does not answer."),
                 SAY("It is locked or not installed. The passphrase still works.") };
    default:
        return objectRow(code);
    }
}
#undef SAY

QString say(const char* text) { return *text ? QCoreApplication::translate("Errors", text) : QString(); }

} // namespace

ErrorText errorSentences(const base::Error& error)
{
    const auto row = storeRow(error.code);
    ErrorText text{ QString::fromLatin1(row.icon), say(row.title), say(row.cause), say(row.nextStep),
                    error.message };
    // Where the table has no cause, the message itself names the rule or the holder.
    if (text.cause.isEmpty())
        text.cause = error.message;
    return text;
}

} // namespace strongroom::ui
