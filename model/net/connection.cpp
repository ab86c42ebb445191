// SPDX-License-Identifier: Apache-2.0
#include "model/net/connection.h"

#include "model/net/field_text.h"

#include <algorithm>
#include <limits>

namespace strongroom::net {

namespace {

constexpr std::size_t headRoom = 4 * 1024;
constexpr std::size_t bodyRoom = 16 * 1024;
constexpr std::size_t heldBodyLimit = 32 * 1024 * 1024; // of one loop: keeps L2's total of 64 MB
constexpr std::size_t drainLimit = 1024 * 1024;
constexpr Milliseconds drainSeconds = 2;
constexpr Milliseconds restAfter = 2000;
/// The loop looks at deadlines four times a second; they end early rather than late.
constexpr Milliseconds deadlineGrain = 250;
constexpr Milliseconds never = std::numeric_limits<Milliseconds>::max();

/// Those that nearly every request has, without an allocation.
QByteArray methodNamed(QByteArrayView name)
{
    static const QByteArray known[] = {
        QByteArrayLiteral("GET"),   QByteArrayLiteral("PUT"),    QByteArrayLiteral("POST"),
        QByteArrayLiteral("PATCH"), QByteArrayLiteral("DELETE"),
    };
    for (const QByteArray& candidate : known) {
        if (candidate == name)
            return candidate;
    }
    return name.toByteArray();
}

/// Writes a text in lower case where it stands.
QByteArray lowered(char* text, qsizetype size)
{
    std::transform(text, text + size, text, lowerCase);
    return QByteArray::fromRawData(text, size);
}

/// In lower case, as nearly all write it.
QByteArray hostOf(QByteArray sent)
{
    const bool isLower = std::none_of(sent.cbegin(), sent.cend(), [](char c) { return c != lowerCase(c); });
    return isLower ? sent : std::move(sent).toLower();
}

} // namespace

Connection::Connection(Origin origin, std::shared_ptr<TlsContext> tls, Surroundings& around, Milliseconds now)
    : m_origin(std::move(origin))
    , m_around(around)
    , m_transport(m_origin.socket, std::move(tls))
    , m_scanner(around.limits)
    , m_reader(around.limits)
    , m_now(now)
    , m_since(now)
{
    enter(State::ShakingHands, around.limits.headerSeconds);
}

Connection::~Connection() { accountForBody(0); }

Connection::Waits Connection::proceed(Milliseconds now)
{
    m_now = now;
    for (;;) {
        std::optional<Waits> waits;
        switch (m_state) {
        case State::ShakingHands:
            waits = shakeHands();
            break;
        case State::Idle:
        case State::ReadingHead:
        case State::ReadingBody:
            waits = receive();
            break;
        case State::Working:
            return Waits::Answer;
        case State::Writing:
            waits = send();
            break;
        case State::Draining:
            waits = drain();
            break;
        case State::Over:
            return Waits::Nothing;
        }
        if (waits)
            return *waits;
    }
}

Connection::Waits Connection::answer(std::optional<HttpResponse> response, Milliseconds now)
{
    m_now = now;
    if (m_state != State::Working)
        return m_state == State::Over ? Waits::Nothing : proceed(now);
    if (!response)
        return end();
    write(*response);
    return proceed(now);
}

void Connection::rest(Milliseconds now)
{
    if (m_state != State::Idle || now - m_since < restAfter || !m_in.isEmpty())
        return;
    m_in.release();
    m_out.release();
    m_transport.releaseBuffers();
}

Milliseconds Connection::claim() const
{
    if (m_state == State::Working || m_state == State::Writing)
        return -1;
    // Those that were never served go first, each group in the order of arrival.
    constexpr Milliseconds served = never / 2;
    return m_hasServed ? served + m_since : m_since;
}

std::optional<Connection::Waits> Connection::shakeHands()
{
    const Progress progress = m_transport.shakeHands();
    if (progress != Progress::Done)
        return waitFor(progress);
    // The first head has to come within the time of the handshake: opening and waiting gains nothing.
    m_state = State::ReadingHead;
    return {};
}

std::optional<Connection::Waits> Connection::receive()
{
    const std::size_t room = m_state == State::ReadingBody ? bodyRoom : headRoom;
    const Moved moved = m_transport.read(m_in.reserve(room), room);
    if (moved.progress != Progress::Done)
        return waitFor(moved.progress);
    m_in.commit(moved.size);
    examine();
    return {};
}

std::optional<Connection::Waits> Connection::send()
{
    const Moved moved = m_transport.write(m_out.view());
    if (moved.progress != Progress::Done)
        return waitFor(moved.progress);
    m_out.consume(moved.size);
    if (!m_out.isEmpty())
        return {};
    m_hasServed = true;
    if (m_closes) {
        m_transport.endSending();
        m_in.release();
        enter(State::Draining, drainSeconds);
        return {};
    }
    enter(State::Idle, m_around.limits.idleSeconds);
    examine(); // the next request may be here already
    if (m_state == State::Idle && !m_transport.holdsBytes())
        return Waits::Readable;
    return {};
}

/// Closing with unread bytes makes the kernel reset the connection, and the peer may lose our last words.
std::optional<Connection::Waits> Connection::drain()
{
    const Moved moved = m_transport.drain();
    m_drained += moved.size;
    if (moved.progress == Progress::Done && m_drained < drainLimit)
        return {};
    return moved.progress == Progress::Done ? end() : waitFor(moved.progress);
}

Connection::Waits Connection::end()
{
    m_state = State::Over;
    return Waits::Nothing;
}

std::optional<Connection::Waits> Connection::waitFor(Progress progress)
{
    switch (progress) {
    case Progress::WantsRead:
        return Waits::Readable;
    case Progress::WantsWrite:
        return Waits::Writable;
    case Progress::Done:
        return {};
    case Progress::Ended:
    case Progress::Failed:
        break;
    }
    return end();
}

/// Looks at what has been received, until a request is complete or more bytes are needed.
void Connection::examine()
{
    if (m_state == State::ReadingBody) {
        takeBody();
        return;
    }
    if (m_in.isEmpty())
        return;
    if (m_state == State::Idle)
        enter(State::ReadingHead, m_around.limits.headerSeconds);
    const auto scan = m_scanner.scan(m_in.view());
    if (const auto* refusal = std::get_if<Refusal>(&scan))
        refuse(*refusal);
    else if (const auto* headSize = std::get_if<qsizetype>(&scan))
        beginRequest(*headSize);
}

void Connection::beginRequest(qsizetype headSize)
{
    m_scanner.reset();
    const auto checked = checkRequestHead(m_in.view().first(headSize), m_around.limits);
    if (const auto* refusal = std::get_if<Refusal>(&checked)) {
        refuse(*refusal);
        return;
    }
    const auto& head = std::get<RequestHead>(checked);
    m_answersHead = head.method == "HEAD";
    m_closes = !head.keepsAlive;
    if (const auto refusal = checkAddressee(head, m_around.addressee)) {
        refuse(*refusal);
        return;
    }
    m_request = requestOf(head, m_in.view().first(headSize));
    m_reader.begin(head, headSize);
    if (head.hasBody()) {
        enter(State::ReadingBody, m_around.limits.bodySeconds);
        confirmExpectation(head, headSize);
    }
    if (m_state != State::Over)
        takeBody();
}

void Connection::confirmExpectation(const RequestHead& head, qsizetype headSize)
{
    // RFC 9110 section 10.1.1: not when the body is coming anyway, nor to HTTP/1.0.
    if (!head.expectsContinue || m_in.view().size() > headSize)
        return;
    constexpr QByteArrayView text = "HTTP/1.1 100 Continue\r\n\r\n";
    const Moved moved = m_transport.write(text);
    if (moved.progress != Progress::Done || moved.size != static_cast<std::size_t>(text.size()))
        end();
}

void Connection::takeBody()
{
    const auto taken = m_reader.take(m_in.view());
    m_in.consume(taken.size);
    accountForBody(m_reader.bodyBytes());
    if (taken.refusedWith == 413) {
        refuse({ 413, "The request body is too large." });
    } else if (taken.refusedWith != 0) {
        refuse({ taken.refusedWith, "The request is malformed." });
    } else if (taken.isComplete) {
        m_request.body = m_reader.takeBody();
        accountForBody(0);
        enter(State::Working, 0);
        m_around.dispatch(m_origin.id, std::exchange(m_request, {}));
    } else if (m_around.heldBodyBytes > heldBodyLimit) {
        refuse({ 503, "Too much is being sent at the same time." });
    }
}

HttpRequest Connection::requestOf(const RequestHead& head, QByteArrayView bytes) const
{
    HttpRequest request;
    request.head = bytes.toByteArray();
    const auto kept = [&](QByteArrayView part) { return request.head.data() + (part.data() - bytes.data()); };
    request.method = methodNamed(head.method);
    request.target = QByteArray::fromRawData(kept(head.target), head.target.size());
    request.host = hostOf(QByteArray::fromRawData(kept(head.host), head.host.size()));
    request.headers.reserve(head.fields.size());
    for (const auto& [name, value] : head.fields) {
        request.headers.emplace_back(lowered(kept(name), name.size()),
                                     QByteArray::fromRawData(kept(value), value.size()));
    }
    request.peerAddress = m_origin.peerAddress;
    request.isTls = m_transport.isTls();
    request.tlsVersion = m_transport.tlsVersion();
    return request;
}

void Connection::refuse(Refusal refusal)
{
    accountForBody(0);
    m_closes = true;
    write(errorResponse(refusal.status, refusal.reason));
}

void Connection::write(const HttpResponse& response)
{
    const base::SystemClock clock;
    appendResponse(m_out, response, { m_answersHead, m_closes, m_around.date.at(clock.now()) });
    enter(State::Writing, m_around.limits.bodySeconds);
}

void Connection::enter(State state, Milliseconds seconds)
{
    m_state = state;
    m_since = m_now;
    m_deadline = state == State::Working ? never : m_now + seconds * 1000 - deadlineGrain;
}

void Connection::accountForBody(std::size_t bytes)
{
    m_around.heldBodyBytes = m_around.heldBodyBytes - m_accounted + bytes;
    m_accounted = bytes;
}

} // namespace strongroom::net
