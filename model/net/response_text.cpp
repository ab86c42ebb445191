// SPDX-License-Identifier: Apache-2.0
#include "model/net/response_text.h"

#include "model/base/encodings.h"
#include "model/net/field_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace strongroom::net {

namespace {

QByteArrayView reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Other"; // a client goes by the number (RFC 9112 section 4)
    }
}

void appendNumber(WipedBuffer& out, qint64 number)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    out.append({ digits.data(), end - digits.data() });
}

void appendFields(WipedBuffer& out, const HttpHeaders& fields)
{
    for (const auto& [name, value] : fields) {
        if (!isFieldText(name) || !isFieldText(value)) // nothing may begin a line of its own
            continue;
        out.append(name);
        out.append(": ");
        out.append(value);
        out.append("\r\n");
    }
}

} // namespace

QByteArrayView HttpDate::at(base::UnixSeconds now)
{
    if (now != m_second) {
        // Names are English whatever the locale is, so strftime will not do.
        static constexpr const char* days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
        static constexpr const char* months[]
            = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
        const std::chrono::sys_seconds moment{ std::chrono::seconds(now) };
        const auto day = std::chrono::floor<std::chrono::days>(moment);
        const std::chrono::year_month_day date{ day };
        const std::chrono::hh_mm_ss time{ moment - day };
        const int size
            = std::snprintf(m_text.data(), m_text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                            days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                            months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                            static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                            static_cast<int>(time.seconds().count()));
        m_size = std::clamp<qsizetype>(size, 0, static_cast<qsizetype>(m_text.size()) - 1);
        m_second = now;
    }
    return { m_text.data(), m_size };
}

void appendResponse(WipedBuffer& out, const HttpResponse& response, const ResponseManner& manner)
{
    out.reserve(1024 + response.body.size());
    out.append("HTTP/1.1 ");
    appendNumber(out, response.status);
    out.append(" ");
    out.append(reasonOf(response.status));
    out.append("\r\nDate: ");
    out.append(manner.date);
    out.append("\r\n");
    out.append(response.fixedFields);
    appendFields(out, response.headers);
    const bool hasBody = response.status != 204 && response.status != 304;
    if (hasBody) {
        out.append("Content-Length: ");
        appendNumber(out, static_cast<qint64>(response.body.size()));
        out.append("\r\n");
    }
    if (manner.closes)
        out.append("Connection: close\r\n");
    out.append("\r\n");
    if (hasBody && !manner.answersHead)
        out.append(response.body.view());
}

HttpResponse errorResponse(int status, const char* message)
{
    HttpResponse response;
    response.status = status;
    if (status == 405)
        response.headers.emplace_back("Allow", "GET, HEAD, PUT, POST, PATCH, DELETE");
    if (*message == '\0')
        return response;
    const char* code = status == 403 ? "Forbidden" : status == 503 ? "ServiceUnavailable" : "BadParameter";
    response.fixedFields = "Content-Type: application/json; charset=utf-8\r\n"
                           "Cache-Control: no-store\r\n"
                           "Pragma: no-cache\r\n"
                           "Expires: -1\r\n"
                           "X-Content-Type-Options: nosniff\r\n";
    response.headers.emplace_back("x-ms-request-id", base::randomUuid().toLatin1());
    const QByteArray text
        = QByteArray("{\"error\":{\"code\":\"") + code + "\",\"message\":\"" + message + "\"}}";
    response.body = base::SecureBytes::copyOf(text);
    return response;
}

} // namespace strongroom::net
