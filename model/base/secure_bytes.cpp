// SPDX-License-Identifier: Apache-2.0
#include "model/base/secure_bytes.h"

#include "model/base/guarded_arena.h"

#include <QStringEncoder>

#include <cstdlib>
#include <cstring>
#include <new>
#include <string.h>

namespace strongroom::base {

namespace {

unsigned char* allocate(std::size_t size)
{
    if (size == 0)
        return nullptr;
    void* block = guarded_arena::take(size);
    if (!block)
        block = std::calloc(1, size);
    if (!block)
        throw std::bad_alloc();
    return static_cast<unsigned char*>(block);
}

void release(unsigned char* block, std::size_t size)
{
    if (!block)
        return;
    if (guarded_arena::owns(block)) {
        guarded_arena::giveBack(block, size);
        return;
    }
    explicit_bzero(block, size);
    std::free(block);
}

} // namespace

SecureBytes::SecureBytes(std::size_t size)
    : m_data(allocate(size))
    , m_size(size)
{
}

SecureBytes::~SecureBytes() { release(m_data, m_size); }

SecureBytes::SecureBytes(SecureBytes&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{
}

SecureBytes& SecureBytes::operator=(SecureBytes&& other) noexcept
{
    if (this != &other) {
        release(m_data, m_size);
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

SecureBytes SecureBytes::copyOf(QByteArrayView bytes)
{
    SecureBytes copy(static_cast<std::size_t>(bytes.size()));
    if (!bytes.isEmpty())
        std::memcpy(copy.m_data, bytes.data(), copy.m_size);
    return copy;
}

SecureBytes SecureBytes::copyOf(std::span<const unsigned char> bytes)
{
    SecureBytes copy(bytes.size());
    if (!bytes.empty())
        std::memcpy(copy.m_data, bytes.data(), bytes.size());
    return copy;
}

SecureBytes SecureBytes::fromText(QStringView text)
{
    QStringEncoder encode(QStringEncoder::Utf8);
    SecureBytes room(static_cast<std::size_t>(encode.requiredSpace(text.size())));
    char* begin = reinterpret_cast<char*>(room.m_data);
    const char* end = room.m_size == 0 ? begin : encode.appendToBuffer(begin, text);
    return copyOf(std::span<const unsigned char>(room.m_data, static_cast<std::size_t>(end - begin)));
}

SecureBytes SecureBytes::clone() const { return copyOf(span()); }

QByteArrayView SecureBytes::view() const
{
    return { reinterpret_cast<const char*>(m_data), static_cast<qsizetype>(m_size) };
}

void SecureBytes::clear() { release(std::exchange(m_data, nullptr), std::exchange(m_size, 0)); }

bool operator==(const SecureBytes& a, const SecureBytes& b)
{
    return equalInConstantTime(a.span(), b.span());
}

bool equalInConstantTime(std::span<const unsigned char> a, std::span<const unsigned char> b)
{
    if (a.size() != b.size())
        return false;
    volatile unsigned char difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
    return difference == 0;
}

void wipe(QString& text)
{
    explicit_bzero(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    text.clear();
}

void wipe(QByteArray& bytes)
{
    explicit_bzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

} // namespace strongroom::base
