// SPDX-License-Identifier: Apache-2.0
#include "model/base/json_reader.h"

#include <charconv>
#include <cstring>

using namespace Qt::StringLiterals;

namespace strongroom::base {

namespace {

constexpr int maximumDepth = 32;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

unsigned char byteOf(char c) { return static_cast<unsigned char>(c); }

/// Writes `codePoint` as UTF-8 when `out` is given; the answer is its length.
std::size_t encodeUtf8(unsigned codePoint, unsigned char* out)
{
    const auto put = [out](std::size_t i, unsigned byte) {
        if (out)
            out[i] = static_cast<unsigned char>(byte);
    };
    if (codePoint < 0x80) {
        put(0, codePoint);
        return 1;
    }
    if (codePoint < 0x800) {
        put(0, 0xc0 | codePoint >> 6);
        put(1, 0x80 | (codePoint & 0x3f));
        return 2;
    }
    if (codePoint < 0x10000) {
        put(0, 0xe0 | codePoint >> 12);
        put(1, 0x80 | (codePoint >> 6 & 0x3f));
        put(2, 0x80 | (codePoint & 0x3f));
        return 3;
    }
    put(0, 0xf0 | codePoint >> 18);
    put(1, 0x80 | (codePoint >> 12 & 0x3f));
    put(2, 0x80 | (codePoint >> 6 & 0x3f));
    put(3, 0x80 | (codePoint & 0x3f));
    return 4;
}

/// How many bytes follow `lead`, and what the first of them may be (Unicode 15, table 3-7).
struct Utf8Tail
{
    int count = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xbf;
};

std::optional<Utf8Tail> utf8Tail(unsigned char lead)
{
    if (lead >= 0xc2 && lead <= 0xdf)
        return Utf8Tail{ 1 };
    if (lead == 0xe0)
        return Utf8Tail{ 2, 0xa0 };
    if (lead == 0xed)
        return Utf8Tail{ 2, 0x80, 0x9f };
    if (lead >= 0xe1 && lead <= 0xef)
        return Utf8Tail{ 2 };
    if (lead == 0xf0)
        return Utf8Tail{ 3, 0x90 };
    if (lead >= 0xf1 && lead <= 0xf3)
        return Utf8Tail{ 3 };
    if (lead == 0xf4)
        return Utf8Tail{ 3, 0x80, 0x8f };
    return std::nullopt;
}

} // namespace

JsonReader::JsonReader(QByteArrayView text)
    : m_text(text)
{
}

void JsonReader::fail(const QString& message, const QString& field)
{
    if (!m_error) {
        m_error = Error{ ErrorCode::BadParameter, message, field };
        m_failedAt = m_at;
    }
    m_at = m_text.size();
}

Result<void> JsonReader::finish()
{
    skipSpace();
    if (!m_error && (m_at != m_text.size() || m_depth != 0))
        fail(u"The request body is not one JSON document."_s);
    if (m_error)
        return *m_error;
    return {};
}

void JsonReader::skipSpace()
{
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            return;
        ++m_at;
    }
}

bool JsonReader::take(char c)
{
    if (m_at >= m_text.size() || m_text[m_at] != c)
        return false;
    ++m_at;
    return true;
}

bool JsonReader::takeWord(QByteArrayView word)
{
    if (!m_text.sliced(m_at).startsWith(word))
        return false;
    m_at += word.size();
    return true;
}

JsonReader::Kind JsonReader::peek()
{
    skipSpace();
    if (m_at >= m_text.size())
        return Kind::Nothing;
    switch (m_text[m_at]) {
    case '{':
        return Kind::Object;
    case '[':
        return Kind::Array;
    case '"':
        return Kind::Text;
    case 't':
    case 'f':
        return Kind::Boolean;
    case 'n':
        return Kind::Null;
    default:
        return m_text[m_at] == '-' || isDigit(m_text[m_at]) ? Kind::Number : Kind::Nothing;
    }
}

void JsonReader::expect(Kind kind, const QString& field, const QString& words)
{
    const Kind found = peek();
    if (found == kind || m_error)
        return;
    if (found == Kind::Nothing)
        fail(u"The request body is not valid JSON."_s, field);
    else if (field.isEmpty())
        fail(u"The request body must be %1."_s.arg(words));
    else
        fail(u"The property '%1' must be %2."_s.arg(field, words), field);
}

