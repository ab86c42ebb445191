// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/object_pane.h"

#include "model/lists/object_words.h"
#include "ui/commands/view_commands.h"
#include "ui/panes/filter_values.h"
#include "ui/panes/object_details.h"
#include "ui/theme/icons.h"
#include "ui/widgets/drop_hint.h"
#include "ui/widgets/filter_bar.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

ObjectPane::~ObjectPane()
{
    // The shell may have given it a place in another region.
    delete m_details;
}

void ObjectPane::build(lists::ObjectListModel& model, ObjectCommands& commands, ObjectDetails* details,
                       ObjectPaneSetup setup)
{
    m_model = &model;
    m_commands = &commands;
    m_details = details;
    m_setup = std::move(setup);
    m_area = new ObjectListArea(workspace(), vaultId(), model, commands, m_setup.list, this);
    m_drop = new DropHint(m_setup.dropText, this);
    setAcceptDrops(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_area);
    connectArea();
    new FilterValues(workspace(), vaultId(), commands.kind(), m_area->filter());
    starViews(workspace(), place(), m_area->filter());
    model.setVault(vaultId());
    go(place());
}

void ObjectPane::connectArea()
{
    m_area->setRowButtons(m_setup.rowButtons);
    connect(m_area, &ObjectListArea::shown, this, &ObjectPane::showRow);
    connect(m_area, &ObjectListArea::noneShown, m_details, &ObjectDetails::showNothing);
    connect(m_area, &ObjectListArea::factsChanged, this, &Pane::factsChanged);
    connect(m_area, &ObjectListArea::statusChanged, this, &Pane::statusChanged);
    connect(m_area, &ObjectListArea::rowsRead, this, &ObjectPane::offerVocabulary);
    connect(m_area, &ObjectListArea::opened, this, &Pane::detailsRequested);
    connect(m_area, &ObjectListArea::contextMenuWanted, this, &ObjectPane::openContextMenu);
    connect(m_area, &ObjectListArea::firstWanted, this, &ObjectPane::makeNew);
    connect(m_area, &ObjectListArea::importWanted, this, &ObjectPane::chooseFile);
    connect(m_details, &ObjectDetails::versionsChosenChanged, this, &Pane::factsChanged);
}

// What the shell asks ----------------------------------------------------------------------------

QString ObjectPane::actionText(ActionId id) const
{
    return id == ActionId::NewItem ? m_setup.newText : QString();
}

QString ObjectPane::statusText() const { return m_area->statusText(); }

Facts ObjectPane::facts() const { return m_area->facts(); }

bool ObjectPane::handles(ActionId id) const
{
    switch (id) {
    case ActionId::NewItem:
    case ActionId::ImportFile:
    case ActionId::OpenItem:
    case ActionId::ItemActivity:
    case ActionId::WhoHasAccess:
        return true;
    default:
        return ObjectListArea::handles(id) || std::ranges::count(m_setup.actions, id) > 0;
    }
}

void ObjectPane::perform(ActionId id)
{
    if (m_area->perform(id) || performOwn(id))
        return;
    switch (id) {
    case ActionId::NewItem:
        makeNew();
        break;
    case ActionId::ImportFile:
        chooseFile();
        break;
    case ActionId::OpenItem:
        Q_EMIT detailsRequested();
        break;
    case ActionId::ItemActivity:
        Q_EMIT detailsRequested();
        m_details->showPage(ObjectDetails::Page::Activity);
        break;
    case ActionId::WhoHasAccess:
        Q_EMIT detailsRequested();
        m_details->showPage(ObjectDetails::Page::Access);
        break;
    default:
        break;
    }
}

QWidget* ObjectPane::details() { return m_details; }

void ObjectPane::go(const Place& place)
{
    setPlace(place);
    m_area->go(place);
}

void ObjectPane::refresh() { m_model->refresh(); }
void ObjectPane::focusFilter() { m_area->filter().focusText(); }
void ObjectPane::focusContent() { m_area->list().setFocus(); }

/// What the rows at hand say about types and tags, for completion.
void ObjectPane::offerVocabulary()
{
    QStringList types;
    QStringList tags;
    QStringList names;
    for (int row = m_area->list().firstShownRow(); row <= m_area->list().lastShownRow(); ++row) {
        const auto object = m_model->objectAt(row);
        if (!object)
            continue;
        types += typeAt(row);
        names += object->tags.keys();
        tags += lists::tagWords(object->tags);
    }
    types.removeAll(QString());
    for (QStringList* const list : { &types, &tags, &names })
        list->removeDuplicates();
    m_area->filter().setValues(u"type"_s, types);
    m_area->filter().setValues(u"tag"_s, names + tags);
    m_commands->setTagNames(names);
    offerTypes(types);
}

void ObjectPane::openContextMenu(const QPoint& at)
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const auto add = [this](QMenu* to, const std::vector<ActionId>& ids) {
        for (const ActionId id : ids)
            to->addAction(workspace().action(id));
    };
    for (std::size_t group = 0; group < m_setup.menu.size(); ++group) {
        if (group > 0)
            menu->addSeparator();
        add(menu, m_setup.menu[group]);
        if (group == 0)
            add(menu->addMenu(icon(u"clipboard-copy"_s), tr("Copy")), m_setup.copyMenu);
    }
    menu->popup(at);
}

// Files ------------------------------------------------------------------------------------------

void ObjectPane::dragEnterEvent(QDragEnterEvent* event)
{
    if (importableFile(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_drop->show();
    m_drop->raise();
}

void ObjectPane::dragLeaveEvent(QDragLeaveEvent* event)
{
    m_drop->hide();
    Pane::dragLeaveEvent(event);
}

void ObjectPane::dropEvent(QDropEvent* event)
{
    m_drop->hide();
    const QString file = importableFile(event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    importFrom(file);
}

void ObjectPane::resizeEvent(QResizeEvent* event)
{
    Pane::resizeEvent(event);
    m_drop->setGeometry(rect());
}

} // namespace strongroom::ui
