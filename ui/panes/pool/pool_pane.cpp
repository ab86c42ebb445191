// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/pool/pool_pane.h"

#include "model/lists/relative_time.h"
#include "ui/commands/pool_commands.h"
#include "ui/commands/run_on.h"
#include "ui/dialogs/access_words.h"
#include "ui/dialogs/right_words.h"
#include "ui/panes/card_list.h"
#include "ui/panes/cell_table.h"
#include "ui/panes/content_stack.h"
#include "ui/panes/scrolled.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/object_list_view.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::CellKind;
using lists::Tone;
using vault::PoolJob;

namespace {

constexpr int changesSettle = 200; ///< milliseconds
constexpr auto armSetting = "AllowKeyManagementOperationsThroughARM"_L1;

TableCell badge(const QString& text, Tone tone)
{
    return { .text = text, .kind = CellKind::Badge, .tone = tone };
}

QString jobWords(PoolJob::Kind kind)
{
    switch (kind) {
    case PoolJob::Kind::Backup:
        return PoolPane::tr("Backup");
    case PoolJob::Kind::Restore:
        return PoolPane::tr("Restore");
    case PoolJob::Kind::KeyRestore:
        return PoolPane::tr("Restore of a key");
    }
    return {};
}

TableCell jobState(const PoolJob& job)
{
    switch (job.status) {
    case PoolJob::Status::InProgress:
        return badge(PoolPane::tr("Running"), Tone::Plain);
    case PoolJob::Status::Failed:
        return badge(PoolPane::tr("Failed"), Tone::Critical);
    case PoolJob::Status::Succeeded:
        break;
    }
    // A restore that has something to say did not bring everything back.
    const bool isWhole = job.kind == PoolJob::Kind::Backup || job.details.isEmpty();
    return isWhole ? badge(PoolPane::tr("Done"), Tone::Good)
                   : badge(PoolPane::tr("Done, with notes"), Tone::Warning);
}

TableCell timeCell(base::UnixSeconds time, base::UnixSeconds now)
{
    TableCell cell{ .text = lists::relativeOrDate(time, now), .raw = qlonglong(time), .isMuted = true };
    cell.toolTip = lists::dateTimeText(time);
    return cell;
}

TableRow rowOf(const PoolJob& job, base::UnixSeconds now)
{
    TableCell place{ .text = job.place, .isMonospace = true, .isMuted = true };
    place.toolTip = job.place;
    return { job.id,
             { { .text = jobWords(job.kind), .kind = CellKind::Title },
               jobState(job),
               timeCell(job.started, now),
               place } };
}

QString settingWords(const QString& name)
{
    return name == armSetting ? PoolPane::tr("Allow keys to be managed through Azure Resource Manager")
                              : name;
}

QString settingMeaning(const QString& name)
{
    if (name != armSetting)
        return {};
    return PoolPane::tr("In the service this lets people with rights in the management plane create keys, "
                        "past the roles of the pool. Strongroom has no Resource Manager: the value is kept "
                        "and told to programs that ask, and opens nothing.");
}

void addButtons(Card* card, std::initializer_list<QPushButton*> buttons)
{
    auto* const row = new QHBoxLayout;
    row->setSpacing(metrics::inside);
    for (QPushButton* const button : buttons)
        row->addWidget(button);
    row->addStretch();
    card->body()->addLayout(row);
}

} // namespace

PoolPane::PoolPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
{
    build();
    m_settle.setSingleShot(true);
    m_settle.setInterval(changesSettle);
    connect(&m_settle, &QTimer::timeout, this, &PoolPane::refresh);
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        const bool matters = change.what == vault::ChangeKind::VaultUpdated
            || change.what == vault::ChangeKind::AccessChanged
            || change.what == vault::ChangeKind::ObjectRecovered;
        if (matters && change.vault == vaultId())
            m_settle.start();
    });
    refresh();
}

void PoolPane::build()
{
    auto* const content = new QWidget(this);
    auto* const page = new QVBoxLayout(content);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->setSpacing(metrics::between);
    page->addWidget(makeDomain());
    page->addWidget(makeJobs());
    page->addWidget(makeRoles());
    page->addWidget(makeSettings());
    page->addStretch(1);
    m_stack = new ContentStack(scrolled(content, this), this);
    auto* const all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
    connect(m_stack, &ContentStack::retryChosen, this, &PoolPane::refresh);
}

