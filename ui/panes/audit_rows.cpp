// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/audit_rows.h"

#include "model/lists/activity_list_model.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct AuditRows
{
    Q_DECLARE_TR_FUNCTIONS(AuditRows)
};

constexpr std::array lookUps = { "SecretList"_L1,        "SecretListVersions"_L1,
                                 "SecretListDeleted"_L1, "SecretGetDeleted"_L1,
                                 "VaultGet"_L1,          "VaultList"_L1,
                                 "VaultListDeleted"_L1,  "ApplicationList"_L1,
                                 "ApplicationGet"_L1,    "AuditList"_L1,
                                 "StoreSearch"_L1,       "EndpointCaGet"_L1,
                                 "EndpointStart"_L1,     "KeyList"_L1,
                                 "KeyListVersions"_L1,   "KeyListDeleted"_L1,
                                 "KeyGetDeleted"_L1,     "KeyRotationPolicyGet"_L1,
                                 "TokenList"_L1,         "TokenGet"_L1,
                                 "KeyListDue"_L1 };
constexpr std::array jobs = { "ScheduledPurge"_L1, "TokenCollect"_L1 };

bool isDenied(const vault::AuditRecord& record)
{
    return !record.resultCode.isEmpty() && (record.httpStatus == 401 || record.httpStatus == 403);
}

/// The code of the service is one word too long for a short list.
TableCell resultCell(const vault::AuditRecord& record)
{
    const bool isSuccess = record.resultCode.isEmpty();
    TableCell cell{ isSuccess              ? AuditRows::tr("Success")
                        : isDenied(record) ? AuditRows::tr("Denied")
                                           : AuditRows::tr("Failed") };
    cell.kind = lists::CellKind::Badge;
    cell.tone = isSuccess  ? lists::Tone::Good
        : isDenied(record) ? lists::Tone::Critical
                           : lists::Tone::Warning;
    if (!isSuccess)
        cell.toolTip = AuditRows::tr("%1: %2").arg(record.resultCode, record.resultDescription);
    return cell;
}

/// The time of today, the day of another time.
TableCell timeCell(const vault::AuditRecord& record, lists::TimeZone zone, base::UnixSeconds now)
{
    const Qt::TimeSpec spec = zone == lists::TimeZone::Utc ? Qt::UTC : Qt::LocalTime;
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(record.timeMilliseconds, spec);
    const bool isToday = when.date() == QDateTime::fromSecsSinceEpoch(now, spec).date();
    TableCell cell{ when.toString(isToday ? u"HH:mm:ss"_s : u"dd MMM HH:mm"_s),
                    QVariant(record.timeMilliseconds) };
    cell.isMuted = true;
    cell.toolTip = AuditRows::tr("%1, %2").arg(when.toString(u"dd MMM yyyy HH:mm:ss"_s),
                                               lists::relativeTime(record.timeMilliseconds / 1000, now));
    return cell;
}

QString tookWords(qint64 microseconds)
{
    return microseconds < 1000 ? AuditRows::tr("< 1 ms")
                               : AuditRows::tr("%1 ms").arg(QLocale().toString(microseconds / 1000));
}

} // namespace

QStringList auditHeaders()
{
    return { AuditRows::tr("Time"),   AuditRows::tr("Operation"), AuditRows::tr("Result"),
             AuditRows::tr("Caller"), AuditRows::tr("Object"),    AuditRows::tr("Took") };
}

TableRow auditRow(const vault::AuditRecord& record, lists::TimeZone zone, base::UnixSeconds now)
{
    TableCell took{ tookWords(record.durationMicroseconds), QVariant(record.durationMicroseconds) };
    took.isMuted = true;
    return { QString::number(record.sequence),
             { timeCell(record, zone, now), TableCell{ record.operation }, resultCell(record),
               TableCell{ lists::callerWord(record) }, TableCell{ record.objectName }, took } };
}

bool isOwnRoutine(const vault::AuditRecord& record)
{
    constexpr int gone = 404; // a page was still open when its vault or item went
    const bool isJob = record.callerKind == vault::Caller::Kind::System;
    const bool isOfProgram = isJob || record.callerKind == vault::Caller::Kind::Owner;
    const auto isIn
        = [&record](const auto& names) { return std::ranges::find(names, record.operation) != names.end(); };
    return (isOfProgram && (record.resultCode.isEmpty() || record.httpStatus == gone) && isIn(lookUps))
        || (isJob && record.resultCode.isEmpty() && isIn(jobs));
}

std::vector<vault::AuditRecord> withoutOwnRoutine(std::vector<vault::AuditRecord> records, std::size_t count)
{
    std::erase_if(records, isOwnRoutine);
    if (records.size() > count)
        records.erase(records.begin() + static_cast<std::ptrdiff_t>(count), records.end());
    return records;
}

QString withoutOwnRoutineNote() { return AuditRows::tr("Look-ups and routine jobs are left out"); }

} // namespace strongroom::ui
