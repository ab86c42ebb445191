// SPDX-License-Identifier: Apache-2.0
#include "model/net/io_loop.h"

#include "model/base/file_descriptor.h"
#include "model/base/unique_function.h"
#include "model/net/ready_set.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <pthread.h>
#include <sys/socket.h>
#include <thread>
#include <unordered_map>

namespace strongroom::net {

namespace {

constexpr Milliseconds tick = 250;
constexpr int acceptsInARow = 64;
constexpr std::size_t readyInATurn = 128;

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
    std::mutex m_mutex;
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
    Peer(base::FileDescriptor owned, Connection::Origin origin, std::shared_ptr<TlsContext> tls,
         Surroundings& around)
        : socket(std::move(owned))
        , connection(std::move(origin), std::move(tls), around, steadyNow())
    {
    }

    base::FileDescriptor socket; // goes after the connection
    Connection connection;
    std::optional<ReadySet::Wish> watched; ///< what the set of descriptors looks for
    bool isWaiting = false; ///< for that
};

struct Listener final
{
    base::FileDescriptor socket;
    std::function<void(int)> accepted;
};

} // namespace

class IoLoop::Impl final
{
public:
    explicit Impl(LoopSettings settings);
    ~Impl();

    bool isRunning() const { return m_thread.joinable(); }
    void stop();
    void adopt(int socket, QString peerAddress, std::shared_ptr<TlsContext> tls);
    void listen(int socket, std::function<void(int)> accepted);

private:
    void run();
    void handleReady();
    std::size_t handleWithin(Milliseconds atMost);
    void handle(quint64 token, Milliseconds now);
    void post(base::UniqueFunction<void()> work);
    void onBell();
    void insert(base::FileDescriptor socket, Connection::Origin origin, std::shared_ptr<TlsContext> tls);
    void makeRoom();
    void follow(Peer& peer, Connection::Waits waits);
    void watch(Peer& peer, ReadySet::Wish wish);
    void onReady(Peer& peer, Milliseconds now);
    void deliver();
    void acceptAll(Listener& listener);
    void tickWhenDue(Milliseconds now);

    LoopSettings m_settings;
    ReadySet m_ready;
    std::atomic<bool> m_isStopping = false;
    std::mutex m_mutex;
    std::vector<base::UniqueFunction<void()>> m_posted; // guarded by m_mutex
    std::shared_ptr<Mailbox> m_mailbox;
    // From here on touched on the loop's thread only.
    Surroundings m_around;
    std::unordered_map<quint64, std::unique_ptr<Peer>> m_peers;
    std::unordered_map<quint64, Listener> m_listeners;
    std::vector<Answer> m_delivery;
    quint64 m_lastToken = ReadySet::bell; // of connections and listeners
    quint64 m_dispatched = 0; // requests given to the handler
    Milliseconds m_nextTick = 0;
    std::thread m_thread;
};

