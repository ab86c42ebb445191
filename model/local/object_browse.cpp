// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_browse.h"

#include "model/vault/text_matcher.h"

#include <QList>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Result;
using vault::BrowseRequest;
using vault::FilterTerm;
using vault::SortColumn;
using vault::SortKey;
using vault::UnixSeconds;

namespace {

constexpr int trigram = 3;
constexpr int mostRows = 1000;
constexpr qint64 expiringWithin = 30 * 86400;
/// Up to so many hits it is faster to fetch and sort them than to walk the list in order.
constexpr qint64 fewHits = 2000;
/// From here on passing over rows takes long enough for the roll to be worth its making.
constexpr qint64 farRows = 1000;

/// A statement put together from literals; whatever a person typed becomes a parameter.
struct Sql final
{
    using Parameter = std::variant<qint64, QString>;
    QByteArray text;
    std::vector<Parameter> parameters;

    Sql& add(QByteArrayView piece)
    {
        text += piece;
        return *this;
    }
    Sql& add(QByteArrayView piece, Parameter parameter)
    {
        parameters.push_back(std::move(parameter));
        return add(piece);
    }
    Sql& add(const Sql& other)
    {
        parameters.insert(parameters.end(), other.parameters.begin(), other.parameters.end());
        return add(QByteArrayView(other.text));
    }
    void bind(Query& query) const
    {
        for (const Parameter& parameter : parameters) {
            if (const qint64* const number = std::get_if<qint64>(&parameter))
                query.number(*number);
            else
                query.text(std::get<QString>(parameter));
        }
    }
};

/// A phrase for the trigram index: the text as it is, whatever it holds.
QString phraseOf(QString text) { return u'"' + text.replace(u'"', u"\"\""_s) + u'"'; }

QString likePattern(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + text + u'%';
}

/// Where nearly all rows fulfil a comparison, "+" keeps its column's index from being used: walking the
/// list in its order finds a page sooner.
Sql stateCondition(const QString& word, UnixSeconds now)
{
    const QString state = word.toLower();
    Sql sql;
    if (state == "disabled"_L1)
        return sql.add("enabled = 0");
    if (state == "expired"_L1)
        return sql.add("(enabled = 1 AND expires <= ?)", now);
    if (state == "notyetvalid"_L1)
        return sql.add("(enabled = 1 AND +expires > ?", now).add(" AND not_before > ?)", now);
    if (state == "expiring"_L1) {
        return sql.add("(enabled = 1 AND expires > ?", now)
            .add(" AND expires <= ?", now + expiringWithin)
            .add(" AND (not_before IS NULL OR not_before <= ?))", now);
    }
    if (state == "enabled"_L1) {
        return sql.add("(enabled = 1 AND +expires > ?", now + expiringWithin)
            .add(" AND (not_before IS NULL OR +not_before <= ?))", now);
    }
    return sql.add("0");
}

Sql matcherCondition(const FilterTerm& term)
{
    return Sql()
        .add("text_matches(?", term.text)
        .add(", ?", qint64(term.isPattern))
        .add(", ?, name, content_type, tags)", qint64(term.isCaseSensitive));
}

/// The index knows of nothing shorter.
bool isInIndex(const QString& text) { return text.toUcs4().size() >= trigram; }

Sql textCondition(const QString& text, bool usesIndex)
{
    Sql sql;
    if (usesIndex) {
        return sql.add("id IN (SELECT rowid FROM object_search WHERE object_search MATCH ?)", phraseOf(text));
    }
    const auto isAscii = [](QChar letter) { return letter.unicode() < 0x80; };
    // LIKE knows the capitals of these letters only. Texts that no matcher takes are longer than any tag.
    if (!std::ranges::all_of(text, isAscii) && vault::TextMatcher::create({ .text = text }))
        return matcherCondition({ .text = text });
    const QString pattern = likePattern(text);
    return sql.add("(folded LIKE ? ESCAPE '\\'", pattern)
        .add(" OR content_type LIKE ? ESCAPE '\\'", pattern)
        .add(" OR EXISTS (SELECT 1 FROM object_tags t WHERE t.object = objects.id AND (t.name LIKE ? "
             "ESCAPE '\\'",
             pattern)
        .add(" OR t.value LIKE ? ESCAPE '\\')))", pattern);
}

Sql dateCondition(QByteArrayView column, const FilterTerm& term)
{
    Sql sql;
    sql.add("(").add(column);
    switch (term.comparison) {
    case FilterTerm::Comparison::Before:
        sql.add(" < ?", term.number);
        break;
    case FilterTerm::Comparison::After:
        sql.add(" > ?", term.number);
        break;
    case FilterTerm::Comparison::Contains:
    case FilterTerm::Comparison::Equals:
        sql.add(" = ?", term.number);
        break;
    }
    return sql.add(" AND ").add(column).add(" < ?)", noExpiry);
}

Sql tagCondition(const FilterTerm& term)
{
    Sql sql;
    sql.add("id IN (SELECT object FROM object_tags WHERE name = ?", term.key.toLower());
    if (!term.text.isEmpty() && term.comparison == FilterTerm::Comparison::Contains)
        sql.add(" AND value LIKE ? ESCAPE '\\'", likePattern(term.text.toLower()));
    else if (!term.text.isEmpty())
        sql.add(" AND value = ?", term.text.toLower());
    return sql.add(")");
}

Sql typeCondition(const FilterTerm& term)
{
    Sql sql;
    if (term.comparison == FilterTerm::Comparison::Equals)
        return sql.add("content_type = ? COLLATE NOCASE", term.text);
    return sql.add("content_type LIKE ? ESCAPE '\\'", likePattern(term.text));
}

Sql conditionOf(const FilterTerm& term, UnixSeconds now, bool usesIndex)
{
    switch (term.field) {
    case FilterTerm::Field::Text:
        if (vault::needsMatcher(term))
            return matcherCondition(term);
        return textCondition(term.text, usesIndex && isInIndex(term.text));
    case FilterTerm::Field::State:
        return stateCondition(term.text, now);
    case FilterTerm::Field::Expires:
        return dateCondition("expires", term);
    case FilterTerm::Field::Updated:
        return dateCondition("updated", term);
    case FilterTerm::Field::Created:
        return dateCondition("created", term);
    case FilterTerm::Field::Tag:
        return tagCondition(term);
    case FilterTerm::Field::Type:
        return typeCondition(term);
    case FilterTerm::Field::HasExpiry:
        return Sql().add("expires < ?", noExpiry);
    }
    return Sql().add("1");
}

/// "AND" in front of each term.
Sql conditionsOf(const vault::ObjectFilter& filter, UnixSeconds now, bool usesIndex)
{
    Sql sql;
    for (const FilterTerm& term : filter) {
        sql.add(term.isNegated ? " AND NOT ifnull(" : " AND (")
            .add(conditionOf(term, now, usesIndex && !term.isNegated))
            .add(term.isNegated ? ", 0)" : ")");
    }
    return sql;
}

Sql liveOf(qint64 vault, vault::ObjectKind kind)
{
    return Sql()
        .add("vault = ?", vault)
        .add(" AND kind = ?", static_cast<qint64>(kind))
        .add(" AND deleted IS NULL");
}

/// What may stand behind ORDER BY; also compared when a row is located.
Sql sortExpression(SortColumn column, UnixSeconds now)
{
    switch (column) {
    case SortColumn::Name:
        return Sql().add("folded");
    case SortColumn::ContentType:
        return Sql().add("content_type");
    case SortColumn::Expires:
        return Sql().add("expires");
    case SortColumn::Updated:
        return Sql().add("updated");
    case SortColumn::Created:
        return Sql().add("created");
    case SortColumn::State:
        // The order of vault::ObjectState.
        return Sql()
            .add("CASE WHEN enabled = 0 THEN 4 WHEN expires <= ?", now)
            .add(" THEN 2 WHEN not_before > ?", now)
            .add(" THEN 3 WHEN expires <= ?", now + expiringWithin)
            .add(" THEN 1 ELSE 0 END");
    }
    return Sql().add("folded");
}

/// The keys asked for, and the name as the last one, in the direction of the first: so that one index
/// walked forwards or backwards gives the order.
std::vector<SortKey> completed(std::vector<SortKey> keys)
{
    const auto isName = [](const SortKey& key) { return key.column == SortColumn::Name; };
    if (std::ranges::none_of(keys, isName))
        keys.push_back({ SortColumn::Name, !keys.empty() && keys.front().isDescending });
    return keys;
}

/// In the other direction.
std::vector<SortKey> turned(std::vector<SortKey> keys)
{
    for (SortKey& key : keys)
        key.isDescending = !key.isDescending;
    return keys;
}

Sql orderBy(const std::vector<SortKey>& keys, UnixSeconds now)
{
    Sql sql;
    sql.add(" ORDER BY ");
    for (std::size_t i = 0; i < keys.size(); ++i) {
        sql.add(i == 0 ? "" : ", ").add(sortExpression(keys[i].column, now));
        if (keys[i].isDescending)
            sql.add(" DESC");
    }
    return sql;
}

Result<qint64> numberOf(StoreContext& context, const Sql& sql)
{
    Query query(context.database, sql.text);
    sql.bind(query);
    const auto row = query.next();
    if (!row)
        return row.error();
    return *row ? query.numberAt(0) : 0;
}

/// While it lives, a count over very many rows is given up as soon as anybody waits: it can be asked for
/// again, and is only a number beside a list. After some times in a row it is seen through.
class GivingWay final
{
public:
    explicit GivingWay(StoreContext& context)
        : m_context(context)
    {
        if (!m_context.isAnybodyWaiting || m_context.countsGivenUp >= mostGivenUp)
            return;
        m_context.database.stopReadingWhen(
            [this] { return m_hasGivenWay = m_hasGivenWay || m_context.isAnybodyWaiting(); });
    }
    ~GivingWay()
    {
        m_context.database.stopReadingWhen({});
        m_context.countsGivenUp = m_hasGivenWay ? m_context.countsGivenUp + 1 : 0;
    }
    GivingWay(const GivingWay&) = delete;
    GivingWay& operator=(const GivingWay&) = delete;

