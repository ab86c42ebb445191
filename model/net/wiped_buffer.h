// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

#include <memory>

namespace strongroom::net {

/// Bytes on their way through a socket. Grows at its end, is consumed at its front, and overwrites what it
/// lets go, because anything may hold a secret. Thread-compatible.
class WipedBuffer final
{
public:
    WipedBuffer() = default;
    ~WipedBuffer() { release(); }
    WipedBuffer(const WipedBuffer&) = delete;
    WipedBuffer& operator=(const WipedBuffer&) = delete;

    QByteArrayView view() const
    {
        return { m_bytes.get() + m_begin, static_cast<qsizetype>(m_end - m_begin) };
    }
    std::size_t size() const { return m_end - m_begin; }
    bool isEmpty() const { return m_begin == m_end; }

    /// Room for `size` more bytes behind the content; commit() makes what was written there content.
    char* reserve(std::size_t size);
    void commit(std::size_t size) { m_end += size; }
    void append(QByteArrayView bytes);

    /// Drops and overwrites bytes at the front.
    void consume(std::size_t size);
    /// Overwrites the content and gives the memory back.
    void release();

private:
    std::unique_ptr<char[]> m_bytes;
    std::size_t m_capacity = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

} // namespace strongroom::net
