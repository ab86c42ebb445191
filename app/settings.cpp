// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace strongroom::app {

using namespace Qt::StringLiterals;
using ui::Settings;

namespace {

constexpr int writeDelay = 500; // milliseconds

/// Numbers: their name in the file, and the range in which they make sense.
struct NumberRow final
{
    const char* key;
    int Settings::*member;
    int minimum;
    int maximum;
};
constexpr NumberRow numbers[] = {
    { "appearance/textPercent", &Settings::textPercent, 100, 200 },
    { "lists/expiringDays", &Settings::expiringDays, 1, 365 },
    { "clipboard/seconds", &Settings::clipboardSeconds, 10, 300 },
    { "clipboard/revealSeconds", &Settings::revealSeconds, 5, 120 },
    { "lock/idleMinutes", &Settings::autoLockMinutes, 0, 240 },
    { "endpoint/port", &Settings::endpointPort, 1024, 65535 },
};

struct SwitchRow final
{
    const char* key;
    bool Settings::*member;
};
constexpr SwitchRow switches[] = {
    { "lock/withSession", &Settings::locksWithSession },
    { "lock/onSuspend", &Settings::locksOnSuspend },
    { "appearance/tray", &Settings::showsTray },
    { "store/knowsTray", &Settings::knowsTray },
    { "endpoint/startsWithStore", &Settings::startsEndpoint },
};

struct Words final
{
    const char* key;
    QStringList words; // in the order of the enumeration
};
const Words schemeWords{ "appearance/scheme", { u"system"_s, u"light"_s, u"dark"_s } };
const Words densityWords{ "appearance/density", { u"compact"_s, u"normal"_s, u"comfortable"_s } };
const Words zoneWords{ "lists/timeZone", { u"local"_s, u"utc"_s } };

template <typename Enum> Enum readWord(const QSettings& file, const Words& words, Enum fallback)
{
    const auto at = words.words.indexOf(file.value(QLatin1String(words.key)).toString());
    return at < 0 ? fallback : Enum(at);
}

template <typename Value>
void put(QSettings& file, const QString& key, const Value& value, const Value& standard)
{
    if (value == standard)
        file.remove(key);
    else
        file.setValue(key, value);
}

template <typename Enum> void putWord(QSettings& file, const Words& words, Enum value, Enum standard)
{
    put(file, QLatin1String(words.key), words.words[int(value)], words.words[int(standard)]);
}

void readMaps(QSettings& file, Settings& settings)
{
    file.beginGroup(u"shortcuts"_s);
    for (const auto& key : file.childKeys())
        settings.shortcuts.insert(key, file.value(key).toString());
    file.endGroup();
    file.beginGroup(u"layouts"_s);
    for (const auto& key : file.childKeys())
        settings.layouts.insert(key, file.value(key).toByteArray());
    file.endGroup();
}

void writeMaps(QSettings& file, const Settings& settings)
{
    file.remove(u"shortcuts"_s);
    for (auto it = settings.shortcuts.begin(); it != settings.shortcuts.end(); ++it)
        file.setValue(u"shortcuts/"_s + it.key(), it.value());
    file.remove(u"layouts"_s);
    for (auto it = settings.layouts.begin(); it != settings.layouts.end(); ++it)
        file.setValue(u"layouts/"_s + it.key(), it.value());
}

} // namespace

Settings readSettings(const QString& path)
{
    QSettings file(path, QSettings::IniFormat);
    Settings settings;
    for (const auto& row : numbers) {
        bool isNumber = false;
        const int value = file.value(QLatin1String(row.key)).toInt(&isNumber);
        if (isNumber && value >= row.minimum && value <= row.maximum)
            settings.*row.member = value;
    }
    for (const auto& row : switches)
        settings.*row.member = file.value(QLatin1String(row.key), settings.*row.member).toBool();
    settings.scheme = readWord(file, schemeWords, settings.scheme);
    settings.density = readWord(file, densityWords, settings.density);
    settings.timeZone = readWord(file, zoneWords, settings.timeZone);
    settings.lastStore = file.value(u"store/last"_s).toString();
    settings.lastOpened = qMax<qint64>(0, file.value(u"store/lastOpened"_s).toLongLong());
    readMaps(file, settings);
    return settings;
}

bool writeSettings(const QString& path, const Settings& settings)
{
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return false;
    const Settings standard;
    QSettings file(path, QSettings::IniFormat);
    for (const auto& row : numbers)
        put(file, QLatin1String(row.key), settings.*row.member, standard.*row.member);
    for (const auto& row : switches)
        put(file, QLatin1String(row.key), settings.*row.member, standard.*row.member);
    putWord(file, schemeWords, settings.scheme, standard.scheme);
    putWord(file, densityWords, settings.density, standard.density);
    putWord(file, zoneWords, settings.timeZone, standard.timeZone);
    put(file, u"store/last"_s, settings.lastStore, standard.lastStore);
    put(file, u"store/lastOpened"_s, settings.lastOpened, standard.lastOpened);
    writeMaps(file, settings);
    file.sync();
    return file.status() == QSettings::NoError;
}

QString settingsFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/strongroom/strongroom.ini"_s;
}

SettingsKeeper::SettingsKeeper(ui::SettingsBook& book, QString file, QObject* parent)
    : QObject(parent)
    , m_book(book)
    , m_file(std::move(file))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(writeDelay);
    connect(&m_book, &ui::SettingsBook::changed, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_soon, &QTimer::timeout, this, &SettingsKeeper::write);
}

SettingsKeeper::~SettingsKeeper()
{
    if (m_soon.isActive())
        write();
}

void SettingsKeeper::write()
{
    m_soon.stop();
    if (!writeSettings(m_file, m_book.value()))
        qWarning("The settings could not be written to %s.", qUtf8Printable(m_file));
}

} // namespace strongroom::app
