// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/store_door.h"
#include "ui/commands/place.h"
#include "ui/dialogs/editor_draft.h"

#include <QPointer>

#include <functional>
#include <optional>
#include <vector>

namespace strongroom::ui {

/// A draft and the page whose editor it came from.
struct Draft final
{
    Place place;
    EditorDraft content;
};

/// What was being written when the store was locked, until it is unlocked again. While it is locked
/// everything here is sealed under a key that only the open store has: nothing of a draft, not even where it
/// belongs, can be read from this process's memory.
class DraftBook final
{
public:
    explicit DraftBook(const ops::StoreDoor& door)
        : m_door(door)
    {
    }

    /// As long as `editor` lives, `read` says what is in it; nothing when there is nothing to keep.
    using Read = std::function<std::optional<EditorDraft>()>;
    void watch(QObject* editor, const Place& place, Read read);

    /// The store is about to be locked, and is still open: seals the drafts of all editors, and `shown`.
    void keep(const Place& shown);

    struct Kept
    {
        std::optional<Place> shown;
        std::vector<Draft> drafts;
    };
    /// The store was opened: what was kept of it, once. What belongs to another store stays.
    Kept take();

private:
    struct Watched
    {
        QPointer<QObject> editor;
        Place place;
        Read read;
    };
    struct Sealed
    {
        QByteArray head; // place and fields
        QByteArray value;
    };

    void seal(const Draft& draft);
    std::optional<Draft> unseal(const Sealed& sealed) const;

    const ops::StoreDoor& m_door;
    std::vector<Watched> m_watched;
    QByteArray m_shown;
    std::vector<Sealed> m_sealed;
};

} // namespace strongroom::ui
