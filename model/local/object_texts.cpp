// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_texts.h"

#include <QList>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

namespace strongroom::local {

namespace {

constexpr std::size_t longestName = 255;

std::string_view viewOf(QByteArrayView bytes)
{
    return { bytes.data(), static_cast<std::size_t>(bytes.size()) };
}

} // namespace

void IdSet::insert(quint32 id)
{
    if (id / bits >= m_words.size())
        m_words.resize(std::max<std::size_t>(id / bits + 1, m_words.size() * 2));
    m_words[id / bits] |= quint64(1) << id % bits;
}

bool IdSet::contains(quint32 id) const
{
    return id / bits < m_words.size() && (m_words[id / bits] >> id % bits & 1) != 0;
}

void IdSet::keepOnly(const IdSet& others)
{
    m_words.resize(std::min(m_words.size(), others.m_words.size()));
    for (std::size_t i = 0; i < m_words.size(); ++i)
        m_words[i] &= others.m_words[i];
}

void IdSet::remove(const IdSet& others)
{
    for (std::size_t i = 0; i < std::min(m_words.size(), others.m_words.size()); ++i)
        m_words[i] &= ~others.m_words[i];
}

qint64 IdSet::count() const
{
    qint64 all = 0;
    for (const quint64 word : m_words)
        all += std::popcount(word);
    return all;
}

QByteArray foldedLetters(const QString& text)
{
    QString folded;
    for (const uint letter : text.toUcs4())
        folded += QChar::fromUcs4(QChar::toCaseFolded(letter));
    return folded.toUtf8();
}

void PackedNames::add(QByteArrayView name)
{
    const auto text = viewOf(name).substr(0, longestName);
    const auto shared = static_cast<std::size_t>(std::ranges::mismatch(text, m_last).in1 - text.begin());
    m_packed += static_cast<char>(shared);
    m_packed += static_cast<char>(text.size() - shared);
    m_packed += text.substr(shared);
    m_last = text;
}

/// Only what follows the shared beginning of a name is looked at: within that nothing new can be found.
void PackedNames::find(const QByteArray& part, std::span<const quint32> ids, IdSet& found) const
{
    const QByteArray capitals = part.toUpper();
    const auto size = static_cast<std::size_t>(capitals.size());
    std::array<char, 2 * longestName> name{};
    const char* read = m_packed.data();
    std::size_t hitEnd = 0; // of the first hit in the name before; 0: it has none
    for (const quint32 id : ids) {
        const std::size_t shared = static_cast<unsigned char>(*read++);
        const std::size_t end = shared + static_cast<unsigned char>(*read++);
        std::memcpy(name.data() + shared, read, end - shared);
        read += end - shared;
        if (hitEnd > shared)
            hitEnd = 0;
        for (std::size_t at = std::max(shared + 1, size); hitEnd == 0 && at <= end; ++at) {
            if (name[at - 1] == capitals.back()
                && std::string_view(name.data() + at - size, size) == viewOf(capitals))
                hitEnd = at;
        }
        if (hitEnd != 0)
            found.insert(id);
    }
}

void PackedWords::add(QByteArrayView word, quint32 id)
{
    if (m_words.empty() || word != m_last) {
        m_last = word.toByteArray();
        for (const QByteArray& text : m_last.split(separator)) {
            m_texts += viewOf(foldedLetters(QString::fromUtf8(text)));
            m_texts += separator;
        }
        m_words.push_back({ m_texts.size(), 0 });
    }
    m_ids.push_back(id);
    m_words.back().idsEnd = m_ids.size();
}

qsizetype PackedWords::bytes() const
{
    return static_cast<qsizetype>(m_texts.size() + m_ids.size() * sizeof(quint32)
                                  + m_words.size() * sizeof(Word));
}

void PackedWords::find(const QByteArray& part, IdSet& found) const
{
    const std::string_view texts = m_texts;
    Word before{ 0, 0 };
    for (const Word& word : m_words) {
        if (texts.substr(before.textEnd, word.textEnd - before.textEnd).find(viewOf(part))
            != std::string_view::npos) {
            for (std::size_t i = before.idsEnd; i < word.idsEnd; ++i)
                found.insert(m_ids[i]);
        }
        before = word;
    }
}

} // namespace strongroom::local
