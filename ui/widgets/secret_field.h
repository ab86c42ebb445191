// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QToolButton;

namespace strongroom::ui {

class SecretCanvas;

/// Shows that a secret is there: a fixed number of dots, an eye and a copy button. The value itself comes
/// only when it is asked for, with reveal(), and is wiped when it is masked again: when the button or key is
/// released, after a time when it was clicked, when the focus or the window goes. Copying never reveals.
class SecretField final : public QWidget
{
    Q_OBJECT

public:
    explicit SecretField(QWidget* parent = nullptr);
    ~SecretField() override;

    /// Where the value is only to be looked at.
    void removeCopy();
    void setRevealSeconds(int seconds) { m_revealSeconds = seconds; }
    /// Empty: the value can be read. Else why it cannot; the buttons are off.
    void setUnavailable(const QString& reason);
    /// The answer to revealWanted(); dropped and wiped when nobody wants it any more.
    void reveal(base::SecureBytes value);
    void mask();
    bool isRevealed() const;

    /// The keyboard's way: reveal while a key is held.
    void beginHold();
    void endHold();

Q_SIGNALS:
    void revealWanted();
    void copyWanted();
    void masked();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Wish { None, Held, Timed };
    void onPressed();
    void onReleased();
    void showButtons();

    SecretCanvas* m_canvas;
    QToolButton* m_eye;
    QToolButton* m_copy;
    Wish m_wish = Wish::None;
    bool m_wasShownBefore = false;
    QElapsedTimer m_pressed;
    QTimer m_timeout;
    int m_revealSeconds = 20;
};

} // namespace strongroom::ui
