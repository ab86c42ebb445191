// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QFuture>
#include <QObject>
#include <QString>

namespace strongroom::app {

/// The desktop's keychain: Secret Service or KWallet, nothing else. There is no fallback to a file.
/// Every call answers within two seconds; what does not work in that time, for whatever reason, is
/// KeychainUnavailable, and the person is asked for the passphrase instead. Lives on the main thread.
class Keychain final : public QObject
{
    Q_OBJECT

public:
    explicit Keychain(QObject* parent = nullptr);
    ~Keychain() override;

    /// Whether there is a real keychain behind the session bus, as far as is known by now.
    bool isAvailable() const { return m_isAvailable; }
    /// Looks again.
    QFuture<bool> probe();

    QFuture<base::Result<base::SecureBytes>> read(const QString& key);
    QFuture<base::Result<void>> write(const QString& key, base::SecureBytes content);
    QFuture<base::Result<void>> remove(const QString& key);

Q_SIGNALS:
    void availabilityChanged();

private:
    void setAvailable(bool isAvailable);

    bool m_isAvailable = false;
};

} // namespace strongroom::app