    bool hasGivenWay() const { return m_hasGivenWay; }

private:
    static constexpr int mostGivenUp = 16;

    StoreContext& m_context;
    bool m_hasGivenWay = false;
};

/// While it lives, a walk through a list ends when it has come so far that the roll would have been quicker.
class Patience final
{
public:
    explicit Patience(StoreContext& context)
        : m_context(context)
    {
        m_context.database.stopReadingWhen([this] { return m_isOver = ++m_asked > mostAsked; });
    }
    ~Patience() { m_context.database.stopReadingWhen({}); }
    Patience(const Patience&) = delete;
    Patience& operator=(const Patience&) = delete;

    bool isOver() const { return m_isOver; }

private:
    static constexpr int mostAsked = 100; // some ten thousand rows

    StoreContext& m_context;
    int m_asked = 0;
    bool m_isOver = false;
};

/// Nothing but searches for parts of texts, which the roll knows to answer.
bool isOfTexts(const vault::ObjectFilter& filter)
{
    return std::ranges::all_of(filter, [](const FilterTerm& term) {
        return term.field == FilterTerm::Field::Text && !vault::needsMatcher(term);
    });
}

/// One browse: its conditions, and the statements made of them.
class Browse final
{
public:
    Browse(StoreContext& context, qint64 vault, vault::ObjectKind kind, const BrowseRequest& request,
           UnixSeconds now)
        : m_context(context)
        , m_vault(vault)
        , m_kind(kind)
        , m_request(request)
        , m_now(now)
        , m_span{ std::max<qint64>(request.offset, 0), std::clamp<qint64>(request.limit, 0, mostRows) }
        , m_sort(completed(request.sort))
        , m_rollKeys(rollKeys(m_sort))
    {
    }

