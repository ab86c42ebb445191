// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_table.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::Result;

namespace {

/// Rows kept in memory, at most: some megabytes.
constexpr qsizetype rowsKept = 4096;
constexpr qsizetype valueBytesKept = 4096;

/// Columns of VersionFacts in both tables, from `first` on.
VersionFacts readFacts(const Query& row, int first)
{
    VersionFacts facts;
    facts.version = row.copyAt(first);
    facts.previous = row.copyAt(first + 1);
    facts.isEnabled = row.numberAt(first + 2) != 0;
    facts.notBefore = row.optionalNumberAt(first + 3);
    facts.expires = row.optionalNumberAt(first + 4);
    if (facts.expires == noExpiry)
        facts.expires.reset();
    facts.created = row.numberAt(first + 5);
    facts.updated = row.numberAt(first + 6);
    facts.contentType = row.textAt(first + 7);
    facts.tags = decodeTags(row.bytesAt(first + 8));
    return facts;
}

enum class Expiry { Nullable, Sortable };

void writeFacts(RowWriter& writer, const VersionFacts& facts, Expiry expiry)
{
    writer.bytes(facts.version)
        .optionalBytes(facts.previous)
        .number(static_cast<qint64>(facts.isEnabled))
        .number(facts.notBefore);
    if (expiry == Expiry::Sortable)
        writer.number(facts.expires.value_or(noExpiry));
    else
        writer.number(facts.expires);
    writer.number(facts.created).number(facts.updated).text(facts.contentType).bytes(encodeTags(facts.tags));
}

void writeObject(RowWriter& writer, const ObjectRow& row, const QString& folded)
{
    writer.number(row.vault)
        .number(static_cast<qint64>(row.kind))
        .text(folded)
        .text(row.name)
        .number(row.current)
        .number(static_cast<qint64>(row.isManaged))
        .number(row.deleted)
        .number(row.scheduledPurge);
    writeFacts(writer, row.facts, Expiry::Sortable);
}

QString searchText(const vault::Tags& tags)
{
    QStringList words;
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        words << tag.key() << tag.value();
    return words.join(u'\n');
}

/// A new version changes nothing but which one it is and its dates, as a rule.
bool isOnlyNewer(const ObjectRow& row, const ObjectRow& before)
{
    return row.isManaged == before.isManaged && row.deleted == before.deleted
        && row.scheduledPurge == before.scheduledPurge && row.facts.isEnabled == before.facts.isEnabled
        && row.facts.notBefore == before.facts.notBefore && row.facts.expires == before.facts.expires
        && row.facts.contentType == before.facts.contentType && row.facts.tags == before.facts.tags;
}

constexpr const char* updateAny
    = "UPDATE objects SET mac = ?2, current = ?7, managed = ?8, deleted = ?9, scheduled_purge = ?10, "
      "version = ?11, previous = ?12, enabled = ?13, not_before = ?14, expires = ?15, created = ?16, "
      "updated = ?17, content_type = ?18, tags = ?19 "
      "WHERE id = ?1 AND vault = ?3 AND kind = ?4 AND folded = ?5 AND name = ?6";
/// An index is written when one of its columns is set, also to what it is already: this one sets few.
constexpr const char* updateToNewer
    = "UPDATE objects SET mac = ?2, current = ?7, version = ?11, previous = ?12, created = ?16, "
      "updated = ?17 WHERE id = ?1 AND vault = ?3 AND kind = ?4 AND folded = ?5 AND name = ?6 "
      "AND managed = ?8 AND deleted IS ?9 AND scheduled_purge IS ?10 AND enabled = ?13 "
      "AND not_before IS ?14 AND expires = ?15 AND content_type = ?18 AND tags = ?19";

bool areFoundAlike(const ObjectRow& a, const ObjectRow& b)
{
    return a.deleted.has_value() == b.deleted.has_value() && a.facts.contentType == b.facts.contentType
        && a.facts.tags == b.facts.tags;
}

} // namespace

ObjectTable::ObjectTable(StoreContext& context)
    : m_context(context)
{
}

void ObjectTable::forget()
{
    m_lastObject = -1;
    m_lastVersion = -1;
    m_objects.clear();
    m_currentVersions.clear();
}

void ObjectTable::keep(const NameKey& key, const ObjectRow& row)
{
    if (m_objects.size() >= rowsKept)
        m_objects.clear();
    m_objects.insert(key, row);
}

void ObjectTable::keepVersion(const VersionRow& row)
{
    if (m_currentVersions.size() >= rowsKept)
        m_currentVersions.clear();
    if (row.sealedValue.size() <= valueBytesKept)
        m_currentVersions.insert(row.id, row);
}

void ObjectTable::drop(const ObjectRow& row)
{
    m_objects.remove({ row.vault, row.kind, vault::foldedName(row.name) });
    m_currentVersions.remove(row.current);
}

