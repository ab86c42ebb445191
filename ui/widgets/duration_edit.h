// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/duration.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace strongroom::ui {

/// A time span as a number and a unit; one that needs more parts is written in its ISO 8601 form ("P1Y10D").
class DurationEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit DurationEdit(QWidget* parent = nullptr);

    void setDuration(const vault::Duration& duration);
    /// Nothing while the ISO form is wrong.
    std::optional<vault::Duration> duration() const;
    /// Names its parts for readers: "Rotate after".
    void setName(const QString& name);

Q_SIGNALS:
    void edited();

private:
    enum class Unit { Days, Months, Years, Iso };
    Unit unit() const;
    void onUnitChosen();
    void showUnit();

    QSpinBox* m_count;
    QComboBox* m_unit;
    QLineEdit* m_iso;
};

} // namespace strongroom::ui
