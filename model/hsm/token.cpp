// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/token_private.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

namespace {

bool isSessionLost(CK_RV value)
{
    return value == CKR_SESSION_HANDLE_INVALID || value == CKR_SESSION_CLOSED
        || value == CKR_USER_NOT_LOGGED_IN || value == CKR_CRYPTOKI_NOT_INITIALIZED;
}

bool isTokenLost(CK_RV value)
{
    return value == CKR_TOKEN_NOT_PRESENT || value == CKR_TOKEN_NOT_RECOGNIZED || value == CKR_DEVICE_REMOVED
        || value == CKR_SLOT_ID_INVALID;
}

bool isPinRefused(const base::Error& error)
{
    return error.code == base::ErrorCode::TokenPinWrong || error.code == base::ErrorCode::TokenPinLocked;
}

/// The tokens this process has open. A login belongs to the process and not to a session (PKCS#11 v2.40,
/// 5.6), so this list does too: a second login would be told that there is one already, whatever its PIN.
struct OpenTokens final
{
    std::mutex mutex;
    std::vector<std::weak_ptr<Token>> tokens; // guarded by mutex
};

OpenTokens& openTokens()
{
    static OpenTokens all;
    return all;
}

/// Starting a module takes some of them a while, and each use of a token that is away would do it.
constexpr qint64 millisecondsBetweenRestarts = 1000;

struct Place final
{
    std::shared_ptr<Pkcs11Module> module;
    SlotFacts slot;
};

base::Result<Place> placeOf(const TokenAddress& address)
{
    std::vector<std::shared_ptr<Pkcs11Module>> modules;
    if (address.modulePath.isEmpty()) {
        modules = Pkcs11Module::configured();
    } else {
        auto module = Pkcs11Module::load(address.modulePath);
        if (!module)
            return module.error();
        modules.push_back(std::move(*module));
    }
    for (auto& module : modules) {
        auto slot = slotOf(*module, address);
        if (slot)
            return Place{ std::move(module), std::move(*slot) };
        if (slot.error().code != base::ErrorCode::TokenAbsent || modules.size() == 1)
            return slot.error();
    }
    return base::Error{ base::ErrorCode::TokenAbsent,
                        u"No module on this machine has a token called '%1'."_s.arg(address.label),
                        u"token"_s };
}

/// The token that is open already, if it is the same one.
std::shared_ptr<Token> openAlready(OpenTokens& all, const QString& modulePath, CK_SLOT_ID slot)
{
    std::erase_if(all.tokens, [](const std::weak_ptr<Token>& token) { return token.expired(); });
    for (const std::weak_ptr<Token>& known : all.tokens) {
        auto token = known.lock();
        const bool isSame = token && token->d().address.modulePath == modulePath && token->d().slot == slot;
        if (isSame && !token->d().refused())
            return token;
    }
    return nullptr;
}

} // namespace

base::Result<SlotFacts> slotOf(const Pkcs11Module& module, const TokenAddress& address)
{
    auto facts = module.slotFacts();
    if (!facts)
        return facts.error();
    const auto found = std::find_if(facts->begin(), facts->end(), [&address](const SlotFacts& slot) {
        return slot.isInitialized && slot.label == address.label
            && (address.serialNumber.isEmpty() || slot.serialNumber == address.serialNumber);
    });
    if (found == facts->end())
        return base::Error{ base::ErrorCode::TokenAbsent,
                            u"There is no token called '%1'."_s.arg(address.label), u"token"_s };
    if (found->isPinLocked)
        return tokenError(CKR_PIN_LOCKED, {});
    return *found;
}

CK_RV Token::Private::openSession(CK_SESSION_HANDLE* session)
{
    return list()->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, session);
}

base::Result<void> Token::Private::login()
{
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    if (const CK_RV value = openSession(&session); value != CKR_OK)
        return tokenError(value, u"open a session"_s);
    const CK_RV value = list()->C_Login(session, CKU_USER, pin.data(), pin.size());
    const std::lock_guard guard(mutex);
    if (value == CKR_OK || value == CKR_USER_ALREADY_LOGGED_IN) {
        loginSession = session;
        ++opening;
        return {};
    }
    list()->C_CloseSession(session);
    auto error = tokenError(value, u"sign in"_s);
    if (isPinRefused(error))
        refusal = error;
    return error;
}

void Token::Private::closeSessions()
{
    const std::lock_guard guard(mutex);
    for (const CK_SESSION_HANDLE session : idle)
        list()->C_CloseSession(session);
    if (loginSession != CK_INVALID_HANDLE)
        list()->C_CloseSession(std::exchange(loginSession, CK_INVALID_HANDLE));
    idle.clear();
    handles.clear();
}

std::optional<base::Error> Token::Private::refused()
{
    const std::lock_guard guard(mutex);
    return refusal;
}

