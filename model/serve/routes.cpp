// SPDX-License-Identifier: Apache-2.0
#include "model/serve/routes.h"

#include "model/wire/paging.h"

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

using base::Result;
using namespace vault;
using wire::ItemIds;

/// What a request must say of its object: the name, and the version if the path has one.
struct NamedObject
{
    ObjectName name;
    std::optional<VersionId> version;
};

Result<NamedObject> objectOf(const RouteCall& call)
{
    auto name = ObjectName::create(call.name);
    if (!name)
        return name.error();
    if (call.version.isEmpty())
        return NamedObject{ std::move(*name), std::nullopt };
    auto version = VersionId::create(call.version);
    if (!version)
        return version.error();
    return NamedObject{ std::move(*name), std::move(*version) };
}

Result<SetSecret> decodeSet(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = wire::readSetSecret(call.body.view());
    if (!content)
        return content.error();
    return SetSecret{ std::move(object->name), std::move(content->value), std::move(content->contentType),
                      content->attributes, std::move(content->tags) };
}

Result<UpdateSecret> decodeUpdate(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = wire::readUpdateSecret(call.body.view());
    if (!content)
        return content.error();
    return UpdateSecret{ std::move(object->name), std::move(object->version), std::move(content->contentType),
                         content->attributes, std::move(content->tags) };
}

Result<GetSecret> decodeGet(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    // Only a certificate's secret can be converted (Key Vault REST, Get Secret); others are given as they
    // are.
    return GetSecret{ std::move(object->name), std::move(object->version) };
}

template <typename Op> Result<Op> decodeName(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    return Op{ std::move(object->name) };
}

template <typename Op> Result<Op> decodePage(const RouteCall& call)
{
    auto page = wire::readPageRequest(call.query);
    if (!page)
        return page.error();
    return Op{ std::move(*page) };
}

Result<ListSecretVersions> decodeVersions(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto page = wire::readPageRequest(call.query);
    if (!page)
        return page.error();
    return ListSecretVersions{ std::move(object->name), std::move(*page) };
}

Result<RestoreSecret> decodeRestore(const RouteCall& call)
{
    auto blob = wire::readBackup(call.body.view());
    if (!blob)
        return blob.error();
    return RestoreSecret{ std::move(*blob) };
}

RouteAnswer encodeSecret(const RouteCall& call, const Secret& secret)
{
    return { 200, wire::writeSecret(secret, call.frame) };
}

RouteAnswer encodeProperties(const RouteCall& call, const SecretProperties& secret)
{
    return { 200, wire::writeSecret(secret, call.frame) };
}

/// The answer of a set repeats the value that was sent (Key Vault REST, Set Secret). It is still in the
/// body of the request, which was read once already.
RouteAnswer encodeSet(const RouteCall& call, const SecretProperties& secret)
{
    auto content = wire::readSetSecret(call.body.view());
    if (!content)
        return encodeProperties(call, secret);
    return { 200, wire::writeSecret(Secret{ secret, std::move(content->value) }, call.frame) };
}

RouteAnswer encodeDeleted(const RouteCall& call, const DeletedSecret& secret)
{
    return { 200, wire::writeDeletedSecret(secret, call.frame) };
}

RouteAnswer encodeBackup(const RouteCall&, const QByteArray& blob)
{
    return { 200, wire::writeBackup(blob) };
}

RouteAnswer encodeNothing(const RouteCall&, const base::Nothing&) { return { 204, {} }; }

QString nextLinkOf(const RouteCall& call, const QString& path, const QString& marker)
{
    if (marker.isEmpty())
        return {};
    const auto page = wire::readPageRequest(call.query);
    return wire::nextLink(call.frame.vaultUrl + path, call.frame.version, page ? *page : PageRequest(),
                          marker);
}

RouteAnswer encodeList(const RouteCall& call, const Page<SecretProperties>& page)
{
    return { 200,
             wire::writeSecretPage(page.items, ItemIds::WithoutVersion,
                                   nextLinkOf(call, u"/secrets"_s, page.next), call.frame) };
}

