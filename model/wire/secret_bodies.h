// SPDX-License-Identifier: Apache-2.0
#pragma once

// The documents of the secrets API (Key Vault REST, secrets): what is written here is read here, so that
// a server and a client share one description.

#include "model/wire/object_members.h"

namespace strongroom::wire {

/// PUT /secrets/{name}
struct SetSecretBody final
{
    base::SecureBytes value;
    QString contentType;
    vault::AttributeChanges attributes;
    vault::Tags tags;
};
base::Result<SetSecretBody> readSetSecret(QByteArrayView body);
base::SecureBytes writeSetSecret(const SetSecretBody& content);

/// PATCH /secrets/{name}/{version}; null clears a date and leaves everything else as it is.
struct UpdateSecretBody final
{
    std::optional<QString> contentType;
    vault::AttributeChanges attributes;
    std::optional<vault::Tags> tags;

    friend bool operator==(const UpdateSecretBody&, const UpdateSecretBody&) = default;
};
base::Result<UpdateSecretBody> readUpdateSecret(QByteArrayView body);
base::SecureBytes writeUpdateSecret(const UpdateSecretBody& content);

/// SecretBundle, with and without its value; DeletedSecretBundle.
base::SecureBytes writeSecret(const vault::Secret& secret, const AnswerFrame& frame);
base::SecureBytes writeSecret(const vault::SecretProperties& secret, const AnswerFrame& frame);
base::SecureBytes writeDeletedSecret(const vault::DeletedSecret& secret, const AnswerFrame& frame);

/// `nextLink` is empty on the last page and then written as null.
base::SecureBytes writeSecretPage(const std::vector<vault::SecretProperties>& items, ItemIds ids,
                                  const QString& nextLink, const AnswerFrame& frame);
base::SecureBytes writeDeletedSecretPage(const std::vector<vault::DeletedSecret>& items,
                                         const QString& nextLink, const AnswerFrame& frame);

/// Any of the four: SecretBundle, SecretItem, DeletedSecretBundle, DeletedSecretItem.
struct SecretBundle final
{
    ObjectId id;
    std::optional<base::SecureBytes> value;
    vault::Attributes attributes;
    vault::Tags tags;
    QString contentType;
    bool isManaged = false;
    QString keyId; ///< `kid`: the key of a certificate
    std::optional<vault::VersionId> previousVersion;
    QString recoveryId;
    std::optional<vault::Deletion> deletion;
};
struct SecretBundlePage final
{
    std::vector<SecretBundle> items;
    QString nextLink;
};
base::Result<SecretBundle> readSecretBundle(QByteArrayView body);
base::Result<SecretBundlePage> readSecretBundlePage(QByteArrayView body);

} // namespace strongroom::wire
