// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QMap>
#include <QObject>
#include <QStringList>

namespace strongroom::ui {

enum class TimeZoneChoice { Local, Utc };

/// The person's choices. One plain struct: the settings page shows each member, app keeps it on disk.
/// Nothing secret is ever in it.
struct Settings final
{
    // Appearance
    SchemeChoice scheme = SchemeChoice::FollowSystem;
    metrics::Density density = metrics::Density::Normal;
    int textPercent = 100; ///< 100-200
    // Lists and times
    TimeZoneChoice timeZone = TimeZoneChoice::Local;
    int expiringDays = 30; ///< when "expiring" begins
    // Clipboard and lock
    int clipboardSeconds = 30; ///< 10-300
    int revealSeconds = 20; ///< 5-120
    int autoLockMinutes = 10; ///< 0 = never, to 240
    bool locksWithSession = true;
    bool locksOnSuspend = true;
    bool showsTray = false;
    // Endpoint
    bool startsEndpoint = true;
    int endpointPort = 8443;
    // Kept from use, not on the settings page
    QString lastStore;
    base::UnixSeconds lastOpened = 0; ///< when this window opened it; 0: unknown
    bool knowsTray = false; ///< the person was told that closing the window leaves it in the tray
    QMap<QString, QString> shortcuts; ///< action key to portable text, only where changed
    QMap<QString, QByteArray> layouts; ///< columns, splitters, window: name to state

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// The settings in use, and who wants to know of changes.
class SettingsBook final : public QObject
{
    Q_OBJECT

public:
    explicit SettingsBook(Settings settings = {}, QObject* parent = nullptr);

    const Settings& value() const { return m_value; }
    void set(const Settings& settings);
    QByteArray layout(const QString& name) const { return m_value.layouts.value(name); }
    void keepLayout(const QString& name, const QByteArray& state);

Q_SIGNALS:
    void changed(const strongroom::ui::Settings& settings);

private:
    Settings m_value;
};

} // namespace strongroom::ui
