// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_secrets.h"
#include "ui/commands/object_commands.h"

#include <functional>

namespace strongroom::ui {

class SecretEditor;

/// What a person can do with the secrets of one vault beyond what all objects have. Made for one pane;
/// dialogs and runs outlive it. GUI thread.
class SecretCommands final : public ObjectCommands
{
    Q_OBJECT

public:
    using Secrets = std::vector<vault::SecretProperties>;

    SecretCommands(Workspace& workspace, vault::VaultId vault, QObject* parent = nullptr);

    /// What editors offer: those in use.
    void setContentTypes(const QStringList& types) { m_contentTypes = types; }

    void create(const QString& name = {});
    void newVersion(const vault::SecretProperties& secret);
    void edit(const vault::SecretProperties& secret);
    /// Opens the editor again that was open when the store was locked.
    void resume(const EditorDraft& draft);
    void makeCurrent(const vault::SecretProperties& version);
    void compare(const vault::SecretProperties& older, const vault::SecretProperties& newer);

    /// Reads the value, which is an audited operation, and hands it on; failures become a notice.
    using TakeValue = std::function<void(base::SecureBytes)>;
    void readValue(const vault::ObjectName& name, std::optional<vault::VersionId> version, QObject* context,
                   TakeValue take);
    void copyValue(const vault::ObjectName& name, std::optional<vault::VersionId> version);
    void copyReference(const vault::SecretProperties& secret);
    void copyRows(const Secrets& secrets);
    void copyJson(const Secrets& secrets);

private:
    template <typename Op> base::Answer<ops::ResultOf<Op>> run(Op op);
    void openVersionEditor(const vault::ObjectName& name);
    void open(SecretEditor* editor);
    void compareWithOld(SecretEditor* editor, const vault::SecretProperties& secret);
    void submitSet(SecretEditor* editor);
    void submitUpdate(SecretEditor* editor);

    QStringList m_contentTypes;
};

} // namespace strongroom::ui
