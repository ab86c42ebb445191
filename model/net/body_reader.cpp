// SPDX-License-Identifier: Apache-2.0
#include "model/net/body_reader.h"

#include "model/net/wiped_buffer.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace strongroom::net {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

/// Beast's request parser with our own keeping: no header is stored, the body goes to a buffer that wipes.
class Parser final : public http::basic_parser<true>
{
public:
    explicit Parser(WipedBuffer& body)
        : m_body(body)
    {
        eager(true);
    }

private:
    void on_request_impl(http::verb, string_view, string_view, int, error_code&) override { }
    void on_response_impl(int, string_view, int, error_code&) override { }
    void on_field_impl(http::field, string_view, string_view, error_code& error) override
    {
        if (m_isHeadDone) // a trailer
            error = http::error::bad_field;
    }
    void on_header_impl(error_code&) override { m_isHeadDone = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override { }
    std::size_t on_body_impl(string_view bytes, error_code&) override
    {
        m_body.append({ bytes.data(), static_cast<qsizetype>(bytes.size()) });
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view extensions, error_code& error) override
    {
        if (!extensions.empty())
            error = http::error::bad_chunk_extension;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& error) override
    {
        return on_body_impl(bytes, error);
    }
    void on_finish_impl(error_code&) override { }

    WipedBuffer& m_body;
    bool m_isHeadDone = false;
};

} // namespace

class BodyReader::Impl final
{
public:
    explicit Impl(const HttpLimits& limits)
        : m_limits(limits)
    {
    }

    void begin(const RequestHead& head, qsizetype headSize)
    {
        m_body.release();
        m_whole.clear();
        m_parser.reset();
        m_headLeft = static_cast<std::size_t>(headSize);
        m_bodyLeft = head.contentLength.value_or(0);
        if (!head.isChunked)
            return;
        m_parser.emplace(m_body);
        m_parser->header_limit(static_cast<std::uint32_t>(m_limits.headerBytes));
        m_parser->body_limit(m_limits.bodyBytes);
    }

    Taken take(QByteArrayView bytes) { return m_parser ? takeChunked(bytes) : takeCounted(bytes); }

    std::size_t bodyBytes() const { return m_body.size() + static_cast<std::size_t>(m_whole.size()); }

    base::SecureBytes takeBody()
    {
        if (m_body.isEmpty())
            return std::exchange(m_whole, {});
        auto body = base::SecureBytes::copyOf(m_body.view());
        m_body.release();
        return body;
    }

private:
    Taken takeCounted(QByteArrayView bytes)
    {
        const auto size = static_cast<std::size_t>(bytes.size());
        const std::size_t ofHead = std::min(m_headLeft, size);
        const std::size_t ofBody = std::min(m_bodyLeft, size - ofHead);
        const auto part = bytes.sliced(static_cast<qsizetype>(ofHead), static_cast<qsizetype>(ofBody));
        m_headLeft -= ofHead;
        m_bodyLeft -= ofBody;
        const bool isComplete = m_headLeft == 0 && m_bodyLeft == 0;
        // Most come in one piece: without a copy in between.
        if (isComplete && m_body.isEmpty())
            m_whole = base::SecureBytes::copyOf(part);
        else
            m_body.append(part);
        return { ofHead + ofBody, isComplete, 0 };
    }

    Taken takeChunked(QByteArrayView bytes)
    {
        Taken taken;
        while (!m_parser->is_done() && taken.size < static_cast<std::size_t>(bytes.size())) {
            error_code error;
            const auto rest = bytes.sliced(static_cast<qsizetype>(taken.size));
            const std::size_t used = m_parser->put(
                boost::asio::buffer(rest.data(), static_cast<std::size_t>(rest.size())), error);
            taken.size += used;
            if (error == http::error::need_more)
                break;
            if (error) {
                taken.refusedWith = error == http::error::body_limit ? 413 : 400;
                return taken;
            }
        }
        taken.isComplete = m_parser->is_done();
        return taken;
    }

    const HttpLimits& m_limits;
    WipedBuffer m_body;
    base::SecureBytes m_whole; ///< instead of m_body
    std::optional<Parser> m_parser; ///< of a body in chunks
    std::size_t m_headLeft = 0;
    std::size_t m_bodyLeft = 0;
};

BodyReader::BodyReader(const HttpLimits& limits)
    : m_impl(std::make_unique<Impl>(limits))
{
}

BodyReader::~BodyReader() = default;

void BodyReader::begin(const RequestHead& head, qsizetype headSize) { m_impl->begin(head, headSize); }

BodyReader::Taken BodyReader::take(QByteArrayView bytes) { return m_impl->take(bytes); }

std::size_t BodyReader::bodyBytes() const { return m_impl->bodyBytes(); }

base::SecureBytes BodyReader::takeBody() { return m_impl->takeBody(); }

} // namespace strongroom::net
