// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/rotation_dialog.h"

#include "ui/dialogs/rotation_policy_form.h"

namespace strongroom::ui {

RotationDialog::RotationDialog(const base::Clock& clock, const vault::KeyListing& key,
                               vault::PolicyScope scope, QWidget* parent)
    : FormDialog(tr("Rotation of %1").arg(key.properties.name.text()), tr("Save policy"), ButtonRole::Primary,
                 parent)
    , m_name(key.properties.name)
    , m_form(new RotationPolicyForm(clock, scope, key.properties.attributes, this))
{
    setIntroduction(tr("A rotation adds a version. Old versions stay, so that what was made with them can "
                       "still be decrypted and verified. The policy counts for versions made from now on."));
    addWide(m_form);
    connect(m_form, &RotationPolicyForm::edited, this, [this] {
        if (m_form->problem().isEmpty())
            allowAccept();
        else
            forbidAccept();
    });
    m_form->setPolicy(key.policy);
    m_form->setCanRotate(vault::canRotate(key.properties));
    m_form->setFocus();
}

std::optional<vault::SetRotationPolicy> RotationDialog::operation() const
{
    const auto policy = m_form->policy();
    if (!policy)
        return {};
    return vault::SetRotationPolicy{ m_name, *policy };
}

} // namespace strongroom::ui
