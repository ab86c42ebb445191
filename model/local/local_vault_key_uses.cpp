// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_vault.h"

// The operations that use keys, and those on the vault's token. Each is prepared here, on the lane; its work
// runs on any thread.

#include "model/crypto/jws.h"
#include "model/local/key_release.h"
#include "model/vault/key_checks.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::Extent;
using vault::KeyUse;
using vault::Permit;
using vault::Work;

namespace {

/// The result of the mathematics with the version that did it.
template <typename Value>
Result<vault::KeyResult<Value>> resultOf(const vault::VersionId& version, Result<Value> value)
{
    if (!value)
        return value.error();
    return vault::KeyResult<Value>{ version, std::move(*value) };
}

Error noToken() { return { ErrorCode::NotSupported, u"The vault has no token."_s, {} }; }

/// Symmetric work on no more than this is brief.
constexpr qsizetype briefBytes = 4096;

bool needsPublicPart(KeyUse use)
{
    return use == KeyUse::Encrypt || use == KeyUse::WrapKey || use == KeyUse::Verify;
}

/// How long the mathematics take: P-256 is the one curve, and public RSA operations the ones of RSA, that are
/// done in a few tens of microseconds. `inputBytes` counts for symmetric keys only.
Extent extentOf(const UsableKey& key, KeyUse use, qsizetype inputBytes)
{
    if (key.protection() != vault::KeyProtection::Software)
        return Extent::Long;
    if (!key.isReady())
        return Extent::Short;
    bool isBrief = false;
    switch (key.publicPart().type) {
    case crypto::KeyType::Rsa:
        isBrief = needsPublicPart(use);
        break;
    case crypto::KeyType::Ec:
        isBrief = key.publicPart().curve == crypto::Curve::P256;
        break;
    case crypto::KeyType::Oct:
        isBrief = inputBytes <= briefBytes;
        break;
    }
    return isBrief ? Extent::Brief : Extent::Short;
}

} // namespace

Result<std::shared_ptr<UsableKey>> LocalVault::usableKey(const FoundKey& found)
{
    const QString& vaultId = m_row.properties.id.value;
    if (auto known = m_storage.ring.find(vaultId, found.version.facts.version))
        return known;
    auto stored = m_keys.valueOf(found.object, found.version);
    if (!stored)
        return stored.error();
    std::shared_ptr<hsm::TokenDoor> door;
    if (found.properties.protection == vault::KeyProtection::Hsm) {
        auto opened = m_storage.doors.ofVault(m_row.id);
        if (!opened)
            return opened.error();
        door = std::move(*opened);
    }
    auto key = std::make_shared<UsableKey>(found.properties.protection, found.properties.publicKey,
                                           std::move(*stored), std::move(door));
    m_storage.ring.add(vaultId, found.version.facts.version, found.object.id, key);
    return key;
}

template <typename Op>
Result<LocalVault::PreparedUse> LocalVault::prepareUse(const Op& op, KeyUse use, const Permit& permit)
{
    const auto found = keyVersion(op.keyName, op.version);
    if (!found)
        return found.error();
    permit.noteVersion(found->properties.version.text());
    if (auto allowed = vault::checkUse(found->properties, use, permit.now()); !allowed)
        return allowed.error();
    const auto algorithm = vault::algorithmFor(op.algorithm, use, found->properties.publicKey);
    if (!algorithm)
        return algorithm.error();
    auto key = usableKey(*found);
    if (!key)
        return key.error();
    return PreparedUse{ std::move(*key), *algorithm, found->properties.version };
}

Result<Work<vault::SignWithKey::Outcome>> LocalVault::prepare(const vault::SignWithKey& op,
                                                              const Permit& permit)
{
    auto use = prepareUse(op, KeyUse::Sign, permit);
    if (!use)
        return use.error();
    const Extent extent = extentOf(*use->key, KeyUse::Sign, op.digest.size());
    return Work<vault::SignWithKey::Outcome>(
        [use = std::move(*use), &op]() -> Result<vault::SignWithKey::Outcome> {
            const auto key = use.key->key();
            if (!key)
                return key.error();
            return resultOf(use.version, (*key)->sign(*use.algorithm, op.digest));
        },
        extent);
}

