// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/operations.h"
#include "model/ops/rotation_plan.h"

#include <QTimer>

#include <chrono>

namespace strongroom::ops {

/// What an open store does by itself, as the program and not as a person: it purges what has been kept long
/// enough, rotates keys and gives notice of their end when their policies say so, and clears tokens of what
/// purged keys, and keys that were being made when the program ended, have left there.
///
/// It asks the store at start, once an hour and after changes of keys, for what becomes due within the hour,
/// and looks at the clock each minute; so it neither fills the audit log with questions nor misses a clock
/// that jumps. It remembers nothing that matters: after a restart it asks again, and the operations
/// themselves refuse what has been done already.
///
/// Lives on a thread with an event loop. Destroying it leaves what was submitted to be finished.
class Upkeep final : public QObject
{
    Q_OBJECT

public:
    struct Pace
    {
        std::chrono::milliseconds look = std::chrono::minutes(1);
        std::chrono::milliseconds settle = std::chrono::seconds(5); ///< from a change to the question
    };

    /// `operations` and `clock` must outlive this object.
    Upkeep(Operations& operations, const base::Clock& clock, Pace pace, QObject* parent = nullptr);

    void start();

    /// What can wait least, for a program that has the store for a moment only: purges what is due, and
    /// clears some of what that has left in tokens.
    static QFuture<void> purgeOnce(Operations& operations);

private:
    void look();
    void sweep();
    void collect();
    void plan();
    void turnToNext();
    void turnTo(const vault::DueKey& key);
    template <typename Op> void perform(const vault::DueKey& key);
    void heed(const vault::VaultChange& change);
    void settle();

    Operations& m_operations;
    const base::Clock& m_clock;
    QTimer m_look;
    QTimer m_settle;
    RotationPlan m_plan;
    base::UnixSeconds m_swept = 0; ///< by the clock
    bool m_isBusy = false; ///< with the plan
    bool m_isStale = false; ///< the plan, since it was made
    bool m_hasTurned = false; ///< to a key, since the plan was made
    bool m_hasLeftovers = false; ///< in tokens, perhaps
};

} // namespace strongroom::ops
