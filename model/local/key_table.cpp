// SPDX-License-Identifier: Apache-2.0
#include "model/local/key_table.h"

#include "model/local/row_bytes.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Result;
using vault::LifetimeAction;

namespace {

constexpr qint64 noCurve = -1;
constexpr qsizetype detailsKept = 4096;

void write(RowBytes& bytes, const vault::Duration& duration)
{
    bytes.number(duration.years).number(duration.months).number(duration.days).number(duration.seconds);
}

vault::Duration readDuration(RowReader& reader)
{
    vault::Duration duration;
    duration.years = static_cast<int>(reader.number());
    duration.months = static_cast<int>(reader.number());
    duration.days = static_cast<int>(reader.number());
    duration.seconds = reader.number();
    return duration;
}

vault::Attributes attributesOf(const VersionFacts& facts)
{
    vault::Attributes attributes;
    attributes.created = facts.created;
    attributes.expires = facts.expires;
    return attributes;
}

} // namespace

QByteArray KeyDetail::encoded() const
{
    RowBytes bytes;
    bytes.number(static_cast<qint64>(protection))
        .number(static_cast<qint64>(publicKey.type))
        .number(publicKey.bits)
        .number(publicKey.curve ? static_cast<qint64>(*publicKey.curve) : noCurve)
        .bytes(publicKey.n)
        .bytes(publicKey.e)
        .bytes(publicKey.x)
        .bytes(publicKey.y)
        .text(operations.join(u' '))
        .number(static_cast<qint64>(isExportable))
        .number(static_cast<qint64>(releasePolicy.has_value()));
    if (releasePolicy)
        bytes.text(releasePolicy->contentType)
            .number(static_cast<qint64>(releasePolicy->isImmutable))
            .bytes(releasePolicy->data);
    bytes.number(static_cast<qint64>(origin));
    return bytes.view().toByteArray();
}

Result<KeyDetail> KeyDetail::decode(QByteArrayView bytes)
{
    RowReader reader(bytes);
    KeyDetail detail;
    detail.protection = static_cast<vault::KeyProtection>(reader.number());
    detail.publicKey.type = static_cast<crypto::KeyType>(reader.number());
    detail.publicKey.bits = static_cast<int>(reader.number());
    if (const qint64 curve = reader.number(); curve != noCurve)
        detail.publicKey.curve = static_cast<crypto::Curve>(curve);
    detail.publicKey.n = reader.bytes().toByteArray();
    detail.publicKey.e = reader.bytes().toByteArray();
    detail.publicKey.x = reader.bytes().toByteArray();
    detail.publicKey.y = reader.bytes().toByteArray();
    detail.operations = reader.text().split(u' ', Qt::SkipEmptyParts);
    detail.isExportable = reader.number() != 0;
    if (reader.number() != 0) {
        vault::ReleasePolicy policy;
        policy.contentType = reader.text();
        policy.isImmutable = reader.number() != 0;
        policy.data = reader.bytes().toByteArray();
        detail.releasePolicy = std::move(policy);
    }
    if (!reader.isAtEnd()) // before schema 5 it was not said
        detail.origin = static_cast<vault::KeyOrigin>(reader.number());
    if (!reader.isAtEnd())
        return tampered(u"the details of a key cannot be read."_s);
    return detail;
}

vault::RotationPolicy KeySchedule::effective() const
{
    return policy ? *policy : vault::defaultRotationPolicy();
}

void KeySchedule::setTimes(const ObjectRow& key, const KeyDetail& current)
{
    nextRotation = noExpiry;
    nextNotice = noExpiry;
    if (key.deleted || key.isManaged || !key.facts.isEnabled)
        return;
    for (const LifetimeAction& action : effective().actions) {
        const auto time = vault::dueAt(action, attributesOf(key.facts));
        if (!time)
            continue;
        if (action.kind == LifetimeAction::Kind::Rotate)
            nextRotation = vault::canRotate(current.protection, current.origin) ? *time : noExpiry;
        else if (noticed != key.facts.version)
            nextNotice = *time;
    }
}

