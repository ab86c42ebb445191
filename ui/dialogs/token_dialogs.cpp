// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/token_dialogs.h"

#include "ui/dialogs/token_choice_field.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/choice_rows.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/passphrase_edit.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

/// What a step of the self-test is called on the screen.
QString stepName(const QString& step)
{
    static const QHash<QString, const char*> names{
        { u"login"_s, QT_TRANSLATE_NOOP("strongroom::ui::TokenTestDialog", "Sign-in") },
        { u"random"_s, QT_TRANSLATE_NOOP("strongroom::ui::TokenTestDialog", "Random numbers") },
        { u"rsa"_s, QT_TRANSLATE_NOOP("strongroom::ui::TokenTestDialog", "RSA keys") },
        { u"ec"_s, QT_TRANSLATE_NOOP("strongroom::ui::TokenTestDialog", "EC keys") },
        { u"aes"_s, QT_TRANSLATE_NOOP("strongroom::ui::TokenTestDialog", "AES keys") },
        { u"hmac"_s, QT_TRANSLATE_NOOP("strongroom::ui::TokenTestDialog", "HMAC keys") },
        { u"wrap"_s, QT_TRANSLATE_NOOP("strongroom::ui::TokenTestDialog", "Wrapping") },
    };
    const auto name = names.constFind(step);
    return name == names.constEnd() ? step : TokenTestDialog::tr(*name);
}

} // namespace

TokenPinDialog::TokenPinDialog(const QString& vaultName, const vault::TokenState& state, Keychain keychain,
                               QWidget* parent)
    : FormDialog(tr("PIN of the token of %1").arg(vaultName), tr("Use this PIN"), ButtonRole::Primary, parent)
    , m_binding(state.binding)
    , m_pin(new PassphraseEdit(this))
    , m_keeping(makePinKeepingRows(this))
{
    setIntroduction(
        tr("The token \u201c%1\u201d is opened with it at once. After a few wrong PINs a token locks "
           "itself.")
            .arg(state.binding.label));
    m_note = addField(tr("&PIN"), m_pin);
    if (keychain == Keychain::Yes)
        addKeychainRow(m_keeping);
    addField(tr("Keep it"), m_keeping);
    m_keeping->choose(int(state.keeping));
    forbidAccept();
    connect(m_pin, &PassphraseEdit::edited, this, [this] {
        m_note->clear();
        if (m_pin->isEmpty())
            forbidAccept();
        else
            allowAccept();
    });
    m_pin->setFocus();
}

vault::ProbeToken TokenPinDialog::probe() const { return { m_binding, m_pin->secret() }; }

vault::SetTokenPin TokenPinDialog::operation() const
{
    return { m_pin->secret(),
             isForKeychain() ? vault::PinKeeping::Ask : vault::PinKeeping(m_keeping->chosen()) };
}

bool TokenPinDialog::isForKeychain() const { return m_keeping->chosen() == keepInKeychain; }

void TokenPinDialog::showPinError(const ErrorText& text)
{
    showError(text);
    m_note->set(FieldNote::Kind::Problem, text.cause.isEmpty() ? text.title : text.cause);
    m_pin->setFocus();
}

TokenBindDialog::TokenBindDialog(const vault::VaultProperties& vault, QWidget* parent)
    : FormDialog(tr("Token of %1").arg(vault.name.text()), tr("Bind to this token"), ButtonRole::Primary,
                 parent)
    , m_vault(vault.id)
    , m_field(new TokenChoiceField(TokenChoiceField::Need::Required, this))
{
    setIntroduction(
        tr("HSM keys of this vault are made and kept in the token. A vault stays with its token: it "
           "cannot be given another one later."));
    addField(tr("&Token"), m_field);
    const auto judge = [this] {
        if (m_field->problem().isEmpty())
            allowAccept();
        else
            forbidAccept();
    };
    connect(m_field, &TokenChoiceField::edited, this, judge);
    judge();
}

vault::ProbeToken TokenBindDialog::probe() const { return { m_field->binding(), m_field->pin() }; }

vault::UpdateVault TokenBindDialog::operation() const
{
    vault::UpdateVault op;
    op.vault = m_vault;
    op.token = m_field->choice();
    return op;
}

TokenTestDialog::TokenTestDialog(const QString& vaultName, const QString& label, QWidget* parent)
    : FormDialog(tr("Self-test of \u201c%1\u201d").arg(label), tr("Close"), ButtonRole::Primary, parent)
    , m_table(new QTreeWidget(this))
{
    setIntroduction(tr("Keys are made in the token of %1, used, and destroyed again. This takes a while.")
                        .arg(vaultName));
    removeCancel();
    takeOverAccept();
    connect(acceptButton(), &QPushButton::clicked, this, &QDialog::accept);
    m_table->setHeaderLabels({ tr("Step"), tr("Result"), tr("Finding") });
    m_table->setAccessibleName(tr("Steps of the self-test"));
    m_table->setRootIsDecorated(false);
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumSize(620, 9 * metrics::controlHeight);
    m_table->header()->setStretchLastSection(true);
    m_table->setWordWrap(true); // findings of a step that fails are long
    addWide(m_table);
    footNote()->set(FieldNote::Kind::Hint, tr("Testing..."));
}

void TokenTestDialog::setChecks(const std::vector<vault::TokenCheck>& checks)
{
    m_table->clear();
    for (const vault::TokenCheck& check : checks) {
        auto* const row = new QTreeWidgetItem(
            m_table,
            { stepName(check.name), check.isPassed ? tr("Passed") : tr("Not passed"), check.finding });
        row->setIcon(1,
                     icon(check.isPassed ? u"circle-check"_s : u"triangle-alert"_s,
                          check.isPassed ? Role::Ok : Role::Warning));
        row->setToolTip(2, check.finding);
    }
    for (const int column : { 0, 1 })
        m_table->resizeColumnToContents(column);
    // A tree does not ask what height words take in the width that is left.
    const int width = m_table->columnWidth(2) - 2 * metrics::inside;
    for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
        auto* const row = m_table->topLevelItem(i);
        const QRect words = m_table->fontMetrics().boundingRect({ 0, 0, width, QWIDGETSIZE_MAX },
                                                                Qt::TextWordWrap, row->text(2));
        row->setSizeHint(2, { width, words.height() + metrics::inside });
    }
    const auto failed = std::ranges::count(checks, false, &vault::TokenCheck::isPassed);
    if (failed == 0)
        footNote()->set(FieldNote::Kind::Good, tr("The token does all that keys need."));
    else
        footNote()->set(FieldNote::Kind::Warning,
                        counted(failed, tr("1 step did not pass: keys of that kind cannot be used here."),
                                tr("%1 steps did not pass: keys of those kinds cannot be used here.")));
}

void TokenTestDialog::setFailed(const ErrorText& text)
{
    showError(text);
    footNote()->clear();
}

} // namespace strongroom::ui
