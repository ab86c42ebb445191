// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/attributes.h"
#include "model/vault/names.h"

#include <QHash>

namespace strongroom::local {

/// An absent end date in the table of objects: sorts behind all others.
inline constexpr qint64 noExpiry = std::numeric_limits<qint64>::max();

/// What a version says of itself; objects repeat that of their current version.
struct VersionFacts final
{
    QByteArray version; ///< 16 bytes
    QByteArray previous; ///< empty for the first version
    bool isEnabled = true;
    std::optional<vault::UnixSeconds> notBefore;
    std::optional<vault::UnixSeconds> expires;
    vault::UnixSeconds created = 0;
    vault::UnixSeconds updated = 0;
    QString contentType;
    vault::Tags tags;
};

struct ObjectRow final
{
    qint64 id = 0;
    QByteArray mac; ///< as stored; empty for a row that is new
    qint64 vault = 0;
    vault::ObjectKind kind = vault::ObjectKind::Secret;
    QString name;
    qint64 current = 0; ///< row of the current version
    bool isManaged = false;
    std::optional<vault::UnixSeconds> deleted;
    std::optional<vault::UnixSeconds> scheduledPurge;
    VersionFacts facts;
};

struct VersionRow final
{
    qint64 id = 0;
    QByteArray mac;
    qint64 object = 0;
    qint64 ordinal = 0; ///< grows with each version of an object: the newest is the current one
    VersionFacts facts;
    QByteArray sealedKey;
    QByteArray sealedValue;
};

/// The rows of objects, their versions and what makes them findable. Every row that is returned has been
/// verified; single ones have also been proved to be the newest.
class ObjectTable final
{
public:
    explicit ObjectTable(StoreContext& context);

    base::Result<std::optional<ObjectRow>> find(qint64 vault, vault::ObjectKind kind, const QString& folded);
    /// An object that another row names: StoreTampered when it is not there.
    base::Result<ObjectRow> findById(qint64 id);
    /// Live or deleted objects behind the folded name `after`, by folded name.
    enum class Which { Live, Deleted };
    base::Result<std::vector<ObjectRow>> page(qint64 vault, vault::ObjectKind kind, Which which,
                                              const QString& after, int limit);
    /// At most `limit` deleted objects whose time has come.
    base::Result<std::vector<ObjectRow>> expired(vault::UnixSeconds now, int limit);
    base::Result<std::vector<ObjectRow>> anyOf(qint64 vault, int limit);

    /// New objects get their id here.
    base::Result<void> insert(ObjectRow& row);
    base::Result<void> update(const ObjectRow& row, const ObjectRow& before);
    /// With all versions: nothing is left of their keys.
    base::Result<void> remove(const ObjectRow& row);

    base::Result<VersionRow> currentVersion(const ObjectRow& object);
    base::Result<std::optional<VersionRow>> findVersion(const ObjectRow& object, QByteArrayView version);
    /// Without values, behind the version `after`, by version id.
    base::Result<std::vector<VersionRow>> versionsPage(qint64 object, QByteArrayView after, int limit);
    /// At most `limit`, oldest first.
    base::Result<std::vector<VersionRow>> versions(const ObjectRow& object, qint64 limit);
    base::Result<void> insertVersion(VersionRow& row);
    base::Result<void> updateVersion(const VersionRow& row);
    base::Result<qint64> nextVersionId();

    /// Reads an object whose columns begin at 0.
    base::Result<ObjectRow> readObject(const Query& row) const;
    base::Result<void> proveFresh(const ObjectRow& row);
    /// Row ids and rows kept in memory are read anew: after changes were undone.
    void forget();

private:
    /// What names an object.
    struct NameKey
    {
        qint64 vault;
        vault::ObjectKind kind;
        QString folded;
        friend bool operator==(const NameKey&, const NameKey&) = default;
        friend size_t qHash(const NameKey& key, size_t seed = 0)
        {
            return qHashMulti(seed, key.vault, static_cast<int>(key.kind), key.folded);
        }
    };

    base::Result<std::vector<ObjectRow>> objectsOf(Query& query);
    base::Result<VersionRow> readVersion(const Query& row) const;
    base::Result<std::optional<ObjectRow>> readByName(qint64 vault, vault::ObjectKind kind,
                                                      const QString& folded);
    void keep(const NameKey& key, const ObjectRow& row);
    void keepVersion(const VersionRow& row);
    void drop(const ObjectRow& row);
    base::Result<void> index(const ObjectRow& row);
    base::Result<void> unindex(const ObjectRow& row);
    base::Result<void> count(const ObjectRow& row, int live, int deleted);

    StoreContext& m_context;
    qint64 m_lastObject = -1;
    qint64 m_lastVersion = -1;
    // Rows that were read and verified or written, values still sealed: the same few secrets are used most.
    QHash<NameKey, ObjectRow> m_objects;
    QHash<qint64, VersionRow> m_currentVersions; // by row id
};

} // namespace strongroom::local
