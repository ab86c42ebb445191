// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/object_list_view.h"

#include "model/lists/roles.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/object_delegate.h"

#include <QContextMenuEvent>
#include <QDataStream>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 layoutVersion = 2;
constexpr quint32 firstLayoutVersion = 1; ///< without the columns that gave way
/// Beyond this many rows a selection is kept as row numbers only.
constexpr int rememberedRows = 4096;
/// Pixels: a line of text at 100 %, for which the widths of columns are written.
constexpr int usualLine = 18;
// How much smaller and larger than written columns may be: below the comfortable one some give way.
constexpr double leastScale = 0.75;
constexpr double comfortableScale = 0.9;
constexpr double mostScale = 1.6;

double textScale(const QWidget& widget) { return double(widget.fontMetrics().height()) / usualLine; }

} // namespace

/// The header of a list: flat, with an arrow for the first sort key and an arrow and "2" for the second.
class ListHeader final : public QHeaderView
{
    Q_OBJECT

public:
    explicit ListHeader(ObjectListView* view)
        : QHeaderView(Qt::Horizontal, view)
        , m_view(view)
    {
        setSectionsClickable(true);
        setSectionsMovable(true);
        setHighlightSections(false);
        setStretchLastSection(true);
        setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        setMinimumSectionSize(48);
        setContextMenuPolicy(Qt::DefaultContextMenu);
        setFirstSectionMovable(true);
    }

    /// A button is held on it: widths that change now are the person's choice.
    bool isHeld() const { return m_isHeld; }

Q_SIGNALS:
    void columnToggled(int section);
    void resetWanted();

protected:
    void mousePressEvent(QMouseEvent* event) override
    {
        m_isHeld = true;
        QHeaderView::mousePressEvent(event);
    }

    void mouseDoubleClickEvent(QMouseEvent* event) override
    {
        m_isHeld = true;
        QHeaderView::mouseDoubleClickEvent(event);
    }

    void mouseReleaseEvent(QMouseEvent* event) override
    {
        QHeaderView::mouseReleaseEvent(event);
        m_isHeld = false;
    }

    QSize sizeHint() const override
    {
        return { QHeaderView::sizeHint().width(), std::max(30, fontMetrics().height() + 12) };
    }

    void paintEvent(QPaintEvent* event) override
    {
        QHeaderView::paintEvent(event);
        QPainter painter(viewport());
        painter.setPen(color(Role::Hairline, palette()));
        painter.drawLine(0, height() - 1, width(), height() - 1);
    }

    void paintSection(QPainter* painter, const QRect& rect, int section) const override
    {
        painter->fillRect(rect, color(Role::Window, palette()));
        const QRect inner = rect.adjusted(metrics::inside + 2, 0, -metrics::tight, 0);
        const QString text = model()->headerData(section, Qt::Horizontal).toString();
        painter->setFont(captionFont());
        painter->setPen(color(Role::Muted, palette()));
        const QString mark = sortMark(section);
        const int markWidth
            = mark.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(mark) + metrics::tight;
        const QString elided
            = painter->fontMetrics().elidedText(text, Qt::ElideRight, inner.width() - markWidth);
        painter->drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, elided);
        if (!mark.isEmpty()) {
            const int x = painter->fontMetrics().horizontalAdvance(elided) + metrics::tight;
            painter->drawText(inner.adjusted(x, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, mark);
        }
    }

    void contextMenuEvent(QContextMenuEvent* event) override
    {
        auto* const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (int i = 0; i < count(); ++i) {
            const int section = logicalIndex(i);
            QAction* const action = menu->addAction(model()->headerData(section, Qt::Horizontal).toString(),
                                                    this, [this, section] { Q_EMIT columnToggled(section); });
            action->setCheckable(true);
            action->setChecked(!isSectionHidden(section));
            action->setEnabled(section != 0);
        }
        menu->addSeparator();
        menu->addAction(tr("Standard columns"), this, [this] { Q_EMIT resetWanted(); });
        menu->popup(event->globalPos());
    }

private:
    QString sortMark(int section) const
    {
        const auto& keys = m_view->sortKeys();
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (keys[i].column == section)
                return (keys[i].isDescending ? u"\u25be"_s : u"\u25b4"_s)
                    + (i == 0 ? QString() : u"\u00b2"_s);
        }
        return {};
    }

    ObjectListView* m_view;
    bool m_isHeld = false;
};

