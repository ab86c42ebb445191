// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace strongroom::tests {

/// Calls of PKCS#11 that can be made to fail.
enum class Pkcs11Call {
    OpenSession,
    Login,
    FindObjectsInit,
    SignInit,
    Sign,
    Decrypt,
    GenerateKey,
    GenerateKeyPair,
    GenerateRandom,
    CreateObject,
    WrapKey,
    UnwrapKey,
};

/// What the module between p11-kit and SoftHSM2 does beside handing calls on. It lives in the module, in
/// the process of the test; ask fault_plan() of the loaded library for it.
class FaultPlan
{
public:
    virtual ~FaultPlan() = default;
    /// The token is taken out: its sessions end, its slot is empty.
    virtual void removeToken() = 0;
    virtual void returnToken() = 0;
    /// The token stays, its sessions end, as after a reset of the device.
    virtual void loseSessions() = 0;
    /// Somebody else in the process has logged out.
    virtual void logOut() = 0;
    /// The next `times` calls answer `value`.
    virtual void fail(Pkcs11Call call, unsigned long value, int times) = 0;
    /// The slot says that its PIN is locked.
    virtual void lockPin(bool isLocked) = 0;
    virtual void hideMechanism(unsigned long mechanism) = 0;
    virtual void showAllMechanisms() = 0;
    /// How often a call was made.
    virtual int count(Pkcs11Call call) const = 0;
};

using FaultPlanFunction = FaultPlan* (*)();

} // namespace strongroom::tests
