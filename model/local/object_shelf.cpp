// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_shelf.h"

#include "model/local/row_bytes.h"
#include "model/local/value_seal.h"
#include "model/vault/messages.h"

namespace strongroom::local {

using base::Result;
using vault::ObjectName;
using vault::Permit;
using vault::VersionId;

namespace {

constexpr vault::UnixSeconds secondsOfDay = 86400;

QByteArray bytesOf(const VersionId& id) { return QByteArray::fromHex(id.text().toLatin1()); }

/// The marker of a page of names; opaque for clients, checked because it comes back from them.
Result<QString> nameMarker(const QString& next)
{
    if (next.isEmpty())
        return QString();
    const auto name = ObjectName::create(next);
    if (!name)
        return vault::badContinuation();
    return name->folded();
}

Result<QByteArray> versionMarker(const QString& next)
{
    if (next.isEmpty())
        return QByteArray();
    const auto version = VersionId::create(next);
    if (!version)
        return vault::badContinuation();
    return bytesOf(*version);
}

/// `rows` were read with one row more than the page has, to see whether there is another page.
template <typename Row>
ObjectShelf::Listed<Row> pageOf(std::vector<Row> rows, int size, QString (*marker)(const Row&))
{
    ObjectShelf::Listed<Row> page{ std::move(rows), {} };
    if (page.rows.size() > static_cast<std::size_t>(size)) {
        page.rows.resize(static_cast<std::size_t>(size));
        page.next = marker(page.rows.back());
    }
    return page;
}

QString nameMarkerOf(const ObjectRow& row) { return vault::foldedName(row.name); }
QString versionMarkerOf(const VersionRow& row) { return QString::fromLatin1(row.facts.version.toHex()); }

} // namespace

VersionId versionIdOf(QByteArrayView bytes) { return *VersionId::create(idText(bytes, false)); }

ObjectName nameOf(const ObjectRow& object) { return *ObjectName::create(object.name); }

ObjectShelf::ObjectShelf(StoreContext& context, ObjectTable& objects, const VaultRow& vault,
                         vault::ObjectKind kind)
    : m_context(context)
    , m_objects(objects)
    , m_vault(vault)
    , m_kind(kind)
{
}

vault::Attributes ObjectShelf::attributesOf(const VersionFacts& facts) const
{
    vault::Attributes attributes;
    attributes.isEnabled = facts.isEnabled;
    attributes.notBefore = facts.notBefore;
    attributes.expires = facts.expires;
    attributes.created = facts.created;
    attributes.updated = facts.updated;
    attributes.recoveryLevel = vault::recoveryLevelOf(m_vault.properties);
    attributes.recoverableDays = m_vault.properties.retentionDays;
    return attributes;
}

Result<std::optional<ObjectRow>> ObjectShelf::find(const ObjectName& name)
{
    return m_objects.find(m_vault.id, m_kind, name.folded());
}

Result<ObjectRow> ObjectShelf::live(const ObjectName& name, const std::optional<VersionId>& version)
{
    auto object = find(name);
    if (!object)
        return object.error();
    if (!*object || (*object)->deleted)
        return vault::objectNotFound(m_kind, vault::shownName(name, version));
    return std::move(**object);
}

Result<ObjectRow> ObjectShelf::deleted(const ObjectName& name)
{
    auto object = find(name);
    if (!object)
        return object.error();
    if (!*object || !(*object)->deleted)
        return vault::deletedObjectNotFound(m_kind, name.text());
    return std::move(**object);
}

Result<VersionRow> ObjectShelf::version(const ObjectRow& object, const std::optional<VersionId>& id)
{
    if (!id || bytesOf(*id) == object.facts.version)
        return m_objects.currentVersion(object); // which is kept in memory
    auto version = m_objects.findVersion(object, bytesOf(*id));
    if (!version)
        return version.error();
    if (!*version)
        return vault::objectNotFound(m_kind, object.name + u'/' + id->text());
    return std::move(**version);
}

Result<base::SecureBytes> ObjectShelf::valueOf(const ObjectRow& object, const VersionRow& version) const
{
    return openValue(m_context.keys.value,
                     { m_vault.properties.id, object.kind, object.id, version.facts.version },
                     { version.sealedKey, version.sealedValue });
}

Result<VersionRow> ObjectShelf::sealed(const ObjectRow& object, VersionFacts facts, QByteArrayView value,
                                       qint64 ordinal)
{
    auto sealed = sealValue(m_context.keys.value,
                            { m_vault.properties.id, object.kind, object.id, facts.version }, value);
    if (!sealed)
        return sealed.error();
    VersionRow version;
    version.object = object.id;
    version.ordinal = ordinal;
    version.facts = std::move(facts);
    version.sealedKey = std::move(sealed->key);
    version.sealedValue = std::move(sealed->value);
    return version;
}

Result<void> ObjectShelf::checkFree(const ObjectName& name)
{
    const auto existing = find(name);
    if (!existing)
        return existing.error();
    return checkFree(*existing);
}

Result<void> ObjectShelf::checkFree(const std::optional<ObjectRow>& existing) const
{
    if (existing && existing->deleted)
        return vault::deletedButRecoverable(m_kind, existing->name);
    if (existing && existing->isManaged)
        return vault::managedObject(m_kind, existing->name);
    return {};
}

Result<ObjectShelf::Stored> ObjectShelf::add(const ObjectName& name, VersionFacts facts, QByteArrayView value,
                                             const Permit& permit)
{
    const auto existing = find(name);
    if (!existing)
        return existing.error();
    if (auto free = checkFree(*existing); !free)
        return free.error();
    const auto versionRowId = m_objects.nextVersionId();
    if (!versionRowId)
        return versionRowId.error();

    facts.version = bytesOf(VersionId::random());
    facts.created = permit.now();
    facts.updated = permit.now();
    qint64 ordinal = 1;
    ObjectRow object;
    if (*existing) {
        const auto current = m_objects.currentVersion(**existing);
        if (!current)
            return current.error();
        ordinal = current->ordinal + 1;
        facts.previous = current->facts.version;
        object = **existing;
    } else {
        object.vault = m_vault.id;
        object.kind = m_kind;
        object.name = name.text();
    }
    object.current = *versionRowId;
    object.facts = facts;
    if (auto stored = *existing ? m_objects.update(object, **existing) : m_objects.insert(object); !stored)
        return stored.error();
    auto version = sealed(object, std::move(facts), value, ordinal);
    if (!version)
        return version.error();
    version->id = *versionRowId;
    if (auto stored = m_objects.insertVersion(*version); !stored)
        return stored.error();
    return Stored{ std::move(object), std::move(*version) };
}

Result<ObjectShelf::Stored> ObjectShelf::update(const ObjectName& name, const std::optional<VersionId>& id,
                                                const Changes& changes, const Permit& permit)
{
    auto object = live(name, id);
    if (!object)
        return object.error();
    if (object->isManaged)
        return vault::managedObject(m_kind, object->name);
    auto found = version(*object, id);
    if (!found)
        return found.error();
    VersionFacts& facts = found->facts;
    const auto attributes = vault::applied(changes.attributes, attributesOf(facts));
    if (!attributes)
        return attributes.error();
    facts.isEnabled = attributes->isEnabled;
    facts.notBefore = attributes->notBefore;
    facts.expires = attributes->expires;
    facts.contentType = changes.contentType.value_or(facts.contentType);
    facts.tags = changes.tags.value_or(facts.tags);
    facts.updated = permit.now();
    if (auto stored = m_objects.updateVersion(*found); !stored)
        return stored.error();
    if (found->id == object->current) {
        const ObjectRow before = *object;
        object->facts = facts;
        if (auto stored = m_objects.update(*object, before); !stored)
            return stored.error();
    }
    return Stored{ std::move(*object), std::move(*found) };
}

Result<ObjectRow> ObjectShelf::remove(const ObjectName& name, const Permit& permit)
{
    const auto object = live(name);
    if (!object)
        return object.error();
    if (object->isManaged)
        return vault::managedObject(m_kind, object->name);
    ObjectRow changed = *object;
    changed.deleted = permit.now();
    changed.scheduledPurge = permit.now() + m_vault.properties.retentionDays * secondsOfDay;
    if (auto stored = m_objects.update(changed, *object); !stored)
        return stored.error();
    return changed;
}

Result<ObjectRow> ObjectShelf::recover(const ObjectName& name)
{
    const auto object = deleted(name);
    if (!object)
        return object.error();
    ObjectRow changed = *object;
    changed.deleted.reset();
    changed.scheduledPurge.reset();
    if (auto stored = m_objects.update(changed, *object); !stored)
        return stored.error();
    return changed;
}

Result<ObjectRow> ObjectShelf::toPurge(const ObjectName& name)
{
    auto object = deleted(name);
    if (object && m_vault.properties.hasPurgeProtection)
        return vault::purgeProtected(m_vault.properties);
    return object;
}

Result<ObjectShelf::Listed<ObjectRow>> ObjectShelf::page(const vault::PageRequest& request,
                                                         ObjectTable::Which which)
{
    const auto size = vault::pageSizeOf(request);
    if (!size)
        return size.error();
    const auto after = nameMarker(request.next);
    if (!after)
        return after.error();
    auto rows = m_objects.page(m_vault.id, m_kind, which, *after, *size + 1);
    if (!rows)
        return rows.error();
    return pageOf(std::move(*rows), *size, nameMarkerOf);
}

Result<ObjectShelf::Listed<VersionRow>> ObjectShelf::versions(const std::optional<ObjectRow>& object,
                                                              const vault::PageRequest& request)
{
    const auto size = vault::pageSizeOf(request);
    if (!size)
        return size.error();
    const auto after = versionMarker(request.next);
    if (!after)
        return after.error();
    if (!object || object->deleted)
        return Listed<VersionRow>();
    auto rows = m_objects.versionsPage(object->id, *after, *size + 1);
    if (!rows)
        return rows.error();
    return pageOf(std::move(*rows), *size, versionMarkerOf);
}

Result<std::vector<vault::NameState>> ObjectShelf::nameStates(const std::vector<ObjectName>& names)
{
    std::vector<vault::NameState> states;
    states.reserve(names.size());
    for (const ObjectName& name : names) {
        const auto object = find(name);
        if (!object)
            return object.error();
        if (!*object)
            states.push_back(vault::NameState::Free);
        else if ((*object)->deleted)
            states.push_back(vault::NameState::Deleted);
        else
            states.push_back((*object)->isManaged ? vault::NameState::Managed : vault::NameState::Exists);
    }
    return states;
}

Result<ObjectBackup> ObjectShelf::backup(const ObjectRow& object)
{
    auto rows = m_objects.versions(object, vault::limits::backupVersions + 1);
    if (!rows)
        return rows.error();
    if (rows->size() > static_cast<std::size_t>(vault::limits::backupVersions))
        return vault::tooManyVersions(m_kind);
    ObjectBackup backup{ m_kind, object.name, {}, {} };
    for (VersionRow& row : *rows) {
        auto value = valueOf(object, row);
        if (!value)
            return value.error();
        backup.versions.push_back({ row.id, std::move(row.facts), std::move(*value), {} });
    }
    return backup;
}

Result<ObjectShelf::Restored> ObjectShelf::restore(const ObjectBackup& backup)
{
    const auto name = ObjectName::create(backup.name);
    if (!name || backup.kind != m_kind)
        return vault::malformedBackup();
    const auto existing = find(*name);
    if (!existing)
        return existing.error();
    if (*existing)
        return (*existing)->deleted ? vault::deletedButRecoverable(m_kind, (*existing)->name)
                                    : vault::nameInUse(m_kind, (*existing)->name);
    Restored restored;
    for (std::size_t i = 0; i < backup.versions.size(); ++i) {
        const auto id = m_objects.nextVersionId();
        if (!id)
            return id.error();
        restored.versionRows.push_back(*id);
    }
    ObjectRow& object = restored.object;
    object.vault = m_vault.id;
    object.kind = m_kind;
    object.name = backup.name;
    object.current = restored.versionRows.back();
    object.facts = backup.versions.back().facts;
    if (auto stored = m_objects.insert(object); !stored)
        return stored.error();
    for (std::size_t i = 0; i < backup.versions.size(); ++i) {
        auto row = sealed(object, backup.versions[i].facts, backup.versions[i].value.view(),
                          static_cast<qint64>(i) + 1);
        if (!row)
            return row.error();
        row->id = restored.versionRows[i];
        if (auto stored = m_objects.insertVersion(*row); !stored)
            return stored.error();
    }
    return restored;
}

} // namespace strongroom::local
