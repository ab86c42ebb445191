// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/access/access_pane.h"

#include "model/lists/relative_time.h"
#include "model/vault/ops_vaults.h"
#include "ui/commands/access_commands.h"
#include "ui/dialogs/access_words.h"
#include "ui/dialogs/vault_words.h"
#include "ui/panes/cell_table.h"
#include "ui/panes/content_stack.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/card.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/object_list_view.h"

#include <QAction>
#include <QDataStream>
#include <QHBoxLayout>
#include <QIODevice>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr qint64 day = 86'400'000;
constexpr int readUse = 5000;

const vault::Application* find(const std::vector<vault::Application>& applications, const QString& objectId)
{
    const auto found = std::ranges::find(applications, objectId, &vault::Application::objectId);
    return found == applications.end() ? nullptr : &*found;
}

TableRow rowOf(const vault::RoleAssignment& assignment, const vault::AccessRules& rules,
               const std::vector<vault::Application>& applications, base::UnixSeconds now)
{
    const vault::Application* application = find(applications, assignment.principalId);
    TableCell who{ application ? application->name : assignment.principalId };
    who.kind = lists::CellKind::Title;
    who.toolTip = assignment.principalId;
    TableCell state{ application ? AccessPane::tr("Application") : AccessPane::tr("No longer exists") };
    state.kind = lists::CellKind::Badge;
    state.tone = application ? lists::Tone::Plain : lists::Tone::Warning;
    state.badgeIcon = application ? u"app-window"_s : QString();
    TableCell role{ roleNameIn(rules.roles, assignment.roleId) };
    role.toolTip = roleMeaning(assignment.roleId);
    TableCell added{ lists::relativeOrDate(assignment.created, now),
                     QVariant(qlonglong(assignment.created)) };
    added.isMuted = true;
    added.toolTip = lists::dateTimeText(assignment.created);
    return { assignment.id, { who, state, role, TableCell{ scopeWords(assignment.scope) }, added } };
}

FieldNote::Kind kindOf(Consequence::Kind kind)
{
    switch (kind) {
    case Consequence::Kind::Good:
        return FieldNote::Kind::Good;
    case Consequence::Kind::Warning:
        return FieldNote::Kind::Warning;
    case Consequence::Kind::Critical:
        return FieldNote::Kind::Problem;
    }
    return FieldNote::Kind::Hint;
}

/// `names` are those of the service, without the kind.
void takeUp(PolicyDraft& draft, int row, vault::ObjectKind kind, const QStringList& names)
{
    for (const QString& permission : PolicyDraft::permissions(kind)) {
        const QString ofKey = keyPermissionOf(permission);
        if (names.contains(ofKey.isEmpty() ? permission : ofKey, Qt::CaseInsensitive))
            draft.grant(row, permission);
        else
            draft.revoke(row, permission);
    }
}

} // namespace

AccessPane::AccessPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_rules{ { place.vault, *vault::VaultName::create(u"vault"_s) }, {}, {}, {}, {} }
    , m_pages(new QStackedWidget(this))
    , m_stack(new ContentStack(m_pages, this))
{
    m_pages->addWidget(makeRolesPage());
    m_pages->addWidget(makePoliciesPage());
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
    connect(m_stack, &ContentStack::primaryChosen, this, &AccessPane::grant);
    connect(m_stack, &ContentStack::retryChosen, this, &AccessPane::refresh);
    connect(&m_matrixModel, &PolicyMatrixModel::draftChanged, this, &AccessPane::review);
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        const bool matters = change.what == vault::ChangeKind::DirectoryChanged
            || ((change.what == vault::ChangeKind::AccessChanged
                 || change.what == vault::ChangeKind::VaultUpdated)
                && change.vault == vaultId());
        // A draft is not thrown away because somebody else changed something.
        if (matters && !hasUnsavedChanges())
            refresh();
    });
    workspace.drafts().watch(this, place, [this] { return draft(); });
    refresh();
}

