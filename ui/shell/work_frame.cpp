// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/work_frame.h"

#include "ui/commands/vault_commands.h"
#include "ui/shell/activity_panel.h"
#include "ui/shell/environment_look.h"
#include "ui/shell/nav_tree.h"
#include "ui/shell/notice_bar.h"
#include "ui/shell/pane_catalogue.h"
#include "ui/shell/status_line.h"
#include "ui/shell/title_row.h"
#include "ui/theme/metrics.h"

#include <QAction>
#include <QApplication>
#include <QCoreApplication>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t panesKept = 8;
constexpr auto treeLayout = "window.tree";
constexpr auto detailsLayout = "window.details";
constexpr int sideBySide = 1040; ///< pixels from which list and details stand side by side

bool isSamePage(const Place& a, const Place& b) { return a.kind == b.kind && a.vault == b.vault; }

} // namespace

WorkFrame::WorkFrame(Workspace& workspace, ActionState& actions, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_actions(actions)
    , m_band(new EnvironmentBand(this))
    , m_nav(new NavPanel(workspace, this))
    , m_title(new TitleRow(workspace, this))
    , m_notices(new NoticeBar(workspace.notices(), this))
    , m_content(new QStackedWidget(this))
    , m_details(new QStackedWidget(this))
    , m_columns(new QSplitter(Qt::Horizontal, this))
    , m_work(new QSplitter(Qt::Horizontal, this))
    , m_rows(new QSplitter(Qt::Vertical, this))
    , m_activity(new ActivityPanel(workspace.activities(), this))
    , m_status(new StatusLine(workspace, this))
{
    build();
    connect(&m_nav->tree(), &NavTree::placeChosen, this, &WorkFrame::open);
    connect(&workspace, &Workspace::openRequested, this, &WorkFrame::open);
    connect(&workspace, &Workspace::openAndPerformRequested, this, &WorkFrame::performOn);
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &WorkFrame::onVaultsChanged);
    connect(&workspace.endpoint(), &ops::EndpointControl::factsChanged, this, &WorkFrame::judgeSoon);
    connect(m_notices, &NoticeBar::undoChanged, this, &WorkFrame::judgeSoon);
    connect(m_activity, &ActivityPanel::closeRequested, m_activity, &QWidget::hide);
    open({ paneRow(PaneKind::Home) ? PaneKind::Home : PaneKind::Search });
}

WorkFrame::~WorkFrame()
{
    keepLayout();
    // Details belong to their panes but live in our stack: the panes go first.
    while (!m_panes.empty())
        dropPane(m_panes.back());
}

void WorkFrame::build()
{
    auto* page = new QWidget(this);
    auto* pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(0);
    pageLayout->addWidget(m_title);
    pageLayout->addWidget(m_notices);
    pageLayout->addWidget(m_content, 1);

    m_work->addWidget(page);
    m_work->addWidget(m_details);
    m_work->setStretchFactor(0, 1);
    m_columns->addWidget(m_nav);
    m_columns->addWidget(m_work);
    m_columns->setStretchFactor(1, 1);
    for (auto* splitter : { m_work, m_columns })
        splitter->setChildrenCollapsible(false);
    m_nav->setMaximumWidth(metrics::treeMaximum);
    m_details->hide();
    page->setMinimumWidth(360);
    m_rows->addWidget(m_columns);
    m_rows->addWidget(m_activity);
    m_rows->setStretchFactor(0, 1);
    m_rows->setChildrenCollapsible(false);
    m_activity->setMinimumHeight(120);
    m_activity->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_band);
    layout->addWidget(m_rows, 1);
    layout->addWidget(m_status);
    addNumberKeys();
    restoreLayout();
}

/// Ctrl+1 to Ctrl+9: the pages of the vault that is shown, in the order of the tree; else of the store.
void WorkFrame::addNumberKeys()
{
    for (int number = 1; number <= 9; ++number) {
        auto* keys = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)), this);
        connect(keys, &QShortcut::activated, this, [this, number] {
            const auto vault = m_pane ? m_pane->vaultId() : vault::VaultId{};
            int at = 0;
            for (const auto& row : paneCatalogue())
                if (row.isInTree && row.isOfVault == !vault.isEmpty() && ++at == number)
                    return open({ row.kind, vault, {}, {} });
        });
    }
}

