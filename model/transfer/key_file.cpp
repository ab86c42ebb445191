// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/key_file.h"

#include "model/crypto/key_file.h"
#include "model/vault/key_texts.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace strongroom::transfer {

using namespace Qt::StringLiterals;

namespace {

/// A transfer blob (Key Vault, "Bring your own key specification"); nothing in it is secret.
std::optional<KeyFile> wrappedKey(const base::SecureBytes& content)
{
    // Looked for first: other files hold keys, which the parser would leave behind.
    if (!content.view().contains("schema_version") || !content.view().contains("ciphertext"))
        return std::nullopt;
    const QJsonObject blob = QJsonDocument::fromJson(content.view().toByteArray()).object();
    const QString wrappedFor = blob["header"_L1].toObject()["kid"_L1].toString();
    if (wrappedFor.isEmpty() || blob["ciphertext"_L1].toString().isEmpty())
        return std::nullopt;
    KeyFile file;
    file.wrappedFor = wrappedFor;
    file.key = { vault::ImportedKey::Form::Transfer, content.clone() };
    return file;
}

} // namespace

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
    if (auto wrapped = wrappedKey(content))
        return std::move(*wrapped);
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
