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
};

/// How a cell is to be drawn.
enum class CellKind { Text, Title, State, Tags };

} // namespace strongroom::lists
