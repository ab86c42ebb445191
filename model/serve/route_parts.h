// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the rows of all kinds of objects are made of. For the sources of this module only.

#include "model/serve/routes.h"
#include "model/wire/paging.h"

namespace strongroom::serve {

/// What a request says of its object: the name, and the version if the path has one.
struct NamedObject final
{
    vault::ObjectName name;
    std::optional<vault::VersionId> version;
};
base::Result<NamedObject> objectOf(const RouteCall& call);

/// The link to the page behind `marker`; empty when that is. `path` begins with a slash.
QString nextLinkOf(const RouteCall& call, const QString& path, const QString& marker);

/// "secrets", "secrets/{name}": operations without a body.
template <typename Op> base::Result<Op> decodeName(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    return Op{ std::move(object->name) };
}

template <typename Op> base::Result<Op> decodeVersioned(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    return Op{ std::move(object->name), std::move(object->version) };
}

template <typename Op> base::Result<Op> decodePage(const RouteCall& call)
{
    auto page = wire::readPageRequest(call.query);
    if (!page)
        return page.error();
    return Op{ std::move(*page) };
}

template <typename Op> base::Result<Op> decodeNamedPage(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto page = wire::readPageRequest(call.query);
    if (!page)
        return page.error();
    return Op{ std::move(object->name), std::move(*page) };
}

template <typename Op> base::Result<Op> decodeRestore(const RouteCall& call)
{
    auto blob = wire::readBackup(call.body.view());
    if (!blob)
        return blob.error();
    return Op{ std::move(*blob) };
}

RouteAnswer encodeBackup(const RouteCall& call, const QByteArray& blob);
RouteAnswer encodeNothing(const RouteCall& call, const base::Nothing& nothing);

template <vault::Operation Op, auto decode, auto encode>
base::Result<void> perform(ops::Operations& operations, vault::Caller caller, vault::VaultId vaultId,
                           RouteCall& call, RouteDone done)
{
    auto op = decode(call);
    if (!op)
        return op.error();
    operations.submit<Op>(std::move(caller), std::move(vaultId), std::move(*op),
                          [call = std::move(call), done = std::move(done)](ops::Decided<Op> decided) mutable {
                              if (!decided.result)
                                  return done(decided.result.error());
                              RouteAnswer answer = encode(call, *decided.result);
                              answer.decidedBy = std::move(decided.decidedBy);
                              done(std::move(answer));
                          });
    return {};
}

/// What operations come to that the service has and this one has not.
base::Error notOfferedError(const char* operation);

template <const char* operation>
base::Result<void> refuseAsNotOffered(ops::Operations&, vault::Caller, vault::VaultId, RouteCall&, RouteDone)
{
    return notOfferedError(operation);
}

template <vault::Operation Op, auto decode, auto encode>
constexpr Route row(std::string_view method, std::string_view pattern)
{
    return { method, pattern, Op::name, Op::permission, &perform<Op, decode, encode> };
}

/// A row that says so to those who have the right `permission`. `operation` as the service spells it,
/// `auditName` as the audit log does.
template <const char* operation>
constexpr Route notOffered(std::string_view method, std::string_view pattern, std::string_view auditName,
                           const vault::Permission& permission)
{
    return { method, pattern, auditName, permission, &refuseAsNotOffered<operation> };
}

} // namespace strongroom::serve
