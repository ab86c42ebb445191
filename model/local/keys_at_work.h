// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>

#include <memory>

namespace strongroom::local {

/// Identifiers of the keys that this run of the program is making or destroying in tokens just now. All of
/// them are leftovers in the store's file, so that a kill leaves nothing in a token for ever, but none of
/// them is to be collected, or to come back, meanwhile. For the store's lane; a hold may be given up on any
/// thread.
class KeysAtWork final
{
public:
    /// Work is being done on the key as long as somebody has this.
    using Hold = std::shared_ptr<const QByteArray>;

    Hold add(QByteArray id)
    {
        m_keys.removeIf([](const auto& key) { return key.value().expired(); });
        auto hold = std::make_shared<const QByteArray>(std::move(id));
        m_keys.insert(*hold, hold);
        return hold;
    }
    bool contains(const QByteArray& id) const
    {
        const auto found = m_keys.constFind(id);
        return found != m_keys.constEnd() && !found->expired();
    }

private:
    QHash<QByteArray, std::weak_ptr<const QByteArray>> m_keys;
};

} // namespace strongroom::local
