// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/net/http.h"
#include "model/ops/operations.h"
#include "model/serve/endpoint_names.h"
#include "model/wire/object_members.h"

#include <span>

namespace strongroom::serve {

/// What a route row reads its operation from and writes its answer for.
struct RouteCall final
{
    QString name; ///< of the object, as it stands in the path; empty for collections
    QString version;
    wire::Parameters query;
    base::SecureBytes body;
    wire::AnswerFrame frame;
    QString id = {}; ///< of what is no object: a role, an assignment, a job
};

struct RouteAnswer final
{
    int status = 200;
    base::SecureBytes body;
    net::HttpHeaders headers = {}; ///< besides those of every answer
    QString decidedBy = {}; ///< ops::Decided
};
/// Called once, on the store's lane.
using RouteDone = base::UniqueFunction<void(base::Result<RouteAnswer>)>;

/// A row of the REST interface. What its operation is called and needs stands here as well, for requests
/// that are too malformed to become one.
struct Route final
{
    /// An error: the request is malformed, nothing was asked of the operations, and the call is as it was.
    using Perform
        = base::Result<void> (*)(ops::Operations&, vault::Caller, vault::VaultId, RouteCall&, RouteDone);

    std::string_view method;
    /// Segments: a literal, "{name}", "{version}" or "{id}".
    std::string_view pattern;
    std::string_view operation; ///< name of the operation it runs
    vault::Permission permission; ///< of the same
    Perform perform = nullptr;
};

/// The routes of each kind of object. A literal segment stands before a parameter in the same place.
std::span<const Route> secretRoutes();
std::span<const Route> keyRoutes();
/// Roles, settings, security domain and backups of pools.
std::span<const Route> poolRoutes();

/// The tables a container answers for: of objects pools hold keys and nothing else.
std::span<const std::span<const Route>> routesOf(Container container);

/// The row for a request, or why there is none.
struct RouteMatch final
{
    const Route* route = nullptr; ///< nullptr: unknown path, or wrong method
    bool isPathKnown = false;
    QString name;
    QString version;
    QString id;
};
/// What a request is about, as far as its path says so; names and versions that cannot be ones are left out.
vault::Target targetOf(const RouteMatch& match);

RouteMatch matchRoute(Container container, QByteArrayView method, const std::vector<QString>& segments);

} // namespace strongroom::serve
