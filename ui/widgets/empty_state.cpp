// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/empty_state.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/icon_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace strongroom::ui {

namespace {

constexpr int iconSize = 40;
constexpr int widestText = 420;

QSize wrapped(const QLabel& label, int room)
{
    return label.fontMetrics()
        .boundingRect(QRect(0, 0, room, 10000), int(Qt::AlignHCenter) | Qt::TextWordWrap, label.text())
        .size();
}

/// The narrowest room in which the words take no more lines: they are then of about one length, and no last
/// word stands alone.
int balancedWidth(const QLabel& label, int room)
{
    const int height = wrapped(label, room).height();
    int tooNarrow = 0;
    int enough = room;
    while (enough - tooNarrow > 1) {
        const int middle = (tooNarrow + enough) / 2;
        const QSize words = wrapped(label, middle);
        const bool isEnough = words.height() <= height && words.width() <= middle;
        (isEnough ? enough : tooNarrow) = middle;
    }
    return enough;
}

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(this, iconSize))
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_primary(new QPushButton(this))
    , m_secondary(new QPushButton(this))
{
    m_title->setFont(titleFont());
    m_title->setWordWrap(true);
    m_title->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setForegroundRole(QPalette::PlaceholderText);

    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::inside);
    buttons->addStretch();
    buttons->addWidget(m_primary);
    buttons->addWidget(m_secondary);
    buttons->addStretch();
    auto* const layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addSpacing(metrics::inside);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_sentence, 0, Qt::AlignHCenter);
    layout->addSpacing(metrics::between);
    layout->addLayout(buttons);
    layout->addStretch(3);
    connect(m_primary, &QPushButton::clicked, this, &EmptyState::primaryChosen);
    connect(m_secondary, &QPushButton::clicked, this, &EmptyState::secondaryChosen);
}

void EmptyState::setText(const Text& text)
{
    m_icon->set(text.icon, Role::Muted);
    m_title->setText(text.title);
    m_sentence->setText(text.sentence);
    m_primary->setText(text.primary);
    m_primary->setVisible(!text.primary.isEmpty());
    m_secondary->setText(text.secondary);
    m_secondary->setVisible(!text.secondary.isEmpty());
    setButtonRole(m_primary, text.isQuiet ? ButtonRole::Plain : ButtonRole::Primary);
    setAccessibleName(text.title);
    setAccessibleDescription(text.sentence);
    fitWords();
}

/// Wrapped words that are centred need their size said, a layout would give them that of one line.
void EmptyState::fitWords()
{
    const int room = std::clamp(width() - 2 * metrics::page, 120, widestText * fontMetrics().height() / 16);
    for (QLabel* const label : { m_title, m_sentence }) {
        const QSize words = wrapped(*label, balancedWidth(*label, room));
        label->setFixedSize(words + QSize(2, 2));
    }
}

void EmptyState::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitWords();
}

void EmptyState::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        fitWords();
    QWidget::changeEvent(event);
}

} // namespace strongroom::ui
