// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/secret_text.h"

#include <QStringDecoder>
#include <QStringEncoder>

#include <cstring>

namespace strongroom::ui {

SecretText SecretText::fromUtf8(const base::SecureBytes& bytes)
{
    SecretText text;
    QStringDecoder decoder(QStringDecoder::Utf8);
    text.reserve(decoder.requiredSpace(qsizetype(bytes.size())));
    auto* const begin = reinterpret_cast<QChar*>(text.units());
    text.m_size = decoder.appendToBuffer(begin, bytes.view()) - begin;
    return text;
}

void SecretText::reserve(qsizetype size)
{
    const auto wanted = std::size_t(size) * sizeof(char16_t);
    if (wanted <= m_units.size())
        return;
    base::SecureBytes larger(std::max(wanted, 2 * m_units.size()));
    if (m_size > 0)
        std::memcpy(larger.data(), m_units.data(), std::size_t(m_size) * sizeof(char16_t));
    m_units = std::move(larger);
}

void SecretText::insert(qsizetype at, QStringView text)
{
    if (text.isEmpty())
        return;
    reserve(m_size + text.size());
    std::memmove(units() + at + text.size(), units() + at, std::size_t(m_size - at) * sizeof(char16_t));
    std::memcpy(units() + at, text.utf16(), std::size_t(text.size()) * sizeof(char16_t));
    m_size += text.size();
}

void SecretText::remove(qsizetype at, qsizetype count)
{
    if (count <= 0)
        return;
    std::memmove(units() + at, units() + at + count, std::size_t(m_size - at - count) * sizeof(char16_t));
    std::memset(units() + m_size - count, 0, std::size_t(count) * sizeof(char16_t));
    m_size -= count;
}

void SecretText::clear()
{
    m_units.clear();
    m_size = 0;
}

qsizetype SecretText::utf8Size() const
{
    qsizetype bytes = 0;
    for (qsizetype i = 0; i < m_size; ++i) {
        const char16_t unit = at(i);
        const bool isPair
            = QChar::isHighSurrogate(unit) && i + 1 < m_size && QChar::isLowSurrogate(at(i + 1));
        bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPair ? 4 : 3;
        i += isPair ? 1 : 0;
    }
    return bytes;
}

base::SecureBytes SecretText::toUtf8() const { return base::SecureBytes::fromText(view()); }

} // namespace strongroom::ui
