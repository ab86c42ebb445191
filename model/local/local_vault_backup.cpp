// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_vault.h"

// Backup and restore of a whole pool, and restore of single keys from such a backup.

#include "model/base/encodings.h"
#include "model/local/job_table.h"
#include "model/local/pool_content.h"
#include "model/local/pool_table.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::Permit;
using vault::PoolJob;
using vault::Work;

namespace {

constexpr int rowsAtOnce = 100;
constexpr qint64 allVersions = std::numeric_limits<qint64>::max();

Error noSuchJob()
{
    return { ErrorCode::NoSuchResource, u"There is no such backup or restore."_s, u"jobId"_s };
}

QString backupFolder(const vault::VaultName& pool, vault::UnixSeconds now)
{
    return "mhsm-"_L1 + pool.text() + u'-'
        + QDateTime::fromSecsSinceEpoch(now, Qt::UTC).toString(u"yyyyMMddHHmmss"_s);
}

Result<void> checkFolderName(const QString& folder)
{
    static const QRegularExpression form(u"^[A-Za-z0-9-]{1,100}$"_s);
    if (form.match(folder).hasMatch())
        return {};
    return Error{ ErrorCode::BadParameter, u"This is not the name of a backup's folder."_s,
                  u"folderToRestore"_s };
}

PoolJob begun(PoolJob::Kind kind, const vault::BackupTarget& place, const QString& folder,
              vault::UnixSeconds now)
{
    PoolJob job;
    job.id = base::randomUuid();
    job.kind = kind;
    job.started = now;
    job.place = place.where + u'/' + folder;
    return job;
}

QString folderOf(const PoolJob& job) { return job.place.section(u'/', -1); }

PoolJob::Kind kindOf(const std::optional<vault::ObjectName>& keyName)
{
    return keyName ? PoolJob::Kind::KeyRestore : PoolJob::Kind::Restore;
}

bool isRestore(PoolJob::Kind kind) { return kind != PoolJob::Kind::Backup; }

QString goneFromToken(const QString& key, const QString& token)
{
    return u"%1: the token \"%2\" does not have this key, and no backup holds it, because keys never leave "
           "their token."_s.arg(key, token);
}

} // namespace

Result<std::unique_ptr<vault::BackupPlace>> LocalVault::openPlace(const vault::BackupTarget& target) const
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    if (!m_storage.surroundings.places)
        return vault::notSupported();
    if (auto checked = target.check(); !checked)
        return checked.error();
    return m_storage.surroundings.places(target);
}

JobTable LocalVault::jobs() const { return JobTable(m_context, m_storage.surroundings.process); }

Result<PoolJob> LocalVault::job(const QString& id, bool isOfRestores)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    auto found = jobs().find(m_row.id, id);
    if (!found)
        return found.error();
    if (!*found || isRestore((*found)->kind) != isOfRestores)
        return noSuchJob();
    return std::move(**found);
}

Result<PoolJob> LocalVault::runningJob(const QString& id, bool isOfRestores)
{
    auto found = job(id, isOfRestores);
    if (found && found->status != PoolJob::Status::InProgress)
        return Error{ ErrorCode::Conflict, u"The backup or restore has ended already."_s, {} };
    return found;
}

Result<PoolJob> LocalVault::end(PoolJob job, const Permit& permit)
{
    job.ended = permit.now();
    if (auto stored = jobs().end(m_row.id, job); !stored)
        return stored.error();
    return job;
}

Result<vault::StartBackup::Output> LocalVault::run(const vault::StartBackup& op, const Permit& permit)
{
    if (auto place = openPlace(op.place); !place)
        return place.error();
    // Its key must be in the store before anything is sealed with it.
    if (auto domain = DomainTable(m_context).obtain(m_row.id); !domain)
        return domain.error();
    PoolJob job = begun(PoolJob::Kind::Backup, op.place, backupFolder(m_row.properties.name, permit.now()),
                        permit.now());
    if (auto stored = jobs().begin(m_row.id, job); !stored)
        return stored.error();
    return job;
}

