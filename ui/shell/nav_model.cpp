// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/nav_model.h"

#include "ui/shell/pane_catalogue.h"

#include <QCoreApplication>
#include <QLocale>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QStandardItem* captionItem(const QString& text)
{
    auto* item = new QStandardItem(text);
    item->setData(int(NavModel::Node::Caption), NavModel::NodeRole);
    item->setFlags(Qt::NoItemFlags);
    return item;
}

bool isOfStoreSection(PaneKind kind)
{
    return kind == PaneKind::DeletedVaults || kind == PaneKind::Applications || kind == PaneKind::Endpoint
        || kind == PaneKind::StoreKeys || kind == PaneKind::Tokens;
}

QString number(qint64 value) { return value > 0 ? QLocale().toString(value) : QString(); }

QString countText(PaneKind kind, const vault::ObjectCounts& counts)
{
    switch (kind) {
    case PaneKind::Secrets:
        return number(counts.secrets);
    case PaneKind::Keys:
        return number(counts.keys);
    case PaneKind::Deleted:
        return number(counts.deletedSecrets + counts.deletedKeys + counts.deletedCertificates);
    default:
        return {};
    }
}

} // namespace

NavModel::NavModel(Workspace& workspace, QObject* parent)
    : QStandardItemModel(parent)
    , m_workspace(workspace)
{
    build();
    syncViews();
    syncVaults();
    connect(&workspace.views(), &SavedViews::changed, this, &NavModel::syncViews);
    connect(&workspace.views(), &SavedViews::counted, this, &NavModel::showViewCounts);
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &NavModel::syncVaults);
    connect(&workspace.vaults(), &VaultDirectory::countsChanged, this, &NavModel::showCounts);
    connect(&workspace.endpoint(), &ops::EndpointControl::factsChanged, this, &NavModel::showStoreCounts);
}

void NavModel::build()
{
    appendRow(captionItem(tr("OVERVIEW")));
    for (const auto& row : paneCatalogue())
        if (!row.isOfVault
            && (row.kind == PaneKind::Home || row.kind == PaneKind::Search || row.kind == PaneKind::Rotation))
            appendRow(pageItem(row.kind, Node::Page, {}));
    m_vaultCaption = captionItem(tr("LOCAL VAULTS"));
    appendRow(m_vaultCaption);
    m_storeCaption = captionItem(tr("STORE"));
    appendRow(m_storeCaption);
    for (const auto& row : paneCatalogue())
        if (!row.isOfVault && isOfStoreSection(row.kind))
            appendRow(pageItem(row.kind, Node::Page, {}));
    showStoreCounts();
}

QStandardItem* NavModel::pageItem(PaneKind kind, Node node, const vault::VaultId& vault) const
{
    const auto* row = paneRow(kind);
    auto* item = new QStandardItem(QCoreApplication::translate("Panes", row->text));
    item->setData(int(node), NodeRole);
    item->setData(int(kind), KindRole);
    item->setData(vault.value, VaultRole);
    item->setData(QString::fromLatin1(row->icon.data(), qsizetype(row->icon.size())), IconRole);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

QStandardItem* NavModel::vaultItem(const vault::VaultProperties& properties) const
{
    auto* item = new QStandardItem(properties.name.text());
    item->setData(int(Node::Vault), NodeRole);
    item->setData(int(PaneKind::VaultOverview), KindRole);
    item->setData(properties.id.value, VaultRole);
    item->setData(int(properties.environment), EnvironmentRole);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    for (const auto& row : paneCatalogue())
        if (row.isOfVault && row.isInTree && row.kind != PaneKind::VaultOverview
            && isPageOf(properties.sku, row.kind))
            item->appendRow(pageItem(row.kind, Node::VaultPage, properties.id));
    return item;
}

int NavModel::vaultRow(const vault::VaultId& id) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (item(row)->data(NodeRole).toInt() == int(Node::Vault)
            && item(row)->data(VaultRole).toString() == id.value)
            return row;
    return -1;
}

/// They stand behind the pages of the overview, whose captions come next.
void NavModel::syncViews()
{
    const int first = m_vaultCaption->row() - m_viewRows;
    removeRows(first, m_viewRows);
    m_viewRows = 0;
    for (const auto& view : m_workspace.views().all()) {
        auto* item = new QStandardItem(view.name);
        item->setData(int(Node::View), NodeRole);
        item->setData(int(view.place.kind), KindRole);
        item->setData(view.place.vault.value, VaultRole);
        item->setData(view.place.query, QueryRole);
        item->setData(u"star"_s, IconRole);
        const auto vaultName = m_workspace.vaults().nameOf(view.place.vault);
        item->setToolTip(vaultName.isEmpty() ? view.place.query : vaultName + u": "_s + view.place.query);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        insertRow(first + m_viewRows++, item);
    }
    showViewCounts();
}

