// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/wire/object_members.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace strongroom::support {

inline const QString vaultUrl = QStringLiteral("https://payments.vault.localhost:8443");
inline const QString versionText = QStringLiteral("0123456789abcdef0123456789abcdef");

inline wire::AnswerFrame frame(const QString& version = QStringLiteral("2025-07-01"))
{
    return { vaultUrl, *wire::ApiVersion::fromQuery({ { QStringLiteral("api-version"), version } }) };
}

inline QJsonObject objectOf(const base::SecureBytes& body)
{
    return QJsonDocument::fromJson(body.view().toByteArray()).object();
}

inline wire::ObjectId keyId()
{
    return { vaultUrl, QStringLiteral("keys"), *vault::ObjectName::create(QStringLiteral("Signer")),
             *vault::VersionId::create(versionText) };
}

} // namespace strongroom::support
