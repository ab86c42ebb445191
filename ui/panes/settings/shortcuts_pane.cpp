// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/settings/shortcuts_pane.h"

#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/find_field.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QString keyOf(const ActionRow& row) { return QString::fromLatin1(row.key.data(), qsizetype(row.key.size())); }

QString keysOf(const ActionRow& row, const Settings& settings)
{
    return settings.shortcuts.value(keyOf(row), QString::fromLatin1(row.shortcut));
}

QString nativeText(const QString& keys)
{
    QStringList texts;
    for (const auto& one : keys.split(u"; "_s, Qt::SkipEmptyParts))
        texts.append(QKeySequence(one, QKeySequence::PortableText).toString(QKeySequence::NativeText));
    return texts.join(u", "_s);
}

} // namespace

const ActionRow* conflictOf(const ActionRow& row, const QKeySequence& keys, const Settings& settings)
{
    if (keys.isEmpty())
        return nullptr;
    for (const auto& other : actionCatalogue()) {
        if (other.id == row.id)
            continue;
        for (const auto& taken : keysOf(other, settings).split(u"; "_s, Qt::SkipEmptyParts))
            if (QKeySequence(taken, QKeySequence::PortableText) == keys)
                return &other;
    }
    return nullptr;
}

ShortcutsPane::ShortcutsPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_find(new FindField(FindField::Purpose::Find, tr("Find an action or keys"), this))
    , m_list(new QTreeWidget(this))
    , m_keys(new QKeySequenceEdit(this))
    , m_note(new FieldNote(this))
    , m_assign(new QPushButton(tr("&Assign"), this))
    , m_remove(new QPushButton(tr("&No keys"), this))
    , m_reset(new QPushButton(tr("Back to the &default"), this))
{
    build();
    fill();
    connect(&workspace.settings(), &SettingsBook::changed, this, &ShortcutsPane::fill);
}

void ShortcutsPane::build()
{
    m_find->setMaximumWidth(360);
    m_list->setHeaderLabels({ tr("Action"), tr("Keys"), tr("By default") });
    m_list->setRootIsDecorated(false);
    m_list->setAlternatingRowColors(true);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Actions and their keys"));
    m_list->header()->setFont(captionFont());
    m_list->setColumnWidth(0, 360);
    m_list->setColumnWidth(1, 180);
    m_keys->setAccessibleName(tr("New keys"));
    m_keys->setMaximumWidth(220);
    auto* label = new QLabel(tr("New &keys"), this);
    label->setBuddy(m_keys);
    setButtonRole(m_assign, ButtonRole::Primary);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    top->addWidget(m_find, 1);
    top->addStretch();
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(metrics::inside);
    bottom->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    for (auto* part :
         { static_cast<QWidget*>(label), static_cast<QWidget*>(m_keys), static_cast<QWidget*>(m_assign),
           static_cast<QWidget*>(m_remove), static_cast<QWidget*>(m_reset) })
        bottom->addWidget(part);
    bottom->addWidget(m_note, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    layout->addLayout(bottom);

    connect(m_find, &FindField::textChanged, this, &ShortcutsPane::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ShortcutsPane::onChosen);
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsPane::judge);
    connect(m_assign, &QPushButton::clicked, this,
            [this] { assign(m_keys->keySequence().toString(QKeySequence::PortableText)); });
    connect(m_remove, &QPushButton::clicked, this, [this] { assign({}); });
    connect(m_reset, &QPushButton::clicked, this, &ShortcutsPane::reset);
}

void ShortcutsPane::fill()
{
    const auto* current = chosen();
    const auto& settings = workspace().settings().value();
    QPixmap blank(metrics::icon, metrics::icon);
    blank.fill(Qt::transparent);
    const QIcon nothing(blank); // so that all words stand in one line
    if (m_list->topLevelItemCount() == 0)
        for (const auto& row : actionCatalogue()) {
            auto* item = new QTreeWidgetItem(m_list, { plainText(row) });
            item->setData(0, Qt::UserRole, int(row.id));
            const auto picture = workspace().action(row.id)->icon();
            item->setIcon(0, picture.isNull() ? nothing : picture);
        }
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        auto* item = m_list->topLevelItem(i);
        const auto& row = rowOf(ActionId(item->data(0, Qt::UserRole).toInt()));
        item->setText(1, nativeText(keysOf(row, settings)));
        item->setText(2, nativeText(QString::fromLatin1(row.shortcut)));
        item->setFont(1, settings.shortcuts.contains(keyOf(row)) ? semibold(font()) : font());
    }
    if (!current && m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    onChosen();
}

void ShortcutsPane::filter(const QString& text)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        auto* item = m_list->topLevelItem(i);
        item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive)
                        && !item->text(1).contains(text, Qt::CaseInsensitive));
    }
}

const ActionRow* ShortcutsPane::chosen() const
{
    const auto* item = m_list->currentItem();
    return item ? &rowOf(ActionId(item->data(0, Qt::UserRole).toInt())) : nullptr;
}

void ShortcutsPane::onChosen()
{
    const auto* row = chosen();
    m_keys->clear();
    m_keys->setEnabled(row);
    m_remove->setEnabled(row && !keysOf(*row, workspace().settings().value()).isEmpty());
    m_reset->setEnabled(row && workspace().settings().value().shortcuts.contains(keyOf(*row)));
    judge();
}

void ShortcutsPane::judge()
{
    const auto* row = chosen();
    const auto keys = m_keys->keySequence();
    const auto* other = row ? conflictOf(*row, keys, workspace().settings().value()) : nullptr;
    m_assign->setEnabled(row && !keys.isEmpty() && !other);
    if (other)
        m_note->set(FieldNote::Kind::Problem, tr("Taken by \"%1\".").arg(plainText(*other)));
    else if (!keys.isEmpty())
        m_note->set(FieldNote::Kind::Good, tr("These keys are free."));
    else
        m_note->clear();
}

void ShortcutsPane::assign(const QString& keys)
{
    const auto* row = chosen();
    if (!row)
        return;
    auto settings = workspace().settings().value();
    if (keys == QString::fromLatin1(row->shortcut))
        settings.shortcuts.remove(keyOf(*row));
    else
        settings.shortcuts.insert(keyOf(*row), keys);
    workspace().settings().set(settings);
}

void ShortcutsPane::reset()
{
    const auto* row = chosen();
    if (!row)
        return;
    auto settings = workspace().settings().value();
    settings.shortcuts.remove(keyOf(*row));
    workspace().settings().set(settings);
}

void ShortcutsPane::focusFilter()
{
    m_find->setFocus();
    m_find->selectAll();
}

} // namespace strongroom::ui
