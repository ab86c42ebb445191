// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/attestation_dialog.h"

#include "model/base/encodings.h"
#include "model/lists/key_words.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/code_block.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/property_form.h"

namespace strongroom::ui {

AttestationDialog::AttestationDialog(const vault::KeyProperties& version, QWidget* parent)
    : FormDialog(tr("Attestation of %1").arg(version.name.text()), tr("Close"), ButtonRole::Plain, parent)
    , m_note(new FieldNote(this))
{
    setIntroduction(tr("With an attestation a token proves, signed by its maker, that the key was made in it "
                       "and cannot leave it."));
    auto* const form = new PropertyForm(this);
    form->setValue(form->addText(tr("Kind")), lists::keyKindText(version));
    form->setValue(form->addText(tr("Version")), version.version.text());
    form->setContentsMargins(0, 0, 0, metrics::between);
    addWide(form);
    m_note->set(FieldNote::Kind::Hint, tr("The token is being asked..."));
    addWide(m_note);
    removeCancel();
    connect(this, &FormDialog::submitted, this, &QDialog::accept);
}

void AttestationDialog::showAttestation(const vault::KeyAttestation& attestation)
{
    m_note->set(FieldNote::Kind::Good,
                tr("The token attests the key. Check it with the tools of the token's maker."));
    auto* const certificates = new CodeBlock(this);
    certificates->set(tr("Certificates of the token (PEM)"),
                      QString::fromLatin1(attestation.certificatePem.trimmed()));
    connect(certificates, &CodeBlock::copyRequested, this, &AttestationDialog::copyRequested);
    addWide(certificates);
    addBlob(tr("Private key"), attestation.privateKeyAttestation);
    addBlob(tr("Public key"), attestation.publicKeyAttestation);
}

void AttestationDialog::addBlob(const QString& label, const QByteArray& blob)
{
    auto* const line = new CopyLine(label, this);
    line->setText(QString::fromLatin1(base::toBase64Url(blob)));
    connect(line, &CopyLine::copyRequested, this, &AttestationDialog::copyRequested);
    addField(label, line);
}

void AttestationDialog::showRefusal(const QString& sentence)
{
    m_note->set(
        FieldNote::Kind::Warning,
        tr("%1 Tokens are reached by PKCS#11, which knows no attestation. A tool of the token's maker may "
           "give one.")
            .arg(sentence));
}

} // namespace strongroom::ui
