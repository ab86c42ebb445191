// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/icon_label.h"

#include "ui/theme/icons.h"

#include <QPainter>

namespace strongroom::ui {

IconLabel::IconLabel(QWidget* parent, int size)
    : QWidget(parent)
    , m_size(size)
{
    setFixedSize(size, size);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

IconLabel::IconLabel(const QString& name, Role role, QWidget* parent, int size)
    : IconLabel(parent, size)
{
    set(name, role);
}

void IconLabel::set(const QString& name, Role role)
{
    m_name = name;
    m_role = role;
    update();
}

void IconLabel::paintEvent(QPaintEvent*)
{
    if (m_name.isEmpty())
        return;
    QPainter painter(this);
    painter.drawPixmap(rect(), iconPixmap(m_name, color(m_role, palette()), m_size, devicePixelRatioF()));
}

} // namespace strongroom::ui
