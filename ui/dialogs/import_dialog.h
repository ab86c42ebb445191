// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/dialogs/form_dialog.h"
#include "ui/dialogs/import_draft.h"

class QComboBox;
class QTableView;

namespace strongroom::ui {

class ImportModel;

/// What a file holds and what each of its rows would become, before anything is written. The caller answers
/// namesWanted() with addAnswers() and carries out draft().chosen() when submitted.
class ImportDialog final : public FormDialog
{
    Q_OBJECT

public:
    ImportDialog(const QString& fileName, const QString& vaultName, std::shared_ptr<ImportDraft> draft,
                 QWidget* parent = nullptr);

    const std::shared_ptr<ImportDraft>& draft() const { return m_draft; }
    void addAnswers(const std::vector<vault::ObjectName>& names,
                    const vault::CheckSecretNames::Output& states);
    /// Asks for what is not known yet; call once after connecting.
    void start();

Q_SIGNALS:
    void namesWanted(const std::vector<vault::ObjectName>& names);

private:
    void onDraftChanged();
    void fitColumns();

    std::shared_ptr<ImportDraft> m_draft;
    ImportModel* m_model;
    QComboBox* m_rule;
    QTableView* m_table;
    FieldNote* m_ruleNote = nullptr;
};

} // namespace strongroom::ui
