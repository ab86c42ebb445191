// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_tokens.h"
#include "ui/panes/pane.h"

#include <map>

class QPushButton;

namespace strongroom::ui {

class Card;
class CellTable;
class ErrorCard;
class FieldNote;
class ObjectListView;

/// Hardware: which vault keeps its keys in which token and how it stands with it; below, all modules, slots
/// and tokens of this machine with what they can do.
class TokensPane final : public Pane
{
    Q_OBJECT

public:
    TokensPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Tokens (HSM)"); }
    QString statusText() const override;
    void refresh() override;
    void focusContent() override;

private:
    using VaultProperties = vault::VaultProperties;

    void build();
    QWidget* makeVaults();
    QWidget* makeSlots();
    QWidget* makeMechanisms();
    QWidget* makeModules();
    void loadStates();
    void loadModules();
    void showVaults();
    void showSlots();
    void showModules();
    void showMechanisms();
    void showButtons();
    const VaultProperties* chosenVault() const;
    /// nullptr until it is known, and where asking failed.
    const vault::TokenState* stateOf(const vault::VaultId& vault) const;
    const vault::TokenSlot* chosenSlot() const;
    void addModule();

    QStringList m_furtherPaths; ///< modules that p11-kit is not configured with, of this session
    std::map<QString, base::Result<vault::TokenState>> m_states; ///< by vault
    std::vector<vault::TokenModule> m_modules;
    bool m_isLooking = false;
    CellTable* m_vaultTable = nullptr;
    ObjectListView* m_vaults = nullptr;
    FieldNote* m_vaultNote = nullptr;
    QPushButton* m_pin = nullptr;
    QPushButton* m_bind = nullptr;
    QPushButton* m_test = nullptr;
    ErrorCard* m_error = nullptr;
    FieldNote* m_slotNote = nullptr;
    CellTable* m_slotTable = nullptr;
    ObjectListView* m_slots = nullptr;
    CellTable* m_moduleTable = nullptr;
    ObjectListView* m_moduleView = nullptr;
    Card* m_mechanismCard = nullptr;
    CellTable* m_mechanismTable = nullptr;
};

} // namespace strongroom::ui
