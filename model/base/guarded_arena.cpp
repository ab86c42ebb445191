// SPDX-License-Identifier: Apache-2.0
#include "model/base/guarded_arena.h"

#include <array>
#include <cstdint>
#include <mutex>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace strongroom::base::guarded_arena {

namespace {

constexpr std::size_t arenaSize = 1024 * 1024;
constexpr std::array<std::size_t, 6> classSizes = { 32, 64, 256, 512, 1024, 4096 };

/// Fixed size classes, each block of a class reused only within it: no headers lie between secrets.
class Arena final
{
public:
    Arena()
    {
        const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        void* map = mmap(nullptr, arenaSize + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (map == MAP_FAILED)
            return;
        unsigned char* begin = static_cast<unsigned char*>(map) + page;
        if (mprotect(begin, arenaSize, PROT_READ | PROT_WRITE) != 0)
            return;
        m_begin = begin;
        m_locked = mlock(begin, arenaSize) == 0;
        madvise(begin, arenaSize, MADV_DONTDUMP);
        madvise(begin, arenaSize, MADV_WIPEONFORK);
    }

    void* take(std::size_t size)
    {
        const std::size_t index = classOf(size);
        if (!m_begin || index == classSizes.size())
            return nullptr;
        const std::lock_guard guard(m_mutex);
        if (!m_free[index].empty()) {
            void* block = m_free[index].back();
            m_free[index].pop_back();
            return block;
        }
        if (m_used + classSizes[index] > arenaSize)
            return nullptr;
        void* block = m_begin + m_used;
        m_used += classSizes[index];
        return block;
    }

    bool owns(const void* block) const
    {
        const auto address = reinterpret_cast<std::uintptr_t>(block);
        const auto begin = reinterpret_cast<std::uintptr_t>(m_begin);
        return m_begin && address >= begin && address < begin + arenaSize;
    }

    void giveBack(void* block, std::size_t size)
    {
        explicit_bzero(block, size);
        const std::lock_guard guard(m_mutex);
        m_free[classOf(size)].push_back(block);
    }

    bool isLocked() const { return m_locked; }

private:
    static std::size_t classOf(std::size_t size)
    {
        std::size_t index = 0;
        while (index < classSizes.size() && classSizes[index] < size)
            ++index;
        return index;
    }

    std::mutex m_mutex;
    unsigned char* m_begin = nullptr; // constant after construction
    bool m_locked = false; // constant after construction
    std::size_t m_used = 0; // guarded by m_mutex
    std::array<std::vector<void*>, classSizes.size()> m_free; // guarded by m_mutex
};

Arena& arena()
{
    // Never destroyed: secrets in static objects may outlive any order of destruction.
    static Arena* const only = new Arena;
    return *only;
}

} // namespace

void* take(std::size_t size) { return arena().take(size); }

bool owns(const void* block) { return arena().owns(block); }

void giveBack(void* block, std::size_t size) { arena().giveBack(block, size); }

bool isLocked() { return arena().isLocked(); }

} // namespace strongroom::base::guarded_arena
