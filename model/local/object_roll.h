// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/database.h"
#include "model/local/object_texts.h"
#include "model/vault/names.h"
#include "model/vault/object_filter.h"

#include <optional>

namespace strongroom::local {

/// The live objects of one vault and kind: their ids in the order of their names and in one other, and the
/// texts they are found by, as far as lists have needed them. A place far down is then found without passing
/// over what stands before it, and a search takes milliseconds wherever its hits are. Kept until such an
/// object comes, goes or changes what it is sorted or found by.
class ObjectRoll final
{
public:
    struct Of final
    {
        qint64 vault = -1;
        vault::ObjectKind kind = vault::ObjectKind::Secret;
        friend bool operator==(const Of&, const Of&) = default;
    };
    /// Without keys behind the name, which no two objects share. Lists in the other direction are read
    /// backwards: the first key is always an ascending one.
    using Keys = std::vector<vault::SortKey>;
    static const Keys& byName();

    /// The ids in the order of `keys`; nothing while they are not there.
    const std::vector<quint32>* order(const Of& of, const Keys& keys) const;
    /// Those who meet all terms, which are searches for parts of texts; nothing while texts are not there.
    const IdSet* hits(const Of& of, const vault::ObjectFilter& filter);

    /// The order would be of use. True when no change has come since somebody said so last: it is made for
    /// a list that rests, not over and over again for one that is being filled.
    bool isWorthMaking(const Of& of, const Keys& keys);
    /// It was tried, and would take more memory than it is worth.
    bool isTooLarge(const Of& of) const { return of == m_of && m_isTooLarge; }
    /// `ordered` gives ids in the order of `keys`, and folded names; `size` is about how many.
    base::Result<void> makeOrder(const Of& of, const Keys& keys, Query& ordered, qint64 size);
    /// What hits() needs beside the order by name, if that is there.
    base::Result<void> makeWords(Database& database);

    enum class Change {
        Facts, ///< dates, or the like
        Listing, ///< an object came, went, or has other texts
    };
    void changed(const Of& of, Change change);
    void forget();

private:
    struct Order final
    {
        Keys keys;
        std::vector<quint32> ids;
        bool isThere = false;
        bool isWanted = false; ///< since the last change
    };
    struct Found final
    {
        vault::ObjectFilter filter;
        IdSet ids;
    };
    void take(const Of& of);
    Order& orderBy(const Keys& keys);
    base::Result<void> addWords(Query& words, PackedWords& packed) const;

    Of m_of;
    Order m_byName;
    Order m_other;
    bool m_isTooLarge = false;
    // These come with the order by name.
    PackedNames m_names;
    IdSet m_all;
    std::optional<PackedWords> m_words; // content types and tags
    std::optional<Found> m_found; // lately: rows and their count are asked for one after the other
};

} // namespace strongroom::local
