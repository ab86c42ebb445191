// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/transfer/import_table.h"
#include "model/vault/ops_secrets.h"

#include <QHash>

namespace strongroom::transfer {

/// What to do with a name that the vault has already.
enum class ConflictRule { Skip, NewVersion, Rename };

enum class PlannedAction {
    Create,
    AddVersion,
    Skip, ///< left out by the rule
    Refuse, ///< the row has a problem, or the vault's name cannot take it
};

struct PlannedRow final
{
    PlannedAction action = PlannedAction::Refuse;
    std::optional<vault::ObjectName> target; ///< the row's name, or "NAME-2" and so on
    /// Of the row's own name; absent while it is not known.
    std::optional<vault::CheckSecretNames::NameState> state;
};

struct ImportPlan final
{
    std::vector<PlannedRow> rows; ///< one for each row of the table
    /// Names whose state must be known first. Ask CheckSecretNames, add the answers to the known names
    /// and plan again; the plan stands when this is empty.
    std::vector<vault::ObjectName> unknown;
};

/// State of names, by their folded form.
using KnownNames = QHash<QString, vault::CheckSecretNames::NameState>;

/// Adds the answer to a CheckSecretNames of `names`.
void addAnswers(KnownNames& known, const std::vector<vault::ObjectName>& names,
                const vault::CheckSecretNames::Output& states);

/// Pure. A deleted name cannot be set and a managed one cannot be changed: such rows are refused unless
/// the rule is Rename. Renaming takes the first free of NAME-2, NAME-3, ... NAME-99 that no other row has.
ImportPlan planImport(const ImportTable& table, const KnownNames& known, ConflictRule rule);

/// The operation that carries out a planned row; the row's value moves into it.
vault::SetSecret operationFor(ImportRow&& row, const vault::ObjectName& target);

} // namespace strongroom::transfer