void JsonReader::enter()
{
    ++m_at;
    m_isFirst = true;
    if (++m_depth > maximumDepth && !m_error) {
        fail(u"The request body is nested too deeply."_s);
        m_failedAt.reset();
    }
}

void JsonReader::enterObject()
{
    expect(Kind::Object, {}, u"a JSON object"_s);
    if (!m_error)
        enter();
}

void JsonReader::enterArray()
{
    expect(Kind::Array, {}, u"a JSON array"_s);
    if (!m_error)
        enter();
}

bool JsonReader::next(char end)
{
    if (m_error)
        return false;
    skipSpace();
    if (take(end)) {
        --m_depth;
        m_isFirst = false;
        return false;
    }
    if (!std::exchange(m_isFirst, false) && !take(',')) {
        fail(u"The request body is not valid JSON."_s);
        return false;
    }
    skipSpace();
    return true;
}

std::optional<QString> JsonReader::nextMember()
{
    if (!next('}'))
        return std::nullopt;
    const QString name = takeText({});
    skipSpace();
    if (!m_error && !take(':'))
        fail(u"The request body is not valid JSON."_s);
    if (m_error)
        return std::nullopt;
    return name;
}

bool JsonReader::nextElement()
{
    if (!next(']'))
        return false;
    if (peek() == Kind::Nothing)
        fail(u"The request body is not valid JSON."_s);
    return !m_error;
}

std::optional<unsigned> JsonReader::takeHex4()
{
    if (m_text.size() - m_at < 4)
        return std::nullopt;
    unsigned value = 0;
    const char* const begin = m_text.data() + m_at;
    const auto [end, problem] = std::from_chars(begin, begin + 4, value, 16);
    if (problem != std::errc() || end != begin + 4)
        return std::nullopt;
    m_at += 4;
    return value;
}

/// Behind a backslash. A lone surrogate is no character and has no UTF-8, so it is refused.
std::optional<unsigned> JsonReader::takeEscape()
{
    if (m_at >= m_text.size())
        return std::nullopt;
    static constexpr QByteArrayView letters("\"\\/bfnrt");
    static constexpr QByteArrayView meanings("\"\\/\b\f\n\r\t");
    const char c = m_text[m_at++];
    if (const qsizetype i = letters.indexOf(c); i >= 0)
        return byteOf(meanings[i]);
    if (c != 'u')
        return std::nullopt;
    const auto high = takeHex4();
    if (!high || *high < 0xd800 || *high > 0xdfff)
        return high;
    if (*high > 0xdbff || !take('\\') || !take('u'))
        return std::nullopt;
    const auto low = takeHex4();
    if (!low || *low < 0xdc00 || *low > 0xdfff)
        return std::nullopt;
    return 0x10000 + ((*high - 0xd800) << 10) + (*low - 0xdc00);
}

bool JsonReader::takeUtf8Tail(unsigned char lead)
{
    const auto tail = utf8Tail(lead);
    if (!tail || m_text.size() - m_at < tail->count)
        return false;
    for (int i = 0; i < tail->count; ++i) {
        const unsigned char byte = byteOf(m_text[m_at++]);
        const unsigned char low = i == 0 ? tail->low : 0x80;
        const unsigned char high = i == 0 ? tail->high : 0xbf;
        if (byte < low || byte > high)
            return false;
    }
    return true;
}

/// Takes a text and writes its characters as UTF-8 to `out` unless that is nullptr. The answer is their
/// number of bytes, so a first run without `out` measures and checks.
std::optional<std::size_t> JsonReader::decodeText(unsigned char* out)
{
    std::size_t size = 0;
    if (!take('"'))
        return std::nullopt;
    while (m_at < m_text.size()) {
        const qsizetype start = m_at;
        const unsigned char byte = byteOf(m_text[m_at++]);
        if (byte == '"')
            return size;
        if (byte < 0x20) {
            m_at = start;
            return std::nullopt;
        }
        if (byte == '\\') {
            const auto codePoint = takeEscape();
            if (!codePoint) {
                m_at = start;
                return std::nullopt;
            }
            size += encodeUtf8(*codePoint, out ? out + size : nullptr);
            continue;
        }
        if (byte >= 0x80 && !takeUtf8Tail(byte)) {
            m_at = start;
            return std::nullopt;
        }
        const auto length = static_cast<std::size_t>(m_at - start);
        if (out)
            std::memcpy(out + size, m_text.data() + start, length);
        size += length;
    }
    return std::nullopt;
}

