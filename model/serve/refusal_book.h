// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/operations.h"

#include <mutex>

namespace strongroom::serve {

/// What the audit log calls a request that means no operation.
inline constexpr std::string_view unknownOperation = "Request";

/// Writes into the audit log what is refused at the door, before it is answered.
///
/// A caller with a good token is always written down. Whoever shows none costs nothing to send, so there is
/// room for so many of their entries and no more; it grows back slowly. What finds no room is answered just
/// the same and counted, and the count is written down about once a minute and at the end. Thread-safe.
class RefusalBook final
{
public:
    /// `operations` and `clock` must outlive the book.
    RefusalBook(ops::Operations& operations, const base::Clock& clock);
    ~RefusalBook(); ///< writes down what is only counted so far
    RefusalBook(const RefusalBook&) = delete;
    RefusalBook& operator=(const RefusalBook&) = delete;

    /// `answer` is called once, with `refusal.error` when that stands in the log or was counted, else with
    /// why it could not be written: then that is what the caller is told.
    void write(const vault::Caller& caller, vault::RecordRefusal refusal,
               base::UniqueFunction<void(const base::Error&)> answer);
    /// A refusal that nobody waits for.
    void write(const vault::Caller& caller, vault::RecordRefusal refusal);

    /// Entries of callers who showed no good token: at the start, and how often there is room for one more.
    static constexpr qint64 room = 10'000;
    static constexpr qint64 secondsForOneMore = 10;
    static constexpr qint64 secondsBetweenCounts = 60;

private:
    bool takeRoom();
    qint64 takeCount();
    void writeCount(qint64 count);

    ops::Operations& m_operations;
    const base::Clock& m_clock;
    std::mutex m_mutex;
    qint64 m_room = room; // these four guarded by m_mutex
    base::UnixSeconds m_grownAt;
    qint64 m_counted = 0;
    base::UnixSeconds m_countedSince = 0;
};

} // namespace strongroom::serve