void NavModel::showViewCounts()
{
    const int first = m_vaultCaption->row() - m_viewRows;
    const auto& views = m_workspace.views().all();
    for (int i = 0; i < m_viewRows && i < int(views.size()); ++i) {
        const auto count = views[std::size_t(i)].count;
        item(first + i)->setData(count < 0 ? QString() : QLocale().toString(count), CountRole);
    }
}

void NavModel::syncVaults()
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        const bool isVault = item(row)->data(NodeRole).toInt() == int(Node::Vault);
        if (isVault && !m_workspace.vaults().find({ item(row)->data(VaultRole).toString() }))
            removeRow(row);
    }
    Section vaults;
    Section pools;
    for (const auto& properties : m_workspace.vaults().vaults())
        (isPool(properties.sku) ? pools : vaults).push_back(&properties);
    syncSection(m_vaultCaption, vaults);
    if (pools.empty() && m_poolCaption) {
        removeRow(m_poolCaption->row());
        m_poolCaption = nullptr;
    } else if (!pools.empty() && !m_poolCaption) {
        m_poolCaption = captionItem(tr("MANAGED HSM POOLS"));
        insertRow(m_storeCaption->row(), m_poolCaption);
    }
    if (m_poolCaption)
        syncSection(m_poolCaption, pools);
    showStoreCounts();
}

void NavModel::syncSection(const QStandardItem* caption, const Section& section)
{
    int row = caption->row() + 1;
    for (const vault::VaultProperties* const properties : section) {
        const int at = vaultRow(properties->id);
        if (at < 0) {
            insertRow(row, vaultItem(*properties));
        } else {
            item(at)->setText(properties->name.text());
            item(at)->setData(int(properties->environment), EnvironmentRole);
        }
        showCounts(properties->id);
        ++row;
    }
}

void NavModel::showCounts(const vault::VaultId& vault)
{
    if (vault.isEmpty()) {
        showStoreCounts();
        return;
    }
    const int row = vaultRow(vault);
    if (row < 0)
        return;
    const auto counts = m_workspace.vaults().countsOf(vault);
    auto* parent = item(row);
    for (int child = 0; child < parent->rowCount(); ++child) {
        auto* page = parent->child(child);
        page->setData(countText(PaneKind(page->data(KindRole).toInt()), counts), CountRole);
    }
}

void NavModel::showStoreCounts()
{
    const auto facts = m_workspace.endpoint().facts();
    for (int row = 0; row < rowCount(); ++row) {
        auto* page = item(row);
        if (page->data(NodeRole).toInt() != int(Node::Page))
            continue;
        const auto kind = PaneKind(page->data(KindRole).toInt());
        if (kind == PaneKind::DeletedVaults)
            page->setData(number(m_workspace.vaults().deletedVaults()), CountRole);
        else if (kind == PaneKind::Applications)
            page->setData(number(m_workspace.vaults().applications()), CountRole);
        else if (kind == PaneKind::Endpoint)
            page->setData(facts.isRunning ? QString(u':' % QString::number(facts.port)) : tr("off"),
                          CountRole);
    }
}

QModelIndex NavModel::indexOf(const Place& place) const
{
    if (const auto* view = m_workspace.views().find(place); view && !place.query.isEmpty()) {
        const auto at = view - m_workspace.views().all().data();
        return item(m_vaultCaption->row() - m_viewRows + int(at))->index();
    }
    if (!place.vault.isEmpty()) {
        const int row = vaultRow(place.vault);
        if (row < 0)
            return {};
        const auto* parent = item(row);
        for (int child = 0; child < parent->rowCount(); ++child)
            if (parent->child(child)->data(KindRole).toInt() == int(place.kind))
                return parent->child(child)->index();
        return parent->index();
    }
    for (int row = 0; row < rowCount(); ++row)
        if (item(row)->data(NodeRole).toInt() == int(Node::Page)
            && item(row)->data(KindRole).toInt() == int(place.kind))
            return item(row)->index();
    return {};
}

std::optional<Place> NavModel::placeAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.data(NodeRole).toInt() == int(Node::Caption))
        return {};
    auto kind = PaneKind(index.data(KindRole).toInt());
    if (kind == PaneKind::VaultOverview && !paneRow(kind))
        kind = PaneKind::Secrets;
    return Place{ kind, { index.data(VaultRole).toString() }, {}, index.data(QueryRole).toString() };
}

} // namespace strongroom::ui
