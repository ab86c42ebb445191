// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/palette.h"

#include <QAbstractButton>

namespace strongroom::ui {

/// A number with its words: a button that opens the list it counts.
class CountTile final : public QAbstractButton
{
    Q_OBJECT

public:
    /// `words` stand under the number: "Secrets".
    CountTile(const QString& iconName, const QString& words, QWidget* parent = nullptr);

    /// Nothing is known yet while `count` is negative. `role` colours icon and number.
    void setCount(qint64 count, Role role = Role::Text);
    qint64 count() const { return m_count; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString number() const;

    const QString m_icon;
    qint64 m_count = -1;
    Role m_role = Role::Text;
};

} // namespace strongroom::ui
