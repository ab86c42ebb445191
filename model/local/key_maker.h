// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/hsm/token_door.h"
#include "model/vault/ops_keys.h"
#include "model/vault/vault_properties.h"

namespace strongroom::local {

/// What kind of key is to be made.
struct MakeKey final
{
    crypto::KeyType type = crypto::KeyType::Rsa;
    vault::KeyProtection protection = vault::KeyProtection::Software;
    int bits = 0;
    crypto::Curve curve = crypto::Curve::P256;
    quint32 exponent = 65537;
    hsm::TokenKeyUse use = hsm::TokenKeyUse::Ordinary;
};

/// What the token itself should let a key do: leave wrapped, or unwrap others.
hsm::TokenKeyUse tokenUseOf(const QStringList& operations, bool isExportable);

struct ImportMaterial final
{
    const vault::ImportKey& op; ///< outlives the work
    vault::Sku sku = vault::Sku::Standard;
    QByteArray exchangeKeyId; ///< in the token, for keys that arrive wrapped
};

/// Makes keys in this process or in a token. The works it gives run on any thread. A key in a token that
/// does not become a version is destroyed there again.
class KeyMaker final
{
public:
    /// `door` is empty where only software keys are made; `vaultName` becomes part of the label in the token.
    KeyMaker(std::shared_ptr<hsm::TokenDoor> door, QString vaultName);

    vault::Work<vault::NewKey> generate(const MakeKey& make, const QString& keyName) const;
    vault::Work<vault::NewKey> import(ImportMaterial material) const;

private:
    std::shared_ptr<hsm::TokenDoor> m_door; // shared with the keys that are made
    QString m_vaultName;
};

/// Which key of the vault a transfer blob (.byok, Key Vault BYOK specification) is wrapped for.
struct TransferKey final
{
    vault::ObjectName name;
    std::optional<vault::VersionId> version;
};
base::Result<TransferKey> transferKeyName(QByteArrayView blob);

} // namespace strongroom::local
