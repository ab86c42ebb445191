// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/unique_function.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace strongroom::base {

/// Some threads and one queue, for work that belongs to no lane. The destructor runs what is queued, then
/// joins. post() may be called from any thread. Threads are started when there is first work for them.
class Crew final
{
public:
    /// `size` 0: as many as the machine has processors.
    explicit Crew(const char* name, unsigned size = 0);
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    void post(UniqueFunction<void()> job);
    /// How many jobs it can do at the same time.
    unsigned size() const { return m_size; }

private:
    void loop();

    const char* const m_name;
    const unsigned m_size;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<UniqueFunction<void()>> m_jobs; // guarded by m_mutex
    unsigned m_idle = 0; // guarded by m_mutex
    bool m_stopping = false; // guarded by m_mutex
    std::vector<std::thread> m_threads; // guarded by m_mutex
};

} // namespace strongroom::base