    Result<void> prepare()
    {
        if (auto rolled = prepareRoll(); !rolled || m_order)
            return rolled;
        auto isDense = hasDenseText();
        if (!isDense)
            return isDense.error();
        m_rowsUseIndex = !*isDense;
        return {};
    }

    Result<std::vector<ObjectRow>> rows(ObjectTable& objects)
    {
        if (m_order)
            return rowsOfRoll(objects);
        if (m_sort.front().column == SortColumn::State)
            return rowsByState(objects, m_span);
        if (m_span.offset > 0 && !isFiltered()) {
            const auto all = total();
            if (!all)
                return all.error();
            if (m_span.offset > *all / 2)
                return rowsFromEnd(objects, m_span, *all);
        }
        const bool isWalk = isFiltered() && !m_rowsUseIndex;
        if (isWalk && canRoll() && !m_context.roll.isTooLarge(rollOf()))
            return rowsOfWalk(objects);
        return rowsOf(objects, where(m_rowsUseIndex), m_sort, m_span);
    }

    /// -1 when it was given up.
    Result<qint64> matched()
    {
        const GivingWay givingWay(m_context);
        if (!m_hits && isOfTexts(m_request.filter)
            && m_context.roll.isWorthMaking(rollOf(), ObjectRoll::byName())) {
            if (auto made = makeTexts(); !made)
                return givingWay.hasGivenWay() ? Result<qint64>(-1) : made.error();
            lookIntoRoll();
        }
        if (m_hits)
            return m_hits->count();
        const auto counted = number(Sql().add("SELECT count(*) FROM objects WHERE ").add(where(true)));
        return !counted && givingWay.hasGivenWay() ? Result<qint64>(-1) : counted;
    }

