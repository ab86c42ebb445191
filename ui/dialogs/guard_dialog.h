// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/dialogs/form_dialog.h"

#include <QTimer>

class QLineEdit;

namespace strongroom::ui {

/// What is about to be lost, and what a person types to say that they mean it.
struct GuardQuestion final
{
    QString heading; ///< "Purge 3 secrets for ever?"
    QString sentence; ///< what happens and that it cannot be undone
    QStringList names; ///< what it happens to; the first ten are shown
    QStringList facts; ///< what else to know, one sentence each: who uses it
    QString word; ///< what must be typed
    QString acceptText; ///< "Purge 3 secrets"
    QString warning; ///< under the field; empty: that it cannot be undone
    bool isProduction = false; ///< the button must be held for three seconds
};

/// Asks before something that cannot be undone: the word has to be typed, and in a production vault the
/// button has to be held. Cancel is the default button. submitted() comes once both are done.
class GuardDialog final : public FormDialog
{
    Q_OBJECT

public:
    explicit GuardDialog(const GuardQuestion& question, QWidget* parent = nullptr);

    static constexpr int holdMilliseconds = 3000;

private:
    void judge();
    void startHolding();
    void stopHolding();
    void showHold();

    const QString m_word;
    const QString m_acceptText;
    const QString m_warning;
    const bool m_mustHold;
    QLineEdit* m_typed;
    FieldNote* m_note;
    QTimer m_hold;
    int m_heldMilliseconds = 0;
};

} // namespace strongroom::ui
