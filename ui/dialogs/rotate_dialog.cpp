// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/rotate_dialog.h"

#include "model/lists/key_words.h"
#include "model/lists/relative_time.h"
#include "ui/widgets/property_form.h"

namespace strongroom::ui {

RotateDialog::RotateDialog(const base::Clock& clock, const vault::KeyListing& key, QWidget* parent)
    : FormDialog(tr("Rotate %1 now?").arg(key.properties.name.text()), tr("Rotate now"), ButtonRole::Primary,
                 parent)
{
    setIntroduction(
        tr("A new version of the same kind becomes current: from now on programs that name no version "
           "sign, encrypt and wrap with it. This cannot be undone, because versions cannot be removed. "
           "The old version stays for what was made with it; disable it when nothing needs it any "
           "more."));
    auto* const form = new PropertyForm(this);
    const auto add
        = [form](const QString& name, const QString& text) { form->setValue(form->addText(name), text); };
    add(tr("Kind"), lists::keyKindText(key.properties));
    add(tr("Current since"), lists::dateTimeText(key.properties.attributes.created));
    add(tr("The new one ends"),
        key.policy.expiryTime ? lists::dateText(key.policy.expiryTime->after(clock.now())) : tr("never"));
    add(tr("By itself"), lists::rotationText(key));
    addWide(form);
}

} // namespace strongroom::ui
