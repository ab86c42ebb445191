// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/backup_place.h"
#include "model/vault/vault_properties.h"
#include "ui/dialogs/form_dialog.h"

class QLineEdit;

namespace strongroom::ui {

class ChoiceRows;
class PassphraseEdit;

/// Where a pool is backed up to, or what is restored from where: a folder of this machine, or a container of
/// blobs that a SAS token opens.
class PoolBackupDialog final : public FormDialog
{
    Q_OBJECT

public:
    enum class Purpose { Backup, Restore };
    PoolBackupDialog(Purpose purpose, const vault::VaultProperties& pool, QWidget* parent = nullptr);

    /// A backup that is known: its folder, or its address in a container.
    void setBackup(const QString& place);
    void setFolder(const QString& path);

    /// Nothing while something is missing or wrong.
    std::optional<vault::BackupTarget> target() const;
    /// Of a restore: the backup's folder in the target.
    QString backup() const;
    /// Of a restore of one key.
    std::optional<vault::ObjectName> keyName() const;

Q_SIGNALS:
    void chooseWanted();

private:
    void addPlace();
    void addExtent();
    void judge();
    bool isFolder() const;
    /// What is wrong and where; nothing when it can be sent.
    std::optional<std::pair<FieldNote*, QString>> problem() const;

    const Purpose m_purpose;
    ChoiceRows* m_kind;
    QWidget* m_folderRow;
    QLineEdit* m_folder;
    FieldNote* m_folderNote = nullptr;
    QLineEdit* m_container;
    FieldNote* m_containerNote = nullptr;
    PassphraseEdit* m_token;
    FieldNote* m_tokenNote = nullptr;
    QLineEdit* m_backup;
    FieldNote* m_backupNote = nullptr;
    ChoiceRows* m_extent;
    QLineEdit* m_key;
    FieldNote* m_keyNote = nullptr;
};

} // namespace strongroom::ui
