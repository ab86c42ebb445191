// SPDX-License-Identifier: Apache-2.0
#include "model/local/pool_table.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Result;
using vault::PoolSetting;
using vault::RoleDefinition;
using vault::RolePermission;

namespace {

constexpr QChar patternEnd = u'\n'; // is in no pattern: they were checked

QStringList patternsOf(const QString& text) { return text.split(patternEnd, Qt::SkipEmptyParts); }

} // namespace

QByteArray encodePermissions(const std::vector<RolePermission>& permissions)
{
    RowBytes bytes;
    for (const RolePermission& permission : permissions)
        bytes.text(permission.dataActions.join(patternEnd)).text(permission.notDataActions.join(patternEnd));
    return bytes.view().toByteArray();
}

Result<std::vector<RolePermission>> decodePermissions(QByteArrayView bytes)
{
    std::vector<RolePermission> permissions;
    RowReader reader(bytes);
    while (reader.isGood() && !reader.isAtEnd()) {
        QStringList actions = patternsOf(reader.text());
        permissions.push_back({ std::move(actions), patternsOf(reader.text()) });
    }
    if (!reader.isGood())
        return tampered(u"the permissions of a role cannot be read."_s);
    return permissions;
}

PoolTable::PoolTable(StoreContext& context)
    : m_context(context)
{
}

Result<std::vector<RoleDefinition>> PoolTable::roles(qint64 pool)
{
    std::vector<RoleDefinition> roles;
    Query query(m_context.database, "SELECT * FROM role_definitions WHERE vault = ?1 ORDER BY id");
    query.number(pool);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return roles;
        if (auto verified = m_context.digests.verifyRow(TableId::RoleDefinitions, query); !verified)
            return verified.error();
        auto permissions = decodePermissions(query.bytesAt(6));
        if (!permissions)
            return permissions.error();
        roles.push_back({ query.textAt(3), query.textAt(4), query.textAt(5), false, std::move(*permissions),
                          query.numberAt(7), query.numberAt(8) });
    }
}

Result<void> PoolTable::putRole(qint64 pool, const RoleDefinition& role)
{
    const auto before = findRow(
        m_context, "SELECT id, mac FROM role_definitions WHERE vault = ?1 AND uid = ?2", pool, role.id);
    if (!before)
        return before.error();
    const auto id = *before ? Result<qint64>((*before)->id)
                            : nextRowId(m_context, "SELECT max(id) FROM role_definitions");
    if (!id)
        return id.error();
    RowWriter writer(m_context, TableId::RoleDefinitions,
                     "INSERT INTO role_definitions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                     "ON CONFLICT (id) DO UPDATE SET mac = excluded.mac, name = excluded.name, "
                     "description = excluded.description, permissions = excluded.permissions, "
                     "created = excluded.created, updated = excluded.updated",
                     *id);
    const auto mac = writer.number(pool)
                         .text(role.id)
                         .text(role.name)
                         .text(role.description)
                         .bytes(encodePermissions(role.permissions))
                         .number(role.created)
                         .number(role.updated)
                         .write(*before ? (*before)->mac : QByteArray());
    if (!mac)
        return mac.error();
    return {};
}

Result<void> PoolTable::removeRole(qint64 pool, const QString& roleId)
{
    const auto row = findRow(m_context, "SELECT id, mac FROM role_definitions WHERE vault = ?1 AND uid = ?2",
                             pool, roleId);
    if (!row)
        return row.error();
    if (!*row)
        return {};
    return removeRow(m_context, TableId::RoleDefinitions, "DELETE FROM role_definitions WHERE id = ?1",
                     (*row)->id, (*row)->mac);
}

Result<std::vector<PoolSetting>> PoolTable::settings(qint64 pool)
{
    std::vector<PoolSetting> settings = vault::defaultPoolSettings();
    Query query(m_context.database, "SELECT * FROM pool_settings WHERE vault = ?1");
    query.number(pool);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return settings;
        if (auto verified = m_context.digests.verifyRow(TableId::PoolSettings, query); !verified)
            return verified.error();
        const auto setting = std::ranges::find(settings, query.textAt(3), &PoolSetting::name);
        if (setting != settings.end())
            setting->value = query.textAt(4);
    }
}

Result<void> PoolTable::putSetting(qint64 pool, const PoolSetting& setting)
{
    const auto before = findRow(m_context, "SELECT id, mac FROM pool_settings WHERE vault = ?1 AND name = ?2",
                                pool, setting.name);
    if (!before)
        return before.error();
    const auto id
        = *before ? Result<qint64>((*before)->id) : nextRowId(m_context, "SELECT max(id) FROM pool_settings");
    if (!id)
        return id.error();
    RowWriter writer(m_context, TableId::PoolSettings,
                     "INSERT INTO pool_settings VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET "
                     "mac = excluded.mac, value = excluded.value",
                     *id);
    const auto mac = writer.number(pool)
                         .text(setting.name)
                         .text(setting.value)
                         .write(*before ? (*before)->mac : QByteArray());
    if (!mac)
        return mac.error();
    return {};
}

Result<void> PoolTable::removeAll(qint64 pool)
{
    if (auto removed = removeRows(m_context, TableId::RoleDefinitions,
                                  "SELECT id, mac FROM role_definitions WHERE vault = ?1",
                                  "DELETE FROM role_definitions WHERE id = ?1", pool);
        !removed)
        return removed;
    return removeRows(m_context, TableId::PoolSettings, "SELECT id, mac FROM pool_settings WHERE vault = ?1",
                      "DELETE FROM pool_settings WHERE id = ?1", pool);
}

} // namespace strongroom::local
