// SPDX-License-Identifier: Apache-2.0
#pragma once

// Members that secrets, keys and certificates have in common.

#include "model/vault/secret.h"
#include "model/wire/api_version.h"
#include "model/wire/json_reader.h"
#include "model/wire/json_writer.h"
#include "model/wire/object_id.h"

#include <functional>

namespace strongroom::wire {

/// Where an answer is written for: the vault's URL without a slash at its end, and the model's age.
struct AnswerFrame final
{
    QString vaultUrl;
    ApiVersion version;
};

/// Items of a collection name the object, items of /versions each version.
enum class ItemIds { WithoutVersion, WithVersion };

/// null stands for "not said".
QString takeTextOrNull(JsonReader& reader, const QString& field);
QStringList takeTextsOrNull(JsonReader& reader, const QString& field);
/// Whether an object was entered, whose members come next.
bool enterObjectOrNull(JsonReader& reader, const QString& field);
void writeTexts(JsonWriter& json, const QStringList& texts);

/// base64url without padding. `takeSecretBase64Url` is for what must not be left behind.
QByteArray takeBase64Url(JsonReader& reader, const QString& field);
base::SecureBytes takeSecretBase64Url(JsonReader& reader, const QString& field);
void writeBase64Url(JsonWriter& json, QByteArrayView bytes);
void writeSecretBase64Url(JsonWriter& json, const base::SecureBytes& bytes);

/// BadParameter that names the missing member.
base::Error missingMember(const QString& name);

vault::Tags takeTags(JsonReader& reader);
void writeTags(JsonWriter& json, const vault::Tags& tags);
/// The member "tags", if there are any.
void writeTagsMember(JsonWriter& json, const vault::Tags& tags);

/// Takes a member that only one kind of object has, or says that it does not know it.
using TakeFurther = std::function<bool(const QString& name)>;

/// The writable attributes of a request; null clears a date.
vault::AttributeChanges takeAttributeChanges(JsonReader& reader, const TakeFurther& takeFurther = {});
/// Into the object that is open.
void writeAttributeChanges(JsonWriter& json, const vault::AttributeChanges& changes);

/// All attributes of an answer.
vault::Attributes takeAttributes(JsonReader& reader, const TakeFurther& takeFurther = {});
/// Into the object that is open.
void writeAttributes(JsonWriter& json, const vault::Attributes& attributes);

/// recoveryId, deletedDate and scheduledPurgeDate. `collection`: "deletedsecrets" and its like.
void writeDeletion(JsonWriter& json, const ObjectId& recoveryId, const vault::Deletion& deletion);

std::optional<vault::VersionId> takeVersion(JsonReader& reader, const QString& field);

/// What bundles and items of every kind have in common, but their identifier's name.
struct CommonMembers final
{
    vault::Attributes attributes;
    vault::Tags tags;
    bool isManaged = false;
    QString recoveryId;
    std::optional<vault::Deletion> deletion;
};
/// Takes the value of `name` into `members` when it is one of them, and says whether it was. Attributes are
/// the caller's, because kinds have further ones.
bool takeCommonMember(JsonReader& reader, const QString& name, CommonMembers& members);

/// {"value": [...], "nextLink": ...}. `nextLink` is empty on the last page and then written as null.
template <typename Item, typename WriteItem>
base::SecureBytes writePage(const std::vector<Item>& items, const QString& nextLink, WriteItem writeItem)
{
    JsonWriter json;
    json.beginObject().member("value").beginArray();
    for (const Item& item : items) {
        json.beginObject();
        writeItem(json, item);
        json.endObject();
    }
    json.endArray().member("nextLink");
    if (nextLink.isEmpty())
        json.null();
    else
        json.text(nextLink);
    json.endObject();
    return json.finish();
}

/// A page as a client reads it. `takeItem` answers with an optional item.
template <typename Page, typename TakeItem>
base::Result<Page> readPage(QByteArrayView body, TakeItem takeItem)
{
    Page page;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == QLatin1StringView("value")) {
            reader.enterArray();
            while (reader.nextElement()) {
                if (auto item = takeItem(reader))
                    page.items.push_back(std::move(*item));
            }
        } else if (*name == QLatin1StringView("nextLink")) {
            page.nextLink = takeTextOrNull(reader, *name);
        } else {
            reader.skip();
        }
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    return page;
}

/// {"value": base64url}: the answer of a backup and the request of a restore.
base::Result<QByteArray> readBackup(QByteArrayView body);
base::SecureBytes writeBackup(QByteArrayView blob);

} // namespace strongroom::wire
