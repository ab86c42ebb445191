// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/lists/relative_time.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QDateTimeEdit;
class QLabel;

namespace strongroom::ui {

/// A moment or never: presets counted from now, or an exact date and time in UTC or local time, with the
/// distance in words beside it.
class DateTimeField final : public QWidget
{
    Q_OBJECT

public:
    enum class Presets { Expiry, Activation };
    DateTimeField(const base::Clock& clock, Presets presets, QWidget* parent = nullptr);

    void setTime(std::optional<base::UnixSeconds> time);
    std::optional<base::UnixSeconds> time() const { return m_time; }
    void setZone(lists::TimeZone zone);
    void setName(const QString& name);

Q_SIGNALS:
    void edited();

private:
    void onPreset(int index);
    void showTime();

    const base::Clock& m_clock;
    QComboBox* m_preset;
    QDateTimeEdit* m_edit;
    QComboBox* m_zone;
    QLabel* m_words;
    std::optional<base::UnixSeconds> m_time;
    bool m_isShowing = false;
};

} // namespace strongroom::ui