Result<ObjectRow> ObjectTable::readObject(const Query& row) const
{
    if (auto verified = m_context.digests.verifyRow(TableId::Objects, row); !verified)
        return verified.error();
    ObjectRow object;
    object.id = row.numberAt(0);
    object.mac = row.copyAt(1);
    object.vault = row.numberAt(2);
    object.kind = static_cast<vault::ObjectKind>(row.numberAt(3));
    object.name = row.textAt(5);
    object.current = row.numberAt(6);
    object.isManaged = row.numberAt(7) != 0;
    object.deleted = row.optionalNumberAt(8);
    object.scheduledPurge = row.optionalNumberAt(9);
    object.facts = readFacts(row, 10);
    return object;
}

Result<VersionRow> ObjectTable::readVersion(const Query& row) const
{
    if (auto verified = m_context.digests.verifyRow(TableId::Versions, row); !verified)
        return verified.error();
    VersionRow version;
    version.id = row.numberAt(0);
    version.mac = row.copyAt(1);
    version.object = row.numberAt(2);
    version.ordinal = row.numberAt(3);
    version.facts = readFacts(row, 4);
    version.sealedKey = row.copyAt(13);
    version.sealedValue = row.copyAt(14);
    return version;
}

Result<void> ObjectTable::proveFresh(const ObjectRow& row)
{
    return m_context.digests.proveFresh(TableId::Objects, row.id);
}

Result<std::optional<ObjectRow>> ObjectTable::find(qint64 vault, vault::ObjectKind kind,
                                                   const QString& folded)
{
    const NameKey key{ vault, kind, folded };
    if (const auto kept = m_objects.constFind(key); kept != m_objects.constEnd())
        return std::optional<ObjectRow>(*kept);
    auto object = readByName(vault, kind, folded);
    if (object && *object)
        keep(key, **object);
    return object;
}

Result<std::optional<ObjectRow>> ObjectTable::readByName(qint64 vault, vault::ObjectKind kind,
                                                         const QString& folded)
{
    Query query(m_context.database, "SELECT * FROM objects WHERE vault = ?1 AND kind = ?2 AND folded = ?3");
    const auto found = query.number(vault).number(static_cast<qint64>(kind)).text(folded).next();
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<ObjectRow>();
    auto object = readObject(query);
    if (!object)
        return object.error();
    // An index put back to an older state could lead to another row.
    if (object->vault != vault || object->kind != kind || vault::foldedName(object->name) != folded)
        return tampered(u"a name leads to another object."_s);
    if (auto proved = proveFresh(*object); !proved)
        return proved.error();
    return std::optional<ObjectRow>(std::move(*object));
}

Result<ObjectRow> ObjectTable::findById(qint64 id)
{
    Query query(m_context.database, "SELECT * FROM objects WHERE id = ?1");
    const auto found = query.number(id).next();
    if (!found)
        return found.error();
    if (!*found)
        return tampered(u"an object is missing."_s);
    auto object = readObject(query);
    if (!object)
        return object.error();
    if (auto proved = proveFresh(*object); !proved)
        return proved.error();
    return object;
}

Result<std::vector<ObjectRow>> ObjectTable::objectsOf(Query& query)
{
    std::vector<ObjectRow> rows;
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return rows;
        auto object = readObject(query);
        if (!object)
            return object.error();
        rows.push_back(std::move(*object));
    }
}

Result<std::vector<ObjectRow>> ObjectTable::page(qint64 vault, vault::ObjectKind kind, Which which,
                                                 const QString& after, int limit)
{
    Query query(m_context.database,
                which == Which::Live
                    ? "SELECT * FROM objects INDEXED BY objects_live WHERE vault = ?1 AND kind = ?2 "
                      "AND folded > ?3 AND deleted IS NULL ORDER BY folded LIMIT ?4"
                    : "SELECT * FROM objects INDEXED BY objects_deleted WHERE vault = ?1 AND kind = ?2 "
                      "AND folded > ?3 AND deleted IS NOT NULL ORDER BY folded LIMIT ?4");
    query.number(vault).number(static_cast<qint64>(kind)).text(after).number(limit);
    return objectsOf(query);
}

Result<std::vector<ObjectRow>> ObjectTable::expired(vault::UnixSeconds now, int limit)
{
    Query query(m_context.database,
                "SELECT * FROM objects WHERE deleted IS NOT NULL AND scheduled_purge <= ?1 "
                "ORDER BY scheduled_purge LIMIT ?2");
    query.number(now).number(limit);
    return objectsOf(query);
}

Result<std::vector<ObjectRow>> ObjectTable::anyOf(qint64 vault, int limit)
{
    Query query(m_context.database, "SELECT * FROM objects WHERE vault = ?1 LIMIT ?2");
    query.number(vault).number(limit);
    return objectsOf(query);
}

