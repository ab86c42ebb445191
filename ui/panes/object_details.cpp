// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/object_details.h"

#include "ui/panes/details_pages.h"
#include "ui/panes/object_access_page.h"
#include "ui/panes/object_property_form.h"
#include "ui/panes/readers_card.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/details_tabs.h"
#include "ui/widgets/object_list_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int settleMilliseconds = 150;

} // namespace

ObjectDetails::ObjectDetails(Workspace& workspace, const vault::VaultId& vault, ObjectCommands& commands,
                             ObjectDetailsSetup setup, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_vault(vault)
    , m_commands(commands)
    , m_setup(std::move(setup))
    , m_stack(new QStackedWidget(this))
    , m_nothing(new EmptyState(this))
    , m_tabs(new DetailsTabs(this))
    , m_activity(
          new lists::ActivityListModel(*workspace.operations(), workspace.caller(), workspace.clock(), this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_tabs);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMilliseconds);
    connect(&m_settle, &QTimer::timeout, this, &ObjectDetails::loadMore);
    connect(m_activity, &lists::ActivityListModel::loaded, this,
            [this] { m_readers->setReaders(m_activity->readers(), m_activity->readsInAll()); });
    connect(m_tabs, &DetailsTabs::currentPageChanged, this, &ObjectDetails::onPageShown);
}

ObjectDetails::~ObjectDetails() = default;

// Pages ------------------------------------------------------------------------------------------

QBoxLayout* ObjectDetails::rowOf(const std::vector<QPushButton*>& buttons)
{
    auto* const row = new QHBoxLayout;
    row->setSpacing(metrics::inside);
    for (QPushButton* const button : buttons)
        row->addWidget(button);
    row->addStretch();
    return row;
}

void ObjectDetails::addMainPage(const QString& text,
                                const std::function<void(QVBoxLayout&, QWidget*)>& addTop,
                                const std::function<void(ObjectPropertyForm&)>& addRows,
                                std::vector<QPushButton*> buttons)
{
    auto* const page = new QWidget;
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::tight + 2);
    addTop(*layout, page);
    m_form = new ObjectPropertyForm(m_workspace, page);
    addRows(*m_form);
    m_form->finish();
    m_readers = new ReadersCard(m_commands.kind(), page);
    layout->addWidget(m_form);
    layout->addSpacing(metrics::inside);
    layout->addWidget(m_readers);
    layout->addSpacing(metrics::inside);
    layout->addLayout(rowOf(buttons));
    layout->addStretch();
    connect(m_form, &ObjectPropertyForm::editTagsWanted, this, [this] {
        if (m_shown && m_workspace.action(ActionId::EditTags)->isEnabled())
            m_commands.editTags({ *m_shown });
    });
    tabOf(Page::Main) = m_tabs->addPage(text, page);
}

void ObjectDetails::addVersionsPage(lists::VersionListModel& versions, std::vector<QPushButton*> buttons)
{
    m_versions = &versions;
    auto* const page = new QWidget;
    m_versionView = makeVersionView(m_versions, page);
    QBoxLayout* const row = rowOf(buttons);
    row->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_versionView, 1);
    layout->addLayout(row);
    connect(m_versionView, &ObjectListView::chosenChanged, this, [this] {
        showVersionButtons();
        Q_EMIT versionsChosenChanged();
    });
    connect(m_versions, &lists::VersionListModel::loaded, this, [this] {
        const int count = m_versions->rowCount();
        m_tabs->setPageText(tabOf(Page::Versions), count > 0 ? tr("Versions %1").arg(count) : tr("Versions"));
        showVersionButtons();
    });
    tabOf(Page::Versions) = m_tabs->addFullPage(tr("Versions"), page);
}

void ObjectDetails::addCommonPages()
{
    m_access = new ObjectAccessPage(m_workspace, m_vault, m_commands.kind());
    tabOf(Page::Access) = m_tabs->addFullPage(tr("Access"), m_access);
    tabOf(Page::Activity) = m_tabs->addFullPage(tr("Activity"), makeActivityView(m_activity));
    m_json = new JsonPage(m_workspace, m_setup.jsonHint);
    tabOf(Page::Json) = m_tabs->addFullPage(tr("JSON"), m_json);
    m_commandsPage = new CommandsPage(m_workspace);
    tabOf(Page::Commands) = m_tabs->addPage(tr("Commands"), m_commandsPage);
}

void ObjectDetails::showPage(Page page) { m_tabs->setCurrentPage(tabOf(page)); }

void ObjectDetails::onPageShown(int tab)
{
    if (m_access && tab == tabOf(Page::Activity))
        m_activity->refresh();
    if (m_access && tab == tabOf(Page::Access))
        m_access->refresh();
}

std::vector<int> ObjectDetails::chosenVersionRows() const { return chosenRows(*m_versionView); }

// Content ----------------------------------------------------------------------------------------

void ObjectDetails::showNothing(int chosenCount)
{
    m_shown.reset();
    m_settle.stop();
    forgetVersions();
    if (chosenCount > 1)
        m_nothing->setText({ u"list-tree"_s,
                             m_setup.severalChosen(chosenCount),
                             tr("Use the bar under the list to change all of them."),
                             {},
                             {},
                             true });
    else
        m_nothing->setText({ m_setup.icon, m_setup.noneChosen, m_setup.chooseOne, {}, {}, true });
    m_stack->setCurrentWidget(m_nothing);
}

void ObjectDetails::showObject(const lists::ListedObject& object, const QString& json,
                               const std::vector<lists::CommandText>& commands)
{
    const bool isSame = m_shown && m_shown->name == object.name;
    m_shown = object;
    m_stack->setCurrentWidget(m_tabs);
    m_tabs->setHeader(object.isManaged ? u"badge-check"_s : m_setup.icon, object.name.text(),
                      lists::objectUri(m_commands.vaultUrl(), object.kind, object.name));
    m_form->show(object);
    m_json->setJson(json);
    m_commandsPage->setCommands(commands);
    m_access->setName(object.name.text());
    if (!isSame) {
        m_readers->setReaders({}, 0);
        m_tabs->setPageText(tabOf(Page::Versions), tr("Versions"));
        forgetVersions();
    }
    m_settle.start();
}

void ObjectDetails::forgetVersions()
{
    m_versions->setObject(m_vault, {}, {});
    m_activity->setObject(m_vault, m_commands.kind(), {});
}

void ObjectDetails::loadMore()
{
    if (!m_shown)
        return;
    m_versions->setObject(m_vault, m_shown->name, m_shown->version);
    m_activity->setObject(m_vault, m_commands.kind(), m_shown->name.text());
}

} // namespace strongroom::ui
