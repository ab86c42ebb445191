// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/secret_commands.h"
#include "ui/panes/object_details.h"

class QLabel;

namespace strongroom::ui {

class SecretField;

/// The details of a secret: those of every object, with its value, and what can be done with its versions. A
/// value is read only when the person asks.
class SecretDetails final : public ObjectDetails
{
    Q_OBJECT

public:
    SecretDetails(Workspace& workspace, const vault::VaultId& vault, SecretCommands& commands,
                  QWidget* parent = nullptr);

    void showSecret(const vault::SecretProperties& secret);
    void showNothing(int chosenCount) override;
    const std::optional<vault::SecretProperties>& secret() const { return m_secret; }
    /// The versions chosen in the table, newest first.
    std::vector<vault::SecretProperties> chosenVersions() const { return chosenOf(*m_versions); }
    void revealHeld();

protected:
    void showVersionButtons() override;

private:
    void makeMainPage();
    void addValue(QVBoxLayout& layout, QWidget* page);
    void makeVersionsPage();
    void fillValue();
    void reveal();

    SecretCommands& m_commands;
    std::optional<vault::SecretProperties> m_secret;
    SecretField* m_value = nullptr;
    QLabel* m_valueHint = nullptr;
    lists::SecretVersionListModel* m_versions;
    QPushButton* m_compare = nullptr;
    QPushButton* m_promote = nullptr;
    QPushButton* m_copyVersion = nullptr;
    int m_typeRow = 0;
};

} // namespace strongroom::ui
