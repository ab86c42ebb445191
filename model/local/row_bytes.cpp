// SPDX-License-Identifier: Apache-2.0
#include "model/local/row_bytes.h"

#include "model/base/utf8.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string.h>

namespace strongroom::local {

namespace {

constexpr qsizetype fixedNumber = 8;
constexpr qsizetype fixedLength = 4;
constexpr qsizetype longestPacked = 10; // 64 bits by seven
constexpr qsizetype idBytes = 16;
constexpr qsizetype dashedCharacters = 36;
constexpr qsizetype plainCharacters = 32;

void writeFixed(quint64 value, qsizetype size, char* out)
{
    for (qsizetype i = 0; i < size; ++i)
        out[i] = static_cast<char>(value >> (8 * i));
}

char* writePacked(quint64 value, char* out)
{
    for (; value >= 0x80; value >>= 7)
        *out++ = static_cast<char>(value | 0x80);
    *out++ = static_cast<char>(value);
    return out;
}

constexpr bool isDashPosition(qsizetype at) { return at == 8 || at == 13 || at == 18 || at == 23; }

constexpr std::array<quint8, 128> makeNibbles()
{
    std::array<quint8, 128> nibbles{};
    nibbles.fill(16);
    for (quint8 digit = 0; digit < 10; ++digit)
        nibbles['0' + digit] = digit;
    for (quint8 letter = 0; letter < 6; ++letter)
        nibbles['a' + letter] = 10 + letter;
    return nibbles;
}

/// 16 for what is no hexadecimal digit in lower case.
unsigned nibbleOf(QChar c)
{
    static constexpr std::array<quint8, 128> nibbles = makeNibbles();
    const char16_t unit = c.unicode();
    return unit < nibbles.size() ? nibbles[unit] : 16U;
}

/// Writes type and bytes of an identifier, with dashes or without: false when the text is none that
/// idText() would give.
bool writeId(QStringView text, char* out)
{
    const bool isDashed = text.size() == dashedCharacters;
    if (!isDashed && text.size() != plainCharacters)
        return false;
    *out++ = isDashed ? 'u' : 'h';
    unsigned wrong = 0;
    for (qsizetype at = 0; at < text.size();) {
        if (isDashed && isDashPosition(at)) {
            wrong |= text[at++] == u'-' ? 0 : 16;
            continue;
        }
        const unsigned high = nibbleOf(text[at++]);
        const unsigned low = nibbleOf(text[at++]);
        wrong |= high | low;
        *out++ = static_cast<char>(high << 4 | low);
    }
    return (wrong & 16) == 0;
}

} // namespace

QString idText(QByteArrayView bytes, bool isDashed)
{
    static constexpr char digits[] = "0123456789abcdef";
    QString text(isDashed ? dashedCharacters : plainCharacters, u'-');
    QChar* out = text.data();
    for (const char byte : bytes) {
        if (isDashed && isDashPosition(out - text.constData()))
            ++out;
        *out++ = QLatin1Char(digits[static_cast<unsigned char>(byte) >> 4]);
        *out++ = QLatin1Char(digits[static_cast<unsigned char>(byte) & 15]);
    }
    return text;
}

RowBytes::~RowBytes() { wipe(); }

void RowBytes::wipe()
{
    explicit_bzero(m_bytes, static_cast<std::size_t>(m_size));
    m_size = 0;
}

void RowBytes::enlarge(qsizetype by)
{
    const qsizetype capacity = std::max(m_size + by, 2 * m_capacity);
    auto larger = std::make_unique_for_overwrite<char[]>(static_cast<std::size_t>(capacity));
    const qsizetype size = m_size;
    std::memcpy(larger.get(), m_bytes, static_cast<std::size_t>(size));
    wipe();
    m_larger = std::move(larger);
    m_bytes = m_larger.get();
    m_size = size;
    m_capacity = capacity;
}

RowBytes& RowBytes::number(qint64 value)
{
    char* const out = room(1 + fixedNumber);
    *out = 'i';
    writeFixed(static_cast<quint64>(value), fixedNumber, out + 1);
    m_size += 1 + fixedNumber;
    return *this;
}

RowBytes& RowBytes::bytes(QByteArrayView value)
{
    char* const out = room(1 + fixedLength + value.size());
    *out = 'b';
    writeFixed(static_cast<quint64>(value.size()), fixedLength, out + 1);
    if (!value.isEmpty())
        std::memcpy(out + 1 + fixedLength, value.data(), static_cast<std::size_t>(value.size()));
    m_size += 1 + fixedLength + value.size();
    return *this;
}

RowBytes& RowBytes::shortNumber(qint64 value)
{
    char* const out = room(1 + longestPacked);
    *out = 'n';
    // Small numbers of either sign are short: the sign is the lowest bit.
    const quint64 folded = static_cast<quint64>(value) << 1 ^ static_cast<quint64>(value >> 63);
    m_size += writePacked(folded, out + 1) - out;
    return *this;
}

RowBytes& RowBytes::shortText(QStringView value)
{
    if (writeId(value, room(1 + idBytes))) {
        m_size += 1 + idBytes;
        return *this;
    }
    const base::Utf8 encoded(value);
    const QByteArrayView utf8 = encoded.view();
    char* const begin = room(1 + longestPacked + utf8.size());
    *begin = 's';
    char* const out = writePacked(static_cast<quint64>(utf8.size()), begin + 1);
    if (!utf8.isEmpty())
        std::memcpy(out, utf8.data(), static_cast<std::size_t>(utf8.size()));
    m_size += out + utf8.size() - begin;
    return *this;
}

QByteArrayView RowReader::fail()
{
    m_isGood = false;
    return {};
}

char RowReader::takeType()
{
    if (!m_isGood || m_rest.isEmpty())
        return '\0';
    const char type = m_rest.front();
    m_rest = m_rest.sliced(1);
    return type;
}

QByteArrayView RowReader::take(quint64 size)
{
    if (!m_isGood || size > static_cast<quint64>(m_rest.size()))
        return fail();
    const QByteArrayView taken = m_rest.first(static_cast<qsizetype>(size));
    m_rest = m_rest.sliced(taken.size());
    return taken;
}

quint64 RowReader::takeFixed(qsizetype size)
{
    const QByteArrayView taken = take(static_cast<quint64>(size));
    quint64 value = 0;
    for (qsizetype i = taken.size(); i > 0; --i)
        value = value << 8 | static_cast<unsigned char>(taken[i - 1]);
    return value;
}

quint64 RowReader::takePacked()
{
    quint64 value = 0;
    for (int shift = 0; shift < 7 * longestPacked; shift += 7) {
        const quint64 byte = takeFixed(1);
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    fail();
    return 0;
}

qint64 RowReader::number()
{
    switch (takeType()) {
    case 'i':
        return static_cast<qint64>(takeFixed(fixedNumber));
    case 'n': {
        const quint64 folded = takePacked();
        return static_cast<qint64>(folded >> 1 ^ (0 - (folded & 1)));
    }
    default:
        fail();
        return 0;
    }
}

std::optional<qint64> RowReader::optionalNumber()
{
    if (!m_isGood || !m_rest.startsWith('0'))
        return number();
    m_rest = m_rest.sliced(1);
    return std::nullopt;
}

QByteArrayView RowReader::bytes()
{
    switch (takeType()) {
    case 'b':
        return take(takeFixed(fixedLength));
    case 's':
        return take(takePacked());
    default:
        return fail();
    }
}

QString RowReader::text()
{
    const char type = m_isGood && !m_rest.isEmpty() ? m_rest.front() : '\0';
    if (type != 'u' && type != 'h')
        return QString::fromUtf8(bytes());
    takeType();
    return idText(take(idBytes), type == 'u');
}

QByteArray encodeTags(const QMap<QString, QString>& tags)
{
    if (tags.isEmpty())
        return {};
    RowBytes bytes;
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        bytes.text(tag.key()).text(tag.value());
    return bytes.view().toByteArray();
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
