// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/name_lines.h"

#include "ui/theme/fonts.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/elided_label.h"

#include <QLabel>
#include <QVBoxLayout>

namespace strongroom::ui {

NameLines::NameLines(const QStringList& names, QWidget* parent)
    : QWidget(parent)
{
    auto* lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    for (const QString& name : names.mid(0, shownNames)) {
        auto* line = new ElidedLabel(this, Qt::ElideMiddle);
        line->setFont(monoFont());
        line->setText(name);
        lines->addWidget(line);
    }
    if (names.size() > shownNames)
        lines->addWidget(
            new QLabel(counted(names.size() - shownNames, tr("and 1 more"), tr("and %1 more")), this));
}

} // namespace strongroom::ui
