// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/choice_rows.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/field_note.h"

#include <QButtonGroup>
#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace strongroom::ui {

ChoiceRows::ChoiceRows(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout(this))
    , m_group(new QButtonGroup(this))
{
    m_rows->setContentsMargins(0, metrics::tight, 0, 0);
    m_rows->setSpacing(0);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool isOn) {
        if (isOn)
            Q_EMIT changed(id);
    });
}

void ChoiceRows::addChoice(const QString& text, const QString& meaning)
{
    auto* button = new QRadioButton(text, this);
    auto* note = new FieldNote(this);
    note->set(FieldNote::Kind::Hint, meaning);
    note->describe(button);
    const int indent = style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth)
        + style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing);
    note->setContentsMargins(indent, 0, 0, metrics::tight);
    m_rows->addWidget(button);
    m_rows->addWidget(note);
    m_meanings.push_back(note);
    const int id = static_cast<int>(m_meanings.size()) - 1;
    m_group->addButton(button, id);
    if (id == 0) {
        button->setChecked(true);
        setFocusProxy(button);
    }
}

int ChoiceRows::chosen() const { return m_group->checkedId(); }

void ChoiceRows::choose(int index) { m_group->button(index)->setChecked(true); }

void ChoiceRows::forbid(int index, const QString& reason)
{
    m_group->button(index)->setEnabled(false);
    m_meanings[static_cast<std::size_t>(index)]->set(FieldNote::Kind::Hint, reason);
}

} // namespace strongroom::ui
