// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/keys/key_dialogs.h"

#include "ui/theme/icons.h"
#include "ui/widgets/key_groups.h"
#include "ui/widgets/passphrase_edit.h"
#include "ui/widgets/passphrase_strength.h"

#include <QPushButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

ChangePassphraseDialog::ChangePassphraseDialog(Former former, QWidget* parent)
    : FormDialog(former == Former::Asked ? tr("Change the passphrase") : tr("Set a new passphrase"),
                 former == Former::Asked ? tr("Change passphrase") : tr("Set passphrase"),
                 ButtonRole::Primary, parent)
    , m_new(new PassphraseEdit(this))
    , m_again(new PassphraseEdit(this))
{
    if (former == Former::Asked) {
        setIntroduction(
            tr("The contents are not encrypted anew: only the passphrase's key slot is. The recovery key and "
               "the keychain stay as they are."));
        m_old = new PassphraseEdit(this);
        m_old->setAccessibleName(tr("Passphrase now"));
        m_old->setObjectName(u"formerPassphrase"_s);
        addField(tr("Passphrase &now"), m_old);
        connect(m_old, &PassphraseEdit::edited, this, &ChangePassphraseDialog::judge);
    } else {
        setIntroduction(
            tr("You opened the store with the recovery key, so the old passphrase is not asked for. It stops "
               "working; the recovery key and the keychain stay as they are."));
    }
    m_new->setAccessibleName(tr("New passphrase"));
    m_new->setObjectName(u"newPassphrase"_s);
    m_again->setAccessibleName(tr("New passphrase again"));
    m_again->setObjectName(u"newPassphraseAgain"_s);
    m_newNote = addField(tr("N&ew passphrase"), m_new);
    m_againNote = addField(tr("&Again"), m_again);
    for (auto* field : { m_new, m_again })
        connect(field, &PassphraseEdit::edited, this, &ChangePassphraseDialog::judge);
    judge();
}

base::SecureBytes ChangePassphraseDialog::oldPassphrase() const
{
    return m_old ? m_old->secret() : base::SecureBytes();
}

base::SecureBytes ChangePassphraseDialog::newPassphrase() const { return m_new->secret(); }

void ChangePassphraseDialog::judge()
{
    const auto strength = strengthOf(m_new->typed().view());
    using Level = Strength::Level;
    m_newNote->set(strength.level == Level::Empty      ? FieldNote::Kind::Hint
                       : strength.level <= Level::Fair ? FieldNote::Kind::Warning
                                                       : FieldNote::Kind::Good,
                   strengthSentence(strength));
    const bool isSame = m_new->secret() == m_again->secret();
    m_againNote->set(isSame ? FieldNote::Kind::Good : FieldNote::Kind::Hint,
                     m_again->isEmpty() ? QString()
                         : isSame       ? tr("The same.")
                                        : tr("Not the same yet."));
    const bool hasFormer = !m_old || !m_old->isEmpty();
    if (hasFormer && !m_new->isEmpty() && isSame)
        allowAccept();
    else
        forbidAccept();
}

TryRecoveryKeyDialog::TryRecoveryKeyDialog(QWidget* parent)
    : FormDialog(tr("Try the recovery key"), tr("Try it"), ButtonRole::Primary, parent)
    , m_key(new PassphraseEdit(this))
{
    setIntroduction(
        tr("Type it as you noted it. Hyphens, spaces and capitals do not matter. Nothing is changed."));
    m_key->setAccessibleName(tr("Recovery key"));
    m_note = addField(tr("Recovery &key"), m_key);
    connect(m_key, &PassphraseEdit::edited, this, [this] {
        m_note->clear();
        if (m_key->isEmpty())
            forbidAccept();
        else
            allowAccept();
    });
    forbidAccept();
}

base::SecureBytes TryRecoveryKeyDialog::key() const { return m_key->secret(); }

void TryRecoveryKeyDialog::showGood() { m_note->set(FieldNote::Kind::Good, tr("It opens this store.")); }

NewRecoveryKeyDialog::NewRecoveryKeyDialog(std::shared_ptr<base::SecureBytes> key, QWidget* parent)
    : FormDialog(tr("The new recovery key"), tr("I have noted it"), ButtonRole::Primary, parent)
{
    setIntroduction(tr("The old one no longer works. This one is shown only now."));
    auto* groups = new KeyGroups(this);
    groups->setAccessibleName(tr("Recovery key, shown on the screen only"));
    groups->show(key);
    addWide(groups);
    auto* copy = addButton(tr("&Copy"));
    copy->setIcon(icon(u"copy"_s));
    connect(copy, &QPushButton::clicked, this, [this, key] { Q_EMIT copyRequested(key); });
    connect(this, &FormDialog::submitted, this, &QDialog::accept);
    removeCancel();
}

} // namespace strongroom::ui
