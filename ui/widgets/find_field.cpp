// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/find_field.h"

#include "ui/theme/icons.h"

#include <QAction>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

FindField::FindField(Purpose purpose, const QString& what, QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(what);
    setAccessibleName(what);
    auto* sign = addAction(icon(purpose == Purpose::Find ? u"search"_s : u"funnel"_s, Role::Muted),
                           QLineEdit::LeadingPosition);
    sign->setText(purpose == Purpose::Find ? tr("Find") : tr("Filter"));
    setClearButtonEnabled(true);
    // Qt makes it without words.
    if (auto* clearing = findChild<QAction*>(u"_q_qlineeditclearaction"_s))
        clearing->setText(tr("Clear"));
}

} // namespace strongroom::ui
