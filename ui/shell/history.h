// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/place.h"

#include <optional>
#include <vector>

namespace strongroom::ui {

/// The pages a person has been to, for Back and Forward. Remembers the last hundred.
class History final
{
public:
    /// Goes to a new page: what lay ahead is forgotten. The same page again changes nothing.
    void visit(const Place& place);
    std::optional<Place> back();
    std::optional<Place> forward();
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }
    /// Forgets pages of a vault that is gone.
    void drop(const vault::VaultId& vault);
    void clear();

private:
    std::vector<Place> m_places;
    std::size_t m_at = 0;
};

} // namespace strongroom::ui
