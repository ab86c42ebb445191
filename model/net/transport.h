// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/net/http_server.h"

#include <QByteArrayView>

#include <memory>

struct ssl_ctx_st;
struct ssl_st;

namespace strongroom::net {

/// What every TLS connection of a server shares: TLS 1.2 and 1.3 only, suites with forward secrecy and
/// authenticated encryption, no compression, no renegotiation, ALPN http/1.1.
class TlsContext final
{
public:
    static base::Result<std::shared_ptr<TlsContext>> make(const ServerIdentity& identity);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    ssl_ctx_st* handle() const { return m_handle; }

private:
    explicit TlsContext(ssl_ctx_st* handle)
        : m_handle(handle)
    {
    }

    ssl_ctx_st* m_handle;
};

/// What a step on a socket came to.
enum class Progress {
    Done, ///< some bytes moved, or the handshake is complete
    WantsRead, ///< again when the socket is readable
    WantsWrite, ///< again when the socket is writable
    Ended, ///< the peer has closed its side
    Failed,
};

struct Moved final
{
    Progress progress = Progress::Failed;
    std::size_t size = 0;
};

/// A connected, non-blocking socket with or without TLS; does not own the socket. Never waits.
class Transport final
{
public:
    /// Plain when `tls` is null. The context is shared with the server, which may have replaced it since.
    Transport(int socket, std::shared_ptr<TlsContext> tls);
    ~Transport();
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    bool isTls() const { return m_ssl != nullptr; }
    Progress shakeHands();
    Moved read(char* bytes, std::size_t room);
    Moved write(QByteArrayView bytes);
    /// Bytes have been received that read() has not handed out: the socket need not become readable.
    bool holdsBytes() const;
    /// Says goodbye in the direction of the peer; what it still sends can be drained.
    void endSending();
    /// Reads and drops what the peer sends, at the level of the socket.
    Moved drain();
    /// "TLS1_3", or nothing for plain HTTP.
    QString tlsVersion() const;
    /// Gives back the buffers of a connection that has nothing to do.
    void releaseBuffers();

private:
    Progress progressOf(int result) const;

    int m_socket;
    std::shared_ptr<TlsContext> m_tls;
    ssl_st* m_ssl = nullptr;
    bool m_hasFailed = false; ///< after a fatal error nothing more may be asked of the session
};

} // namespace strongroom::net
