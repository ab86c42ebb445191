// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/lock_page.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/passphrase_edit.h"

#include <QDir>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int lookMilliseconds = 2000;
constexpr int leastBusyMilliseconds = 400; // as long as it takes to see that something was tried

} // namespace

LockPage::LockPage(ops::StoreDoor& door, Explain explain, QWidget* parent)
    : CenteredPage(440, parent)
    , m_door(door)
    , m_explain(std::move(explain))
    , m_name(new QLabel(this))
    , m_path(new ElidedLabel(this, Qt::ElideMiddle))
    , m_lastOpened(new QLabel(this))
    , m_fieldLabel(new QLabel(this))
    , m_passphrase(new PassphraseEdit(this))
    , m_note(new FieldNote(this))
    , m_capsLock(new FieldNote(this))
    , m_card(new ErrorCard(this))
    , m_progress(new QProgressBar(this))
    , m_unlock(new QPushButton(tr("&Unlock"), this))
    , m_keychain(new QPushButton(tr("Unlock with this &computer"), this))
    , m_stopAsking(new QPushButton(tr("Stop &waiting"), this))
    , m_other(new QPushButton(tr("&Other store..."), this))
    , m_recovery(new QPushButton(this))
{
    build();
    m_delay.setInterval(250);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        m_delayLeft -= m_delay.interval();
        showDelay();
    });
    m_look.setInterval(lookMilliseconds);
    connect(&m_look, &QTimer::timeout, this, &LockPage::lookForHolder);
    connect(&m_door, &ops::StoreDoor::stateChanged, this, [this](ops::StoreDoor::State state) {
        if (state == ops::StoreDoor::State::Open)
            m_isTrying = false;
        setWaiting(m_isTrying || state == ops::StoreDoor::State::Opening);
    });
    reset();
}

void LockPage::build()
{
    auto* picture = new IconLabel(u"vault"_s, Role::Accent, this, 32);
    auto font = titleFont();
    font.setPointSizeF(font.pointSizeF() + 2);
    m_name->setFont(font);
    m_path->setForegroundRole(QPalette::PlaceholderText);
    m_path->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_name->setTextFormat(Qt::PlainText);
    m_lastOpened->setForegroundRole(QPalette::PlaceholderText);
    m_lastOpened->setFont(captionFont());
    m_lastOpened->setWordWrap(true);
    m_lastOpened->hide();
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(m_name);
    names->addWidget(m_path);
    names->addWidget(m_lastOpened);
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::between);
    head->addWidget(picture, 0, Qt::AlignTop);
    head->addLayout(names, 1);
    column()->addLayout(head);
    column()->addSpacing(metrics::inside);

    auto* group = new QVBoxLayout;
    group->setSpacing(metrics::tight);
    m_fieldLabel->setBuddy(m_passphrase);
    m_note->describe(m_passphrase);
    for (auto* part : { static_cast<QWidget*>(m_fieldLabel), static_cast<QWidget*>(m_passphrase),
                        static_cast<QWidget*>(m_note), static_cast<QWidget*>(m_capsLock) })
        group->addWidget(part);
    column()->addLayout(group);
    column()->addWidget(m_card);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Opening the store"));
    column()->addWidget(m_progress);

    setButtonRole(m_unlock, ButtonRole::Primary);
    m_unlock->setObjectName(u"unlock"_s);
    m_recovery->setObjectName(u"otherKey"_s);
    m_keychain->setIcon(icon(u"fingerprint-pattern"_s));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_unlock);
    buttons->addWidget(m_keychain);
    buttons->addStretch();
    buttons->addWidget(m_stopAsking);
    m_stopAsking->hide();
    column()->addLayout(buttons);
    for (auto* button : { m_recovery, m_other })
        button->setFlat(true);
    auto* links = new QHBoxLayout;
    links->addWidget(m_recovery);
    links->addWidget(m_other);
    links->addStretch();
    column()->addLayout(links);
    setTabOrder(m_recovery, m_other);

    connect(m_unlock, &QPushButton::clicked, this, &LockPage::submit);
    connect(m_passphrase, &QLineEdit::returnPressed, this, &LockPage::submit);
    connect(m_keychain, &QPushButton::clicked, this,
            [this] { tryTo([this] { return m_door.unlockWithKeychain(); }); });
    connect(m_stopAsking, &QPushButton::clicked, this, &LockPage::stopAsking);
    connect(m_other, &QPushButton::clicked, this, &LockPage::otherStoreChosen);
    connect(m_recovery, &QPushButton::clicked, this,
            [this] { useKeyKind(m_with == With::Passphrase ? With::RecoveryKey : With::Passphrase); });
    connect(m_passphrase, &PassphraseEdit::capsLockSeen, this, [this](bool isOn) {
        m_capsLock->set(FieldNote::Kind::Warning, isOn ? tr("Caps Lock is on.") : QString());
    });
    connect(m_passphrase, &PassphraseEdit::edited, this, [this] { showDelay(); });
    connect(m_card, &ErrorCard::nextStepChosen, this, &LockPage::onNextStep);
    setFocusProxy(m_passphrase);
}

