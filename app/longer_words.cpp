// SPDX-License-Identifier: Apache-2.0
#include "app/longer_words.h"

namespace strongroom::app {

using namespace Qt::StringLiterals;

QString LongerWords::translate(const char*, const char* source, const char*, int number) const
{
    QString text = QString::fromUtf8(source);
    if (number >= 0)
        text.replace(u"%n"_s, QString::number(number));
    const bool asksMore = text.endsWith("..."_L1);
    if (asksMore)
        text.chop(3);
    for (qsizetype missing = (text.size() + 2) / 3; missing > 0; --missing)
        text += missing % 5 == 0 ? u' ' : u'\u00e4';
    return asksMore ? text + u"..."_s : text;
}

} // namespace strongroom::app
