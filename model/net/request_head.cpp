// SPDX-License-Identifier: Apache-2.0
#include "model/net/request_head.h"

#include "model/net/field_text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace strongroom::net {

namespace {

using Checked = std::optional<Refusal>; // nothing: no objection

constexpr Refusal malformed(const char* reason) { return { 400, reason }; }

constexpr std::array<bool, 256> makeTokenTable()
{
    std::array<bool, 256> table{};
    for (unsigned c = '0'; c <= '9'; ++c)
        table[c] = true;
    for (unsigned c = 'a'; c <= 'z'; ++c)
        table[c] = true;
    for (unsigned c = 'A'; c <= 'Z'; ++c)
        table[c] = true;
    for (const char c : { '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~' })
        table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr std::array<bool, 256> tokenTable = makeTokenTable();

bool isTokenCharacter(char c) { return tokenTable[static_cast<unsigned char>(c)]; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isTarget(QByteArrayView text)
{
    bool isGood = !text.isEmpty();
    for (const char c : text)
        isGood &= c > 0x20 && c < 0x7F && c != '#';
    return isGood;
}

bool equalsIgnoringCase(QByteArrayView text, QByteArrayView expected)
{
    return text.size() == expected.size()
        && std::equal(text.begin(), text.end(), expected.begin(),
                      [](char a, char b) { return lowerCase(a) == b; });
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

QByteArrayView trimmed(QByteArrayView text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

/// Calls `visit` with each member of a comma-separated list.
template <typename Visit> void forEachMember(QByteArrayView list, Visit visit)
{
    while (!list.isEmpty()) {
        const qsizetype comma = list.indexOf(',');
        visit(trimmed(comma < 0 ? list : list.first(comma)));
        if (comma < 0)
            return;
        list = list.sliced(comma + 1);
    }
}

Checked checkVersion(QByteArrayView version, RequestHead& head)
{
    if (version == "HTTP/1.1")
        return {};
    if (version == "HTTP/1.0") {
        head.keepsAlive = false;
        return {};
    }
    const bool isOther = version.size() == 8 && version.startsWith("HTTP/") && isDigit(version[5])
        && version[6] == '.' && isDigit(version[7]);
    return isOther ? Refusal{ 505, "This version of HTTP is not supported." }
                   : malformed("The request line is malformed.");
}

Checked checkMethod(QByteArrayView method)
{
    if (method.size() > 32 || !isToken(method))
        return malformed("The method is malformed.");
    if (method == "CONNECT" || method == "TRACE")
        return Refusal{ 405, "The method is not allowed." };
    return {};
}

Checked checkRequestLine(QByteArrayView line, const HttpLimits& limits, RequestHead& head)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first)
        return malformed("The request line is malformed.");
    head.method = line.first(first);
    head.target = line.sliced(first + 1, last - first - 1);
    if (auto refusal = checkMethod(head.method))
        return refusal;
    if (auto refusal = checkVersion(line.sliced(last + 1), head))
        return refusal;
    if (static_cast<std::size_t>(head.target.size()) > limits.targetBytes)
        return Refusal{ 414, "The request target is too long." };
    if (!isTarget(head.target))
        return malformed("The request target is malformed.");
    return {};
}

Checked splitField(QByteArrayView line, RequestHead& head)
{
    // RFC 9112 section 5.2: a server rejects folded lines; section 5.1: and white space before the colon.
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return malformed("A header line is malformed.");
    const QByteArrayView value = trimmed(line.sliced(colon + 1));
    if (!isFieldText(value))
        return malformed("A header value has a control character.");
    head.fields.push_back({ line.first(colon), value });
    return {};
}

Checked takeContentLength(QByteArrayView value, const HttpLimits& limits, RequestHead& head)
{
    if (head.contentLength)
        return malformed("Content-Length is given twice.");
    const bool hasLeadingZero = value.size() > 1 && value.front() == '0';
    if (value.isEmpty() || hasLeadingZero || !std::all_of(value.begin(), value.end(), isDigit))
        return malformed("Content-Length is malformed.");
    std::size_t length = 0;
    for (const char c : value) {
        length = length * 10 + static_cast<std::size_t>(c - '0');
        if (length > limits.bodyBytes)
            return Refusal{ 413, "The request body is too large." };
    }
    head.contentLength = length;
    return {};
}

Checked takeConnection(QByteArrayView value, RequestHead& head)
{
    bool isUpgrade = false;
    forEachMember(value, [&](QByteArrayView option) {
        isUpgrade |= equalsIgnoringCase(option, "upgrade");
        if (equalsIgnoringCase(option, "close"))
            head.keepsAlive = false;
    });
    return isUpgrade ? Checked(malformed("Upgrade is not supported.")) : Checked();
}

bool isHostCharacter(char c) { return isTokenCharacter(c) && c != '#' && c != '^' && c != '`' && c != '|'; }

/// `host` or `[address]`, optionally with `:port`: RFC 9110 section 7.2 without user information.
bool isHostWithPort(QByteArrayView text)
{
    QByteArrayView rest;
    if (text.startsWith('[')) {
        const qsizetype end = text.indexOf(']');
        const auto isAddressCharacter = [](char c) { return isTokenCharacter(c) || c == ':'; };
        if (end < 3 || !std::all_of(text.begin() + 1, text.begin() + end, isAddressCharacter))
            return false;
        rest = text.sliced(end + 1);
    } else {
        const qsizetype colon = text.indexOf(':');
        const QByteArrayView name = colon < 0 ? text : text.first(colon);
        if (name.isEmpty() || name.size() > 255 || !std::all_of(name.begin(), name.end(), isHostCharacter))
            return false;
        rest = colon < 0 ? QByteArrayView() : text.sliced(colon);
    }
    return rest.isEmpty()
        || (rest.size() >= 2 && rest.size() <= 6 && rest.front() == ':'
            && std::all_of(rest.begin() + 1, rest.end(), isDigit));
}

Checked takeHost(QByteArrayView value, RequestHead& head)
{
    if (!head.host.isNull())
        return malformed("Host is given twice.");
    if (!isHostWithPort(value))
        return malformed("Host is malformed.");
    head.host = value;
    return {};
}

Checked takeTransferEncoding(QByteArrayView value, RequestHead& head)
{
    if (head.isChunked || value != "chunked")
        return malformed("Transfer-Encoding is not supported.");
    head.isChunked = true;
    return {};
}

Checked takeField(const RequestHead::Field& field, const HttpLimits& limits, RequestHead& head)
{
    // By length first: most fields need no comparison at all.
    switch (field.name.size()) {
    case 4:
        return equalsIgnoringCase(field.name, "host") ? takeHost(field.value, head) : Checked();
    case 6:
        if (!equalsIgnoringCase(field.name, "expect"))
            return {};
        if (!equalsIgnoringCase(field.value, "100-continue"))
            return Refusal{ 417, "Only 100-continue can be expected." };
        head.expectsContinue = true;
        return {};
    case 7:
        return equalsIgnoringCase(field.name, "upgrade") ? Checked(malformed("Upgrade is not supported."))
                                                         : Checked();
    case 10:
        return equalsIgnoringCase(field.name, "connection") ? takeConnection(field.value, head) : Checked();
    case 14:
        return equalsIgnoringCase(field.name, "content-length") ? takeContentLength(field.value, limits, head)
                                                                : Checked();
    case 16:
        if (equalsIgnoringCase(field.name, "content-encoding")
            && !equalsIgnoringCase(field.value, "identity"))
            return malformed("A compressed body is not supported.");
        return {};
    case 17:
        return equalsIgnoringCase(field.name, "transfer-encoding") ? takeTransferEncoding(field.value, head)
                                                                   : Checked();
    default:
        return {};
    }
}

/// Who the caller is and what it sends must not be said twice: nobody could tell which one counts.
Checked checkSingleFields(const RequestHead& head)
{
    int credentials = 0;
    int types = 0;
    for (const auto& field : head.fields) {
        credentials += equalsIgnoringCase(field.name, "authorization") ? 1 : 0;
        types += equalsIgnoringCase(field.name, "content-type") ? 1 : 0;
    }
    return credentials > 1 || types > 1 ? Checked(malformed("A header is given twice.")) : Checked();
}

/// Leaves path and query in the target. An absolute form must name the same host as Host does
/// (RFC 9112 section 3.2.2), because what lies behind this server looks at Host only.
Checked checkTarget(RequestHead& head)
{
    if (head.target.front() == '/' || (head.target == "*" && head.method == "OPTIONS"))
        return {};
    QByteArrayView rest;
    for (const QByteArrayView scheme : { QByteArrayView("https://"), QByteArrayView("http://") }) {
        if (head.target.size() > scheme.size()
            && equalsIgnoringCase(head.target.first(scheme.size()), scheme))
            rest = head.target.sliced(scheme.size());
    }
    const qsizetype slash = rest.indexOf('/');
    if (slash <= 0)
        return malformed("The request target is malformed.");
    const QByteArrayView authority = rest.first(slash);
    const bool agrees = std::equal(authority.begin(), authority.end(), head.host.begin(), head.host.end(),
                                   [](char a, char b) { return lowerCase(a) == lowerCase(b); });
    if (!agrees)
        return malformed("The request target and Host disagree.");
    head.target = rest.sliced(slash);
    return {};
}

Checked checkFraming(const RequestHead& head, QByteArrayView requestLine)
{
    if (head.host.isNull())
        return malformed("Host is missing.");
    if (head.isChunked && head.contentLength)
        return malformed("Content-Length and Transfer-Encoding are both given.");
    if (head.isChunked && requestLine.endsWith("1.0"))
        return malformed("Transfer-Encoding is not supported.");
    return checkSingleFields(head);
}

/// The line that begins at `from`, without its CR LF, or nothing when it does not end in CR LF.
std::optional<QByteArrayView> lineAt(QByteArrayView bytes, qsizetype from)
{
    const qsizetype end = bytes.indexOf('\n', from);
    if (end <= from || bytes[end - 1] != '\r')
        return {};
    return bytes.sliced(from, end - 1 - from);
}

Checked readHead(QByteArrayView bytes, const HttpLimits& limits, RequestHead& head)
{
    const auto requestLine = lineAt(bytes, 0);
    if (!requestLine)
        return malformed("A line does not end in CR LF.");
    if (auto refusal = checkRequestLine(*requestLine, limits, head))
        return refusal;
    head.fields.reserve(16);
    for (qsizetype at = requestLine->size() + 2;;) {
        const auto line = lineAt(bytes, at);
        if (!line)
            return malformed("A line does not end in CR LF.");
        at += line->size() + 2;
        if (line->isEmpty()) {
            if (at != bytes.size())
                return malformed("Bytes follow the head.");
            break;
        }
        if (head.fields.size() == limits.headerLines)
            return Refusal{ 431, "The request has too many headers." };
        if (auto refusal = splitField(*line, head))
            return refusal;
        if (auto refusal = takeField(head.fields.back(), limits, head))
            return refusal;
    }
    if (auto refusal = checkFraming(head, *requestLine))
        return refusal;
    return checkTarget(head);
}

bool isOwnName(QByteArrayView name, const std::function<bool(QByteArrayView)>& allowsHost)
{
    std::array<char, 256> lowered; // the longest name that a well-formed host has, and more
    if (name.size() > qsizetype(lowered.size()))
        return false;
    std::transform(name.begin(), name.end(), lowered.begin(), lowerCase);
    const QByteArrayView host(lowered.data(), name.size());
    if (host == "localhost" || host == "127.0.0.1" || host == "[::1]")
        return true;
    return allowsHost && allowsHost(host);
}

} // namespace

std::optional<QByteArrayView> RequestHead::field(QByteArrayView lowerCaseName) const
{
    for (const auto& candidate : fields) {
        if (equalsIgnoringCase(candidate.name, lowerCaseName))
            return candidate.value;
    }
    return {};
}

std::variant<std::monostate, qsizetype, Refusal> HeadScanner::scan(QByteArrayView bytes)
{
    if (!bytes.isEmpty() && !isTokenCharacter(bytes.front()))
        return malformed("The request line is malformed.");
    while (m_scanned < bytes.size()) {
        const qsizetype end = bytes.indexOf('\n', m_scanned);
        if (end < 0) {
            m_scanned = bytes.size();
            break;
        }
        m_scanned = end + 1;
        if (end == m_lineBegin || bytes[end - 1] != '\r')
            return malformed("A line does not end in CR LF.");
        const QByteArrayView line = bytes.sliced(m_lineBegin, end - 1 - m_lineBegin);
        const bool isEmptyLine = line.isEmpty();
        m_lineBegin = end + 1;
        // HTTP/0.9 has no further lines to wait for.
        if (RequestHead scratch; m_lines == 0 && !line.endsWith(" HTTP/1.1")) {
            if (auto refusal = checkRequestLine(line, m_limits, scratch))
                return *refusal;
        }
        if (isEmptyLine && static_cast<std::size_t>(m_scanned) <= m_limits.headerBytes)
            return m_scanned;
        if (isEmptyLine || ++m_lines > m_limits.headerLines + 1)
            return Refusal{ 431, "The request has too many headers." };
    }
    // The longest method and version add less than 64 bytes to the target.
    if (m_lines == 0 && static_cast<std::size_t>(m_scanned) > m_limits.targetBytes + 64)
        return Refusal{ 414, "The request target is too long." };
    if (static_cast<std::size_t>(m_scanned) > m_limits.headerBytes)
        return Refusal{ 431, "The request headers are too large." };
    return {};
}

void HeadScanner::reset()
{
    m_scanned = 0;
    m_lineBegin = 0;
    m_lines = 0;
}

std::variant<RequestHead, Refusal> checkRequestHead(QByteArrayView head, const HttpLimits& limits)
{
    RequestHead checked;
    if (auto refusal = readHead(head, limits, checked))
        return *refusal;
    return checked;
}

std::optional<Refusal> checkAddressee(const RequestHead& head, const Addressee& addressee)
{
    QByteArrayView name = head.host;
    const qsizetype colon = name.lastIndexOf(':');
    if (colon >= 0 && colon > name.lastIndexOf(']')) {
        bool isNumber = false;
        const int port = name.sliced(colon + 1).toInt(&isNumber);
        if (!isNumber || port != addressee.port)
            return Refusal{ 421, "This server does not answer for that host." };
        name = name.first(colon);
    }
    if (!isOwnName(name, addressee.allowsHost))
        return Refusal{ 421, "This server does not answer for that host." };
    if (head.method == "OPTIONS")
        return Refusal{ 405, "" };
    const auto site = head.field("sec-fetch-site");
    const bool isOtherSite
        = site && !equalsIgnoringCase(*site, "none") && !equalsIgnoringCase(*site, "same-origin");
    if (isOtherSite || head.field("origin"))
        return Refusal{ 403, "Requests from web pages are not answered." };
    return {};
}

} // namespace strongroom::net
