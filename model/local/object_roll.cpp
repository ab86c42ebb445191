// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_roll.h"

#include <utility>

namespace strongroom::local {

using base::Result;

namespace {

/// More would not be worth its memory: then lists are walked as if there were no roll.
constexpr qint64 largestId = 1 << 26;
constexpr qsizetype mostTextBytes = 24 * 1024 * 1024;

bool isByName(const ObjectRoll::Keys& keys) { return keys == ObjectRoll::byName(); }

} // namespace

const ObjectRoll::Keys& ObjectRoll::byName()
{
    static const Keys keys{ { vault::SortColumn::Name, false } };
    return keys;
}

const std::vector<quint32>* ObjectRoll::order(const Of& of, const Keys& keys) const
{
    const Order& order = isByName(keys) ? m_byName : m_other;
    return of == m_of && order.isThere && order.keys == keys ? &order.ids : nullptr;
}

const IdSet* ObjectRoll::hits(const Of& of, const vault::ObjectFilter& filter)
{
    if (of != m_of || !m_words)
        return nullptr;
    if (!m_found || m_found->filter != filter) {
        m_found = { filter, m_all };
        for (const vault::FilterTerm& term : filter) {
            const QByteArray part = foldedLetters(term.text);
            IdSet met = part.isEmpty() ? m_all : IdSet();
            if (!part.isEmpty()) {
                m_names.find(part, m_byName.ids, met);
                m_words->find(part, met);
            }
            if (term.isNegated)
                m_found->ids.remove(met);
            else
                m_found->ids.keepOnly(met);
        }
    }
    return &m_found->ids;
}

bool ObjectRoll::isWorthMaking(const Of& of, const Keys& keys)
{
    take(of);
    return std::exchange(orderBy(keys).isWanted, true) && !m_isTooLarge;
}

Result<void> ObjectRoll::makeOrder(const Of& of, const Keys& keys, Query& ordered, qint64 size)
{
    take(of);
    Order order{ keys, {}, true, true };
    order.ids.reserve(static_cast<std::size_t>(size));
    PackedNames names;
    IdSet all;
    for (;;) {
        const auto row = ordered.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const qint64 id = ordered.numberAt(0);
        if (id > largestId || names.bytes() > mostTextBytes) {
            m_isTooLarge = true;
            return {};
        }
        order.ids.push_back(static_cast<quint32>(id));
        if (isByName(keys)) {
            names.add(ordered.bytesAt(1));
            all.insert(order.ids.back());
        }
    }
    if (isByName(keys)) {
        m_names = std::move(names);
        m_all = std::move(all);
    }
    orderBy(keys) = std::move(order);
    return {};
}

Result<void> ObjectRoll::makeWords(Database& database)
{
    if (m_words || !m_byName.isThere)
        return {};
    PackedWords packed;
    Query types(database,
                "SELECT id, content_type, NULL FROM objects INDEXED BY objects_by_content_type "
                "WHERE vault = ?1 AND kind = ?2 AND deleted IS NULL AND content_type > '' "
                "ORDER BY content_type");
    types.number(m_of.vault).number(static_cast<qint64>(m_of.kind));
    if (auto added = addWords(types, packed); !added)
        return added;
    Query tags(database, "SELECT object, name, value FROM object_tags ORDER BY name, value");
    if (auto added = addWords(tags, packed); !added)
        return added;
    if (packed.bytes() <= mostTextBytes)
        m_words = std::move(packed);
    else
        m_isTooLarge = true;
    return {};
}

Result<void> ObjectRoll::addWords(Query& words, PackedWords& packed) const
{
    while (packed.bytes() <= mostTextBytes) {
        const auto row = words.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const qint64 id = words.numberAt(0);
        if (id > largestId || !m_all.contains(static_cast<quint32>(id)))
            continue;
        QByteArray word = words.copyAt(1);
        if (!words.isNull(2))
            word.append(PackedWords::separator).append(words.bytesAt(2));
        packed.add(word, static_cast<quint32>(id));
    }
    return {};
}

void ObjectRoll::take(const Of& of)
{
    if (of == m_of)
        return;
    forget();
    m_of = of;
}

void ObjectRoll::changed(const Of& of, Change change)
{
    if (of != m_of)
        return;
    if (change == Change::Facts)
        m_other = {};
    else
        forget();
}

void ObjectRoll::forget() { *this = {}; }

ObjectRoll::Order& ObjectRoll::orderBy(const Keys& keys)
{
    Order& order = isByName(keys) ? m_byName : m_other;
    if (order.keys != keys)
        order = { keys, {}, false, false };
    return order;
}

} // namespace strongroom::local
