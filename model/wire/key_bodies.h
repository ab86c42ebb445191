// SPDX-License-Identifier: Apache-2.0
#pragma once

// The documents about keys themselves (Key Vault REST, keys). What keys are used for is in
// key_operation_bodies.h, what is imported in key_import_body.h.

#include "model/vault/ops_keys.h"
#include "model/wire/object_members.h"

namespace strongroom::wire {

/// POST /keys/{name}/create
struct CreateKeyBody final
{
    vault::KeyTypeAndProtection kind{ crypto::KeyType::Rsa, vault::KeyProtection::Software };
    int bits = 0; ///< 0: not said
    std::optional<crypto::Curve> curve;
    quint32 publicExponent = 65537;
    vault::KeyDraft draft;
};
base::Result<CreateKeyBody> readCreateKey(QByteArrayView body);
base::SecureBytes writeCreateKey(const CreateKeyBody& content);

/// PATCH /keys/{name}/{version}; null clears a date and leaves everything else as it is.
struct UpdateKeyBody final
{
    std::optional<QStringList> operations;
    vault::AttributeChanges attributes;
    std::optional<vault::Tags> tags;
    std::optional<vault::ReleasePolicy> releasePolicy;

    friend bool operator==(const UpdateKeyBody&, const UpdateKeyBody&) = default;
};
base::Result<UpdateKeyBody> readUpdateKey(QByteArrayView body);
base::SecureBytes writeUpdateKey(const UpdateKeyBody& content);

/// KeyBundle, DeletedKeyBundle, and the bundle with what the token attests.
base::SecureBytes writeKey(const vault::KeyProperties& key, const AnswerFrame& frame);
base::SecureBytes writeDeletedKey(const vault::DeletedKey& key, const AnswerFrame& frame);
base::SecureBytes writeKeyAttestation(const vault::KeyAttestation& attested, const AnswerFrame& frame);

/// `nextLink` is empty on the last page and then written as null.
base::SecureBytes writeKeyPage(const std::vector<vault::KeyProperties>& items, ItemIds ids,
                               const QString& nextLink, const AnswerFrame& frame);
base::SecureBytes writeDeletedKeyPage(const std::vector<vault::DeletedKey>& items, const QString& nextLink,
                                      const AnswerFrame& frame);

/// Any of KeyBundle, KeyItem, DeletedKeyBundle, DeletedKeyItem. Items say nothing of the key itself.
struct KeyBundle final
{
    ObjectId id;
    std::optional<vault::KeyProtection> protection; ///< of bundles
    crypto::PublicKey publicKey;
    QStringList operations;
    vault::Attributes attributes;
    bool isExportable = false;
    vault::Tags tags;
    bool isManaged = false;
    std::optional<vault::ReleasePolicy> releasePolicy;
    QString recoveryId;
    std::optional<vault::Deletion> deletion;
};
struct KeyBundlePage final
{
    std::vector<KeyBundle> items;
    QString nextLink;
};
base::Result<KeyBundle> readKeyBundle(QByteArrayView body);
base::Result<KeyBundlePage> readKeyBundlePage(QByteArrayView body);

/// Members of key requests: "kty" and "crv" must be ones that the service knows.
std::optional<vault::KeyTypeAndProtection> takeKeyType(JsonReader& reader);
std::optional<crypto::Curve> takeCurve(JsonReader& reader);
/// Takes a member that all requests for new versions have into `draft`, and says whether it was one.
/// "key_ops" is not, because it stands in different places.
bool takeDraftMember(JsonReader& reader, const QString& name, vault::KeyDraft& draft);
/// The same members, into the object that is open.
void writeDraftMembers(JsonWriter& json, const vault::KeyDraft& draft);

} // namespace strongroom::wire
