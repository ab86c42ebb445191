// SPDX-License-Identifier: Apache-2.0
#include "model/wire/object_id.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

QString ObjectId::text() const
{
    if (!version)
        return vaultUrl + u'/' + collection + u'/' + name.text();
    return vaultUrl + u'/' + collection + u'/' + name.text() + u'/' + version->text();
}

base::Result<ObjectId> ObjectId::parse(const QString& text)
{
    const base::Error invalid{ base::ErrorCode::BadParameter, u"The object identifier is not well-formed."_s,
                               u"id"_s };
    const QStringList parts = text.split(u'/');
    // "https:", "", host, collection, name, version
    const bool hasShape = (parts.size() == 5 || parts.size() == 6) && parts[1].isEmpty()
        && (parts[0] == "https:"_L1 || parts[0] == "http:"_L1) && !parts[2].isEmpty() && !parts[3].isEmpty();
    if (!hasShape)
        return invalid;
    auto name = vault::ObjectName::create(parts[4]);
    if (!name)
        return invalid;
    std::optional<vault::VersionId> version;
    if (parts.size() == 6) {
        auto id = vault::VersionId::create(parts[5]);
        if (!id)
            return invalid;
        version = std::move(*id);
    }
    return ObjectId{ parts[0] + "//"_L1 + parts[2], parts[3].toLower(), std::move(*name),
                     std::move(version) };
}

} // namespace strongroom::wire
