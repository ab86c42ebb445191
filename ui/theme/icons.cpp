// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

// Q_INIT_RESOURCE must stand outside of any namespace.
static void initialiseIconResource() { Q_INIT_RESOURCE(strongroom_icons); }

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QByteArray svgOf(const QString& name)
{
    initialiseIconResource();
    QFile file(u":/icons/"_s % name % u".svg"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("There is no icon named %s.", qUtf8Printable(name));
        return {};
    }
    return file.readAll();
}

QPixmap rendered(const QString& name, const QColor& colour, QSize pixels)
{
    const QString key = u"strongroom-icon:%1:%2:%3x%4"_s.arg(name, colour.name(QColor::HexArgb))
                            .arg(pixels.width())
                            .arg(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    auto svg = svgOf(name);
    svg.replace("currentColor", colour.name().toLatin1());
    svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    if (!svg.isEmpty()) {
        QSvgRenderer renderer(svg);
        QPainter painter(&pixmap);
        painter.setOpacity(colour.alphaF());
        renderer.render(&painter, QRectF(QPointF(), QSizeF(pixels)));
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class Engine final : public QIconEngine
{
public:
    Engine(QString name, Role role)
        : m_name(std::move(name))
        , m_role(role)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const auto scale = painter->device()->devicePixelRatioF();
        const auto side = qMin(rect.width(), rect.height());
        const QPoint corner(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2);
        painter->drawPixmap(QRect(corner, QSize(side, side)),
                            iconPixmap(m_name, colourOf(mode), side, scale));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        return rendered(m_name, colourOf(mode), size);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        auto result = rendered(m_name, colourOf(mode), size); // `size` is in device pixels
        result.setDevicePixelRatio(scale);
        return result;
    }
    QIconEngine* clone() const override { return new Engine(m_name, m_role); }
    QString iconName() override { return m_name; }
    bool isNull() override { return m_name.isEmpty(); }

private:
    QColor colourOf(QIcon::Mode mode) const
    {
        const auto palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::Text);
        return mode == QIcon::Selected ? color(Role::OnPrimary, palette) : color(m_role, palette);
    }

    QString m_name;
    Role m_role;
};

} // namespace

QIcon icon(const QString& name, Role role)
{
    return name.isEmpty() ? QIcon() : QIcon(new Engine(name, role));
}

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio)
{
    const int pixels = int(std::lround(size * devicePixelRatio));
    auto result = rendered(name, colour, { pixels, pixels });
    result.setDevicePixelRatio(devicePixelRatio);
    return result;
}

} // namespace strongroom::ui
