// SPDX-License-Identifier: Apache-2.0
#include "model/serve/route_parts.h"
#include "model/vault/release_policy.h"
#include "model/wire/key_bodies.h"
#include "model/wire/key_import_body.h"
#include "model/wire/key_operation_bodies.h"
#include "model/wire/rotation_policy_body.h"

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

using base::Result;
using base::SecureBytes;
using namespace vault;
using wire::ItemIds;

Result<CreateKey> decodeCreate(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = wire::readCreateKey(call.body.view());
    if (!content)
        return content.error();
    return CreateKey{ std::move(object->name),  content->kind.type,
                      content->kind.protection, content->bits,
                      content->curve,           content->publicExponent,
                      std::move(content->draft) };
}

Result<ImportKey> decodeImport(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = wire::readImportKey(call.body.view());
    if (!content)
        return content.error();
    return ImportKey{ std::move(object->name), std::move(content->key), content->protection,
                      std::move(content->draft) };
}

Result<UpdateKey> decodeUpdate(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = wire::readUpdateKey(call.body.view());
    if (!content)
        return content.error();
    return UpdateKey{
        std::move(object->name), std::move(object->version), std::move(content->operations),
        content->attributes,     std::move(content->tags),   std::move(content->releasePolicy)
    };
}

Result<SetRotationPolicy> decodePolicy(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto policy = wire::readRotationPolicy(call.body.view());
    if (!policy)
        return policy.error();
    return SetRotationPolicy{ std::move(object->name), std::move(*policy) };
}

/// Operations of the shape name, version, algorithm, input.
template <typename Op, auto read> Result<Op> decodeCipher(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = read(call.body.view());
    if (!content)
        return content.error();
    return Op{ std::move(object->name), std::move(object->version), std::move(content->algorithm),
               std::move(content->input) };
}

Result<SignWithKey> decodeSign(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = wire::readSign(call.body.view());
    if (!content)
        return content.error();
    return SignWithKey{ std::move(object->name), std::move(object->version), std::move(content->algorithm),
                        std::move(content->digest) };
}

Result<VerifyWithKey> decodeVerify(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = wire::readVerify(call.body.view());
    if (!content)
        return content.error();
    return VerifyWithKey{ std::move(object->name), std::move(object->version), std::move(content->algorithm),
                          std::move(content->digest), std::move(content->signature) };
}

Result<ReleaseKey> decodeRelease(const RouteCall& call)
{
    auto object = objectOf(call);
    if (!object)
        return object.error();
    auto content = wire::readRelease(call.body.view());
    if (!content)
        return content.error();
    if (content->encryption.isEmpty()) // said here, so that the audit row says it, too
        content->encryption = vault::releaseEncryptions.front();
    return ReleaseKey{ std::move(object->name),         std::move(object->version),
                       std::move(content->attestation), std::move(content->nonce),
                       std::move(content->encryption),  call.frame.vaultUrl };
}

Result<GetRandomBytes> decodeRandom(const RouteCall& call)
{
    const auto count = wire::readRandom(call.body.view());
    if (!count)
        return count.error();
    return GetRandomBytes{ *count };
}

RouteAnswer encodeKey(const RouteCall& call, const KeyProperties& key)
{
    return { 200, wire::writeKey(key, call.frame) };
}

RouteAnswer encodeDeleted(const RouteCall& call, const DeletedKey& key)
{
    return { 200, wire::writeDeletedKey(key, call.frame) };
}

RouteAnswer encodeAttestation(const RouteCall& call, const KeyAttestation& attested)
{
    return { 200, wire::writeKeyAttestation(attested, call.frame) };
}

RouteAnswer encodeList(const RouteCall& call, const Page<KeyProperties>& page)
{
    return { 200,
             wire::writeKeyPage(page.items, ItemIds::WithoutVersion, nextLinkOf(call, u"/keys"_s, page.next),
                                call.frame) };
}