    Result<qint64> total()
    {
        return number(Sql()
                          .add("SELECT live FROM object_counts WHERE vault = ?", m_vault)
                          .add(" AND kind = ?", static_cast<qint64>(m_kind)));
    }

    /// How many rows stand before this name in the order; -1 when it is not among them.
    Result<qint64> located()
    {
        const QString folded = m_request.locate.toUpper();
        if (m_order)
            return locatedInRoll(folded);
        const auto isThere = number(Sql()
                                        .add("SELECT count(*) FROM objects WHERE ")
                                        .add(where(m_rowsUseIndex))
                                        .add(" AND folded = ?", folded));
        if (!isThere || *isThere == 0)
            return isThere ? Result<qint64>(-1) : isThere;
        Sql before;
        Sql equal;
        for (const SortKey& key : m_sort) {
            const Sql mine = sortExpression(key.column, m_now);
            Sql its;
            its.add("(SELECT ")
                .add(mine)
                .add(" FROM objects WHERE vault = ?", m_vault)
                .add(" AND kind = ?", static_cast<qint64>(m_kind))
                .add(" AND folded = ?)", folded);
            before.add(before.text.isEmpty() ? "(" : " OR (")
                .add(equal)
                .add(mine)
                .add(key.isDescending ? " > " : " < ")
                .add(its)
                .add(")");
            equal.add(mine).add(" = ").add(its).add(" AND ");
        }
        return number(Sql()
                          .add("SELECT count(*) FROM objects WHERE ")
                          .add(where(true))
                          .add(" AND (")
                          .add(before)
                          .add(")"));
    }

    bool isFiltered() const { return !m_request.filter.empty(); }

private:
    struct Span
    {
        qint64 offset;
        qint64 limit;
    };

    /// Nothing when this list cannot be one of the roll: what changes by itself, with the time, is not kept.
    static ObjectRoll::Keys rollKeys(ObjectRoll::Keys keys)
    {
        const auto isState = [](const SortKey& key) { return key.column == SortColumn::State; };
        const auto isName = [](const SortKey& key) { return key.column == SortColumn::Name; };
        if (std::ranges::any_of(keys, isState))
            return {};
        keys.erase(std::ranges::find_if(keys, isName) + 1, keys.end());
        return keys.front().isDescending ? turned(std::move(keys)) : keys;
    }

    bool isBackwards() const { return m_sort.front().isDescending; }

    ObjectRoll::Of rollOf() const { return { m_vault, m_kind }; }

    bool canRoll() const { return !m_rollKeys.empty() && isOfTexts(m_request.filter); }

    void lookIntoRoll()
    {
        ObjectRoll& roll = m_context.roll;
        m_hits
            = isFiltered() && isOfTexts(m_request.filter) ? roll.hits(rollOf(), m_request.filter) : nullptr;
        m_order = canRoll() && (!isFiltered() || m_hits) ? roll.order(rollOf(), m_rollKeys) : nullptr;
    }

