// SPDX-License-Identifier: Apache-2.0
#include "model/net/io_loop.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <csignal>
#include <mutex>
#include <pthread.h>
#include <sys/socket.h>
#include <thread>
#include <unordered_map>

namespace strongroom::net {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Descriptor = asio::posix::stream_descriptor;

constexpr std::chrono::milliseconds tick{ 250 };
constexpr int acceptsInARow = 64;
constexpr int readyInATurn = 128; // as many as the reactor learns of at once

Milliseconds steadyNow()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

struct Answer final
{
    quint64 connection = 0;
    std::optional<HttpResponse> response;
};

/// Where answers from all threads wait for the loop, which is woken once for many. Outlives the loop when
/// somebody still has a request.
class Mailbox final
{
public:
    explicit Mailbox(std::function<void()> wake)
        : m_wake(std::move(wake))
    {
    }

    void put(Answer answer)
    {
        const std::lock_guard guard(m_mutex);
        if (!m_wake)
            return;
        const bool isFirst = m_answers.empty();
        m_answers.push_back(std::move(answer));
        if (isFirst && std::this_thread::get_id() != m_reader)
            m_wake();
    }
    void takeAll(std::vector<Answer>& answers)
    {
        const std::lock_guard guard(m_mutex);
        answers.swap(m_answers);
    }
    bool hasAnswers() const
    {
        const std::lock_guard guard(m_mutex);
        return !m_answers.empty();
    }
    /// Answers put by this thread wake nobody: it looks here after each turn.
    void setReader(std::thread::id reader)
    {
        const std::lock_guard guard(m_mutex);
        m_reader = reader;
    }
    void close()
    {
        const std::lock_guard guard(m_mutex);
        m_wake = {};
        m_answers.clear();
    }

private:
    mutable std::mutex m_mutex;
    std::function<void()> m_wake; // guarded by m_mutex
    std::vector<Answer> m_answers; // guarded by m_mutex
    std::thread::id m_reader; // guarded by m_mutex
};

/// The right to answer one request, once. The mailbox is shared because answers may come after the end.
class Ticket final
{
public:
    Ticket(std::shared_ptr<Mailbox> mailbox, quint64 connection)
        : m_mailbox(std::move(mailbox))
        , m_connection(connection)
    {
    }
    Ticket(Ticket&& other) noexcept = default;
    ~Ticket()
    {
        if (m_mailbox)
            m_mailbox->put({ m_connection, {} });
    }

    void operator()(HttpResponse response)
    {
        if (const auto mailbox = std::exchange(m_mailbox, nullptr))
            mailbox->put({ m_connection, std::move(response) });
    }

private:
    std::shared_ptr<Mailbox> m_mailbox;
    quint64 m_connection;
};

struct Peer final
{
    Peer(Descriptor socket, Connection::Origin origin, std::shared_ptr<TlsContext> tls, Surroundings& around)
        : descriptor(std::move(socket))
        , connection(std::move(origin), std::move(tls), around, steadyNow())
    {
    }

    Descriptor descriptor; // owns the socket; goes after the connection
    Connection connection;
};

} // namespace

class IoLoop::Impl final
{
public:
    explicit Impl(LoopSettings settings);
    ~Impl();

    void stop();
    void adopt(int socket, QString peerAddress, std::shared_ptr<TlsContext> tls);
    void listen(int socket, std::function<void(int)> accepted);

private:
    struct Listener final
    {
        Descriptor descriptor;
        std::function<void(int)> accepted;
    };
    // Shared with the reactor's pending wait.
    using PeerPointer = std::shared_ptr<Peer>;

    void run();
    void handleReady();
    void insert(Descriptor descriptor, Connection::Origin origin, std::shared_ptr<TlsContext> tls);
    void makeRoom();
    void follow(const PeerPointer& peer, Connection::Waits waits);
    void onReady(const PeerPointer& peer);
    void deliver();
    void deliverAll();
    void awaitConnections(const std::shared_ptr<Listener>& listener);
    void acceptAll(Listener& listener);
    void startTicking();
    void onTick();

