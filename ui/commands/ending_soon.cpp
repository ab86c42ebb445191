// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/ending_soon.h"

#include "model/lists/filter_expression.h"
#include "model/lists/listed_object.h"
#include "ui/commands/run_on.h"

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
    for (const auto& properties : m_workspace.vaults().vaults()) {
        if (!isPool(properties.sku))
            load<vault::BrowseSecrets>(properties.id);
        load<vault::BrowseKeys>(properties.id);
    }
    merge();
}

template <typename Op> void EndingSoon::load(const vault::VaultId& id)
{
    constexpr bool isOfKeys = std::is_same_v<Op, vault::BrowseKeys>;
    Op op;
    op.request.filter
        = lists::FilterExpression::parse(u"expires:>0d"_s, m_workspace.clock().now()).expression.filter();
    op.request.sort = { { vault::SortColumn::Expires, false } };
    op.request.limit = m_count;
    op.request.wantsCount = false;
    runOn(m_workspace, id, std::move(op))
        .then(this, [this, id](const base::Result<typename Op::Output>& result) {
            if (!result)
                return;
            Endings& endings = (isOfKeys ? m_keys : m_secrets)[id];
            endings.clear();
            for (const auto& row : result->rows) {
                const lists::ListedObject object = lists::listed(row);
                if (object.attributes.expires)
                    endings.push_back({ id, object.kind, object.name.text(), *object.attributes.expires });
            }
            merge();
        });
}

void EndingSoon::merge()
{
    Endings all;
    for (const auto& properties : m_workspace.vaults().vaults()) {
        for (const Endings& endings : { m_secrets.value(properties.id), m_keys.value(properties.id) })
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