    /// Takes what the roll knows; makes it for a place far down, where that is worth it.
    Result<void> prepareRoll()
    {
        lookIntoRoll();
        if (m_order || !canRoll() || m_span.offset < farRows)
            return {};
        const auto all = total();
        if (!all)
            return all.error();
        const bool isFar = *all - m_span.offset > farRows; // from the end, too
        if (!isFar || !m_context.roll.isWorthMaking(rollOf(), m_rollKeys))
            return {};
        return makeRoll();
    }

    /// All that this list needs of it.
    Result<void> makeRoll()
    {
        auto made = makeOrder(m_rollKeys);
        if (made && isFiltered())
            made = makeTexts();
        lookIntoRoll();
        return made;
    }

    /// Names come with their order.
    Result<void> makeTexts()
    {
        auto made = makeOrder(ObjectRoll::byName());
        return made ? m_context.roll.makeWords(m_context.database) : made;
    }

    Result<void> makeOrder(const ObjectRoll::Keys& keys)
    {
        if (m_context.roll.order(rollOf(), keys))
            return {};
        const auto all = total();
        if (!all)
            return all.error();
        const Sql sql = Sql()
                            .add("SELECT id, folded FROM objects WHERE ")
                            .add(liveOf(m_vault, m_kind))
                            .add(orderBy(keys, m_now));
        Query query(m_context.database, sql.text);
        sql.bind(query);
        return m_context.roll.makeOrder(rollOf(), keys, query, *all);
    }

    Result<std::vector<ObjectRow>> rowsOfRoll(ObjectTable& objects)
    {
        std::vector<ObjectRow> found;
        Query query(m_context.database, "SELECT * FROM objects WHERE id = ?1 AND deleted IS NULL");
        for (const quint32 id : idsShown()) {
            query.again();
            const auto row = query.number(id).next();
            if (!row)
                return row.error();
            if (!*row)
                return tampered(u"an object is missing."_s);
            auto object = objects.readObject(query);
            if (!object)
                return object.error();
            found.push_back(std::move(*object));
        }
        return found;
    }

    std::vector<quint32> idsShown() const
    {
        return isBackwards() ? idsShown(m_order->rbegin(), m_order->rend())
                             : idsShown(m_order->begin(), m_order->end());
    }

    template <typename Place> std::vector<quint32> idsShown(Place first, Place end) const
    {
        std::vector<quint32> ids;
        qint64 offset = m_span.offset;
        if (!m_hits) {
            first += std::min<qint64>(offset, end - first);
            return { first, first + std::min<qint64>(m_span.limit, end - first) };
        }
        for (; first != end && std::ssize(ids) < m_span.limit; ++first) {
            if (m_hits->contains(*first) && --offset < 0)
                ids.push_back(*first);
        }
        return ids;
    }

    Result<qint64> locatedInRoll(const QString& folded)
    {
        const auto found = number(Sql()
                                      .add("SELECT id FROM objects WHERE ")
                                      .add(liveOf(m_vault, m_kind))
                                      .add(" AND folded = ?", folded));
        if (!found)
            return found.error();
        const auto id = static_cast<quint32>(*found);
        const auto place = std::ranges::find(*m_order, id);
        if (place == m_order->end() || (m_hits && !m_hits->contains(id)))
            return -1;
        const auto before
            = isBackwards() ? std::span(place + 1, m_order->end()) : std::span(m_order->begin(), place);
        return m_hits ? std::ranges::count_if(before, [this](quint32 one) { return m_hits->contains(one); })
                      : std::ssize(before);
    }

    /// Where very many rows are met, a walk finds a page of them at once, but not when all of them stand late
    /// in the list.
    Result<std::vector<ObjectRow>> rowsOfWalk(ObjectTable& objects)
    {
        {
            const Patience patience(m_context);
            auto rows = rowsOf(objects, where(false), m_sort, m_span);
            if (rows || !patience.isOver())
                return rows;
        }
        if (auto made = makeRoll(); !made)
            return made.error();
        return m_order ? rowsOfRoll(objects) : rowsOf(objects, where(false), m_sort, m_span);
    }

