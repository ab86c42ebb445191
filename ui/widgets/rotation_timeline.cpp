// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/rotation_timeline.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QPainter>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

struct EventLook final
{
    QString icon;
    Role role = Role::Text;
    QString word;
};

EventLook lookOf(vault::RotationEvent::Kind kind)
{
    switch (kind) {
    case vault::RotationEvent::Kind::Rotation:
        return { u"rotate-cw"_s, Role::Accent, RotationTimeline::tr("Rotation") };
    case vault::RotationEvent::Kind::Notice:
        return { u"bell"_s, Role::Warning, RotationTimeline::tr("Notice") };
    case vault::RotationEvent::Kind::Expiry:
        return { u"calendar-x"_s, Role::Critical, RotationTimeline::tr("End of a version") };
    }
    return {};
}

} // namespace

RotationTimeline::RotationTimeline(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What comes next"));
}

void RotationTimeline::setEvents(std::vector<vault::RotationEvent> events, base::UnixSeconds now,
                                 lists::TimeZone zone)
{
    m_events = std::move(events);
    m_now = now;
    m_zone = zone;
    QStringList words;
    for (const vault::RotationEvent& event : m_events)
        words += tr("%1 on %2").arg(lookOf(event.kind).word, lists::dateText(event.time, m_zone));
    setAccessibleDescription(words.isEmpty() ? tr("Nothing") : words.join(u"; "_s));
    updateGeometry();
    update();
}

int RotationTimeline::lineHeight() const { return std::max(fontMetrics().height(), metrics::icon) + 8; }

QSize RotationTimeline::sizeHint() const
{
    return { 300, (std::max(1, int(m_events.size())) + 1) * lineHeight() };
}

QSize RotationTimeline::minimumSizeHint() const { return { 220, sizeHint().height() }; }

void RotationTimeline::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int height = lineHeight();
    const int axis = metrics::icon / 2;
    QRect line(0, 0, width(), height);
    const auto text = [&](const QRect& where, Role role, Qt::Alignment alignment, const QString& words) {
        painter.setPen(color(role, palette()));
        drawTabular(painter, where, Qt::AlignVCenter | alignment,
                    painter.fontMetrics().elidedText(words, Qt::ElideRight, where.width()));
    };
    // The line runs from now to the last event.
    painter.setPen(QPen(color(Role::Hairline, palette()), 2));
    painter.drawLine(axis, height / 2, axis, height / 2 + int(m_events.size()) * height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::Muted, palette()));
    painter.drawEllipse(QPoint(axis, height / 2), 4, 4);
    const int indent = metrics::icon + metrics::inside;
    text(line.adjusted(indent, 0, 0, 0), Role::Muted, Qt::AlignLeft,
         m_events.empty() ? tr("Now; nothing comes by itself") : tr("Now"));
    const int wordWidth
        = std::max(painter.fontMetrics().horizontalAdvance(tr("End of a version")), 90) + metrics::between;
    for (const vault::RotationEvent& event : m_events) {
        line.translate(0, height);
        const EventLook look = lookOf(event.kind);
        const QRect icon(0, line.top() + (height - metrics::icon) / 2, metrics::icon, metrics::icon);
        painter.fillRect(icon, palette().color(backgroundRole()));
        painter.drawPixmap(
            icon, iconPixmap(look.icon, color(look.role, palette()), metrics::icon, devicePixelRatioF()));
        const QRect rest = line.adjusted(indent, 0, 0, 0);
        text(QRect(rest.left(), rest.top(), wordWidth, height), look.role, Qt::AlignLeft, look.word);
        const QString date = lists::dateText(event.time, m_zone);
        const int dateWidth = painter.fontMetrics().horizontalAdvance(date) + metrics::between;
        text(QRect(rest.left() + wordWidth, rest.top(), dateWidth, height), Role::Text, Qt::AlignLeft, date);
        const int used = wordWidth + dateWidth;
        text(QRect(rest.left() + used, rest.top(), rest.width() - used, height), Role::Muted, Qt::AlignLeft,
             lists::relativeTime(event.time, m_now));
    }
}

} // namespace strongroom::ui
