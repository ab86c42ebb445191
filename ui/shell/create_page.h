// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/store_door.h"
#include "ui/shell/centered_page.h"
#include "ui/widgets/error_text.h"

#include <functional>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace strongroom::ui {

class FieldNote;
class PassphraseEdit;

/// Makes a store: a passphrase twice, judged in words, and where the store goes. When that fails, the
/// sentence stands under the folder and what was typed stays.
class CreatePage final : public CenteredPage
{
    Q_OBJECT

public:
    using Explain = std::function<ErrorText(const base::Error&)>;
    CreatePage(ops::StoreDoor& door, Explain explain, QWidget* parent);

    /// Nothing typed, the usual folder.
    void reset();
    /// Whether a store is being made.
    bool isWaiting() const { return m_isWaiting; }

Q_SIGNALS:
    /// The store is made and open; the key is to be shown once.
    void created(const std::shared_ptr<strongroom::base::SecureBytes>& recoveryKey);
    void cancelled();

private:
    void build();
    void judge();
    void submit();
    void choosePath();
    void onCreated(base::Result<base::SecureBytes> result);
    void setWaiting(bool isWaiting);

    ops::StoreDoor& m_door;
    Explain m_explain;
    PassphraseEdit* m_passphrase;
    PassphraseEdit* m_again;
    QLineEdit* m_path;
    FieldNote* m_strength;
    FieldNote* m_againNote;
    FieldNote* m_problem;
    QProgressBar* m_progress;
    QPushButton* m_choose;
    QPushButton* m_cancel;
    QPushButton* m_create;
    bool m_isWaiting = false;
};

} // namespace strongroom::ui
