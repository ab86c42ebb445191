// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/applications/applications_pane.h"

#include "model/lists/relative_time.h"
#include "ui/commands/application_commands.h"
#include "ui/panes/cell_table.h"
#include "ui/panes/content_stack.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/details_tabs.h"
#include "ui/widgets/object_list_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

enum Column { Name, ClientId, Credentials, Expires, Created };
constexpr qint64 soon = 30 * 86'400;

/// The earliest end among the credentials, 0 when none ends.
base::UnixSeconds earliestEnd(const vault::Application& application)
{
    base::UnixSeconds earliest = 0;
    for (const vault::ApplicationCredential& credential : application.credentials) {
        if (credential.expires != 0 && (earliest == 0 || credential.expires < earliest))
            earliest = credential.expires;
    }
    return earliest;
}

TableCell endCell(base::UnixSeconds end, base::UnixSeconds now)
{
    if (end == 0) {
        TableCell never{ ApplicationsPane::tr("Never ends") };
        never.isMuted = true;
        return never;
    }
    TableCell cell{ lists::relativeTime(end, now), QVariant(static_cast<qlonglong>(end)) };
    cell.kind = lists::CellKind::Badge;
    cell.tone = end <= now ? lists::Tone::Critical
        : end - now < soon ? lists::Tone::Warning
                           : lists::Tone::Good;
    cell.toolTip = lists::dateTimeText(end);
    return cell;
}

TableCell timeCell(base::UnixSeconds when, base::UnixSeconds now)
{
    TableCell cell{ lists::relativeOrDate(when, now), QVariant(static_cast<qlonglong>(when)) };
    cell.isMuted = true;
    cell.toolTip = lists::dateTimeText(when);
    return cell;
}

QString credentialWords(const vault::Application& application)
{
    qint64 secrets = 0;
    qint64 certificates = 0;
    for (const vault::ApplicationCredential& credential : application.credentials)
        ++(credential.kind == vault::ApplicationCredential::Kind::Secret ? secrets : certificates);
    QStringList words;
    if (secrets > 0)
        words << counted(secrets, ApplicationsPane::tr("1 secret"), ApplicationsPane::tr("%1 secrets"));
    if (certificates > 0)
        words << counted(certificates, ApplicationsPane::tr("1 certificate"),
                         ApplicationsPane::tr("%1 certificates"));
    return words.isEmpty() ? ApplicationsPane::tr("None: cannot sign in") : words.join(u", "_s);
}

TableRow rowOf(const vault::Application& application, base::UnixSeconds now)
{
    TableCell name{ application.name };
    name.kind = lists::CellKind::Title;
    TableCell id{ application.clientId };
    id.isMonospace = true;
    return { application.clientId,
             { name, id, TableCell{ credentialWords(application) }, endCell(earliestEnd(application), now),
               timeCell(application.created, now) } };
}

TableRow rowOf(const vault::ApplicationCredential& credential, base::UnixSeconds now)
{
    const bool isSecret = credential.kind == vault::ApplicationCredential::Kind::Secret;
    TableCell kind{ isSecret ? ApplicationsPane::tr("Secret") : ApplicationsPane::tr("Certificate") };
    kind.kind = lists::CellKind::Title;
    TableCell hint{ isSecret ? credential.hint + u"\u2026"_s : credential.hint.left(16) };
    hint.isMonospace = true;
    hint.toolTip
        = isSecret ? ApplicationsPane::tr("It begins with %1").arg(credential.hint) : credential.hint;
    return { credential.id,
             { kind, hint, endCell(credential.expires, now), timeCell(credential.created, now) } };
}

} // namespace

ApplicationsPane::ApplicationsPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_rows(new CellTable({ tr("Name"), tr("Client id"), tr("Credentials"), tr("Ends"), tr("Registered") },
                           this))
    , m_list(new ObjectListView(this))
    , m_stack(new ContentStack(m_list, this))
{
    m_list->setModel(m_rows);
    m_list->setColumns({ { 150 }, { 320, true, true, 1 }, { 110 }, { 110 }, { 100 } });
    m_list->setTitleIcon([](const QModelIndex&) { return u"app-window"_s; });
    m_list->setAccessibleName(tr("Applications"));
    m_list->setDensity(workspace.settings().value().density);
    m_list->restoreLayoutState(workspace.settings().layout(u"applications"_s));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
    makeDetails();

    connect(m_list, &ObjectListView::layoutStateChanged, this,
            [this] { this->workspace().settings().keepLayout(u"applications"_s, m_list->layoutState()); });
    connect(m_list, &ObjectListView::sortKeysChanged, this, [this] {
        std::vector<CellTable::Key> keys;
        for (const SortBy& key : m_list->sortKeys())
            keys.push_back({ key.column, key.isDescending });
        m_rows->setSort(std::move(keys));
    });
    connect(m_list, &ObjectListView::chosenChanged, this, [this] {
        showChosen();
        Q_EMIT factsChanged();
        Q_EMIT statusChanged();
    });
    connect(m_list, &ObjectListView::opened, this, &Pane::detailsRequested);
    connect(m_stack, &ContentStack::primaryChosen, this, [this] { perform(ActionId::RegisterApplication); });
    connect(m_stack, &ContentStack::retryChosen, this, &ApplicationsPane::refresh);
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        if (change.what == vault::ChangeKind::DirectoryChanged)
            refresh();
    });
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const ActionId id :
         { ActionId::AddApplicationSecret, ActionId::RemoveCredential, ActionId::DeleteApplication })
        m_list->addAction(workspace.action(id));
    go(place);
    refresh();
}

