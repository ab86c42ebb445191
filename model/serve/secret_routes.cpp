// SPDX-License-Identifier: Apache-2.0
#include "model/serve/route_parts.h"
#include "model/wire/secret_bodies.h"

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

using base::Result;
using namespace vault;
using wire::ItemIds;

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

/// Only a certificate's PFX can be converted (Key Vault REST, Get Secret); versions without previousVersion
/// do not know the parameter either.
Result<GetSecret> decodeGet(const RouteCall& call)
{
    if (call.frame.version.hasPreviousVersion() && wire::parameter(call.query, u"outContentType"))
        return base::Error{ base::ErrorCode::BadParameter,
                            u"The secret cannot be given in another content type."_s, u"outContentType"_s };
    return decodeVersioned<GetSecret>(call);
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

constexpr std::array table = {
    row<ListSecrets, decodePage<ListSecrets>, encodeList>("GET", "secrets"),
    row<RestoreSecret, decodeRestore<RestoreSecret>, encodeProperties>("POST", "secrets/restore"),
    row<SetSecret, decodeSet, encodeSet>("PUT", "secrets/{name}"),
    row<GetSecret, decodeGet, encodeSecret>("GET", "secrets/{name}"),
    row<UpdateSecret, decodeUpdate, encodeProperties>("PATCH", "secrets/{name}"),
    row<DeleteSecret, decodeName<DeleteSecret>, encodeDeleted>("DELETE", "secrets/{name}"),
    row<ListSecretVersions, decodeNamedPage<ListSecretVersions>, encodeVersions>("GET",
                                                                                 "secrets/{name}/versions"),
    row<BackupSecret, decodeName<BackupSecret>, encodeBackup>("POST", "secrets/{name}/backup"),
    row<GetSecret, decodeGet, encodeSecret>("GET", "secrets/{name}/{version}"),
    row<UpdateSecret, decodeUpdate, encodeProperties>("PATCH", "secrets/{name}/{version}"),
    row<ListDeletedSecrets, decodePage<ListDeletedSecrets>, encodeDeletedList>("GET", "deletedsecrets"),
    row<GetDeletedSecret, decodeName<GetDeletedSecret>, encodeDeleted>("GET", "deletedsecrets/{name}"),
    row<PurgeDeletedSecret, decodeName<PurgeDeletedSecret>, encodeNothing>("DELETE", "deletedsecrets/{name}"),
    row<RecoverDeletedSecret, decodeName<RecoverDeletedSecret>, encodeProperties>(
        "POST", "deletedsecrets/{name}/recover"),
};

} // namespace

std::span<const Route> secretRoutes() { return table; }

} // namespace strongroom::serve