void LockPage::reset()
{
    m_name->setText(QDir(m_door.path()).dirName());
    m_path->setText(QDir::toNativeSeparators(m_door.path()));
    m_keychain->setVisible(m_door.hasKeychainSlot() && m_door.isKeychainAvailable());
    m_capsLock->clear();
    hideCard();
    m_passphrase->wipe();
    useKeyKind(With::Passphrase);
    stopAsking();
}

void LockPage::setLastOpened(const QString& sentence)
{
    m_lastOpened->setText(sentence);
    m_lastOpened->setVisible(!sentence.isEmpty());
}

void LockPage::showEvent(QShowEvent* event)
{
    lookForHolder();
    m_look.start();
    CenteredPage::showEvent(event);
}

void LockPage::hideEvent(QHideEvent* event)
{
    m_look.stop();
    CenteredPage::hideEvent(event);
}

/// Holders come and go while the page is shown. A card about something else stays.
void LockPage::lookForHolder()
{
    if (m_isWaiting)
        return;
    const bool isSaid = !m_card->isHidden() && m_lastError == base::ErrorCode::StoreInUse;
    if (const auto held = m_door.heldElsewhere(); held && m_card->isHidden())
        showError(*held);
    else if (!held && isSaid)
        hideCard();
}

void LockPage::showError(const base::Error& error)
{
    m_lastError = error.code;
    ErrorText text = m_explain(error);
    if (error.code == base::ErrorCode::StoreInUse && !m_door.canAskHolder())
        text.nextStep.clear(); // the page sees by itself when it has ended
    m_card->setText(text);
    m_card->show();
    // The keyboard is in the field, which is what a screen reader reads.
    m_passphrase->setAccessibleDescription(text.title % u' ' % text.cause);
}

void LockPage::hideCard()
{
    m_card->hide();
    m_passphrase->setAccessibleDescription(m_note->text());
}

void LockPage::useKeyKind(With with)
{
    m_with = with;
    const bool isPassphrase = with == With::Passphrase;
    m_fieldLabel->setText(isPassphrase ? tr("&Passphrase") : tr("Recovery &key, with or without hyphens"));
    m_passphrase->setAccessibleName(isPassphrase ? tr("Passphrase") : tr("Recovery key"));
    m_recovery->setText(isPassphrase ? tr("Use the &recovery key") : tr("Use the &passphrase"));
    m_passphrase->wipe();
    m_note->clear();
    m_passphrase->setFocus();
}

