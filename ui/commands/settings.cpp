// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/settings.h"

namespace strongroom::ui {

SettingsBook::SettingsBook(Settings settings, QObject* parent)
    : QObject(parent)
    , m_value(std::move(settings))
{
}

void SettingsBook::set(const Settings& settings)
{
    if (settings == m_value)
        return;
    m_value = settings;
    Q_EMIT changed(m_value);
}

void SettingsBook::keepLayout(const QString& name, const QByteArray& state)
{
    auto settings = m_value;
    settings.layouts.insert(name, state);
    set(settings);
}

} // namespace strongroom::ui
