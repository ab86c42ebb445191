// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/promise.h"
#include "model/base/unique_function.h"

#include <QFuture>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>

namespace strongroom::base {

/// One thread and one queue: jobs run one after the other. What is touched only by jobs of one lane needs
/// no lock. The destructor runs the jobs that are queued, then joins. post(), run() and runOrPost() may be
/// called from any thread.
class Lane final
{
public:
    explicit Lane(const char* name);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    void post(UniqueFunction<void()> job);
    /// Runs `job` at once on the calling thread when the lane has nothing to do, else posts it: saves the
    /// way to the lane's thread and back.
    void runOrPost(UniqueFunction<void()> job);

    /// Runs `job` on the lane; the future holds what it returns. Continuations name a context object.
    template <typename F> QFuture<std::invoke_result_t<F>> run(F job)
    {
        Promise<std::invoke_result_t<F>> promise;
        auto future = promise.future();
        post([promise = std::move(promise), job = std::move(job)]() mutable { promise.fulfil(job()); });
        return future;
    }

private:
    void loop();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<UniqueFunction<void()>> m_jobs; // guarded by m_mutex
    bool m_isBusy = false; // guarded by m_mutex: a job runs, here or in runOrPost()
    bool m_stopping = false; // guarded by m_mutex
    std::thread m_thread;
};

} // namespace strongroom::base
