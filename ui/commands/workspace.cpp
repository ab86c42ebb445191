// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/workspace.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QCoreApplication>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

Workspace::Workspace(ops::StoreDoor& door, ops::EndpointControl& endpoint, const base::Clock& clock,
                     SettingsBook& settings, QObject* parent)
    : QObject(parent)
    , m_door(door)
    , m_endpoint(endpoint)
    , m_clock(clock)
    , m_settings(settings)
    , m_vaults(door)
    , m_activities(clock)
    , m_drafts(door)
    , m_views(door, settings, m_vaults, clock)
{
    makeActions();
    const auto adopt = [this](const Settings& value) { m_clipboard.setSeconds(value.clipboardSeconds); };
    adopt(m_settings.value());
    connect(&m_settings, &SettingsBook::changed, this, adopt);
    connect(&m_endpoint, &ops::EndpointControl::served, &m_requests, &RequestLog::add);
    connect(&m_door, &ops::StoreDoor::stateChanged, this, [this](ops::StoreDoor::State state) {
        if (state == ops::StoreDoor::State::Locked)
            m_requests.reset();
    });
}

void Workspace::makeActions()
{
    for (const auto& row : actionCatalogue()) {
        auto* action = new QAction(QCoreApplication::translate("Actions", row.text), this);
        action->setObjectName(QString::fromLatin1(row.key.data(), qsizetype(row.key.size())));
        if (!row.icon.empty())
            action->setIcon(icon(QString::fromLatin1(row.icon.data(), qsizetype(row.icon.size()))));
        const auto id = row.id;
        connect(action, &QAction::triggered, this, [this, id] { Q_EMIT triggered(id); });
        m_actions.push_back(action);
    }
}

QAction* Workspace::action(ActionId id) const { return m_actions[std::size_t(id)]; }

ErrorText Workspace::explain(const base::Error& error) const
{
    if (m_explain)
        return m_explain(error);
    return { u"circle-alert"_s, error.message, {}, {}, error.message };
}

void Workspace::trigger(ActionId id)
{
    if (action(id)->isEnabled())
        Q_EMIT triggered(id);
}

} // namespace strongroom::ui
