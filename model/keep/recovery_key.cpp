// SPDX-License-Identifier: Apache-2.0
#include "model/keep/recovery_key.h"

#include <QCryptographicHash>

#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace strongroom::keep {

namespace {

// Crockford's base 32: no I, L, O, U.
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t keySize = 32;
constexpr std::size_t groups = 13;
constexpr std::size_t dataInGroup = 4;
constexpr std::size_t groupSize = dataInGroup + 1;
constexpr std::size_t digits = groups * dataInGroup; // 260 bits: the key and four bits of its digest

using Digit = unsigned char; // 0 to 31

/// Product in GF(32) modulo x^5 + x^2 + 1: weights from a field find every single wrong character and
/// every pair of exchanged ones.
Digit times(Digit a, Digit b)
{
    unsigned product = 0;
    for (unsigned bit = 0; bit < 5; ++bit)
        product ^= (b >> bit & 1U) ? static_cast<unsigned>(a) << bit : 0U;
    for (unsigned bit = 8; bit >= 5; --bit)
        product ^= (product >> bit & 1U) ? 0b100101U << (bit - 5) : 0U;
    return static_cast<Digit>(product);
}

/// The check character of a group; `place` makes groups in the wrong order visible.
Digit checkOf(const Digit* group, std::size_t place)
{
    auto sum = static_cast<Digit>(place + 1);
    Digit weight = 1;
    for (std::size_t i = 0; i < dataInGroup; ++i) {
        weight = times(weight, 2);
        sum = static_cast<Digit>(sum ^ times(weight, group[i]));
    }
    return sum;
}

Digit digestBits(const base::SecureBytes& key)
{
    const QByteArray digest = QCryptographicHash::hash(key.view(), QCryptographicHash::Sha256);
    return static_cast<Digit>(static_cast<unsigned char>(digest[0]) >> 4);
}

/// The key's bits by fives, highest first; the last digit ends with four bits of the digest.
Digit bitsAt(const base::SecureBytes& key, std::size_t digit)
{
    unsigned value = 0;
    for (std::size_t bit = digit * 5; bit < digit * 5 + 5; ++bit) {
        const bool isInKey = bit < keySize * 8;
        const unsigned one = isInKey ? key.data()[bit / 8] >> (7 - bit % 8)
                                     : static_cast<unsigned>(digestBits(key)) >> (keySize * 8 + 3 - bit);
        value = value << 1 | (one & 1U);
    }
    return static_cast<Digit>(value);
}

/// -1 for a character that never occurs.
int digitOf(unsigned char character)
{
    if (character >= 'a' && character <= 'z')
        character = static_cast<unsigned char>(character - 'a' + 'A');
    if (character == 'O')
        character = '0';
    if (character == 'I' || character == 'L')
        character = '1';
    const auto at = alphabet.find(static_cast<char>(character));
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

bool isFiller(unsigned char character)
{
    return character == '-' || character == ' ' || character == '\t' || character == '\n'
        || character == '\r';
}

base::Error mistake(const QString& message)
{
    return { base::ErrorCode::BadParameter, message, u"recoveryKey"_s };
}

} // namespace

base::SecureBytes printRecoveryKey(const base::SecureBytes& key)
{
    base::SecureBytes printed(groups * groupSize + groups - 1);
    unsigned char* out = printed.data();
    for (std::size_t group = 0; group < groups; ++group) {
        std::array<Digit, dataInGroup> data{};
        for (std::size_t i = 0; i < dataInGroup; ++i) {
            data[i] = bitsAt(key, group * dataInGroup + i);
            *out++ = static_cast<unsigned char>(alphabet[data[i]]);
        }
        *out++ = static_cast<unsigned char>(alphabet[checkOf(data.data(), group)]);
        if (group + 1 < groups)
            *out++ = '-';
    }
    return printed;
}

base::Result<base::SecureBytes> readRecoveryKey(const base::SecureBytes& printed)
{
    base::SecureBytes typed(groups * groupSize);
    std::size_t count = 0;
    for (const unsigned char character : printed.span()) {
        if (isFiller(character))
            continue;
        const int digit = digitOf(character);
        if (digit < 0)
            return mistake(
                u"Group %1 has a character that no recovery key has."_s.arg(count / groupSize + 1));
        if (count < typed.size())
            typed.data()[count] = static_cast<Digit>(digit);
        ++count;
    }
    for (std::size_t group = 0; group < std::min(count / groupSize, groups); ++group) {
        const Digit* const data = typed.data() + group * groupSize;
        if (checkOf(data, group) != data[dataInGroup])
            return mistake(u"There is a typing mistake in group %1."_s.arg(group + 1));
    }
    if (count != typed.size())
        return mistake(
            u"A recovery key has 13 groups of 5 characters, 65 in all; this one has %1."_s.arg(count));

    base::SecureBytes key(keySize);
    Digit digest = 0;
    for (std::size_t bit = 0; bit < digits * 5; ++bit) {
        const Digit digit = typed.data()[bit / 5 / dataInGroup * groupSize + bit / 5 % dataInGroup];
        const unsigned one = digit >> (4 - bit % 5) & 1U;
        if (bit < keySize * 8)
            key.data()[bit / 8] = static_cast<unsigned char>(key.data()[bit / 8] | one << (7 - bit % 8));
        else
            digest = static_cast<Digit>(unsigned{ digest } << 1 | one);
    }
    if (digest != digestBits(key))
        return mistake(u"The groups do not belong together; check each against the printed key."_s);
    return key;
}

} // namespace strongroom::keep
