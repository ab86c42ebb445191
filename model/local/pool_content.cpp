// SPDX-License-Identifier: Apache-2.0
#include "model/local/pool_content.h"

#include "model/base/encodings.h"
#include "model/base/json_reader.h"
#include "model/base/json_writer.h"
#include "model/crypto/symmetric.h"
#include "model/local/pool_table.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

// "Strongroom pool backup", format 1. Part of the associated data of the seal.
constexpr QByteArrayView header("SRPB\x01", 5);
constexpr qsizetype domainBytes = 16;
constexpr std::size_t saltBytes = 16;
constexpr QStringView format = u"strongroom pool backup";
constexpr qint64 formatVersion = 2; // since 2, keys say whether they were imported
constexpr QStringView manifestFile = u"manifest.json";
constexpr QStringView contentFile = u"pool.backup";
constexpr qint64 manifestLimit = 64 * 1024;
constexpr qint64 contentLimit = 512LL * 1024 * 1024;

Error badBackup(const QString& message) { return { ErrorCode::BadParameter, message, u"folderToRestore"_s }; }

Error notABackup() { return badBackup(u"This is not a backup of a pool, or it was changed."_s); }

/// Domain, salt and what the seal is bound to.
struct Envelope final
{
    QByteArray bound; ///< header, domain and salt
    base::SecureBytes key;
};

Envelope envelopeOf(const base::SecureBytes& domainKey, QByteArrayView domain, QByteArrayView salt)
{
    QByteArray bound = header.toByteArray();
    bound.append(domain.data(), domain.size());
    bound.append(salt.data(), salt.size());
    return { std::move(bound),
             crypto::hkdfSha256(domainKey, salt, "strongroom pool backup 1", crypto::aesKeySize) };
}

struct Manifest final
{
    QByteArray domain;
    qint64 size = 0;
    QByteArray digest;
};

QByteArray writeManifest(const PoolContent& content, const Manifest& manifest)
{
    const auto text = [](const QByteArray& bytes) { return QString::fromLatin1(base::toBase64Url(bytes)); };
    base::JsonWriter json;
    json.beginObject().member("format").text(format).member("version").integer(formatVersion);
    json.member("pool").text(content.pool).member("made").integer(content.made);
    json.member("keys").integer(std::ssize(content.keys)).member("domain").text(text(manifest.domain));
    json.member("size").integer(manifest.size).member("sha256").text(text(manifest.digest)).endObject();
    return json.finish().view().toByteArray();
}

Result<Manifest> readManifest(QByteArrayView bytes)
{
    Manifest manifest;
    QString foundFormat;
    qint64 version = 0;
    base::JsonReader reader(bytes);
    const auto takeBytes = [&reader](const QString& name) {
        auto decoded = base::fromBase64Url(reader.takeText(name).toLatin1());
        return decoded ? std::move(*decoded) : QByteArray();
    };
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "format"_L1)
            foundFormat = reader.takeText(*name);
        else if (*name == "version"_L1)
            version = reader.takeInteger(*name);
        else if (*name == "domain"_L1)
            manifest.domain = takeBytes(*name);
        else if (*name == "size"_L1)
            manifest.size = reader.takeInteger(*name);
        else if (*name == "sha256"_L1)
            manifest.digest = takeBytes(*name);
        else
            reader.skip();
    }
    if (!reader.finish() || foundFormat != format)
        return notABackup();
    if (version > formatVersion)
        return badBackup(u"The backup is of a newer version of the program."_s);
    return manifest;
}

RowBytes& append(RowBytes& bytes, const vault::RoleDefinition& role)
{
    return bytes.text(role.id)
        .text(role.name)
        .text(role.description)
        .bytes(encodePermissions(role.permissions))
        .number(role.created)
        .number(role.updated);
}

Result<vault::RoleDefinition> takeRole(RowReader& reader)
{
    vault::RoleDefinition role;
    role.id = reader.text();
    role.name = reader.text();
    role.description = reader.text();
    auto permissions = decodePermissions(reader.bytes());
    if (!permissions)
        return notABackup();
    role.permissions = std::move(*permissions);
    role.created = reader.number();
    role.updated = reader.number();
    return role;
}

vault::RoleAssignment takeAssignment(RowReader& reader)
{
    vault::RoleAssignment assignment;
    assignment.id = reader.text();
    assignment.roleId = reader.text();
    assignment.principalId = reader.text();
    assignment.scope = reader.text();
    assignment.created = reader.number();
    return assignment;
}

