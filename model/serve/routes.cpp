// SPDX-License-Identifier: Apache-2.0
#include "model/serve/routes.h"

#include "model/serve/route_parts.h"

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

/// Fills in `match` and says whether the segments fit the pattern.
bool fits(std::string_view pattern, const std::vector<QString>& segments, RouteMatch& match)
{
    std::size_t i = 0;
    while (!pattern.empty()) {
        const std::size_t slash = pattern.find('/');
        const std::string_view part = pattern.substr(0, slash);
        pattern = slash == std::string_view::npos ? std::string_view() : pattern.substr(slash + 1);
        if (i == segments.size())
            return false;
        const QString& segment = segments[i++];
        if (part == "{name}")
            match.name = segment;
        else if (part == "{version}")
            match.version = segment;
        else if (part == "{id}")
            match.id = segment;
        else if (segment.size() != qsizetype(part.size()) // told much sooner, and true of most rows
                 || segment.compare(QLatin1StringView(part.data(), segment.size()), Qt::CaseInsensitive) != 0)
            return false;
    }
    return i == segments.size();
}

} // namespace

vault::Target targetOf(const RouteMatch& match)
{
    vault::Target target;
    const std::string_view collection = match.route->pattern.substr(0, match.route->pattern.find('/'));
    if (collection == "secrets" || collection == "deletedsecrets")
        target.kind = vault::ObjectKind::Secret;
    else if (collection == "keys" || collection == "deletedkeys" || collection == "rng")
        target.kind = vault::ObjectKind::Key;
    if (!target.kind || vault::ObjectName::create(match.name))
        target.name = match.name;
    if (vault::VersionId::create(match.version))
        target.version = match.version;
    return target;
}

base::Result<NamedObject> objectOf(const RouteCall& call)
{
    auto name = vault::ObjectName::create(call.name);
    if (!name)
        return name.error();
    if (call.version.isEmpty())
        return NamedObject{ std::move(*name), std::nullopt };
    auto version = vault::VersionId::create(call.version);
    if (!version)
        return version.error();
    return NamedObject{ std::move(*name), std::move(*version) };
}

QString nextLinkOf(const RouteCall& call, const QString& path, const QString& marker)
{
    if (marker.isEmpty())
        return {};
    const auto page = wire::readPageRequest(call.query);
    return wire::nextLink(call.frame.vaultUrl + path, call.frame.version, page ? *page : vault::PageRequest(),
                          marker);
}

base::Error notOfferedError(const char* operation)
{
    return { base::ErrorCode::NotSupported,
             u"The operation %1 is not offered here."_s.arg(QLatin1StringView(operation)),
             {} };
}

RouteAnswer encodeBackup(const RouteCall&, const QByteArray& blob)
{
    return { 200, wire::writeBackup(blob) };
}

RouteAnswer encodeNothing(const RouteCall&, const base::Nothing&) { return { 204, {} }; }

std::span<const std::span<const Route>> routesOf(Container container)
{
    static const std::array tables = { secretRoutes(), keyRoutes(), poolRoutes() };
    const std::span<const std::span<const Route>> all = tables;
    return container == Container::Pool ? all.last(2) : all.first(2);
}

RouteMatch matchRoute(Container container, QByteArrayView method, const std::vector<QString>& segments)
{
    RouteMatch found;
    for (const std::span<const Route> table : routesOf(container)) {
        for (const Route& route : table) {
            RouteMatch match;
            if (!fits(route.pattern, segments, match))
                continue;
            // What is a word of another row's path is no version: the path is known, and its verb is wrong.
            if (found.isPathKnown && !match.version.isEmpty() && !vault::VersionId::create(match.version))
                continue;
            found.isPathKnown = true;
            if (method != QByteArrayView(route.method.data(), qsizetype(route.method.size())))
                continue;
            match.route = &route;
            match.isPathKnown = true;
            return match;
        }
    }
    return found;
}

} // namespace strongroom::serve
