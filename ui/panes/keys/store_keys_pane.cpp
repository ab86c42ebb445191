// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/keys/store_keys_pane.h"

#include "model/lists/relative_time.h"
#include "ui/panes/keys/key_dialogs.h"
#include "ui/panes/scrolled.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/icon_label.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

const auto changeQuery = u"passphrase"_s;

QString iconOf(ops::KeySlot::Kind kind)
{
    switch (kind) {
    case ops::KeySlot::Kind::Passphrase:
        return u"text-cursor-input"_s;
    case ops::KeySlot::Kind::RecoveryKey:
        return u"file-key"_s;
    case ops::KeySlot::Kind::Keychain:
        return u"fingerprint-pattern"_s;
    }
    return {};
}

QString titleOf(ops::KeySlot::Kind kind)
{
    switch (kind) {
    case ops::KeySlot::Kind::Passphrase:
        return StoreKeysPane::tr("Passphrase");
    case ops::KeySlot::Kind::RecoveryKey:
        return StoreKeysPane::tr("Recovery key");
    case ops::KeySlot::Kind::Keychain:
        return StoreKeysPane::tr("Keychain of this computer");
    }
    return {};
}

QString sentenceOf(ops::KeySlot::Kind kind)
{
    switch (kind) {
    case ops::KeySlot::Kind::Passphrase:
        return StoreKeysPane::tr("Nobody can reset it. Only the recovery key helps when it is lost.");
    case ops::KeySlot::Kind::RecoveryKey:
        return StoreKeysPane::tr("On paper or in another safe. Try it now and then.");
    case ops::KeySlot::Kind::Keychain:
        return StoreKeysPane::tr("Whoever is signed in to this account can open the store.");
    }
    return {};
}

} // namespace

StoreKeysPane::StoreKeysPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_rows(new QVBoxLayout)
    , m_error(new ErrorCard(this))
{
    build();
    load();
    go(place);
}

void StoreKeysPane::build()
{
    auto* page = new QWidget(this);
    page->setMaximumWidth(metrics::dialogMaximum);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    column->setSpacing(metrics::between);
    auto* folder = new QLabel(tr("The store in %1 opens with any one of these.")
                                  .arg(QDir::toNativeSeparators(workspace().door().path())),
                              page);
    folder->setTextFormat(Qt::PlainText);
    folder->setWordWrap(true);
    folder->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(folder);
    m_error->hide();
    column->addWidget(m_error);
    m_rows->setSpacing(metrics::inside);
    column->addLayout(m_rows);
    column->addStretch();
    connect(m_error, &ErrorCard::nextStepChosen, this, &StoreKeysPane::load);

    auto* inner = new QWidget(this);
    auto* left = new QHBoxLayout(inner);
    left->setContentsMargins(0, 0, 0, 0);
    left->addWidget(page, 1);
    left->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scrolled(inner, this));
}

void StoreKeysPane::load()
{
    workspace().door().slotsOfStore().then(this,
                                           [this](const base::Result<std::vector<ops::KeySlot>>& result) {
                                               m_error->setVisible(!result);
                                               if (result)
                                                   show(*result);
                                               else
                                                   m_error->setText(workspace().explain(result.error()));
                                           });
}

void StoreKeysPane::show(const std::vector<ops::KeySlot>& keySlots)
{
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto& slot : keySlots)
        m_rows->addWidget(slotRow(slot));
    const auto isKeychain
        = [](const ops::KeySlot& slot) { return slot.kind == ops::KeySlot::Kind::Keychain; };
    if (!std::ranges::any_of(keySlots, isKeychain) && workspace().door().isKeychainAvailable()) {
        auto* add = new QPushButton(icon(u"plus"_s), tr("Add the &keychain of this computer"), this);
        connect(add, &QPushButton::clicked, this, &StoreKeysPane::addKeychain);
        auto* holder = new QWidget(this);
        auto* row = new QHBoxLayout(holder);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(add);
        row->addStretch();
        m_rows->addWidget(holder);
    }
    m_count = int(keySlots.size());
    Q_EMIT statusChanged();
}

