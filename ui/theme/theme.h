// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/palette.h"

#include <QDBusVariant>
#include <QObject>

namespace strongroom::ui {

enum class SchemeChoice { FollowSystem, Light, Dark };

/// Puts palette, style and fonts on the application and keeps them right: follows the desktop portal's
/// colour scheme when asked to, switches live. One per application; GUI thread.
class Theme final : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QObject* parent = nullptr);

    void choose(SchemeChoice choice);
    SchemeChoice choice() const { return m_choice; }
    Scheme scheme() const { return m_scheme; }
    /// Size of all text relative to the system's, 1.0 to 2.0.
    void setTextScale(double factor);

Q_SIGNALS:
    void schemeChanged(strongroom::ui::Scheme scheme);

private Q_SLOTS:
    void onPortalSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void apply();

    SchemeChoice m_choice = SchemeChoice::FollowSystem;
    Scheme m_scheme = Scheme::Light;
    Scheme m_systemScheme = Scheme::Light;
    double m_textScale = 1.0;
    double m_systemPointSize = 10.0;
};

} // namespace strongroom::ui
