// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/text_encoding.h"

#include "model/transfer/secure_text.h"

#include <QUtf8StringView>

namespace strongroom::transfer {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;

namespace {

constexpr char utf8Mark[] = "\xef\xbb\xbf";
constexpr char utf16LittleEndianMark[] = "\xff\xfe";
constexpr char utf16BigEndianMark[] = "\xfe\xff";

Error notText()
{
    return { ErrorCode::BadParameter, QStringLiteral("The file is not text in the chosen encoding."), {} };
}

base::Result<SecureBytes> fromUtf16(QByteArrayView bytes, TextEncoding encoding)
{
    const QByteArrayView mark = encoding == TextEncoding::Utf16LittleEndian
        ? QByteArrayView(utf16LittleEndianMark)
        : QByteArrayView(utf16BigEndianMark);
    const qsizetype begin = bytes.startsWith(mark) ? 2 : 0;
    if (bytes.size() % 2 != 0)
        return notText();
    const auto unitAt = [&](qsizetype i) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        return encoding == TextEncoding::Utf16LittleEndian ? static_cast<char32_t>(second << 8 | first)
                                                           : static_cast<char32_t>(first << 8 | second);
    };
    SecureText text(static_cast<std::size_t>(bytes.size()));
    for (qsizetype i = begin; i < bytes.size(); i += 2) {
        char32_t unit = unitAt(i);
        if (QChar::isSurrogate(unit)) {
            if (!QChar::isHighSurrogate(unit) || i + 3 >= bytes.size()
                || !QChar::isLowSurrogate(unitAt(i + 2)))
                return notText();
            unit = QChar::surrogateToUcs4(static_cast<char16_t>(unit), static_cast<char16_t>(unitAt(i + 2)));
            i += 2;
        }
        text.appendCodePoint(unit);
    }
    return text.take();
}

SecureBytes fromLatin1(QByteArrayView bytes)
{
    SecureText text(static_cast<std::size_t>(bytes.size()));
    for (const char c : bytes)
        text.appendCodePoint(static_cast<unsigned char>(c));
    return text.take();
}

} // namespace

bool isUtf8(QByteArrayView bytes) { return QUtf8StringView(bytes.data(), bytes.size()).isValidUtf8(); }

TextEncoding detectEncoding(QByteArrayView bytes)
{
    if (bytes.startsWith(QByteArrayView(utf8Mark)))
        return TextEncoding::Utf8;
    if (bytes.startsWith(QByteArrayView(utf16LittleEndianMark)))
        return TextEncoding::Utf16LittleEndian;
    if (bytes.startsWith(QByteArrayView(utf16BigEndianMark)))
        return TextEncoding::Utf16BigEndian;
    return isUtf8(bytes) ? TextEncoding::Utf8 : TextEncoding::Latin1;
}

base::Result<SecureBytes> toUtf8(QByteArrayView bytes, TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
        if (bytes.startsWith(QByteArrayView(utf8Mark)))
            bytes = bytes.sliced(3);
        if (!isUtf8(bytes))
            return notText();
        return SecureBytes::copyOf(bytes);
    case TextEncoding::Utf16LittleEndian:
    case TextEncoding::Utf16BigEndian:
        return fromUtf16(bytes, encoding);
    case TextEncoding::Latin1:
        return fromLatin1(bytes);
    }
    return notText();
}

} // namespace strongroom::transfer
