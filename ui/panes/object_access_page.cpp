// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/object_access_page.h"

#include "ui/panes/cell_table.h"
#include "ui/panes/content_stack.h"
#include "ui/theme/metrics.h"
#include "ui/theme/style.h"
#include "ui/widgets/object_list_view.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

ObjectAccessPage::ObjectAccessPage(Workspace& workspace, vault::VaultId vault, vault::ObjectKind kind,
                                   QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_vault(std::move(vault))
    , m_kind(kind)
    , m_table(new CellTable({ tr("Who"), tr("May"), tr("Because") }, this))
    , m_view(new ObjectListView(this))
    , m_stack(new ContentStack(m_view, this))
{
    m_view->setModel(m_table);
    m_view->setColumns({ { 124, true, false }, { 96, true, false }, { 140, true, false } });
    m_view->setTitleIcon(
        [](const QModelIndex& index) { return index.row() == 0 ? u"user-key"_s : u"app-window"_s; });
    m_view->setAccessibleName(tr("Who may do what"));
    auto* const change = new QPushButton(tr("Change access..."), this);
    connect(change, &QPushButton::clicked, this, [this] {
        m_workspace.open({ PaneKind::Access, m_vault, {}, {} });
    });
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    auto* const buttons = new QHBoxLayout;
    buttons->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::inside);
    buttons->addWidget(change);
    buttons->addStretch();
    layout->addLayout(buttons);
    connect(m_stack, &ContentStack::retryChosen, this, &ObjectAccessPage::refresh);
}

void ObjectAccessPage::setName(const QString& name)
{
    if (name == m_name)
        return;
    m_name = name;
    m_table->setRows({});
    if (isVisible())
        refresh();
}

void ObjectAccessPage::refresh()
{
    if (!m_workspace.operations() || m_name.isEmpty())
        return;
    m_workspace.operations()
        ->run(m_workspace.caller(), m_vault, vault::GetAccessRules{})
        .then(this, [this](base::Result<vault::AccessRules> rules) {
            if (!rules)
                return m_stack->showError(m_workspace.explain(rules.error()));
            loadApplications(std::move(*rules));
        });
}

void ObjectAccessPage::loadApplications(vault::AccessRules rules)
{
    if (!m_workspace.operations())
        return;
    m_workspace.operations()
        ->run(m_workspace.caller(), vault::ListApplications{})
        .then(this,
              [this,
               rules = std::move(rules)](const base::Result<std::vector<vault::Application>>& applications) {
                  if (!applications)
                      return m_stack->showError(m_workspace.explain(applications.error()));
                  show(lists::accessTo(m_kind, m_name, rules, *applications));
              });
}

void ObjectAccessPage::show(const std::vector<lists::ObjectAccess>& access)
{
    std::vector<TableRow> rows;
    rows.push_back({ u"owner"_s,
                     { { .text = tr("You"), .kind = lists::CellKind::Title },
                       { .text = tr("Everything") },
                       { .text = tr("Owner of the store"), .isMuted = true } } });
    for (const lists::ObjectAccess& one : access) {
        TableCell may{ .text = one.operations.join(u", "_s) };
        may.toolTip = one.operations.join(u'\n');
        TableCell because{ .text = one.reasons.join(u", "_s), .isMuted = true };
        because.toolTip = one.reasons.join(u'\n');
        rows.push_back({ one.principalId,
                         { { .text = one.principalName, .kind = lists::CellKind::Title }, may, because } });
    }
    m_table->setRows(std::move(rows));
    m_stack->showContent();
}

} // namespace strongroom::ui