/// The buttons of one row, floating over its right end.
class RowButtons final : public QWidget
{
    Q_OBJECT

public:
    RowButtons(ObjectListView* view, std::vector<RowButton> buttons)
        : QWidget(view->viewport())
        , m_view(view)
    {
        setAutoFillBackground(true);
        auto* const layout = new QHBoxLayout(this);
        layout->setContentsMargins(metrics::tight, 1, metrics::tight, 1);
        layout->setSpacing(2);
        for (RowButton& button : buttons) {
            auto* const tool = new QToolButton(this);
            tool->setAutoRaise(true);
            tool->setFocusPolicy(Qt::NoFocus);
            tool->setIcon(icon(button.icon, Role::Accent));
            tool->setIconSize({ metrics::icon, metrics::icon });
            tool->setToolTip(button.text);
            tool->setAccessibleName(button.text);
            layout->addWidget(tool);
            connect(tool, &QToolButton::clicked, this, [this, view, action = std::move(button.action)] {
                const QModelIndex index = view->model()->index(m_row, 0);
                if (index.data(lists::IsLoadedRole).toBool())
                    action(index);
            });
            m_tools.push_back({ tool, button.text, std::move(button.reasonDisabled) });
        }
        hide();
    }

    void showAt(int row, const QRect& where)
    {
        m_row = row;
        for (const Tool& tool : m_tools)
            offer(tool, m_view->model()->index(row, 0));
        setBackgroundRole(QPalette::Base);
        setFixedHeight(where.height());
        adjustSize();
        move(where.right() + 1 - width(), where.top());
        show();
        raise();
    }

private:
    struct Tool
    {
        QToolButton* button;
        QString text;
        std::function<QString(const QModelIndex&)> reasonDisabled;
    };
    static void offer(const Tool& tool, const QModelIndex& index)
    {
        const QString reason = tool.reasonDisabled ? tool.reasonDisabled(index) : QString();
        tool.button->setEnabled(reason.isEmpty());
        tool.button->setToolTip(reason.isEmpty() ? tool.text : reason);
        tool.button->setAccessibleDescription(reason);
    }

    const ObjectListView* m_view;
    std::vector<Tool> m_tools;
    int m_row = -1;
};

ObjectListView::ObjectListView(QWidget* parent)
    : QTableView(parent)
    , m_header(new ListHeader(this))
{
    setHorizontalHeader(m_header);
    setItemDelegate(new ObjectDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setAlternatingRowColors(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(16);
    setDensity(metrics::Density::Normal);

    connect(m_header, &QHeaderView::sectionClicked, this, &ObjectListView::onHeaderClicked);
    connect(m_header, &ListHeader::columnToggled, this, [this](int section) {
        setColumnHidden(section, !isColumnHidden(section));
        m_areColumnsChosen = true;
        m_crowdedOut.clear();
        fitColumns();
        Q_EMIT layoutStateChanged();
    });
    connect(m_header, &ListHeader::resetWanted, this, &ObjectListView::resetColumns);
    connect(m_header, &QHeaderView::sectionMoved, this, &ObjectListView::layoutStateChanged);
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        placeButtons();
        if (m_isFitting || !m_header->isHeld())
            return;
        m_areWidthsChosen = true;
        Q_EMIT layoutStateChanged();
    });
    connect(this, &QAbstractItemView::doubleClicked, this, &ObjectListView::opened);
}

void ObjectListView::setModel(QAbstractItemModel* newModel)
{
    if (model())
        model()->disconnect(this);
    // The model's own connections must run after those of the base class, so that rows exist by then.
    QTableView::setModel(newModel);
    if (newModel)
        connectModel();
    fitColumns();
    sayShownRows();
}

void ObjectListView::connectModel()
{
    using Model = QAbstractItemModel;
    const auto begin = [this] { ++m_modelChanges; };
    const auto end = [this] {
        --m_modelChanges;
        restoreSelection();
        hoverRow(-1);
        sayShownRows();
        sayChosenSoon();
    };
    connect(model(), &Model::rowsAboutToBeInserted, this, begin);
    connect(model(), &Model::rowsAboutToBeRemoved, this, begin);
    connect(model(), &Model::layoutAboutToBeChanged, this, begin);
    connect(model(), &Model::modelAboutToBeReset, this, begin);
    connect(model(), &Model::rowsInserted, this, [this, end](const QModelIndex&, int first, int last) {
        onRowsMovedAbove(first, last - first + 1);
        end();
    });
    connect(model(), &Model::rowsRemoved, this, [this, end](const QModelIndex&, int first, int last) {
        onRowsMovedAbove(first, -(last - first + 1));
        end();
    });
    connect(model(), &Model::layoutChanged, this, end);
    connect(model(), &Model::modelReset, this, end);
    connect(model(), &Model::dataChanged, this, [this] { restoreSelection(); });
}

