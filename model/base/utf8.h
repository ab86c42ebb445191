// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringView>

#include <array>

namespace strongroom::base {

/// The UTF-8 of a text while it is being used. Short ASCII, which nearly all texts of the model are, costs
/// no allocation. Not for secrets: nothing is overwritten.
class Utf8 final
{
public:
    explicit Utf8(QStringView text)
        : m_view(m_short.data(), text.size())
    {
        if (text.size() > static_cast<qsizetype>(m_short.size()) || !narrow(text)) {
            m_long = text.toUtf8();
            m_view = m_long;
        }
    }
    Utf8(const Utf8&) = delete;
    Utf8& operator=(const Utf8&) = delete;

    QByteArrayView view() const { return m_view; }

private:
    /// False when the text is not ASCII.
    bool narrow(QStringView text)
    {
        char16_t all = 0;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const char16_t unit = text[i].unicode();
            m_short[static_cast<std::size_t>(i)] = static_cast<char>(unit);
            all |= unit;
        }
        return all < 0x80;
    }

    std::array<char, 256> m_short; // not initialised: what is looked at has been written
    QByteArray m_long;
    QByteArrayView m_view;
};

} // namespace strongroom::base
