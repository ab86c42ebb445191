// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/key_groups.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QPainter>

#include <algorithm>

namespace strongroom::ui {

namespace {

constexpr int perRow = 4;
constexpr int groupsOfAKey = 13;

} // namespace

void KeyGroups::show(std::shared_ptr<base::SecureBytes> printedKey)
{
    m_key = std::move(printedKey);
    updateGeometry();
    update();
}

int KeyGroups::groups() const
{
    return m_key ? int(std::ranges::count(m_key->span(), static_cast<unsigned char>('-'))) + 1 : groupsOfAKey;
}

QSize KeyGroups::sizeHint() const
{
    const QFontMetrics metricsOfFont(monoFont());
    return { 400, ((groups() + perRow - 1) / perRow) * (metricsOfFont.height() + 14) + 16 };
}

void KeyGroups::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color(Role::Hairline, palette()));
    painter.setBrush(color(Role::Base, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner, metrics::corner);
    if (!m_key)
        return;
    const QFontMetrics mono(monoFont());
    const int cell = (width() - 16) / 4;
    const int line = mono.height() + 14;
    int index = 0;
    int x = 0;
    for (const unsigned char byte : m_key->span()) {
        if (byte == '-') {
            ++index;
            x = 0;
            continue;
        }
        const QPoint corner(8 + (index % 4) * cell, 8 + (index / 4) * line);
        if (x == 0) {
            painter.setFont(captionFont());
            painter.setPen(color(Role::Muted, palette()));
            painter.drawText(QRect(corner, QSize(24, line)), Qt::AlignVCenter | Qt::AlignRight,
                             QString::number(index + 1));
        }
        painter.setFont(monoFont());
        const QChar character(char16_t{ byte });
        painter.setPen(color(character.isDigit() ? Role::Accent : Role::Text, palette()));
        painter.drawText(QRect(corner + QPoint(32 + x, 0), QSize(mono.horizontalAdvance(u'0'), line)),
                         Qt::AlignCenter, QString(character));
        x += mono.horizontalAdvance(u'0');
    }
}

} // namespace strongroom::ui
