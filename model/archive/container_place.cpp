// SPDX-License-Identifier: Apache-2.0
#include "model/archive/container_place.h"

#include "model/net/http_client.h"

using namespace Qt::StringLiterals;

namespace strongroom::archive {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr auto serviceVersion = "2023-11-03";

/// What a status that is no success means for a backup.
Error refusalOf(int status)
{
    switch (status) {
    case 401:
    case 403:
        return { ErrorCode::Forbidden,
                 u"The storage refuses the SAS token: it has ended, or does not allow "
                 "this."_s,
                 u"token"_s };
    case 404:
        return { ErrorCode::BadParameter,
                 u"There is no such container, or no complete backup of this name "
                 "in it."_s,
                 u"storageResourceUri"_s };
    case 409:
    case 412:
        return { ErrorCode::Conflict, u"There is a backup of this name already."_s, {} };
    default:
        return { ErrorCode::Unavailable, u"The storage answered with status %1."_s.arg(status), {} };
    }
}

} // namespace

ContainerPlace::ContainerPlace(const vault::BackupTarget& target)
    : m_container(target.where)
    , m_sasToken(target.sasToken.clone())
{
}

QUrl ContainerPlace::urlOf(const QString& folder, const QString& file) const
{
    QUrl url = m_container;
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path + u'/' + folder + u'/' + file);
    QByteArrayView token = m_sasToken.view().trimmed();
    if (token.startsWith('?'))
        token = token.sliced(1);
    url.setQuery(QString::fromLatin1(token), QUrl::StrictMode);
    return url;
}

Result<void> ContainerPlace::write(const QString& folder, const std::vector<File>& files)
{
    for (const File& file : files) {
        const auto answer = net::fetch({ "PUT",
                                         urlOf(folder, file.name),
                                         { { "x-ms-version", serviceVersion },
                                           { "x-ms-blob-type", "BlockBlob" },
                                           { "If-None-Match", "*" },
                                           { "Content-Type", "application/octet-stream" } },
                                         file.content });
        if (!answer)
            return answer.error();
        if (answer->status != 201)
            return refusalOf(answer->status);
    }
    return {};
}

Result<QByteArray> ContainerPlace::read(const QString& folder, const QString& file, qint64 limit)
{
    net::ClientLimits limits;
    limits.answerBytes = limit;
    auto answer
        = net::fetch({ "GET", urlOf(folder, file), { { "x-ms-version", serviceVersion } }, {} }, limits);
    if (!answer)
        return answer.error();
    if (answer->status != 200)
        return refusalOf(answer->status);
    return std::move(answer->body);
}

} // namespace strongroom::archive
