// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/vault_words.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct VaultWords
{
    Q_DECLARE_TR_FUNCTIONS(VaultWords)
};

bool isLetter(QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); }
bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

/// The first rule of the service that the name breaks.
QString brokenRule(const QString& name)
{
    for (const QChar c : name) {
        if (!isLetter(c) && !isDigit(c) && c != u'-')
            return VaultWords::tr("“%1” is not allowed. Use letters a to z, digits and hyphens.").arg(c);
    }
    if (!isLetter(name.front()))
        return VaultWords::tr("Begin with a letter.");
    if (name.contains("--"_L1))
        return VaultWords::tr("Two hyphens in a row are not allowed.");
    if (name.size() > 24)
        return counted(name.size() - 24, VaultWords::tr("1 character too long: 24 at most."),
                       VaultWords::tr("%1 characters too long: 24 at most."));
    if (name.size() < 3)
        return VaultWords::tr("At least 3 characters.");
    if (name.endsWith(u'-'))
        return VaultWords::tr("End with a letter or a digit.");
    return VaultWords::tr("This is not a name for a vault.");
}

} // namespace

Role environmentRole(vault::Environment environment)
{
    switch (environment) {
    case vault::Environment::Local:
        return Role::Muted;
    case vault::Environment::Test:
        return Role::Accent;
    case vault::Environment::Staging:
        return Role::Warning;
    case vault::Environment::Production:
        return Role::Critical;
    }
    return Role::Muted;
}

QString environmentWord(vault::Environment environment)
{
    switch (environment) {
    case vault::Environment::Local:
        return VaultWords::tr("Local");
    case vault::Environment::Test:
        return VaultWords::tr("Test");
    case vault::Environment::Staging:
        return VaultWords::tr("Staging");
    case vault::Environment::Production:
        return VaultWords::tr("Production");
    }
    return {};
}

QIcon environmentIcon(vault::Environment environment)
{
    const double ratio = qGuiApp->devicePixelRatio();
    const int size = qRound(metrics::icon * ratio);
    QPixmap dot(size, size);
    dot.fill(Qt::transparent);
    QPainter painter(&dot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(environmentRole(environment), QGuiApplication::palette()));
    const double edge = size * 0.25;
    painter.drawEllipse(QRectF(0, 0, size, size).adjusted(edge, edge, -edge, -edge));
    painter.end();
    dot.setDevicePixelRatio(ratio);
    return QIcon(dot);
}

QString skuWord(vault::Sku sku)
{
    switch (sku) {
    case vault::Sku::Standard:
        return VaultWords::tr("Standard");
    case vault::Sku::Premium:
        return VaultWords::tr("Premium");
    case vault::Sku::ManagedHsm:
        return VaultWords::tr("Managed HSM pool");
    }
    return {};
}

QString permissionModelWord(vault::PermissionModel model)
{
    return model == vault::PermissionModel::Rbac ? VaultWords::tr("Roles (RBAC)")
                                                 : VaultWords::tr("Access policies");
}

QString recoveryLevelMeaning(const QString& level)
{
    if (level.endsWith("+Purgeable"_L1))
        return VaultWords::tr("Can be recovered until the day it is purged, or purged before it.");
    if (level.endsWith("Recoverable"_L1))
        return VaultWords::tr("Can be recovered until the day it is purged. Nobody can purge it before.");
    return level;
}

QString vaultNameProblem(const QString& name, const QStringList& live, const QStringList& deleted)
{
    if (name.isEmpty())
        return VaultWords::tr("A vault needs a name.");
    if (!vault::VaultName::create(name))
        return brokenRule(name);
    if (live.contains(name, Qt::CaseInsensitive))
        return VaultWords::tr("There is a vault or pool with this name already.");
    if (deleted.contains(name, Qt::CaseInsensitive))
        return VaultWords::tr("A deleted vault or pool holds this name. Recover or purge it first.");
    return {};
}

} // namespace strongroom::ui
