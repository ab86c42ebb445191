// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/secret.h"
#include "model/wire/api_version.h"

namespace strongroom::wire {

/// `$skiptoken` in the service's shape around the marker of a vault::Page: base64url of
/// {"NextMarker":"2!{length}!{base64 with - for =}","TargetLocation":0}.
QString toSkipToken(const QString& marker);
/// BadParameter when it was not made by toSkipToken().
base::Result<QString> fromSkipToken(const QString& token);

/// `maxresults` and `$skiptoken` of a list request. BadParameter outside 1 to 25.
base::Result<vault::PageRequest> readPageRequest(const Parameters& query);

/// The absolute URL of the next page: `collectionUrl` ends without a query.
QString nextLink(const QString& collectionUrl, const ApiVersion& version, const vault::PageRequest& request,
                 const QString& marker);

} // namespace strongroom::wire
