// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/net/http.h"
#include "model/net/wiped_buffer.h"

#include <array>

namespace strongroom::net {

/// The Date header of RFC 9110 section 5.6.7, made anew once a second. Thread-compatible.
class HttpDate final
{
public:
    QByteArrayView at(base::UnixSeconds now);

private:
    std::array<char, 32> m_text{};
    qsizetype m_size = 0;
    base::UnixSeconds m_second = -1;
};

/// What else decides how a response is written.
struct ResponseManner final
{
    bool answersHead = false; ///< to a HEAD request the body is announced but not sent
    bool closes = false; ///< the connection ends with this response
    QByteArrayView date;
};

/// Appends the response as it goes over the wire, in one piece. Header fields that could end a line early
/// are left out.
void appendResponse(WipedBuffer& out, const HttpResponse& response, const ResponseManner& manner);

/// A response of the server itself in the error shape of the service.
HttpResponse errorResponse(int status, const char* message);

} // namespace strongroom::net
