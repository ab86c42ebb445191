// SPDX-License-Identifier: Apache-2.0
#include "model/wire/paging.h"

#include "model/base/encodings.h"
#include "model/wire/json_reader.h"
#include "model/wire/json_writer.h"

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

base::Error invalidToken()
{
    return { base::ErrorCode::BadParameter, u"The skip token is invalid."_s, u"$skiptoken"_s };
}

base::Error invalidPageSize()
{
    return { base::ErrorCode::BadParameter,
             u"The parameter 'maxresults' must be an integer from 1 to %1."_s.arg(vault::limits::pageSize),
             u"maxresults"_s };
}

/// "2!{length}!{base64 with - for =}" to its text.
base::Result<QString> fromMarker(const QString& marker)
{
    const QStringList parts = marker.split(u'!');
    if (parts.size() != 3 || parts[0] != "2"_L1 || parts[1] != QString::number(parts[2].size()))
        return invalidToken();
    const auto utf8 = base::fromBase64(QString(parts[2]).replace(u'-', u'=').toLatin1());
    if (!utf8)
        return invalidToken();
    return QString::fromUtf8(*utf8);
}

} // namespace

QString toSkipToken(const QString& marker)
{
    const QByteArray encoded = marker.toUtf8().toBase64().replace('=', '-');
    JsonWriter json;
    json.beginObject().member("NextMarker");
    json.utf8(QByteArray("2!" + QByteArray::number(encoded.size()) + '!' + encoded));
    json.member("TargetLocation").integer(0).endObject();
    return QString::fromLatin1(base::toBase64Url(json.finish().view()));
}

base::Result<QString> fromSkipToken(const QString& token)
{
    const auto json = base::fromBase64Url(token.toLatin1());
    if (!json)
        return invalidToken();
    JsonReader reader(*json);
    QString marker;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "NextMarker"_L1)
            marker = reader.takeText(*name);
        else
            reader.skip();
    }
    if (!reader.finish())
        return invalidToken();
    return fromMarker(marker);
}

base::Result<vault::PageRequest> readPageRequest(const Parameters& query)
{
    vault::PageRequest request;
    if (const auto size = parameter(query, u"maxresults")) {
        bool isNumber = false;
        request.maxResults = size->toInt(&isNumber);
        if (!isNumber || request.maxResults < 1 || request.maxResults > vault::limits::pageSize)
            return invalidPageSize();
    }
    if (const auto token = parameter(query, u"$skiptoken")) {
        auto marker = fromSkipToken(*token);
        if (!marker)
            return marker.error();
        request.next = std::move(*marker);
    }
    return request;
}

QString nextLink(const QString& collectionUrl, const ApiVersion& version, const vault::PageRequest& request,
                 const QString& marker)
{
    QString link
        = collectionUrl + "?api-version="_L1 + version.text() + "&$skiptoken="_L1 + toSkipToken(marker);
    if (request.maxResults > 0)
        link += "&maxresults="_L1 + QString::number(request.maxResults);
    return link;
}

} // namespace strongroom::wire
