// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/access/policy_matrix.h"

#include "ui/panes/access/policy_review.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/palette.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr int twoLines = 40;
constexpr int principalColumn = 0;
constexpr int smallestPrincipal = 220;

/// Paints only: two lines for who, a tick or a dot for a permission.
class MatrixDelegate final : public QStyledItemDelegate
{
public:
    explicit MatrixDelegate(PolicyMatrixModel& model, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_model(model)
    {
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QPalette& palette = option.palette;
        const bool isAlternate = index.row() % 2 == 1;
        painter->fillRect(option.rect, color(isAlternate ? Role::Alternate : Role::Base, palette));
        if (index.column() == principalColumn)
            paintPrincipal(*painter, option, index);
        else if (m_model.permissionOf(index.column()).isEmpty())
            paintCount(*painter, option, index);
        else
            paintCell(*painter, option, index);
        painter->restore();
    }

private:
    static void paintPrincipal(QPainter& painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index)
    {
        const bool isKnown = index.data(PolicyMatrixModel::IsKnownRole).toBool();
        const QColor quiet = color(isKnown ? Role::Muted : Role::Warning, option.palette);
        QRect rect = option.rect.adjusted(metrics::page, 0, -metrics::tight, 0);
        const double ratio = painter.device()->devicePixelRatioF();
        painter.drawPixmap(QPoint(rect.left(), rect.center().y() - metrics::icon / 2),
                           iconPixmap(isKnown ? u"app-window"_s : u"ban"_s, quiet, metrics::icon, ratio));
        rect.adjust(metrics::icon + metrics::inside, metrics::tight, 0, -metrics::tight);
        painter.setPen(color(Role::Text, option.palette));
        painter.setFont(option.font);
        painter.drawText(
            rect, Qt::AlignLeft | Qt::AlignTop,
            painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, rect.width()));
        painter.setFont(captionFont());
        painter.setPen(quiet);
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignBottom,
                         isKnown ? PolicyMatrix::tr("application")
                                 : PolicyMatrix::tr("no longer exists in the directory"));
    }

    static void paintCount(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        painter.setFont(option.font);
        painter.setPen(color(Role::Muted, option.palette));
        drawTabular(painter, option.rect.adjusted(0, 0, -metrics::page, 0), Qt::AlignRight | Qt::AlignVCenter,
                    index.data().toString());
    }

    static void paintCell(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        const bool isGranted = index.data(PolicyMatrixModel::IsGrantedRole).toBool();
        const bool isChanged = index.data(PolicyMatrixModel::IsChangedRole).toBool();
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        if (isSelected || isChanged)
            painter.fillRect(option.rect, color(Role::AccentSoft, option.palette));
        const double ratio = painter.device()->devicePixelRatioF();
        const QPoint centre = option.rect.center();
        if (isGranted) {
            painter.drawPixmap(centre - QPoint(metrics::icon / 2 - 1, metrics::icon / 2 - 1),
                               iconPixmap(u"check"_s, color(Role::Ok, option.palette), metrics::icon, ratio));
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(color(Role::Muted, option.palette));
            painter.drawEllipse(QPointF(centre) + QPointF(0.5, 0.5), 1.2, 1.2);
        }
        const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
        if (!isChanged && !hasFocus)
            return;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color(Role::Accent, option.palette), isChanged ? 2 : 1,
                            isChanged ? Qt::SolidLine : Qt::DotLine));
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1));
    }

    PolicyMatrixModel& m_model;
};

} // namespace

PolicyMatrixModel::PolicyMatrixModel(QObject* parent)
    : QAbstractTableModel(parent)
    , m_permissions(PolicyDraft::permissions(vault::ObjectKind::Secret))
{
}

int PolicyMatrixModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_draft.rowCount();
}

int PolicyMatrixModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_permissions.size()) + 2;
}

QString PolicyMatrixModel::permissionOf(int column) const { return m_permissions.value(column - 1); }

QVariant PolicyMatrixModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const QString permission = permissionOf(index.column());
    const PolicyDraft::Principal& principal = m_draft.principal(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == principalColumn)
            return principal.isKnown ? principal.name : principal.objectId;
        return permission.isEmpty() ? QString::number(m_draft.granted(index.row())) : QString();
    case Qt::AccessibleTextRole:
        return readerText(index);
    case Qt::ToolTipRole:
        return index.column() == principalColumn ? principal.objectId : permissionMeaning(permission);
    case IsGrantedRole:
        return m_draft.isGranted(index.row(), permission);
    case IsChangedRole:
        return !permission.isEmpty() && m_draft.isChanged(index.row(), permission);
    case IsKnownRole:
        return principal.isKnown;
    default:
        return {};
    }
}

