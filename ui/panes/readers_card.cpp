// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/readers_card.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/counted.h"

#include <QLocale>
#include <QPainter>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t readersShown = 5;

} // namespace

ReadersCard::ReadersCard(vault::ObjectKind kind, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(heading());
}

QString ReadersCard::heading() const
{
    return m_kind == vault::ObjectKind::Key ? tr("Used by, last 30 days") : tr("Read by, last 30 days");
}

QString ReadersCard::count() const
{
    return m_kind == vault::ObjectKind::Key ? counted(m_all, tr("1 use"), tr("%1 uses"))
                                            : counted(m_all, tr("1 read"), tr("%1 reads"));
}

void ReadersCard::setReaders(const std::vector<lists::Reader>& readers, qint64 all)
{
    m_readers = readers;
    m_all = all;
    if (m_readers.size() > readersShown) {
        lists::Reader others{ tr("others"), 0 };
        for (std::size_t i = readersShown - 1; i < m_readers.size(); ++i)
            others.reads += m_readers[i].reads;
        m_readers.resize(readersShown - 1);
        m_readers.push_back(others);
    }
    QStringList words;
    for (const lists::Reader& reader : m_readers)
        words += reader.name + u' ' + QLocale().toString(reader.reads);
    setAccessibleDescription(words.isEmpty() ? tr("Nobody") : words.join(u", "_s));
    updateGeometry();
    update();
}

int ReadersCard::lineHeight() const { return fontMetrics().height() + 6; }

QSize ReadersCard::sizeHint() const
{
    const int lines = 1 + std::max(1, int(m_readers.size()));
    return { 200, lines * lineHeight() + 2 * metrics::between };
}

void ReadersCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color(Role::Hairline, palette()));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner, metrics::corner);

    QRect line = rect().adjusted(metrics::between, metrics::between, -metrics::between, 0);
    line.setHeight(lineHeight());
    painter.setFont(semibold(font()));
    painter.setPen(color(Role::Text, palette()));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, heading());
    painter.setFont(captionFont());
    painter.setPen(color(Role::Muted, palette()));
    drawTabular(painter, line, Qt::AlignRight | Qt::AlignVCenter, count());
    painter.setFont(font());
    if (m_readers.empty()) {
        painter.drawText(line.translated(0, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         m_kind == vault::ObjectKind::Key ? tr("Nobody has used it.")
                                                          : tr("Nobody has read it."));
        return;
    }
    const qint64 most = m_readers.front().reads;
    const int nameWidth = line.width() * 45 / 100;
    for (const lists::Reader& reader : m_readers) {
        line.translate(0, lineHeight());
        const QString count = QLocale().toString(reader.reads);
        const int countWidth = std::max(36, tabularWidth(font(), count) + metrics::inside);
        painter.setPen(color(Role::Text, palette()));
        const QRect name(line.left(), line.top(), nameWidth, line.height());
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(reader.name, Qt::ElideRight, nameWidth - metrics::inside));
        painter.setPen(color(Role::Muted, palette()));
        drawTabular(painter, line, Qt::AlignRight | Qt::AlignVCenter, count);
        const QRectF track(line.left() + nameWidth, line.center().y() - 3,
                           line.width() - nameWidth - countWidth, 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Role::Chip, palette()));
        painter.drawRoundedRect(track, 3, 3);
        const double part = most > 0 ? double(reader.reads) / double(std::max(most, m_all)) : 0;
        painter.setBrush(color(Role::Primary, palette()));
        painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(std::max(2.0, track.width() * part), 6)), 3,
                                3);
    }
}

} // namespace strongroom::ui
