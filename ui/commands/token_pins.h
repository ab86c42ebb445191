// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

#include <QSet>

namespace strongroom::ui {

/// Gives the open store the PINs that the desktop's keychain has for it, once after each unlock. A person is
/// asked only for those that nobody has. GUI thread.
class TokenPins final : public QObject
{
    Q_OBJECT

public:
    /// `workspace` must outlive it.
    explicit TokenPins(Workspace& workspace, QObject* parent = nullptr);

private:
    void give();
    void giveTo(const vault::VaultId& id);

    Workspace& m_workspace;
    QSet<QString> m_looked; ///< vaults whose PIN was looked for since the unlock
};

} // namespace strongroom::ui
