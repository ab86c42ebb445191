// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

const auto service = u"org.freedesktop.portal.Desktop"_s;
const auto path = u"/org/freedesktop/portal/desktop"_s;
const auto interface = u"org.freedesktop.portal.Settings"_s;
const auto appearance = u"org.freedesktop.appearance"_s;
const auto colourScheme = u"color-scheme"_s;

/// The portal wraps the value in a variant, older ones twice. 1 = dark, 2 = light, 0 = no preference.
uint portalValue(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}

/// Widgets with a font of their own, captions and titles, keep their distance to the others.
void setFontEverywhere(const QFont& font)
{
    const double step = font.pointSizeF() - QApplication::font().pointSizeF();
    std::vector<std::pair<QWidget*, double>> own;
    for (QWidget* const widget : QApplication::allWidgets())
        if (widget->testAttribute(Qt::WA_SetFont))
            own.emplace_back(widget, widget->font().pointSizeF());
    QApplication::setFont(font);
    for (const auto& [widget, size] : own) {
        QFont face = widget->font();
        if (face.pointSizeF() != size)
            continue; // only its weight is its own
        face.setPointSizeF(size + step);
        widget->setFont(face);
    }
}

} // namespace

Theme::Theme(QObject* parent)
    : QObject(parent)
    , m_systemScheme(schemeOf(QApplication::palette()))
{
    const auto font = uiFont();
    m_systemPointSize = font.pointSizeF() > 0 ? font.pointSizeF() : 10.0;
    QApplication::setStyle(new Style);
    apply();
    QApplication::setWindowIcon(icon(u"vault"_s, Role::Accent));
    askPortal();
}

void Theme::choose(SchemeChoice choice)
{
    m_choice = choice;
    apply();
}

void Theme::setTextScale(double factor)
{
    m_textScale = qBound(1.0, factor, 2.0);
    apply();
}

void Theme::askPortal()
{
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    // The formatter puts spaces into a signature, which Qt would take out again each time.
    // clang-format off
    bus.connect(service, path, interface, u"SettingChanged"_s, this,
                SLOT(onPortalSettingChanged(QString,QString,QDBusVariant)));
    // clang-format on
    auto question = QDBusMessage::createMethodCall(service, path, interface, u"Read"_s);
    question << appearance << colourScheme;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question, 1000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        if (reply.isValid())
            onPortalSettingChanged(appearance, colourScheme, reply.value());
    });
}

void Theme::onPortalSettingChanged(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group != appearance || key != colourScheme)
        return;
    const auto wanted = portalValue(value.variant());
    if (wanted == 0)
        return;
    m_systemScheme = wanted == 1 ? Scheme::Dark : Scheme::Light;
    apply();
}

void Theme::apply()
{
    const auto before = m_scheme;
    switch (m_choice) {
    case SchemeChoice::FollowSystem:
        m_scheme = m_systemScheme;
        break;
    case SchemeChoice::Light:
        m_scheme = Scheme::Light;
        break;
    case SchemeChoice::Dark:
        m_scheme = Scheme::Dark;
        break;
    }
    auto font = uiFont();
    font.setPointSizeF(m_systemPointSize * m_textScale);
    if (QApplication::font() != font)
        setFontEverywhere(font);
    QApplication::setPalette(paletteOf(m_scheme));
    if (m_scheme != before)
        Q_EMIT schemeChanged(m_scheme);
}

} // namespace strongroom::ui