Result<PoolContent> LocalVault::content(const Permit& permit)
{
    auto rules = m_vaults.rules(m_row, m_tenantId);
    if (!rules)
        return rules.error();
    auto settings = PoolTable(m_context).settings(m_row.id);
    if (!settings)
        return settings.error();
    PoolContent content;
    content.pool = m_row.properties.name.text();
    content.token = m_row.properties.token;
    content.made = permit.now();
    content.roles = std::move(rules->roles);
    content.assignments = std::move(rules->assignments);
    content.settings = std::move(*settings);
    for (const auto which : { ObjectTable::Which::Live, ObjectTable::Which::Deleted }) {
        if (auto added = addKeys(content, which); !added)
            return added.error();
    }
    return content;
}

Result<void> LocalVault::addKeys(PoolContent& content, ObjectTable::Which which)
{
    QString after;
    for (;;) {
        const auto rows = m_objects.page(m_row.id, vault::ObjectKind::Key, which, after, rowsAtOnce);
        if (!rows)
            return rows.error();
        for (const ObjectRow& row : *rows) {
            auto backup = keyBackup(row);
            if (!backup)
                return backup.error();
            content.keys.push_back({ std::move(*backup), row.deleted.has_value() });
        }
        if (std::ssize(*rows) < rowsAtOnce)
            return {};
        after = vault::foldedName(rows->back().name);
    }
}

Result<Work<vault::PerformBackup::Outcome>> LocalVault::prepare(const vault::PerformBackup& op,
                                                                const Permit& permit)
{
    auto place = openPlace(op.place);
    if (!place)
        return place.error();
    const auto job = runningJob(op.jobId, false);
    if (!job)
        return job.error();
    auto gathered = content(permit);
    if (!gathered)
        return gathered.error();
    auto domains = DomainTable(m_context).all(m_row.id);
    if (!domains)
        return domains.error();
    const auto domain = std::ranges::find(*domains, true, &DomainTable::Row::isCurrent);
    if (domain == domains->end())
        return tampered(u"a pool has no security domain."_s);
    return Work<base::Nothing>([place = std::move(*place), folder = folderOf(*job),
                                content = std::move(*gathered),
                                domain = std::move(*domain)]() -> Result<base::Nothing> {
        const auto files = sealPoolBackup(content, domain);
        if (!files)
            return files.error();
        if (auto written = place->write(folder, *files); !written)
            return written.error();
        return base::Nothing{};
    });
}

Result<vault::PerformBackup::Output>
LocalVault::run(const vault::PerformBackup& op, const vault::PerformBackup::Outcome&, const Permit& permit)
{
    auto job = runningJob(op.jobId, false);
    if (!job)
        return job;
    job->status = PoolJob::Status::Succeeded;
    job->details = u"Keys are not in the backup: they never leave the token \"%1\", and come back only while "
                   "it has them."_s.arg(m_row.properties.token.label);
    return end(std::move(*job), permit);
}

Result<vault::StartRestore::Output> LocalVault::run(const vault::StartRestore& op, const Permit& permit)
{
    if (auto place = openPlace(op.place); !place)
        return place.error();
    if (auto named = checkFolderName(op.folder); !named)
        return named.error();
    PoolJob job = begun(kindOf(op.keyName), op.place, op.folder, permit.now());
    if (auto stored = jobs().begin(m_row.id, job); !stored)
        return stored.error();
    return job;
}

Result<Work<vault::PerformRestore::Outcome>> LocalVault::prepare(const vault::PerformRestore& op,
                                                                 const Permit&)
{
    auto place = openPlace(op.place);
    if (!place)
        return place.error();
    const auto job = runningJob(op.jobId, true);
    if (!job)
        return job.error();
    auto domains = DomainTable(m_context).all(m_row.id);
    if (!domains)
        return domains.error();
    auto door = m_storage.doors.ofVault(m_row.id);
    if (!door)
        return door.error();
    return Work<vault::OpenedBackup>([place = std::move(*place), folder = folderOf(*job),
                                      domains = std::move(*domains),
                                      door = std::move(*door)]() -> Result<vault::OpenedBackup> {
        auto opened = openPoolBackup(*place, folder, domains);
        if (!opened)
            return opened.error();
        const auto token = door->token();
        if (!token)
            return token.error();
        const auto keys = (*token)->keys();
        if (!keys)
            return keys.error();
        vault::OpenedBackup backup{ std::move(*opened), {} };
        for (const hsm::TokenKeyFacts& key : *keys)
            backup.keysInToken.push_back(key.id);
        return backup;
    });
}

