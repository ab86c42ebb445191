// SPDX-License-Identifier: Apache-2.0
#include "model/lists/key_list_model.h"

#include "model/lists/key_words.h"
#include "model/lists/object_columns.h"

namespace strongroom::lists {

namespace {

using Column = KeyListModel::Column;

/// Nothing for the columns that only keys have.
std::optional<ObjectColumn> sharedColumn(Column column)
{
    switch (column) {
    case Column::Name:
        return ObjectColumn::Name;
    case Column::State:
        return ObjectColumn::State;
    case Column::Expires:
        return ObjectColumn::Expires;
    case Column::Updated:
        return ObjectColumn::Updated;
    case Column::Tags:
        return ObjectColumn::Tags;
    case Column::Created:
        return ObjectColumn::Created;
    case Column::Activates:
        return ObjectColumn::Activates;
    case Column::Version:
        return ObjectColumn::Version;
    case Column::RecoveryLevel:
        return ObjectColumn::RecoveryLevel;
    case Column::ManagedBy:
        return ObjectColumn::ManagedBy;
    case Column::Type:
    case Column::Operations:
    case Column::Rotation:
    case Column::Protection:
    case Column::Exportable:
    case Column::ReleasePolicy:
    case Column::LastUsed:
    case Column::Count:
        break;
    }
    return {};
}

} // namespace

KeyListModel::KeyListModel(ops::Operations& operations, const vault::Caller& caller, const base::Clock& clock,
                           QObject* parent)
    : BrowsedListModel(operations, caller, clock, parent)
    , m_uses(operations, caller)
{
    connect(&m_uses, &KeyUses::changed, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, int(Column::LastUsed)), index(rowCount() - 1, int(Column::LastUsed)));
    });
}

void KeyListModel::showUses(bool isWanted)
{
    if (std::exchange(m_areUsesWanted, isWanted) != isWanted && isWanted && !vault().isEmpty())
        m_uses.read(vault());
}

void KeyListModel::refresh()
{
    BrowsedListModel::refresh();
    if (m_areUsesWanted && !vault().isEmpty())
        m_uses.read(vault());
}

int KeyListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant KeyListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const auto column = Column(section);
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole && column == Column::Operations)
        return tr("E encrypt, D decrypt, S sign, V verify, W wrap, U unwrap");
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return ObjectListModel::headerData(section, orientation, role);
    if (const auto shared = sharedColumn(column))
        return headerOf(*shared);
    switch (column) {
    case Column::Type:
        return tr("Type");
    case Column::Operations:
        return tr("Operations");
    case Column::Rotation:
        return tr("Rotation");
    case Column::Protection:
        return tr("Kept in");
    case Column::Exportable:
        return tr("Exportable");
    case Column::ReleasePolicy:
        return tr("Release policy");
    case Column::LastUsed:
        return tr("Last used");
    default:
        return {};
    }
}

std::optional<vault::SortColumn> KeyListModel::sortColumnAt(int column) const
{
    if (Column(column) == Column::Type)
        return vault::SortColumn::ContentType;
    const auto shared = sharedColumn(Column(column));
    return shared ? sortColumnOf(*shared) : std::nullopt;
}

CellKind KeyListModel::cellKind(int column) const
{
    const auto shared = sharedColumn(Column(column));
    return shared ? kindOf(*shared) : CellKind::Text;
}

QVariant KeyListModel::cell(const vault::KeyListing& key, int column, int role, base::UnixSeconds now) const
{
    const auto own = Column(column);
    if (const auto shared = sharedColumn(own))
        return cellData(listed(key), *shared, role, now);
    switch (role) {
    case Qt::DisplayRole:
    case RawValueRole:
        return text(key, own, now);
    case Qt::AccessibleTextRole:
        return own == Column::Operations ? operationsText(key.properties.operations) : text(key, own, now);
    case Qt::ToolTipRole:
        return toolTip(key, own, now);
    case CellKindRole:
        return int(CellKind::Text);
    case IsMonospaceRole:
        return own == Column::Operations;
    case IsMutedRole:
        return own != Column::Type;
    default:
        return rowData(listed(key), role, now);
    }
}

QString KeyListModel::text(const vault::KeyListing& key, Column column, base::UnixSeconds now) const
{
    switch (column) {
    case Column::Type:
        return keyKindText(key.properties);
    case Column::Operations:
        return operationLetters(key.properties.operations);
    case Column::Rotation:
        return rotationText(key);
    case Column::Protection:
        return key.properties.protection == vault::KeyProtection::Hsm ? tr("token") : tr("store");
    case Column::Exportable:
        return key.properties.isExportable ? tr("yes") : tr("no");
    case Column::ReleasePolicy:
        return !key.properties.releasePolicy            ? QString()
            : key.properties.releasePolicy->isImmutable ? tr("fixed")
                                                        : tr("can change");
    case Column::LastUsed:
        return m_uses.text(vault(), key.properties.name.text(), now);
    default:
        return {};
    }
}

QString KeyListModel::toolTip(const vault::KeyListing& key, Column column, base::UnixSeconds now) const
{
    switch (column) {
    case Column::Operations:
        return operationsText(key.properties.operations);
    case Column::Rotation:
        return rotationSentence(key);
    case Column::Protection:
        return key.properties.protection == vault::KeyProtection::Hsm
            ? tr("The private part is in the vault's token and never leaves it.")
            : tr("The private part is in the store, encrypted.");
    case Column::LastUsed:
        return m_uses.sentence(vault(), key.properties.name.text());
    default:
        return text(key, column, now);
    }
}

} // namespace strongroom::lists
