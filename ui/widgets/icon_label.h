// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QWidget>

namespace strongroom::ui {

/// An icon beside words that say the same. Painted in the colour of its role at the time, so that it is
/// right in both schemes without being told of a switch.
class IconLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit IconLabel(QWidget* parent = nullptr, int size = metrics::icon);
    IconLabel(const QString& name, Role role, QWidget* parent = nullptr, int size = metrics::icon);

    void set(const QString& name, Role role);
    QSize sizeHint() const override { return { m_size, m_size }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const int m_size;
    QString m_name;
    Role m_role = Role::Text;
};

} // namespace strongroom::ui
