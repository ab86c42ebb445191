// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/relative_time.h"
#include "model/vault/rotation_policy.h"

#include <QWidget>

namespace strongroom::ui {

/// What a rotation policy will do next, drawn along a line from now on: rotations, notices and ends with
/// their dates. Readers hear the same as a list.
class RotationTimeline final : public QWidget
{
    Q_OBJECT

public:
    explicit RotationTimeline(QWidget* parent = nullptr);

    void setEvents(std::vector<vault::RotationEvent> events, base::UnixSeconds now,
                   lists::TimeZone zone = lists::TimeZone::Utc);
    const std::vector<vault::RotationEvent>& events() const { return m_events; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int lineHeight() const;

    std::vector<vault::RotationEvent> m_events;
    base::UnixSeconds m_now = 0;
    lists::TimeZone m_zone = lists::TimeZone::Utc;
};

} // namespace strongroom::ui
