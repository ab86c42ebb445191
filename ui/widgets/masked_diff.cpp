// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/masked_diff.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"
#include "ui/widgets/counted.h"

#include <QPainter>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostCells = 4000; ///< more than anyone compares by eye

} // namespace

MaskedDiff::MaskedDiff(QWidget* parent)
    : QWidget(parent)
{
    setFont(monoFont());
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Difference of the two values"));
}

void MaskedDiff::setRuns(std::vector<Run> runs)
{
    m_runs = std::move(runs);
    hideValues();
    setAccessibleDescription(summary());
    updateGeometry();
    update();
}

void MaskedDiff::showValues(const base::SecureBytes& first, const base::SecureBytes& second)
{
    m_first = SecretText::fromUtf8(first);
    m_second = SecretText::fromUtf8(second);
    update();
}

void MaskedDiff::hideValues()
{
    m_first.clear();
    m_second.clear();
    update();
}

void MaskedDiff::hideEvent(QHideEvent* event)
{
    hideValues();
    QWidget::hideEvent(event);
}

QString MaskedDiff::summary() const
{
    int same = 0;
    int removed = 0;
    int added = 0;
    for (const Run& run : m_runs) {
        same += run.kind == Run::Kind::Same ? run.characters : 0;
        removed += run.kind == Run::Kind::OnlyFirst ? run.characters : 0;
        added += run.kind == Run::Kind::OnlySecond ? run.characters : 0;
    }
    if (removed == 0 && added == 0)
        return tr("The two values are the same.");
    return tr("%1, %2, %3.")
        .arg(counted(same, tr("1 character is the same"), tr("%1 characters are the same")),
             counted(removed, tr("1 was removed"), tr("%1 were removed")),
             counted(added, tr("1 was added"), tr("%1 were added")));
}

int MaskedDiff::cellWidth() const { return fontMetrics().horizontalAdvance(u'0') + 1; }
int MaskedDiff::lineHeight() const { return fontMetrics().height() + 4; }
int MaskedDiff::columns(int width) const { return std::max(8, width / cellWidth()); }

int MaskedDiff::shownCells() const
{
    int cells = 0;
    for (const Run& run : m_runs)
        cells += run.characters;
    return std::min(cells, mostCells);
}

QSize MaskedDiff::sizeHint() const { return { 40 * cellWidth(), heightForWidth(40 * cellWidth()) }; }

int MaskedDiff::heightForWidth(int width) const
{
    const int perLine = columns(width);
    return std::max(1, (shownCells() + perLine - 1) / perLine) * lineHeight();
}

void MaskedDiff::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    const int perLine = columns(width());
    int cell = 0;
    qsizetype first = 0;
    qsizetype second = 0;
    for (const Run& run : m_runs) {
        const bool isRemoved = run.kind == Run::Kind::OnlyFirst;
        const bool isAdded = run.kind == Run::Kind::OnlySecond;
        const Role ink = isRemoved ? Role::Critical : isAdded ? Role::Ok : Role::Muted;
        for (int i = 0; i < run.characters && cell < mostCells; ++i, ++cell) {
            const QRect box(cell % perLine * cellWidth(), cell / perLine * lineHeight(), cellWidth(),
                            lineHeight());
            if (isRemoved || isAdded)
                painter.fillRect(box, color(isRemoved ? Role::CriticalSoft : Role::OkSoft, palette()));
            painter.setPen(QPen(color(ink, palette()), 1.4));
            if (areValuesShown()) {
                const SecretText& source = isAdded ? m_second : m_first;
                const qsizetype at = isAdded ? second : first;
                if (at < source.size())
                    painter.drawText(box, Qt::AlignCenter, QString(QChar(source.at(at))));
            } else {
                painter.setBrush(isRemoved ? Qt::NoBrush : QBrush(color(ink, palette())));
                painter.drawEllipse(QRectF(box).center(), 2, 2);
            }
            if (isRemoved)
                painter.drawLine(box.left(), box.center().y(), box.right(), box.center().y());
            if (isAdded)
                painter.drawLine(box.left(), box.bottom() - 2, box.right(), box.bottom() - 2);
            first += isAdded ? 0 : 1;
            second += isRemoved ? 0 : 1;
        }
    }
}

} // namespace strongroom::ui
