// SPDX-License-Identifier: Apache-2.0
#include "model/vault/key_texts.h"

#include "model/base/encodings.h"
#include "model/crypto/jwk.h"
#include "model/crypto/public_key_text.h"

namespace strongroom::vault {

namespace {

base::Result<QByteArray> bytesOf(const KeyProperties& key, PublicKeyForm form, const QString& address)
{
    switch (form) {
    case PublicKeyForm::Pem:
        return crypto::publicKeyPem(key.publicKey);
    case PublicKeyForm::Jwk:
        return crypto::writePublicJwk(key.publicKey, address);
    case PublicKeyForm::OpenSsh:
        return crypto::openSshLine(key.publicKey, key.name.text());
    }
    return QByteArray();
}

} // namespace

base::Result<QString> publicKeyText(const KeyProperties& key, PublicKeyForm form, const QString& address)
{
    const auto bytes = bytesOf(key, form, address);
    if (!bytes)
        return bytes.error();
    return QString::fromUtf8(*bytes);
}

base::Result<QString> keyThumbprint(const crypto::PublicKey& key)
{
    const auto digest = crypto::jwkThumbprint(key);
    if (!digest)
        return digest.error();
    return QString::fromLatin1(base::toBase64Url(*digest));
}

} // namespace strongroom::vault
