// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/activity_list_model.h"

#include <QWidget>

namespace strongroom::ui {

/// Who has read a secret or used a key in the last 30 days: a bar for each, the busiest first.
class ReadersCard final : public QWidget
{
    Q_OBJECT

public:
    explicit ReadersCard(vault::ObjectKind kind, QWidget* parent = nullptr);

    void setReaders(const std::vector<lists::Reader>& readers, qint64 all);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int lineHeight() const;
    QString heading() const;
    QString count() const;

    const vault::ObjectKind m_kind;
    std::vector<lists::Reader> m_readers;
    qint64 m_all = 0;
};

} // namespace strongroom::ui
