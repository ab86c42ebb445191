// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/tags_editor.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/field_note.h"

#include <QCompleter>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowHeight = 28;

/// A plain line to write into, with known tag names offered in the first column.
class TagDelegate final : public QStyledItemDelegate
{
public:
    TagDelegate(const QStringList& names, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_names(names)
    {
    }
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&,
                          const QModelIndex& index) const override
    {
        auto* const line = new QLineEdit(parent);
        line->setAccessibleName(index.column() == 0 ? TagsEditor::tr("Tag name")
                                                    : TagsEditor::tr("Tag value"));
        if (index.column() == 0) {
            auto* const completer = new QCompleter(m_names, line);
            completer->setCaseSensitivity(Qt::CaseInsensitive);
            line->setCompleter(completer);
        }
        return line;
    }

private:
    const QStringList& m_names;
};

} // namespace

TagsEditor::TagsEditor(QWidget* parent)
    : QWidget(parent)
    , m_table(new QTableWidget(0, 3, this))
    , m_add(new QPushButton(icon(u"plus"_s), tr("Add a tag"), this))
    , m_problem(new FieldNote(this))
{
    m_table->setAccessibleName(tr("Tags"));
    m_table->setHorizontalHeaderLabels({ tr("Name"), tr("Value"), QString() });
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setFont(captionFont());
    m_table->setColumnWidth(2, rowHeight);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(rowHeight);
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::AllEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setItemDelegate(new TagDelegate(m_knownNames, this));
    m_table->installEventFilter(this);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight);
    layout->addWidget(m_table);
    layout->addWidget(m_problem);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addRow({}, {});
        m_table->setCurrentCell(m_table->rowCount() - 1, 0);
        m_table->editItem(m_table->item(m_table->rowCount() - 1, 0));
    });
    connect(m_table, &QTableWidget::cellChanged, this, &TagsEditor::onCellChanged);
    fitHeight();
}

void TagsEditor::setTags(const vault::Tags& tags)
{
    m_isFilling = true;
    m_table->setRowCount(0);
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        addRow(tag.key(), tag.value());
    m_isFilling = false;
    onCellChanged();
}

void TagsEditor::setKnownNames(const QStringList& names) { m_knownNames = names; }

void TagsEditor::addRow(const QString& name, const QString& value)
{
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, 0, new QTableWidgetItem(name));
    m_table->setItem(row, 1, new QTableWidgetItem(value));
    auto* const none = new QTableWidgetItem;
    none->setFlags(Qt::ItemIsEnabled);
    m_table->setItem(row, 2, none);
    auto* const cross = new QToolButton(m_table);
    cross->setAutoRaise(true);
    cross->setIcon(icon(u"x"_s, Role::Muted));
    cross->setToolTip(tr("Remove this tag"));
    cross->setAccessibleName(tr("Remove this tag"));
    m_table->setCellWidget(row, 2, cross);
    connect(cross, &QToolButton::clicked, this, [this, none] { removeRow(m_table->row(none)); });
    fitHeight();
}

void TagsEditor::removeRow(int row)
{
    if (row < 0)
        return;
    m_table->removeRow(row);
    fitHeight();
    onCellChanged();
}

QString TagsEditor::cell(int row, int column) const
{
    const QTableWidgetItem* const item = m_table->item(row, column);
    return item ? item->text().trimmed() : QString();
}

vault::Tags TagsEditor::tags() const
{
    vault::Tags tags;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        if (!cell(row, 0).isEmpty())
            tags.insert(cell(row, 0), cell(row, 1));
    }
    return tags;
}

QString TagsEditor::problem() const
{
    QStringList names;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString name = cell(row, 0);
        if (name.isEmpty() && !cell(row, 1).isEmpty())
            return tr("A tag needs a name.");
        if (!name.isEmpty() && names.contains(name))
            return tr("The tag \"%1\" is there twice.").arg(name);
        names += name;
    }
    const auto checked = vault::checkTags(tags());
    return checked ? QString() : checked.error().message;
}

void TagsEditor::onCellChanged()
{
    if (m_isFilling)
        return;
    const QString wrong = problem();
    m_problem->set(FieldNote::Kind::Problem, wrong);
    m_add->setEnabled(m_table->rowCount() < vault::limits::tagCount);
    Q_EMIT edited();
}

void TagsEditor::fitHeight()
{
    const int rows = std::clamp(m_table->rowCount(), 1, 5);
    const int frame = 2 * m_table->frameWidth();
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + rows * rowHeight + frame);
    m_table->setVisible(m_table->rowCount() > 0);
}

bool TagsEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        removeRow(m_table->currentRow());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace strongroom::ui
