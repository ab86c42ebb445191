// SPDX-License-Identifier: Apache-2.0
#include "model/local/secret_backup.h"

#include "model/crypto/symmetric.h"
#include "model/local/row_bytes.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

namespace {

// "Strongroom backup", format 1. Also the associated data of the seal.
constexpr QByteArrayView header("SRMB\x01", 5);

base::Error malformed() { return { base::ErrorCode::BadParameter, u"Malformed backup blob."_s, u"value"_s }; }

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

base::Result<QByteArray> sealBackup(const base::SecureBytes& key, const ObjectBackup& backup)
{
    RowBytes bytes;
    qsizetype valueBytes = 0;
    for (const ObjectBackup::Version& version : backup.versions)
        valueBytes += static_cast<qsizetype>(version.value.size());
    bytes.reserve(valueBytes); // values are not left behind by a growing buffer
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
    }
    auto sealed = crypto::sealAesGcm(key, header, bytes.view());
    bytes.wipe();
    if (!sealed)
        return sealed.error();
    return QByteArray(header + *sealed);
}

base::Result<ObjectBackup> openBackup(const base::SecureBytes& key, QByteArrayView blob)
{
    if (!blob.startsWith(header))
        return malformed();
    const auto opened = crypto::openAesGcm(key, header, blob.sliced(header.size()));
    if (!opened)
        return malformed();

    RowReader reader(opened->view());
    ObjectBackup backup;
    backup.kind = static_cast<vault::ObjectKind>(reader.number());
    backup.name = reader.text();
    const qint64 count = reader.number();
    if (!reader.isGood() || count < 1 || count > vault::limits::backupVersions)
        return malformed();
    for (qint64 i = 0; i < count; ++i) {
        VersionFacts facts = readFacts(reader);
        if (facts.version.size() != 16)
            return malformed();
        backup.versions.push_back({ std::move(facts), base::SecureBytes::copyOf(reader.bytes()) });
    }
    if (!reader.isAtEnd())
        return malformed();
    return backup;
}

} // namespace strongroom::local
