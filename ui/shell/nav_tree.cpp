// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/nav_tree.h"

#include "ui/commands/view_commands.h"
#include "ui/shell/environment_look.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/find_field.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int chevronEnd = 36; // clicks left of this on a vault fold it

int leftOf(NavModel::Node node) { return node == NavModel::Node::VaultPage ? 32 : 14; }

void drawIcon(QPainter& painter, const QString& name, const QColor& colour, int x, const QRect& row)
{
    const auto pixmap = iconPixmap(name, colour, metrics::icon, painter.device()->devicePixelRatioF());
    painter.drawPixmap(x, row.y() + (row.height() - metrics::icon) / 2, pixmap);
}

class NavDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool isCaption = index.data(NavModel::NodeRole).toInt() == int(NavModel::Node::Caption);
        return { 120, qMax(28, option.fontMetrics.height() + 10) + (isCaption && index.row() > 0 ? 4 : 0) };
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto node = NavModel::Node(index.data(NavModel::NodeRole).toInt());
        painter->save();
        if (node == NavModel::Node::Caption)
            paintCaption(*painter, option, index);
        else
            paintPlace(*painter, option, index, node);
        painter->restore();
    }

private:
    static void paintCaption(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        auto font = semibold(captionFont());
        font.setLetterSpacing(QFont::PercentageSpacing, 103);
        painter.setFont(font);
        painter.setPen(color(Role::Muted, option.palette));
        const QRect place = option.rect.adjusted(14, index.row() > 0 ? 6 : 0, -8, 0);
        painter.drawText(
            place, Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, place.width()));
    }

    static void paintBackground(QPainter& painter, const QStyleOptionViewItem& option)
    {
        const bool isSelected = option.state & QStyle::State_Selected;
        const bool isHovered = option.state & QStyle::State_MouseOver;
        const auto area = option.rect.adjusted(6, 0, -6, 0);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        if (isSelected || isHovered) {
            painter.setBrush(color(isSelected ? Role::AccentSoft : Role::Hover, option.palette));
            painter.drawRoundedRect(area, metrics::corner, metrics::corner);
        }
        if (isSelected) {
            painter.setClipRect(QRect(area.x(), area.y(), 2, area.height()));
            painter.setBrush(color(Role::Accent, option.palette));
            painter.drawRoundedRect(area, metrics::corner, metrics::corner);
            painter.setClipping(false);
        }
        if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(color(Role::Accent, option.palette), metrics::focusRing));
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), metrics::corner, metrics::corner);
        }
    }

    static int paintRight(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                          NavModel::Node node)
    {
        auto text = index.data(NavModel::CountRole).toString();
        const auto environment = vault::Environment(index.data(NavModel::EnvironmentRole).toInt());
        if (node == NavModel::Node::Vault)
            text = environment == vault::Environment::Local ? QString()
                                                            : environmentWord(environment).toUpper();
        if (text.isEmpty())
            return 0;
        painter.setFont(captionFont());
        painter.setPen(color(Role::Muted, option.palette));
        drawTabular(painter, option.rect.adjusted(0, 0, -14, 0), Qt::AlignRight, text);
        return tabularWidth(painter.font(), text) + metrics::inside;
    }

    static void paintPlace(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                           NavModel::Node node)
    {
        const bool isSelected = option.state & QStyle::State_Selected;
        paintBackground(painter, option);
        const int left = option.rect.x() + leftOf(node);
        if (node == NavModel::Node::Vault) {
            const auto environment = vault::Environment(index.data(NavModel::EnvironmentRole).toInt());
            const bool isOpen = option.state & QStyle::State_Open;
            drawIcon(painter, isOpen ? u"chevron-down"_s : u"chevron-right"_s,
                     color(environmentRole(environment), option.palette), left, option.rect);
        } else {
            drawIcon(painter, index.data(NavModel::IconRole).toString(),
                     color(isSelected ? Role::Text : Role::Muted, option.palette), left, option.rect);
        }
        const int right = paintRight(painter, option, index, node);
        painter.setFont(option.font);
        painter.setPen(color(Role::Text, option.palette));
        const int x = left + metrics::icon + metrics::inside;
        const QRect place(x, option.rect.y(), option.rect.right() - 14 - right - x, option.rect.height());
        const auto text
            = painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, place.width());
        painter.drawText(place, Qt::AlignVCenter | Qt::TextSingleLine, text);
    }
};

} // namespace