QByteArray KeySchedule::encodedPolicy() const
{
    if (!policy)
        return {};
    RowBytes bytes;
    bytes.number(static_cast<qint64>(policy->actions.size()));
    for (const LifetimeAction& action : policy->actions) {
        bytes.number(static_cast<qint64>(action.kind));
        bytes.number(static_cast<qint64>(action.timeAfterCreate.has_value()));
        write(bytes, action.timeAfterCreate ? *action.timeAfterCreate : *action.timeBeforeExpiry);
    }
    bytes.number(static_cast<qint64>(policy->expiryTime.has_value()));
    if (policy->expiryTime)
        write(bytes, *policy->expiryTime);
    bytes.number(policy->created).number(policy->updated);
    return bytes.view().toByteArray();
}

Result<void> KeySchedule::decodePolicy(QByteArrayView bytes)
{
    policy.reset();
    if (bytes.isEmpty())
        return {};
    RowReader reader(bytes);
    vault::RotationPolicy read;
    for (qint64 left = reader.number(); left > 0 && reader.isGood(); --left) {
        LifetimeAction action;
        action.kind = static_cast<LifetimeAction::Kind>(reader.number());
        const bool isAfterCreate = reader.number() != 0;
        (isAfterCreate ? action.timeAfterCreate : action.timeBeforeExpiry) = readDuration(reader);
        read.actions.push_back(action);
    }
    if (reader.number() != 0)
        read.expiryTime = readDuration(reader);
    read.created = reader.number();
    read.updated = reader.number();
    if (!reader.isAtEnd())
        return tampered(u"a rotation policy cannot be read."_s);
    policy = std::move(read);
    return {};
}

KeyTable::KeyTable(StoreContext& context)
    : m_context(context)
{
}

Result<KeyTable::StoredDetail> KeyTable::read(qint64 versionRow)
{
    Query query(m_context.database, "SELECT * FROM key_versions WHERE id = ?1");
    const auto found = query.number(versionRow).next();
    if (!found)
        return found.error();
    if (!*found)
        return tampered(u"the details of a key are missing."_s);
    if (auto verified = m_context.digests.verifyRow(TableId::KeyVersions, query); !verified)
        return verified.error();
    StoredDetail stored{ query.copyAt(1), query.copyAt(2) };
    if (auto proved = m_context.digests.proveFresh(TableId::KeyVersions, versionRow); !proved)
        return proved.error();
    return stored;
}

Result<KeyDetail> KeyTable::detail(qint64 versionRow)
{
    if (const auto known = m_details.constFind(versionRow); known != m_details.cend())
        return *known;
    const auto stored = read(versionRow);
    if (!stored)
        return stored.error();
    auto decoded = KeyDetail::decode(stored->detail);
    if (!decoded)
        return decoded.error();
    if (m_details.size() >= detailsKept)
        m_details.clear();
    return *m_details.insert(versionRow, *decoded);
}

Result<void> KeyTable::insertDetail(qint64 versionRow, const KeyDetail& detail)
{
    m_details.remove(versionRow);
    RowWriter writer(m_context, TableId::KeyVersions, "INSERT INTO key_versions VALUES (?1, ?2, ?3)",
                     versionRow);
    if (auto mac = writer.bytes(detail.encoded()).write({}); !mac)
        return mac.error();
    return {};
}

Result<void> KeyTable::updateDetail(qint64 versionRow, const KeyDetail& detail)
{
    m_details.remove(versionRow);
    const auto before = read(versionRow);
    if (!before)
        return before.error();
    RowWriter writer(m_context, TableId::KeyVersions,
                     "UPDATE key_versions SET mac = ?2, detail = ?3 WHERE id = ?1", versionRow);
    if (auto mac = writer.bytes(detail.encoded()).write(before->mac); !mac)
        return mac.error();
    return {};
}

