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
    }
    m_wake.notify_one();
}

void Lane::loop()
{
    while (true) {
        UniqueFunction<void()> job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace strongroom::base
