// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/object_table.h"
#include "model/local/store_context.h"
#include "model/vault/key.h"
#include "model/vault/rotation_policy.h"

#include <QHash>

namespace strongroom::local {

/// What a version of a key has beyond every version: all of KeyProperties that is not in VersionFacts.
struct KeyDetail final
{
    vault::KeyProtection protection = vault::KeyProtection::Software;
    crypto::PublicKey publicKey;
    QStringList operations;
    bool isExportable = false;
    std::optional<vault::ReleasePolicy> releasePolicy;
    vault::KeyOrigin origin = vault::KeyOrigin::MadeHere;

    QByteArray encoded() const;
    static base::Result<KeyDetail> decode(QByteArrayView bytes);
};

/// A key's rotation policy and what it asks for next.
struct KeySchedule final
{
    std::optional<vault::RotationPolicy> policy; ///< nothing: none was set
    QByteArray noticed; ///< the version whose near expiry was told, 16 bytes
    qint64 nextRotation = noExpiry;
    qint64 nextNotice = noExpiry;
    QByteArray mac; ///< as stored; empty for a row that is new

    vault::RotationPolicy effective() const;
    /// Works out when something is due for the key as it is now.
    void setTimes(const ObjectRow& key, const KeyDetail& current);
    QByteArray encodedPolicy() const;
    base::Result<void> decodePolicy(QByteArrayView bytes);
};

/// The details of key versions and the schedules of keys. Rows are verified and proved to be the newest.
class KeyTable final
{
public:
    explicit KeyTable(StoreContext& context);

    base::Result<KeyDetail> detail(qint64 versionRow);
    base::Result<void> insertDetail(qint64 versionRow, const KeyDetail& detail);
    base::Result<void> updateDetail(qint64 versionRow, const KeyDetail& detail);
    base::Result<void> removeDetail(qint64 versionRow);
    /// Details kept in memory are read anew: after changes were undone.
    void forget() { m_details.clear(); }

    base::Result<KeySchedule> schedule(qint64 key);
    /// With the times at which something is due for the key as it is now.
    base::Result<void> store(const ObjectRow& key, KeySchedule schedule);
    base::Result<void> removeSchedule(qint64 key);

    struct Due final
    {
        qint64 key = 0;
        vault::LifetimeAction::Kind action = vault::LifetimeAction::Kind::Rotate;
        qint64 time = 0;
    };
    /// Of keys in live vaults, the longest overdue first.
    base::Result<std::vector<Due>> due(vault::UnixSeconds now, int limit);

private:
    struct StoredDetail
    {
        QByteArray mac;
        QByteArray detail;
    };
    base::Result<StoredDetail> read(qint64 versionRow);

    StoreContext& m_context;
    QHash<qint64, KeyDetail> m_details; // that were read and verified
};

} // namespace strongroom::local
