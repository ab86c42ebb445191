// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/date_time_field.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int never = -1;
constexpr int exact = -2;

} // namespace

DateTimeField::DateTimeField(const base::Clock& clock, Presets presets, QWidget* parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_preset(new QComboBox(this))
    , m_edit(new QDateTimeEdit(this))
    , m_zone(new QComboBox(this))
    , m_words(new QLabel(this))
{
    if (presets == Presets::Expiry) {
        m_preset->addItem(tr("Never"), never);
        for (const int days : { 30, 90, 180, 365 })
            m_preset->addItem(tr("In %1 days").arg(days), days);
    } else {
        m_preset->addItem(tr("At once"), never);
        m_preset->addItem(tr("In 1 day"), 1);
        m_preset->addItem(tr("In 7 days"), 7);
    }
    m_preset->addItem(tr("Exact time"), exact);
    m_zone->addItem(tr("UTC"), int(lists::TimeZone::Utc));
    m_zone->addItem(tr("local"), int(lists::TimeZone::Local));
    m_zone->setAccessibleName(tr("Time zone"));
    m_edit->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    m_edit->setCalendarPopup(true);
    m_edit->setMinimumWidth(m_edit->fontMetrics().horizontalAdvance(u"0000-00-00 00:00"_s) + 44);
    m_words->setFont(captionFont());
    m_words->setForegroundRole(QPalette::PlaceholderText);

    auto* const row = new QHBoxLayout;
    row->setSpacing(metrics::inside);
    row->addWidget(m_preset);
    row->addWidget(m_edit);
    row->addWidget(m_zone);
    row->addWidget(m_words, 1);
    row->addStretch();
    row->setContentsMargins(0, 0, 0, 0);
    setLayout(row);
    setFocusProxy(m_preset);

    connect(m_preset, &QComboBox::activated, this, &DateTimeField::onPreset);
    connect(m_zone, &QComboBox::activated, this, &DateTimeField::showTime);
    connect(m_edit, &QDateTimeEdit::dateTimeChanged, this, [this](const QDateTime& time) {
        if (m_isShowing)
            return;
        m_time = time.toSecsSinceEpoch();
        m_preset->setCurrentIndex(m_preset->findData(exact));
        showTime();
        Q_EMIT edited();
    });
    showTime();
}

void DateTimeField::setTime(std::optional<base::UnixSeconds> time)
{
    m_time = time;
    m_preset->setCurrentIndex(m_preset->findData(time ? exact : never));
    showTime();
}

void DateTimeField::setZone(lists::TimeZone zone)
{
    m_zone->setCurrentIndex(m_zone->findData(int(zone)));
    showTime();
}

void DateTimeField::setName(const QString& name)
{
    m_preset->setAccessibleName(name);
    m_edit->setAccessibleName(tr("%1, exact time").arg(name));
}

void DateTimeField::onPreset(int index)
{
    const int days = m_preset->itemData(index).toInt();
    if (days == never)
        m_time.reset();
    else if (days == exact)
        m_time = m_time.value_or(m_clock.now() - m_clock.now() % 60);
    else
        m_time = m_clock.now() + qint64(days) * 86400;
    showTime();
    Q_EMIT edited();
}

void DateTimeField::showTime()
{
    m_isShowing = true;
    m_edit->setVisible(m_time.has_value());
    m_zone->setVisible(m_time.has_value());
    if (m_time) {
        const bool isUtc = m_zone->currentData().toInt() == int(lists::TimeZone::Utc);
        m_edit->setTimeSpec(isUtc ? Qt::UTC : Qt::LocalTime);
        m_edit->setDateTime(QDateTime::fromSecsSinceEpoch(*m_time, isUtc ? Qt::UTC : Qt::LocalTime));
    }
    m_words->setText(m_time ? lists::relativeTime(*m_time, m_clock.now()) : QString());
    m_isShowing = false;
}

} // namespace strongroom::ui