RouteAnswer encodeVersions(const RouteCall& call, const Page<KeyProperties>& page)
{
    const QString path = "/keys/"_L1 + call.name + "/versions"_L1;
    return { 200,
             wire::writeKeyPage(page.items, ItemIds::WithVersion, nextLinkOf(call, path, page.next),
                                call.frame) };
}

RouteAnswer encodeDeletedList(const RouteCall& call, const Page<DeletedKey>& page)
{
    return {
        200, wire::writeDeletedKeyPage(page.items, nextLinkOf(call, u"/deletedkeys"_s, page.next), call.frame)
    };
}

/// The key of a path that has been decoded before.
ObjectName nameOf(const RouteCall& call) { return *ObjectName::create(call.name); }

RouteAnswer encodePolicy(const RouteCall& call, const RotationPolicy& policy)
{
    return { 200, wire::writeRotationPolicy(nameOf(call), policy, call.frame) };
}

/// The version that was used, which the request may have left open.
wire::ObjectId keyIdOf(const RouteCall& call, const VersionId& version)
{
    return { call.frame.vaultUrl, u"keys"_s, nameOf(call), version };
}

/// With the data that only GCM protects, whose answers are those with a tag. They are still in the body of
/// the request, which was read once already.
RouteAnswer encodeCiphertext(const RouteCall& call, const KeyResult<crypto::EncryptOutput>& result)
{
    QByteArray associatedData;
    if (!result.value.tag.isEmpty()) {
        if (auto content = wire::readEncrypt(call.body.view()))
            associatedData = std::move(content->input.associatedData);
    }
    return { 200, wire::writeCiphertext(keyIdOf(call, result.version), result.value, associatedData) };
}

RouteAnswer encodePlaintext(const RouteCall& call, const KeyResult<SecureBytes>& result)
{
    return { 200, wire::writePlaintext(keyIdOf(call, result.version), result.value) };
}

RouteAnswer encodeSignature(const RouteCall& call, const KeyResult<QByteArray>& result)
{
    return { 200, wire::writeSignature(keyIdOf(call, result.version), result.value) };
}

RouteAnswer encodeVerified(const RouteCall&, const KeyResult<bool>& result)
{
    return { 200, wire::writeVerified(result.value) };
}

RouteAnswer encodeReleased(const RouteCall&, const KeyResult<QByteArray>& result)
{
    return { 200, wire::writeReleased(result.value) };
}

RouteAnswer encodeRandom(const RouteCall&, const SecureBytes& bytes)
{
    return { 200, wire::writeRandomBytes(bytes) };
}

// Wrapping for keys of an external key manager, which are not offered either.
constexpr char secureWrap[] = "secureWrapKey";
constexpr char secureUnwrap[] = "secureUnwrapKey";