/// What is about to be destroyed in the token is as good as gone.
Result<QSet<QByteArray>> LocalVault::lastingKeys(const vault::OpenedBackup& backup)
{
    QSet<QByteArray> keys;
    for (const QByteArray& key : backup.keysInToken) {
        const auto isLeftover = m_storage.tokens.isLeftover(key);
        if (!isLeftover)
            return isLeftover.error();
        if (!*isLeftover)
            keys.insert(key);
    }
    return keys;
}

Result<bool> LocalVault::restoreKey(PoolContent::Key key, const QSet<QByteArray>& inToken, Notes& notes,
                                    const Permit& permit)
{
    const auto name = vault::ObjectName::create(key.backup.name);
    if (!name)
        return name.error();
    const auto existing = m_keys.find(*name);
    if (!existing)
        return existing.error();
    if (*existing)
        return reviveKey(**existing, key, notes);
    const auto count = std::ssize(key.backup.versions);
    std::erase_if(key.backup.versions, [&](const ObjectBackup::Version& version) {
        return !inToken.contains(version.value.view().toByteArray());
    });
    if (key.backup.versions.empty()) {
        notes << goneFromToken(name->text(), m_row.properties.token.label);
        return false;
    }
    if (auto room = checkRoomForKey(*name); !room) {
        notes << name->text() + ": "_L1 + room.error().message;
        return false;
    }
    if (const auto gone = count - std::ssize(key.backup.versions); gone > 0)
        notes << u"%1: %2 of its %3 versions are no longer in the token and did not come back."_s
                     .arg(name->text())
                     .arg(gone)
                     .arg(count);
    const auto decoded = decodeKeyBackup(key.backup);
    if (!decoded)
        return decoded.error();
    if (auto added = addRestoredKey(key.backup, *decoded); !added)
        return added.error();
    if (key.isDeleted) {
        const auto removed = m_keys.remove(*name, permit);
        if (!removed)
            return removed.error();
        if (auto planned = reschedule(*removed); !planned)
            return planned.error();
    }
    return true;
}

/// The key is there, live or deleted: its versions that the backup knows become as they were.
Result<bool> LocalVault::reviveKey(const ObjectRow& object, const PoolContent::Key& key, Notes& notes)
{
    auto rows = m_objects.versions(object, allVersions);
    if (!rows)
        return rows.error();
    auto decoded = decodeKeyBackup(key.backup);
    if (!decoded)
        return decoded.error();
    ObjectRow changed = object;
    qsizetype found = 0;
    for (std::size_t i = 0; i < key.backup.versions.size(); ++i) {
        const VersionFacts& facts = key.backup.versions[i].facts;
        const auto row = std::ranges::find_if(
            *rows, [&](const VersionRow& one) { return one.facts.version == facts.version; });
        if (row == rows->end())
            continue;
        ++found;
        row->facts = facts;
        if (row->id == object.current)
            changed.facts = facts;
        if (auto stored = m_objects.updateVersion(*row); !stored)
            return stored.error();
        if (auto stored = m_storage.table.updateDetail(row->id, decoded->details[i]); !stored)
            return stored.error();
    }
    if (found == 0) {
        notes << u"%1: a key of this name was made after the backup, and stays as it is."_s.arg(object.name);
        return false;
    }
    if (const auto missing = std::ssize(key.backup.versions) - found; missing > 0)
        notes << u"%1: %2 versions of the backup did not come back, because the key has others."_s
                     .arg(object.name)
                     .arg(missing);
    if (!key.isDeleted) {
        changed.deleted.reset();
        changed.scheduledPurge.reset();
    }
    m_storage.ring.drop(object.id);
    if (auto stored = m_objects.update(changed, object); !stored)
        return stored.error();
    auto schedule = m_storage.table.schedule(object.id);
    if (!schedule)
        return schedule.error();
    schedule->policy = decoded->schedule.policy;
    if (auto stored = m_storage.table.store(changed, std::move(*schedule)); !stored)
        return stored.error();
    return true;
}

