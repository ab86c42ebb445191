// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/application_register_dialog.h"

#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr qsizetype longestName = 120;

} // namespace

ApplicationRegisterDialog::ApplicationRegisterDialog(QWidget* parent)
    : FormDialog(tr("Register an application"), tr("Register"), ButtonRole::Primary, parent)
    , m_name(new QLineEdit(this))
{
    setIntroduction(
        tr("A program signs in as an application. It gets a client id and a client secret, and may "
           "do nothing until you grant it access to a vault."));
    m_name->setPlaceholderText(u"payments-api"_s);
    m_name->setMaxLength(longestName);
    m_note = addField(tr("&Name"), m_name);
    connect(m_name, &QLineEdit::textChanged, this, &ApplicationRegisterDialog::judge);
    judge();
    m_name->setFocus();
}

void ApplicationRegisterDialog::setTakenNames(const QStringList& names)
{
    m_taken = names;
    judge();
}

std::optional<vault::RegisterApplication> ApplicationRegisterDialog::operation() const
{
    if (!problem().isEmpty())
        return {};
    return vault::RegisterApplication{ m_name->text().trimmed() };
}

QString ApplicationRegisterDialog::problem() const
{
    const QString name = m_name->text().trimmed();
    if (name.isEmpty())
        return tr("An application needs a name.");
    if (m_taken.contains(name, Qt::CaseInsensitive))
        return tr("There is an application with this name already.");
    return {};
}

void ApplicationRegisterDialog::judge()
{
    const QString found = problem();
    if (found.isEmpty()) {
        m_note->set(FieldNote::Kind::Good, tr("The client secret is shown once, in the next step."));
        allowAccept();
        return;
    }
    forbidAccept();
    if (m_name->text().isEmpty())
        m_note->set(FieldNote::Kind::Hint, tr("As people will know it, up to 120 characters."));
    else
        m_note->set(FieldNote::Kind::Problem, found);
}

} // namespace strongroom::ui
