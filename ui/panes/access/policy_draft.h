// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/access_rules.h"
#include "model/vault/names.h"
#include "model/vault/principal.h"

#include <QSet>
#include <QString>

#include <vector>

namespace strongroom::ui {

/// The permissions of a vault's access policies on secrets and keys while a person edits them: what was
/// saved, what is wanted now, and the difference. A permission on secrets is called by its name ("get"), one
/// on keys with its kind ("keys/sign"). Rows keep their order; permissions of certificates pass through
/// untouched.
class PolicyDraft final
{
public:
    struct Principal final
    {
        QString objectId;
        QString name; ///< empty when the directory no longer knows it
        bool isKnown = false;
    };

    PolicyDraft() = default;
    PolicyDraft(const std::vector<vault::AccessPolicy>& saved,
                const std::vector<vault::Application>& directory);

    int rowCount() const { return static_cast<int>(m_rows.size()); }
    const Principal& principal(int row) const { return rowAt(row).principal; }
    /// The row of a principal, or -1.
    int rowOf(const QString& objectId) const;
    /// Adds a row without rights, or finds the one that is there.
    int addPrincipal(const vault::Application& application);

    bool isGranted(int row, const QString& permission) const;
    bool wasGranted(int row, const QString& permission) const;
    bool isChanged(int row, const QString& permission) const;
    bool isRowChanged(int row) const;
    void grant(int row, const QString& permission);
    void revoke(int row, const QString& permission);
    void toggle(int row, const QString& permission);
    void revokeAll(int row);

    /// Permissions a row gains and loses against what was saved, in the order of the columns.
    QStringList gained(int row) const;
    QStringList lost(int row) const;
    int granted(int row) const;

    /// How many cells differ from what was saved.
    int changeCount() const;
    /// One policy per changed row: what to send. A row without any right sends an empty policy.
    std::vector<vault::AccessPolicy> changedPolicies() const;
    /// Back to what was saved; rows that were only added go.
    void discard();

    /// The columns of a kind, in order: "get", "list", ...; "keys/encrypt", ...
    static QStringList permissions(vault::ObjectKind kind);

private:
    struct Row
    {
        Principal principal;
        vault::AccessPolicy policy; ///< as saved; empty lists when the row was added
        QSet<QString> saved;
        QSet<QString> wanted;
        bool isAdded = false;
    };
    const Row& rowAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    Row& rowAt(int row) { return m_rows[static_cast<std::size_t>(row)]; }

    std::vector<Row> m_rows;
};

/// Empty for a permission on secrets, "sign" for "keys/sign".
QString keyPermissionOf(const QString& permission);

} // namespace strongroom::ui
