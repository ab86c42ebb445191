// SPDX-License-Identifier: Apache-2.0
#include "model/local/row_bytes.h"

namespace strongroom::local {

QByteArray encodeTags(const QMap<QString, QString>& tags)
{
    if (tags.isEmpty())
        return {};
    RowBytes bytes;
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        bytes.text(tag.key()).text(tag.value());
    return bytes.view();
}

QMap<QString, QString> decodeTags(QByteArrayView bytes)
{
    QMap<QString, QString> tags;
    RowReader reader(bytes);
    while (reader.isGood() && !reader.isAtEnd()) {
        const QString name = reader.text();
        tags.insert(name, reader.text());
    }
    return tags;
}

} // namespace strongroom::local
