// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/principal.h"

namespace strongroom::ops {
class Desk;
}

namespace strongroom::vault {

/// Proof that the operations layer has checked the firewall and the rights of this very call. Only
/// ops::Desk can make one, so no other code can run an operation on a vault or a store.
class Permit final
{
public:
    Permit(const Permit&) = delete;
    Permit& operator=(const Permit&) = delete;

    const Caller& caller() const { return m_caller; }
    /// The time of the operation, never earlier than a time the store has already seen.
    base::UnixSeconds now() const { return m_now; }
    /// Says which version a request that names none is about, as soon as that is known: the audit row has it
    /// whatever becomes of the operation.
    void noteVersion(const QString& version) const { m_version = version; }

private:
    friend class ops::Desk;
    Permit(const Caller& caller, base::UnixSeconds now)
        : m_caller(caller)
        , m_now(now)
    {
    }

    const Caller& m_caller;
    base::UnixSeconds m_now;
    mutable QString m_version;
};

} // namespace strongroom::vault
