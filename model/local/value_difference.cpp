// SPDX-License-Identifier: Apache-2.0
#include "model/local/value_difference.h"

#include <algorithm>
#include <span>

namespace strongroom::local {

using Run = vault::CompareSecretVersions::Run;

namespace {

/// A table of all prefixes of this many characters each is affordable.
constexpr std::size_t exactCharacters = 2000;

/// The code points of a value, in memory that is wiped.
class Characters final
{
public:
    explicit Characters(const base::SecureBytes& utf8)
        : m_bytes(utf8.size() * sizeof(char32_t))
    {
        for (const unsigned char byte : utf8.span()) {
            const bool isContinuation = (byte & 0xc0) == 0x80;
            if (isContinuation && m_size > 0)
                at(m_size - 1) = at(m_size - 1) << 6 | (byte & 0x3f);
            else
                at(m_size++) = byte;
        }
    }
    std::span<const char32_t> span() const
    {
        return { reinterpret_cast<const char32_t*>(m_bytes.data()), m_size };
    }

private:
    char32_t& at(std::size_t index) { return reinterpret_cast<char32_t*>(m_bytes.data())[index]; }

    base::SecureBytes m_bytes;
    std::size_t m_size = 0;
};

void append(std::vector<Run>& runs, Run::Kind kind, std::size_t characters)
{
    if (characters == 0)
        return;
    if (!runs.empty() && runs.back().kind == kind)
        runs.back().characters += static_cast<int>(characters);
    else
        runs.push_back({ kind, static_cast<int>(characters) });
}

/// By the longest common subsequence.
void appendExact(std::vector<Run>& runs, std::span<const char32_t> a, std::span<const char32_t> b)
{
    const std::size_t width = b.size() + 1;
    std::vector<quint16> longest((a.size() + 1) * width, 0);
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            longest[i * width + j] = a[i] == b[j]
                ? static_cast<quint16>(longest[(i + 1) * width + j + 1] + 1)
                : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
        }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (a[i] == b[j]) {
            append(runs, Run::Kind::Same, 1);
            ++i;
            ++j;
        } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            append(runs, Run::Kind::OnlyFirst, 1);
            ++i;
        } else {
            append(runs, Run::Kind::OnlySecond, 1);
            ++j;
        }
    }
    append(runs, Run::Kind::OnlyFirst, a.size() - i);
    append(runs, Run::Kind::OnlySecond, b.size() - j);
}

} // namespace

std::vector<Run> differenceOf(const base::SecureBytes& first, const base::SecureBytes& second)
{
    const Characters firstCharacters(first);
    const Characters secondCharacters(second);
    const std::span<const char32_t> a = firstCharacters.span();
    const std::span<const char32_t> b = secondCharacters.span();
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t begin = 0;
    while (begin < shorter && a[begin] == b[begin])
        ++begin;
    std::size_t end = 0;
    while (end < shorter - begin && a[a.size() - 1 - end] == b[b.size() - 1 - end])
        ++end;

    const auto middleA = a.subspan(begin, a.size() - begin - end);
    const auto middleB = b.subspan(begin, b.size() - begin - end);
    std::vector<Run> runs;
    append(runs, Run::Kind::Same, begin);
    if (std::max(middleA.size(), middleB.size()) <= exactCharacters) {
        appendExact(runs, middleA, middleB);
    } else {
        append(runs, Run::Kind::OnlyFirst, middleA.size());
        append(runs, Run::Kind::OnlySecond, middleB.size());
    }
    append(runs, Run::Kind::Same, end);
    return runs;
}

} // namespace strongroom::local