void WorkFrame::restoreLayout()
{
    const auto& settings = m_workspace.settings();
    if (!m_columns->restoreState(settings.layout(QString::fromLatin1(treeLayout))))
        m_columns->setSizes({ metrics::treeWidth, 1200 });
    if (!m_work->restoreState(settings.layout(QString::fromLatin1(detailsLayout))))
        m_work->setSizes({ 800, metrics::detailsWidth });
    for (auto* splitter : { m_work, m_columns })
        splitter->setHandleWidth(metrics::hairline);
    placeDetails();
}

void WorkFrame::placeDetails()
{
    const bool isNarrow = width() < sideBySide;
    // Side by side it is never narrower than what is in it.
    m_details->setMinimumHeight(isNarrow ? 160 : 0);
    const auto wanted = isNarrow ? Qt::Vertical : Qt::Horizontal;
    if (m_work->orientation() == wanted)
        return;
    m_work->setOrientation(wanted);
    m_work->setSizes(isNarrow ? QList<int>{ 300, 200 } : QList<int>{ 800, metrics::detailsWidth });
}

void WorkFrame::resizeEvent(QResizeEvent* event)
{
    placeDetails();
    QWidget::resizeEvent(event);
}

void WorkFrame::keepLayout()
{
    m_workspace.settings().keepLayout(QString::fromLatin1(treeLayout), m_columns->saveState());
    if (m_work->orientation() == Qt::Horizontal)
        m_workspace.settings().keepLayout(QString::fromLatin1(detailsLayout), m_work->saveState());
}

void WorkFrame::open(const Place& wanted)
{
    const auto* row = paneRow(wanted.kind);
    if (!row)
        return;
    auto place = wanted;
    // Connecting a program is a page of the store that is asked about a vault and an item.
    if (!row->isOfVault && !place.vault.isEmpty()) {
        place.query = u"connect:"_s % m_workspace.vaults().nameOf(place.vault) % u'/' % place.item;
        place.vault = {};
    }
    m_history.visit({ place.kind, place.vault, {}, {} });
    showPane(place);
}

void WorkFrame::resume(const Draft& draft)
{
    open(draft.place);
    if (m_pane && isSamePage(m_pane->place(), draft.place))
        m_pane->resume(draft.content);
}

void WorkFrame::showPane(const Place& place)
{
    const bool wasThere
        = std::ranges::any_of(m_panes, [&](const Pane* p) { return isSamePage(p->place(), place); });
    auto* pane = paneFor(place);
    const bool isNew = pane != m_pane;
    m_pane = pane;
    m_content->setCurrentWidget(pane);
    if (isNew) {
        m_title->show(pane);
        showDetails();
    }
    // Going to the list itself, out of a view of it.
    const bool wasView = wasThere && place.query.isEmpty() && m_workspace.views().find(pane->place());
    if (wasView && pane->handles(ActionId::ClearFilter)) {
        pane->perform(ActionId::ClearFilter);
        pane->go(place);
    }
    // A page that was just made has its place already.
    if (wasThere && (!place.item.isEmpty() || !place.query.isEmpty()))
        pane->go(place);
    m_nav->tree().mark(place);
    m_status->showPane(pane);
    const auto* properties = m_workspace.vaults().find(place.vault);
    m_band->show(properties ? std::optional(properties->environment) : std::nullopt);
    judge();
    Q_EMIT pageChanged();
    if (isNew && !m_nav->isAncestorOf(QApplication::focusWidget()))
        pane->focusContent();
}

Pane* WorkFrame::paneFor(const Place& place)
{
    const auto it
        = std::ranges::find_if(m_panes, [&](const Pane* p) { return isSamePage(p->place(), place); });
    if (it != m_panes.end()) {
        std::rotate(it, it + 1, m_panes.end());
        return m_panes.back();
    }
    auto* pane = paneRow(place.kind)->make(m_workspace, place, m_content);
    m_content->addWidget(pane);
    m_panes.push_back(pane);
    connect(pane, &Pane::titleChanged, this, [this, pane] {
        if (pane == m_pane)
            m_title->refresh(*pane);
    });
    connect(pane, &Pane::statusChanged, this, [this, pane] {
        if (pane == m_pane)
            m_status->showPane(pane);
    });
    connect(pane, &Pane::factsChanged, this, &WorkFrame::judgeSoon);
    connect(pane, &Pane::detailsRequested, this, [this, pane] {
        if (pane != m_pane || !pane->details())
            return;
        m_wantsDetails = true;
        showDetails();
        pane->details()->setFocus(Qt::OtherFocusReason);
    });
    dropOldPanes();
    return pane;
}