void ApplicationsPane::makeDetails()
{
    m_details = new DetailsTabs(this);
    m_details->addPage(tr("Details"), makeOverviewPage());
    m_details->addFullPage(tr("Credentials"), makeCredentialsPage());
    m_detailsStack = new ContentStack(m_details, this);
    m_detailsStack->setBackgroundRole(QPalette::Base);
    m_detailsStack->setAutoFillBackground(true);
    connect(m_details, &DetailsTabs::addressCopyRequested, &workspace().clipboard(),
            &ClipboardGuard::copyPlain);
}

QWidget* ApplicationsPane::makeOverviewPage()
{
    auto* content = new QWidget(this);
    auto* page = new QVBoxLayout(content);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(metrics::tight);
    const auto add = [this, page, content](const QString& what) {
        auto* caption = new QLabel(what, content);
        caption->setForegroundRole(QPalette::PlaceholderText);
        auto* line = new CopyLine(what, content);
        caption->setBuddy(line);
        connect(line, &CopyLine::copyRequested, &workspace().clipboard(), &ClipboardGuard::copyPlain);
        page->addWidget(caption);
        page->addWidget(line);
        page->addSpacing(metrics::inside);
        return line;
    };
    m_clientId = add(tr("Client id"));
    m_tenantId = add(tr("Tenant id"));
    m_objectId = add(tr("Object id, named in rights"));
    auto* connectProgram = new QPushButton(icon(u"plug"_s), tr("Connect a program..."), content);
    connect(connectProgram, &QPushButton::clicked, this, [this] {
        workspace().open({ PaneKind::Endpoint, {}, {}, u"connect:"_s });
    });
    page->addWidget(connectProgram, 0, Qt::AlignLeft);
    page->addStretch(1);
    return content;
}

QWidget* ApplicationsPane::makeCredentialsPage()
{
    auto* content = new QWidget(this);
    m_credentialRows = new CellTable({ tr("Kind"), tr("Known by"), tr("Ends"), tr("Added") }, this);
    m_credentials = new ObjectListView(content);
    m_credentials->setModel(m_credentialRows);
    m_credentials->setColumns(
        { { 100, true, false }, { 90, true, false }, { 110, true, false }, { 90, true, false } });
    m_credentials->setTitleIcon([](const QModelIndex&) { return u"key-round"_s; });
    m_credentials->setAccessibleName(tr("Credentials"));
    auto* addSecret = new QPushButton(icon(u"plus"_s), tr("New secret..."), content);
    auto* addCertificate = new QPushButton(icon(u"badge-check"_s), tr("Certificate..."), content);
    auto* remove = new QPushButton(icon(u"x"_s), tr("Remove..."), content);
    remove->setEnabled(false);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(metrics::between, metrics::inside, metrics::between, metrics::between);
    buttons->setSpacing(metrics::inside);
    buttons->addWidget(addSecret);
    buttons->addWidget(addCertificate);
    buttons->addWidget(remove);
    buttons->addStretch(1);
    auto* page = new QVBoxLayout(content);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addWidget(m_credentials, 1);
    page->addLayout(buttons);
    connect(addSecret, &QPushButton::clicked, this, [this] { perform(ActionId::AddApplicationSecret); });
    connect(addCertificate, &QPushButton::clicked, this, [this] {
        if (const vault::Application* application = chosen())
            addApplicationCertificate(workspace(), *application);
    });
    connect(remove, &QPushButton::clicked, this, [this] { perform(ActionId::RemoveCredential); });
    connect(m_credentials, &ObjectListView::chosenChanged, this, [this, remove] {
        remove->setEnabled(chosenCredential() != nullptr);
        Q_EMIT factsChanged();
    });
    return content;
}

