// SPDX-License-Identifier: Apache-2.0
// The bare reference of the HTTP rows: Boost.Beast as its documentation shows it, TLS, one thread, one
// constant answer. Prints its port. Knows nothing of Strongroom but how to make a certificate.
#include "model/crypto/local_ca.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <cstdio>
#include <memory>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;
using namespace strongroom;

/// 300 bytes, about what a secret's bundle is.
std::string answerBody() { return "{\"value\":\"" + std::string(288, 'x') + "\"}"; }

class Session final : public std::enable_shared_from_this<Session>
{
public:
    Session(Tcp::socket socket, asio::ssl::context& tls)
        : m_stream(std::move(socket), tls)
    {
    }

    void start()
    {
        m_stream.async_handshake(asio::ssl::stream_base::server,
                                 [self = shared_from_this()](beast::error_code error) {
                                     if (!error)
                                         self->read();
                                 });
    }

private:
    void read()
    {
        m_request = {};
        http::async_read(m_stream, m_buffer, m_request,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             if (!error)
                                 self->answer();
                         });
    }

    void answer()
    {
        m_response = { http::status::ok, m_request.version() };
        m_response.set(http::field::content_type, "application/json");
        m_response.keep_alive(m_request.keep_alive());
        m_response.body() = answerBody();
        m_response.prepare_payload();
        http::async_write(m_stream, m_response,
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error)
                                  self->read();
                          });
    }

    beast::ssl_stream<beast::tcp_stream> m_stream;
    beast::flat_buffer m_buffer;
    http::request<http::string_body> m_request;
    http::response<http::string_body> m_response;
};

class Listener final
{
public:
    Listener(asio::io_context& io, asio::ssl::context& tls)
        : m_acceptor(io, { asio::ip::make_address("127.0.0.1"), 0 })
        , m_tls(tls)
    {
        accept();
    }

    int port() const { return m_acceptor.local_endpoint().port(); }

private:
    void accept()
    {
        m_acceptor.async_accept([this](beast::error_code error, Tcp::socket socket) {
            if (!error) {
                socket.set_option(Tcp::no_delay(true));
                std::make_shared<Session>(std::move(socket), m_tls)->start();
            }
            accept();
        });
    }

    Tcp::acceptor m_acceptor;
    asio::ssl::context& m_tls;
};

} // namespace

int main()
{
    const auto now = base::SystemClock().now();
    const auto ca = crypto::makeLocalCa(now, QStringLiteral("Benchmark CA"));
    if (!ca)
        return 1;
    const auto leaf = crypto::makeServerCertificate(*ca, now);
    if (!leaf)
        return 1;
    asio::ssl::context tls(asio::ssl::context::tls_server);
    tls.use_certificate_chain(
        asio::buffer(leaf->certificatePem.data(), static_cast<std::size_t>(leaf->certificatePem.size())));
    tls.use_private_key(asio::buffer(leaf->keyPem.data(), leaf->keyPem.size()), asio::ssl::context::pem);

    asio::io_context io(1);
    const Listener listener(io, tls);
    std::printf("%d\n", listener.port());
    std::fflush(stdout);
    io.run();
}
