// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QFuture>
#include <QObject>
#include <QString>

namespace strongroom::ops {

/// One request the endpoint has answered, for the live list. Never a body, token or value.
struct ServedRequest final
{
    qint64 timeMilliseconds = 0;
    QString method;
    QString path; ///< without the query
    QString vault; ///< host label
    QString caller; ///< application name, or empty
    QString address;
    int status = 0;
    QString errorCode;
    qint64 microseconds = 0;
    QString requestId;
};

/// What a program must be told to connect.
struct EndpointFacts final
{
    bool isRunning = false;
    int port = 0;
    QString authority; ///< https://login.vault.localhost:PORT
    QString tenantId;
    QString identityEndpoint; ///< http://127.0.0.1:PORT/... ; empty when no managed identity is served
    QString identityHeader;
    QString managedIdentityName;
    QString problem; ///< why it does not run
};

/// Starts, stops and describes the loopback endpoint. Implemented in app over model/serve.
class EndpointControl : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual EndpointFacts facts() const = 0;
    /// `port` 0 takes the port of the settings. A taken port is an error, never another port.
    virtual QFuture<base::Result<void>> start(int port) = 0;
    virtual QFuture<void> stop() = 0;
    /// Which application answers for the managed identity; empty switches it off.
    virtual QFuture<base::Result<void>> serveManagedIdentity(const QString& clientId) = 0;
    virtual QString vaultUrl(const QString& vaultName) const = 0;
    virtual QString poolUrl(const QString& poolName) const = 0;
    virtual QFuture<base::Result<void>> exportCa(const QString& file) = 0;
    /// Installs the CA for this user where the platform has such a place; the text says where it went.
    virtual QFuture<base::Result<QString>> trustCaForUser() = 0;
    /// The file the CA is kept in for NODE_EXTRA_CA_CERTS and its like.
    virtual QString caFile() const = 0;
    /// Whether the name of this host resolves to this machine, looked up off the caller's thread.
    virtual QFuture<bool> resolves(const QString& host) = 0;

Q_SIGNALS:
    void factsChanged();
    void served(const strongroom::ops::ServedRequest& request);
};

} // namespace strongroom::ops