QWidget* StoreKeysPane::slotRow(const ops::KeySlot& slot)
{
    auto* row = new QFrame(this);
    row->setFrameShape(QFrame::StyledPanel);
    auto* picture = new IconLabel(iconOf(slot.kind), Role::Muted, row, metrics::largeIcon);
    auto* title = new QLabel(titleOf(slot.kind), row);
    title->setFont(semibold(font()));
    const auto since = lists::dateText(slot.created);
    auto* sentence = new QLabel(
        slot.created > 0 ? tr("Since %1. %2").arg(since, sentenceOf(slot.kind)) : sentenceOf(slot.kind), row);
    sentence->setForegroundRole(QPalette::PlaceholderText);
    sentence->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(title);
    words->addWidget(sentence);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(metrics::between, metrics::between, metrics::between, metrics::between);
    layout->setSpacing(metrics::between);
    layout->addWidget(picture, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    const auto add = [&](const QString& text, auto action) {
        auto* button = new QPushButton(text, row);
        connect(button, &QPushButton::clicked, this, action);
        layout->addWidget(button);
    };
    switch (slot.kind) {
    case ops::KeySlot::Kind::Passphrase:
        add(workspace().door().openedWith() == ops::KeySlot::Kind::RecoveryKey ? tr("Set a n&ew one...")
                                                                               : tr("C&hange..."),
            [this] { changePassphrase(); });
        break;
    case ops::KeySlot::Kind::RecoveryKey:
        add(tr("&Try it..."), [this] { verifyRecoveryKey(); });
        add(tr("&Replace..."), [this] { replaceRecoveryKey(); });
        break;
    case ops::KeySlot::Kind::Keychain:
        add(tr("Re&move"), [this, slot] { removeSlot(slot); });
        break;
    }
    return row;
}

void StoreKeysPane::changePassphrase()
{
    using Former = ChangePassphraseDialog::Former;
    const bool isForgotten = workspace().door().openedWith() == ops::KeySlot::Kind::RecoveryKey;
    auto* dialog
        = new ChangePassphraseDialog(isForgotten ? Former::Forgotten : Former::Asked, workspace().window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FormDialog::submitted, this, [this, dialog] {
        dialog->startWaiting();
        auto& door = workspace().door();
        auto changed = dialog->asksForFormer()
            ? door.changePassphrase(dialog->oldPassphrase(), dialog->newPassphrase())
            : door.replacePassphrase(dialog->newPassphrase());
        changed.then(dialog, [this, dialog](const base::Result<void>& result) {
            if (!result)
                return dialog->showError(workspace().explain(result.error()));
            dialog->accept();
            report({}, tr("The passphrase is changed."));
        });
    });
    dialog->open();
}

void StoreKeysPane::verifyRecoveryKey()
{
    auto* dialog = new TryRecoveryKeyDialog(workspace().window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FormDialog::submitted, this, [this, dialog] {
        dialog->startWaiting();
        workspace()
            .door()
            .verifyRecoveryKey(dialog->key())
            .then(dialog, [this, dialog](const base::Result<void>& result) {
                if (!result)
                    return dialog->showError(workspace().explain(result.error()));
                dialog->accept();
                report({}, tr("The recovery key opens this store."));
            });
    });
    dialog->open();
}

void StoreKeysPane::replaceRecoveryKey()
{
    auto* question = new FormDialog(tr("Replace the recovery key?"), tr("Replace"), ButtonRole::Danger,
                                    workspace().window());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIntroduction(tr("The one you noted no longer works then. The new one is shown once."));
    connect(question, &FormDialog::submitted, this, [this, question] {
        question->startWaiting();
        workspace().door().replaceRecoveryKey().then(
            question, [this, question](base::Result<base::SecureBytes> result) {
                if (!result)
                    return question->showError(workspace().explain(result.error()));
                question->accept();
                auto key = std::make_shared<base::SecureBytes>(std::move(result).value());
                auto* shown = new NewRecoveryKeyDialog(std::move(key), workspace().window());
                shown->setAttribute(Qt::WA_DeleteOnClose);
                connect(shown, &NewRecoveryKeyDialog::copyRequested, this,
                        [this](const std::shared_ptr<base::SecureBytes>& copied) {
                            workspace().clipboard().copySecret(*copied, tr("Recovery key"));
                        });
                shown->open();
                load();
            });
    });
    question->open();
}

void StoreKeysPane::addKeychain()
{
    workspace().door().addKeychainSlot().then(this, [this](const base::Result<void>& result) {
        report(result, tr("This computer's keychain can open the store now."));
    });
}

void StoreKeysPane::removeSlot(const ops::KeySlot& slot)
{
    workspace().door().removeSlot(slot.id).then(this, [this](const base::Result<void>& result) {
        report(result, tr("The keychain no longer opens the store."));
    });
}

void StoreKeysPane::report(const base::Result<void>& result, const QString& done)
{
    if (result)
        workspace().notices().done(done);
    else
        workspace().notices().failed(workspace().explain(result.error()));
    load();
}

void StoreKeysPane::go(const Place& place)
{
    setPlace(place);
    if (place.query == changeQuery)
        changePassphrase();
}

QString StoreKeysPane::statusText() const
{
    return counted(m_count, tr("1 way to open this store"), tr("%1 ways to open this store"));
}

} // namespace strongroom::ui
