// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/saved_views.h"

#include "model/lists/filter_expression.h"
#include "model/ops/operations.h"
#include "model/ops/store_door.h"
#include "ui/commands/settings.h"
#include "ui/commands/vault_directory.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

const auto purpose = u"saved views"_s;
constexpr int settles = 300; ///< milliseconds
constexpr int mostHits = 1000;

QByteArray bytesOf(const std::vector<SavedView>& views)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    for (const SavedView& view : views)
        out << view.name << int(view.place.kind) << view.place.vault.value << view.place.query;
    return bytes;
}

std::vector<SavedView> viewsOf(const QByteArray& bytes)
{
    std::vector<SavedView> views;
    QDataStream in(bytes);
    while (!in.atEnd()) {
        SavedView view;
        int kind = 0;
        in >> view.name >> kind >> view.place.vault.value >> view.place.query;
        view.place.kind = PaneKind(kind);
        views.push_back(std::move(view));
    }
    return views;
}

} // namespace

SavedViews::SavedViews(ops::StoreDoor& door, SettingsBook& settings, VaultDirectory& vaults,
                       const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_door(door)
    , m_settings(settings)
    , m_vaults(vaults)
    , m_clock(clock)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(settles);
    connect(&m_soon, &QTimer::timeout, this, &SavedViews::countAll);
    connect(&m_door, &ops::StoreDoor::stateChanged, this, &SavedViews::load);
    connect(&m_vaults, &VaultDirectory::changed, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_vaults, &VaultDirectory::vaultsChanged, &m_soon, qOverload<>(&QTimer::start));
    load();
}

QString SavedViews::layoutName() const
{
    const auto options = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return u"views."_s + QString::fromLatin1(m_door.path().toUtf8().toBase64(options));
}

void SavedViews::load()
{
    m_views.clear();
    const auto kept = m_door.unseal(purpose, m_settings.layout(layoutName()));
    if (kept)
        m_views = viewsOf(kept->view().toByteArray());
    Q_EMIT changed();
    m_soon.start();
}

void SavedViews::save()
{
    std::ranges::stable_sort(m_views, [](const SavedView& a, const SavedView& b) {
        return QString::localeAwareCompare(a.name, b.name) < 0;
    });
    const auto sealed = m_door.seal(purpose, base::SecureBytes::copyOf(QByteArrayView(bytesOf(m_views))));
    if (sealed)
        m_settings.keepLayout(layoutName(), *sealed);
    Q_EMIT changed();
    m_soon.start();
}

const SavedView* SavedViews::find(const Place& place) const
{
    const auto found = std::ranges::find_if(m_views, [&place](const SavedView& view) {
        return view.place.kind == place.kind && view.place.vault == place.vault
            && view.place.query == place.query;
    });
    return found == m_views.end() ? nullptr : &*found;
}

void SavedViews::add(const QString& name, const Place& place)
{
    if (find(place))
        return;
    m_views.push_back({ name, { place.kind, place.vault, {}, place.query }, -1 });
    save();
}

void SavedViews::remove(const Place& place)
{
    if (const SavedView* const view = find(place)) {
        m_views.erase(m_views.begin() + (view - m_views.data()));
        save();
    }
}

void SavedViews::countAll()
{
    for (const SavedView& view : m_views)
        count(view.place);
}

void SavedViews::count(const Place& place)
{
    ops::Operations* const operations = m_door.operations();
    if (!operations || (!place.vault.isEmpty() && !m_vaults.find(place.vault)))
        return;
    const auto caller = vault::Caller::owner();
    auto filter = lists::FilterExpression::parse(place.query, m_clock.now()).expression.filter();
    if (place.vault.isEmpty()) {
        operations->run(caller, vault::SearchStore{ {}, mostHits, std::move(filter) })
            .then(this, [this, place](const base::Result<vault::SearchStore::Output>& hits) {
                if (hits)
                    setCount(place, qint64(hits->size()));
            });
        return;
    }
    if (place.kind == PaneKind::Keys)
        browse<vault::BrowseKeys>(place, std::move(filter));
    else
        browse<vault::BrowseSecrets>(place, std::move(filter));
}

template <typename Browse> void SavedViews::browse(const Place& place, vault::ObjectFilter filter)
{
    Browse op;
    op.request.filter = std::move(filter);
    op.request.limit = 0;
    m_door.operations()
        ->run(vault::Caller::owner(), place.vault, std::move(op))
        .then(this, [this, place](const ops::ResultOf<Browse>& result) {
            if (result)
                setCount(place, result->matched);
        });
}

void SavedViews::setCount(const Place& place, qint64 count)
{
    const auto found
        = std::ranges::find_if(m_views, [&place](const SavedView& view) { return view.place == place; });
    if (found == m_views.end() || found->count == count)
        return;
    found->count = count;
    Q_EMIT counted();
}

} // namespace strongroom::ui
