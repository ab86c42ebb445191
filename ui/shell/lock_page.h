// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/store_door.h"
#include "ui/shell/centered_page.h"
#include "ui/widgets/error_text.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace strongroom::ui {

class ElidedLabel;
class ErrorCard;
class FieldNote;
class PassphraseEdit;

/// Unlocks the chosen store: passphrase, keychain of this computer, or recovery key. A wrong passphrase
/// is said under the field, which keeps the keyboard; the wait before the next attempt grows. An attempt is
/// seen to be made even when it fails at once, as the last one did. While another process has the store, the
/// page says which one, before anything is typed; a window can be asked for the store, and who asks need not
/// wait for the answer.
class LockPage final : public CenteredPage
{
    Q_OBJECT

public:
    using Explain = std::function<ErrorText(const base::Error&)>;
    LockPage(ops::StoreDoor& door, Explain explain, QWidget* parent);

    /// Shows the door's store, with nothing typed.
    void reset();
    /// "Last opened here: ..." under the store's name; empty when nothing is known of that.
    void setLastOpened(const QString& sentence);
    int failedAttempts() const { return m_failures; }
    /// An attempt to unlock goes on; how it ends is said here.
    bool isTrying() const { return m_isTrying; }
    /// How long the button stays off after the n-th failure in a row.
    static int delayMilliseconds(int failures);

Q_SIGNALS:
    void unlocked();
    void otherStoreChosen();
    void restoreChosen();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    enum class With { Passphrase, RecoveryKey };

    void build();
    void useKeyKind(With with);
    void submit();
    void tryTo(const std::function<QFuture<base::Result<void>>()>& unlock);
    void onAnswer(const base::Result<void>& result);
    void sayWhyNot(const base::Error& error);
    void onNextStep();
    void askForHandOver();
    void stopAsking();
    void lookForHolder();
    void showError(const base::Error& error);
    void hideCard();
    void setWaiting(bool isWaiting);
    void startDelay();
    void showDelay();

    ops::StoreDoor& m_door;
    Explain m_explain;
    base::ErrorCode m_lastError = base::ErrorCode::Internal;
    With m_with = With::Passphrase;
    int m_failures = 0;
    int m_delayLeft = 0;
    bool m_isWaiting = false;
    bool m_isTrying = false;
    QFuture<base::Result<void>> m_handOver; ///< the question to the holder
    QElapsedTimer m_tried; ///< since the attempt was made
    QTimer m_delay;
    QTimer m_look; ///< at who has the store, while the page is shown
    QLabel* m_name;
    ElidedLabel* m_path;
    QLabel* m_lastOpened;
    QLabel* m_fieldLabel;
    PassphraseEdit* m_passphrase;
    FieldNote* m_note;
    FieldNote* m_capsLock;
    ErrorCard* m_card;
    QProgressBar* m_progress;
    QPushButton* m_unlock;
    QPushButton* m_keychain;
    QPushButton* m_stopAsking;
    QPushButton* m_other;
    QPushButton* m_recovery;
};

} // namespace strongroom::ui
