// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"

#include <QUuid>

namespace strongroom::base {

namespace {

Error malformed(const char* what)
{
    return Error{ ErrorCode::BadParameter, QLatin1String("malformed ") + QLatin1String(what), {} };
}

} // namespace

QByteArray toBase64Url(QByteArrayView bytes)
{
    return bytes.toByteArray().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Result<QByteArray> fromBase64Url(QByteArrayView text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toByteArray(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || text.contains('=') || text.size() % 4 == 1)
        return malformed("base64url");
    return *decoded;
}

Result<QByteArray> fromBase64(QByteArrayView text)
{
    const auto decoded
        = QByteArray::fromBase64Encoding(text.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || text.size() % 4 != 0)
        return malformed("base64");
    return *decoded;
}

QByteArray toHex(QByteArrayView bytes) { return bytes.toByteArray().toHex(); }

Result<QByteArray> fromHex(QByteArrayView text)
{
    const auto isHexDigit
        = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
    if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), isHexDigit))
        return malformed("hexadecimal text");
    return QByteArray::fromHex(text.toByteArray());
}

QString randomHexId() { return QUuid::createUuid().toString(QUuid::Id128); }

QString randomUuid() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

} // namespace strongroom::base
