// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <span>
#include <string>
#include <vector>

namespace strongroom::local {

/// A set of row ids, one bit for each up to the largest.
class IdSet final
{
public:
    void insert(quint32 id);
    bool contains(quint32 id) const;
    void keepOnly(const IdSet& others);
    void remove(const IdSet& others);
    qint64 count() const;

private:
    static constexpr quint32 bits = 64;
    std::vector<quint64> m_words;
};

/// A text as packed ones are compared with it: letter by letter without case.
QByteArray foldedLetters(const QString& text);

/// Names in their order, packed: all of a million are read in a few milliseconds.
class PackedNames final
{
public:
    /// Capitals, at most 255 bytes. Neighbours share their beginnings.
    void add(QByteArrayView name);
    qsizetype bytes() const { return static_cast<qsizetype>(m_packed.size()); }
    /// Adds those of `ids`, which are those of the names, whose name contains `part`: folded letters.
    void find(const QByteArray& part, std::span<const quint32> ids, IdSet& found) const;

private:
    // For each name how many bytes it shares with the one before it, how many follow, and these.
    std::string m_packed;
    std::string m_last;
};

/// Words and who has them.
class PackedWords final
{
public:
    /// The same word must come in one piece. It may be made of texts with `separator` between them, so that
    /// nothing is found across them.
    void add(QByteArrayView word, quint32 id);
    qsizetype bytes() const;
    void find(const QByteArray& part, IdSet& found) const;

    static constexpr char separator = '\xff'; ///< occurs in no UTF-8

private:
    struct Word final
    {
        std::size_t textEnd;
        std::size_t idsEnd;
    };
    std::string m_texts;
    std::vector<quint32> m_ids;
    std::vector<Word> m_words; // where the text and the ids of each end
    QByteArray m_last;
};

} // namespace strongroom::local
