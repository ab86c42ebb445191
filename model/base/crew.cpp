// SPDX-License-Identifier: Apache-2.0
#include "model/base/crew.h"

#include <pthread.h>

#include <algorithm>

namespace strongroom::base {

Crew::Crew(const char* name, unsigned size)
    : m_name(name)
    , m_size(size != 0 ? size : std::max(1U, std::thread::hardware_concurrency()))
{
}

Crew::~Crew()
{
    {
        const std::lock_guard guard(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void Crew::post(UniqueFunction<void()> job)
{
    {
        const std::lock_guard guard(m_mutex);
        m_jobs.push_back(std::move(job));
        if (m_idle < m_jobs.size() && m_threads.size() < m_size) {
            m_threads.emplace_back([this] { loop(); });
            pthread_setname_np(m_threads.back().native_handle(), m_name);
        }
    }
    m_wake.notify_one();
}

void Crew::loop()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        ++m_idle;
        m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
        --m_idle;
        if (m_jobs.empty())
            return;
        UniqueFunction<void()> job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job();
        job = {};
        lock.lock();
    }
}

} // namespace strongroom::base
