// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/object_filter.h"
#include "ui/commands/place.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace strongroom::ops {
class StoreDoor;
}

namespace strongroom::ui {

class SettingsBook;
class VaultDirectory;

/// A filter that a person wants to come back to, and how many objects it shows at the moment.
struct SavedView final
{
    QString name;
    Place place; ///< a list, and its filter as the query
    qint64 count = -1; ///< not known yet
};

/// The views of the open store, in the order of their names. Kept beside the settings and sealed by the
/// store, because a filter names tags and objects. Counted again after each change. GUI thread.
class SavedViews final : public QObject
{
    Q_OBJECT

public:
    SavedViews(ops::StoreDoor& door, SettingsBook& settings, VaultDirectory& vaults, const base::Clock& clock,
               QObject* parent = nullptr);

    const std::vector<SavedView>& all() const { return m_views; }
    /// nullptr when nothing like it is kept.
    const SavedView* find(const Place& place) const;
    void add(const QString& name, const Place& place);
    void remove(const Place& place);

Q_SIGNALS:
    void changed(); ///< views came or went
    void counted();

private:
    void load();
    void save();
    void countAll();
    void count(const Place& place);
    template <typename Browse> void browse(const Place& place, vault::ObjectFilter filter);
    void setCount(const Place& place, qint64 count);
    QString layoutName() const;

    ops::StoreDoor& m_door;
    SettingsBook& m_settings;
    VaultDirectory& m_vaults;
    const base::Clock& m_clock;
    std::vector<SavedView> m_views;
    QTimer m_soon;
};

} // namespace strongroom::ui
