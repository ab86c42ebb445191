// SPDX-License-Identifier: Apache-2.0
#include "model/net/transport.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace strongroom::net {

using namespace Qt::StringLiterals;

namespace {

constexpr unsigned char protocolName[] = "\x08http/1.1";

int chooseProtocol(SSL*, const unsigned char** chosen, unsigned char* chosenSize,
                   const unsigned char* offered, unsigned offeredSize, void*)
{
    unsigned char* match = nullptr;
    const int outcome = SSL_select_next_proto(&match, chosenSize, protocolName, sizeof protocolName - 1,
                                              offered, offeredSize);
    *chosen = match;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool setProtocols(SSL_CTX* context)
{
    SSL_CTX_set_options(context,
                        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE
                            | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1); // one read of the socket for a whole record
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    constexpr unsigned char sessionContext[] = "strongroom";
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1
        && SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1
        && SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!PSK:!SRP") == 1
        && SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1
        && SSL_CTX_set_session_id_context(context, sessionContext, sizeof sessionContext - 1) == 1
        && SSL_CTX_set_num_tickets(context, 1) == 1;
}

struct BioFree final
{
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPointer = std::unique_ptr<BIO, BioFree>;

BioPointer readingFrom(QByteArrayView bytes)
{
    return BioPointer(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

bool useChain(SSL_CTX* context, QByteArrayView pem)
{
    const BioPointer bio = readingFrom(pem);
    X509* leaf = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr);
    bool isUsed = leaf && SSL_CTX_use_certificate(context, leaf) == 1;
    X509_free(leaf);
    while (X509* issuer = isUsed ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr) {
        isUsed = SSL_CTX_add0_chain_cert(context, issuer) == 1;
        if (!isUsed)
            X509_free(issuer);
    }
    ERR_clear_error(); // reading past the last certificate leaves one behind
    return isUsed;
}

bool useKey(SSL_CTX* context, QByteArrayView pem)
{
    const BioPointer bio = readingFrom(pem);
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr);
    const bool isUsed
        = key && SSL_CTX_use_PrivateKey(context, key) == 1 && SSL_CTX_check_private_key(context) == 1;
    EVP_PKEY_free(key);
    return isUsed;
}

Moved ofSystemCall(ssize_t result, Progress wait)
{
    if (result > 0)
        return { Progress::Done, static_cast<std::size_t>(result) };
    if (result == 0)
        return { Progress::Ended, 0 };
    return { errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? wait : Progress::Failed, 0 };
}

} // namespace

base::Result<std::shared_ptr<TlsContext>> TlsContext::make(const ServerIdentity& identity)
{
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    if (!context)
        return base::Error{ base::ErrorCode::Internal, u"TLS is not available"_s, {} };
    std::shared_ptr<TlsContext> made(new TlsContext(context));
    if (!setProtocols(context))
        return base::Error{ base::ErrorCode::Internal, u"TLS cannot be set up"_s, {} };
    if (!useChain(context, identity.chainPem) || !useKey(context, identity.keyPem.view())) {
        ERR_clear_error();
        return base::Error{ base::ErrorCode::BadParameter, u"certificate and key do not fit"_s, {} };
    }
    return made;
}

TlsContext::~TlsContext() { SSL_CTX_free(m_handle); }

Transport::Transport(int socket, std::shared_ptr<TlsContext> tls)
    : m_socket(socket)
    , m_tls(std::move(tls))
{
    if (!m_tls)
        return;
    m_ssl = SSL_new(m_tls->handle());
    if (!m_ssl || SSL_set_fd(m_ssl, socket) != 1)
        m_hasFailed = true;
    else
        SSL_set_accept_state(m_ssl);
}

Transport::~Transport() { SSL_free(m_ssl); }

Progress Transport::progressOf(int result) const
{
    switch (SSL_get_error(m_ssl, result)) {
    case SSL_ERROR_NONE:
        return Progress::Done;
    case SSL_ERROR_WANT_READ:
        return Progress::WantsRead;
    case SSL_ERROR_WANT_WRITE:
        return Progress::WantsWrite;
    case SSL_ERROR_ZERO_RETURN:
        return Progress::Ended;
    default:
        return Progress::Failed;
    }
}

Progress Transport::shakeHands()
{
    if (!m_tls)
        return Progress::Done;
    if (m_hasFailed)
        return Progress::Failed;
    ERR_clear_error();
    const Progress progress = progressOf(SSL_do_handshake(m_ssl));
    m_hasFailed = progress == Progress::Failed;
    return progress;
}

Moved Transport::read(char* bytes, std::size_t room)
{
    if (!m_ssl)
        return ofSystemCall(recv(m_socket, bytes, room, 0), Progress::WantsRead);
    if (m_hasFailed)
        return {};
    ERR_clear_error();
    std::size_t size = 0;
    const Progress progress = progressOf(SSL_read_ex(m_ssl, bytes, room, &size));
    m_hasFailed = progress == Progress::Failed;
    return { progress, size };
}

Moved Transport::write(QByteArrayView bytes)
{
    const auto length = static_cast<std::size_t>(bytes.size());
    if (!m_ssl)
        return ofSystemCall(send(m_socket, bytes.data(), length, MSG_NOSIGNAL), Progress::WantsWrite);
    if (m_hasFailed)
        return {};
    ERR_clear_error();
    std::size_t size = 0;
    const Progress progress = progressOf(SSL_write_ex(m_ssl, bytes.data(), length, &size));
    m_hasFailed = progress == Progress::Failed;
    return { progress, size };
}

bool Transport::holdsBytes() const { return m_ssl && SSL_has_pending(m_ssl) == 1; }

void Transport::endSending()
{
    if (m_ssl && !m_hasFailed && SSL_is_init_finished(m_ssl)) {
        ERR_clear_error();
        SSL_shutdown(m_ssl);
    }
    shutdown(m_socket, SHUT_WR);
}

Moved Transport::drain()
{
    std::array<char, 4096> sink;
    const Moved moved = ofSystemCall(recv(m_socket, sink.data(), sink.size(), 0), Progress::WantsRead);
    if (!m_ssl)
        explicit_bzero(sink.data(), moved.size);
    return moved;
}

QString Transport::tlsVersion() const
{
    if (!m_ssl)
        return {};
    return SSL_version(m_ssl) == TLS1_3_VERSION ? u"TLS1_3"_s : u"TLS1_2"_s;
}

void Transport::releaseBuffers()
{
    if (m_ssl)
        SSL_free_buffers(m_ssl);
}

} // namespace strongroom::net
