// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace strongroom::wire {

/// Names and values in the order they were sent, decoded.
using Parameters = std::vector<std::pair<QString, QString>>;

/// The first value of that name, without case, or nothing.
std::optional<QString> parameter(const Parameters& parameters, QStringView name);

/// A request's path and query, percent-decoded. Empty segments are left out, so that "//" and a trailing
/// "/" mean nothing: clients write them for "the latest version". A last segment of "%2F" is one of
/// those (C++ SDK).
struct RequestTarget final
{
    std::vector<QString> segments;
    Parameters query; ///< names too are decoded: clients send "api%2Dversion"

    /// BadParameter for escapes that are none, and for what is not UTF-8.
    static base::Result<RequestTarget> parse(QByteArrayView target);
};

/// The body of a form post: as a query, with '+' for a space.
base::Result<Parameters> parseForm(QByteArrayView body);

} // namespace strongroom::wire
