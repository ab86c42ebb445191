// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/access/policy_draft.h"

#include "model/vault/built_in_roles.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

/// "all" stands for every permission but purge; what the columns do not know is kept as it is.
QSet<QString> expanded(const QStringList& permissions)
{
    QSet<QString> names;
    for (const QString& permission : permissions) {
        const QString name = permission.toLower();
        if (name != "all"_L1) {
            names.insert(name);
            continue;
        }
        for (const QString& column : PolicyDraft::permissions()) {
            if (column != "purge"_L1)
                names.insert(column);
        }
    }
    return names;
}

QStringList ordered(const QSet<QString>& names)
{
    QStringList list;
    for (const QString& column : PolicyDraft::permissions()) {
        if (names.contains(column))
            list << column;
    }
    QStringList others = (names - QSet<QString>(list.cbegin(), list.cend())).values();
    others.sort();
    return list + others;
}

PolicyDraft::Principal principalOf(const QString& objectId, const std::vector<vault::Application>& directory)
{
    const auto found = std::ranges::find(directory, objectId, &vault::Application::objectId);
    if (found == directory.end())
        return { objectId, {}, false };
    return { objectId, found->name, true };
}

} // namespace

PolicyDraft::PolicyDraft(const std::vector<vault::AccessPolicy>& saved,
                         const std::vector<vault::Application>& directory)
{
    for (const vault::AccessPolicy& policy : saved) {
        const QSet<QString> names = expanded(policy.secrets);
        m_rows.push_back({ principalOf(policy.principalId, directory), policy, names, names, false });
    }
}

int PolicyDraft::rowOf(const QString& objectId) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (rowAt(row).principal.objectId == objectId)
            return row;
    }
    return -1;
}

int PolicyDraft::addPrincipal(const vault::Application& application)
{
    if (const int row = rowOf(application.objectId); row >= 0)
        return row;
    vault::AccessPolicy policy;
    policy.principalId = application.objectId;
    m_rows.push_back({ { application.objectId, application.name, true }, policy, {}, {}, true });
    return rowCount() - 1;
}

bool PolicyDraft::isGranted(int row, const QString& permission) const
{
    return rowAt(row).wanted.contains(permission);
}

bool PolicyDraft::wasGranted(int row, const QString& permission) const
{
    return rowAt(row).saved.contains(permission);
}

bool PolicyDraft::isChanged(int row, const QString& permission) const
{
    return isGranted(row, permission) != wasGranted(row, permission);
}

bool PolicyDraft::isRowChanged(int row) const { return rowAt(row).wanted != rowAt(row).saved; }

void PolicyDraft::grant(int row, const QString& permission) { rowAt(row).wanted.insert(permission); }

void PolicyDraft::revoke(int row, const QString& permission) { rowAt(row).wanted.remove(permission); }

void PolicyDraft::toggle(int row, const QString& permission)
{
    if (isGranted(row, permission))
        revoke(row, permission);
    else
        grant(row, permission);
}

void PolicyDraft::revokeAll(int row) { rowAt(row).wanted.clear(); }

QStringList PolicyDraft::gained(int row) const { return ordered(rowAt(row).wanted - rowAt(row).saved); }

QStringList PolicyDraft::lost(int row) const { return ordered(rowAt(row).saved - rowAt(row).wanted); }

int PolicyDraft::granted(int row) const { return static_cast<int>(rowAt(row).wanted.size()); }

int PolicyDraft::changeCount() const
{
    qsizetype count = 0;
    for (int row = 0; row < rowCount(); ++row)
        count += gained(row).size() + lost(row).size();
    return static_cast<int>(count);
}

std::vector<vault::AccessPolicy> PolicyDraft::changedPolicies() const
{
    std::vector<vault::AccessPolicy> policies;
    for (int row = 0; row < rowCount(); ++row) {
        if (!isRowChanged(row))
            continue;
        vault::AccessPolicy policy = rowAt(row).policy;
        policy.secrets = ordered(rowAt(row).wanted);
        policies.push_back(std::move(policy));
    }
    return policies;
}

void PolicyDraft::discard()
{
    std::erase_if(m_rows, [](const Row& row) { return row.isAdded; });
    for (Row& row : m_rows)
        row.wanted = row.saved;
}

QStringList PolicyDraft::permissions()
{
    QStringList names;
    for (const std::string_view name : vault::secretPolicyPermissions())
        names << QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    return names;
}

} // namespace strongroom::ui
