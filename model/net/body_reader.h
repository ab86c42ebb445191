// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/net/http.h"
#include "model/net/request_head.h"

#include <QByteArrayView>

#include <memory>
#include <variant>

namespace strongroom::net {

/// Reads one request, head and body, and keeps the body. The head has been judged before by
/// checkRequestHead(). A body in chunks is read by Beast's parser, which begins with the head, so that both
/// understand the same framing. Chunk extensions and trailers are refused: nobody needs them and smuggling
/// does.
class BodyReader final
{
public:
    explicit BodyReader(const HttpLimits& limits);
    ~BodyReader();
    BodyReader(const BodyReader&) = delete;
    BodyReader& operator=(const BodyReader&) = delete;

    /// Begins the next request, whose head is so long.
    void begin(const RequestHead& head, qsizetype headSize);

    struct Taken final
    {
        std::size_t size = 0; ///< bytes of the input that are done with
        bool isComplete = false;
        int refusedWith = 0; ///< a status, or 0
    };
    /// Takes as much of `bytes` as belongs to the request and can be read now.
    Taken take(QByteArrayView bytes);

    std::size_t bodyBytes() const;
    /// The body of the complete request.
    base::SecureBytes takeBody();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace strongroom::net