void ObjectListView::setColumns(const std::vector<ListColumn>& columns)
{
    m_columns = columns;
    resetColumns();
}

void ObjectListView::resetColumns()
{
    m_areWidthsChosen = false;
    m_areColumnsChosen = false;
    m_crowdedOut.clear();
    for (std::size_t i = 0; i < m_columns.size() && int(i) < m_header->count(); ++i) {
        m_header->moveSection(m_header->visualIndex(int(i)), int(i));
        setColumnHidden(int(i), !m_columns[i].isShown);
    }
    fitColumns();
    Q_EMIT layoutStateChanged();
}

/// Widths of the columns grow and shrink together until the person sets one.
void ObjectListView::fitColumns()
{
    if (m_areWidthsChosen || m_columns.empty() || m_header->count() == 0)
        return;
    m_isFitting = true;
    crowdOutColumns();
    if (const int wanted = wantedWidth(); wanted > 0) {
        const double scale = std::clamp(double(viewport()->width()) / wanted, leastScale, mostScale);
        const double least = leastScale * std::max(1.0, textScale(*this));
        for (int i = 0; i < m_header->count() && std::size_t(i) < m_columns.size(); ++i) {
            if (!isColumnHidden(i))
                setColumnWidth(i, int(m_columns[std::size_t(i)].width * std::max(scale, least)));
        }
    }
    m_isFitting = false;
}

/// A word cut short in every column says less than a column less does.
void ObjectListView::crowdOutColumns()
{
    if (m_areColumnsChosen)
        return;
    const int room = int(viewport()->width() / (comfortableScale * std::max(1.0, textScale(*this))));
    int wanted = wantedWidth();
    for (const int section : std::as_const(m_crowdedOut))
        wanted += m_columns[std::size_t(section)].width;
    std::vector<int> yielding;
    for (int i = 0; i < m_header->count() && std::size_t(i) < m_columns.size(); ++i)
        if (m_columns[std::size_t(i)].yields > 0 && (!isColumnHidden(i) || m_crowdedOut.contains(i)))
            yielding.push_back(i);
    std::ranges::sort(yielding, std::greater(),
                      [this](int section) { return m_columns[std::size_t(section)].yields; });
    QList<int> out;
    for (const int section : yielding) {
        if (wanted > room) {
            wanted -= m_columns[std::size_t(section)].width;
            out += section;
        }
        if (isColumnHidden(section) != out.contains(section))
            setColumnHidden(section, out.contains(section));
    }
    m_crowdedOut = out;
}

/// Of the columns that are shown, as they are written.
int ObjectListView::wantedWidth() const
{
    int wanted = 0;
    for (int i = 0; i < m_header->count() && std::size_t(i) < m_columns.size(); ++i)
        wanted += isColumnHidden(i) ? 0 : m_columns[std::size_t(i)].width;
    return wanted;
}

void ObjectListView::setTitleIcon(std::function<QString(const QModelIndex&)> iconOf)
{
    static_cast<ObjectDelegate*>(itemDelegate())->setTitleIcon(std::move(iconOf));
}

void ObjectListView::setRowButtons(std::vector<RowButton> buttons)
{
    delete m_buttons;
    m_buttons = new RowButtons(this, std::move(buttons));
}

void ObjectListView::setDensity(metrics::Density density)
{
    const int text = fontMetrics().height() + (density == metrics::Density::Compact ? 4 : 8);
    m_rowHeight = std::max(metrics::rowHeight(density), text);
    verticalHeader()->setDefaultSectionSize(m_rowHeight);
    sayShownRows();
}

