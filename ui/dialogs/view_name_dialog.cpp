// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/view_name_dialog.h"

#include <QLineEdit>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestName = 60;

} // namespace

ViewNameDialog::ViewNameDialog(const QString& filter, QWidget* parent)
    : FormDialog(tr("Keep this filter as a view"), tr("Keep view"), ButtonRole::Primary, parent)
    , m_name(new QLineEdit(filter.left(longestName), this))
{
    setIntroduction(tr("It stands in the tree, with the number of what it shows at the moment."));
    m_name->setMaxLength(longestName);
    m_name->setObjectName(u"viewName"_s);
    addField(tr("&Name"), m_name)->set(FieldNote::Kind::Hint, filter);
    connect(m_name, &QLineEdit::textChanged, this, [this] {
        if (name().isEmpty())
            forbidAccept();
        else
            allowAccept();
    });
    m_name->selectAll();
    m_name->setFocus();
}

QString ViewNameDialog::name() const { return m_name->text().trimmed(); }

} // namespace strongroom::ui
