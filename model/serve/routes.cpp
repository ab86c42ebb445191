// SPDX-License-Identifier: Apache-2.0
#include "model/serve/routes.h"

#include "model/serve/route_parts.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

/// A row and the segments of its pattern.
struct Pattern final
{
    const Route* route = nullptr;
    std::vector<std::string_view> parts;
};
/// Of one container, by their number of segments, each in the order of the tables.
using PatternsBySize = std::vector<std::vector<Pattern>>;

std::vector<std::string_view> partsOf(std::string_view pattern)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= pattern.size();) {
        const std::size_t slash = std::min(pattern.find('/', begin), pattern.size());
        parts.push_back(pattern.substr(begin, slash - begin));
        begin = slash + 1;
    }
    return parts;
}

PatternsBySize patternsBySize(Container container)
{
    PatternsBySize patterns;
    for (const std::span<const Route> table : routesOf(container)) {
        for (const Route& route : table) {
            auto parts = partsOf(route.pattern);
            const std::size_t size = parts.size();
            patterns.resize(std::max(patterns.size(), size + 1));
            patterns[size].push_back({ &route, std::move(parts) });
        }
    }
    return patterns;
}

/// Taken apart once: this is asked for every request.
const std::vector<Pattern>& patternsOf(Container container, std::size_t size)
{
    static const PatternsBySize ofVaults = patternsBySize(Container::Vault);
    static const PatternsBySize ofPools = patternsBySize(Container::Pool);
    static const std::vector<Pattern> none;
    const PatternsBySize& patterns = container == Container::Pool ? ofPools : ofVaults;
    return size < patterns.size() ? patterns[size] : none;
}

bool isParameter(std::string_view part) { return part.front() == '{'; }

bool fits(const Pattern& pattern, const std::vector<QString>& segments)
{
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::string_view part = pattern.parts[i];
        const QString& segment = segments[i];
        if (isParameter(part))
            continue;
        if (segment.size() != qsizetype(part.size()) // told much sooner, and true of most rows
            || segment.compare(QLatin1StringView(part.data(), segment.size()), Qt::CaseInsensitive) != 0)
            return false;
    }
    return true;
}

RouteMatch matchOf(const Pattern& pattern, const std::vector<QString>& segments)
{
    RouteMatch match{ pattern.route, true, {}, {}, {} };
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::string_view part = pattern.parts[i];
        if (part == "{name}")
            match.name = segments[i];
        else if (part == "{version}")
            match.version = segments[i];
        else if (part == "{id}")
            match.id = segments[i];
    }
    return match;
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
    bool isWord = false;
    for (const Pattern& pattern : patternsOf(container, segments.size())) {
        if (!fits(pattern, segments))
            continue;
        RouteMatch match = matchOf(pattern, segments);
        // What is a word of another row's path is no version: the path is known, and its verb is wrong.
        if (found.isPathKnown && !match.version.isEmpty() && !vault::VersionId::create(match.version))
            continue;
        // Nor is it a name: "restore" is reserved (Key Vault, "Objects, identifiers, and versioning").
        if (isWord && !match.name.isEmpty())
            continue;
        found.isPathKnown = true;
        isWord = isWord || match.name.isEmpty();
        const std::string_view expected = pattern.route->method;
        if (method == QByteArrayView(expected.data(), qsizetype(expected.size())))
            return match;
    }
    return found;
}

} // namespace strongroom::serve
