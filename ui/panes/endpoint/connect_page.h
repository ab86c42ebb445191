// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/principal.h"
#include "ui/commands/workspace.h"
#include "ui/panes/endpoint/snippets.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QTabBar;
class QVBoxLayout;

namespace strongroom::ui {

class CodeBlock;
class CopyLine;
class FieldNote;

/// "Connect a program": which vault or pool, which secret or key in it, and which identity; then what to set
/// and a program that reads the secret or finds the key, ready to be copied. Says whether the host names
/// resolve here and what to do if not. While the endpoint is off there is nothing to set yet: it can be
/// started from here.
class ConnectPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectPage(Workspace& workspace, QWidget* parent = nullptr);

    /// Chooses the vault and, if not empty, the secret or key.
    void choose(const QString& vaultName, const QString& objectName);
    void reload();
    /// What the shown texts are made from.
    SnippetFacts facts() const;
    SnippetLanguage language() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void addChoices(QVBoxLayout* page);
    /// Two beside each other, or each on a row of its own where that would cut them.
    void placeChoices();
    void addTexts(QVBoxLayout* page);
    void addStart(QVBoxLayout* page);
    CodeBlock* addBlock(QVBoxLayout* page);

    void fillVaults();
    void fillObjects();
    template <typename Op> void find(const vault::VaultId& id, Op op, vault::ObjectKind kind);
    void showObjects();
    void fillApplications(const std::vector<vault::Application>& applications);
    void checkNames();
    void showNames(bool vaultResolves, bool authorityResolves);
    void showTexts();
    void showEnvironment();
    void onIdentityChosen();
    void addRegistered(const vault::Application& application);
    const vault::VaultProperties* chosenVault() const;
    vault::ObjectKind chosenKind() const;
    SnippetIdentity identity() const;

    struct Offered
    {
        vault::ObjectKind kind;
        QString name;
    };

    Workspace& m_workspace;
    std::vector<vault::Application> m_applications;
    std::vector<Offered> m_offered; ///< in the chosen vault
    struct Choice
    {
        QLabel* caption;
        QComboBox* box;
    };
    QGridLayout* m_grid = nullptr;
    std::vector<Choice> m_choices;
    std::optional<bool> m_isNarrow;
    QPushButton* m_register = nullptr;
    QComboBox* m_vault = nullptr;
    QLabel* m_objectCaption = nullptr;
    QComboBox* m_object = nullptr;
    QComboBox* m_identity = nullptr;
    QComboBox* m_application = nullptr;
    FieldNote* m_identityNote = nullptr;
    CopyLine* m_url = nullptr;
    FieldNote* m_names = nullptr;
    CodeBlock* m_hosts = nullptr;
    QTabBar* m_languages = nullptr;
    CodeBlock* m_install = nullptr;
    QWidget* m_start = nullptr; ///< instead of m_environment while the endpoint is off
    CodeBlock* m_environment = nullptr;
    FieldNote* m_environmentNote = nullptr;
    CodeBlock* m_program = nullptr;
    CodeBlock* m_run = nullptr;
    QString m_wantedVault;
    QString m_wantedObject;
    quint64 m_check = 0;
};

} // namespace strongroom::ui