Result<Work<vault::VerifyWithKey::Outcome>> LocalVault::prepare(const vault::VerifyWithKey& op,
                                                                const Permit& permit)
{
    auto use = prepareUse(op, KeyUse::Verify, permit);
    if (!use)
        return use.error();
    const Extent extent = extentOf(*use->key, KeyUse::Verify, op.digest.size());
    return Work<vault::VerifyWithKey::Outcome>(
        [use = std::move(*use), &op]() -> Result<vault::VerifyWithKey::Outcome> {
            const auto key = use.key->key();
            if (!key)
                return key.error();
            return resultOf(use.version, (*key)->verify(*use.algorithm, op.digest, op.signature));
        },
        extent);
}

template <typename Op>
Result<Work<typename Op::Outcome>> LocalVault::prepareEncryption(const Op& op, KeyUse kind,
                                                                 const Permit& permit)
{
    auto use = prepareUse(op, kind, permit);
    if (!use)
        return use.error();
    const Extent extent
        = extentOf(*use->key, kind, op.input.plaintext.view().size() + op.input.associatedData.size());
    return Work<typename Op::Outcome>(
        [use = std::move(*use), &op]() -> Result<typename Op::Outcome> {
            const auto key = use.key->key();
            if (!key)
                return key.error();
            return resultOf(use.version, (*key)->encrypt(*use.algorithm, op.input));
        },
        extent);
}

template <typename Op>
Result<Work<typename Op::Outcome>> LocalVault::prepareDecryption(const Op& op, KeyUse kind,
                                                                 const Permit& permit)
{
    auto use = prepareUse(op, kind, permit);
    if (!use)
        return use.error();
    const Extent extent
        = extentOf(*use->key, kind, op.input.ciphertext.size() + op.input.associatedData.size());
    return Work<typename Op::Outcome>(
        [use = std::move(*use), &op]() -> Result<typename Op::Outcome> {
            const auto key = use.key->key();
            if (!key)
                return key.error();
            return resultOf(use.version, (*key)->decrypt(*use.algorithm, op.input));
        },
        extent);
}

Result<Work<vault::EncryptWithKey::Outcome>> LocalVault::prepare(const vault::EncryptWithKey& op,
                                                                 const Permit& permit)
{
    return prepareEncryption(op, KeyUse::Encrypt, permit);
}

Result<Work<vault::DecryptWithKey::Outcome>> LocalVault::prepare(const vault::DecryptWithKey& op,
                                                                 const Permit& permit)
{
    return prepareDecryption(op, KeyUse::Decrypt, permit);
}

Result<Work<vault::WrapWithKey::Outcome>> LocalVault::prepare(const vault::WrapWithKey& op,
                                                              const Permit& permit)
{
    return prepareEncryption(op, KeyUse::WrapKey, permit);
}

Result<Work<vault::UnwrapWithKey::Outcome>> LocalVault::prepare(const vault::UnwrapWithKey& op,
                                                                const Permit& permit)
{
    return prepareDecryption(op, KeyUse::UnwrapKey, permit);
}

Result<Work<vault::ReleaseKey::Outcome>> LocalVault::prepare(const vault::ReleaseKey& op,
                                                             const Permit& permit)
{
    const auto hash = releaseHash(op.encryption);
    if (!hash)
        return hash.error();
    const auto found = keyVersion(op.keyName, op.version);
    if (!found)
        return found.error();
    const vault::KeyProperties& key = found->properties;
    permit.noteVersion(key.version.text());
    if (!key.attributes.isEnabled)
        return Error{ ErrorCode::KeyDisabled, u"Operation release is not allowed on a disabled key."_s, {} };
    if (!key.isExportable || !key.releasePolicy)
        return Error{ ErrorCode::Forbidden,
                      u"Operation release is not permitted on this key: it is not "
                      "exportable."_s,
                      {} };
    const auto trusted = m_storage.authorities.all();
    if (!trusted)
        return trusted.error();
    const auto environment
        = attestedEnvironment(op.attestation, key.releasePolicy->data, *trusted, permit.now());
    if (!environment)
        return environment.error();
    auto usable = usableKey(*found);
    if (!usable)
        return usable.error();
    auto identity = m_identity.obtain(permit.now());
    if (!identity)
        return identity.error();
    auto signer = std::make_shared<base::SecureBytes>(std::move(identity->tokenKeyPem));
    ReleaseAnswer answer{ key, op.vaultUrl, op.nonce, op.encryption, environment->keyId, {} };
    return Work<vault::ReleaseKey::Outcome>([usable = std::move(*usable), signer, answer = std::move(answer),
                                             target = environment->key,
                                             hash = *hash]() mutable -> Result<vault::ReleaseKey::Outcome> {
        if (!usable->door())
            return noToken();
        const auto token = usable->door()->token();
        if (!token)
            return token.error();
        auto wrapped = (*token)->wrapForRelease(usable->tokenId(), target, hash);
        if (!wrapped)
            return wrapped.error();
        answer.wrapped = std::move(*wrapped);
        return resultOf(answer.key.version, signedRelease(*signer, releasePayload(answer)));
    });
}