SecureBytes JsonReader::takeSecret(const QString& field)
{
    expect(Kind::Text, field, u"a string"_s);
    const qsizetype start = m_at;
    const auto size = m_error ? std::nullopt : decodeText(nullptr);
    if (!size) {
        fail(u"The request body is not valid JSON."_s, field);
        return {};
    }
    SecureBytes secret(*size);
    m_at = start;
    decodeText(secret.data());
    return secret;
}

QString JsonReader::takeText(const QString& field)
{
    expect(Kind::Text, field, u"a string"_s);
    const qsizetype start = m_at;
    const auto size = m_error ? std::nullopt : decodeText(nullptr);
    if (!size) {
        fail(u"The request body is not valid JSON."_s, field);
        return {};
    }
    // Every escape is longer than what it stands for: without one the text is as it was sent.
    if (const auto plain = m_text.sliced(start + 1, m_at - start - 2); plain.size() == qsizetype(*size))
        return QString::fromUtf8(plain);
    QByteArray utf8(static_cast<qsizetype>(*size), Qt::Uninitialized);
    m_at = start;
    decodeText(reinterpret_cast<unsigned char*>(utf8.data()));
    if (utf8.contains('\0')) {
        fail(u"The request body contains a zero character."_s, field);
        return {};
    }
    return QString::fromUtf8(utf8);
}

std::optional<QByteArrayView> JsonReader::takeNumber()
{
    const qsizetype start = m_at;
    const auto takeDigits = [this] {
        const qsizetype before = m_at;
        while (m_at < m_text.size() && isDigit(m_text[m_at]))
            ++m_at;
        return m_at > before;
    };
    take('-');
    if (!take('0') && !takeDigits())
        return std::nullopt;
    if (take('.') && !takeDigits())
        return std::nullopt;
    if (take('e') || take('E')) {
        if (!take('+'))
            take('-');
        if (!takeDigits())
            return std::nullopt;
    }
    return m_text.sliced(start, m_at - start);
}

qint64 JsonReader::takeInteger(const QString& field)
{
    expect(Kind::Number, field, u"an integer"_s);
    const auto number = m_error ? std::nullopt : takeNumber();
    qint64 value = 0;
    if (number) {
        const auto [end, problem] = std::from_chars(number->begin(), number->end(), value);
        if (problem == std::errc() && end == number->end())
            return value;
    }
    fail(u"The property '%1' must be an integer."_s.arg(field), field);
    return 0;
}

bool JsonReader::takeBoolean(const QString& field)
{
    expect(Kind::Boolean, field, u"true or false"_s);
    if (m_error)
        return false;
    if (takeWord("true"))
        return true;
    if (!takeWord("false"))
        fail(u"The request body is not valid JSON."_s, field);
    return false;
}

bool JsonReader::takeNull()
{
    if (peek() != Kind::Null)
        return false;
    if (!takeWord("null"))
        fail(u"The request body is not valid JSON."_s);
    return true;
}

void JsonReader::skip()
{
    bool isValid = true;
    switch (peek()) {
    case Kind::Object: // recursion ends at the depth limit
        enterObject();
        while (nextMember())
            skip();
        return;
    case Kind::Array:
        enterArray();
        while (nextElement())
            skip();
        return;
    case Kind::Text:
        isValid = decodeText(nullptr).has_value();
        break;
    case Kind::Number:
        isValid = takeNumber().has_value();
        break;
    case Kind::Boolean:
        isValid = takeWord("true") || takeWord("false");
        break;
    case Kind::Null:
        isValid = takeWord("null");
        break;
    case Kind::Nothing:
        isValid = false;
    }
    if (!isValid)
        fail(u"The request body is not valid JSON."_s);
}

} // namespace strongroom::base
