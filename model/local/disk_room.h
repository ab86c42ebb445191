// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QString>

#include <chrono>

namespace strongroom::local {

/// Room on the disk for the time when there is no other (requirement D6): reading writes an audit row, and
/// deleting and locking write too, so what a person does about a full disk must not find it quite full. What
/// adds something is therefore refused while as much is left as those need and as the journal needs to be
/// written back, and for a disk that somebody else has filled there is a file of zeros to be given up.
class DiskRoom final
{
public:
    explicit DiskRoom(const QString& storeFile);

    /// DiskFull when nothing may be added that stays. `freeInStore`: what the store holds of the disk already
    /// and does not use.
    base::Result<void> mayGrow(qint64 freeInStore) const;
    /// Takes the file of zeros, where the disk has plenty.
    void take() const;
    /// Gives it up.
    void give() const;

private:
    /// The disk is not asked again before: where there is plenty, it lasts a moment.
    mutable std::chrono::steady_clock::time_point m_plentyUntil;
    QString m_folder;
    QString m_journal;
    QString m_reserve;
};

} // namespace strongroom::local
