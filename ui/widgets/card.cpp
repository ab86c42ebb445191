// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/card.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace strongroom::ui {

Card::Card(const QString& heading, QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_aside(new QLabel(this))
    , m_body(new QVBoxLayout)
{
    m_heading->setFont(semibold(font()));
    m_aside->setFont(captionFont());
    m_aside->setForegroundRole(QPalette::PlaceholderText);
    auto* top = new QHBoxLayout;
    top->addWidget(m_heading, 1);
    top->addWidget(m_aside);
    m_body->setSpacing(metrics::inside);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(metrics::page, metrics::between, metrics::page, metrics::between);
    all->setSpacing(metrics::inside);
    all->addLayout(top);
    all->addLayout(m_body);
    setHeading(heading);
    setAside({});
}

void Card::setHeading(const QString& heading)
{
    m_heading->setText(heading);
    m_heading->setVisible(!heading.isEmpty());
}

void Card::setAside(const QString& text)
{
    m_aside->setText(text);
    m_aside->setVisible(!text.isEmpty());
}

void Card::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color(Role::Hairline, palette()), metrics::hairline));
    painter.setBrush(color(Role::Base, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner, metrics::corner);
}

} // namespace strongroom::ui
