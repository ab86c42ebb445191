// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/keep/guarded_file.h"

#include <QString>

#include <optional>

namespace strongroom::keep {

enum class HolderKind { Window, Server, Command };

/// The process that holds a store.
struct StoreHolder final
{
    qint64 pid = 0;
    HolderKind kind = HolderKind::Window;
    QString socketPath; ///< where it listens for other processes; empty when it does not

    friend bool operator==(const StoreHolder&, const StoreHolder&) = default;
};

/// StoreInUse, with a sentence that names the holder if it is known.
base::Error storeInUse(const std::optional<StoreHolder>& holder);

/// One process holds a store: a lock of the kernel on the file "lock" in its folder. It ends with the
/// process, however that ends, so that there is nothing to clean up after a kill. The file says who
/// holds it, for whoever comes second. Released on destruction.
class StoreLock final
{
public:
    /// StoreInUse, at once, when another process (or another open store of this one) holds it; the
    /// message names the holder. StoreReadOnly when the folder cannot be written.
    static base::Result<StoreLock> take(const QString& folder, const StoreHolder& self);
    /// Who holds the store now; nobody when it is free. Does not disturb a take().
    static std::optional<StoreHolder> holderOf(const QString& folder);

    StoreLock(StoreLock&&) noexcept = default;
    StoreLock& operator=(StoreLock&&) noexcept = default;

private:
    explicit StoreLock(base::FileDescriptor file)
        : m_file(std::move(file))
    {
    }

    base::FileDescriptor m_file;
};

} // namespace strongroom::keep
