// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// What a person does with the store as a whole: open another one, back up, restore, check. Each asks
/// for a place, runs, shows itself in the activity list and says how it ended, where the person is.
class StoreFiles final : public QObject
{
    Q_OBJECT

public:
    /// `closed` takes what is said while no store is open; it outlives this.
    StoreFiles(Workspace& workspace, Notices& closed, QObject* parent);

    void openStore();
    void choose(const QString& folder);
    void backup();
    void restore();
    void restoreInto(const QString& file, const QString& folder);
    void check();
    void verifyAudit();
    /// Those of the open store, or of the pages before one.
    Notices& notices() const;

Q_SIGNALS:
    /// The door has another store now, closed.
    void storeChosen();

private:
    QString placeForRestored(const QString& file) const;
    void finish(quint64 activity, const base::Result<void>& result, const QString& done);
    void fail(quint64 activity, const ErrorText& text);

    Workspace& m_workspace;
    Notices& m_closed;
};

} // namespace strongroom::ui