void ApplicationsPane::showApplications(std::vector<vault::Application> applications)
{
    m_applications = std::move(applications);
    const base::UnixSeconds now = workspace().clock().now();
    std::vector<TableRow> rows;
    rows.reserve(m_applications.size());
    for (const vault::Application& application : m_applications)
        rows.push_back(rowOf(application, now));
    m_rows->setRows(std::move(rows));
    if (m_applications.empty())
        m_stack->showEmpty(
            { u"app-window"_s,
              tr("No application yet"),
              tr("A program signs in as an application. Register one, grant it access to a vault, "
                 "and an unmodified Azure SDK can read your secrets."),
              tr("Register an application"),
              {},
              false });
    else
        m_stack->showContent();
    showChosen();
    Q_EMIT statusChanged();
    Q_EMIT factsChanged();
}

void ApplicationsPane::showChosen()
{
    const vault::Application* application = chosen();
    if (!application) {
        m_detailsStack->showEmpty({ u"app-window"_s,
                                    tr("No application chosen"),
                                    tr("Its ids and credentials are shown here."),
                                    {},
                                    {},
                                    true });
        return;
    }
    m_detailsStack->showContent();
    m_details->setHeader(u"app-window"_s, application->name, application->clientId);
    m_clientId->setText(application->clientId);
    m_objectId->setText(application->objectId);
    m_tenantId->setText(workspace().endpoint().facts().tenantId);
    showCredentials(*application);
}

void ApplicationsPane::showCredentials(const vault::Application& application)
{
    std::vector<TableRow> rows;
    for (const vault::ApplicationCredential& credential : application.credentials)
        rows.push_back(rowOf(credential, workspace().clock().now()));
    m_credentialRows->setRows(std::move(rows));
    m_details->setPageText(1, tr("Credentials %1").arg(application.credentials.size()));
}

const vault::Application* ApplicationsPane::chosen() const
{
    const auto found
        = std::ranges::find(m_applications, m_list->currentIdentity(), &vault::Application::clientId);
    return found == m_applications.end() || m_list->chosenCount() != 1 ? nullptr : &*found;
}

const vault::ApplicationCredential* ApplicationsPane::chosenCredential() const
{
    const vault::Application* application = chosen();
    if (!application)
        return nullptr;
    const auto found = std::ranges::find(application->credentials, m_credentials->currentIdentity(),
                                         &vault::ApplicationCredential::id);
    return found == application->credentials.end() ? nullptr : &*found;
}

QString ApplicationsPane::statusText() const
{
    return counted(static_cast<qint64>(m_applications.size()), tr("1 application"), tr("%1 applications"));
}

Facts ApplicationsPane::facts() const
{
    Facts facts = Fact::Writable;
    if (!m_applications.empty())
        facts |= Fact::HasRows;
    if (chosen())
        facts |= Fact::ApplicationChosen;
    if (chosenCredential())
        facts |= Fact::CredentialChosen;
    return facts;
}

bool ApplicationsPane::handles(ActionId id) const
{
    return id == ActionId::RegisterApplication || id == ActionId::AddApplicationSecret
        || id == ActionId::RemoveCredential || id == ActionId::DeleteApplication || id == ActionId::Refresh;
}

void ApplicationsPane::perform(ActionId id)
{
    const vault::Application* application = chosen();
    if (id == ActionId::RegisterApplication)
        registerApplication(workspace(),
                            [list = QPointer<ObjectListView>(m_list)](const vault::Application& made) {
                                if (list)
                                    list->chooseWhenLoaded(made.clientId);
                            });
    else if (id == ActionId::Refresh)
        refresh();
    else if (!application)
        return;
    else if (id == ActionId::AddApplicationSecret)
        addApplicationSecret(workspace(), *application);
    else if (id == ActionId::DeleteApplication)
        deleteApplication(workspace(), *application);
    else if (const vault::ApplicationCredential* credential = chosenCredential();
             credential && id == ActionId::RemoveCredential)
        removeCredential(workspace(), *application, *credential);
}

QWidget* ApplicationsPane::details() { return m_detailsStack; }

void ApplicationsPane::go(const Place& place)
{
    setPlace(place);
    if (!place.item.isEmpty())
        m_list->chooseWhenLoaded(place.item);
}

void ApplicationsPane::refresh()
{
    if (!workspace().operations())
        return;
    workspace()
        .operations()
        ->run(workspace().caller(), vault::ListApplications{})
        .then(this, [this](base::Result<std::vector<vault::Application>> applications) {
            if (applications)
                showApplications(std::move(*applications));
            else
                m_stack->showError(workspace().explain(applications.error()));
        });
}

void ApplicationsPane::focusContent() { m_list->setFocus(); }

} // namespace strongroom::ui
