// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/security_domain.h"

namespace strongroom::local {

/// The security domains of pools: their keys are sealed, and none is ever forgotten before its pool goes.
class DomainTable final
{
public:
    explicit DomainTable(StoreContext& context);

    struct Row final
    {
        qint64 id = 0;
        QByteArray mac;
        QByteArray domain;
        base::SecureBytes key;
        bool isCurrent = false;
        int holders = 0;
        int required = 0;
        vault::UnixSeconds downloaded = 0;
    };
    /// The domain that new backups are made in; a random one is made for a pool that has none.
    base::Result<Row> obtain(qint64 pool);
    /// All whose backups the pool can read.
    base::Result<std::vector<Row>> all(qint64 pool);
    base::Result<void> recordDownload(qint64 pool, const vault::SecurityDomain& domain,
                                      vault::UnixSeconds now);
    /// Makes this domain the current one, whether or not the pool had it before.
    base::Result<void> adopt(qint64 pool, const vault::SecurityDomain& domain, const base::SecureBytes& key);

    struct TransferKey final
    {
        QByteArray mac;
        base::SecureBytes key; ///< as SoftwareKey::toStored() gives it; empty after it has served
        vault::UnixSeconds uploaded = 0;
    };
    base::Result<TransferKey> transferKey(qint64 pool);
    base::Result<void> storeTransferKey(qint64 pool, const base::SecureBytes& key);
    /// A domain came with it: the next one comes with another key.
    base::Result<void> endTransfer(qint64 pool, vault::UnixSeconds now);

    /// Before the pool itself goes.
    base::Result<void> removeAll(qint64 pool);

private:
    base::Result<void> write(qint64 pool, const Row& row);
    base::Result<void> writeTransfer(qint64 pool, const TransferKey& transfer);

    StoreContext& m_context;
};

} // namespace strongroom::local
