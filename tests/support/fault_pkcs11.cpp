// SPDX-License-Identifier: Apache-2.0
// A PKCS#11 module that hands every call on to SoftHSM2 and fails on demand. In a program that knows nothing
// of it, the token is away while the file exists that STRONGROOM_TOKEN_AWAY names.
#include "fault_pkcs11.h"

#include <p11-kit/pkcs11.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <dlfcn.h>
#include <mutex>
#include <shared_mutex>
#include <unistd.h>
#include <vector>

namespace {

using strongroom::tests::FaultPlan;
using strongroom::tests::Pkcs11Call;

constexpr std::size_t callCount = static_cast<std::size_t>(Pkcs11Call::UnwrapKey) + 1;

CK_FUNCTION_LIST* real()
{
    static CK_FUNCTION_LIST* const list = [] {
        CK_FUNCTION_LIST* found = nullptr;
        void* const library = dlopen(STRONGROOM_SOFTHSM, RTLD_NOW | RTLD_LOCAL);
        const auto get
            = library ? reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList")) : nullptr;
        if (get)
            get(&found);
        return found;
    }();
    return list;
}

class Plan final : public FaultPlan
{
public:
    void removeToken() override
    {
        loseSessions();
        m_isRemoved = true;
    }
    void returnToken() override { m_isRemoved = false; }
    void loseSessions() override
    {
        // SoftHSM2 2.6 crashes when a session is closed under a call.
        const std::unique_lock guard(m_calls);
        for (const CK_SLOT_ID slot : slots())
            real()->C_CloseAllSessions(slot);
    }
    void logOut() override
    {
        for (const CK_SLOT_ID slot : slots()) {
            CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
            if (real()->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session) != CKR_OK)
                continue;
            real()->C_Logout(session);
            real()->C_CloseSession(session);
        }
    }
    void fail(Pkcs11Call call, unsigned long value, int times) override
    {
        const std::lock_guard guard(m_mutex);
        m_faults[indexOf(call)] = { value, times };
    }
    void lockPin(bool isLocked) override { m_isPinLocked = isLocked; }
    void hideMechanism(unsigned long mechanism) override
    {
        const std::lock_guard guard(m_mutex);
        m_hidden.push_back(mechanism);
    }
    void showAllMechanisms() override
    {
        const std::lock_guard guard(m_mutex);
        m_hidden.clear();
    }
    int count(Pkcs11Call call) const override { return m_counts[indexOf(call)]; }

    /// Held while a session is in use.
    std::shared_mutex& calls() { return m_calls; }
    bool isRemoved() const { return m_isRemoved || isAway(); }
    bool isPinLocked() const { return m_isPinLocked; }
    bool isHidden(CK_MECHANISM_TYPE mechanism)
    {
        const std::lock_guard guard(m_mutex);
        for (const CK_MECHANISM_TYPE hidden : m_hidden) {
            if (hidden == mechanism)
                return true;
        }
        return false;
    }
    /// Counts the call; anything but CKR_OK is to be answered instead of making it.
    CK_RV answer(Pkcs11Call call)
    {
        ++m_counts[indexOf(call)];
        if (isRemoved())
            return call == Pkcs11Call::OpenSession ? CKR_TOKEN_NOT_PRESENT : CKR_DEVICE_REMOVED;
        const std::lock_guard guard(m_mutex);
        Fault& fault = m_faults[indexOf(call)];
        if (fault.times == 0)
            return CKR_OK;
        --fault.times;
        return fault.value;
    }

private:
    struct Fault
    {
        CK_RV value = CKR_OK;
        int times = 0;
    };
    static bool isAway()
    {
        static const char* const file = std::getenv("STRONGROOM_TOKEN_AWAY");
        return file && access(file, F_OK) == 0;
    }
    static std::size_t indexOf(Pkcs11Call call) { return static_cast<std::size_t>(call); }
    static std::vector<CK_SLOT_ID> slots()
    {
        std::vector<CK_SLOT_ID> ids(16);
        CK_ULONG count = ids.size();
        ids.resize(real()->C_GetSlotList(CK_TRUE, ids.data(), &count) == CKR_OK ? count : 0);
        return ids;
    }

    std::atomic<bool> m_isRemoved = false;
    std::atomic<bool> m_isPinLocked = false;
    std::array<std::atomic<int>, callCount> m_counts{};
    std::shared_mutex m_calls;
    std::mutex m_mutex;
    std::array<Fault, callCount> m_faults{}; // guarded by m_mutex
    std::vector<CK_MECHANISM_TYPE> m_hidden; // guarded by m_mutex
};

