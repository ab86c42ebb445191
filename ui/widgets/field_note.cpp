// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/field_note.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/icon_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct Look
{
    QString icon;
    Role role;
};

Look lookOf(FieldNote::Kind kind)
{
    switch (kind) {
    case FieldNote::Kind::Hint:
        return { {}, Role::Muted };
    case FieldNote::Kind::Good:
        return { u"circle-check"_s, Role::Ok };
    case FieldNote::Kind::Warning:
        return { u"triangle-alert"_s, Role::Warning };
    case FieldNote::Kind::Problem:
        return { u"circle-alert"_s, Role::Critical };
    }
    return { {}, Role::Muted };
}

} // namespace

FieldNote::FieldNote(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(this))
    , m_text(new QLabel(this))
{
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::tight);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    // Beside something taller, a button, the icon stays on the line of the words.
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addStretch(1);
    column->addLayout(row);
    column->addStretch(1);
    m_text->setWordWrap(true);
    m_text->setFont(captionFont());
    m_text->setForegroundRole(QPalette::WindowText); // on a page it would be Text
    m_icon->setVisible(false);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    set(Kind::Hint, {});
}

void FieldNote::describe(QWidget* field)
{
    m_field = field;
    field->setAccessibleDescription(text());
}

void FieldNote::set(Kind kind, const QString& text)
{
    m_kind = kind;
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    showKind();
    if (m_field)
        m_field->setAccessibleDescription(text);
}

QString FieldNote::text() const { return m_text->text(); }

void FieldNote::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showKind();
}

void FieldNote::showKind()
{
    const Look look = lookOf(m_kind);
    const QColor ink = color(look.role, palette());
    if (m_text->palette().color(QPalette::WindowText) != ink) {
        QPalette words = m_text->palette();
        words.setColor(QPalette::WindowText, ink);
        m_text->setPalette(words);
    }
    const bool hasIcon = !look.icon.isEmpty() && !m_text->text().isEmpty();
    m_icon->setVisible(hasIcon);
    m_icon->set(look.icon, look.role);
}

} // namespace strongroom::ui
