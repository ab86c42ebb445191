// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/draft_book.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

const auto headPurpose = u"draft"_s;
const auto valuePurpose = u"draft value"_s;
const auto shownPurpose = u"shown place"_s;

QByteArray bytesOf(const Place& place, const QByteArray& fields)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << int(place.kind) << place.vault.value << place.item << place.query << fields;
    return bytes;
}

Draft draftOf(const base::SecureBytes& bytes)
{
    Draft draft;
    QDataStream in(bytes.view().toByteArray());
    int kind = 0;
    in >> kind >> draft.place.vault.value >> draft.place.item >> draft.place.query >> draft.content.fields;
    draft.place.kind = PaneKind(kind);
    return draft;
}

base::Result<QByteArray> sealed(const ops::StoreDoor& door, const QString& purpose, QByteArray bytes)
{
    auto content = base::SecureBytes::copyOf(QByteArrayView(bytes));
    base::wipe(bytes);
    return door.seal(purpose, content);
}

} // namespace

void DraftBook::watch(QObject* editor, const Place& place, Read read)
{
    std::erase_if(m_watched, [](const Watched& one) { return one.editor.isNull(); });
    m_watched.push_back({ editor, place, std::move(read) });
}

void DraftBook::keep(const Place& shown)
{
    for (const Watched& one : m_watched) {
        auto content = one.editor ? one.read() : std::nullopt;
        if (content)
            seal({ one.place, std::move(*content) });
    }
    m_watched.clear();
    auto place = sealed(m_door, shownPurpose, bytesOf(shown, {}));
    m_shown = place ? std::move(*place) : QByteArray();
}

void DraftBook::seal(const Draft& draft)
{
    auto head = sealed(m_door, headPurpose, bytesOf(draft.place, draft.content.fields));
    auto value = m_door.seal(valuePurpose, draft.content.value);
    if (head && value)
        m_sealed.push_back({ std::move(*head), std::move(*value) });
}

std::optional<Draft> DraftBook::unseal(const Sealed& sealed) const
{
    const auto head = m_door.unseal(headPurpose, sealed.head);
    auto value = m_door.unseal(valuePurpose, sealed.value);
    if (!head || !value)
        return {};
    Draft draft = draftOf(*head);
    draft.content.value = std::move(*value);
    return draft;
}

DraftBook::Kept DraftBook::take()
{
    Kept kept;
    if (const auto shown = m_door.unseal(shownPurpose, m_shown)) {
        kept.shown = draftOf(*shown).place;
        m_shown.clear();
    }
    std::erase_if(m_sealed, [&](const Sealed& one) {
        auto draft = unseal(one);
        if (draft)
            kept.drafts.push_back(std::move(*draft));
        return draft.has_value();
    });
    return kept;
}

} // namespace strongroom::ui
