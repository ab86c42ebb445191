// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/key_texts.h"
#include "ui/commands/object_commands.h"

namespace strongroom::ui {

class KeyEditor;

/// What a person can do with the keys of one vault beyond what all objects have. Made for one pane; dialogs
/// and runs outlive it. GUI thread.
class KeyCommands final : public ObjectCommands
{
    Q_OBJECT

public:
    using Keys = std::vector<vault::KeyListing>;

    KeyCommands(Workspace& workspace, vault::VaultId vault, QObject* parent = nullptr);

    void create();
    /// Asks for a file in the dialog.
    void import();
    /// The same with a file that was dropped or named.
    void importFrom(const QString& file);
    void edit(const vault::KeyProperties& key);
    /// A new version at once, after it was said that versions cannot be removed again.
    void rotate(const vault::KeyListing& key);
    void editRotation(const vault::KeyListing& key);
    /// Opens the crypto console with this version.
    void use(const vault::KeyProperties& version);
    /// Asks for the attestation of the environment that this version is for.
    void release(const vault::KeyProperties& version);
    /// Shows what the token says of where this version was made.
    void attest(const vault::KeyProperties& version);
    void copyPublicKey(const vault::KeyProperties& key, vault::PublicKeyForm form);
    void copyRows(const Keys& keys);
    void copyJson(const Keys& keys);

private:
    template <typename Op> base::Answer<ops::ResultOf<Op>> run(Op op);
    KeyEditor* open(KeyEditor* editor);
    template <typename Op> void submit(KeyEditor* editor, std::optional<Op> op, const QString& done);
};

} // namespace strongroom::ui