Result<void> LocalVault::restoreAdministration(const PoolContent& content)
{
    PoolTable table(m_context);
    const auto roles = table.roles(m_row.id);
    if (!roles)
        return roles.error();
    m_rules.reset();
    for (const vault::RoleDefinition& role : *roles) {
        if (auto removed = table.removeRole(m_row.id, role.id); !removed)
            return removed;
    }
    for (const vault::RoleDefinition& role : content.roles) {
        if (auto stored = table.putRole(m_row.id, role); !stored)
            return stored;
    }
    if (auto removed = m_vaults.removeAccess(m_row.id); !removed)
        return removed;
    for (const vault::RoleAssignment& assignment : content.assignments) {
        if (auto stored = m_vaults.addAssignment(m_row.id, assignment); !stored)
            return stored;
    }
    for (const vault::PoolSetting& setting : content.settings) {
        if (auto stored = table.putSetting(m_row.id, setting); !stored)
            return stored;
    }
    return {};
}

Result<vault::PerformRestore::Output> LocalVault::run(const vault::PerformRestore& op,
                                                      const vault::OpenedBackup& backup, const Permit& permit)
{
    auto job = runningJob(op.jobId, true);
    if (!job)
        return job;
    auto content = PoolContent::decode(backup.content.view());
    if (!content)
        return content.error();
    Notes notes;
    auto restored = op.keyName ? restoreOneKey(*op.keyName, std::move(*content), backup, notes, permit)
                               : restoreAll(std::move(*content), backup, notes, permit);
    if (!restored)
        return restored.error();
    job->status = PoolJob::Status::Succeeded;
    job->details = notes.join(u'\n');
    return end(std::move(*job), permit);
}

Result<void> LocalVault::restoreAll(PoolContent content, const vault::OpenedBackup& backup, Notes& notes,
                                    const Permit& permit)
{
    const auto inToken = lastingKeys(backup);
    if (!inToken)
        return inToken.error();
    if (auto restored = restoreAdministration(content); !restored)
        return restored;
    bool isSome = false;
    for (PoolContent::Key& key : content.keys) {
        const auto restored = restoreKey(std::move(key), *inToken, notes, permit);
        if (!restored)
            return restored.error();
        isSome = isSome || *restored;
    }
    if (isSome && content.pool.compare(m_row.properties.name.text(), Qt::CaseInsensitive) != 0)
        notes << u"The keys are those of the pool %1, once in the token: a key that is purged in one of the "
                 "pools is gone from both, unless one store holds them."_s.arg(content.pool);
    return {};
}

Result<void> LocalVault::restoreOneKey(const vault::ObjectName& name, PoolContent content,
                                       const vault::OpenedBackup& backup, Notes& notes, const Permit& permit)
{
    const auto key = std::ranges::find_if(content.keys, [&](const PoolContent::Key& one) {
        return one.backup.name.compare(name.text(), Qt::CaseInsensitive) == 0;
    });
    if (key == content.keys.end())
        return Error{ ErrorCode::KeyNotFound, u"The backup holds no key named %1."_s.arg(name.text()), {} };
    const auto inToken = lastingKeys(backup);
    if (!inToken)
        return inToken.error();
    key->isDeleted = false; // who asks for one key wants to have it
    const auto isBack = restoreKey(std::move(*key), *inToken, notes, permit);
    if (!isBack)
        return isBack.error();
    if (!*isBack)
        return Error{ ErrorCode::Conflict, notes.join(u' '), {} };
    return {};
}

Result<vault::FailPoolJob::Output> LocalVault::run(const vault::FailPoolJob& op, const Permit& permit)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    auto found = jobs().find(m_row.id, op.jobId);
    if (!found)
        return found.error();
    if (!*found)
        return noSuchJob();
    (*found)->status = PoolJob::Status::Failed;
    (*found)->error = op.reason;
    return end(std::move(**found), permit);
}

Result<vault::GetBackup::Output> LocalVault::run(const vault::GetBackup& op, const Permit&)
{
    return job(op.jobId, false);
}

Result<vault::GetRestore::Output> LocalVault::run(const vault::GetRestore& op, const Permit&)
{
    return job(op.jobId, true);
}

Result<vault::ListPoolJobs::Output> LocalVault::run(const vault::ListPoolJobs&, const Permit&)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    auto all = jobs().all(m_row.id);
    if (all)
        std::ranges::reverse(*all);
    return all;
}

} // namespace strongroom::local
