// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/access/policy_draft.h"

#include "model/vault/audit.h"

#include <QHash>

#include <vector>

namespace strongroom::ui {

/// How a principal has used the vault lately, from the audit log.
struct PrincipalUse final
{
    int served = 0;
    int refused = 0;
};

/// By object id; rows older than `sinceMilliseconds` and rows without a caller do not count.
QHash<QString, PrincipalUse> useByPrincipal(const std::vector<vault::AuditRecord>& rows,
                                            qint64 sinceMilliseconds);

/// One sentence of "Before you save".
struct Consequence final
{
    enum class Kind { Good, Warning, Critical };
    Kind kind = Kind::Good;
    QString text;
};

/// What saving the draft would do, in words: who gains, who loses, what they did in the last 24 hours.
/// Empty when nothing is changed. `secretCount` is how many values a reader could get.
std::vector<Consequence> consequencesOf(const PolicyDraft& draft, qint64 secretCount,
                                        const QHash<QString, PrincipalUse>& use);

/// "Get", "List", ...: the word of a column.
QString permissionTitle(const QString& permission);
/// What the permission lets somebody do, for tool tips.
QString permissionMeaning(const QString& permission);

} // namespace strongroom::ui
