// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/role_editor.h"

#include "ui/dialogs/right_words.h"
#include "ui/theme/fonts.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/counted.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QUuid>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int actionColumn = 1;
constexpr int shownRights = 11;
constexpr int wordsWidth = 300;
constexpr int rightsWidth = 560; // the longest data action is there whole

bool hasPatterns(const vault::RoleDefinition& role)
{
    return std::ranges::any_of(role.permissions, [](const vault::RolePermission& permission) {
        return !permission.notDataActions.isEmpty() || permission.dataActions.join(u' ').contains(u'*');
    });
}

} // namespace

RoleEditor::RoleEditor(std::vector<vault::RoleDefinition> others, QWidget* parent)
    : FormDialog(tr("New role"), tr("Make the role"), ButtonRole::Primary, parent)
    , m_others(std::move(others))
    , m_name(new QLineEdit(this))
    , m_description(new QLineEdit(this))
    , m_rights(new QTreeWidget(this))
{
    m_role.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    build();
}

RoleEditor::RoleEditor(std::vector<vault::RoleDefinition> others, vault::RoleDefinition role, QWidget* parent)
    : FormDialog(tr("Role %1").arg(role.name), tr("Save"), ButtonRole::Primary, parent)
    , m_others(std::move(others))
    , m_role(std::move(role))
    , m_name(new QLineEdit(m_role.name, this))
    , m_description(new QLineEdit(m_role.description, this))
    , m_rights(new QTreeWidget(this))
    , m_hasPatterns(hasPatterns(m_role))
{
    build();
    tick(m_role);
}

void RoleEditor::build()
{
    setIntroduction(
        tr("A role gives nothing until it is granted to somebody, for the whole pool, for all its "
           "keys or for one of them. A change counts from the next request."));
    m_nameNote = addField(tr("&Name"), m_name);
    addField(tr("&Description"), m_description);
    m_rights->setAccessibleName(tr("Rights"));
    m_rights->setHeaderLabels({ tr("Right"), tr("Data action") });
    m_rights->setColumnWidth(0, wordsWidth);
    m_rights->setMinimumWidth(rightsWidth);
    m_rights->header()->setStretchLastSection(true);
    m_rights->setMinimumHeight((shownRights + 1) * metrics::controlHeight);
    fillRights();
    m_rightsNote = addField(tr("&Rights"), m_rights);
    connect(m_name, &QLineEdit::textChanged, this, &RoleEditor::judge);
    connect(m_rights, &QTreeWidget::itemChanged, this, &RoleEditor::judge);
    judge();
}

void RoleEditor::fillRights()
{
    QTreeWidgetItem* group = nullptr;
    for (const Right& right : poolRights()) {
        const QString words = groupWords(right.group);
        const QString action = QString::fromLatin1(right.action.data(), qsizetype(right.action.size()));
        if (!group || group->text(0) != words) {
            group = new QTreeWidgetItem(m_rights, { words });
            group->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsAutoTristate);
            group->setFont(0, semibold(font()));
        }
        auto* const item = new QTreeWidgetItem(group, { rightWords(action), action });
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                       | Qt::ItemNeverHasChildren);
        item->setFont(actionColumn, monoFont());
        item->setCheckState(0, Qt::Unchecked);
        group->setExpanded(true);
    }
}

void RoleEditor::tick(const vault::RoleDefinition& role)
{
    const QStringList given = rightsOf(role);
    for (QTreeWidgetItemIterator item(m_rights, QTreeWidgetItemIterator::NoChildren); *item; ++item)
        (*item)->setCheckState(0, given.contains((*item)->text(actionColumn)) ? Qt::Checked : Qt::Unchecked);
}

QStringList RoleEditor::ticked() const
{
    QStringList actions;
    for (QTreeWidgetItemIterator item(m_rights, QTreeWidgetItemIterator::NoChildren); *item; ++item) {
        if ((*item)->checkState(0) == Qt::Checked)
            actions += (*item)->text(actionColumn);
    }
    return actions;
}

bool RoleEditor::isNameTaken() const
{
    const QString name = m_name->text().trimmed();
    return std::ranges::any_of(m_others, [&](const vault::RoleDefinition& other) {
        return other.id != m_role.id && other.name.compare(name, Qt::CaseInsensitive) == 0;
    });
}

vault::PutRoleDefinition RoleEditor::operation() const
{
    vault::PutRoleDefinition op{ m_role };
    op.role.name = m_name->text().trimmed();
    op.role.description = m_description->text().trimmed();
    op.role.permissions = { { ticked(), {} } };
    return op;
}

void RoleEditor::judge()
{
    const auto count = ticked().size();
    const bool hasName = !m_name->text().trimmed().isEmpty();
    m_nameNote->set(FieldNote::Kind::Problem, isNameTaken() ? tr("Another role has this name.") : QString());
    if (count == 0)
        m_rightsNote->set(FieldNote::Kind::Hint, tr("Tick what the role gives."));
    else if (m_hasPatterns)
        m_rightsNote->set(FieldNote::Kind::Warning,
                          tr("The role is written with patterns, which also give rights that come later. "
                             "Saved here, it gives what is ticked."));
    else
        m_rightsNote->set(FieldNote::Kind::Good, counted(count, tr("1 right"), tr("%1 rights")));
    if (hasName && !isNameTaken() && count > 0)
        allowAccept();
    else
        forbidAccept();
}

} // namespace strongroom::ui
