// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QByteArrayView>
#include <QStringView>

namespace strongroom::transfer {

/// Text that is put together from secret pieces. Grows by doubling and wipes what it grew out of.
class SecureText final
{
public:
    SecureText() = default;
    explicit SecureText(std::size_t expectedSize)
        : m_room(expectedSize)
    {
    }

    void append(char c);
    void append(QByteArrayView bytes);
    void append(QStringView text);
    /// The UTF-8 form of a Unicode scalar value.
    void appendCodePoint(char32_t codePoint);
    void truncate(std::size_t size) { m_size = std::min(m_size, size); }

    std::size_t size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    QByteArrayView view() const { return m_room.view().first(static_cast<qsizetype>(m_size)); }
    /// What was put together; this text is empty afterwards.
    base::SecureBytes take();

private:
    void makeRoomFor(std::size_t more);

    base::SecureBytes m_room;
    std::size_t m_size = 0;
};

} // namespace strongroom::transfer
