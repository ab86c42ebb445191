// SPDX-License-Identifier: Apache-2.0
#include "model/base/lane.h"

#include <pthread.h>

namespace strongroom::base {

Lane::Lane(const char* name)
    : m_thread([this] { loop(); })
{
    pthread_setname_np(m_thread.native_handle(), name);
}

Lane::~Lane()
{
    {
        const std::lock_guard guard(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Lane::post(UniqueFunction<void()> job)
{
    {
        const std::lock_guard guard(m_mutex);
        m_jobs.push_back(std::move(job));
        if (m_isBusy)
            return; // whoever runs a job looks again after it
    }
    m_wake.notify_one();
}

void Lane::runOrPost(UniqueFunction<void()> job)
{
    {
        const std::lock_guard guard(m_mutex);
        if (m_isBusy || !m_jobs.empty()) {
            m_jobs.push_back(std::move(job));
            return;
        }
        m_isBusy = true;
    }
    job();
    job = {};
    {
        const std::lock_guard guard(m_mutex);
        m_isBusy = false;
        if (m_jobs.empty() && !m_stopping)
            return;
    }
    m_wake.notify_one();
}

void Lane::loop()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return !m_isBusy && (m_stopping || !m_jobs.empty()); });
        if (m_jobs.empty())
            return;
        m_isBusy = true;
        UniqueFunction<void()> job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job();
        job = {};
        lock.lock();
        m_isBusy = false;
    }
}

} // namespace strongroom::base
