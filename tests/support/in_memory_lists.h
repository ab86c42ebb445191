// SPDX-License-Identifier: Apache-2.0
#pragma once

// How the vaults in memory page, filter and sort what they list.

#include "model/vault/object_filter.h"
#include "model/vault/secret.h"
#include "model/vault/text_matcher.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace strongroom::support {

using namespace Qt::StringLiterals;

/// The page behind the marker, from items in their order with their markers.
template <typename Item>
vault::Page<Item> pageOf(const std::vector<std::pair<QString, Item>>& all, const vault::PageRequest& request,
                         int size)
{
    vault::Page<Item> page;
    for (const auto& [marker, item] : all) {
        if (marker <= request.next)
            continue;
        if (page.items.size() == static_cast<std::size_t>(size))
            return page;
        page.items.push_back(item);
        page.next = marker;
    }
    page.next.clear();
    return page;
}

/// By what an object is found and sorted, and the row that is shown for it.
template <typename Row> struct Browsable final
{
    vault::ObjectName name;
    vault::Attributes attributes;
    vault::Tags tags;
    QString contentType;
    Row row;
};

inline bool contains(const QString& text, const QString& part)
{
    return text.contains(part, Qt::CaseInsensitive);
}

inline bool matchesDate(std::optional<qint64> date, const vault::FilterTerm& term)
{
    if (!date)
        return false;
    switch (term.comparison) {
    case vault::FilterTerm::Comparison::Before:
        return *date < term.number;
    case vault::FilterTerm::Comparison::After:
        return *date > term.number;
    case vault::FilterTerm::Comparison::Contains:
    case vault::FilterTerm::Comparison::Equals:
        break;
    }
    return *date == term.number;
}

template <typename Facts> bool matchesText(const Facts& row, const QString& text)
{
    bool isFound = contains(row.name.text(), text) || contains(row.contentType, text);
    for (auto tag = row.tags.cbegin(); tag != row.tags.cend(); ++tag)
        isFound = isFound || contains(tag.key(), text) || contains(tag.value(), text);
    return isFound;
}

template <typename Facts> bool matchesTag(const Facts& row, const vault::FilterTerm& term)
{
    for (auto tag = row.tags.cbegin(); tag != row.tags.cend(); ++tag) {
        if (tag.key().compare(term.key, Qt::CaseInsensitive) != 0)
            continue;
        const bool isEqual = tag.value().compare(term.text, Qt::CaseInsensitive) == 0;
        if (term.text.isEmpty() || isEqual
            || (term.comparison == vault::FilterTerm::Comparison::Contains
                && contains(tag.value(), term.text)))
            return true;
    }
    return false;
}

template <typename Facts> bool matchesState(const Facts& row, const QString& word, vault::UnixSeconds now)
{
    static const QStringList words
        = { u"enabled"_s, u"expiring"_s, u"expired"_s, u"notyetvalid"_s, u"disabled"_s };
    return words.indexOf(word.toLower()) == static_cast<int>(vault::stateOf(row.attributes, now));
}

template <typename Facts>
bool matches(const Facts& row, const vault::FilterTerm& term, vault::UnixSeconds now)
{
    switch (term.field) {
    case vault::FilterTerm::Field::Text:
        return vault::needsMatcher(term)
            ? vault::TextMatcher::create(term)->matches(row.name.text(), row.contentType, row.tags)
            : matchesText(row, term.text);
    case vault::FilterTerm::Field::State:
        return matchesState(row, term.text, now);
    case vault::FilterTerm::Field::Expires:
        return matchesDate(row.attributes.expires, term);
    case vault::FilterTerm::Field::Updated:
        return matchesDate(row.attributes.updated, term);
    case vault::FilterTerm::Field::Created:
        return matchesDate(row.attributes.created, term);
    case vault::FilterTerm::Field::Tag:
        return matchesTag(row, term);
    case vault::FilterTerm::Field::Type:
        return term.comparison == vault::FilterTerm::Comparison::Equals
            ? row.contentType.compare(term.text, Qt::CaseInsensitive) == 0
            : contains(row.contentType, term.text);
    case vault::FilterTerm::Field::HasExpiry:
        return row.attributes.expires.has_value();
    }
    return false;
}

