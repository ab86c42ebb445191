// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <sys/types.h>

namespace strongroom::net {

/// Says whose process holds the other end of a connection within this machine (requirement L8): the kernel
/// knows, and nobody can lie to it. Thread-compatible.
class PeerOwners final
{
public:
    PeerOwners();
    ~PeerOwners();
    PeerOwners(const PeerOwners&) = delete;
    PeerOwners& operator=(const PeerOwners&) = delete;

    /// Nothing when nobody holds the other end any more.
    std::optional<uid_t> ownerOf(int socket) const;

private:
    int m_diagnostics; // netlink socket; -1 where the kernel has no such thing
};

/// The owner by the table that the kernel shows as /proc/net/tcp or tcp6, which lists every connection of
/// the machine: for kernels that cannot be asked about one. `local` and `remote` as the table writes them.
std::optional<uid_t> ownerInTable(const QString& table, const QByteArray& local, const QByteArray& remote);

} // namespace strongroom::net
