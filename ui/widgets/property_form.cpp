// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/property_form.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QContextMenuEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastNames = 100; ///< pixels: the column of names
constexpr int longLine = 210; ///< pixels: what a value has in the narrowest details
// Places on a line.
constexpr int valuePlace = 0;
constexpr int roomPlace = 2;

} // namespace

PropertyForm::PropertyForm(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics::between);
    m_grid->setVerticalSpacing(metrics::inside);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnMinimumWidth(0, leastNames);
}

QLabel* PropertyForm::makeName(const QString& name)
{
    auto* const label = new QLabel(name, this);
    label->setAlignment(Qt::AlignRight | Qt::AlignTop);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

int PropertyForm::addText(const QString& name, Face face)
{
    auto* const field = new QWidget(this);
    auto* const value = new QLabel(field);
    auto* const quiet = new QLabel(field);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setFocusPolicy(Qt::TabFocus);
    value->setContextMenuPolicy(Qt::NoContextMenu);
    value->setWordWrap(face == Face::Text);
    value->setMinimumWidth(24);
    if (face == Face::Monospace) {
        QFont mono = monoFont();
        mono.setPointSizeF(mono.pointSizeF() - 1);
        value->setFont(mono);
    }
    quiet->setForegroundRole(QPalette::PlaceholderText);
    auto* const line = new QHBoxLayout(field);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(metrics::tight);
    line->addWidget(value);
    line->addWidget(quiet);
    line->addStretch(1);
    const int row = addWidget(name, field);
    m_rows.back().value = value;
    m_rows.back().quiet = quiet;
    m_rows.back().line = line;
    value->installEventFilter(this);
    return row;
}

int PropertyForm::addWidget(const QString& name, QWidget* widget)
{
    const int row = int(m_rows.size());
    QLabel* const label = makeName(name);
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(widget, row, 1);
    m_rows.push_back({ label, widget, nullptr, nullptr, nullptr, {} });
    return row;
}

void PropertyForm::setValue(int row, const QString& value, const QString& quiet, const QString& full)
{
    Row& shown = m_rows[std::size_t(row)];
    if (!shown.value)
        return;
    // A line that fits needs no wrapping, which would take half of the width for nothing; one that cannot be
    // wrapped is cut.
    const QFontMetrics face = shown.value->fontMetrics();
    const bool isLong = face.horizontalAdvance(value) > longLine;
    const bool canWrap = value.contains(u' ');
    const bool isCut = isLong && !canWrap;
    shown.value->setText(isCut ? face.elidedText(value, Qt::ElideRight, longLine) : value);
    shown.value->setToolTip(isCut && full.isEmpty() ? value : full);
    // What wraps needs the whole line: a stretch behind it would leave it the width of its longest word.
    const bool isWrapped = isLong && canWrap;
    shown.value->setWordWrap(isWrapped);
    shown.line->setStretch(valuePlace, isWrapped ? 1 : 0);
    shown.line->setStretch(roomPlace, isWrapped ? 0 : 1);
    shown.value->setAccessibleName(
        tr("%1: %2").arg(shown.name->text(), quiet.isEmpty() ? value : value + u' ' + quiet));
    shown.quiet->setText(quiet);
    shown.quiet->setVisible(!quiet.isEmpty());
    shown.full = full.isEmpty() ? value : full;
}

void PropertyForm::setRowVisible(int row, bool isVisible)
{
    const Row& shown = m_rows[std::size_t(row)];
    shown.name->setVisible(isVisible);
    shown.field->setVisible(isVisible);
}

int PropertyForm::widestName() const
{
    int widest = leastNames;
    for (const Row& row : m_rows)
        if (!row.name->isHidden())
            widest = std::max(widest, row.name->sizeHint().width());
    return widest;
}

void PropertyForm::align(const std::vector<PropertyForm*>& forms)
{
    int widest = leastNames;
    for (const PropertyForm* form : forms)
        widest = std::max(widest, form->widestName());
    for (const PropertyForm* form : forms)
        form->m_grid->setColumnMinimumWidth(0, widest);
}

void PropertyForm::copyRow(const Row& row)
{
    if (!row.full.isEmpty())
        Q_EMIT copyRequested(row.value->hasSelectedText() ? row.value->selectedText() : row.full);
}

bool PropertyForm::eventFilter(QObject* watched, QEvent* event)
{
    const auto row
        = std::find_if(m_rows.begin(), m_rows.end(), [watched](const Row& r) { return r.value == watched; });
    if (row == m_rows.end())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copyRow(*row);
        return true;
    }
    if (event->type() == QEvent::MouseButtonPress
        && static_cast<QMouseEvent*>(event)->button() == Qt::RightButton) {
        auto* const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        const auto index = std::size_t(row - m_rows.begin());
        menu->addAction(icon(u"copy"_s), tr("Copy %1").arg(row->name->text()), this,
                        [this, index] { copyRow(m_rows[index]); });
        menu->popup(static_cast<QMouseEvent*>(event)->globalPosition().toPoint());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace strongroom::ui
