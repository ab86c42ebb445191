// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/token_door.h"

#include "model/hsm/token_private.h"

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

TokenDoor::TokenDoor(TokenAddress address)
    : m_address(std::move(address))
{
}

bool TokenDoor::hasPin() const
{
    const std::lock_guard guard(m_mutex);
    return !m_pin.isEmpty();
}

void TokenDoor::setPin(base::SecureBytes pin)
{
    const std::lock_guard guard(m_mutex);
    const auto known = m_lastToken.lock();
    if (known && known->d().refused()) {
        // Keys that were found before hold this token and go on with it.
        known->d().replaceRefusedPin(pin);
        m_token = known;
    } else if (!(m_pin == pin)) {
        m_token.reset();
    }
    m_pin = std::move(pin);
    m_refusal.reset();
}

base::Result<std::shared_ptr<Token>> TokenDoor::token()
{
    const std::lock_guard guard(m_mutex);
    if (m_pin.isEmpty())
        return base::Error{ base::ErrorCode::TokenPinWrong, u"The PIN of the token is needed."_s, u"pin"_s };
    if (m_token && !m_refusal)
        m_refusal = m_token->d().refused();
    if (m_refusal) {
        m_token.reset();
        return *m_refusal;
    }
    if (m_token)
        return m_token;
    auto opened = Token::open(m_address, m_pin);
    if (!opened) {
        const base::ErrorCode code = opened.error().code;
        if (code == base::ErrorCode::TokenPinWrong || code == base::ErrorCode::TokenPinLocked)
            m_refusal = opened.error();
        return opened.error();
    }
    m_token = std::move(*opened);
    m_lastToken = m_token;
    return m_token;
}

void TokenDoor::forget()
{
    const std::lock_guard guard(m_mutex);
    m_token.reset();
    m_pin.clear();
    m_refusal.reset();
}

} // namespace strongroom::hsm
