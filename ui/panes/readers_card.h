// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/activity_list_model.h"

#include <QWidget>

namespace strongroom::ui {

/// "Read by, last 30 days": a bar per reader, the busiest first.
class ReadersCard final : public QWidget
{
    Q_OBJECT

public:
    explicit ReadersCard(QWidget* parent = nullptr);

    void setReaders(const std::vector<lists::Reader>& readers, qint64 all);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int lineHeight() const;

    std::vector<lists::Reader> m_readers;
    qint64 m_all = 0;
};

} // namespace strongroom::ui