Result<void> ObjectTable::insert(ObjectRow& row)
{
    if (m_lastObject < 0) {
        const auto last = m_context.database.number("SELECT max(id) FROM objects");
        if (!last)
            return last.error();
        m_lastObject = *last;
    }
    row.id = ++m_lastObject;
    drop(row);
    RowWriter writer(m_context, TableId::Objects,
                     "INSERT INTO objects VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                     "?14, ?15, ?16, ?17, ?18, ?19)",
                     row.id);
    writeObject(writer, row, vault::foldedName(row.name));
    auto mac = writer.write({});
    if (!mac)
        return mac.error();
    row.mac = std::move(*mac);
    m_context.roll.changed({ row.vault, row.kind }, ObjectRoll::Change::Listing);
    if (auto counted = count(row, row.deleted ? 0 : 1, row.deleted ? 1 : 0); !counted)
        return counted.error();
    return row.deleted ? Result<void>() : index(row);
}

Result<void> ObjectTable::update(const ObjectRow& row, const ObjectRow& before)
{
    const NameKey key{ row.vault, row.kind, vault::foldedName(row.name) };
    const bool isFoundAlike = areFoundAlike(row, before);
    m_currentVersions.remove(before.current);
    m_context.roll.changed({ row.vault, row.kind },
                           isFoundAlike ? ObjectRoll::Change::Facts : ObjectRoll::Change::Listing);
    {
        RowWriter writer(m_context, TableId::Objects, isOnlyNewer(row, before) ? updateToNewer : updateAny,
                         row.id);
        writeObject(writer, row, key.folded);
        auto mac = writer.write(before.mac);
        if (!mac) {
            m_objects.remove(key);
            return mac.error();
        }
        ObjectRow written = row;
        written.mac = std::move(*mac);
        keep(key, written);
    }
    if (row.deleted.has_value() != before.deleted.has_value()) {
        const int live = row.deleted ? -1 : 1;
        if (auto counted = count(row, live, -live); !counted)
            return counted.error();
    }
    if (isFoundAlike)
        return {};
    if (!before.deleted) {
        if (auto done = unindex(before); !done)
            return done.error();
    }
    return row.deleted ? Result<void>() : index(row);
}

Result<void> ObjectTable::remove(const ObjectRow& row)
{
    drop(row);
    m_context.roll.changed({ row.vault, row.kind }, ObjectRoll::Change::Listing);
    if (!row.deleted) {
        if (auto done = unindex(row); !done)
            return done.error();
    }
    for (;;) {
        // By pieces: an object may have very many versions.
        auto some = versions(row, 100);
        if (!some)
            return some.error();
        if (some->empty())
            break;
        for (const VersionRow& version : *some) {
            if (auto removed = removeRow(m_context, TableId::Versions, "DELETE FROM versions WHERE id = ?1",
                                         version.id, version.mac);
                !removed)
                return removed.error();
        }
    }
    if (auto counted = count(row, row.deleted ? 0 : -1, row.deleted ? -1 : 0); !counted)
        return counted.error();
    return removeRow(m_context, TableId::Objects, "DELETE FROM objects WHERE id = ?1", row.id, row.mac);
}

Result<void> ObjectTable::count(const ObjectRow& row, int live, int deleted)
{
    return Query(m_context.database,
                 "INSERT INTO object_counts (vault, kind, live, deleted) VALUES (?1, ?2, ?3, ?4) "
                 "ON CONFLICT (vault, kind) DO UPDATE SET live = live + excluded.live, "
                 "deleted = deleted + excluded.deleted")
        .number(row.vault)
        .number(static_cast<qint64>(row.kind))
        .number(live)
        .number(deleted)
        .run();
}

Result<void> ObjectTable::index(const ObjectRow& row)
{
    if (auto done = Query(m_context.database,
                          "INSERT INTO object_search (rowid, name, content_type, tags) "
                          "VALUES (?1, ?2, ?3, ?4)")
                        .number(row.id)
                        .text(row.name)
                        .text(row.facts.contentType)
                        .text(searchText(row.facts.tags))
                        .run();
        !done)
        return done.error();
    for (auto tag = row.facts.tags.cbegin(); tag != row.facts.tags.cend(); ++tag) {
        if (auto done = Query(m_context.database,
                              "INSERT OR IGNORE INTO object_tags (name, value, object) VALUES (?1, ?2, ?3)")
                            .text(tag.key().toLower())
                            .text(tag.value().toLower())
                            .number(row.id)
                            .run();
            !done)
            return done.error();
    }
    return {};
}

