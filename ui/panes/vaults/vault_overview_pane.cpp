// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vaults/vault_overview_pane.h"

#include "model/lists/object_words.h"
#include "ui/commands/vault_commands.h"
#include "ui/dialogs/vault_words.h"
#include "ui/panes/audit_rows.h"
#include "ui/panes/scrolled.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/count_tile.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/pills.h"
#include "ui/widgets/property_form.h"
#include "ui/widgets/tile_row.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

constexpr std::size_t shownActivity = 20;
constexpr int readActivity = 400;
constexpr int twoColumns = 640; ///< pixels from which the properties stand in two columns
constexpr int reloadMilliseconds = 250;

vault::FilterTerm term(vault::FilterTerm::Field field)
{
    vault::FilterTerm made;
    made.field = field;
    return made;
}

vault::FilterTerm stateTerm(const QString& state)
{
    vault::FilterTerm made = term(vault::FilterTerm::Field::State);
    made.text = state;
    return made;
}

struct SeverityLook
{
    QString icon;
    Role role;
};

SeverityLook lookOf(PostureFinding::Severity severity)
{
    switch (severity) {
    case PostureFinding::Severity::Notice:
        return { u"info"_s, Role::Muted };
    case PostureFinding::Severity::Warning:
        return { u"triangle-alert"_s, Role::Warning };
    case PostureFinding::Severity::Critical:
        return { u"circle-alert"_s, Role::Critical };
    }
    return { u"info"_s, Role::Muted };
}

QString remedyWords(PostureFinding::Remedy remedy)
{
    using Remedy = PostureFinding::Remedy;
    switch (remedy) {
    case Remedy::None:
        return {};
    case Remedy::SwitchOnPurgeProtection:
        return VaultOverviewPane::tr("Switch on...");
    case Remedy::ShowExpired:
    case Remedy::ShowExpiring:
    case Remedy::ShowWithoutEnd:
        return VaultOverviewPane::tr("Show them");
    case Remedy::OpenAccess:
        return VaultOverviewPane::tr("Open access");
    }
    return {};
}

void removeAll(QVBoxLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

} // namespace

VaultOverviewPane::VaultOverviewPane(Workspace& workspace, const Place& place, QWidget* parent)
    : Pane(workspace, place, parent)
    , m_facts{ { { place.vault, *vault::VaultName::create(u"vault"_s) }, {}, {}, {}, {} }, {} }
{
    auto* content = new QWidget(this);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scrolled(content, this));

    auto* page = new QVBoxLayout(content);
    page->setContentsMargins(metrics::page, metrics::page, metrics::page, metrics::page);
    page->setSpacing(metrics::between);
    m_error = new ErrorCard(content);
    m_error->hide();
    page->addWidget(m_error);
    addHeader(page);
    addTiles(page);
    addLists(page);
    page->addStretch(1);

    m_reload.setSingleShot(true);
    m_reload.setInterval(reloadMilliseconds);
    connect(&m_reload, &QTimer::timeout, this, &VaultOverviewPane::refresh);
    connect(&workspace.vaults(), &VaultDirectory::changed, this, [this](const vault::VaultChange& change) {
        if (change.vault == vaultId() || change.what == vault::ChangeKind::DirectoryChanged)
            m_reload.start();
    });
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &VaultOverviewPane::showProperties);
    connect(&workspace.vaults(), &VaultDirectory::countsChanged, this, &VaultOverviewPane::showCounts);
    connect(&workspace.endpoint(), &ops::EndpointControl::factsChanged, this,
            &VaultOverviewPane::showProperties);
    refresh();
}