    LoopSettings m_settings;
    asio::io_context m_io{ 1 };
    asio::executor_work_guard<asio::io_context::executor_type> m_work{ m_io.get_executor() };
    asio::steady_timer m_timer{ m_io };
    std::shared_ptr<Mailbox> m_mailbox;
    // From here on touched on the loop's thread only.
    Surroundings m_around;
    std::unordered_map<quint64, PeerPointer> m_peers;
    std::vector<std::shared_ptr<Listener>> m_listeners;
    std::vector<Answer> m_delivery;
    quint64 m_lastId = 0;
    quint64 m_dispatched = 0; // requests given to the handler
    std::thread m_thread;
};

IoLoop::Impl::Impl(LoopSettings settings)
    : m_settings(std::move(settings))
    , m_mailbox(std::make_shared<Mailbox>([this] { asio::post(m_io, [this] { deliverAll(); }); }))
    , m_around{ m_settings.limits, { m_settings.port, m_settings.allowsHost }, {}, 0, {} }
{
    m_around.dispatch = [this](quint64 connection, HttpRequest request) {
        ++m_dispatched;
        m_settings.handler(std::move(request), Ticket(m_mailbox, connection));
    };
    m_thread = std::thread([this] { run(); });
}

IoLoop::Impl::~Impl() { stop(); }

void IoLoop::Impl::run()
{
    // OpenSSL writes to sockets whose peer may be gone; the error code says all there is to say.
    sigset_t broken;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken, nullptr);
    pthread_setname_np(pthread_self(), "http");
    m_mailbox->setReader(std::this_thread::get_id());
    startTicking();
    const std::function<void()> work = [this] { handleReady(); };
    while (!m_io.stopped()) {
        if (m_settings.aroundTurn)
            m_settings.aroundTurn(work);
        else
            work();
    }
    m_listeners.clear();
    m_peers.clear();
}

/// Sends what was answered at the end of the last turn, waits until something is ready, and goes on
/// without waiting. Nor does it wait when a request has been there already.
void IoLoop::Impl::handleReady()
{
    const quint64 before = m_dispatched;
    deliver();
    std::size_t handled = m_dispatched == before ? m_io.run_one() : m_io.poll_one();
    for (int i = 1; handled > 0 && i < readyInATurn; ++i)
        handled = m_io.poll_one();
}

void IoLoop::Impl::stop()
{
    if (!m_thread.joinable())
        return;
    m_mailbox->close();
    m_io.stop();
    m_thread.join();
}

void IoLoop::Impl::adopt(int socket, QString peerAddress, std::shared_ptr<TlsContext> tls)
{
    // The descriptor owns the socket from here on, also when the loop ends before it gets to it.
    asio::dispatch(m_io,
                   [this, descriptor = Descriptor(m_io, socket), peerAddress = std::move(peerAddress),
                    tls = std::move(tls)]() mutable {
                       const int native = descriptor.native_handle();
                       insert(std::move(descriptor), { 0, native, std::move(peerAddress) }, std::move(tls));
                   });
}

void IoLoop::Impl::listen(int socket, std::function<void(int)> accepted)
{
    auto listener = std::make_shared<Listener>(Listener{ Descriptor(m_io, socket), std::move(accepted) });
    asio::post(m_io, [this, listener = std::move(listener)] {
        m_listeners.push_back(listener);
        awaitConnections(listener);
    });
}

void IoLoop::Impl::insert(Descriptor descriptor, Connection::Origin origin, std::shared_ptr<TlsContext> tls)
{
    if (m_peers.size() >= static_cast<std::size_t>(m_settings.limits.connections))
        makeRoom();
    origin.id = ++m_lastId;
    auto peer = std::make_shared<Peer>(std::move(descriptor), std::move(origin), std::move(tls), m_around);
    m_peers.emplace(peer->connection.id(), peer);
    follow(peer, Connection::Waits::Readable);
}

