// SPDX-License-Identifier: Apache-2.0
#include "model/vault/backup_place.h"

#include <QDir>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

Error badTarget(const QString& message)
{
    return { ErrorCode::BadParameter, message, u"storageResourceUri"_s };
}

bool isLoopback(const QString& host)
{
    return host == "localhost"_L1 || host == "127.0.0.1"_L1 || host == "::1"_L1;
}

Result<void> checkContainer(const QString& where)
{
    const QUrl url(where, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.path().size() < 2 || !url.userInfo().isEmpty())
        return badTarget(u"This is not the address of a container of blobs."_s);
    if (url.hasQuery() || url.hasFragment())
        return badTarget(u"The token does not belong in the address of the container."_s);
    const bool isPlain = url.scheme() == "http"_L1;
    if (!isPlain && url.scheme() != "https"_L1)
        return badTarget(u"A container is reached by https."_s);
    if (isPlain && !isLoopback(url.host()))
        return badTarget(u"A container on another machine is reached by https only."_s);
    return {};
}

} // namespace

Result<void> BackupTarget::check() const
{
    switch (kind) {
    case Kind::Folder:
        if (!QDir::isAbsolutePath(where))
            return badTarget(u"A folder for backups is named by its whole path."_s);
        return {};
    case Kind::Container:
        if (where.isEmpty())
            return badTarget(u"The property 'storageResourceUri' is required."_s);
        if (sasToken.isEmpty())
            return Error{ ErrorCode::BadParameter, u"A SAS token is needed for the container."_s,
                          u"token"_s };
        return checkContainer(where);
    }
    Q_UNREACHABLE();
}

} // namespace strongroom::vault