bool Token::Private::isOpenWith(const base::SecureBytes& otherPin)
{
    const std::lock_guard one(recovery);
    return pin == otherPin;
}

void Token::Private::replaceRefusedPin(const base::SecureBytes& newPin)
{
    const std::lock_guard one(recovery);
    const std::lock_guard guard(mutex);
    if (!refusal)
        return;
    pin = newPin.clone();
    refusal.reset();
}

base::Result<void> Token::Private::reopen(int lostOpening)
{
    const std::lock_guard one(recovery);
    {
        const std::lock_guard guard(mutex);
        if (refusal)
            return *refusal;
        if (opening != lostOpening)
            return {}; // another thread has done it
    }
    auto there = findSlot();
    if (!there && restartModule())
        there = findSlot();
    if (!there)
        return there.error();
    closeSessions();
    slot = there->id;
    return login();
}

base::Result<SlotFacts> Token::Private::findSlot()
{
    const std::shared_lock running(calls);
    return slotOf(*module, address);
}

/// Some modules know only the tokens that were there when they started, and forget for ever one that was
/// away for a moment. Says whether it has looked anew.
bool Token::Private::restartModule()
{
    if (m_sinceRestart.isValid() && !m_sinceRestart.hasExpired(millisecondsBetweenRestarts))
        return false;
    m_sinceRestart.start();
    const std::unique_lock alone(calls);
    closeSessions();
    slot = CK_UNAVAILABLE_INFORMATION; // its number may be that of another token's now
    return module->restart().has_value();
}

Token::Private::Session Token::Private::takeIdle()
{
    const std::lock_guard guard(mutex);
    Session session{ CK_INVALID_HANDLE, opening };
    if (!idle.empty()) {
        session.handle = idle.back();
        idle.pop_back();
    }
    return session;
}

void Token::Private::giveBack(const Session& session)
{
    const std::lock_guard guard(mutex);
    if (session.opening == opening)
        idle.push_back(session.handle);
    else
        list()->C_CloseSession(session.handle);
}

base::Result<void> Token::Private::useSession(const QString& what, const SessionWork& work)
{
    for (int attempt = 0;; ++attempt) {
        if (auto error = refused())
            return *error;
        std::shared_lock running(calls);
        Session session = takeIdle();
        CK_RV value = session.handle == CK_INVALID_HANDLE ? openSession(&session.handle) : CKR_OK;
        if (value == CKR_OK)
            value = work(session);
        if (value == CKR_OK) {
            giveBack(session);
            return {};
        }
        // An operation may still be active in it: a session that has failed is not used again.
        if (session.handle != CK_INVALID_HANDLE)
            list()->C_CloseSession(session.handle);
        running.unlock();
        if (attempt > 0 || !(isSessionLost(value) || isTokenLost(value)))
            return tokenError(value, what);
        if (auto again = reopen(session.opening); !again)
            return again;
    }
}

base::Result<void> Token::Private::use(const QString& what, const Work& work)
{
    return useSession(what, [&](const Session& session) { return work(list(), session.handle); });
}

base::Result<void> Token::Private::useToChange(const QString& what, const Work& work)
{
    const std::lock_guard guard(change);
    return use(what, work);
}

base::Result<KeyHandles> Token::Private::handlesOf(const QByteArray& id)
{
    {
        const std::lock_guard guard(mutex);
        if (const auto known = handles.constFind(id); known != handles.constEnd())
            return *known;
    }
    for (int attempt = 0;; ++attempt) {
        const auto found = lookUp(id);
        if (!found)
            return found.error();
        if (found->privatePart != CK_INVALID_HANDLE) {
            const std::lock_guard guard(mutex);
            handles.insert(id, *found);
            return *found;
        }
        // A token whose storage is away answers as if it had no keys.
        if (attempt > 0 || findSlot())
            return base::Error{ base::ErrorCode::KeyNotFound, u"The token does not have this key."_s, {} };
        if (auto again = reopen(found->opening); !again)
            return again.error();
    }
}

/// The objects of the key `id`; those that are not there have no handle.
base::Result<KeyHandles> Token::Private::lookUp(const QByteArray& id)
{
    KeyHandles found;
    const auto looked = useSession(u"find the key"_s, [&](const Session& session) {
        found = KeyHandles();
        found.opening = session.opening;
        Template wanted;
        wanted.bytes(CKA_ID, id).flag(CKA_TOKEN, true);
        const FoundObjects objects = findObjects(list(), session.handle, wanted);
        for (const CK_OBJECT_HANDLE object : objects.handles) {
            const CK_ULONG kind = numberOf(list(), session.handle, object, CKA_CLASS);
            const bool isForMac = kind == CKO_SECRET_KEY
                && numberOf(list(), session.handle, object, CKA_KEY_TYPE) == CKK_GENERIC_SECRET;
            if (kind == CKO_PUBLIC_KEY)
                found.publicPart = object;
            else if (isForMac)
                found.macPart = object;
            else if (kind == CKO_PRIVATE_KEY || kind == CKO_SECRET_KEY)
                found.privatePart = object;
        }
        // Without a login a token answers as if it had no private keys.
        CK_SESSION_INFO state{};
        if (objects.value == CKR_OK && found.privatePart == CK_INVALID_HANDLE
            && list()->C_GetSessionInfo(session.handle, &state) == CKR_OK
            && state.state != CKS_RW_USER_FUNCTIONS)
            return static_cast<CK_RV>(CKR_USER_NOT_LOGGED_IN);
        return objects.value;
    });
    if (!looked)
        return looked.error();
    return found;
}

