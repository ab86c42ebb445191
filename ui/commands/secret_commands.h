// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_secrets.h"
#include "ui/commands/workspace.h"

#include <functional>

namespace strongroom::ui {

/// What a person can do with the secrets of one vault: each function asks what it has to ask, runs the
/// operation, and reports through notices, with Undo where there is a way back. Made for one pane; dialogs
/// and runs outlive it. GUI thread.
class SecretCommands final : public QObject
{
    Q_OBJECT

public:
    using Secrets = std::vector<vault::SecretProperties>;

    SecretCommands(Workspace& workspace, vault::VaultId vault, QObject* parent = nullptr);

    /// What editors offer: content types and tag names in use.
    void setVocabulary(const QStringList& contentTypes, const QStringList& tagNames);

    void create(const QString& name = {});
    void newVersion(const vault::SecretProperties& secret);
    void edit(const vault::SecretProperties& secret);
    enum class Switch { On, Off };
    void setEnabled(const Secrets& secrets, Switch to);
    void setExpiry(const Secrets& secrets);
    void editTags(const Secrets& secrets);
    void remove(const Secrets& secrets);
    void makeCurrent(const vault::SecretProperties& version);
    void compare(const vault::SecretProperties& older, const vault::SecretProperties& newer);

    /// Reads the value, which is an audited operation, and hands it on; failures become a notice.
    using TakeValue = std::function<void(base::SecureBytes)>;
    void readValue(const vault::ObjectName& name, std::optional<vault::VersionId> version, QObject* context,
                   TakeValue take);
    void copyValue(const vault::ObjectName& name, std::optional<vault::VersionId> version);
    void copyNames(const Secrets& secrets);
    enum class Uri { WithVersion, WithoutVersion };
    void copyUri(const vault::SecretProperties& secret, Uri uri);
    void copyReference(const vault::SecretProperties& secret);
    void copyRows(const Secrets& secrets);
    void copyJson(const Secrets& secrets);

    QString vaultUrl() const;

Q_SIGNALS:
    /// A secret was created or got a version: the pane chooses it.
    void saved(const QString& name);

private:
    template <typename Op> base::Answer<ops::ResultOf<Op>> run(Op op);
    void fail(const base::Error& error);
    void update(const vault::SecretProperties& before, const vault::UpdateSecret& op,
                const QString& doneText);
    void updateAll(const Secrets& secrets, const QString& title, const QString& beforeHeader,
                   std::vector<struct SecretChange> changes);
    void checkName(class SecretEditor* editor, const QString& name);
    void recoverInto(class SecretEditor* editor, const QString& name);
    void openVersionEditor(const QString& name);
    void wire(class SecretEditor* editor);
    void submitSet(class SecretEditor* editor);

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    QStringList m_contentTypes;
    QStringList m_tagNames;
};

} // namespace strongroom::ui