IoLoop::Impl::Impl(LoopSettings settings)
    : m_settings(std::move(settings))
    , m_mailbox(std::make_shared<Mailbox>([this] { m_ready.ring(); }))
    , m_around{ m_settings.limits, { m_settings.port, m_settings.allowsHost }, {}, 0, {} }
{
    m_around.dispatch = [this](quint64 connection, HttpRequest request) {
        ++m_dispatched;
        m_settings.handler(std::move(request), Ticket(m_mailbox, connection));
    };
    if (m_ready.isOpen())
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
    m_nextTick = steadyNow() + tick;
    const std::function<void()> work = [this] { handleReady(); };
    while (!m_isStopping) {
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
    const bool waits = m_dispatched == before;
    std::size_t handled = handleWithin(waits ? std::max<Milliseconds>(m_nextTick - steadyNow(), 0) : 0);
    for (std::size_t all = handled; handled > 0 && all < readyInATurn; all += handled)
        handled = handleWithin(0);
}

/// How many were ready.
std::size_t IoLoop::Impl::handleWithin(Milliseconds atMost)
{
    const auto& ready = m_ready.wait(static_cast<int>(atMost));
    const Milliseconds now = steadyNow();
    for (const quint64 token : ready)
        handle(token, now);
    tickWhenDue(now);
    return ready.size();
}

void IoLoop::Impl::handle(quint64 token, Milliseconds now)
{
    if (token == ReadySet::bell)
        onBell();
    else if (const auto peer = m_peers.find(token); peer != m_peers.end())
        onReady(*peer->second, now);
    else if (const auto listener = m_listeners.find(token); listener != m_listeners.end())
        acceptAll(listener->second);
}

void IoLoop::Impl::post(base::UniqueFunction<void()> work)
{
    {
        const std::lock_guard guard(m_mutex);
        m_posted.push_back(std::move(work));
    }
    m_ready.ring();
}

void IoLoop::Impl::onBell()
{
    std::vector<base::UniqueFunction<void()>> posted;
    {
        const std::lock_guard guard(m_mutex);
        posted.swap(m_posted);
    }
    for (auto& work : posted)
        work();
    // Whoever rang has more answers as a rule; where it shares our core, let it bring them all.
    std::this_thread::yield();
    deliver();
}

void IoLoop::Impl::stop()
{
    if (!m_thread.joinable())
        return;
    m_mailbox->close();
    m_isStopping = true;
    m_ready.ring();
    m_thread.join();
}

void IoLoop::Impl::adopt(int socket, QString peerAddress, std::shared_ptr<TlsContext> tls)
{
    // The socket is closed also when the loop ends before it gets to it.
    post([this, owned = base::FileDescriptor(socket), peerAddress = std::move(peerAddress),
          tls = std::move(tls)]() mutable {
        const int native = owned.get();
        insert(std::move(owned), { 0, native, std::move(peerAddress) }, std::move(tls));
    });
}

void IoLoop::Impl::listen(int socket, std::function<void(int)> accepted)
{
    post([this, owned = base::FileDescriptor(socket), accepted = std::move(accepted)]() mutable {
        const int native = owned.get();
        m_listeners.emplace(++m_lastToken, Listener{ std::move(owned), std::move(accepted) });
        m_ready.add(native, m_lastToken, ReadySet::Wish::Read);
    });
}

void IoLoop::Impl::insert(base::FileDescriptor socket, Connection::Origin origin,
                          std::shared_ptr<TlsContext> tls)
{
    if (m_peers.size() >= static_cast<std::size_t>(m_settings.limits.connections))
        makeRoom();
    const quint64 id = ++m_lastToken;
    origin.id = id;
    auto peer = std::make_unique<Peer>(std::move(socket), std::move(origin), std::move(tls), m_around);
    follow(*m_peers.emplace(id, std::move(peer)).first->second, Connection::Waits::Readable);
}

void IoLoop::Impl::makeRoom()
{
    Peer* weakest = nullptr;
    for (const auto& [id, peer] : m_peers) {
        const Milliseconds claim = peer->connection.claim();
        if (claim >= 0 && (!weakest || claim < weakest->connection.claim()))
            weakest = peer.get();
    }
    if (weakest)
        follow(*weakest, Connection::Waits::Nothing);
}

/// After `Nothing` the peer is gone.
void IoLoop::Impl::follow(Peer& peer, Connection::Waits waits)
{
    switch (waits) {
    case Connection::Waits::Readable:
        watch(peer, ReadySet::Wish::Read);
        return;
    case Connection::Waits::Writable:
        watch(peer, ReadySet::Wish::Write);
        return;
    case Connection::Waits::Answer:
        peer.isWaiting = false;
        return;
    case Connection::Waits::Nothing:
        m_peers.erase(peer.connection.id());
        return;
    }
}

void IoLoop::Impl::watch(Peer& peer, ReadySet::Wish wish)
{
    if (!peer.watched)
        m_ready.add(peer.socket.get(), peer.connection.id(), wish);
    else if (*peer.watched != wish)
        m_ready.change(peer.socket.get(), peer.connection.id(), wish);
    peer.watched = wish;
    peer.isWaiting = true;
}

void IoLoop::Impl::onReady(Peer& peer, Milliseconds now)
{
    if (peer.isWaiting) {
        follow(peer, peer.connection.proceed(now));
        return;
    }
    // Its request is in work. It stays watched meanwhile, as nearly all have nothing to say then; this one
    // has.
    m_ready.remove(peer.socket.get());
    peer.watched.reset();
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
        if (found != m_peers.end())
            follow(*found->second, found->second->connection.answer(std::move(answer.response), now));
    }
}

void IoLoop::Impl::acceptAll(Listener& listener)
{
    for (int i = 0; i < acceptsInARow; ++i) {
        const int socket = accept4(listener.socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
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

void IoLoop::Impl::tickWhenDue(Milliseconds now)
{
    if (now < m_nextTick)
        return;
    m_nextTick = now + tick;
    std::vector<Peer*> late;
    for (const auto& [id, peer] : m_peers) {
        if (peer->connection.isLate(now))
            late.push_back(peer.get());
        else
            peer->connection.rest(now);
    }
    for (Peer* const peer : late)
        follow(*peer, Connection::Waits::Nothing);
}

IoLoop::IoLoop(LoopSettings settings)
    : m_impl(std::make_unique<Impl>(std::move(settings)))
{
}

IoLoop::~IoLoop() = default;

bool IoLoop::isRunning() const { return m_impl->isRunning(); }

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
