// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/transfer/domain_files.h"
#include "model/vault/ops_pools.h"
#include "ui/dialogs/form_dialog.h"

class QLineEdit;
class QSpinBox;
class QTreeWidget;

namespace strongroom::ui {

class KeyFileField;

/// Among whom the key of a pool's backups is split, how many of them bring it back, and in which file the
/// domain is written.
class DomainDownloadDialog final : public FormDialog
{
    Q_OBJECT

public:
    DomainDownloadDialog(const QString& poolName, QWidget* parent = nullptr);

    /// What a file of a holder held, or what is wrong with it.
    void addHolder(const QString& fileName, base::Result<transfer::DomainHolder> holder);
    void setFile(const QString& path);

    QString file() const;
    vault::DownloadSecurityDomain operation() const;

Q_SIGNALS:
    void chooseHoldersWanted();
    void chooseFileWanted();

private:
    QWidget* makeHolders();
    QWidget* makeFile();
    void removeChosen();
    void judge();

    const QString m_poolName;
    std::vector<transfer::DomainHolder> m_holders;
    QTreeWidget* m_table = nullptr;
    FieldNote* m_holdersNote = nullptr;
    QSpinBox* m_required;
    FieldNote* m_requiredNote = nullptr;
    QLineEdit* m_file = nullptr;
};

/// The domain of another pool, and the private keys of enough of its holders. Keys are opened one after the
/// other and forgotten as soon as their share is read.
class DomainUploadDialog final : public FormDialog
{
    Q_OBJECT

public:
    DomainUploadDialog(const QString& poolName, QWidget* parent = nullptr);

    void setDomain(const QString& fileName, base::Result<vault::SecurityDomain> domain);
    /// Of the key that keyField() holds.
    void addShares(base::Result<std::vector<crypto::SecretShare>> shares);

    KeyFileField* keyField() const { return m_key; }
    const std::optional<vault::SecurityDomain>& domain() const { return m_domain; }
    const std::vector<crypto::SecretShare>& shares() const { return m_shares; }

Q_SIGNALS:
    void chooseDomainWanted();

private:
    QWidget* makeDomain();
    void judge();

    const QString m_poolName;
    std::optional<vault::SecurityDomain> m_domain;
    std::vector<crypto::SecretShare> m_shares;
    QLineEdit* m_file = nullptr;
    FieldNote* m_domainNote = nullptr;
    KeyFileField* m_key;
    FieldNote* m_keyNote = nullptr;
};

} // namespace strongroom::ui