void IoLoop::Impl::makeRoom()
{
    PeerPointer weakest;
    for (const auto& [id, peer] : m_peers) {
        const Milliseconds claim = peer->connection.claim();
        if (claim >= 0 && (!weakest || claim < weakest->connection.claim()))
            weakest = peer;
    }
    if (weakest)
        follow(weakest, Connection::Waits::Nothing);
}

void IoLoop::Impl::follow(const PeerPointer& peer, Connection::Waits waits)
{
    switch (waits) {
    case Connection::Waits::Readable:
    case Connection::Waits::Writable:
        peer->descriptor.async_wait(waits == Connection::Waits::Readable ? Descriptor::wait_read
                                                                         : Descriptor::wait_write,
                                    [this, peer](const error_code& error) {
                                        if (!error)
                                            onReady(peer);
                                    });
        return;
    case Connection::Waits::Answer:
        return;
    case Connection::Waits::Nothing:
        error_code ignored;
        peer->descriptor.close(ignored);
        m_peers.erase(peer->connection.id());
        return;
    }
}

void IoLoop::Impl::onReady(const PeerPointer& peer)
{
    if (!peer->descriptor.is_open())
        return; // closed between becoming ready and being looked at
    follow(peer, peer->connection.proceed(steadyNow()));
}

void IoLoop::Impl::deliverAll()
{
    // Whoever woke us has more answers as a rule; where it shares our core, let it bring them all.
    std::this_thread::yield();
    deliver();
}

void IoLoop::Impl::deliver()
{
    m_delivery.clear();
    m_mailbox->takeAll(m_delivery);
    if (m_delivery.empty())
        return;
    const Milliseconds now = steadyNow();
    for (Answer& answer : m_delivery) {
        const auto found = m_peers.find(answer.connection);
        if (found == m_peers.end())
            continue;
        const PeerPointer peer = found->second;
        follow(peer, peer->connection.answer(std::move(answer.response), now));
    }
    // A pipelined request may have been answered meanwhile; others get their turn first.
    if (m_mailbox->hasAnswers())
        asio::post(m_io, [this] { deliver(); });
}

void IoLoop::Impl::awaitConnections(const std::shared_ptr<Listener>& listener)
{
    listener->descriptor.async_wait(Descriptor::wait_read, [this, listener](const error_code& error) {
        if (error)
            return;
        acceptAll(*listener);
        awaitConnections(listener);
    });
}

void IoLoop::Impl::acceptAll(Listener& listener)
{
    for (int i = 0; i < acceptsInARow; ++i) {
        const int socket
            = accept4(listener.descriptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket >= 0) {
            listener.accepted(socket);
        } else if (errno == EMFILE || errno == ENFILE) {
            makeRoom(); // the next round finds a free descriptor
            return;
        } else if (errno != ECONNABORTED && errno != EINTR) {
            return;
        }
    }
}

void IoLoop::Impl::startTicking()
{
    m_timer.expires_after(tick);
    m_timer.async_wait([this](const error_code& error) {
        if (error)
            return;
        onTick();
        startTicking();
    });
}

void IoLoop::Impl::onTick()
{
    const Milliseconds now = steadyNow();
    std::vector<PeerPointer> late;
    for (const auto& [id, peer] : m_peers) {
        if (peer->connection.isLate(now))
            late.push_back(peer);
        else
            peer->connection.rest(now);
    }
    for (const PeerPointer& peer : late)
        follow(peer, Connection::Waits::Nothing);
}

IoLoop::IoLoop(LoopSettings settings)
    : m_impl(std::make_unique<Impl>(std::move(settings)))
{
}

IoLoop::~IoLoop() = default;

void IoLoop::stop() { m_impl->stop(); }

void IoLoop::adopt(int socket, QString peerAddress, std::shared_ptr<TlsContext> tls)
{
    m_impl->adopt(socket, std::move(peerAddress), std::move(tls));
}

void IoLoop::listen(int socket, std::function<void(int)> accepted)
{
    m_impl->listen(socket, std::move(accepted));
}

} // namespace strongroom::net
