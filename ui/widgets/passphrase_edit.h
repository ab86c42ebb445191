// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/secret_text.h"

#include <QLineEdit>

class QToolButton;

namespace strongroom::ui {

/// A field for a passphrase. The line editor inside holds place-holders only; what is typed goes into a
/// buffer that is wiped. Readers are told of a password field. Knows when Caps Lock seems to be on. The eye
/// at its end shows what is typed until the keyboard leaves both of them.
class PassphraseEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit PassphraseEdit(QWidget* parent = nullptr);

    bool isEmpty() const { return m_secret.isEmpty(); }
    /// UTF-8; what is typed stays.
    base::SecureBytes secret() const { return m_secret.toUtf8(); }
    const SecretText& typed() const { return m_secret; }
    /// Gives the passphrase away and empties the field.
    base::SecureBytes takeSecret();
    void wipe();
    bool isRevealed() const;
    /// A red edge.
    void setWrong(bool isWrong);

Q_SIGNALS:
    void edited();
    void capsLockSeen(bool isOn);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void addEye();
    void lift(const QString& text);
    void paste();
    void watchCapsLock(const QKeyEvent& event);

    SecretText m_secret;
    QToolButton* m_eye;
    bool m_isLifting = false;
};

} // namespace strongroom::ui
