// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/key_file.h"

#include "model/crypto/key_file.h"
#include "model/vault/key_texts.h"

namespace strongroom::transfer {

bool isUnderPassword(const base::SecureBytes& content)
{
    switch (crypto::keyFileForm(content)) {
    case crypto::KeyFileForm::EncryptedPem:
    case crypto::KeyFileForm::EncryptedDer:
    case crypto::KeyFileForm::Pfx:
        return true;
    case crypto::KeyFileForm::Unknown:
    case crypto::KeyFileForm::Pem:
    case crypto::KeyFileForm::Der:
    case crypto::KeyFileForm::Jwk:
        break;
    }
    return false;
}

base::Result<KeyFile> readKeyFile(const base::SecureBytes& content, const base::SecureBytes& password)
{
    const auto key = crypto::readKeyFile(content, password);
    if (!key)
        return key.error();
    auto stored = key->toStored();
    if (!stored)
        return stored.error();
    const bool isSymmetric = key->publicKey().type == crypto::KeyType::Oct;
    KeyFile file;
    file.publicKey = key->publicKey();
    if (const auto thumbprint = vault::keyThumbprint(file.publicKey))
        file.thumbprint = *thumbprint;
    file.key
        = { isSymmetric ? vault::ImportedKey::Form::Oct : vault::ImportedKey::Form::Der, std::move(*stored) };
    return file;
}

} // namespace strongroom::transfer