QPushButton* PoolPane::button(const QString& name, const QString& iconName, const QString& text, Card* card)
{
    auto* const made = new QPushButton(icon(iconName), text, card);
    made->setObjectName(name);
    return made;
}

QPushButton* PoolPane::actionButton(ActionId id, const QString& name, Card* card)
{
    const ActionRow& row = ui::rowOf(id);
    QPushButton* const made = button(name, QString::fromLatin1(row.icon.data(), qsizetype(row.icon.size())),
                                     plainText(row), card);
    made->setText(made->text() + u"..."_s);
    connect(made, &QPushButton::clicked, this, [this, id] { perform(id); });
    return made;
}

QWidget* PoolPane::makeDomain()
{
    auto* const card = new Card(tr("Security domain"), this);
    m_domain = new FieldNote(card);
    m_domain->setObjectName(u"domain"_s);
    m_arrival = new FieldNote(card);
    m_download = actionButton(ActionId::DownloadDomain, u"download"_s, card);
    card->body()->addWidget(m_domain);
    card->body()->addWidget(m_arrival);
    addButtons(card, { m_download, actionButton(ActionId::UploadDomain, u"upload"_s, card) });
    return card;
}

QWidget* PoolPane::makeJobs()
{
    auto* const card = new Card(tr("Backups and restores"), this);
    m_jobTable = new CellTable({ tr("What"), tr("State"), tr("Begun"), tr("Place") }, this);
    m_jobList = makeCardList(m_jobTable, tr("Backups and restores"), u"save"_s, card);
    m_jobList->setObjectName(u"jobs"_s);
    m_jobList->setColumns({ { 160 }, { 150 }, { 130 }, { 420 } });
    m_jobNote = new FieldNote(card);
    m_jobNote->setObjectName(u"job"_s);
    card->body()->addWidget(m_jobList);
    card->body()->addWidget(m_jobNote);
    addButtons(card,
               { actionButton(ActionId::BackUpPool, u"backup"_s, card),
                 actionButton(ActionId::RestorePool, u"restore"_s, card) });
    connect(m_jobList, &ObjectListView::chosenChanged, this, &PoolPane::showJob);
    return card;
}

QWidget* PoolPane::makeRoles()
{
    m_roleCard = new Card(tr("Roles of this pool"), this);
    m_roleTable = new CellTable({ tr("Role"), tr("Kind"), tr("Rights"), tr("Granted") }, this);
    m_roleList = makeCardList(m_roleTable, tr("Roles"), u"users"_s, m_roleCard);
    m_roleList->setObjectName(u"roles"_s);
    m_roleList->setColumns({ { 320 }, { 120 }, { 100 }, { 120 } });
    m_roleNote = new FieldNote(m_roleCard);
    m_roleNote->setObjectName(u"role"_s);
    m_editRole = button(u"editRole"_s, u"pencil"_s, tr("Edit..."), m_roleCard);
    m_deleteRole = button(u"deleteRole"_s, u"trash-2"_s, tr("Delete"), m_roleCard);
    auto* const access = button(u"access"_s, u"user-plus"_s, tr("Who has which role"), m_roleCard);
    m_roleCard->body()->addWidget(m_roleList);
    m_roleCard->body()->addWidget(m_roleNote);
    addButtons(
        m_roleCard,
        { actionButton(ActionId::NewPoolRole, u"newRole"_s, m_roleCard), m_editRole, m_deleteRole, access });
    connect(m_roleList, &ObjectListView::chosenChanged, this, &PoolPane::showRole);
    connect(m_editRole, &QPushButton::clicked, this, [this] {
        if (const vault::RoleDefinition* const role = chosenRole())
            editRole(workspace(), vaultId(), m_roles, *role);
    });
    connect(m_deleteRole, &QPushButton::clicked, this, [this] {
        if (const vault::RoleDefinition* const role = chosenRole())
            deleteRole(workspace(), vaultId(), *role);
    });
    connect(access, &QPushButton::clicked, this, [this] {
        workspace().open({ PaneKind::Access, vaultId(), {}, {} });
    });
    return m_roleCard;
}