int LockPage::delayMilliseconds(int failures)
{
    // 0, 1, 2, 4, ... seconds, at most half a minute.
    return failures < 2 ? 0 : std::min(30'000, 1000 << std::min(failures - 2, 5));
}

void LockPage::submit()
{
    if (!m_unlock->isEnabled() || m_passphrase->isEmpty())
        return;
    tryTo([this] {
        return m_with == With::Passphrase ? m_door.unlock(m_passphrase->takeSecret())
                                          : m_door.unlockWithRecoveryKey(m_passphrase->takeSecret());
    });
}

void LockPage::tryTo(const std::function<QFuture<base::Result<void>>()>& unlock)
{
    m_note->clear();
    hideCard();
    m_isTrying = true;
    m_tried.start();
    setWaiting(true);
    unlock().then(this, [this](const base::Result<void>& result) {
        // What has failed before looks as it did before: that it was tried again must be seen.
        const qint64 rest = result ? 0 : qMax<qint64>(0, leastBusyMilliseconds - m_tried.elapsed());
        QTimer::singleShot(rest, this, [this, result] { onAnswer(result); });
    });
}

void LockPage::onAnswer(const base::Result<void>& result)
{
    m_isTrying = false;
    setWaiting(false);
    if (!result) {
        sayWhyNot(result.error());
        return;
    }
    m_failures = 0;
    reset();
    Q_EMIT unlocked();
}

void LockPage::sayWhyNot(const base::Error& error)
{
    const bool isTyping = error.code == base::ErrorCode::BadParameter;
    if (isTyping || error.code == base::ErrorCode::WrongPassphrase) {
        m_lastError = error.code;
        ++m_failures;
        m_passphrase->setWrong(true);
        const auto text = m_explain(error);
        m_note->set(FieldNote::Kind::Problem,
                    isTyping ? error.message : QString(text.title % u' ' % text.cause));
        startDelay();
    } else {
        showError(error);
    }
    m_passphrase->setFocus();
}

void LockPage::onNextStep()
{
    switch (m_lastError) {
    case base::ErrorCode::StoreInUse:
        askForHandOver();
        return;
    case base::ErrorCode::StoreRolledBack:
        m_door.acceptRollbackOnce();
        hideCard();
        m_note->set(FieldNote::Kind::Warning, tr("The next unlock takes the older copy."));
        m_passphrase->setFocus();
        return;
    case base::ErrorCode::StoreTampered:
        Q_EMIT restoreChosen();
        return;
    case base::ErrorCode::StoreMissing:
        Q_EMIT otherStoreChosen();
        return;
    default:
        hideCard();
        m_passphrase->setFocus();
    }
}

void LockPage::askForHandOver()
{
    setWaiting(true);
    hideCard();
    m_note->set(FieldNote::Kind::Hint, tr("It was asked. Somebody has to agree there, within a minute."));
    m_stopAsking->show();
    m_stopAsking->setFocus();
    m_handOver = m_door.askHolderToHandOver();
    m_handOver.then(this, [this](const base::Result<void>& result) {
        stopAsking();
        if (result)
            m_note->set(FieldNote::Kind::Hint, tr("It let go of the store. You can unlock it now."));
        else
            showError(result.error());
    });
}

void LockPage::stopAsking()
{
    m_handOver.cancel(); // whoever was asked need not answer any more
    m_stopAsking->hide();
    m_note->clear();
    setWaiting(false);
    lookForHolder();
    m_passphrase->setFocus();
}

void LockPage::setWaiting(bool isWaiting)
{
    m_isWaiting = isWaiting;
    m_progress->setVisible(isWaiting);
    m_passphrase->setEnabled(!isWaiting);
    m_keychain->setEnabled(!isWaiting);
    m_other->setEnabled(!isWaiting);
    m_recovery->setEnabled(!isWaiting);
    showDelay();
}

void LockPage::startDelay()
{
    m_delayLeft = delayMilliseconds(m_failures);
    if (m_delayLeft > 0)
        m_delay.start();
    showDelay();
}

void LockPage::showDelay()
{
    if (m_delayLeft <= 0)
        m_delay.stop();
    const bool isDelayed = m_delayLeft > 0;
    m_unlock->setText(isDelayed ? tr("Wait %1 s").arg((m_delayLeft + 999) / 1000) : tr("&Unlock"));
    m_unlock->setEnabled(!m_isWaiting && !isDelayed && !m_passphrase->isEmpty());
}

} // namespace strongroom::ui