void ObjectListView::fitToRows(int most)
{
    m_mostRows = most;
    const int all = model() ? std::max(1, model()->rowCount()) : 1;
    const int rows = std::min(all, most);
    const bool isTooWide = m_header->length() > viewport()->width();
    setVerticalScrollBarPolicy(all > most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    setFixedHeight(horizontalHeader()->sizeHint().height() + rows * m_rowHeight + 2 * frameWidth()
                   + (isTooWide ? horizontalScrollBar()->sizeHint().height() : 0));
}

void ObjectListView::setSortKeys(const std::vector<SortBy>& keys)
{
    if (m_sort == keys)
        return;
    m_sort = keys;
    m_header->viewport()->update();
    Q_EMIT sortKeysChanged();
}

void ObjectListView::onHeaderClicked(int section)
{
    if (std::size_t(section) < m_columns.size() && !m_columns[std::size_t(section)].isSortable)
        return;
    std::vector<SortBy> keys = m_sort;
    const auto known
        = std::find_if(keys.begin(), keys.end(), [section](const SortBy& k) { return k.column == section; });
    const bool isSecond = QGuiApplication::keyboardModifiers().testFlag(Qt::ShiftModifier) && !keys.empty();
    if (known != keys.end() && (isSecond || known == keys.begin())) {
        known->isDescending = !known->isDescending;
        if (!isSecond)
            keys.resize(1);
    } else if (isSecond) {
        keys.resize(1);
        keys.push_back({ section, false });
    } else {
        keys = { { section, false } };
    }
    setSortKeys(keys);
    Q_EMIT layoutStateChanged();
}

QByteArray ObjectListView::layoutState() const
{
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << layoutVersion << m_header->count() << m_areWidthsChosen << m_header->saveState()
        << int(m_sort.size());
    for (const SortBy& key : m_sort)
        out << key.column << key.isDescending;
    out << m_areColumnsChosen << m_crowdedOut;
    return state;
}

void ObjectListView::restoreLayoutState(const QByteArray& state)
{
    QDataStream in(state);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 version = 0;
    int columns = 0;
    bool areWidthsChosen = false;
    QByteArray header;
    int keyCount = 0;
    in >> version >> columns >> areWidthsChosen >> header >> keyCount;
    if (in.status() != QDataStream::Ok || version < firstLayoutVersion || version > layoutVersion
        || columns != m_header->count() || keyCount > 2)
        return;
    std::vector<SortBy> keys(std::size_t(std::max(0, keyCount)));
    for (SortBy& key : keys)
        in >> key.column >> key.isDescending;
    m_areColumnsChosen = false;
    m_crowdedOut.clear();
    if (version > firstLayoutVersion)
        in >> m_areColumnsChosen >> m_crowdedOut;
    m_crowdedOut.removeIf(
        [this](int section) { return section < 0 || std::size_t(section) >= m_columns.size(); });
    m_header->restoreState(header);
    m_header->setStretchLastSection(true);
    m_areWidthsChosen = areWidthsChosen;
    fitColumns();
    setSortKeys(keys);
}

// Selection --------------------------------------------------------------------------------------

QStringList ObjectListView::chosen() const
{
    QStringList names;
    for (const auto& [first, last] : chosenRanges()) {
        for (int row = first; row <= last; ++row) {
            const QString name = model()->index(row, 0).data(lists::IdentityRole).toString();
            if (!name.isEmpty())
                names += name;
        }
    }
    return names;
}

std::vector<std::pair<int, int>> ObjectListView::chosenRanges() const
{
    std::vector<std::pair<int, int>> ranges;
    if (!selectionModel())
        return ranges;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        ranges.emplace_back(range.top(), range.bottom());
    std::sort(ranges.begin(), ranges.end());
    return ranges;
}

int ObjectListView::chosenCount() const
{
    int count = 0;
    for (const auto& [first, last] : chosenRanges())
        count += last - first + 1;
    return count;
}

QString ObjectListView::currentIdentity() const
{
    return currentIndex().siblingAtColumn(0).data(lists::IdentityRole).toString();
}

void ObjectListView::choose(int row)
{
    const QModelIndex index = model()->index(row, 0);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index, EnsureVisible);
    sayShownRows();
}

void ObjectListView::chooseWhenLoaded(const QString& identity)
{
    m_wanted = identity.toUpper();
    restoreSelection();
}

void ObjectListView::rememberSelection()
{
    m_chosen.clear();
    if (chosenCount() > rememberedRows)
        return;
    for (const QString& name : chosen())
        m_chosen.insert(name.toUpper());
    m_current = currentIdentity().toUpper();
}

