// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/duration_edit.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

namespace strongroom::ui {

DurationEdit::DurationEdit(QWidget* parent)
    : QWidget(parent)
    , m_count(new QSpinBox(this))
    , m_unit(new QComboBox(this))
    , m_iso(new QLineEdit(this))
{
    m_count->setRange(1, 9999);
    m_iso->setFont(monoFont());
    m_iso->setMaxLength(40);
    m_iso->setPlaceholderText(QStringLiteral("P1Y10D"));
    // In the order of Unit.
    m_unit->addItems({ tr("days"), tr("months"), tr("years"), tr("ISO 8601") });
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::inside);
    row->addWidget(m_count);
    row->addWidget(m_iso);
    row->addWidget(m_unit);
    row->addStretch();
    setFocusProxy(m_count);
    connect(m_count, &QSpinBox::valueChanged, this, &DurationEdit::edited);
    connect(m_iso, &QLineEdit::textEdited, this, &DurationEdit::edited);
    connect(m_unit, &QComboBox::activated, this, &DurationEdit::onUnitChosen);
    setDuration({ .days = 30 });
}

DurationEdit::Unit DurationEdit::unit() const { return Unit(m_unit->currentIndex()); }

void DurationEdit::setDuration(const vault::Duration& duration)
{
    const QSignalBlocker blocker(this);
    const bool isPlain = duration.seconds == 0
        && int(duration.years > 0) + int(duration.months > 0) + int(duration.days > 0) == 1;
    const Unit unit = !isPlain ? Unit::Iso
        : duration.years > 0   ? Unit::Years
        : duration.months > 0  ? Unit::Months
                               : Unit::Days;
    m_unit->setCurrentIndex(int(unit));
    m_iso->setText(duration.toText());
    if (isPlain)
        m_count->setValue(duration.years + duration.months + duration.days);
    showUnit();
}

std::optional<vault::Duration> DurationEdit::duration() const
{
    switch (unit()) {
    case Unit::Days:
        return vault::Duration{ .days = m_count->value() };
    case Unit::Months:
        return vault::Duration{ .months = m_count->value() };
    case Unit::Years:
        return vault::Duration{ .years = m_count->value() };
    case Unit::Iso:
        break;
    }
    const auto parsed = vault::Duration::parse(m_iso->text().trimmed().toUpper());
    return parsed ? std::optional(*parsed) : std::nullopt;
}

void DurationEdit::setName(const QString& name)
{
    m_count->setAccessibleName(name);
    m_iso->setAccessibleName(tr("%1, ISO 8601").arg(name));
    m_unit->setAccessibleName(tr("%1, unit").arg(name));
}

void DurationEdit::onUnitChosen()
{
    showUnit();
    Q_EMIT edited();
}

void DurationEdit::showUnit()
{
    const bool isIso = unit() == Unit::Iso;
    m_iso->setVisible(isIso);
    m_count->setVisible(!isIso);
    setFocusProxy(isIso ? static_cast<QWidget*>(m_iso) : m_count);
}

} // namespace strongroom::ui