Result<void> KeyTable::removeDetail(qint64 versionRow)
{
    m_details.remove(versionRow);
    const auto before = read(versionRow);
    if (!before)
        return before.error();
    return removeRow(m_context, TableId::KeyVersions, "DELETE FROM key_versions WHERE id = ?1", versionRow,
                     before->mac);
}

Result<KeySchedule> KeyTable::schedule(qint64 key)
{
    Query query(m_context.database, "SELECT * FROM key_schedules WHERE id = ?1");
    const auto found = query.number(key).next();
    if (!found)
        return found.error();
    if (!*found)
        return tampered(u"the schedule of a key is missing."_s);
    if (auto verified = m_context.digests.verifyRow(TableId::KeySchedules, query); !verified)
        return verified.error();
    KeySchedule schedule;
    schedule.mac = query.copyAt(1);
    if (auto decoded = schedule.decodePolicy(query.bytesAt(2)); !decoded)
        return decoded.error();
    schedule.noticed = query.copyAt(3);
    schedule.nextRotation = query.numberAt(4);
    schedule.nextNotice = query.numberAt(5);
    if (auto proved = m_context.digests.proveFresh(TableId::KeySchedules, key); !proved)
        return proved.error();
    return schedule;
}

Result<void> KeyTable::store(const ObjectRow& key, KeySchedule schedule)
{
    const auto current = detail(key.current);
    if (!current)
        return current.error();
    schedule.setTimes(key, *current);
    RowWriter writer(
        m_context, TableId::KeySchedules,
        schedule.mac.isEmpty()
            ? "INSERT INTO key_schedules VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            : "UPDATE key_schedules SET mac = ?2, policy = ?3, noticed = ?4, next_rotation = ?5, "
              "next_notice = ?6 WHERE id = ?1",
        key.id);
    const auto mac = writer.bytes(schedule.encodedPolicy())
                         .bytes(schedule.noticed)
                         .number(schedule.nextRotation)
                         .number(schedule.nextNotice)
                         .write(schedule.mac);
    if (!mac)
        return mac.error();
    return {};
}

Result<void> KeyTable::removeSchedule(qint64 key)
{
    const auto before = schedule(key);
    if (!before)
        return before.error();
    return removeRow(m_context, TableId::KeySchedules, "DELETE FROM key_schedules WHERE id = ?1", key,
                     before->mac);
}

Result<std::vector<KeyTable::Due>> KeyTable::due(vault::UnixSeconds now, int limit)
{
    std::vector<Due> due;
    const auto take = [&](const char* sql, LifetimeAction::Kind action) -> Result<void> {
        Query query(m_context.database, sql);
        query.number(now).number(limit);
        for (;;) {
            const auto found = query.next();
            if (!found)
                return found.error();
            if (!*found)
                return {};
            due.push_back({ query.numberAt(0), action, query.numberAt(1) });
        }
    };
    if (auto taken = take("SELECT key_schedules.id, next_rotation FROM key_schedules "
                          "JOIN objects ON objects.id = key_schedules.id "
                          "JOIN vaults ON vaults.id = objects.vault AND vaults.deleted IS NULL "
                          "WHERE next_rotation <= ?1 ORDER BY next_rotation LIMIT ?2",
                          LifetimeAction::Kind::Rotate);
        !taken)
        return taken.error();
    if (auto taken = take("SELECT key_schedules.id, next_notice FROM key_schedules "
                          "JOIN objects ON objects.id = key_schedules.id "
                          "JOIN vaults ON vaults.id = objects.vault AND vaults.deleted IS NULL "
                          "WHERE next_notice <= ?1 ORDER BY next_notice LIMIT ?2",
                          LifetimeAction::Kind::Notify);
        !taken)
        return taken.error();
    std::ranges::sort(due, {}, &Due::time);
    if (due.size() > static_cast<std::size_t>(limit))
        due.resize(static_cast<std::size_t>(limit));
    return due;
}

} // namespace strongroom::local
