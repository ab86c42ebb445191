// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/released_dialog.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/property_form.h"

#include <QLocale>
#include <QPushButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

ReleasedDialog::ReleasedDialog(const vault::KeyProperties& version, QByteArray jws, QWidget* parent)
    : FormDialog(tr("%1 is released").arg(version.name.text()), tr("Done"), ButtonRole::Plain, parent)
    , m_jws(std::move(jws))
    , m_note(new FieldNote(this))
{
    setIntroduction(
        tr("The answer is one line, signed by this store (a JWS). The key in it is wrapped for the "
           "attested environment, which opens it with its own private key."));
    auto* const form = new PropertyForm(this);
    form->setValue(form->addText(tr("Version")), version.version.text());
    form->setValue(form->addText(tr("Size")), QLocale().formattedDataSize(m_jws.size()));
    form->setContentsMargins(0, 0, 0, metrics::between);
    addWide(form);
    m_note->set(FieldNote::Kind::Hint, tr("Not saved yet."));
    addWide(m_note);
    removeCancel();
    auto* const copy = addButton(tr("&Copy"));
    copy->setIcon(icon(u"copy"_s));
    auto* const save = addButton(tr("&Save..."), ButtonRole::Primary);
    save->setIcon(icon(u"save"_s, Role::OnPrimary));
    save->setFocus();
    connect(save, &QPushButton::clicked, this, &ReleasedDialog::saveWanted);
    connect(copy, &QPushButton::clicked, this, [this] {
        m_note->set(FieldNote::Kind::Good, tr("Copied."));
        Q_EMIT copyRequested(QString::fromLatin1(m_jws));
    });
    connect(this, &FormDialog::submitted, this, &QDialog::accept);
}

void ReleasedDialog::showSaved(const QString& fileName)
{
    m_note->set(FieldNote::Kind::Good, tr("Saved as %1.").arg(fileName));
}

} // namespace strongroom::ui
