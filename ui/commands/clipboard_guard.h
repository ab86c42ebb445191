// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace strongroom::ui {

/// The only way of a secret into the clipboard. Marked so that clipboard managers do not keep it, taken
/// out again after a time, on lock and on quit, and only while it is still ours.
class ClipboardGuard final : public QObject
{
    Q_OBJECT

public:
    explicit ClipboardGuard(QObject* parent = nullptr);
    ~ClipboardGuard() override;

    /// For how long a copy stays, 10-300 seconds.
    void setSeconds(int seconds);
    /// Text that is not secret: names, addresses. Stays.
    void copyPlain(const QString& text);
    /// `what` is shown beside the countdown: the name of the item.
    void copySecret(const base::SecureBytes& value, const QString& what);
    void clearNow();

    bool isHolding() const { return !m_what.isEmpty(); }
    QString what() const { return m_what; }
    int secondsLeft() const;
    int secondsAll() const { return m_seconds; }

Q_SIGNALS:
    /// Each second while something is held, and once when it is gone.
    void ticked();
    /// The platform refused to give the clipboard up; tried again when the window is active.
    void notCleared();

private:
    bool stillOurs() const;
    void forget();

    QTimer m_tick;
    QElapsedTimer m_since;
    int m_seconds = 30;
    QString m_what;
    QByteArray m_mark; ///< random, travels with the copy: how we know it is ours
};

} // namespace strongroom::ui
