// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/token_choice_field.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/choice_rows.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/passphrase_edit.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int pathRole = Qt::UserRole;
constexpr int labelRole = Qt::UserRole + 1;

} // namespace

bool canMakeKeys(const vault::TokenSlot& slot)
{
    return std::ranges::any_of(slot.mechanisms, [](const vault::TokenSlot::Mechanism& mechanism) {
        return mechanism.uses.contains(u"generate"_s);
    });
}

ChoiceRows* makePinKeepingRows(QWidget* parent)
{
    auto* const rows = new ChoiceRows(parent);
    rows->setAccessibleName(TokenChoiceField::tr("Keep the PIN"));
    rows->addChoice(
        TokenChoiceField::tr("Keep the PIN in the store"),
        TokenChoiceField::tr("Encrypted. Whoever opens the store can use the token, and so can the "
                             "endpoint after a restart."));
    rows->addChoice(
        TokenChoiceField::tr("Ask for it each time"),
        TokenChoiceField::tr("Kept nowhere: after each unlock, keys in the token wait until somebody "
                             "enters it."));
    return rows;
}

void addKeychainRow(ChoiceRows* rows)
{
    rows->addChoice(
        TokenChoiceField::tr("Keep it in the keychain of this computer"),
        TokenChoiceField::tr("Not in the store. When the store is unlocked in this session, the PIN "
                             "comes from the keychain and nobody is asked."));
}

TokenChoiceField::TokenChoiceField(Need need, QWidget* parent)
    : QWidget(parent)
    , m_need(need)
    , m_token(new QComboBox(this))
    , m_tokenNote(new FieldNote(this))
    , m_pinPart(new QWidget(this))
    , m_pin(new PassphraseEdit(m_pinPart))
    , m_pinNote(new FieldNote(m_pinPart))
    , m_keeping(makePinKeepingRows(m_pinPart))
{
    m_token->setObjectName(u"token"_s);
    m_token->setAccessibleName(tr("Token"));
    m_pin->setObjectName(u"tokenPin"_s);
    m_pin->setAccessibleName(tr("PIN of the token"));
    m_pin->setPlaceholderText(tr("PIN of the token"));
    m_tokenNote->describe(m_token);
    m_pinNote->describe(m_pin);
    auto* const pin = new QVBoxLayout(m_pinPart);
    pin->setContentsMargins(0, metrics::tight, 0, 0);
    pin->setSpacing(metrics::tight);
    pin->addWidget(m_pin);
    pin->addWidget(m_pinNote);
    pin->addWidget(m_keeping);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight);
    layout->addWidget(m_token);
    layout->addWidget(m_tokenNote);
    layout->addWidget(m_pinPart);
    setFocusProxy(m_token);
    m_tokenNote->set(FieldNote::Kind::Hint, tr("Looking for tokens..."));
    fill();
    connect(m_token, &QComboBox::currentIndexChanged, this, [this] {
        showParts();
        Q_EMIT edited();
    });
    connect(m_pin, &PassphraseEdit::edited, this, [this] {
        m_pinNote->clear();
        Q_EMIT edited();
    });
}

void TokenChoiceField::setNeed(Need need)
{
    m_need = need;
    fill();
}

void TokenChoiceField::setModules(const std::vector<vault::TokenModule>& modules)
{
    m_modules = modules;
    m_tokenNote->clear();
    fill();
    if (m_token->count() == (m_need == Need::Optional ? 1 : 0))
        m_tokenNote->set(
            FieldNote::Kind::Hint,
            tr("No token with a PIN is there. Plug one in, or install its PKCS#11 module; the page "
               "of tokens shows what is found."));
    Q_EMIT edited();
}

void TokenChoiceField::offerKeychain() { addKeychainRow(m_keeping); }

void TokenChoiceField::setProblem(const QString& sentence)
{
    m_tokenNote->set(FieldNote::Kind::Problem, sentence);
}

void TokenChoiceField::fill()
{
    {
        const QSignalBlocker blocker(m_token);
        const vault::TokenBinding before = binding();
        m_token->clear();
        if (m_need == Need::Optional)
            m_token->addItem(tr("No token yet: no HSM keys"));
        for (const vault::TokenModule& module : m_modules) {
            for (const vault::TokenSlot& slot : module.slots) {
                if (!slot.hasToken || !slot.isInitialized || !canMakeKeys(slot))
                    continue;
                m_token->addItem(
                    icon(u"cpu"_s),
                    tr("%1, %2").arg(slot.label, slot.model.isEmpty() ? module.description : slot.model));
                const int row = m_token->count() - 1;
                m_token->setItemData(row, module.path, pathRole);
                m_token->setItemData(row, slot.label, labelRole);
                m_token->setItemData(row, module.path, Qt::ToolTipRole);
                if (before == vault::TokenBinding{ module.path, slot.label })
                    m_token->setCurrentIndex(row);
            }
        }
    }
    showParts();
}

void TokenChoiceField::showParts() { m_pinPart->setVisible(!binding().isEmpty()); }

vault::TokenBinding TokenChoiceField::binding() const
{
    return { m_token->currentData(pathRole).toString(), m_token->currentData(labelRole).toString() };
}

base::SecureBytes TokenChoiceField::pin() const { return m_pin->secret(); }

vault::PinKeeping TokenChoiceField::keeping() const
{
    return isForKeychain() ? vault::PinKeeping::Ask : vault::PinKeeping(m_keeping->chosen());
}

bool TokenChoiceField::isForKeychain() const
{
    return !binding().isEmpty() && m_keeping->chosen() == keepInKeychain;
}

std::optional<vault::TokenChoice> TokenChoiceField::choice() const
{
    if (binding().isEmpty())
        return {};
    return vault::TokenChoice{ binding(), pin(), keeping() };
}

QString TokenChoiceField::problem() const
{
    if (binding().isEmpty())
        return m_need == Need::Required ? tr("A token is missing.") : QString();
    return m_pin->isEmpty() ? tr("The PIN of the token is missing.") : QString();
}

void TokenChoiceField::showPinProblem(const QString& sentence)
{
    m_pinNote->set(FieldNote::Kind::Problem, sentence);
    m_pin->setFocus();
}

} // namespace strongroom::ui