/// Rows that were chosen and are back, at whatever row they are now, are chosen again.
void ObjectListView::restoreSelection()
{
    if (m_modelChanges > 0 || (m_chosen.isEmpty() && m_wanted.isEmpty()))
        return;
    const int first = std::max(0, firstShownRow() - 64);
    const int last = std::min(model()->rowCount() - 1, lastShownRow() + 64);
    QItemSelection missing;
    QModelIndex current;
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, 0);
        const QString identity = index.data(lists::IdentityRole).toString().toUpper();
        if (identity.isEmpty())
            continue;
        if (identity == m_wanted) {
            m_wanted.clear();
            choose(row);
            return;
        }
        if (!m_chosen.contains(identity))
            continue;
        if (identity == m_current)
            current = index;
        if (!selectionModel()->isSelected(index))
            missing.select(index, index.siblingAtColumn(model()->columnCount() - 1));
    }
    ++m_modelChanges;
    if (current.isValid() && currentIndex().row() != current.row())
        selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    if (!missing.isEmpty())
        selectionModel()->select(missing, QItemSelectionModel::Select);
    --m_modelChanges;
    if (!missing.isEmpty())
        sayChosenSoon();
}

/// Once the model has come to rest: a row that moved is gone for a moment only.
void ObjectListView::sayChosenSoon()
{
    if (m_isChosenDue)
        return;
    m_isChosenDue = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isChosenDue = false;
            Q_EMIT chosenChanged();
        },
        Qt::QueuedConnection);
}

void ObjectListView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (m_modelChanges > 0)
        return;
    m_wanted.clear();
    rememberSelection();
    Q_EMIT chosenChanged();
}

void ObjectListView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (m_modelChanges == 0)
        m_current = currentIdentity().toUpper();
    viewport()->update();
}

// What is shown ----------------------------------------------------------------------------------

int ObjectListView::firstShownRow() const { return std::max(0, verticalScrollBar()->value() / m_rowHeight); }

int ObjectListView::lastShownRow() const
{
    const int rows = model() ? model()->rowCount() : 0;
    const int last = (verticalScrollBar()->value() + viewport()->height()) / m_rowHeight;
    return std::max(0, std::min(last, rows - 1));
}

void ObjectListView::sayShownRows()
{
    if (model() && m_modelChanges == 0)
        Q_EMIT shownRowsChanged(
            firstShownRow(), std::max(lastShownRow(), firstShownRow() + viewport()->height() / m_rowHeight));
}

void ObjectListView::onRowsMovedAbove(int first, int by)
{
    const int top = firstShownRow();
    const bool isAbove = by > 0 ? (first <= top && top > 0) : first < top;
    if (!isAbove)
        return;
    const int moved = by > 0 ? by : -std::min(-by, top - first);
    const int value = verticalScrollBar()->value() + moved * m_rowHeight;
    updateGeometries();
    verticalScrollBar()->setValue(value);
}

void ObjectListView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
    updateGeometries(); // else a scroll bar that the former widths needed stays
    if (m_mostRows > 0)
        fitToRows(m_mostRows);
    placeButtons();
    sayShownRows();
}

void ObjectListView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    placeButtons();
    if (dy != 0)
        sayShownRows();
}

void ObjectListView::keyboardSearch(const QString& text)
{
    // The base class would ask the model for every row; a million of them are not here.
    if (!text.trimmed().isEmpty())
        Q_EMIT typed(text);
}

void ObjectListView::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && currentIndex().isValid()) {
        Q_EMIT opened(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Escape && chosenCount() > 1) {
        choose(currentIndex().row());
        return;
    }
    QTableView::keyPressEvent(event);
}

bool ObjectListView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::MouseMove)
        hoverRow(rowAt(static_cast<QMouseEvent*>(event)->position().toPoint().y()));
    else if (event->type() == QEvent::Leave)
        hoverRow(-1);
    return QTableView::viewportEvent(event);
}

void ObjectListView::hoverRow(int row)
{
    if (row == m_hoveredRow)
        return;
    m_hoveredRow = row;
    placeButtons();
    viewport()->update();
}

void ObjectListView::placeButtons()
{
    if (!m_buttons)
        return;
    if (m_hoveredRow < 0 || !model() || m_hoveredRow >= model()->rowCount()) {
        m_buttons->hide();
        return;
    }
    m_buttons->showAt(
        m_hoveredRow,
        { 0, rowViewportPosition(m_hoveredRow), viewport()->width() - metrics::tight, m_rowHeight });
}

} // namespace strongroom::ui

#include "object_list_view.moc"
