// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

namespace strongroom::support {

/// Stands between SQLite and the files, knows what of them has reached the disk for certain, and takes the
/// power away (D2): what was written after a file's last sync is then on the disk or not, as it happens. A
/// killed process shows nothing of that, because the system keeps what it wrote. There is one, and it is
/// SQLite's default as long as it lives.
class PowerLossVfs final
{
public:
    /// What becomes of the writes since the last sync.
    enum class Loss {
        All, ///< none has reached the disk
        Some, ///< each has or has not, by chance
        LastTorn, ///< all have, but of the last one only some sectors
        Early, ///< the later ones have, the earlier not: the disk chose its own order
    };

    PowerLossVfs();
    ~PowerLossVfs();
    PowerLossVfs(const PowerLossVfs&) = delete;
    PowerLossVfs& operator=(const PowerLossVfs&) = delete;

    /// Forgets everything: what lies there now is on the disk. The power goes with change number `at`
    /// (writes, syncs, truncations, deletions), from 1; 0: never. From then on every change fails.
    void powerUp(int at);
    bool isPowerOff() const;
    /// How many changes there were since powerUp().
    int changes() const;
    /// Leaves in the files what the disk has kept. No file may be open.
    void settle(Loss loss, quint32 seed);
};

} // namespace strongroom::support
