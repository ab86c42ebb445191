// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/history.h"

#include <algorithm>

namespace strongroom::ui {

namespace {

constexpr std::size_t longest = 100;

} // namespace

void History::visit(const Place& place)
{
    if (!m_places.empty() && m_places[m_at] == place)
        return;
    if (!m_places.empty())
        m_places.resize(m_at + 1);
    m_places.push_back(place);
    if (m_places.size() > longest)
        m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
}

std::optional<Place> History::back()
{
    if (!canGoBack())
        return {};
    return m_places[--m_at];
}

std::optional<Place> History::forward()
{
    if (!canGoForward())
        return {};
    return m_places[++m_at];
}

void History::drop(const vault::VaultId& vault)
{
    for (std::size_t i = m_places.size(); i-- > 0;) {
        if (m_places[i].vault != vault)
            continue;
        m_places.erase(m_places.begin() + std::ptrdiff_t(i));
        if (m_at > 0 && i <= m_at)
            --m_at;
    }
}

void History::clear()
{
    m_places.clear();
    m_at = 0;
}

} // namespace strongroom::ui
