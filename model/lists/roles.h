// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Qt>

namespace strongroom::lists {

/// The roles that every list of objects answers beside Qt's own. Models give meaning, delegates choose
/// icons and colours.
enum Role {
    RawValueRole = Qt::UserRole + 1, ///< what sorting and export use: text, seconds UTC, number
    IdentityRole, ///< QString: what a row is called across refreshes
    IsLoadedRole, ///< bool: false for a placeholder
    StateRole, ///< int(vault::ObjectState), invalid where a row has no state
    DaysToExpiryRole, ///< qint64, invalid without an end
    TagsRole, ///< QStringList of "name=value"
    IsManagedRole, ///< bool: belongs to a certificate
    IsMonospaceRole, ///< bool: an identifier, drawn in the fixed face
    IsMutedRole, ///< bool: of lesser weight than the name
    CellKindRole, ///< int(CellKind)
    ToneRole, ///< int(Tone), of Badge and Life cells
    PartRole, ///< double between 0 and 1: how much of a Life cell's bar is filled
    BadgeIconRole, ///< QString: the icon of a Badge cell instead of that of its tone
};

/// How a cell is to be drawn. Badge is a word with the icon and colour of its tone; Life is a bar with
/// words beside it.
enum class CellKind { Text, Title, State, Tags, Badge, Life };

enum class Tone { Plain, Good, Warning, Critical, Info };

} // namespace strongroom::lists
