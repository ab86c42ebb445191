// SPDX-License-Identifier: Apache-2.0
#include "model/vault/secret.h"

using namespace Qt::StringLiterals;

namespace strongroom::vault {

base::Result<int> pageSizeOf(const PageRequest& request)
{
    if (request.maxResults == 0)
        return limits::pageSize;
    if (request.maxResults < 1 || request.maxResults > limits::pageSize)
        return base::Error{ base::ErrorCode::BadParameter,
                            u"The parameter maxresults must lie between 1 and 25."_s, u"maxresults"_s };
    return request.maxResults;
}

} // namespace strongroom::vault
