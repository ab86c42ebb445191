// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/import_draft.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct ImportWords
{
    Q_DECLARE_TR_FUNCTIONS(ImportDraft)
};

using NameState = vault::CheckSecretNames::NameState;
using transfer::PlannedAction;

QString refusal(const transfer::PlannedRow& planned)
{
    if (planned.state == NameState::Deleted)
        return ImportWords::tr("A deleted secret has this name: recover or purge it first, or rename.");
    if (planned.state == NameState::Managed)
        return ImportWords::tr("A certificate owns the secret of this name.");
    return ImportWords::tr("This name cannot be used.");
}

} // namespace

ImportDraft::ImportDraft(transfer::ImportTable table)
    : m_table(std::make_shared<transfer::ImportTable>(std::move(table)))
    , m_ticked(m_table->rows.size(), true)
{
    plan();
}

void ImportDraft::plan() { m_plan = transfer::planImport(*m_table, m_known, m_rule); }

void ImportDraft::addAnswers(const std::vector<vault::ObjectName>& names,
                             const vault::CheckSecretNames::Output& states)
{
    transfer::addAnswers(m_known, names, states);
    plan();
}

void ImportDraft::setRule(transfer::ConflictRule rule)
{
    m_rule = rule;
    plan();
}

base::Result<void> ImportDraft::rename(int index, const QString& text)
{
    auto name = vault::ObjectName::create(text.trimmed());
    if (!name)
        return name.error();
    for (int other = 0; other < rowCount(); ++other) {
        const auto& taken = row(other).name;
        if (other != index && taken && *taken == *name)
            return base::Error{ base::ErrorCode::BadParameter,
                                ImportWords::tr("Line %1 has this name already.").arg(row(other).line),
                                u"name"_s };
    }
    transfer::ImportRow& changed = m_table->rows[static_cast<std::size_t>(index)];
    changed.name = std::move(*name);
    const bool wasAboutTheName = changed.problem == transfer::RowProblem::NameMissing
        || changed.problem == transfer::RowProblem::NameTooLong
        || changed.problem == transfer::RowProblem::NameTwice;
    if (wasAboutTheName)
        changed.problem = transfer::RowProblem::None;
    plan();
    return {};
}

void ImportDraft::setTicked(int index, Tick tick)
{
    m_ticked[static_cast<std::size_t>(index)] = tick == Tick::On;
}

bool ImportDraft::isPossible(int index) const
{
    const PlannedAction action = planned(index).action;
    return action == PlannedAction::Create || action == PlannedAction::AddVersion;
}

std::vector<int> ImportDraft::chosen() const
{
    std::vector<int> rows;
    for (int index = 0; index < rowCount(); ++index) {
        if (isTicked(index) && isPossible(index))
            rows.push_back(index);
    }
    return rows;
}

QString ImportDraft::problem(int index) const
{
    const transfer::RowProblem problem = row(index).problem;
    if (problem != transfer::RowProblem::None)
        return transfer::problemText(problem);
    switch (planned(index).action) {
    case PlannedAction::Create:
    case PlannedAction::AddVersion:
        return {};
    case PlannedAction::Skip:
        return planned(index).state == NameState::Exists
            ? ImportWords::tr("Exists already and is left as it is.")
            : refusal(planned(index));
    case PlannedAction::Refuse:
        return refusal(planned(index));
    }
    return {};
}

vault::SetSecret ImportDraft::operation(int index) const
{
    const transfer::ImportRow& source = row(index);
    return { *planned(index).target, source.value.clone(), source.contentType, source.attributes,
             source.tags };
}

} // namespace strongroom::ui