void WorkFrame::dropOldPanes()
{
    for (std::size_t i = 0; m_panes.size() > panesKept && i + 1 < m_panes.size();) {
        if (m_panes[i]->hasUnsavedChanges() || m_panes[i] == m_pane)
            ++i;
        else
            dropPane(m_panes[i]);
    }
}

void WorkFrame::dropPane(Pane* pane)
{
    std::erase(m_panes, pane);
    if (m_pane == pane)
        m_pane = nullptr;
    QPointer<QWidget> details = pane->details();
    delete pane;
    delete details;
}

void WorkFrame::showDetails()
{
    auto* details = m_pane ? m_pane->details() : nullptr;
    if (details && m_details->indexOf(details) < 0)
        m_details->addWidget(details);
    if (details)
        m_details->setCurrentWidget(details);
    m_details->setVisible(details && m_wantsDetails);
}

void WorkFrame::onVaultsChanged()
{
    std::vector<Pane*> gone;
    for (auto* pane : m_panes)
        if (!pane->vaultId().isEmpty() && !m_workspace.vaults().find(pane->vaultId()))
            gone.push_back(pane);
    const bool isShownGone = std::ranges::find(gone, m_pane) != gone.end();
    for (auto* pane : gone) {
        m_history.drop(pane->vaultId());
        if (pane != m_pane)
            dropPane(pane);
    }
    if (isShownGone) {
        auto* old = m_pane;
        open({ PaneKind::Home });
        if (old != m_pane)
            dropPane(old);
    }
    if (!m_pane)
        return;
    m_title->refresh(*m_pane);
    m_status->showPane(m_pane);
    const auto* properties = m_workspace.vaults().find(m_pane->vaultId());
    m_band->show(properties ? std::optional(properties->environment) : std::nullopt);
    m_nav->tree().mark(m_pane->place());
    Q_EMIT pageChanged();
    judgeSoon();
}

bool WorkFrame::hasUnsavedChanges() const { return std::ranges::any_of(m_panes, &Pane::hasUnsavedChanges); }

void WorkFrame::judgeSoon()
{
    if (std::exchange(m_isJudging, true))
        return;
    QMetaObject::invokeMethod(this, &WorkFrame::judge, Qt::QueuedConnection);
}

void WorkFrame::judge()
{
    m_isJudging = false;
    m_actions.judge(m_pane, shellFacts());
}

Facts WorkFrame::shellFacts() const
{
    Facts facts = Fact::StoreOpen | Fact::Writable;
    facts.setFlag(Fact::CanUndo, m_notices->canUndo());
    facts.setFlag(Fact::CanGoBack, m_history.canGoBack());
    facts.setFlag(Fact::CanGoForward, m_history.canGoForward());
    const bool isOfVault = m_pane && !m_pane->vaultId().isEmpty();
    facts.setFlag(Fact::VaultShown, isOfVault);
    facts.setFlag(Fact::VaultChosen, isOfVault);
    const auto* properties = isOfVault ? m_workspace.vaults().find(m_pane->vaultId()) : nullptr;
    facts.setFlag(Fact::PoolShown, properties && isPool(properties->sku));
    const bool isRunning = m_workspace.endpoint().facts().isRunning;
    facts.setFlag(Fact::EndpointRunning, isRunning);
    facts.setFlag(Fact::EndpointStopped, !isRunning);
    return facts;
}

void WorkFrame::openPageOfVault(PaneKind kind)
{
    if (m_pane && !m_pane->vaultId().isEmpty())
        open({ kind, m_pane->vaultId(), {}, {} });
}

void WorkFrame::moveFocus(int step)
{
    std::vector<QWidget*> regions{ &m_nav->tree(), m_content, m_details, m_activity, m_status };
    std::erase_if(regions, [](const QWidget* w) { return !w->isVisible(); });
    auto* focused = QApplication::focusWidget();
    const auto at = std::ranges::find_if(
        regions, [focused](QWidget* w) { return focused && (w == focused || w->isAncestorOf(focused)); });
    const auto count = std::ptrdiff_t(regions.size());
    const auto now = at == regions.end() ? 0 : at - regions.begin();
    auto* next = regions[std::size_t((now + step + count) % count)];
    if (next == m_content && m_pane)
        m_pane->focusContent();
    else if (next == &m_nav->tree())
        next->setFocus(Qt::TabFocusReason);
    else
        for (auto* child = next->nextInFocusChain(); child != next; child = child->nextInFocusChain())
            if (next->isAncestorOf(child) && child->isVisible() && (child->focusPolicy() & Qt::TabFocus)) {
                child->setFocus(Qt::TabFocusReason);
                return;
            }
}