Result<PoolContent::Key> takeKey(RowReader& reader)
{
    const bool isDeleted = reader.number() != 0;
    auto backup = takeBackup(reader);
    if (!backup)
        return notABackup();
    return PoolContent::Key{ std::move(*backup), isDeleted };
}

} // namespace

QByteArray PoolContent::encoded() const
{
    RowBytes bytes;
    bytes.text(pool).text(token.modulePath).text(token.label).number(made);
    bytes.number(std::ssize(roles));
    for (const vault::RoleDefinition& role : roles)
        append(bytes, role);
    bytes.number(std::ssize(assignments));
    for (const vault::RoleAssignment& one : assignments)
        bytes.text(one.id).text(one.roleId).text(one.principalId).text(one.scope).number(one.created);
    bytes.number(std::ssize(settings));
    for (const vault::PoolSetting& setting : settings)
        bytes.text(setting.name).text(setting.value);
    bytes.number(std::ssize(keys));
    for (const Key& key : keys) {
        bytes.number(static_cast<qint64>(key.isDeleted));
        appendBackup(bytes, key.backup);
    }
    return bytes.view().toByteArray();
}

Result<PoolContent> PoolContent::decode(QByteArrayView bytes)
{
    PoolContent content;
    RowReader reader(bytes);
    content.pool = reader.text();
    content.token.modulePath = reader.text();
    content.token.label = reader.text();
    content.made = reader.number();
    for (qint64 left = reader.number(); left > 0 && reader.isGood(); --left) {
        auto role = takeRole(reader);
        if (!role)
            return role.error();
        content.roles.push_back(std::move(*role));
    }
    for (qint64 left = reader.number(); left > 0 && reader.isGood(); --left)
        content.assignments.push_back(takeAssignment(reader));
    for (qint64 left = reader.number(); left > 0 && reader.isGood(); --left) {
        const QString name = reader.text();
        content.settings.push_back({ name, reader.text() });
    }
    for (qint64 left = reader.number(); left > 0 && reader.isGood(); --left) {
        auto key = takeKey(reader);
        if (!key)
            return key.error();
        content.keys.push_back(std::move(*key));
    }
    if (!reader.isAtEnd())
        return notABackup();
    return content;
}

Result<std::vector<vault::BackupPlace::File>> sealPoolBackup(const PoolContent& content,
                                                             const DomainTable::Row& domain)
{
    const base::SecureBytes salt = crypto::randomBytes(saltBytes);
    const Envelope envelope = envelopeOf(domain.key, domain.domain, salt.view());
    const auto sealed = crypto::sealAesGcm(envelope.key, envelope.bound, content.encoded());
    if (!sealed)
        return sealed.error();
    QByteArray bytes = envelope.bound + *sealed;
    if (bytes.size() > contentLimit)
        return Error{ ErrorCode::NotSupported, u"The pool is too large for one backup."_s, {} };
    QByteArray manifest = writeManifest(content, { domain.domain, bytes.size(), crypto::sha256(bytes) });
    return std::vector<vault::BackupPlace::File>{ { contentFile.toString(), std::move(bytes) },
                                                  { manifestFile.toString(), std::move(manifest) } };
}

Result<base::SecureBytes> openPoolBackup(vault::BackupPlace& place, const QString& folder,
                                         const std::vector<DomainTable::Row>& domains)
{
    const auto text = place.read(folder, manifestFile.toString(), manifestLimit);
    if (!text)
        return text.error();
    const auto manifest = readManifest(*text);
    if (!manifest)
        return manifest.error();
    const auto domain = std::ranges::find(domains, manifest->domain, &DomainTable::Row::domain);
    if (domain == domains.end())
        return badBackup(u"The backup was made in another security domain: upload that one to this pool "
                         "first."_s);
    const auto bytes = place.read(folder, contentFile.toString(), contentLimit);
    if (!bytes)
        return bytes.error();
    if (bytes->size() != manifest->size || crypto::sha256(*bytes) != manifest->digest)
        return notABackup();
    constexpr qsizetype boundBytes = header.size() + domainBytes + qsizetype(saltBytes);
    if (bytes->size() < boundBytes || !bytes->startsWith(header))
        return notABackup();
    const QByteArrayView salt = QByteArrayView(*bytes).sliced(boundBytes - qsizetype(saltBytes), saltBytes);
    const Envelope envelope = envelopeOf(domain->key, domain->domain, salt);
    auto opened = crypto::openAesGcm(envelope.key, envelope.bound, QByteArrayView(*bytes).sliced(boundBytes));
    if (!opened || QByteArrayView(*bytes).first(boundBytes) != envelope.bound)
        return notABackup();
    return opened;
}

} // namespace strongroom::local
