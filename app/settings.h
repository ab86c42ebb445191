// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/settings.h"

#include <QTimer>

namespace strongroom::app {

/// Reads settings from an INI file; what is missing, out of range or not understood takes its default.
ui::Settings readSettings(const QString& file);
/// Writes what differs from the defaults. False when the file cannot be written.
bool writeSettings(const QString& file, const ui::Settings& settings);

/// Where this person's settings are kept: $XDG_CONFIG_HOME/strongroom/strongroom.ini.
QString settingsFile();

/// Keeps a file as its settings book says, a moment after each change and when it is destroyed.
class SettingsKeeper final : public QObject
{
    Q_OBJECT

public:
    /// `book` must outlive the keeper.
    SettingsKeeper(ui::SettingsBook& book, QString file, QObject* parent = nullptr);
    ~SettingsKeeper() override;

private:
    void write();

    ui::SettingsBook& m_book;
    const QString m_file;
    QTimer m_soon;
};

} // namespace strongroom::app
