// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace strongroom::support {

/// Stands between SQLite and the files, and lets single calls fail. There is one, and it is SQLite's
/// default as long as it lives.
class FailingVfs final
{
public:
    /// Kinds of calls that change something on the disk.
    enum Call { Write = 1, Sync = 2, Truncate = 4, Delete = 8, Open = 16 };
    enum class Extent { Once, ForEver };
    struct Fault
    {
        int calls = 0; ///< which kinds are counted and fail
        int code = 0; ///< SQLite's result code
        int at = 0; ///< the number of the call that fails, from 1
        Extent extent = Extent::Once;
    };

    FailingVfs();
    ~FailingVfs();

    /// Counts from here on.
    void arm(const Fault& fault);
    void disarm() { arm({}); }
    /// How many calls failed since arm().
    int failures() const;
    /// How many calls of the armed kinds there were.
    int calls() const;
    /// Writes that came after the first failure.
    int writesAfterFailure() const;
};

} // namespace strongroom::support
