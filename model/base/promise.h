// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFuture>
#include <QFutureInterface>

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

/// What `function` makes of the value of `future`, on the thread of `context`. Takes the place of
/// QFuture::then() where the new future is handed on: its receiver may take the result, which the promise
/// inside then() does not survive either.
template <typename T, typename F>
auto continued(QFuture<T> future, QObject* context, F function) -> QFuture<std::invoke_result_t<F, T>>
{
    Promise<std::invoke_result_t<F, T>> promise;
    auto result = promise.future();
    future.then(context,
                [promise = std::move(promise), function = std::move(function)](QFuture<T> done) mutable {
                    promise.fulfil(function(done.takeResult()));
                });
    return result;
}

/// A future that has its value already.
template <typename T> QFuture<T> readyFuture(T value)
{
    Promise<T> promise;
    auto future = promise.future();
    promise.fulfil(std::move(value));
    return future;
}

} // namespace strongroom::base
