// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/hsm/token.h"

#include <mutex>
#include <optional>

namespace strongroom::hsm {

/// The way to one token: its address and, while it is known, its PIN. The token is opened at the first
/// use, so that a vault whose token is away is still a vault. Thread-safe.
///
/// A wrong PIN brings a token nearer to locking itself. After TokenPinWrong or TokenPinLocked the door
/// therefore answers the same without asking the token, until somebody gives a PIN.
class TokenDoor final
{
public:
    explicit TokenDoor(TokenAddress address);
    TokenDoor(const TokenDoor&) = delete;
    TokenDoor& operator=(const TokenDoor&) = delete;

    const TokenAddress& address() const { return m_address; }
    bool hasPin() const;
    /// The PIN for the next opening. What was open stays open when it is the same PIN, and goes on with this
    /// one where its own has been refused.
    void setPin(base::SecureBytes pin);
    /// The open token; TokenPinWrong with the field "pin" while there is no PIN. Who keeps it longer
    /// than one operation keeps the login open.
    base::Result<std::shared_ptr<Token>> token();
    /// Gives up the token and wipes the PIN, as after a lock.
    void forget();

private:
    const TokenAddress m_address;
    mutable std::mutex m_mutex;
    base::SecureBytes m_pin; // guarded by m_mutex
    std::shared_ptr<Token> m_token; // guarded by m_mutex; shared with the keys that were found in it
    std::weak_ptr<Token> m_lastToken; // guarded by m_mutex; what was open when the PIN was refused
    std::optional<base::Error> m_refusal; // guarded by m_mutex
};

} // namespace strongroom::hsm