    Result<std::vector<ObjectRow>> rowsOf(ObjectTable& objects, const Sql& condition,
                                          const std::vector<SortKey>& sort, const Span& span)
    {
        Sql sql;
        sql.add("SELECT * FROM objects WHERE ")
            .add(condition)
            .add(orderBy(sort, m_now))
            .add(" LIMIT ?", span.limit)
            .add(" OFFSET ?", span.offset);
        Query query(m_context.database, sql.text);
        sql.bind(query);
        std::vector<ObjectRow> found;
        for (;;) {
            const auto row = query.next();
            if (!row)
                return row.error();
            if (!*row)
                return found;
            auto object = objects.readObject(query);
            if (!object)
                return object.error();
            found.push_back(std::move(*object));
        }
    }

    /// Whoever scrolls far down is nearer to the end, and each row that is passed over costs. There are `all`
    /// rows.
    Result<std::vector<ObjectRow>> rowsFromEnd(ObjectTable& objects, const Span& span, qint64 all)
    {
        const qint64 end = std::min(all, span.offset + span.limit);
        auto rows = rowsOf(objects, where(m_rowsUseIndex), turned(m_sort),
                           { all - end, std::max<qint64>(end - span.offset, 0) });
        if (rows)
            std::ranges::reverse(*rows);
        return rows;
    }

    /// One state after the other: a state is not a column that could be sorted by, but the rows of each
    /// are found by an index.
    Result<std::vector<ObjectRow>> rowsByState(ObjectTable& objects, Span span)
    {
        std::array states{ u"enabled"_s, u"expiring"_s, u"expired"_s, u"notyetvalid"_s, u"disabled"_s };
        if (m_sort.front().isDescending)
            std::ranges::reverse(states);
        const std::vector<SortKey> rest(m_sort.begin() + 1, m_sort.end());
        std::vector<ObjectRow> found;
        for (const QString& state : states) {
            Sql condition = where(m_rowsUseIndex);
            condition.add(" AND ").add(stateCondition(state, m_now));
            auto some = rowsOf(objects, condition, rest, span);
            if (!some)
                return some.error();
            span.limit -= static_cast<qint64>(some->size());
            if (span.limit <= 0 || !some->empty()) {
                span.offset = 0;
            } else if (span.offset > 0) {
                const auto skipped = number(Sql().add("SELECT count(*) FROM objects WHERE ").add(condition));
                if (!skipped)
                    return skipped.error();
                span.offset -= *skipped;
            }
            std::ranges::move(*some, std::back_inserter(found));
            if (span.limit <= 0)
                break;
        }
        return found;
    }

    Sql where(bool usesIndex) const
    {
        return liveOf(m_vault, m_kind).add(conditionsOf(m_request.filter, m_now, usesIndex));
    }

    /// When very many rows contain the text, walking the list in order finds a page of them sooner than
    /// sorting all hits of the index.
    Result<bool> hasDenseText()
    {
        for (const FilterTerm& term : m_request.filter) {
            if (term.field != FilterTerm::Field::Text || term.isNegated || !isInIndex(term.text)
                || vault::needsMatcher(term))
                continue;
            const auto hits
                = number(Sql()
                             .add("SELECT count(*) FROM (SELECT 1 FROM object_search WHERE object_search "
                                  "MATCH ?",
                                  phraseOf(term.text))
                             .add(" LIMIT ?)", fewHits));
            if (!hits)
                return hits.error();
            if (*hits < fewHits)
                return false;
        }
        return true;
    }

    Result<qint64> number(const Sql& sql) { return numberOf(m_context, sql); }

    StoreContext& m_context;
    qint64 m_vault;
    vault::ObjectKind m_kind;
    const BrowseRequest& m_request;
    UnixSeconds m_now;
    Span m_span;
    std::vector<SortKey> m_sort;
    ObjectRoll::Keys m_rollKeys;
    const std::vector<quint32>* m_order = nullptr; // of the roll, when it has it
    const IdSet* m_hits = nullptr; // the same
    bool m_rowsUseIndex = true;
};

} // namespace