/// Negative, zero or positive, by one column.
template <typename Facts>
int compared(const Facts& a, const Facts& b, vault::SortColumn column, vault::UnixSeconds now)
{
    constexpr auto never = std::numeric_limits<qint64>::max();
    const auto numbers = [](qint64 x, qint64 y) { return x < y ? -1 : (x > y ? 1 : 0); };
    switch (column) {
    case vault::SortColumn::Name:
        return a.name.folded().compare(b.name.folded());
    case vault::SortColumn::State:
        return numbers(static_cast<int>(vault::stateOf(a.attributes, now)),
                       static_cast<int>(vault::stateOf(b.attributes, now)));
    case vault::SortColumn::ContentType:
        return a.contentType.compare(b.contentType);
    case vault::SortColumn::Expires:
        return numbers(a.attributes.expires.value_or(never), b.attributes.expires.value_or(never));
    case vault::SortColumn::Updated:
        return numbers(a.attributes.updated, b.attributes.updated);
    case vault::SortColumn::Created:
        return numbers(a.attributes.created, b.attributes.created);
    }
    return 0;
}

template <typename Facts>
bool matchesAll(const Facts& row, const vault::ObjectFilter& filter, vault::UnixSeconds now)
{
    return std::ranges::all_of(
        filter, [&](const vault::FilterTerm& term) { return matches(row, term, now) != term.isNegated; });
}

template <typename Row>
base::Result<std::vector<vault::ValueCount>>
faceted(const std::vector<Browsable<Row>>& all, const vault::FacetRequest& request, vault::UnixSeconds now)
{
    using Of = vault::FacetRequest::Of;
    if (auto checked = vault::checkFilter(request.filter); !checked)
        return checked.error();
    if (auto checked = vault::checkFilter(request.terms); !checked)
        return checked.error();
    std::vector<vault::ValueCount> counts(request.of == Of::Terms ? request.terms.size() : 0);
    QMap<QString, qint64> values;
    for (const Browsable<Row>& row : all) {
        if (!matchesAll(row, request.filter, now))
            continue;
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i].count += matchesAll(row, { request.terms[i] }, now) ? 1 : 0;
        if (request.of == Of::ContentTypes && !row.contentType.isEmpty())
            ++values[row.contentType];
        for (auto tag = row.tags.cbegin(); tag != row.tags.cend(); ++tag) {
            if (request.of == Of::TagNames)
                ++values[tag.key().toLower()];
            else if (request.of == Of::TagValues && !tag.value().isEmpty()
                     && tag.key().compare(request.tag, Qt::CaseInsensitive) == 0)
                ++values[tag.value().toLower()];
        }
    }
    for (auto value = values.cbegin(); value != values.cend(); ++value)
        counts.push_back({ value.key(), value.value() });
    if (request.of != Of::Terms) {
        std::ranges::stable_sort(counts, std::greater(), &vault::ValueCount::count);
        counts.resize(std::min(counts.size(), static_cast<std::size_t>(request.limit)));
    }
    return counts;
}

template <typename Row>
base::Result<vault::BrowseResult<Row>> browsed(std::vector<Browsable<Row>> all,
                                               const vault::BrowseRequest& request, vault::UnixSeconds now)
{
    if (auto checked = vault::checkFilter(request.filter); !checked)
        return checked.error();
    vault::BrowseResult<Row> result;
    if (request.wantsCount)
        result.total = static_cast<qint64>(all.size());
    std::erase_if(all, [&](const Browsable<Row>& row) { return !matchesAll(row, request.filter, now); });
    std::vector<vault::SortKey> keys = request.sort;
    keys.push_back({ vault::SortColumn::Name, !keys.empty() && keys.front().isDescending });
    std::ranges::stable_sort(all, [&](const Browsable<Row>& a, const Browsable<Row>& b) {
        for (const vault::SortKey& key : keys) {
            if (const int order = compared(a, b, key.column, now))
                return key.isDescending ? order > 0 : order < 0;
        }
        return false;
    });
    if (request.wantsCount)
        result.matched = static_cast<qint64>(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto row = static_cast<qint64>(i);
        if (row >= request.offset && row < request.offset + request.limit)
            result.rows.push_back(all[i].row);
        if (all[i].name.folded() == request.locate.toUpper())
            result.locatedRow = row;
    }
    return result;
}

} // namespace strongroom::support