QWidget* PoolPane::makeSettings()
{
    auto* const card = new Card(tr("Settings"), this);
    m_settings = card->body();
    return card;
}

// Loading ----------------------------------------------------------------------------------------

template <typename Op> void PoolPane::load(Op op, void (PoolPane::*answer)(const typename Op::Output&))
{
    runOn(workspace(), vaultId(), std::move(op)).then(this, [this, answer](const ops::ResultOf<Op>& result) {
        if (!result)
            return m_stack->showError(workspace().explain(result.error()));
        (this->*answer)(*result);
    });
}

void PoolPane::refresh()
{
    load(vault::GetSecurityDomainDownload{}, &PoolPane::showDomain);
    load(vault::ListPoolJobs{}, &PoolPane::showJobs);
    load(vault::ListRoleDefinitions{}, &PoolPane::showRoles);
    load(vault::ListRoleAssignments{}, &PoolPane::countRoles);
    // The last answer to come: then everything is there.
    load(vault::ListSettings{}, &PoolPane::showSettings);
}

// Showing ----------------------------------------------------------------------------------------

void PoolPane::showDomain(const vault::SecurityDomainState& state)
{
    if (state.downloaded == 0)
        m_domain->set(
            FieldNote::Kind::Warning,
            tr("Nobody holds the security domain. If this store is lost, no backup of the pool can be "
               "read any more: download the domain and give its shares to people."));
    else
        m_domain->set(FieldNote::Kind::Good,
                      tr("Downloaded on %1: any %2 of its %3 holders bring it back.")
                          .arg(lists::dateTimeText(state.downloaded))
                          .arg(state.required)
                          .arg(state.holders));
    m_arrival->set(
        FieldNote::Kind::Hint,
        state.uploaded == 0
            ? QString()
            : tr("The domain of another pool was uploaded on %1.").arg(lists::dateTimeText(state.uploaded)));
}

void PoolPane::showJobs(const std::vector<PoolJob>& jobs)
{
    m_jobs = jobs;
    std::vector<TableRow> rows;
    for (const PoolJob& job : m_jobs)
        rows.push_back(rowOf(job, workspace().clock().now()));
    m_jobTable->setRows(std::move(rows));
    m_jobList->setVisible(!m_jobs.empty());
    fitCardList(m_jobList, workspace().settings().value().density);
    showJob();
    Q_EMIT statusChanged();
}

void PoolPane::showJob()
{
    const PoolJob* const job = chosenJob();
    if (!job && m_jobs.empty())
        m_jobNote->set(FieldNote::Kind::Hint,
                       tr("There is no backup yet. A backup holds all of the pool but the keys themselves: "
                          "they never leave their token, and come back only while it has them."));
    else if (!job)
        m_jobNote->clear();
    else if (job->error)
        m_jobNote->set(FieldNote::Kind::Problem, job->error->message);
    else
        m_jobNote->set(FieldNote::Kind::Hint, job->details);
}

void PoolPane::showRoles(const std::vector<vault::RoleDefinition>& roles)
{
    m_roles = roles;
    // The pool's own come first: they are what is worked on here.
    std::ranges::stable_sort(m_roles, {}, &vault::RoleDefinition::isBuiltIn);
    fillRoles();
}

void PoolPane::countRoles(const std::vector<vault::RoleAssignment>& assignments)
{
    m_holders.clear();
    for (const vault::RoleAssignment& assignment : assignments)
        ++m_holders[assignment.roleId.toLower()];
    fillRoles();
}

void PoolPane::fillRoles()
{
    std::vector<TableRow> rows;
    for (const vault::RoleDefinition& role : m_roles) {
        const auto rights = rightsOf(role).size();
        const int granted = m_holders.value(role.id);
        TableCell name{ .text = role.name.isEmpty() ? role.id : role.name, .kind = CellKind::Title };
        name.toolTip = role.id;
        rows.push_back(
            { role.id,
              { name,
                badge(role.isBuiltIn ? tr("Built in") : tr("Own"), Tone::Plain),
                { .text = QString::number(rights), .raw = qlonglong(rights), .isMuted = true },
                { .text = granted == 0 ? tr("to nobody") : counted(granted, tr("once"), tr("%1 times")),
                  .raw = granted,
                  .isMuted = true } } });
    }
    m_roleTable->setRows(std::move(rows));
    fitCardList(m_roleList, workspace().settings().value().density);
    m_roleCard->setAside(counted(qint64(m_roles.size()), tr("1 role"), tr("%1 roles")));
    showRole();
}

