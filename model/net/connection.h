// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/net/body_reader.h"
#include "model/net/request_head.h"
#include "model/net/response_text.h"
#include "model/net/transport.h"
#include "model/net/wiped_buffer.h"

namespace strongroom::net {

using Milliseconds = qint64;

/// What the connections of one loop share. Touched on the thread of that loop only.
struct Surroundings final
{
    const HttpLimits& limits;
    Addressee addressee;
    HttpDate date;
    std::size_t heldBodyBytes = 0; ///< of requests that are being received
    /// Gives a request to the handler; the answer comes back through Connection::answer().
    std::function<void(quint64 connection, HttpRequest request)> dispatch;
};

/// One connection from its handshake to its end, without any event loop: it is told when its socket is
/// ready, when an answer is there and what time it is, and says what it waits for. Owns no socket.
/// Thread-compatible.
class Connection final
{
public:
    struct Origin final
    {
        quint64 id = 0;
        int socket = -1;
        QString peerAddress;
    };

    /// What must happen next. Answer: the handler has the request, the socket is left alone.
    enum class Waits { Readable, Writable, Answer, Nothing };

    Connection(Origin origin, std::shared_ptr<TlsContext> tls, Surroundings& around, Milliseconds now);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    quint64 id() const { return m_origin.id; }
    /// Goes on as far as it can. After `Nothing` the connection is over.
    Waits proceed(Milliseconds now);
    /// The answer to the request in work; without one the connection is over.
    Waits answer(std::optional<HttpResponse> response, Milliseconds now);

    /// The deadline of what it is doing has passed.
    bool isLate(Milliseconds now) const { return now >= m_deadline; }
    /// Gives back memory when it has been idle for a while.
    void rest(Milliseconds now);
    /// Lower gives up its place sooner when all places are taken; negative never does.
    Milliseconds claim() const;

private:
    enum class State { ShakingHands, Idle, ReadingHead, ReadingBody, Working, Writing, Draining, Over };

    std::optional<Waits> shakeHands();
    std::optional<Waits> receive();
    std::optional<Waits> send();
    std::optional<Waits> drain();
    Waits end();
    std::optional<Waits> waitFor(Progress progress);

    void examine();
    void beginRequest(qsizetype headSize);
    void takeBody();
    void confirmExpectation(const RequestHead& head, qsizetype headSize);
    /// `bytes` are those that `head` points into.
    HttpRequest requestOf(const RequestHead& head, QByteArrayView bytes) const;
    void refuse(Refusal refusal);
    void write(const HttpResponse& response);
    void enter(State state, Milliseconds seconds);
    void accountForBody(std::size_t bytes);

    Origin m_origin;
    Surroundings& m_around;
    Transport m_transport;
    HeadScanner m_scanner;
    BodyReader m_reader;
    WipedBuffer m_in;
    WipedBuffer m_out;
    HttpRequest m_request;
    State m_state = State::ShakingHands;
    Milliseconds m_now;
    Milliseconds m_since;
    Milliseconds m_deadline = 0;
    std::size_t m_accounted = 0;
    std::size_t m_drained = 0;
    bool m_closes = false;
    bool m_answersHead = false;
    bool m_hasServed = false;
};

} // namespace strongroom::net
