// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "model/vault/operation_names.h"

#include <QDateTime>
#include <QHash>

#include <algorithm>
#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

QString exactTime(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(Qt::ISODateWithMs);
}

void addRecord(JsonWriter& json, const vault::AuditRecord& record)
{
    json.beginObject()
        .member(u"sequence", record.sequence)
        .member(u"time", exactTime(record.timeMilliseconds));
    json.member(u"operation", record.operation).member(u"vaultId", record.vault.value);
    json.member(u"object", record.objectName).member(u"version", record.objectVersion);
    json.member(u"algorithm", record.algorithm).member(u"apiVersion", record.apiVersion);
    json.member(u"caller", record.callerName).member(u"callerObjectId", record.callerObjectId);
    json.member(u"callerClientId", record.callerClientId).member(u"address", record.address);
    json.member(u"userAgent", record.userAgent).member(u"requestUri", record.requestUri);
    json.member(u"requestId", record.requestId).member(u"clientRequestId", record.clientRequestId);
    json.member(u"status", qint64{ record.httpStatus }).member(u"result", record.resultCode);
    json.member(u"description", record.resultDescription).member(u"decidedBy", record.decidedBy);
    json.member(u"durationMicroseconds", record.durationMicroseconds);
    json.member(u"hash", QString::fromLatin1(record.hash.toHex())).endObject();
}

Error noSuchOperation(const QString& text)
{
    const QStringList akin = vault::operationsAkinTo(text);
    return { ErrorCode::BadParameter,
             akin.isEmpty()
                 ? u"There is no operation \"%1\"; they have names like SecretGet, KeySign and VaultPut."_s
                       .arg(text)
                 : u"There is no operation \"%1\". Akin to it are: %2."_s.arg(text, akin.join(u", "_s)),
             {} };
}

/// What is asked for, but for the vault.
base::Result<vault::AuditQuery> queryFrom(const CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    vault::AuditQuery query;
    query.objectName = arguments.value("--object"_L1);
    if (arguments.has("--operation"_L1)) {
        const QString text = arguments.value("--operation"_L1);
        const auto operation = vault::operationNamed(text);
        if (!operation)
            return noSuchOperation(text);
        query.operation = *operation;
    }
    query.onlyFailures = arguments.has("--failures"_L1);
    bool isNumber = true;
    if (arguments.has("--limit"_L1))
        query.limit = arguments.value("--limit"_L1).toInt(&isNumber);
    if (!isNumber || query.limit < 1)
        return Error{ ErrorCode::BadParameter, u"--limit is a number from 1 on."_s, {} };
    if (arguments.has("--before"_L1))
        query.beforeSequence = arguments.value("--before"_L1).toLongLong(&isNumber);
    if (!isNumber)
        return Error{ ErrorCode::BadParameter, u"--before is a number."_s, {} };
    return query;
}

base::Result<void> judgeQuery(const CommandContext& context)
{
    const auto query = queryFrom(context);
    return query ? base::Result<void>() : query.error();
}

/// By id, of vaults and pools. What was purged has its name in the row about that only.
QHash<QString, QString> vaultNames(CommandContext& context, const std::vector<vault::AuditRecord>& records)
{
    QHash<QString, QString> names;
    if (const auto live = context.run(vault::ListVaults{})) {
        for (const vault::VaultProperties& one : *live)
            names.insert(one.id.value, one.name.text());
    }
    if (const auto deleted = context.run(vault::ListDeletedVaults{})) {
        for (const vault::DeletedVault& one : *deleted)
            names.insert(one.properties.id.value, one.properties.name.text());
    }
    const bool isAnyPurged = std::ranges::any_of(records, [&names](const vault::AuditRecord& record) {
        return !record.vault.isEmpty() && !names.contains(record.vault.value);
    });
    if (!isAnyPurged)
        return names;
    constexpr int longestList = 10'000;
    if (const auto rows
        = context.run(vault::ListAudit{ { .operation = u"VaultPurge"_s, .limit = longestList } })) {
        for (const vault::AuditRecord& row : *rows) {
            if (!row.objectName.isEmpty())
                names.insert(row.vault.value, row.objectName);
        }
    }
    return names;
}

