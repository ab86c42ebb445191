// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

#include <cstddef>
#include <span>

namespace strongroom::base {

/// Bytes that must not be copied, logged or left behind: passphrases, keys, secret values. Move-only,
/// zeroed on release, compared in constant time, and without a way into QVariant, QDebug or a stream.
/// Memory comes from the guarded arena (locked, not dumped, wiped in a child) while it has room, else
/// from the heap. Thread-compatible.
class SecureBytes final
{
public:
    SecureBytes() = default;
    /// `size` zero bytes, to be filled through data().
    explicit SecureBytes(std::size_t size);
    ~SecureBytes();
    SecureBytes(SecureBytes&& other) noexcept;
    SecureBytes& operator=(SecureBytes&& other) noexcept;
    SecureBytes(const SecureBytes&) = delete;
    SecureBytes& operator=(const SecureBytes&) = delete;

    /// Copies `bytes`; the caller wipes the source.
    static SecureBytes copyOf(QByteArrayView bytes);
    static SecureBytes copyOf(std::span<const unsigned char> bytes);
    /// UTF-8 of `text`; the caller wipes the source (see wipe()).
    static SecureBytes fromText(QStringView text);

    SecureBytes clone() const;
    std::size_t size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    unsigned char* data() { return m_data; }
    const unsigned char* data() const { return m_data; }
    std::span<const unsigned char> span() const { return { m_data, m_size }; }
    QByteArrayView view() const;

    void clear();
    /// Constant time in the content; the length is not hidden.
    friend bool operator==(const SecureBytes& a, const SecureBytes& b);

private:
    unsigned char* m_data = nullptr;
    std::size_t m_size = 0;
};

/// Overwrites and empties a text or byte buffer that held a secret at one of the rims.
void wipe(QString& text);
void wipe(QByteArray& bytes);
/// True when both hold the same bytes; time depends on the length only.
bool equalInConstantTime(std::span<const unsigned char> a, std::span<const unsigned char> b);

} // namespace strongroom::base
