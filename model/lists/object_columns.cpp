// SPDX-License-Identifier: Apache-2.0
#include "model/lists/object_columns.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"

#include <QCoreApplication>

namespace strongroom::lists {

using namespace Qt::StringLiterals;

namespace {

struct Columns final
{
    Q_DECLARE_TR_FUNCTIONS(ObjectColumns)
};

QString text(const ListedObject& object, ObjectColumn column, base::UnixSeconds now)
{
    const vault::Attributes& attributes = object.attributes;
    switch (column) {
    case ObjectColumn::Name:
        return object.name.text();
    case ObjectColumn::State:
        return stateWord(vault::stateOf(attributes, now));
    case ObjectColumn::Expires:
        return attributes.expires ? relativeTime(*attributes.expires, now) : Columns::tr("never");
    case ObjectColumn::Updated:
        return relativeOrDate(attributes.updated, now);
    case ObjectColumn::Tags:
        return tagWords(object.tags).join(", "_L1);
    case ObjectColumn::Created:
        return relativeOrDate(attributes.created, now);
    case ObjectColumn::Activates:
        return attributes.notBefore ? relativeOrDate(*attributes.notBefore, now) : QString();
    case ObjectColumn::Version:
        return shortVersion(object.version);
    case ObjectColumn::RecoveryLevel:
        return attributes.recoveryLevel;
    case ObjectColumn::ManagedBy:
        return object.isManaged ? Columns::tr("certificate") : QString();
    }
    return {};
}

QVariant raw(const ListedObject& object, ObjectColumn column, base::UnixSeconds now)
{
    const auto seconds
        = [](const std::optional<vault::UnixSeconds>& time) { return time ? QVariant(*time) : QVariant(); };
    switch (column) {
    case ObjectColumn::Expires:
        return seconds(object.attributes.expires);
    case ObjectColumn::Updated:
        return object.attributes.updated;
    case ObjectColumn::Created:
        return object.attributes.created;
    case ObjectColumn::Activates:
        return seconds(object.attributes.notBefore);
    case ObjectColumn::Version:
        return object.version.text();
    case ObjectColumn::State:
        return int(vault::stateOf(object.attributes, now));
    case ObjectColumn::Name:
    case ObjectColumn::Tags:
    case ObjectColumn::RecoveryLevel:
    case ObjectColumn::ManagedBy:
        break;
    }
    return text(object, column, now);
}

QString toolTip(const ListedObject& object, ObjectColumn column, base::UnixSeconds now)
{
    const auto time = [](const std::optional<vault::UnixSeconds>& when) {
        return when ? dateTimeText(*when) : QString();
    };
    switch (column) {
    case ObjectColumn::Expires:
        return time(object.attributes.expires);
    case ObjectColumn::Updated:
        return time(object.attributes.updated);
    case ObjectColumn::Created:
        return time(object.attributes.created);
    case ObjectColumn::Activates:
        return time(object.attributes.notBefore);
    case ObjectColumn::Version:
        return object.version.text();
    case ObjectColumn::Tags:
        return tagWords(object.tags).join(u'\n');
    case ObjectColumn::State:
        return stateSentence(object.kind, object.attributes, now);
    case ObjectColumn::Name:
        return object.isManaged
            ? Columns::tr("%1 belongs to the certificate of the same name.").arg(object.name.text())
            : object.name.text();
    case ObjectColumn::RecoveryLevel:
    case ObjectColumn::ManagedBy:
        break;
    }
    return {};
}

} // namespace

QString headerOf(ObjectColumn column)
{
    switch (column) {
    case ObjectColumn::Name:
        return Columns::tr("Name");
    case ObjectColumn::State:
        return Columns::tr("State");
    case ObjectColumn::Expires:
        return Columns::tr("Expires");
    case ObjectColumn::Updated:
        return Columns::tr("Updated");
    case ObjectColumn::Tags:
        return Columns::tr("Tags");
    case ObjectColumn::Created:
        return Columns::tr("Created");
    case ObjectColumn::Activates:
        return Columns::tr("Activates");
    case ObjectColumn::Version:
        return Columns::tr("Version");
    case ObjectColumn::RecoveryLevel:
        return Columns::tr("Recovery level");
    case ObjectColumn::ManagedBy:
        return Columns::tr("Managed by");
    }
    return {};
}

CellKind kindOf(ObjectColumn column)
{
    return column == ObjectColumn::Name ? CellKind::Title
        : column == ObjectColumn::State ? CellKind::State
        : column == ObjectColumn::Tags  ? CellKind::Tags
                                        : CellKind::Text;
}

std::optional<vault::SortColumn> sortColumnOf(ObjectColumn column)
{
    switch (column) {
    case ObjectColumn::Name:
        return vault::SortColumn::Name;
    case ObjectColumn::State:
        return vault::SortColumn::State;
    case ObjectColumn::Expires:
        return vault::SortColumn::Expires;
    case ObjectColumn::Updated:
        return vault::SortColumn::Updated;
    case ObjectColumn::Created:
        return vault::SortColumn::Created;
    case ObjectColumn::Tags:
    case ObjectColumn::Activates:
    case ObjectColumn::Version:
    case ObjectColumn::RecoveryLevel:
    case ObjectColumn::ManagedBy:
        break;
    }
    return {};
}

QVariant cellData(const ListedObject& object, ObjectColumn column, int role, base::UnixSeconds now)
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(object, column, now);
    case Qt::ToolTipRole:
        return toolTip(object, column, now);
    case RawValueRole:
        return raw(object, column, now);
    case CellKindRole:
        return int(kindOf(column));
    case IsMonospaceRole:
        return column == ObjectColumn::Version;
    case IsMutedRole:
        return column != ObjectColumn::Name && column != ObjectColumn::Expires;
    default:
        return rowData(object, role, now);
    }
}

QVariant rowData(const ListedObject& object, int role, base::UnixSeconds now)
{
    switch (role) {
    case IdentityRole:
        return object.name.text();
    case StateRole:
        return int(vault::stateOf(object.attributes, now));
    case DaysToExpiryRole:
        return object.attributes.expires ? QVariant(daysUntil(*object.attributes.expires, now)) : QVariant();
    case TagsRole:
        return tagWords(object.tags);
    case IsManagedRole:
        return object.isManaged;
    default:
        return {};
    }
}

} // namespace strongroom::lists