RouteAnswer encodeVersions(const RouteCall& call, const Page<SecretProperties>& page)
{
    const QString path = "/secrets/"_L1 + call.name + "/versions"_L1;
    return { 200,
             wire::writeSecretPage(page.items, ItemIds::WithVersion, nextLinkOf(call, path, page.next),
                                   call.frame) };
}

RouteAnswer encodeDeletedList(const RouteCall& call, const Page<DeletedSecret>& page)
{
    return { 200,
             wire::writeDeletedSecretPage(page.items, nextLinkOf(call, u"/deletedsecrets"_s, page.next),
                                          call.frame) };
}

template <Operation Op, auto decode, auto encode>
void perform(ops::Operations& operations, Caller caller, VaultId vaultId, RouteCall call, RouteDone done)
{
    auto op = decode(call);
    if (!op) {
        done(op.error());
        return;
    }
    operations.submit<Op>(std::move(caller), std::move(vaultId), std::move(*op),
                          [call = std::move(call), done = std::move(done)](ops::ResultOf<Op> result) mutable {
                              if (result)
                                  done(encode(call, *result));
                              else
                                  done(result.error());
                          });
}

template <Operation Op, auto decode, auto encode>
constexpr Route row(std::string_view method, std::string_view pattern)
{
    return { method, pattern, Op::name, &perform<Op, decode, encode> };
}

constexpr std::array table = {
    row<ListSecrets, decodePage<ListSecrets>, encodeList>("GET", "secrets"),
    row<RestoreSecret, decodeRestore, encodeProperties>("POST", "secrets/restore"),
    row<SetSecret, decodeSet, encodeSet>("PUT", "secrets/{name}"),
    row<GetSecret, decodeGet, encodeSecret>("GET", "secrets/{name}"),
    row<UpdateSecret, decodeUpdate, encodeProperties>("PATCH", "secrets/{name}"),
    row<DeleteSecret, decodeName<DeleteSecret>, encodeDeleted>("DELETE", "secrets/{name}"),
    row<ListSecretVersions, decodeVersions, encodeVersions>("GET", "secrets/{name}/versions"),
    row<BackupSecret, decodeName<BackupSecret>, encodeBackup>("POST", "secrets/{name}/backup"),
    row<GetSecret, decodeGet, encodeSecret>("GET", "secrets/{name}/{version}"),
    row<UpdateSecret, decodeUpdate, encodeProperties>("PATCH", "secrets/{name}/{version}"),
    row<ListDeletedSecrets, decodePage<ListDeletedSecrets>, encodeDeletedList>("GET", "deletedsecrets"),
    row<GetDeletedSecret, decodeName<GetDeletedSecret>, encodeDeleted>("GET", "deletedsecrets/{name}"),
    row<PurgeDeletedSecret, decodeName<PurgeDeletedSecret>, encodeNothing>("DELETE", "deletedsecrets/{name}"),
    row<RecoverDeletedSecret, decodeName<RecoverDeletedSecret>, encodeProperties>(
        "POST", "deletedsecrets/{name}/recover"),
};

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
        else if (segment.compare(QLatin1StringView(part.data(), qsizetype(part.size())), Qt::CaseInsensitive)
                 != 0)
            return false;
    }
    return i == segments.size();
}

} // namespace

std::span<const Route> routes() { return table; }

RouteMatch matchRoute(QByteArrayView method, const std::vector<QString>& segments)
{
    RouteMatch found;
    for (const Route& route : table) {
        RouteMatch match;
        if (!fits(route.pattern, segments, match))
            continue;
        found.isPathKnown = true;
        if (method != QByteArrayView(route.method.data(), qsizetype(route.method.size())))
            continue;
        match.route = &route;
        match.isPathKnown = true;
        return match;
    }
    return found;
}

} // namespace strongroom::serve
