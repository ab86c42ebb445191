// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/attributes.h"

#include <vector>

namespace strongroom::vault {

/// One condition of the filter bar. Conditions of a filter are joined by "and".
struct FilterTerm final
{
    enum class Field {
        Text, ///< substring, without case, of the name, content type, tag names or tag values
        State, ///< `text` = enabled | expiring | expired | notyetvalid | disabled
        Expires, ///< `number` = seconds UTC; absent dates never match Before and After
        Updated,
        Created,
        Tag, ///< tag `key`; with non-empty `text`, its value
        Type, ///< substring of the content type
        HasExpiry, ///< an end date is set
    };
    enum class Comparison { Contains, Equals, Before, After };

    Field field = Field::Text;
    Comparison comparison = Comparison::Contains;
    QString key;
    QString text;
    qint64 number = 0;
    bool isNegated = false;
    bool isPattern = false; ///< Text: `text` is a regular expression
    bool isCaseSensitive = false; ///< Text

    friend bool operator==(const FilterTerm&, const FilterTerm&) = default;
};
using ObjectFilter = std::vector<FilterTerm>;

enum class SortColumn { Name, State, ContentType, Expires, Updated, Created };

struct SortKey final
{
    SortColumn column = SortColumn::Name;
    bool isDescending = false;

    friend bool operator==(const SortKey&, const SortKey&) = default;
};

/// A window of rows for a list of any length: `offset` and `limit` rows of those that match.
struct BrowseRequest final
{
    ObjectFilter filter;
    std::vector<SortKey> sort; ///< first key first; the name is always the last key
    qint64 offset = 0;
    int limit = 128;
    QString locate; ///< also say at which row this name stands now
    bool wantsCount = true; ///< false when only rows are needed: a count costs a scan
};

template <typename Row> struct BrowseResult final
{
    std::vector<Row> rows;
    qint64 matched = -1; ///< -1 when no count was wanted, or counting was given up for others
    qint64 total = -1;
    qint64 locatedRow = -1;
};

/// A value and how many objects have it.
struct ValueCount final
{
    QString value;
    qint64 count = 0;

    friend bool operator==(const ValueCount&, const ValueCount&) = default;
};

/// What to count among the live objects that meet `filter`: the values that occur, the most frequent first,
/// or how many meet each of some further terms, in their order and without a value.
struct FacetRequest final
{
    enum class Of { ContentTypes, TagNames, TagValues, Terms };
    Of of = Of::ContentTypes;
    QString tag; ///< Of::TagValues: of which tag
    std::vector<FilterTerm> terms; ///< Of::Terms
    ObjectFilter filter;
    int limit = 50;
};

/// Whether a name can be given to a new object.
enum class NameState { Free, Exists, Deleted, Managed };

} // namespace strongroom::vault