Result<void> ObjectTable::unindex(const ObjectRow& row)
{
    if (auto done
        = Query(m_context.database, "DELETE FROM object_search WHERE rowid = ?1").number(row.id).run();
        !done)
        return done.error();
    if (row.facts.tags.isEmpty())
        return {};
    return Query(m_context.database, "DELETE FROM object_tags WHERE object = ?1").number(row.id).run();
}

Result<VersionRow> ObjectTable::currentVersion(const ObjectRow& object)
{
    if (const auto kept = m_currentVersions.constFind(object.current); kept != m_currentVersions.constEnd())
        return *kept;
    Query query(m_context.database, "SELECT * FROM versions WHERE id = ?1");
    const auto found = query.number(object.current).next();
    if (!found)
        return found.error();
    if (!*found)
        return tampered(u"a current version is missing."_s);
    auto version = readVersion(query);
    if (!version)
        return version.error();
    if (version->object != object.id || version->facts.version != object.facts.version)
        return tampered(u"a current version is that of another object."_s);
    if (auto proved = m_context.digests.proveFresh(TableId::Versions, version->id); !proved)
        return proved.error();
    keepVersion(*version);
    return version;
}

Result<std::optional<VersionRow>> ObjectTable::findVersion(const ObjectRow& object, QByteArrayView id)
{
    Query query(m_context.database, "SELECT * FROM versions WHERE object = ?1 AND version = ?2");
    const auto found = query.number(object.id).bytes(id).next();
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<VersionRow>();
    auto version = readVersion(query);
    if (!version)
        return version.error();
    if (version->object != object.id || QByteArrayView(version->facts.version) != id)
        return tampered(u"a version leads to another one."_s);
    if (auto proved = m_context.digests.proveFresh(TableId::Versions, version->id); !proved)
        return proved.error();
    return std::optional<VersionRow>(std::move(*version));
}

Result<std::vector<VersionRow>> ObjectTable::versionsPage(qint64 object, QByteArrayView after, int limit)
{
    std::vector<VersionRow> page;
    Query query(m_context.database,
                "SELECT * FROM versions WHERE object = ?1 AND version > ?2 ORDER BY version LIMIT ?3");
    query.number(object).bytes(after).number(limit);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return page;
        if (auto verified = m_context.digests.verifyRow(TableId::Versions, query); !verified)
            return verified.error();
        VersionRow version;
        version.id = query.numberAt(0);
        version.object = object;
        version.ordinal = query.numberAt(3);
        version.facts = readFacts(query, 4);
        page.push_back(std::move(version));
    }
}

Result<std::vector<VersionRow>> ObjectTable::versions(const ObjectRow& object, qint64 limit)
{
    std::vector<VersionRow> rows;
    Query query(m_context.database, "SELECT * FROM versions WHERE object = ?1 ORDER BY ordinal LIMIT ?2");
    query.number(object.id).number(limit);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return rows;
        auto version = readVersion(query);
        if (!version)
            return version.error();
        if (auto proved = m_context.digests.proveFresh(TableId::Versions, version->id); !proved)
            return proved.error();
        rows.push_back(std::move(*version));
    }
}

Result<qint64> ObjectTable::nextVersionId()
{
    if (m_lastVersion < 0) {
        const auto last = m_context.database.number("SELECT max(id) FROM versions");
        if (!last)
            return last.error();
        m_lastVersion = *last;
    }
    return ++m_lastVersion;
}

Result<void> ObjectTable::insertVersion(VersionRow& row)
{
    RowWriter writer(m_context, TableId::Versions,
                     "INSERT INTO versions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                     "?14, ?15)",
                     row.id);
    writer.number(row.object).number(row.ordinal);
    writeFacts(writer, row.facts, Expiry::Nullable);
    writer.bytes(row.sealedKey).sealed(row.sealedValue);
    auto mac = writer.write({});
    if (!mac)
        return mac.error();
    row.mac = std::move(*mac);
    keepVersion(row);
    return {};
}

Result<void> ObjectTable::updateVersion(const VersionRow& row)
{
    m_currentVersions.remove(row.id);
    RowWriter writer(m_context, TableId::Versions,
                     "UPDATE versions SET mac = ?2, enabled = ?7, not_before = ?8, expires = ?9, "
                     "created = ?10, updated = ?11, content_type = ?12, tags = ?13 "
                     "WHERE id = ?1 AND object = ?3 AND ordinal = ?4 AND version = ?5 "
                     "AND previous IS ?6 AND sealed_key = ?14 AND sealed_value = ?15",
                     row.id);
    writer.number(row.object).number(row.ordinal);
    writeFacts(writer, row.facts, Expiry::Nullable);
    writer.bytes(row.sealedKey).sealed(row.sealedValue);
    if (auto mac = writer.write(row.mac); !mac)
        return mac.error();
    return {};
}

} // namespace strongroom::local
