// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/hsm/token_door.h"
#include "model/local/keys_at_work.h"
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

/// Where the next key of a token is made, and under which identifier.
struct TokenPlace final
{
    std::shared_ptr<hsm::TokenDoor> door; ///< shared with the store and the keys that are made
    KeysAtWork::Hold id;
};

/// Makes one key, in this process or in a token. The work it gives runs on any thread. A key in a token that
/// does not become a version is destroyed there again.
class KeyMaker final
{
public:
    /// `place` is empty where only software keys are made; `vaultName` becomes part of the label in the
    /// token.
    KeyMaker(TokenPlace place, QString vaultName);

    vault::Work<vault::NewKey> generate(const MakeKey& make, const QString& keyName) const;
    vault::Work<vault::NewKey> import(ImportMaterial material) const;

private:
    TokenPlace m_place;
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
