// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

class QVBoxLayout;

namespace strongroom::ui {

class ErrorCard;

/// The ways to open this store: its passphrase, recovery key and keychain slot, each of which can be
/// changed, tried, added or removed; and what guards the file: backup and check.
class StoreKeysPane final : public Pane
{
    Q_OBJECT

public:
    StoreKeysPane(Workspace& workspace, const Place& place, QWidget* parent);

    QString title() const override { return tr("Passphrase and keys"); }
    QString statusText() const override;
    std::vector<ActionId> headerActions() const override
    {
        return { ActionId::CheckStore, ActionId::BackupStore };
    }
    void refresh() override { load(); }
    /// "passphrase" as the query: asks for a new one at once.
    void go(const Place& place) override;

private:
    void build();
    void load();
    void show(const std::vector<ops::KeySlot>& keySlots);
    QWidget* slotRow(const ops::KeySlot& slot);
    void changePassphrase();
    void verifyRecoveryKey();
    void replaceRecoveryKey();
    void addKeychain();
    void removeSlot(const ops::KeySlot& slot);
    void report(const base::Result<void>& result, const QString& done);

    QVBoxLayout* m_rows;
    ErrorCard* m_error;
    int m_count = 0;
};

} // namespace strongroom::ui
