// SPDX-License-Identifier: Apache-2.0
#include "model/vault/names.h"

#include "model/base/encodings.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

bool isLetter(QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); }

bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

bool isNameCharacter(QChar c) { return isLetter(c) || isDigit(c) || c == u'-'; }

base::Error invalid(const QString& message) { return { base::ErrorCode::BadParameter, message, u"name"_s }; }

} // namespace

QString foldedName(const QString& name)
{
    // Names of objects are ASCII: Unicode's tables need not be asked about each character.
    QString folded(name.size(), Qt::Uninitialized);
    QChar* out = folded.data();
    char16_t all = 0;
    for (const QChar c : name) {
        const char16_t unit = c.unicode();
        all |= unit;
        *out++ = unit >= u'a' && unit <= u'z' ? QChar(unit - u'a' + u'A') : c;
    }
    return all < 0x80 ? folded : name.toUpper();
}

ObjectName::ObjectName(QString text)
    : m_text(std::move(text))
{
}

base::Result<ObjectName> ObjectName::create(const QString& text)
{
    if (text.isEmpty() || text.size() > 127)
        return invalid(u"The request URI contains an invalid name: it must have 1 to 127 characters."_s);
    if (!std::all_of(text.begin(), text.end(), isNameCharacter))
        return invalid(
            u"The request URI contains an invalid name: only letters, digits and hyphens are allowed."_s);
    return ObjectName(text);
}

VaultName::VaultName(QString text)
    : m_text(std::move(text))
{
}

base::Result<VaultName> VaultName::create(const QString& text)
{
    if (text.size() < 3 || text.size() > 24)
        return invalid(u"The name must have 3 to 24 characters."_s);
    if (!std::all_of(text.begin(), text.end(), isNameCharacter))
        return invalid(u"The name may contain only letters, digits and hyphens."_s);
    if (!isLetter(text.front()) || text.back() == u'-' || text.contains("--"_L1))
        return invalid(
            u"The name must begin with a letter, end with a letter or digit, and have no two hyphens in a row."_s);
    return VaultName(text);
}

VersionId::VersionId(QString text)
    : m_text(std::move(text))
{
}

base::Result<VersionId> VersionId::create(const QString& text)
{
    bool isHex = text.size() == 32;
    bool hasCapital = false;
    for (const QChar c : text) {
        const bool isCapital = c >= u'A' && c <= u'F';
        hasCapital |= isCapital;
        isHex &= isDigit(c) || isCapital || (c >= u'a' && c <= u'f');
    }
    if (!isHex)
        return base::Error{ base::ErrorCode::BadParameter, u"The request URI contains an invalid version."_s,
                            u"version"_s };
    return VersionId(hasCapital ? text.toLower() : text);
}

VersionId VersionId::random() { return VersionId(base::randomHexId()); }

} // namespace strongroom::vault
