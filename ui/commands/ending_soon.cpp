// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/ending_soon.h"

#include "model/lists/filter_expression.h"

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int settles = 400; ///< milliseconds: an import changes many secrets

} // namespace

EndingSoon::EndingSoon(Workspace& workspace, int count, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_count(count)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(settles);
    connect(&m_soon, &QTimer::timeout, this, &EndingSoon::refresh);
    connect(&workspace.vaults(), &VaultDirectory::changed, &m_soon, qOverload<>(&QTimer::start));
    connect(&workspace.vaults(), &VaultDirectory::vaultsChanged, this, &EndingSoon::refresh);
    refresh();
}

void EndingSoon::refresh()
{
    m_soon.stop();
    for (const auto& properties : m_workspace.vaults().vaults())
        load(properties.id);
    merge();
}

void EndingSoon::load(const vault::VaultId& id)
{
    if (!m_workspace.operations())
        return;
    vault::BrowseSecrets op;
    op.request.filter
        = lists::FilterExpression::parse(u"expires:>0d"_s, m_workspace.clock().now()).expression.filter();
    op.request.sort = { { vault::SortColumn::Expires, false } };
    op.request.limit = m_count;
    op.request.wantsCount = false;
    m_workspace.operations()
        ->run(m_workspace.caller(), id, std::move(op))
        .then(this, [this, id](const base::Result<vault::BrowseSecrets::Output>& result) {
            if (!result)
                return;
            auto& endings = m_ofVault[id];
            endings.clear();
            for (const auto& secret : result->rows)
                if (secret.attributes.expires)
                    endings.push_back({ id, secret.name.text(), *secret.attributes.expires });
            merge();
        });
}

void EndingSoon::merge()
{
    std::vector<Ending> all;
    for (const auto& properties : m_workspace.vaults().vaults()) {
        const auto endings = m_ofVault.value(properties.id);
        all.insert(all.end(), endings.begin(), endings.end());
    }
    std::ranges::stable_sort(all, {}, &Ending::end);
    all.resize(std::min(all.size(), std::size_t(m_count)));
    if (all == m_all)
        return;
    m_all = std::move(all);
    Q_EMIT changed();
}

} // namespace strongroom::ui