NavTree::NavTree(NavModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
{
    setModel(&model);
    setItemDelegate(new NavDelegate(this));
    header()->hide();
    setIndentation(0);
    setRootIsDecorated(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformRowHeights(false);
    setExpandsOnDoubleClick(false);
    setMouseTracking(true);
    setAttribute(Qt::WA_MacShowFocusRect, false);
    viewport()->setBackgroundRole(QPalette::Window);
    setAccessibleName(tr("Vaults and pages"));
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(this, &QTreeView::activated, this, &NavTree::choose);
    connect(this, &QWidget::customContextMenuRequested, this, &NavTree::openContextMenu);
}

void NavTree::mark(const Place& place)
{
    const bool isNew = place != m_marked;
    m_marked = place;
    const auto index = m_model.indexOf(place);
    if (!index.isValid()) {
        clearSelection();
        return;
    }
    if (index.parent().isValid())
        expand(index.parent());
    else if (isNew && m_model.rowCount(index) > 0)
        expand(index); // a vault that was just made shows what goes into it
    setCurrentIndex(index);
}

void NavTree::filter(const QString& text)
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const auto index = m_model.index(row, 0);
        if (index.data(NavModel::NodeRole).toInt() == int(NavModel::Node::Vault))
            setRowHidden(row, {}, !index.data().toString().contains(text, Qt::CaseInsensitive));
    }
}

void NavTree::openFirstMatch()
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const auto index = m_model.index(row, 0);
        if (index.data(NavModel::NodeRole).toInt() != int(NavModel::Node::Vault) || isRowHidden(row, {}))
            continue;
        expand(index);
        choose(index.model()->rowCount(index) > 0 ? m_model.index(0, 0, index) : index);
        return;
    }
}

void NavTree::choose(const QModelIndex& index)
{
    const auto place = m_model.placeAt(index);
    if (!place)
        return;
    if (m_model.rowCount(index) > 0)
        expand(index);
    Q_EMIT placeChosen(*place);
}

void NavTree::openContextMenu(const QPoint& at)
{
    const auto index = indexAt(at);
    if (index.data(NavModel::NodeRole).toInt() != int(NavModel::Node::View))
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(u"x"_s), tr("Remove this view"), this,
                    [this, place = m_model.placeAt(index)] { Q_EMIT viewRemoved(*place); });
    menu->popup(viewport()->mapToGlobal(at));
}

void NavTree::mousePressEvent(QMouseEvent* event)
{
    const auto index = indexAt(event->position().toPoint());
    const bool isVault = index.data(NavModel::NodeRole).toInt() == int(NavModel::Node::Vault);
    if (index.isValid() && isVault && event->button() == Qt::LeftButton
        && event->position().x() < chevronEnd) {
        setExpanded(index, !isExpanded(index));
        return;
    }
    QTreeView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton)
        choose(index);
}

void NavTree::keyPressEvent(QKeyEvent* event)
{
    const bool isView = currentIndex().data(NavModel::NodeRole).toInt() == int(NavModel::Node::View);
    if (event->key() == Qt::Key_Delete && isView) {
        Q_EMIT viewRemoved(*m_model.placeAt(currentIndex()));
        return;
    }
    if (event->key() == Qt::Key_Asterisk) {
        expandRecursively(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
        choose(currentIndex());
        return;
    }
    QTreeView::keyPressEvent(event);
}

NavPanel::NavPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_model(new NavModel(workspace, this))
    , m_tree(new NavTree(*m_model, this))
    , m_find(new FindField(FindField::Purpose::Find, tr("Find a vault"), this))
{
    m_find->installEventFilter(this);
    connect(m_find, &FindField::textChanged, m_tree, &NavTree::filter);
    connect(m_find, &FindField::returnPressed, m_tree, &NavTree::openFirstMatch);
    connect(m_tree, &NavTree::viewRemoved, this, [&workspace](const Place& place) {
        if (const auto* view = workspace.views().find(place))
            removeView(workspace, *view);
    });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metrics::inside, 0, 0);
    layout->setSpacing(metrics::inside);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(metrics::inside, 0, metrics::inside, 0);
    row->addWidget(m_find);
    layout->addLayout(row);
    layout->addWidget(m_tree);
    setMinimumWidth(metrics::treeMinimum);
    setAutoFillBackground(true);
}

bool NavPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_find && event->type() == QEvent::KeyPress) {
        const auto key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape && !m_find->text().isEmpty()) {
            m_find->clear();
            return true;
        }
        if (key == Qt::Key_Down) {
            m_tree->setFocus(Qt::TabFocusReason);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace strongroom::ui