void VaultOverviewPane::addHeader(QVBoxLayout* page)
{
    auto* card = new Card({}, this);
    m_url = new CopyLine(tr("Vault URL"), card);
    connect(m_url, &CopyLine::copyRequested, &workspace().clipboard(), &ClipboardGuard::copyPlain);
    card->body()->addWidget(m_url);
    m_left = new PropertyForm(card);
    m_left->addText(tr("Environment"));
    m_left->addText(tr("Access by"));
    m_left->addText(tr("Tier"));
    m_right = new PropertyForm(card);
    m_right->addText(tr("Deleted items kept"));
    m_right->addText(tr("Purge protection"));
    m_right->addText(tr("Made"));
    for (PropertyForm* form : { m_left, m_right })
        connect(form, &PropertyForm::copyRequested, &workspace().clipboard(), &ClipboardGuard::copyPlain);
    m_tags = new TagPills(card);
    m_tags->setAccessibleName(tr("Tags of the vault"));
    m_tagsRow = m_left->addWidget(tr("Tags"), m_tags);
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight);
    m_columns->addWidget(m_left, 1, Qt::AlignTop);
    m_columns->addWidget(m_right, 1, Qt::AlignTop);
    card->body()->addLayout(m_columns);
    page->addWidget(card);
}

void VaultOverviewPane::addTiles(QVBoxLayout* page)
{
    m_secrets = new CountTile(u"lock-keyhole"_s, tr("Secrets"), this);
    m_keys = new CountTile(u"key-round"_s, tr("Keys"), this);
    m_expiring = new CountTile(u"calendar-clock"_s, tr("End within 30 days or are over"), this);
    m_access = new CountTile(u"users"_s, tr("Applications with rights"), this);
    m_deleted = new CountTile(u"archive-restore"_s, tr("Deleted"), this);
    auto* row = new TileRow(this);
    for (CountTile* tile : { m_secrets, m_keys, m_expiring, m_access, m_deleted })
        row->add(tile);
    page->addWidget(row);
    connect(m_secrets, &CountTile::clicked, this, [this] { openList(PaneKind::Secrets); });
    connect(m_keys, &CountTile::clicked, this, [this] { openList(PaneKind::Keys); });
    connect(m_expiring, &CountTile::clicked, this,
            [this] { openList(PaneKind::Secrets, u"expires:<30d"_s); });
    connect(m_access, &CountTile::clicked, this, [this] { openList(PaneKind::Access); });
    connect(m_deleted, &CountTile::clicked, this, [this] { openList(PaneKind::Deleted); });
}

