// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/net/http.h"

#include <QByteArrayView>

#include <optional>
#include <variant>
#include <vector>

namespace strongroom::net {

/// Why a request does not reach the handler: a status and a sentence that repeats nothing of the request.
struct Refusal final
{
    int status = 400;
    const char* reason = "";
};

/// A well-formed request head. The views point into the bytes that were checked.
struct RequestHead final
{
    struct Field final
    {
        QByteArrayView name; ///< as sent
        QByteArrayView value; ///< without the white space around it
    };

    QByteArrayView method;
    QByteArrayView target; ///< path and query; of an absolute form only these
    QByteArrayView host; ///< as sent, with the port if it has one
    std::vector<Field> fields;
    std::optional<std::size_t> contentLength;
    bool isChunked = false;
    bool expectsContinue = false;
    bool keepsAlive = true;

    bool hasBody() const { return isChunked || contentLength.value_or(0) > 0; }
    /// First field of that lower-case name.
    std::optional<QByteArrayView> field(QByteArrayView lowerCaseName) const;
};

/// Finds the empty line that ends a head, in bytes that arrive piece by piece, and gives up as soon as the
/// head cannot become acceptable: too long, too many lines, or a line that does not end in CR LF.
class HeadScanner final
{
public:
    explicit HeadScanner(const HttpLimits& limits)
        : m_limits(limits)
    {
    }

    /// `bytes` begins where the request begins, and has grown since the last call. Answers the size of the
    /// head with its empty line once that is there.
    std::variant<std::monostate, qsizetype, Refusal> scan(QByteArrayView bytes);
    void reset();

private:
    const HttpLimits& m_limits;
    qsizetype m_scanned = 0;
    qsizetype m_lineBegin = 0;
    std::size_t m_lines = 0;
};

/// Judges a complete head, empty line included, by the strictest reading of RFC 9112: where two programs
/// could understand it differently it is refused (requirement L1). Pure.
std::variant<RequestHead, Refusal> checkRequestHead(QByteArrayView head, const HttpLimits& limits);

/// Which names a server has, for checkAddressee().
struct Addressee final
{
    int port = 0;
    const std::function<bool(QByteArrayView host)>& allowsHost;
};

/// Refuses what is meant for another server (421, requirement L4), what a page in a browser sent (403,
/// requirement L5), and OPTIONS (405), so that a browser never gets leave to try. Pure.
std::optional<Refusal> checkAddressee(const RequestHead& head, const Addressee& addressee);

} // namespace strongroom::net
