// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFuture>
#include <QFutureInterface>
#include <QFutureWatcher>
#include <QPointer>

#include <type_traits>
#include <utility>

namespace strongroom::base {

/// The giving end of a QFuture of one value. Move-only; a promise that is dropped cancels its future,
/// and continuations are not run: a QFutureWatcher is told.
///
/// Takes the place of QPromise, because in Qt 6.4 taking a result marks the shared state as unfinished:
/// a QPromise that is destroyed after that runs the continuation a second time.
template <typename T> class Promise final
{
public:
    Promise() { m_state.reportStarted(); }
    ~Promise()
    {
        if (!m_isOwed)
            return;
        m_state.cancel();
        // Of the base: it does not run the continuation, whose context may be what is being destroyed.
        m_state.QFutureInterfaceBase::reportFinished();
    }
    Promise(Promise&& other) noexcept
        : m_state(std::move(other.m_state))
        , m_isOwed(std::exchange(other.m_isOwed, false))
    {
    }
    Promise& operator=(Promise&&) = delete;
    Promise(const Promise&) = delete;
    Promise& operator=(const Promise&) = delete;

    QFuture<T> future() { return m_state.future(); }

    /// Once. Continuations without another thread's context run before it returns.
    void fulfil(T value)
    {
        m_isOwed = false;
        m_state.reportResult(std::move(value));
        m_state.reportFinished();
    }

private:
    QFutureInterface<T> m_state;
    bool m_isOwed = true;
};

/// The same without a value.
template <> class Promise<void> final
{
public:
    Promise() { m_state.reportStarted(); }
    ~Promise()
    {
        if (!m_isOwed)
            return;
        m_state.cancel();
        // Of the base: it does not run the continuation, whose context may be what is being destroyed.
        m_state.QFutureInterfaceBase::reportFinished();
    }
    Promise(Promise&& other) noexcept
        : m_state(std::move(other.m_state))
        , m_isOwed(std::exchange(other.m_isOwed, false))
    {
    }
    Promise& operator=(Promise&&) = delete;
    Promise(const Promise&) = delete;
    Promise& operator=(const Promise&) = delete;

    QFuture<void> future() { return m_state.future(); }
    void fulfil()
    {
        m_isOwed = false;
        m_state.reportFinished();
    }

private:
    QFutureInterface<void> m_state;
    bool m_isOwed = true;
};

namespace detail {

template <typename T, typename F> auto callWith(F& function, QFuture<T> done)
{
    if constexpr (std::is_invocable_v<F&, T>)
        return function(done.takeResult());
    else
        return function(std::move(done));
}

} // namespace detail

/// What `function` makes of the value of `future` (or of the future), on the thread of `context`; not called
/// when the context is gone by then, or when the value never comes. Takes the place of QFuture::then(), which
/// in Qt 6.4 runs its function a second time when the answer comes while it is being called, and whose own
/// promise does not survive that its result is taken.
template <typename T, typename F> auto continued(QFuture<T> future, QObject* context, F function)
{
    using Made = decltype(detail::callWith(function, future));
    Promise<Made> promise;
    auto result = promise.future();
    auto* const watcher = new QFutureWatcher<T>;
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher,
                     [watcher, guard = QPointer<QObject>(context), promise = std::move(promise),
                      function = std::move(function)]() mutable {
                         watcher->deleteLater();
                         // Gone when this returns, not when the watcher is.
                         auto call = std::move(function);
                         auto owed = std::move(promise);
                         QFuture<T> done = watcher->future();
                         if (!guard || done.isCanceled())
                             return;
                         if constexpr (std::is_void_v<Made>) {
                             detail::callWith(call, std::move(done));
                             owed.fulfil();
                         } else {
                             owed.fulfil(detail::callWith(call, std::move(done)));
                         }
                     });
    watcher->setFuture(future);
    watcher->moveToThread(context->thread());
    return result;
}

/// A future whose continuations go through continued(): they have a context.
template <typename T> class Answer final : public QFuture<T>
{
public:
    Answer(QFuture<T> future) // NOLINT(google-explicit-constructor): it is one
        : QFuture<T>(std::move(future))
    {
    }
    template <typename F> auto then(QObject* context, F function)
    {
        return continued(QFuture<T>(*this), context, std::move(function));
    }
};

/// A future that has its value already.
template <typename T> QFuture<T> readyFuture(T value)
{
    Promise<T> promise;
    auto future = promise.future();
    promise.fulfil(std::move(value));
    return future;
}

} // namespace strongroom::base