void VaultOverviewPane::addLists(QVBoxLayout* page)
{
    m_findings = new Card(tr("What to look at"), this);
    page->addWidget(m_findings);

    m_activity = new Card(tr("Recent activity"), this);
    m_rows = new CellTable(auditHeaders(), this);
    m_list = new ObjectListView(m_activity);
    m_list->setModel(m_rows);
    m_list->setColumns({ { 112, true, false },
                         { 170, true, false },
                         { 100, true, false },
                         { 150, true, false, 1 },
                         { 200, true, false },
                         { 80, true, false, 2 } });
    m_list->setAccessibleName(tr("Recent activity"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_activity->body()->addWidget(m_list);
    page->addWidget(m_activity);
}

std::vector<ActionId> VaultOverviewPane::headerActions() const
{
    return { ActionId::EditVault, ActionId::VaultAccess, ActionId::DeleteVault };
}

QString VaultOverviewPane::statusText() const
{
    const qint64 secrets = workspace().vaults().countsOf(vaultId()).secrets;
    return counted(secrets, tr("1 secret"), tr("%1 secrets"));
}

Facts VaultOverviewPane::facts() const { return Fact::VaultShown | Fact::VaultChosen | Fact::Writable; }

bool VaultOverviewPane::handles(ActionId id) const
{
    return id == ActionId::EditVault || id == ActionId::DeleteVault || id == ActionId::CopyVaultUrl
        || id == ActionId::VaultAccess || id == ActionId::ConnectProgram || id == ActionId::Refresh;
}

void VaultOverviewPane::perform(ActionId id)
{
    const vault::VaultProperties* vault = vaultNow();
    if (!vault)
        return;
    if (id == ActionId::EditVault)
        editVault(workspace(), *vault);
    else if (id == ActionId::DeleteVault)
        deleteVault(workspace(), *vault);
    else if (id == ActionId::CopyVaultUrl)
        copyVaultUrl(workspace(), *vault);
    else if (id == ActionId::VaultAccess)
        openList(PaneKind::Access);
    else if (id == ActionId::ConnectProgram)
        workspace().open({ PaneKind::Endpoint, {}, {}, u"connect:"_s + vault->name.text() });
    else if (id == ActionId::Refresh)
        refresh();
}

void VaultOverviewPane::refresh()
{
    if (!workspace().operations())
        return;
    showProperties();
    showCounts();
    loadFacts();
    loadActivity();
}

const vault::VaultProperties* VaultOverviewPane::vaultNow() const
{
    return workspace().vaults().find(vaultId());
}

void VaultOverviewPane::showProperties()
{
    const vault::VaultProperties* vault = vaultNow();
    if (!vault)
        return;
    m_url->setText(urlOf(workspace(), *vault));
    m_left->setValue(0, environmentWord(vault->environment));
    m_left->setValue(1, permissionModelWord(vault->permissionModel));
    m_secrets->setVisible(!vault::isPool(vault->sku));
    m_left->setValue(2, skuWord(vault->sku));
    m_right->setValue(0, tr("%1 days").arg(vault->retentionDays));
    m_right->setValue(1, vault->hasPurgeProtection ? tr("On") : tr("Off"),
                      vault->hasPurgeProtection ? tr("cannot be switched off") : QString());
    const lists::TimeZone zone = workspace().settings().value().timeZone == TimeZoneChoice::Utc
        ? lists::TimeZone::Utc
        : lists::TimeZone::Local;
    m_right->setValue(2, lists::dateTimeText(vault->created, zone),
                      lists::relativeTime(vault->created, workspace().clock().now()));
    m_tags->setTags(lists::tagWords(vault->tags));
    m_left->setRowVisible(m_tagsRow, !vault->tags.isEmpty());
    PropertyForm::align({ m_left, m_right });
}

void VaultOverviewPane::showCounts()
{
    const vault::ObjectCounts counts = workspace().vaults().countsOf(vaultId());
    m_secrets->setCount(counts.secrets);
    m_keys->setCount(counts.keys);
    m_deleted->setCount(counts.deletedSecrets + counts.deletedKeys + counts.deletedCertificates);
    Q_EMIT statusChanged();
}

void VaultOverviewPane::loadFacts()
{
    workspace()
        .operations()
        ->run(workspace().caller(), vaultId(), vault::GetAccessRules{})
        .then(this, [this](const base::Result<vault::AccessRules>& rules) {
            m_error->setVisible(!rules);
            if (!rules) {
                m_error->setText(workspace().explain(rules.error()));
                return;
            }
            m_facts.rules = *rules;
            loadDirectory();
        });
    count({ stateTerm(u"expired"_s) }, &PostureFacts::expiredSecrets);
    count({ stateTerm(u"expiring"_s) }, &PostureFacts::expiringSecrets);
    vault::FilterTerm withoutEnd = term(vault::FilterTerm::Field::HasExpiry);
    withoutEnd.isNegated = true;
    count({ withoutEnd }, &PostureFacts::secretsWithoutEnd);
}

void VaultOverviewPane::loadDirectory()
{
    workspace()
        .operations()
        ->run(workspace().caller(), vault::ListApplications{})
        .then(this, [this](const base::Result<std::vector<vault::Application>>& applications) {
            if (!applications)
                return;
            m_facts.directory = *applications;
            m_areFactsKnown = true;
            showFindings();
        });
}

void VaultOverviewPane::count(vault::ObjectFilter filter, qint64 PostureFacts::*into)
{
    vault::BrowseSecrets op;
    op.request.filter = std::move(filter);
    op.request.limit = 1;
    workspace()
        .operations()
        ->run(workspace().caller(), vaultId(), op)
        .then(this, [this, into](const base::Result<vault::BrowseSecrets::Output>& result) {
            if (!result)
                return;
            m_facts.*into = result->matched;
            showFindings();
        });
}

void VaultOverviewPane::showFindings()
{
    const qint64 ending = m_facts.expiredSecrets + m_facts.expiringSecrets;
    m_expiring->setCount(ending,
                         m_facts.expiredSecrets > 0 ? Role::Critical
                             : ending > 0           ? Role::Warning
                                                    : Role::Text);
    if (!m_areFactsKnown)
        return;
    QStringList principals;
    for (const vault::RoleAssignment& assignment : m_facts.rules.assignments)
        principals << assignment.principalId;
    if (m_facts.rules.vault.permissionModel == vault::PermissionModel::AccessPolicies) {
        principals.clear();
        for (const vault::AccessPolicy& policy : m_facts.rules.policies)
            principals << policy.principalId;
    }
    principals.removeDuplicates();
    m_access->setCount(principals.size());

    removeAll(m_findings->body());
    const auto findings = findingsOf(m_facts);
    if (findings.empty()) {
        auto* fine = new FieldNote(m_findings);
        fine->set(FieldNote::Kind::Good, tr("Nothing. Dates, protection and rights are in order."));
        m_findings->body()->addWidget(fine);
    }
    for (const PostureFinding& finding : findings) {
        auto* row = new QWidget(m_findings);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        const SeverityLook look = lookOf(finding.severity);
        auto* sign = new IconLabel(look.icon, look.role, row);
        auto* words = new QVBoxLayout;
        words->setSpacing(0);
        words->addWidget(new QLabel(finding.title, row));
        auto* why = new FieldNote(row);
        why->set(FieldNote::Kind::Hint, finding.detail);
        words->addWidget(why);
        line->addWidget(sign, 0, Qt::AlignTop);
        line->addLayout(words, 1);
        if (const QString text = remedyWords(finding.remedy); !text.isEmpty()) {
            auto* button = new QPushButton(text, row);
            button->setAccessibleName(text + u": "_s + finding.title);
            connect(button, &QPushButton::clicked, this,
                    [this, remedy = finding.remedy] { carryOut(remedy); });
            line->addWidget(button, 0, Qt::AlignVCenter);
        }
        m_findings->body()->addWidget(row);
    }
}

void VaultOverviewPane::carryOut(PostureFinding::Remedy remedy)
{
    using Remedy = PostureFinding::Remedy;
    switch (remedy) {
    case Remedy::None:
        return;
    case Remedy::SwitchOnPurgeProtection:
        if (const vault::VaultProperties* vault = vaultNow())
            protectVault(workspace(), *vault);
        return;
    case Remedy::ShowExpired:
        openList(PaneKind::Secrets, u"state:expired"_s);
        return;
    case Remedy::ShowExpiring:
        openList(PaneKind::Secrets, u"state:expiring"_s);
        return;
    case Remedy::ShowWithoutEnd:
        openList(PaneKind::Secrets, u"expires:never"_s);
        return;
    case Remedy::OpenAccess:
        openList(PaneKind::Access);
        return;
    }
}

void VaultOverviewPane::loadActivity()
{
    vault::ListAudit op;
    op.query.vault = vaultId();
    op.query.limit = readActivity;
    workspace()
        .operations()
        ->run(workspace().caller(), op)
        .then(this, [this](base::Result<std::vector<vault::AuditRecord>> rows) {
            if (rows)
                showActivity(withoutOwnRoutine(std::move(*rows), shownActivity));
        });
}

void VaultOverviewPane::showActivity(const std::vector<vault::AuditRecord>& records)
{
    const lists::TimeZone zone = workspace().settings().value().timeZone == TimeZoneChoice::Utc
        ? lists::TimeZone::Utc
        : lists::TimeZone::Local;
    std::vector<TableRow> rows;
    rows.reserve(records.size());
    for (const vault::AuditRecord& record : records)
        rows.push_back(auditRow(record, zone, workspace().clock().now()));
    m_list->setVisible(!rows.empty());
    // To make it is not to use it.
    const bool isUsed = std::ranges::any_of(
        records, [](const vault::AuditRecord& record) { return record.operation != "VaultPut"_L1; });
    m_activity->setAside(isUsed ? withoutOwnRoutineNote() : tr("Nobody has used this vault yet."));
    m_rows->setRows(std::move(rows));
    m_list->setDensity(workspace().settings().value().density);
    m_list->fitToRows();
}

void VaultOverviewPane::resizeEvent(QResizeEvent* event)
{
    const bool isNarrow = width() < twoColumns;
    m_columns->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_columns->setSpacing(isNarrow ? metrics::inside : metrics::section);
    Pane::resizeEvent(event);
}

void VaultOverviewPane::openList(PaneKind kind, const QString& query)
{
    workspace().open({ kind, vaultId(), {}, query });
}

} // namespace strongroom::ui
