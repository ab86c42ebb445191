// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/vault/error_status.h"

namespace strongroom::wire {

/// {"error":{"code","message","innererror":{"code"}}}, the service's shape of every error.
base::SecureBytes writeError(const vault::ErrorStatus& status, const QString& message);
/// What is told of an error: the causes of a failure inside the program are not, because its message may name
/// files.
QString toldMessage(const base::Error& error);
/// Status and code from the table of vault/error_status.h.
base::SecureBytes writeError(const base::Error& error);

/// The other way, for a client: what an answer that is no 2xx means. A body in another shape gives a
/// code that fits `httpStatus`.
base::Error readError(int httpStatus, QByteArrayView body);

} // namespace strongroom::wire
