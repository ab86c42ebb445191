// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/import_model.h"

#include "ui/theme/icons.h"
#include "ui/theme/palette.h"

#include <QDateTime>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

using transfer::PlannedAction;

QString dateText(const vault::DateChange& date)
{
    if (!date || !*date)
        return {};
    return QDateTime::fromSecsSinceEpoch(**date, QTimeZone::utc()).toString(u"yyyy-MM-dd"_s);
}

QString tagsText(const vault::Tags& tags)
{
    QStringList words;
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        words << (tag.value().isEmpty() ? tag.key() : QString(tag.key() + u'=' + tag.value()));
    return words.join(u", "_s);
}

} // namespace

ImportModel::ImportModel(ImportDraft& draft, QObject* parent)
    : QAbstractTableModel(parent)
    , m_draft(draft)
{
}

int ImportModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_draft.rowCount();
}

int ImportModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(Column::Count);
}

QString ImportModel::text(int row, Column column) const
{
    const transfer::ImportRow& source = m_draft.row(row);
    const transfer::PlannedRow& planned = m_draft.planned(row);
    switch (column) {
    case Column::Source:
        return source.sourceName;
    case Column::Target:
        return planned.target ? planned.target->text() : source.name ? source.name->text() : QString();
    case Column::Action:
        if (!m_draft.isPossible(row))
            return tr("Leave out");
        return planned.action == PlannedAction::Create ? tr("New secret") : tr("New version");
    case Column::Expires:
        return dateText(source.attributes.expires);
    case Column::Tags:
        return tagsText(source.tags);
    case Column::Problem:
        return m_draft.problem(row);
    case Column::Count:
        break;
    }
    return {};
}

QVariant ImportModel::data(const QModelIndex& index, int role) const
{
    const auto column = static_cast<Column>(index.column());
    const bool isPossible = m_draft.isPossible(index.row());
    if (role == Qt::DisplayRole || role == Qt::EditRole)
        return text(index.row(), column);
    if (role == Qt::ToolTipRole)
        return column == Column::Problem ? text(index.row(), column) : QString();
    if (role == Qt::CheckStateRole && column == Column::Source)
        return isPossible && m_draft.isTicked(index.row()) ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::DecorationRole && column == Column::Action)
        return isPossible ? icon(u"circle-check"_s, Role::Ok) : icon(u"minus"_s, Role::Muted);
    if (role == Qt::AccessibleTextRole && column == Column::Source)
        return tr("%1, line %2").arg(text(index.row(), column)).arg(m_draft.row(index.row()).line);
    return {};
}

bool ImportModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::CheckStateRole && column == Column::Source) {
        m_draft.setTicked(index.row(),
                          value.toInt() == Qt::Checked ? ImportDraft::Tick::On : ImportDraft::Tick::Off);
    } else if (role == Qt::EditRole && column == Column::Target) {
        if (const auto renamed = m_draft.rename(index.row(), value.toString()); !renamed) {
            Q_EMIT refused(renamed.error().message);
            return false;
        }
    } else {
        return false;
    }
    refresh();
    Q_EMIT edited();
    return true;
}

QVariant ImportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Source:
        return tr("In the file");
    case Column::Target:
        return tr("Name in the vault");
    case Column::Action:
        return tr("Becomes");
    case Column::Expires:
        return tr("Expires");
    case Column::Tags:
        return tr("Tags");
    case Column::Problem:
        return tr("Why not");
    case Column::Count:
        break;
    }
    return {};
}

Qt::ItemFlags ImportModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const auto column = static_cast<Column>(index.column());
    if (column == Column::Source && m_draft.isPossible(index.row()))
        flags |= Qt::ItemIsUserCheckable;
    if (column == Column::Target)
        flags |= Qt::ItemIsEditable;
    return flags;
}

void ImportModel::refresh()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

} // namespace strongroom::ui