Plan& plan()
{
    static Plan one;
    return one;
}

/// The real function behind a failing one.
template <Pkcs11Call Call, auto Member, typename... Arguments> CK_RV failing(Arguments... arguments)
{
    const std::shared_lock guard(plan().calls());
    const CK_RV fault = plan().answer(Call);
    return fault != CKR_OK ? fault : (real()->*Member)(arguments...);
}

template <Pkcs11Call Call, auto Member, typename... Arguments>
CK_RV failingWith(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, Arguments... arguments)
{
    const std::shared_lock guard(plan().calls());
    const CK_RV fault = plan().answer(Call);
    if (fault != CKR_OK)
        return fault;
    return plan().isHidden(mechanism->mechanism) ? CKR_MECHANISM_INVALID
                                                 : (real()->*Member)(session, mechanism, arguments...);
}

/// The real function, not while sessions are being closed.
template <auto Member, typename... Arguments> CK_RV guarded(Arguments... arguments)
{
    const std::shared_lock guard(plan().calls());
    return (real()->*Member)(arguments...);
}

CK_RV getSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO* info)
{
    const CK_RV value = real()->C_GetSlotInfo(slot, info);
    if (value == CKR_OK && plan().isRemoved())
        info->flags &= ~static_cast<CK_FLAGS>(CKF_TOKEN_PRESENT);
    return value;
}

CK_RV getTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO* info)
{
    if (plan().isRemoved())
        return CKR_TOKEN_NOT_PRESENT;
    const CK_RV value = real()->C_GetTokenInfo(slot, info);
    if (value == CKR_OK && plan().isPinLocked())
        info->flags |= CKF_USER_PIN_LOCKED;
    return value;
}

CK_RV getMechanismInfo(CK_SLOT_ID slot, CK_MECHANISM_TYPE mechanism, CK_MECHANISM_INFO* info)
{
    if (plan().isRemoved())
        return CKR_TOKEN_NOT_PRESENT;
    return plan().isHidden(mechanism) ? CKR_MECHANISM_INVALID
                                      : real()->C_GetMechanismInfo(slot, mechanism, info);
}

using List = CK_FUNCTION_LIST;

CK_FUNCTION_LIST makeList()
{
    CK_FUNCTION_LIST list = *real();
    list.C_GetFunctionList = C_GetFunctionList;
    list.C_GetSlotInfo = getSlotInfo;
    list.C_GetTokenInfo = getTokenInfo;
    list.C_GetMechanismInfo = getMechanismInfo;
    list.C_CloseSession = guarded<&List::C_CloseSession>;
    list.C_GetSessionInfo = guarded<&List::C_GetSessionInfo>;
    list.C_FindObjects = guarded<&List::C_FindObjects>;
    list.C_FindObjectsFinal = guarded<&List::C_FindObjectsFinal>;
    list.C_GetAttributeValue = guarded<&List::C_GetAttributeValue>;
    list.C_OpenSession = failing<Pkcs11Call::OpenSession, &List::C_OpenSession>;
    list.C_Login = failing<Pkcs11Call::Login, &List::C_Login>;
    list.C_FindObjectsInit = failing<Pkcs11Call::FindObjectsInit, &List::C_FindObjectsInit>;
    list.C_SignInit = failingWith<Pkcs11Call::SignInit, &List::C_SignInit>;
    list.C_Sign = failing<Pkcs11Call::Sign, &List::C_Sign>;
    list.C_Decrypt = failing<Pkcs11Call::Decrypt, &List::C_Decrypt>;
    list.C_GenerateKey = failingWith<Pkcs11Call::GenerateKey, &List::C_GenerateKey>;
    list.C_GenerateKeyPair = failingWith<Pkcs11Call::GenerateKeyPair, &List::C_GenerateKeyPair>;
    list.C_GenerateRandom = failing<Pkcs11Call::GenerateRandom, &List::C_GenerateRandom>;
    list.C_CreateObject = failing<Pkcs11Call::CreateObject, &List::C_CreateObject>;
    list.C_WrapKey = failingWith<Pkcs11Call::WrapKey, &List::C_WrapKey>;
    list.C_UnwrapKey = failingWith<Pkcs11Call::UnwrapKey, &List::C_UnwrapKey>;
    return list;
}

} // namespace

extern "C" {

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    if (!real())
        return CKR_GENERAL_ERROR;
    static CK_FUNCTION_LIST ours = makeList();
    *list = &ours;
    return CKR_OK;
}

__attribute__((visibility("default"))) FaultPlan* fault_plan() { return &plan(); }
}
