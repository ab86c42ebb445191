// SPDX-License-Identifier: Apache-2.0
#include "model/net/http.h"

namespace strongroom::net {

QByteArrayView HttpRequest::header(QByteArrayView name) const
{
    for (const auto& [key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

} // namespace strongroom::net