QString PolicyMatrixModel::readerText(const QModelIndex& index) const
{
    const QString permission = permissionOf(index.column());
    if (permission.isEmpty())
        return data(index, Qt::DisplayRole).toString();
    const bool isGranted = m_draft.isGranted(index.row(), permission);
    const QString state = isGranted ? tr("granted") : tr("not granted");
    return m_draft.isChanged(index.row(), permission)
        ? tr("%1: %2, changed").arg(permissionTitle(permission), state)
        : tr("%1: %2").arg(permissionTitle(permission), state);
}

QVariant PolicyMatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const QString permission = permissionOf(section);
    if (role == Qt::DisplayRole)
        return section == principalColumn ? tr("Principal")
            : permission.isEmpty()        ? tr("Rights")
                                          : permissionTitle(permission);
    if (role == Qt::ToolTipRole)
        return permissionMeaning(permission);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(section == principalColumn ? Qt::AlignLeft | Qt::AlignVCenter
                                    : permission.isEmpty() ? Qt::AlignRight | Qt::AlignVCenter
                                                           : Qt::AlignHCenter | Qt::AlignVCenter);
    return {};
}

void PolicyMatrixModel::setKind(vault::ObjectKind kind)
{
    beginResetModel();
    m_permissions = PolicyDraft::permissions(kind);
    endResetModel();
}

void PolicyMatrixModel::setDraft(PolicyDraft draft)
{
    beginResetModel();
    m_draft = std::move(draft);
    endResetModel();
    Q_EMIT draftChanged();
}

void PolicyMatrixModel::toggle(const QModelIndexList& cells)
{
    const auto isGranted = [this](const QModelIndex& cell) {
        const QString permission = permissionOf(cell.column());
        return permission.isEmpty() || m_draft.isGranted(cell.row(), permission);
    };
    const bool areAllGranted = std::ranges::all_of(cells, isGranted);
    for (const QModelIndex& cell : cells) {
        const QString permission = permissionOf(cell.column());
        if (permission.isEmpty())
            continue;
        if (areAllGranted)
            m_draft.revoke(cell.row(), permission);
        else
            m_draft.grant(cell.row(), permission);
    }
    announce();
}

int PolicyMatrixModel::add(const vault::Application& application, const QStringList& permissions)
{
    beginResetModel();
    const int row = m_draft.addPrincipal(application);
    for (const QString& permission : permissions)
        m_draft.grant(row, permission);
    endResetModel();
    Q_EMIT draftChanged();
    return row;
}

void PolicyMatrixModel::revokeAll(int row)
{
    m_draft.revokeAll(row);
    announce();
}

void PolicyMatrixModel::discard()
{
    beginResetModel();
    m_draft.discard();
    endResetModel();
    Q_EMIT draftChanged();
}

void PolicyMatrixModel::announce()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT draftChanged();
}

PolicyMatrix::PolicyMatrix(PolicyMatrixModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
{
    setModel(&model);
    setItemDelegate(new MatrixDelegate(model, this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::ContiguousSelection);
    setAccessibleName(tr("Permissions"));
    setTabKeyNavigation(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(qMax(twoLines, 2 * fontMetrics().height() + metrics::inside));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    connect(&model, &QAbstractItemModel::modelReset, this, &PolicyMatrix::fitColumns);
}

void PolicyMatrix::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space) {
        m_model.toggle(selectionModel()->selectedIndexes());
        return;
    }
    QTableView::keyPressEvent(event);
}

void PolicyMatrix::mouseReleaseEvent(QMouseEvent* event)
{
    const QModelIndex cell = indexAt(event->position().toPoint());
    QTableView::mouseReleaseEvent(event);
    const bool isPlain = event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier;
    if (isPlain && cell.isValid() && selectionModel()->selectedIndexes().size() == 1
        && selectionModel()->isSelected(cell))
        m_model.toggle({ cell });
}

void PolicyMatrix::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void PolicyMatrix::fitColumns()
{
    const int columns = m_model.columnCount() - 1;
    const int wanted = qMax(smallestPrincipal, viewport()->width() / 3);
    const int each = qMax(72, (viewport()->width() - wanted) / qMax(1, columns));
    for (int column = 1; column <= columns; ++column)
        setColumnWidth(column, each);
    setColumnWidth(principalColumn, qMax(smallestPrincipal, viewport()->width() - each * columns));
}

} // namespace strongroom::ui
