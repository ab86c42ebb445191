// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a token's sources share. For the sources of this module only.

#include "model/hsm/pkcs11_functions.h"
#include "model/hsm/token.h"

#include <QHash>

#include <functional>
#include <mutex>

namespace strongroom::hsm {

/// The objects of one key; a symmetric key has no public one.
struct KeyHandles final
{
    CK_OBJECT_HANDLE privatePart = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE publicPart = CK_INVALID_HANDLE;
};

struct Token::Private final
{
    using Work = std::function<CK_RV(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session)>;

    std::shared_ptr<Pkcs11Module> module;
    CK_SLOT_ID slot = 0;
    base::SecureBytes pin;

    std::mutex mutex;
    /// Holds the login, which ends with the program's last session; never used for work.
    CK_SESSION_HANDLE loginSession = CK_INVALID_HANDLE; // guarded by mutex
    std::vector<CK_SESSION_HANDLE> idle; // guarded by mutex
    QHash<QByteArray, KeyHandles> handles; // guarded by mutex

    CK_FUNCTION_LIST* list() const { return module->functions().list; }
    CK_RV login();
    CK_RV openSession(CK_SESSION_HANDLE* session);
    void closeSessions();
    /// Runs `work` in a session; once more in a new one when the session was lost.
    base::Result<void> use(const QString& what, const Work& work);
    base::Result<KeyHandles> handlesOf(const QByteArray& id);
    /// A use of the key `id` whose cached handle may have become stale.
    base::Result<void>
    useKey(const QByteArray& id, const QString& what,
           const std::function<CK_RV(CK_FUNCTION_LIST*, CK_SESSION_HANDLE, const KeyHandles&)>& work);
    bool canDo(CK_MECHANISM_TYPE mechanism, CK_FLAGS flag) const;
};

/// A key in a token, behind the interface of every key.
base::Result<std::unique_ptr<crypto::CryptoKey>> tokenKey(std::shared_ptr<Token> token, const QByteArray& id);

} // namespace strongroom::hsm