Result<BrowsedObjects> browse(StoreContext& context, ObjectTable& objects, qint64 vault,
                              vault::ObjectKind kind, const BrowseRequest& request, UnixSeconds now)
{
    if (auto checked = vault::checkFilter(request.filter); !checked)
        return checked.error();
    Browse window(context, vault, kind, request, now);
    if (auto prepared = window.prepare(); !prepared)
        return prepared.error();
    BrowsedObjects found;
    auto rows = window.rows(objects);
    if (!rows)
        return rows.error();
    found.rows = std::move(*rows);
    if (request.wantsCount) {
        const auto total = window.total();
        if (!total)
            return total.error();
        const auto matched = window.isFiltered() ? window.matched() : total;
        if (!matched)
            return matched.error();
        found.total = *total;
        found.matched = *matched;
    }
    if (!request.locate.isEmpty()) {
        const auto located = window.located();
        if (!located)
            return located.error();
        found.locatedRow = *located;
    }
    return found;
}

Result<std::vector<vault::ValueCount>> facets(StoreContext& context, qint64 vault, vault::ObjectKind kind,
                                              const vault::FacetRequest& request, UnixSeconds now)
{
    using Of = vault::FacetRequest::Of;
    if (auto checked = vault::checkFilter(request.filter); !checked)
        return checked.error();
    if (auto checked = vault::checkFilter(request.terms); !checked)
        return checked.error();
    const Sql met = liveOf(vault, kind).add(conditionsOf(request.filter, now, true));
    std::vector<vault::ValueCount> counts;
    if (request.of == Of::Terms) {
        for (const FilterTerm& term : request.terms) {
            const auto count = numberOf(context,
                                        Sql()
                                            .add("SELECT count(*) FROM objects WHERE ")
                                            .add(met)
                                            .add(conditionsOf({ term }, now, true)));
            if (!count)
                return count.error();
            counts.push_back({ {}, *count });
        }
        return counts;
    }
    Sql sql;
    if (request.of == Of::ContentTypes) {
        sql.add("SELECT content_type, count(*) FROM objects WHERE content_type <> '' AND ").add(met);
    } else {
        const bool isNames = request.of == Of::TagNames;
        sql.add(isNames ? "SELECT name, count(*) FROM object_tags WHERE 1"
                        : "SELECT value, count(*) FROM object_tags WHERE value <> ''");
        if (!isNames)
            sql.add(" AND name = ?", request.tag.toLower());
        sql.add(" AND object IN (SELECT id FROM objects WHERE ").add(met).add(")");
    }
    sql.add(" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
            static_cast<qint64>(std::clamp(request.limit, 1, mostRows)));
    Query query(context.database, sql.text);
    sql.bind(query);
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            return counts;
        counts.push_back({ query.textAt(0), query.numberAt(1) });
    }
}

Result<std::vector<ObjectRow>> searchEverywhere(StoreContext& context, ObjectTable& objects,
                                                const vault::SearchStore& search, UnixSeconds now)
{
    if (auto checked = vault::checkFilter(search.filter); !checked)
        return checked.error();
    std::vector<ObjectRow> found;
    if (search.text.isEmpty() && search.filter.empty())
        return found;
    Sql sql;
    const bool usesIndex = isInIndex(search.text);
    if (usesIndex) {
        sql.add("SELECT objects.* FROM (SELECT rowid AS hit FROM object_search WHERE object_search MATCH ?",
                phraseOf(search.text))
            .add(") CROSS JOIN objects ON id = hit WHERE deleted IS NULL");
    } else {
        sql.add("SELECT * FROM objects WHERE deleted IS NULL");
        if (!search.text.isEmpty())
            sql.add(" AND ").add(textCondition(search.text, false));
    }
    sql.add(conditionsOf(search.filter, now, true))
        .add(" AND vault IN (SELECT id FROM vaults WHERE deleted IS NULL) LIMIT ?",
             static_cast<qint64>(std::clamp(search.limit, 1, mostRows)));
    Query query(context.database, sql.text);
    sql.bind(query);
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        auto object = objects.readObject(query);
        if (!object)
            return object.error();
        found.push_back(std::move(*object));
    }
    std::ranges::sort(found, [](const ObjectRow& a, const ObjectRow& b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
    return found;
}

} // namespace strongroom::local
