// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/grant_policy_dialog.h"

#include "ui/widgets/choice_rows.h"

#include <QComboBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

QStringList permissionsOf(int choice)
{
    switch (choice) {
    case 0:
        return { u"get"_s };
    case 1:
        return { u"get"_s, u"list"_s };
    case 2:
        return { u"get"_s, u"list"_s, u"set"_s, u"delete"_s };
    case 3:
        return { u"keys/get"_s,       u"keys/encrypt"_s, u"keys/decrypt"_s, u"keys/wrapkey"_s,
                 u"keys/unwrapkey"_s, u"keys/sign"_s,    u"keys/verify"_s };
    default:
        return {};
    }
}

} // namespace

GrantPolicyDialog::GrantPolicyDialog(const QString& vaultName, std::vector<vault::Application> applications,
                                     QWidget* parent)
    : FormDialog(tr("Add an application to %1").arg(vaultName), tr("Add"), ButtonRole::Primary, parent)
    , m_applications(std::move(applications))
    , m_application(new QComboBox(this))
    , m_template(new ChoiceRows(this))
{
    setIntroduction(tr("The permissions can be changed in the table before they are saved."));
    for (const vault::Application& application : m_applications)
        m_application->addItem(application.name);
    FieldNote* note = addField(tr("&Application"), m_application);
    m_template->addChoice(tr("&Read by name"), tr("Get: a program that knows which secret it needs."));
    m_template->addChoice(tr("Read and &list"), tr("Get and List: it also sees all names."));
    m_template->addChoice(tr("Read and &change"), tr("Get, List, Set and Delete."));
    m_template->addChoice(tr("&Use keys"), tr("Sign, verify, encrypt, decrypt, wrap and unwrap."));
    m_template->addChoice(tr("&Nothing yet"), tr("Tick the permissions one by one."));
    addField(tr("Begin with"), m_template);
    if (!m_applications.empty())
        return;
    forbidAccept();
    m_application->setEnabled(false);
    note->set(FieldNote::Kind::Warning,
              tr("Every application is in the list already, or there is none yet."));
    connect(addButton(tr("&Register an application...")), &QPushButton::clicked, this,
            &GrantPolicyDialog::registerRequested);
}

std::optional<GrantPolicyDialog::Choice> GrantPolicyDialog::choice() const
{
    if (m_applications.empty())
        return {};
    return Choice{ m_applications[static_cast<std::size_t>(m_application->currentIndex())],
                   permissionsOf(m_template->chosen()) };
}

} // namespace strongroom::ui