QWidget* AccessPane::makeRolesPage()
{
    m_roleRows = new CellTable({ tr("Principal"), tr("Type"), tr("Role"), tr("Where"), tr("Added") }, this);
    m_roles = new ObjectListView(this);
    m_roles->setModel(m_roleRows);
    m_roles->setColumns({ { 240 }, { 150 }, { 260 }, { 200 }, { 120 } });
    m_roles->setTitleIcon([](const QModelIndex&) { return u"app-window"_s; });
    m_roles->setAccessibleName(tr("Role assignments"));
    m_roles->setDensity(workspace().settings().value().density);
    m_roles->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_roles->addAction(workspace().action(ActionId::RemoveAccess));
    connect(m_roles, &ObjectListView::chosenChanged, this, &Pane::factsChanged);
    connect(m_roles, &ObjectListView::sortKeysChanged, this, [this] {
        std::vector<CellTable::Key> keys;
        for (const SortBy& key : m_roles->sortKeys())
            keys.push_back({ key.column, key.isDescending });
        m_roleRows->setSort(std::move(keys));
    });
    return m_roles;
}

QWidget* AccessPane::makePoliciesPage()
{
    auto* page = new QWidget(this);
    m_kinds = new QTabBar(page);
    m_kinds->setAccessibleName(tr("Kind of object"));
    m_kinds->setDrawBase(false);
    m_kinds->setExpanding(false);
    m_kinds->addTab(tr("Secrets"));
    m_kinds->addTab(tr("Keys"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(metrics::between, 0, metrics::between, 0);
    bar->addWidget(m_kinds);
    bar->addStretch();
    connect(m_kinds, &QTabBar::currentChanged, this, [this](int tab) {
        m_matrixModel.setKind(tab == 1 ? vault::ObjectKind::Key : vault::ObjectKind::Secret);
    });
    m_matrix = new PolicyMatrix(m_matrixModel, page);
    m_review = new Card(tr("Before you save"), page);
    m_footer = new QWidget(page);
    m_footer->setBackgroundRole(QPalette::Window);
    m_footer->setAutoFillBackground(true);
    m_changes = new QLabel(m_footer);
    auto* discard = new QPushButton(tr("Discard"), m_footer);
    m_save = new QPushButton(tr("Save"), m_footer);
    setButtonRole(m_save, ButtonRole::Primary);
    auto* buttons = new QHBoxLayout(m_footer);
    buttons->setContentsMargins(metrics::page, metrics::between, metrics::page, metrics::between);
    buttons->setSpacing(metrics::inside);
    buttons->addWidget(m_changes, 1);
    buttons->addWidget(discard);
    buttons->addWidget(m_save);
    auto* around = new QVBoxLayout;
    around->setContentsMargins(metrics::page, metrics::between, metrics::page, metrics::between);
    around->addWidget(m_review);
    auto* all = new QVBoxLayout(page);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(bar);
    all->addWidget(m_matrix, 1);
    all->addLayout(around);
    all->addWidget(m_footer);
    connect(m_matrix->selectionModel(), &QItemSelectionModel::selectionChanged, this, &Pane::factsChanged);
    connect(discard, &QPushButton::clicked, &m_matrixModel, &PolicyMatrixModel::discard);
    connect(m_save, &QPushButton::clicked, this, &AccessPane::save);
    return page;
}

QString AccessPane::subtitle() const { return isRbac() ? tr("roles (RBAC)") : tr("access policies"); }

bool AccessPane::isRbac() const { return m_rules.vault.permissionModel == vault::PermissionModel::Rbac; }

void AccessPane::refresh()
{
    if (!workspace().operations())
        return;
    workspace()
        .operations()
        ->run(workspace().caller(), vault::ListApplications{})
        .then(this, [this](base::Result<std::vector<vault::Application>> applications) {
            if (applications)
                m_applications = std::move(*applications);
        });
    // Answers come in the order of the questions, so the directory is known by now.
    workspace()
        .operations()
        ->run(workspace().caller(), vaultId(), vault::GetAccessRules{})
        .then(this, [this](const base::Result<vault::AccessRules>& rules) {
            if (rules)
                showRules(*rules);
            else
                m_stack->showError(workspace().explain(rules.error()));
        });
    loadUse();
}

void AccessPane::showRules(const vault::AccessRules& rules)
{
    m_rules = rules;
    m_pages->setCurrentIndex(isRbac() ? 0 : 1);
    if (isRbac())
        showRoles();
    else
        showPolicies();
    Q_EMIT titleChanged();
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

void AccessPane::showRoles()
{
    std::vector<TableRow> rows;
    for (const vault::RoleAssignment& assignment : m_rules.assignments)
        rows.push_back(rowOf(assignment, m_rules, m_applications, workspace().clock().now()));
    m_roleRows->setRows(std::move(rows));
    if (m_rules.assignments.empty())
        m_stack->showEmpty({ u"users"_s,
                             tr("Only you can use this vault"),
                             tr("Give an application a role, and a program that signs in as it can read "
                                "secrets and use keys."),
                             tr("Grant access..."),
                             {},
                             false });
    else
        m_stack->showContent();
}

void AccessPane::showPolicies()
{
    // What is being changed stands on whatever is saved now, and goes only when it is discarded.
    if (m_resumed.empty())
        m_resumed = m_matrixModel.draft().changedPolicies();
    m_matrixModel.setDraft({ m_rules.policies, m_applications });
    if (m_rules.policies.empty())
        m_stack->showEmpty({ u"users"_s,
                             tr("Only you can use this vault"),
                             tr("Add an application to the access policies and tick what it may do."),
                             tr("Add an application..."),
                             {},
                             false });
    else
        m_stack->showContent();
    if (!m_resumed.empty())
        takeUpDraft();
}

std::optional<EditorDraft> AccessPane::draft() const
{
    if (!hasUnsavedChanges())
        return {};
    EditorDraft draft;
    QDataStream out(&draft.fields, QIODevice::WriteOnly);
    for (const vault::AccessPolicy& policy : m_matrixModel.draft().changedPolicies())
        out << policy.principalId << policy.secrets << policy.keys;
    return draft;
}

void AccessPane::resume(const EditorDraft& draft)
{
    QDataStream in(draft.fields);
    while (!in.atEnd()) {
        vault::AccessPolicy policy;
        in >> policy.principalId >> policy.secrets >> policy.keys;
        m_resumed.push_back(std::move(policy));
    }
    refresh();
}

void AccessPane::takeUpDraft()
{
    PolicyDraft draft = m_matrixModel.draft();
    for (const vault::AccessPolicy& policy : std::exchange(m_resumed, {})) {
        int row = draft.rowOf(policy.principalId);
        const auto known
            = std::ranges::find(m_applications, policy.principalId, &vault::Application::objectId);
        const bool isWanted = !policy.secrets.isEmpty() || !policy.keys.isEmpty();
        if (row < 0 && isWanted && known != m_applications.end())
            row = draft.addPrincipal(*known);
        if (row < 0)
            continue; // it has no rights to lose, or was deleted meanwhile
        for (const auto kind : { vault::ObjectKind::Secret, vault::ObjectKind::Key })
            takeUp(draft, row, kind, kind == vault::ObjectKind::Key ? policy.keys : policy.secrets);
    }
    m_matrixModel.setDraft(std::move(draft));
    m_stack->showContent();
    review();
}

void AccessPane::loadUse()
{
    vault::ListAudit op;
    op.query.vault = vaultId();
    op.query.limit = readUse;
    const qint64 since = workspace().clock().nowMilliseconds() - day;
    workspace()
        .operations()
        ->run(workspace().caller(), op)
        .then(this, [this, since](const base::Result<std::vector<vault::AuditRecord>>& rows) {
            if (!rows)
                return;
            m_use = useByPrincipal(*rows, since);
            review();
        });
}

void AccessPane::review()
{
    const auto list
        = consequencesOf(m_matrixModel.draft(), workspace().vaults().countsOf(vaultId()).secrets, m_use);
    while (QLayoutItem* item = m_review->body()->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const Consequence& consequence : list) {
        auto* line = new FieldNote(m_review);
        line->set(kindOf(consequence.kind), consequence.text);
        m_review->body()->addWidget(line);
    }
    const int changes = m_matrixModel.draft().changeCount();
    m_review->setVisible(!list.empty());
    m_footer->setVisible(changes > 0);
    m_changes->setText(counted(changes, tr("1 change"), tr("%1 changes")));
    Q_EMIT factsChanged();
    Q_EMIT statusChanged();
}

void AccessPane::save()
{
    if (m_isSaving || !hasUnsavedChanges())
        return;
    m_isSaving = true;
    m_save->setEnabled(false);
    savePolicies(workspace(), vaultId(), m_matrixModel.draft().changedPolicies(),
                 [pane = QPointer<AccessPane>(this)](int saved, const std::optional<base::Error>& error) {
                     if (pane)
                         pane->onSaved(saved, error);
                 });
}

void AccessPane::onSaved(int saved, const std::optional<base::Error>& error)
{
    m_isSaving = false;
    m_save->setEnabled(true);
    if (error)
        workspace().notices().failed(workspace().explain(*error));
    else
        workspace().notices().done(counted(saved, tr("Saved the rights of 1 application."),
                                           tr("Saved the rights of %1 applications.")));
    refresh();
}

void AccessPane::grant()
{
    if (isRbac()) {
        grantRole(workspace(), m_rules, m_applications);
        return;
    }
    std::vector<vault::Application> others;
    std::ranges::copy_if(m_applications, std::back_inserter(others),
                         [this](const vault::Application& application) {
                             return m_matrixModel.draft().rowOf(application.objectId) < 0;
                         });
    choosePolicyPrincipal(workspace(), m_rules.vault.name.text(), std::move(others),
                          [pane = QPointer<AccessPane>(this)](const vault::Application& application,
                                                              const QStringList& permissions) {
                              if (!pane)
                                  return;
                              pane->m_stack->showContent();
                              const int row = pane->m_matrixModel.add(application, permissions);
                              pane->m_matrix->setCurrentIndex(pane->m_matrixModel.index(row, 1));
                          });
}

void AccessPane::remove()
{
    if (isRbac()) {
        removeRoles(workspace(), m_rules, chosenAssignments());
        return;
    }
    const QModelIndex current = m_matrix->currentIndex();
    if (current.isValid())
        m_matrixModel.revokeAll(current.row());
}

std::vector<vault::RoleAssignment> AccessPane::chosenAssignments() const
{
    const QStringList ids = m_roles->chosen();
    std::vector<vault::RoleAssignment> chosen;
    std::ranges::copy_if(
        m_rules.assignments, std::back_inserter(chosen),
        [&ids](const vault::RoleAssignment& assignment) { return ids.contains(assignment.id); });
    return chosen;
}

QString AccessPane::statusText() const
{
    const qint64 principals
        = isRbac() ? qint64(m_rules.assignments.size()) : m_matrixModel.draft().rowCount();
    return isRbac() ? counted(principals, tr("1 role assignment"), tr("%1 role assignments"))
                    : counted(principals, tr("1 principal"), tr("%1 principals"));
}

Facts AccessPane::facts() const
{
    Facts facts = Fact::VaultShown | Fact::VaultChosen | Fact::Writable;
    const bool isChosen = isRbac() ? m_roles->chosenCount() > 0 : m_matrix->currentIndex().isValid();
    if (isChosen)
        facts |= Fact::GrantChosen;
    return facts;
}

bool AccessPane::handles(ActionId id) const
{
    return id == ActionId::GrantAccess || id == ActionId::RemoveAccess || id == ActionId::Refresh;
}

void AccessPane::perform(ActionId id)
{
    if (id == ActionId::GrantAccess)
        grant();
    else if (id == ActionId::RemoveAccess)
        remove();
    else if (id == ActionId::Refresh)
        refresh();
}

void AccessPane::focusContent()
{
    if (isRbac())
        m_roles->setFocus();
    else
        m_matrix->setFocus();
}

bool AccessPane::hasUnsavedChanges() const { return m_matrixModel.draft().changeCount() > 0; }

} // namespace strongroom::ui