constexpr std::array table = {
    row<ListKeys, decodePage<ListKeys>, encodeList>("GET", "keys"),
    row<RestoreKey, decodeRestore<RestoreKey>, encodeKey>("POST", "keys/restore"),
    row<ImportKey, decodeImport, encodeKey>("PUT", "keys/{name}"),
    row<GetKey, decodeVersioned<GetKey>, encodeKey>("GET", "keys/{name}"),
    row<UpdateKey, decodeUpdate, encodeKey>("PATCH", "keys/{name}"),
    row<DeleteKey, decodeName<DeleteKey>, encodeDeleted>("DELETE", "keys/{name}"),
    row<CreateKey, decodeCreate, encodeKey>("POST", "keys/{name}/create"),
    row<RotateKey, decodeName<RotateKey>, encodeKey>("POST", "keys/{name}/rotate"),
    row<BackupKey, decodeName<BackupKey>, encodeBackup>("POST", "keys/{name}/backup"),
    row<ListKeyVersions, decodeNamedPage<ListKeyVersions>, encodeVersions>("GET", "keys/{name}/versions"),
    row<GetRotationPolicy, decodeName<GetRotationPolicy>, encodePolicy>("GET", "keys/{name}/rotationpolicy"),
    row<SetRotationPolicy, decodePolicy, encodePolicy>("PUT", "keys/{name}/rotationpolicy"),
    row<GetKeyAttestation, decodeVersioned<GetKeyAttestation>, encodeAttestation>("GET",
                                                                                  "keys/{name}/attestation"),
    row<EncryptWithKey, decodeCipher<EncryptWithKey, wire::readEncrypt>, encodeCiphertext>(
        "POST", "keys/{name}/encrypt"),
    row<DecryptWithKey, decodeCipher<DecryptWithKey, wire::readDecrypt>, encodePlaintext>(
        "POST", "keys/{name}/decrypt"),
    row<WrapWithKey, decodeCipher<WrapWithKey, wire::readEncrypt>, encodeCiphertext>("POST",
                                                                                     "keys/{name}/wrapkey"),
    row<UnwrapWithKey, decodeCipher<UnwrapWithKey, wire::readDecrypt>, encodePlaintext>(
        "POST", "keys/{name}/unwrapkey"),
    row<SignWithKey, decodeSign, encodeSignature>("POST", "keys/{name}/sign"),
    row<VerifyWithKey, decodeVerify, encodeVerified>("POST", "keys/{name}/verify"),
    row<ReleaseKey, decodeRelease, encodeReleased>("POST", "keys/{name}/release"),
    notOffered<secureWrap>("POST", "keys/{name}/securewrapkey", "KeySecureWrap", WrapWithKey::permission),
    notOffered<secureUnwrap>("POST", "keys/{name}/secureunwrapkey", "KeySecureUnwrap",
                             UnwrapWithKey::permission),
    row<GetKey, decodeVersioned<GetKey>, encodeKey>("GET", "keys/{name}/{version}"),
    row<UpdateKey, decodeUpdate, encodeKey>("PATCH", "keys/{name}/{version}"),
    row<GetKeyAttestation, decodeVersioned<GetKeyAttestation>, encodeAttestation>(
        "GET", "keys/{name}/{version}/attestation"),
    row<EncryptWithKey, decodeCipher<EncryptWithKey, wire::readEncrypt>, encodeCiphertext>(
        "POST", "keys/{name}/{version}/encrypt"),
    row<DecryptWithKey, decodeCipher<DecryptWithKey, wire::readDecrypt>, encodePlaintext>(
        "POST", "keys/{name}/{version}/decrypt"),
    row<WrapWithKey, decodeCipher<WrapWithKey, wire::readEncrypt>, encodeCiphertext>(
        "POST", "keys/{name}/{version}/wrapkey"),
    row<UnwrapWithKey, decodeCipher<UnwrapWithKey, wire::readDecrypt>, encodePlaintext>(
        "POST", "keys/{name}/{version}/unwrapkey"),
    row<SignWithKey, decodeSign, encodeSignature>("POST", "keys/{name}/{version}/sign"),
    row<VerifyWithKey, decodeVerify, encodeVerified>("POST", "keys/{name}/{version}/verify"),
    row<ReleaseKey, decodeRelease, encodeReleased>("POST", "keys/{name}/{version}/release"),
    notOffered<secureWrap>("POST", "keys/{name}/{version}/securewrapkey", "KeySecureWrap",
                           WrapWithKey::permission),
    notOffered<secureUnwrap>("POST", "keys/{name}/{version}/secureunwrapkey", "KeySecureUnwrap",
                             UnwrapWithKey::permission),
    row<ListDeletedKeys, decodePage<ListDeletedKeys>, encodeDeletedList>("GET", "deletedkeys"),
    row<GetDeletedKey, decodeName<GetDeletedKey>, encodeDeleted>("GET", "deletedkeys/{name}"),
    row<PurgeDeletedKey, decodeName<PurgeDeletedKey>, encodeNothing>("DELETE", "deletedkeys/{name}"),
    row<RecoverDeletedKey, decodeName<RecoverDeletedKey>, encodeKey>("POST", "deletedkeys/{name}/recover"),
    row<GetRandomBytes, decodeRandom, encodeRandom>("POST", "rng"),
};

} // namespace

std::span<const Route> keyRoutes() { return table; }

} // namespace strongroom::serve
