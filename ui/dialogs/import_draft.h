// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/transfer/import_plan.h"
#include "model/transfer/import_table.h"

#include <memory>
#include <vector>

namespace strongroom::ui {

/// A file's rows on their way into a vault: which are ticked, under which names, by which rule. Plans anew
/// after each change. Values stay where they are; nobody sees them.
class ImportDraft final
{
public:
    explicit ImportDraft(transfer::ImportTable table);

    int rowCount() const { return static_cast<int>(m_table->rows.size()); }
    const transfer::ImportRow& row(int index) const { return m_table->rows[static_cast<std::size_t>(index)]; }
    /// Columns of the file that the import leaves out.
    QStringList unusedColumns() const { return transfer::unusedColumns(*m_table); }
    const transfer::PlannedRow& planned(int index) const
    {
        return m_plan.rows[static_cast<std::size_t>(index)];
    }

    /// Names whose state in the vault must be asked for before the plan stands.
    const std::vector<vault::ObjectName>& unknownNames() const { return m_plan.unknown; }
    void addAnswers(const std::vector<vault::ObjectName>& names,
                    const vault::CheckSecretNames::Output& states);

    transfer::ConflictRule rule() const { return m_rule; }
    void setRule(transfer::ConflictRule rule);
    /// BadParameter with the reason when the name cannot be used or another row has it.
    base::Result<void> rename(int index, const QString& text);
    bool isTicked(int index) const { return m_ticked[static_cast<std::size_t>(index)]; }
    enum class Tick { On, Off };
    void setTicked(int index, Tick tick);

    /// Whether the row would be carried out if it is ticked.
    bool isPossible(int index) const;
    /// Ticked, possible rows.
    std::vector<int> chosen() const;
    /// One sentence on why a row cannot be imported or is left out; empty when it will be imported as it is.
    QString problem(int index) const;

    /// The operation for a chosen row; the value is copied, so that a failed row can be tried again.
    vault::SetSecret operation(int index) const;

private:
    void plan();

    std::shared_ptr<transfer::ImportTable> m_table;
    std::vector<bool> m_ticked;
    transfer::KnownNames m_known;
    transfer::ConflictRule m_rule = transfer::ConflictRule::Skip;
    transfer::ImportPlan m_plan;
};

} // namespace strongroom::ui
