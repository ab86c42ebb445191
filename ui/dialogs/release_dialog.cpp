// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/release_dialog.h"

#include "model/lists/key_words.h"
#include "model/vault/release_policy.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/property_form.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <array>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int attestationLines = 6;

/// Three parts of base64url (RFC 7519); whether it is signed by anybody is the vault's to say.
bool looksLikeJwt(const QByteArray& token)
{
    static const QRegularExpression shape(u"^[\\w-]+\\.[\\w-]+\\.[\\w-]+$"_s);
    return shape.match(QString::fromLatin1(token)).hasMatch();
}

} // namespace

ReleaseDialog::ReleaseDialog(const vault::KeyProperties& version, QWidget* parent)
    : FormDialog(tr("Release %1").arg(version.name.text()), tr("Release key"), ButtonRole::Primary, parent)
    , m_version(version)
    , m_attestationPart(new QWidget(this))
    , m_attestation(new QPlainTextEdit(m_attestationPart))
    , m_encryption(new QComboBox(this))
    , m_nonce(new QLineEdit(this))
{
    setIntroduction(
        tr("The vault gives the key to the environment that the attestation speaks for, if its release "
           "policy is met. It is wrapped for that environment: nobody else can open what is saved here."));
    addKey();
    addAttestation();
    addAnswer();
    judge();
}

void ReleaseDialog::addKey()
{
    auto* const form = new PropertyForm(this);
    const auto add
        = [form](const QString& name, const QString& text) { form->setValue(form->addText(name), text); };
    add(tr("Kind"), lists::keyKindText(m_version));
    add(tr("Version"), m_version.version.text());
    if (m_version.releasePolicy)
        add(tr("Attested by"), vault::authoritiesOf(m_version.releasePolicy->data).join(u", "_s));
    form->setContentsMargins(0, 0, 0, metrics::between);
    addWide(form);
}

void ReleaseDialog::addAttestation()
{
    m_attestation->setObjectName(u"attestation"_s);
    m_attestation->setAccessibleName(tr("Attestation token"));
    m_attestation->setFont(monoFont());
    m_attestation->setTabChangesFocus(true);
    m_attestation->setWordWrapMode(QTextOption::WrapAnywhere);
    m_attestation->setFixedHeight(attestationLines * m_attestation->fontMetrics().height());
    m_attestation->setPlaceholderText(tr("The token (JWT) that the environment got from its authority"));
    auto* const choose = new QPushButton(icon(u"folder-open"_s), tr("Open a file..."), m_attestationPart);
    choose->setAutoDefault(false);
    choose->setAccessibleName(tr("Open a file with the attestation token"));
    auto* const layout = new QVBoxLayout(m_attestationPart);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight);
    layout->addWidget(m_attestation);
    layout->addWidget(choose, 0, Qt::AlignLeft);
    m_attestationPart->setFocusProxy(m_attestation);
    m_attestationNote = addField(tr("&Attestation"), m_attestationPart);
    m_attestationNote->describe(m_attestation);
    connect(choose, &QPushButton::clicked, this, &ReleaseDialog::chooseWanted);
    connect(m_attestation, &QPlainTextEdit::textChanged, this, &ReleaseDialog::judge);
}

void ReleaseDialog::addAnswer()
{
    m_encryption->setObjectName(u"encryption"_s);
    static constexpr std::array hashes{ "SHA-1"_L1, "SHA-256"_L1, "SHA-384"_L1 };
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        const QString name = vault::releaseEncryptions.at(i);
        m_encryption->addItem(tr("%1 (with %2)").arg(name, hashes[i]), name);
    }
    addField(tr("&Wrapping"), m_encryption)
        ->set(FieldNote::Kind::Hint, tr("The one that the environment can open."));
    m_nonce->setObjectName(u"nonce"_s);
    m_nonce->setFont(monoFont());
    m_nonce->setPlaceholderText(tr("none"));
    addField(tr("&Nonce"), m_nonce)
        ->set(FieldNote::Kind::Hint,
              tr("Comes back in the answer, so that the environment sees that it is no old one."));
}

QByteArray ReleaseDialog::attestation() const
{
    return m_attestation->toPlainText().simplified().remove(u' ').toLatin1();
}

void ReleaseDialog::setAttestation(const QString& token) { m_attestation->setPlainText(token.trimmed()); }

void ReleaseDialog::judge()
{
    const QByteArray token = attestation();
    if (looksLikeJwt(token)) {
        m_attestationNote->clear();
        return allowAccept();
    }
    m_attestationNote->set(FieldNote::Kind::Problem,
                           token.isEmpty() ? QString()
                                           : tr("This is no JWT: that has three parts with dots between."));
    forbidAccept();
}

vault::ReleaseKey ReleaseDialog::operation(const QString& vaultUrl) const
{
    return { m_version.name,
             m_version.version,
             attestation(),
             m_nonce->text(),
             m_encryption->currentData().toString(),
             vaultUrl };
}

void ReleaseDialog::showFailure(const base::Error& error, const ErrorText& text)
{
    const bool isAboutAttestation = error.code == base::ErrorCode::Forbidden || error.field == "target"_L1;
    if (!isAboutAttestation)
        return showError(text);
    showError({ text.icon, tr("The key was not released."), {}, {}, text.details });
    m_attestationNote->set(FieldNote::Kind::Problem, error.message);
}

} // namespace strongroom::ui
