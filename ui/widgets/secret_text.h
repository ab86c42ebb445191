// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QStringView>

namespace strongroom::ui {

/// Editable UTF-16 text that is zeroed wherever it has been: the buffer behind the controls that show and
/// take secret values. Move-only.
class SecretText final
{
public:
    SecretText() = default;
    /// Text of UTF-8 `bytes`; malformed sequences become the replacement character.
    static SecretText fromUtf8(const base::SecureBytes& bytes);

    qsizetype size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    char16_t at(qsizetype index) const { return units()[index]; }
    /// Valid until the next change.
    QStringView view() const { return { units(), m_size }; }

    void insert(qsizetype at, QStringView text);
    void remove(qsizetype at, qsizetype count);
    void clear();

    base::SecureBytes toUtf8() const;
    qsizetype utf8Size() const;

private:
    const char16_t* units() const { return reinterpret_cast<const char16_t*>(m_units.data()); }
    char16_t* units() { return reinterpret_cast<char16_t*>(m_units.data()); }
    void reserve(qsizetype size);

    base::SecureBytes m_units;
    qsizetype m_size = 0;
};

} // namespace strongroom::ui
