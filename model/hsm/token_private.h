// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a token's sources share. For the sources of this module only.

#include "model/hsm/pkcs11_functions.h"
#include "model/hsm/pkcs11_template.h"
#include "model/hsm/token.h"

#include <QElapsedTimer>
#include <QHash>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>

namespace strongroom::hsm {

/// The objects of one key. A symmetric key has no public one, and one more that makes HMACs: a PKCS#11
/// key is for AES or for HMAC and never for both.
struct KeyHandles final
{
    CK_OBJECT_HANDLE privatePart = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE publicPart = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE macPart = CK_INVALID_HANDLE;
    int opening = 0; ///< of the token; the handles mean nothing in another one
};

struct Token::Private final
{
    using Work = std::function<CK_RV(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session)>;
    using KeyWork
        = std::function<CK_RV(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles)>;

    std::shared_ptr<Pkcs11Module> module; // keeps the module loaded while its functions are called
    TokenAddress address; ///< with the path of the module that has the token
    base::SecureBytes pin; // guarded by recovery
    std::atomic<CK_SLOT_ID> slot = 0;

    /// Held while the token is opened again, so that one thread does it for all.
    std::mutex recovery;
    /// Shared by the calls in sessions; the module is started again by who has it alone.
    std::shared_mutex calls;
    /// Held while objects come into the token or leave it: SoftHSM2 fails now and then when two sessions make
    /// keys at the same time. Keys are used meanwhile.
    std::mutex change;
    std::mutex mutex;
    /// Holds the login, which ends with the program's last session; never used for work.
    CK_SESSION_HANDLE loginSession = CK_INVALID_HANDLE; // guarded by mutex
    std::vector<CK_SESSION_HANDLE> idle; // guarded by mutex
    QHash<QByteArray, KeyHandles> handles; // guarded by mutex
    int opening = 0; ///< how often the token has been opened; guarded by mutex
    std::optional<base::Error> refusal; ///< the PIN was refused; guarded by mutex

    CK_FUNCTION_LIST* list() const { return module->functions().list; }
    /// The first sign-in, or one after closeSessions().
    base::Result<void> login();
    void closeSessions();
    /// Runs `work` in a session; once more when the session or the token was lost and is there again.
    base::Result<void> use(const QString& what, const Work& work);
    /// The same for work that makes or destroys objects of the token: one at a time.
    base::Result<void> useToChange(const QString& what, const Work& work);
    base::Result<KeyHandles> handlesOf(const QByteArray& id);
    /// A use of the key `id` whose cached handle may have become stale.
    base::Result<void> useKey(const QByteArray& id, const QString& what, const KeyWork& work);
    bool canDo(CK_MECHANISM_TYPE mechanism, CK_FLAGS flag);
    bool isOpenWith(const base::SecureBytes& otherPin);
    std::optional<base::Error> refused();
    /// A PIN in place of the one that was refused: the next use opens the token with it.
    void replaceRefusedPin(const base::SecureBytes& newPin);

private:
    struct Session
    {
        CK_SESSION_HANDLE handle = CK_INVALID_HANDLE;
        int opening = 0;
    };
    using SessionWork = std::function<CK_RV(const Session& session)>;
    base::Result<void> useSession(const QString& what, const SessionWork& work);
    base::Result<void> reopen(int lostOpening);
    /// The slot in which the token is now.
    base::Result<SlotFacts> findSlot();
    bool restartModule();
    base::Result<KeyHandles> lookUp(const QByteArray& id);
    CK_RV openSession(CK_SESSION_HANDLE* session);
    int currentOpening();
    Session takeIdle();
    void giveBack(const Session& session);

    QElapsedTimer m_sinceRestart; // guarded by recovery
};

/// The slot whose token has this address in `module`.
base::Result<SlotFacts> slotOf(const Pkcs11Module& module, const TokenAddress& address);

/// Whether the token says of its input, and not of itself, that it is wrong. Tokens are not agreed on one
/// value for a failed decryption, and some only say that something failed.
bool isInputRefused(CK_RV value);

/// DER of the named curve's object identifier.
QByteArray curveParameters(crypto::Curve curve);
std::optional<crypto::Curve> curveOf(const QByteArray& parameters);
QByteArray withoutLeadingZeros(QByteArray number);
/// OAEP with MGF1 over the same hash, named by its length: 20, 32 or 48.
CK_RSA_PKCS_OAEP_PARAMS oaepParameters(int digestBytes);
/// The ASN.1 in front of a digest (RFC 8017, 9.2, note 1).
QByteArray digestInfo(int digestBytes);

/// The public part of a key, from its public object.
base::Result<crypto::PublicKey> readPublicPart(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session,
                                               const KeyHandles& handles);

} // namespace strongroom::hsm
