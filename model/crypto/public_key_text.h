// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/crypto_key.h"

namespace strongroom::crypto {

/// Texts in which a public key is given away. All are BadParameter for symmetric keys, which have none.
/// JSON is written by writePublicJwk() of jwk.h.

/// "BEGIN PUBLIC KEY" (SubjectPublicKeyInfo, RFC 5280).
base::Result<QByteArray> publicKeyPem(const PublicKey& key);
/// One line of authorized_keys without its end (RFC 4253 section 6.6, RFC 5656 section 3.1). NotSupported
/// for P-256K, a curve that SSH does not have.
base::Result<QByteArray> openSshLine(const PublicKey& key, const QString& comment);

/// The other way: the first public key or certificate in a PEM text. BadParameter for what holds none, and
/// for a type, size or curve the service lacks.
base::Result<PublicKey> readPublicKeyPem(QByteArrayView pem);

} // namespace strongroom::crypto
