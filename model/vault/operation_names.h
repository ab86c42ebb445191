// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

#include <optional>

namespace strongroom::vault {

// What the audit log calls operations: the `name` of each, and of those that the endpoint only ever refuses.

/// The name as it is written, whatever the case of `text`. Whoever looks for another finds nothing.
std::optional<QString> operationNamed(QStringView text);
/// Those that begin with the same word, as "SecretGet" and "SecretSet" do, in the order of the alphabet;
/// `text` need not be one of them.
QStringList operationsAkinTo(QStringView text);

} // namespace strongroom::vault