Result<vault::GetKeyAttestation::Output> LocalVault::run(const vault::GetKeyAttestation& op, const Permit&)
{
    const auto found = keyVersion(op.keyName, op.version);
    if (!found)
        return found.error();
    // PKCS#11 has no attestation of keys; a vendor's own would be told apart by the token's model.
    return Error{ ErrorCode::NotSupported,
                  found->properties.protection == vault::KeyProtection::Hsm
                      ? u"The token of this vault gives no attestation of its keys."_s
                      : u"Only keys in an HSM can be attested."_s,
                  {} };
}

Result<Work<vault::GetRandomBytes::Outcome>> LocalVault::prepare(const vault::GetRandomBytes& op,
                                                                 const Permit&)
{
    if (!vault::isPool(m_row.properties.sku))
        return Error{ ErrorCode::NotSupported, u"Random bytes are given by Managed HSM pools only."_s, {} };
    if (op.count < 1 || op.count > vault::limits::randomBytes)
        return Error{ ErrorCode::BadParameter,
                      u"GetRandomBytesRequest: count cannot be greater than 128 or less than 1"_s,
                      u"count"_s };
    auto door = m_storage.doors.ofVault(m_row.id);
    if (!door)
        return door.error();
    if (!*door)
        return noToken();
    return Work<vault::GetRandomBytes::Outcome>(
        [door = std::move(*door), count = op.count]() -> Result<base::SecureBytes> {
            const auto token = door->token();
            if (!token)
                return token.error();
            return (*token)->random(count);
        });
}

Result<Work<vault::TestToken::Outcome>> LocalVault::prepare(const vault::TestToken&, const Permit&)
{
    auto door = m_storage.doors.ofVault(m_row.id);
    if (!door)
        return door.error();
    if (!*door)
        return noToken();
    return Work<vault::TestToken::Outcome>([door = std::move(*door)]() -> Result<vault::TestToken::Outcome> {
        const auto token = door->token();
        if (!token)
            return token.error();
        vault::TestToken::Outcome checks;
        for (const hsm::SelfTestCheck& check : (*token)->selfTest()) {
            if (check.outcome != hsm::SelfTestCheck::Outcome::NotOffered)
                checks.push_back(
                    { check.name, check.outcome == hsm::SelfTestCheck::Outcome::Passed, check.sentence });
        }
        return checks;
    });
}

Result<Work<vault::GetTokenState::Outcome>> LocalVault::prepare(const vault::GetTokenState&, const Permit&)
{
    const auto row = m_storage.tokens.find(m_row.id);
    if (!row)
        return row.error();
    vault::TokenState state;
    std::shared_ptr<hsm::TokenDoor> door;
    if (*row) {
        auto opened = m_storage.doors.of(**row);
        if (!opened)
            return opened.error();
        door = std::move(*opened);
        state.binding = (*row)->binding;
        state.keeping = (*row)->sealedPin.isEmpty() ? vault::PinKeeping::Ask : vault::PinKeeping::Store;
        state.hasPin = door->hasPin();
    }
    return Work<vault::GetTokenState::Outcome>(
        [state = std::move(state), door = std::move(door)]() mutable -> Result<vault::TokenState> {
            if (door) {
                if (const auto token = door->token(); !token)
                    state.problem = token.error();
            }
            return std::move(state);
        });
}

Result<vault::SetTokenPin::Output> LocalVault::run(const vault::SetTokenPin& op, const Permit&)
{
    if (auto stored = m_storage.tokens.setPin(m_row.id, op.pin, op.keeping); !stored)
        return stored.error();
    auto door = m_storage.doors.ofVault(m_row.id);
    if (!door)
        return door.error();
    (*door)->setPin(op.pin.clone());
    m_storage.ring.clear();
    return base::Nothing{};
}

} // namespace strongroom::local
