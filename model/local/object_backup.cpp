// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_backup.h"

#include "model/crypto/symmetric.h"
#include "model/vault/messages.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

namespace {

// "Strongroom backup", format 1. Also the associated data of the seal.
constexpr QByteArrayView header("SRMB\x01", 5);

/// Secrets are all value; the blobs of other kinds hold details behind it.
bool hasDetails(vault::ObjectKind kind) { return kind != vault::ObjectKind::Secret; }

VersionFacts readFacts(RowReader& reader)
{
    VersionFacts facts;
    facts.version = reader.bytes().toByteArray();
    facts.previous = reader.bytes().toByteArray();
    facts.isEnabled = reader.number() != 0;
    facts.notBefore = reader.optionalNumber();
    facts.expires = reader.optionalNumber();
    facts.created = reader.number();
    facts.updated = reader.number();
    facts.contentType = reader.text();
    facts.tags = decodeTags(reader.bytes());
    return facts;
}

} // namespace

void appendBackup(RowBytes& bytes, const ObjectBackup& backup)
{
    bytes.number(static_cast<qint64>(backup.kind)).text(backup.name);
    bytes.number(static_cast<qint64>(backup.versions.size()));
    for (const ObjectBackup::Version& version : backup.versions) {
        const VersionFacts& facts = version.facts;
        bytes.bytes(facts.version)
            .bytes(facts.previous)
            .number(static_cast<qint64>(facts.isEnabled))
            .number(facts.notBefore)
            .number(facts.expires)
            .number(facts.created)
            .number(facts.updated)
            .text(facts.contentType)
            .bytes(encodeTags(facts.tags))
            .bytes(version.value.view());
        if (hasDetails(backup.kind))
            bytes.bytes(version.detail);
    }
    if (hasDetails(backup.kind))
        bytes.bytes(backup.detail);
}

base::Result<ObjectBackup> takeBackup(RowReader& reader)
{
    ObjectBackup backup;
    backup.kind = static_cast<vault::ObjectKind>(reader.number());
    backup.name = reader.text();
    const qint64 count = reader.number();
    if (!reader.isGood() || count < 1 || count > vault::limits::backupVersions)
        return vault::malformedBackup();
    for (qint64 i = 0; i < count; ++i) {
        VersionFacts facts = readFacts(reader);
        if (facts.version.size() != 16)
            return vault::malformedBackup();
        auto value = base::SecureBytes::copyOf(reader.bytes());
        const QByteArray detail = hasDetails(backup.kind) ? reader.bytes().toByteArray() : QByteArray();
        backup.versions.push_back({ 0, std::move(facts), std::move(value), detail });
    }
    if (hasDetails(backup.kind))
        backup.detail = reader.bytes().toByteArray();
    if (!reader.isGood())
        return vault::malformedBackup();
    return backup;
}

base::Result<QByteArray> sealBackup(const base::SecureBytes& key, const ObjectBackup& backup)
{
    RowBytes bytes;
    qsizetype valueBytes = 0;
    for (const ObjectBackup::Version& version : backup.versions)
        valueBytes += static_cast<qsizetype>(version.value.size());
    bytes.reserve(valueBytes); // values are not left behind by a growing buffer
    appendBackup(bytes, backup);
    auto sealed = crypto::sealAesGcm(key, header, bytes.view());
    bytes.wipe();
    if (!sealed)
        return sealed.error();
    return QByteArray(header + *sealed);
}

base::Result<ObjectBackup> openBackup(const base::SecureBytes& key, QByteArrayView blob)
{
    if (!blob.startsWith(header))
        return vault::malformedBackup();
    const auto opened = crypto::openAesGcm(key, header, blob.sliced(header.size()));
    if (!opened)
        return vault::malformedBackup();
    RowReader reader(opened->view());
    auto backup = takeBackup(reader);
    if (backup && !reader.isAtEnd())
        return vault::malformedBackup();
    return backup;
}

} // namespace strongroom::local