void PoolPane::showRole()
{
    const vault::RoleDefinition* const role = chosenRole();
    const bool isOwn = role && !role->isBuiltIn;
    m_roleNote->set(FieldNote::Kind::Hint,
                    !role                 ? QString()
                        : role->isBuiltIn ? roleMeaning(role->id)
                                          : meaningOf(*role));
    m_editRole->setEnabled(isOwn);
    m_deleteRole->setEnabled(isOwn && m_holders.value(role->id) == 0);
    const QString why = !role ? tr("Choose a role first.")
        : role->isBuiltIn     ? tr("Built-in roles stay as they are.")
                              : QString();
    m_editRole->setToolTip(why);
    m_deleteRole->setToolTip(
        isOwn && !m_deleteRole->isEnabled() ? tr("Somebody has this role: take it away first.") : why);
}

void PoolPane::showSettings(const std::vector<vault::PoolSetting>& settings)
{
    for (const vault::PoolSetting& setting : settings) {
        QCheckBox*& box = m_switches[setting.name];
        if (!box) {
            box = new QCheckBox(settingWords(setting.name), this);
            box->setObjectName(setting.name);
            auto* const note = new FieldNote(this);
            note->set(FieldNote::Kind::Hint, settingMeaning(setting.name));
            note->describe(box);
            m_settings->addWidget(box);
            m_settings->addWidget(note);
            connect(box, &QCheckBox::toggled, this, [this, name = setting.name](bool isOn) {
                changeSetting(workspace(), vaultId(), { name, isOn ? u"true"_s : u"false"_s });
            });
        }
        const QSignalBlocker quiet(box);
        box->setChecked(setting.value == "true"_L1);
    }
    m_stack->showContent();
}

const PoolJob* PoolPane::chosenJob() const
{
    const QStringList chosen = m_jobList->chosen();
    if (chosen.size() != 1)
        return nullptr;
    const auto found = std::ranges::find(m_jobs, chosen.front(), &PoolJob::id);
    return found == m_jobs.end() ? nullptr : &*found;
}

const vault::RoleDefinition* PoolPane::chosenRole() const
{
    const QStringList chosen = m_roleList->chosen();
    if (chosen.size() != 1)
        return nullptr;
    const auto found = std::ranges::find(m_roles, chosen.front(), &vault::RoleDefinition::id);
    return found == m_roles.end() ? nullptr : &*found;
}

// Actions ----------------------------------------------------------------------------------------

bool PoolPane::handles(ActionId id) const
{
    return id == ActionId::BackUpPool || id == ActionId::RestorePool || id == ActionId::DownloadDomain
        || id == ActionId::UploadDomain || id == ActionId::NewPoolRole || id == ActionId::RandomBytes
        || id == ActionId::Refresh;
}

void PoolPane::perform(ActionId id)
{
    const vault::VaultProperties* const pool = workspace().vaults().find(vaultId());
    if (!pool)
        return;
    const PoolJob* const job = chosenJob();
    if (id == ActionId::BackUpPool)
        backUpPool(workspace(), *pool);
    else if (id == ActionId::RestorePool)
        restorePool(workspace(), *pool,
                    job && job->status == PoolJob::Status::Succeeded ? job->place : QString());
    else if (id == ActionId::DownloadDomain)
        downloadDomain(workspace(), *pool);
    else if (id == ActionId::UploadDomain)
        uploadDomain(workspace(), *pool);
    else if (id == ActionId::NewPoolRole)
        makeRole(workspace(), vaultId(), m_roles);
    else if (id == ActionId::RandomBytes)
        drawRandomBytes(workspace(), *pool);
    else if (id == ActionId::Refresh)
        refresh();
}

QString PoolPane::statusText() const
{
    return counted(qint64(m_jobs.size()), tr("1 backup or restore"), tr("%1 backups and restores"));
}

void PoolPane::focusContent() { m_download->setFocus(); }

} // namespace strongroom::ui
