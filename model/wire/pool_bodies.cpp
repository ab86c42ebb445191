// SPDX-License-Identifier: Apache-2.0
#include "model/wire/pool_bodies.h"

#include "model/base/encodings.h"
#include "model/wire/json_reader.h"
#include "model/wire/json_writer.h"
#include "model/wire/object_members.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

void write(JsonWriter& json, const vault::PoolSetting& setting)
{
    json.beginObject().member("name").text(setting.name).member("value").text(setting.value);
    json.member("type").text(setting.type).endObject();
}

QByteArray takeBytes(JsonReader& reader, const QString& field)
{
    auto bytes = base::fromBase64Url(reader.takeText(field).toLatin1());
    if (bytes)
        return std::move(*bytes);
    reader.fail(u"The property '%1' must be base64url without padding."_s.arg(field), field);
    return {};
}

/// The key of a certificate's JWK; what the certificate itself says is between holders and whoever asks.
crypto::PublicKey takeHolder(JsonReader& reader)
{
    QByteArray modulus;
    QByteArray exponent;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "n"_L1)
            modulus = takeBytes(reader, *name);
        else if (*name == "e"_L1)
            exponent = takeBytes(reader, *name);
        else
            reader.skip();
    }
    auto key = vault::domainHolder(modulus, exponent);
    if (key)
        return std::move(*key);
    reader.fail(key.error().message, key.error().field);
    return {};
}

vault::BackupTarget takeTarget(JsonReader& reader)
{
    vault::BackupTarget target{ vault::BackupTarget::Kind::Container, {} };
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "storageResourceUri"_L1)
            target.where = reader.takeText(*name);
        else if (*name == "token"_L1)
            target.sasToken = reader.takeNull() ? base::SecureBytes() : reader.takeSecret(*name);
        else if (*name == "useManagedIdentity"_L1 && !reader.takeNull() && reader.takeBoolean(*name))
            reader.fail(u"Storage is opened with a SAS token; there is no managed identity for it here."_s,
                        *name);
        else if (*name != "useManagedIdentity"_L1)
            reader.skip();
    }
    return target;
}

/// The one text member `wanted` of an object.
Result<QString> readText(QByteArrayView body, QLatin1StringView wanted)
{
    std::optional<QString> text;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == wanted)
            text = reader.takeText(*name);
        else
            reader.skip();
    }
    if (auto done = reader.finish(); !done)
        return done.error();
    if (!text)
        return Error{ ErrorCode::BadParameter, u"The property '%1' is required."_s.arg(wanted), wanted };
    return std::move(*text);
}

} // namespace

base::SecureBytes writeSetting(const vault::PoolSetting& setting)
{
    JsonWriter json;
    write(json, setting);
    return json.finish();
}

base::SecureBytes writeSettings(const std::vector<vault::PoolSetting>& settings)
{
    JsonWriter json;
    json.beginObject().member("settings").beginArray();
    for (const vault::PoolSetting& setting : settings)
        write(json, setting);
    json.endArray().endObject();
    return json.finish();
}

Result<QString> readSettingValue(QByteArrayView body) { return readText(body, "value"_L1); }

Result<DomainHolders> readDomainHolders(QByteArrayView body)
{
    DomainHolders content;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "certificates"_L1) {
            reader.enterArray();
            while (reader.nextElement())
                content.holders.push_back(takeHolder(reader));
        } else if (*name == "required"_L1) {
            content.required = static_cast<int>(std::clamp<qint64>(reader.takeInteger(*name), 0, 1000));
        } else {
            reader.skip();
        }
    }
    if (auto done = reader.finish(); !done)
        return done.error();
    return content;
}

base::SecureBytes writeSecurityDomain(const QByteArray& document)
{
    JsonWriter json;
    json.beginObject().member("value").utf8(document).endObject();
    return json.finish();
}

Result<QByteArray> readSecurityDomain(QByteArrayView body)
{
    const auto document = readText(body, "value"_L1);
    if (!document)
        return document.error();
    return document->toUtf8();
}

base::SecureBytes writeDomainStatus(const QString& problem)
{
    JsonWriter json;
    json.beginObject().member("status").text(problem.isEmpty() ? u"Success" : u"Failed");
    json.member("status_details").text(problem).endObject();
    return json.finish();
}

base::SecureBytes writeTransferKey(const crypto::PublicKey& key)
{
    const auto text = [](const QByteArray& bytes) { return QString::fromLatin1(base::toBase64Url(bytes)); };
    JsonWriter json;
    json.beginObject().member("key_format").text(u"jwk").member("transfer_key").beginObject();
    json.member("kty").text(u"RSA").member("alg").text(u"RSA-OAEP-256").member("use").text(u"enc");
    json.member("key_ops").beginArray().text(u"wrapKey").endArray();
    json.member("n").text(text(key.n)).member("e").text(text(key.e)).endObject().endObject();
    return json.finish();
}

Result<vault::BackupTarget> readBackupTarget(QByteArrayView body)
{
    JsonReader reader(body);
    auto target = takeTarget(reader);
    if (auto done = reader.finish(); !done)
        return done.error();
    return target;
}

Result<RestoreContent> readRestore(QByteArrayView body)
{
    RestoreContent content{ { vault::BackupTarget::Kind::Container, {} }, {} };
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "sasTokenParameters"_L1)
            content.place = takeTarget(reader);
        else if (*name == "folderToRestore"_L1 || *name == "folder"_L1)
            content.folder = reader.takeText(*name);
        else
            reader.skip();
    }
    if (auto done = reader.finish(); !done)
        return done.error();
    return content;
}

base::SecureBytes writePoolJob(const vault::PoolJob& job)
{
    JsonWriter json;
    json.beginObject().member("status").text(vault::toText(job.status));
    json.member("statusDetails").text(job.error ? job.error->message : job.details);
    json.member("error");
    if (job.error)
        json.beginObject()
            .member("code")
            .text(u"Failed")
            .member("message")
            .text(job.error->message)
            .endObject();
    else
        json.null();
    json.member("startTime").integer(job.started).member("endTime");
    if (job.ended)
        json.integer(*job.ended);
    else
        json.null();
    json.member("jobId").text(job.id);
    if (job.kind == vault::PoolJob::Kind::Backup)
        json.member("azureStorageBlobContainerUri").text(job.place);
    json.endObject();
    return json.finish();
}

} // namespace strongroom::wire
