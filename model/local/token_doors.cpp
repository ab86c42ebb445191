// SPDX-License-Identifier: Apache-2.0
#include "model/local/token_doors.h"

namespace strongroom::local {

using base::Result;
using hsm::TokenDoor;

TokenDoors::TokenDoors(TokenTable& tokens)
    : m_tokens(tokens)
{
}

Result<std::shared_ptr<TokenDoor>> TokenDoors::of(const TokenTable::Row& row)
{
    auto& door = m_doors[row.binding.modulePath + u'\n' + row.binding.label];
    if (!door)
        door = std::make_shared<TokenDoor>(hsm::TokenAddress{ row.binding.modulePath, row.binding.label });
    if (!door->hasPin()) {
        auto pin = m_tokens.pinOf(row);
        if (!pin)
            return pin.error();
        if (*pin)
            door->setPin(std::move(**pin));
    }
    return door;
}

Result<std::shared_ptr<TokenDoor>> TokenDoors::ofVault(qint64 vault)
{
    const auto row = m_tokens.find(vault);
    if (!row)
        return row.error();
    if (!*row)
        return std::shared_ptr<TokenDoor>();
    return of(**row);
}

void TokenDoors::forget()
{
    for (const auto& door : std::as_const(m_doors))
        door->forget();
    m_doors.clear();
}

} // namespace strongroom::local
