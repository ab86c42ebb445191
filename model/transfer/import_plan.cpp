// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/import_plan.h"

#include <QSet>

namespace strongroom::transfer {

using NameState = vault::CheckSecretNames::NameState;
using namespace Qt::StringLiterals;

namespace {

class Planner final
{
public:
    Planner(const KnownNames& known, ConflictRule rule)
        : m_known(known)
        , m_rule(rule)
    {
    }

    ImportPlan plan(const ImportTable& table)
    {
        for (const ImportRow& row : table.rows) {
            if (row.name && row.problem == RowProblem::None)
                m_taken.insert(row.name->folded());
        }
        ImportPlan plan;
        plan.rows.reserve(table.rows.size());
        for (const ImportRow& row : table.rows)
            plan.rows.push_back(planRow(row));
        plan.unknown = std::move(m_unknown);
        return plan;
    }

private:
    PlannedRow planRow(const ImportRow& row)
    {
        PlannedRow planned;
        planned.target = row.name;
        if (row.problem != RowProblem::None || !row.name)
            return planned;
        planned.state = stateOf(*row.name);
        if (!planned.state)
            return planned;
        if (*planned.state == NameState::Free) {
            planned.action = PlannedAction::Create;
        } else if (m_rule == ConflictRule::Rename) {
            planned.target = freeName(*row.name);
            planned.action = planned.target ? PlannedAction::Create : PlannedAction::Refuse;
        } else if (m_rule == ConflictRule::Skip) {
            planned.action = PlannedAction::Skip;
        } else if (*planned.state == NameState::Exists) {
            planned.action = PlannedAction::AddVersion;
        }
        return planned;
    }

    std::optional<NameState> stateOf(const vault::ObjectName& name)
    {
        const auto found = m_known.constFind(name.folded());
        if (found != m_known.cend())
            return *found;
        m_unknown.push_back(name);
        return std::nullopt;
    }

    /// Empty also when the state of the next candidate is not known yet: it is then asked for.
    std::optional<vault::ObjectName> freeName(const vault::ObjectName& name)
    {
        for (int number = 2; number < 100; ++number) {
            auto candidate = vault::ObjectName::create(name.text() + u'-' + QString::number(number));
            if (!candidate)
                return std::nullopt;
            if (m_taken.contains(candidate->folded()))
                continue;
            const auto state = stateOf(*candidate);
            if (!state)
                return std::nullopt;
            if (*state == NameState::Free) {
                m_taken.insert(candidate->folded());
                return std::move(*candidate);
            }
        }
        return std::nullopt;
    }

    const KnownNames& m_known;
    ConflictRule m_rule;
    QSet<QString> m_taken;
    std::vector<vault::ObjectName> m_unknown;
};

} // namespace

void addAnswers(KnownNames& known, const std::vector<vault::ObjectName>& names,
                const vault::CheckSecretNames::Output& states)
{
    for (std::size_t i = 0; i < names.size() && i < states.size(); ++i)
        known.insert(names[i].folded(), states[i]);
}

ImportPlan planImport(const ImportTable& table, const KnownNames& known, ConflictRule rule)
{
    return Planner(known, rule).plan(table);
}

vault::SetSecret operationFor(ImportRow&& row, const vault::ObjectName& target)
{
    return { target, std::move(row.value), row.contentType, row.attributes, row.tags };
}

} // namespace strongroom::transfer
