// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/drop_hint.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

namespace strongroom::ui {

DropHint::DropHint(const QString& words, QWidget* parent)
    : QWidget(parent)
    , m_words(words)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(words);
    hide();
}

void DropHint::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = color(Role::AccentSoft, palette());
    veil.setAlphaF(0.9F);
    painter.setBrush(veil);
    painter.setPen(QPen(color(Role::Accent, palette()), 2, Qt::DashLine));
    const int margin = metrics::inside;
    painter.drawRoundedRect(rect().adjusted(margin, margin, -margin, -margin), 4, 4);
    painter.setPen(color(Role::Text, palette()));
    painter.setFont(titleFont());
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_words);
}

QString droppedFile(const QMimeData& data, const QStringList& endings)
{
    const QList<QUrl> places = data.urls();
    if (places.size() != 1 || !places.first().isLocalFile())
        return {};
    const QFileInfo file(places.first().toLocalFile());
    return endings.contains(file.suffix().toLower()) ? file.filePath() : QString();
}

} // namespace strongroom::ui
