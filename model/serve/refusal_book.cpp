// SPDX-License-Identifier: Apache-2.0
#include "model/serve/refusal_book.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

RefusalBook::RefusalBook(ops::Operations& operations, const base::Clock& clock)
    : m_operations(operations)
    , m_clock(clock)
    , m_grownAt(clock.now())
{
}

RefusalBook::~RefusalBook()
{
    if (m_counted > 0)
        writeCount(m_counted);
}

void RefusalBook::write(const vault::Caller& caller, vault::RecordRefusal refusal,
                        base::UniqueFunction<void(const base::Error&)> answer)
{
    const bool hasRoom = caller.kind != vault::Caller::Kind::Anonymous || takeRoom();
    if (const qint64 count = takeCount(); count > 0)
        writeCount(count);
    if (!hasRoom) {
        answer(refusal.error);
        return;
    }
    const vault::VaultId vault = refusal.vault;
    m_operations.submit<vault::RecordRefusal>(
        caller, vault, std::move(refusal),
        [answer = std::move(answer)](ops::ResultOf<vault::RecordRefusal> recorded) mutable {
            answer(recorded.error());
        });
}

void RefusalBook::write(const vault::Caller& caller, vault::RecordRefusal refusal)
{
    write(caller, std::move(refusal), [](const base::Error&) {});
}

/// Whether one more entry may be written; counts it when not.
bool RefusalBook::takeRoom()
{
    const std::lock_guard guard(m_mutex);
    const base::UnixSeconds now = m_clock.now();
    if (const qint64 grown = (now - m_grownAt) / secondsForOneMore; grown > 0) {
        m_room = std::min(room, m_room + grown);
        m_grownAt += grown * secondsForOneMore;
    }
    if (m_room > 0) {
        --m_room;
        return true;
    }
    if (m_counted++ == 0)
        m_countedSince = now;
    return false;
}

/// The count, when it is time to write it down.
qint64 RefusalBook::takeCount()
{
    const std::lock_guard guard(m_mutex);
    if (m_counted == 0 || m_clock.now() - m_countedSince < secondsBetweenCounts)
        return 0;
    return std::exchange(m_counted, 0);
}

void RefusalBook::writeCount(qint64 count)
{
    m_operations.submit<vault::RecordRefusal>(
        vault::Caller::system(u"endpoint"_s), {},
        { {},
          { base::ErrorCode::Throttled,
            u"%1 more requests of callers who showed no token were refused; they have no entries of their own."_s
                .arg(count),
            {} } },
        [](const ops::ResultOf<vault::RecordRefusal>&) {});
}

} // namespace strongroom::serve
