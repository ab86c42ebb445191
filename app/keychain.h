// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QFuture>
#include <QObject>
#include <QString>
#include <QVariantList>

#include <memory>

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
    /// Whether it runs and is unlocked, so that reading asks the person nothing and starts no program.
    bool isOpen() const { return m_isOpen; }
    /// Looks again at both; the value is isAvailable().
    QFuture<bool> probe();

    QFuture<base::Result<base::SecureBytes>> read(const QString& key);
    QFuture<base::Result<void>> write(const QString& key, base::SecureBytes content);
    QFuture<base::Result<void>> remove(const QString& key);

Q_SIGNALS:
    void availabilityChanged();

private:
    struct Probe;
    void ask(const QString& service, const QString& path, const QString& interface, const QString& method,
             const QVariantList& arguments, std::shared_ptr<Probe> probe);
    void settle(const Probe& probe);

    bool m_isAvailable = false;
    bool m_isOpen = false;
};

} // namespace strongroom::app
