// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// What a person does with the store as a whole: open another one, back up, restore, check. Each asks
/// for a place, runs, shows itself in the activity list and says how it ended.
class StoreFiles final : public QObject
{
    Q_OBJECT

public:
    StoreFiles(Workspace& workspace, QObject* parent);

    void openStore();
    void backup();
    void restore();
    void check();
    void verifyAudit();

Q_SIGNALS:
    /// The door has another store now, closed.
    void storeChosen();

private:
    void choose(const QString& folder);
    void restoreInto(const QString& file, const QString& folder);
    void finish(quint64 activity, const base::Result<void>& result, const QString& done);

    Workspace& m_workspace;
};

} // namespace strongroom::ui