void WorkFrame::toggle(QWidget* part) { part->setVisible(!part->isVisible()); }

bool WorkFrame::perform(ActionId id)
{
    if (m_pane && m_pane->handles(id)) {
        m_pane->perform(id);
        return true;
    }
    return performInFrame(id) || performElsewhere(id);
}

/// What concerns the frame and what it shows now.
bool WorkFrame::performInFrame(ActionId id)
{
    switch (id) {
    case ActionId::Undo:
        m_notices->undo();
        return true;
    case ActionId::Filter:
        if (m_pane)
            m_pane->focusFilter();
        return true;
    case ActionId::Refresh:
        m_workspace.vaults().refresh();
        if (m_pane)
            m_pane->refresh();
        return true;
    case ActionId::GoBack:
        if (const auto place = m_history.back())
            showPane(*place);
        return true;
    case ActionId::GoForward:
        if (const auto place = m_history.forward())
            showPane(*place);
        return true;
    case ActionId::NextRegion:
        moveFocus(1);
        return true;
    case ActionId::PreviousRegion:
        moveFocus(-1);
        return true;
    case ActionId::ToggleTree:
        toggle(m_nav);
        return true;
    case ActionId::ToggleDetails:
        m_wantsDetails = !m_wantsDetails;
        showDetails();
        return true;
    case ActionId::ToggleActivity:
        toggle(m_activity);
        return true;
    default:
        return false;
    }
}

/// What opens another place or a dialog.
bool WorkFrame::performElsewhere(ActionId id)
{
    switch (id) {
    case ActionId::OpenVault:
        openPageOfVault(PaneKind::VaultOverview);
        return true;
    case ActionId::VaultAccess:
        openPageOfVault(PaneKind::Access);
        return true;
    case ActionId::OpenPool:
        openPageOfVault(PaneKind::Pool);
        return true;
    case ActionId::BackUpPool:
    case ActionId::RestorePool:
    case ActionId::DownloadDomain:
    case ActionId::UploadDomain:
    case ActionId::NewPoolRole:
    case ActionId::RandomBytes:
        return performOn({ PaneKind::Pool, m_pane->vaultId(), {}, {} }, id);
    case ActionId::CopyVaultUrl:
        if (const vault::VaultProperties* const vault = m_workspace.vaults().find(m_pane->vaultId()))
            copyVaultUrl(m_workspace, *vault);
        return true;
    case ActionId::Settings:
        openFocused(PaneKind::Settings);
        return true;
    case ActionId::Shortcuts:
        openFocused(PaneKind::Shortcuts);
        return true;
    case ActionId::SearchEverywhere:
        openFocused(PaneKind::Search);
        return true;
    case ActionId::StoreKeys:
        open({ PaneKind::StoreKeys });
        return true;
    case ActionId::NewVault:
        createVault(m_workspace);
        return true;
    case ActionId::EditVault:
    case ActionId::DeleteVault:
        performOnVault(id);
        return true;
    case ActionId::RegisterApplication:
        return performOn({ PaneKind::Applications, {}, {}, {} }, id);
    case ActionId::ConnectProgram:
        open({ PaneKind::Endpoint, {}, {}, u"connect:"_s % m_workspace.vaults().nameOf(m_pane->vaultId()) });
        return true;
    case ActionId::ExportCa:
    case ActionId::TrustCa:
        return performOn({ PaneKind::Endpoint, {}, {}, {} }, id);
    default:
        return false;
    }
}

void WorkFrame::openFocused(PaneKind kind)
{
    open({ kind, {}, {}, {} });
    if (m_pane)
        m_pane->focusFilter();
}

void WorkFrame::performOnVault(ActionId id)
{
    const auto* properties = m_pane ? m_workspace.vaults().find(m_pane->vaultId()) : nullptr;
    if (!properties)
        return;
    if (id == ActionId::EditVault)
        editVault(m_workspace, *properties);
    else
        deleteVault(m_workspace, *properties);
}

bool WorkFrame::performOn(const Place& place, ActionId id)
{
    open(place);
    if (m_pane && m_pane->place().kind == place.kind && m_pane->handles(id))
        m_pane->perform(id);
    return true;
}

bool WorkFrame::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange && m_pane)
        m_title->show(m_pane);
    return QWidget::event(event);
}

} // namespace strongroom::ui