void printTable(CommandContext& context, const std::vector<vault::AuditRecord>& records)
{
    constexpr qsizetype shortId = 8;
    const QHash<QString, QString> names = vaultNames(context, records);
    std::vector<QStringList> rows;
    for (const vault::AuditRecord& record : records) {
        const QString& id = record.vault.value;
        rows.push_back(
            { QString::number(record.sequence), exactTime(record.timeMilliseconds),
              record.algorithm.isEmpty() ? record.operation
                                         : QString(record.operation + u' ' + record.algorithm),
              names.value(id, id.first(qMin(shortId, id.size()))), record.objectName, record.callerName,
              record.resultCode.isEmpty() ? QString::number(record.httpStatus)
                                          : QString::number(record.httpStatus) + u' ' + record.resultCode });
    }
    context.print(tableText(
        { u"ROW"_s, u"TIME"_s, u"OPERATION"_s, u"VAULT"_s, u"OBJECT"_s, u"CALLER"_s, u"RESULT"_s }, rows));
}

ExitCode listAudit(CommandContext& context)
{
    auto query = queryFrom(context);
    if (!query)
        return context.fail(query.error());
    if (context.arguments().has("--vault"_L1)) {
        const auto vault = context.vaultNamed(context.arguments().value("--vault"_L1));
        if (!vault)
            return context.fail(vault.error());
        query->vault = vault->id;
    }
    const auto records = context.run(vault::ListAudit{ std::move(*query) });
    if (!records)
        return context.fail(records.error());
    if (!context.wantsJson()) {
        printTable(context, *records);
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginArray();
    for (const vault::AuditRecord& record : *records)
        addRecord(json, record);
    json.endArray();
    context.print(json);
    return ExitCode::Done;
}

ExitCode verifyAudit(CommandContext& context)
{
    const auto found = context.run(vault::VerifyAudit{});
    if (!found)
        return context.fail(found.error());
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject().truthMember(u"intact", found->isIntact).member(u"rows", found->rows);
        if (!found->isIntact)
            json.member(u"firstBadSequence", found->firstBadSequence).member(u"finding", found->finding);
        json.endObject();
        context.print(json);
    } else if (found->isIntact) {
        context.print(u"The audit log is intact: %1 rows.\n"_s.arg(found->rows));
    } else {
        context.print(
            u"The audit log is broken at row %1: %2\n"_s.arg(found->firstBadSequence).arg(found->finding));
    }
    return found->isIntact ? ExitCode::Done : ExitCode::StoreDamaged;
}

constexpr std::array listOptions{
    OptionRow{ "--vault"_L1, "VAULT"_L1, "of one vault"_L1 },
    OptionRow{ "--object"_L1, "NAME"_L1, "of one object"_L1 },
    OptionRow{ "--operation"_L1, "NAME"_L1, "of one operation: SecretGet, SecretSet, ..."_L1 },
    OptionRow{ "--failures"_L1, {}, "only what was refused or failed"_L1 },
    OptionRow{ "--limit"_L1, "N"_L1, "how many rows, the newest first (100)"_L1 },
    OptionRow{ "--before"_L1, "ROW"_L1, "rows older than this one"_L1 },
};

constexpr std::array commands{
    Command{ "audit list"_L1,
             {},
             "Lists who did what, the newest first"_L1,
             listOptions,
             Command::Store::Open,
             listAudit,
             false,
             judgeQuery },
    Command{ "audit verify"_L1,
             {},
             "Verifies that no row was changed, added or removed"_L1,
             {},
             Command::Store::Open,
             verifyAudit },
};

} // namespace

std::span<const Command> auditCommands() { return commands; }

} // namespace strongroom::cli
