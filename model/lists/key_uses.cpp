// SPDX-License-Identifier: Apache-2.0
#include "model/lists/key_uses.h"

#include "model/lists/activity_list_model.h"
#include "model/lists/relative_time.h"
#include "model/vault/ops_store.h"

#include <QLocale>

namespace strongroom::lists {

using namespace Qt::StringLiterals;

namespace {

QString keyOf(const vault::VaultId& vault, const QString& name)
{
    return vault.value + u'/' + vault::foldedName(name);
}

} // namespace

KeyUses::KeyUses(ops::Operations& operations, const vault::Caller& caller, QObject* parent)
    : QObject(parent)
    , m_operations(operations)
    , m_caller(caller)
{
}

void KeyUses::read(const vault::VaultId& vault)
{
    vault::AuditQuery query;
    query.vault = vault;
    query.limit = readRows;
    m_operations.run(m_caller, vault::ListAudit{ query })
        .then(this, [this, generation = ++m_generation](const ops::ResultOf<vault::ListAudit>& rows) {
            if (rows && generation == m_generation)
                take(*rows);
        });
}

void KeyUses::take(const std::vector<vault::AuditRecord>& rows)
{
    m_last.clear();
    for (const vault::AuditRecord& row : rows) { // newest first
        const bool isKeyUse
            = row.kind == vault::ObjectKind::Key && row.resultCode.isEmpty() && isUse(row.operation);
        if (isKeyUse && !m_last.contains(keyOf(row.vault, row.objectName)))
            m_last.insert(keyOf(row.vault, row.objectName), row.timeMilliseconds / 1000);
    }
    m_since = int(rows.size()) < readRows ? std::nullopt : std::optional(rows.back().timeMilliseconds / 1000);
    m_isRead = true;
    Q_EMIT changed();
}

std::optional<base::UnixSeconds> KeyUses::lastUse(const vault::VaultId& vault, const QString& name) const
{
    const auto found = m_last.constFind(keyOf(vault, name));
    return found == m_last.constEnd() ? std::nullopt : std::optional(*found);
}

QString KeyUses::text(const vault::VaultId& vault, const QString& name, base::UnixSeconds now) const
{
    if (!m_isRead)
        return {};
    if (const auto last = lastUse(vault, name))
        return relativeOrDate(*last, now);
    return m_since ? tr("not since %1").arg(dateText(*m_since)) : tr("never");
}

QString KeyUses::sentence(const vault::VaultId& vault, const QString& name) const
{
    if (!m_isRead)
        return {};
    if (const auto last = lastUse(vault, name))
        return dateTimeText(*last);
    if (!m_since)
        return tr("The audit log knows of no use.");
    return tr("The newest %1 entries of the audit log, back to %2, know of no use.")
        .arg(QLocale().toString(readRows), dateTimeText(*m_since));
}

} // namespace strongroom::lists
