// SPDX-License-Identifier: Apache-2.0
#include "model/net/wiped_buffer.h"

#include <algorithm>
#include <cstring>
#include <string.h>

namespace strongroom::net {

char* WipedBuffer::reserve(std::size_t size)
{
    if (m_capacity - m_end >= size)
        return m_bytes.get() + m_end;
    const std::size_t kept = this->size();
    if (m_capacity - kept >= size) {
        std::memmove(m_bytes.get(), m_bytes.get() + m_begin, kept);
        explicit_bzero(m_bytes.get() + kept, m_end - kept);
    } else {
        const std::size_t capacity = std::max<std::size_t>({ kept + size, 2 * m_capacity, 4096 });
        auto grown = std::make_unique_for_overwrite<char[]>(capacity);
        if (kept > 0)
            std::memcpy(grown.get(), m_bytes.get() + m_begin, kept);
        release();
        m_bytes = std::move(grown);
        m_capacity = capacity;
    }
    m_begin = 0;
    m_end = kept;
    return m_bytes.get() + m_end;
}

void WipedBuffer::append(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    const auto size = static_cast<std::size_t>(bytes.size());
    std::memcpy(reserve(size), bytes.data(), size);
    commit(size);
}

void WipedBuffer::consume(std::size_t size)
{
    if (size == 0)
        return;
    explicit_bzero(m_bytes.get() + m_begin, size);
    m_begin += size;
    if (m_begin == m_end)
        m_begin = m_end = 0;
}

void WipedBuffer::release()
{
    if (m_bytes)
        explicit_bzero(m_bytes.get(), m_end);
    m_bytes.reset();
    m_capacity = m_begin = m_end = 0;
}

} // namespace strongroom::net
