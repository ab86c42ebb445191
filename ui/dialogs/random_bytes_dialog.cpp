// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/random_bytes_dialog.h"

#include "model/base/encodings.h"
#include "model/vault/key_checks.h"
#include "ui/widgets/secret_field.h"

#include <QComboBox>
#include <QSpinBox>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int usualBytes = 32; // a key of 256 bits
enum Form { Hexadecimal, Base64 };

} // namespace

RandomBytesDialog::RandomBytesDialog(const QString& pool, QWidget* parent)
    : FormDialog(tr("Random bytes of %1").arg(pool), tr("Get bytes"), ButtonRole::Primary, parent)
    , m_count(new QSpinBox(this))
    , m_form(new QComboBox(this))
    , m_field(new SecretField(this))
{
    setIntroduction(
        tr("The generator of the pool's token makes them. They are kept nowhere: copy them before "
           "this is closed."));
    m_count->setObjectName(u"count"_s);
    m_count->setRange(1, vault::limits::randomBytes);
    m_count->setValue(usualBytes);
    m_count->setSuffix(tr(" bytes"));
    addField(tr("&How many"), m_count);
    m_form->setObjectName(u"form"_s);
    m_form->addItems({ tr("Hexadecimal"), tr("Base64") });
    addField(tr("&Form"), m_form);
    m_field->setUnavailable(tr("None yet."));
    m_note = addField(tr("Bytes"), m_field);
    nameCancel(tr("Close"));
    m_count->setFocus();
    connect(m_form, &QComboBox::currentIndexChanged, m_field, &SecretField::mask);
    connect(m_field, &SecretField::revealWanted, this, [this] { m_field->reveal(text()); });
    connect(m_field, &SecretField::copyWanted, this, [this] {
        m_note->set(FieldNote::Kind::Good, tr("Copied. The clipboard is cleared after a while."));
        Q_EMIT copyWanted();
    });
}

RandomBytesDialog::~RandomBytesDialog() = default;

vault::GetRandomBytes RandomBytesDialog::operation() const { return { m_count->value() }; }

void RandomBytesDialog::showBytes(base::SecureBytes bytes)
{
    endWaiting();
    m_bytes = std::move(bytes);
    m_field->mask();
    m_field->setUnavailable({});
    m_note->set(FieldNote::Kind::Warning, tr("Not copied yet."));
}

base::SecureBytes RandomBytesDialog::text() const
{
    QByteArray written = m_form->currentIndex() == Hexadecimal ? base::toHex(m_bytes.view())
                                                               : m_bytes.view().toByteArray().toBase64();
    base::SecureBytes kept = base::SecureBytes::copyOf(written);
    base::wipe(written);
    return kept;
}

} // namespace strongroom::ui