base::Result<void> Token::Private::useKey(const QByteArray& id, const QString& what, const KeyWork& work)
{
    for (int attempt = 0;; ++attempt) {
        const auto found = handlesOf(id);
        if (!found)
            return found.error();
        bool isStale = false;
        bool isReopened = false;
        auto done = useSession(what, [&](const Session& session) {
            // After another opening a handle may be that of another object.
            isReopened = session.opening != found->opening;
            const CK_RV value = isReopened ? CKR_OBJECT_HANDLE_INVALID : work(list(), session.handle, *found);
            isStale = value == CKR_KEY_HANDLE_INVALID || value == CKR_OBJECT_HANDLE_INVALID;
            return value;
        });
        if (!isStale)
            return done;
        if (attempt > 0)
            return isReopened ? tokenError(CKR_SESSION_CLOSED, what) : done;
        const std::lock_guard guard(mutex);
        handles.remove(id);
    }
}

int Token::Private::currentOpening()
{
    const std::lock_guard guard(mutex);
    return opening;
}

bool Token::Private::canDo(CK_MECHANISM_TYPE mechanism, CK_FLAGS flag)
{
    // One that was away can be there again, and is not to be taken for one that can do nothing.
    if (slot == CK_UNAVAILABLE_INFORMATION && !reopen(currentOpening()))
        return false;
    const std::shared_lock running(calls);
    CK_MECHANISM_INFO info{};
    return list()->C_GetMechanismInfo(slot, mechanism, &info) == CKR_OK && (info.flags & flag);
}

Token::Token(std::unique_ptr<Private> p)
    : m_private(std::move(p))
{
}

Token::~Token() { m_private->closeSessions(); }

base::Result<std::shared_ptr<Token>> Token::open(const TokenAddress& address, const base::SecureBytes& pin)
{
    auto place = placeOf(address);
    if (!place)
        return place.error();
    TokenAddress exact = address;
    exact.modulePath = place->module->path();
    OpenTokens& all = openTokens();
    const std::lock_guard guard(all.mutex);
    if (auto token = openAlready(all, exact.modulePath, place->slot.id)) {
        if (token->d().isOpenWith(pin))
            return token;
        return base::Error{ base::ErrorCode::TokenPinWrong,
                            u"The token is open with another PIN than this one."_s, u"pin"_s };
    }
    auto p = std::make_unique<Private>();
    p->module = std::move(place->module);
    p->address = std::move(exact);
    p->slot = place->slot.id;
    p->pin = pin.clone();
    if (auto opened = p->login(); !opened)
        return opened.error();
    auto token = std::shared_ptr<Token>(new Token(std::move(p)));
    all.tokens.push_back(token);
    return token;
}

base::Result<void> Token::destroy(const QByteArray& id)
{
    auto gone = m_private->useToChange(
        u"destroy the key"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
            Template wanted;
            wanted.bytes(CKA_ID, id).flag(CKA_TOKEN, true);
            FoundObjects objects = findObjects(list, session, wanted);
            for (const CK_OBJECT_HANDLE object : objects.handles) {
                const CK_ULONG kind = numberOf(list, session, object, CKA_CLASS);
                const bool isKey
                    = kind == CKO_PRIVATE_KEY || kind == CKO_SECRET_KEY || kind == CKO_PUBLIC_KEY;
                if (isKey && objects.value == CKR_OK)
                    objects.value = list->C_DestroyObject(session, object);
            }
            return objects.value;
        });
    forgetHandle(id);
    return gone;
}

base::Result<base::SecureBytes> Token::random(int count)
{
    base::SecureBytes bytes(static_cast<std::size_t>(count));
    const auto made
        = m_private->use(u"make random bytes"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
              return list->C_GenerateRandom(session, bytes.data(), bytes.size());
          });
    if (!made)
        return made.error();
    return bytes;
}

void Token::forgetHandle(const QByteArray& id)
{
    const std::lock_guard guard(m_private->mutex);
    m_private->handles.remove(id);
}

void Token::forgetHandles()
{
    const std::lock_guard guard(m_private->mutex);
    m_private->handles.clear();
}

} // namespace strongroom::hsm
