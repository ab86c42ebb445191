// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/access/policy_draft.h"

#include "model/vault/built_in_roles.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr auto ofKeys = "keys/"_L1;

QString prefixOf(vault::ObjectKind kind)
{
    return kind == vault::ObjectKind::Key ? QString(ofKeys) : QString();
}

bool isPurge(const QString& permission) { return permission.endsWith("purge"_L1); }

/// "all" stands for every permission but purge; what the columns do not know is kept as it is.
QSet<QString> expanded(const QStringList& permissions, vault::ObjectKind kind)
{
    QSet<QString> names;
    for (const QString& permission : permissions) {
        const QString name = permission.toLower();
        if (name != "all"_L1) {
            names.insert(prefixOf(kind) + name);
            continue;
        }
        for (const QString& column : PolicyDraft::permissions(kind)) {
            if (!isPurge(column))
                names.insert(column);
        }
    }
    return names;
}

QStringList ordered(const QSet<QString>& names)
{
    QStringList list;
    for (const auto kind : { vault::ObjectKind::Secret, vault::ObjectKind::Key }) {
        for (const QString& column : PolicyDraft::permissions(kind)) {
            if (names.contains(column))
                list << column;
        }
    }
    QStringList others = (names - QSet<QString>(list.cbegin(), list.cend())).values();
    others.sort();
    return list + others;
}

/// As policies say it: those of one kind, without the kind.
QStringList ofKind(const QSet<QString>& names, vault::ObjectKind kind)
{
    QStringList list;
    for (const QString& name : ordered(names)) {
        const QString onKeys = keyPermissionOf(name);
        if (kind == vault::ObjectKind::Key && !onKeys.isEmpty())
            list << onKeys;
        else if (kind == vault::ObjectKind::Secret && onKeys.isEmpty())
            list << name;
    }
    return list;
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
        const QSet<QString> names = expanded(policy.secrets, vault::ObjectKind::Secret)
            + expanded(policy.keys, vault::ObjectKind::Key);
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
        policy.secrets = ofKind(rowAt(row).wanted, vault::ObjectKind::Secret);
        policy.keys = ofKind(rowAt(row).wanted, vault::ObjectKind::Key);
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

QStringList PolicyDraft::permissions(vault::ObjectKind kind)
{
    QStringList names;
    const auto all
        = kind == vault::ObjectKind::Key ? vault::keyPolicyPermissions() : vault::secretPolicyPermissions();
    for (const std::string_view name : all)
        names << prefixOf(kind) + QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    return names;
}

QString keyPermissionOf(const QString& permission)
{
    return permission.startsWith(ofKeys) ? permission.mid(ofKeys.size()) : QString();
}

} // namespace strongroom::ui
