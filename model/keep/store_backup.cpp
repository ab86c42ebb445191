// SPDX-License-Identifier: Apache-2.0
#include "model/keep/store_backup.h"

#include "model/crypto/symmetric.h"
#include "model/keep/guarded_file.h"
#include "model/keep/key_slots.h"
#include "model/keep/record_bytes.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::keep {

namespace {

constexpr QByteArrayView magic = "STRGBACK";
constexpr quint64 formatVersion = 1;
constexpr qsizetype digestSize = 32;
constexpr qsizetype macSize = 32;
constexpr qsizetype pieceSize = 64 * 1024;
constexpr qint64 longestHead = 64 * 1024;

base::Error damaged(const QString& how)
{
    return { base::ErrorCode::StoreTampered, u"The backup is damaged: %1."_s.arg(how), {} };
}

crypto::Mac macOf(QByteArrayView digest, const base::SecureBytes& root)
{
    return crypto::hmacSha256(crypto::hkdfSha256(root, {}, "strongroom store backup", 32), digest);
}

QByteArray headOf(const BackupContents& contents, quint64 databaseBytes)
{
    RecordWriter body;
    body.raw(QUuid::fromString(contents.storeId).toRfc4122());
    body.number(static_cast<quint64>(contents.timeMilliseconds), 8);
    body.blob(contents.slotFile);
    body.blob(contents.anchor);
    body.number(databaseBytes, 8);
    RecordWriter head;
    head.raw(magic);
    head.number(formatVersion, 2);
    head.number(static_cast<quint64>(body.bytes().size()), 4);
    head.raw(body.bytes());
    return head.bytes();
}

using TakePiece = std::function<base::Result<void>(QByteArrayView)>;

/// Reads exactly `count` bytes from where `descriptor` stands.
base::Result<void> readPieces(int descriptor, quint64 count, const QString& path, const TakePiece& take)
{
    QByteArray piece(pieceSize, Qt::Uninitialized);
    while (count > 0) {
        const ssize_t got = read(descriptor, piece.data(), std::min<quint64>(count, pieceSize));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errorOfSystem(errno, path);
        if (got == 0)
            return damaged(u"it ends early"_s);
        if (auto taken = take(QByteArrayView(piece).first(got)); !taken)
            return taken;
        count -= static_cast<quint64>(got);
    }
    return {};
}

base::Result<QByteArray> readExactly(int descriptor, quint64 count, const QString& path)
{
    QByteArray all;
    auto taken = readPieces(descriptor, count, path, [&](QByteArrayView piece) -> base::Result<void> {
        all.append(piece);
        return {};
    });
    if (!taken)
        return taken.error();
    return all;
}

base::Result<quint64> sizeOf(int descriptor, const QString& path)
{
    struct stat status = {};
    if (fstat(descriptor, &status) != 0)
        return errorOfSystem(errno, path);
    return static_cast<quint64>(status.st_size);
}

base::Result<void> pack(int out, const QString& path, const BackupContents& contents, const QString& database,
                        const base::SecureBytes& root)
{
    auto in = openFile(database, Access::Read);
    if (!in)
        return in.error();
    auto bytes = sizeOf(in->get(), database);
    if (!bytes)
        return bytes.error();
    crypto::Sha256 digest;
    const auto put = [&](QByteArrayView piece) {
        digest.add(piece);
        return writeAll(out, piece, path);
    };
    if (auto written = put(headOf(contents, *bytes)); !written)
        return written;
    if (auto written = readPieces(in->get(), *bytes, database, put); !written)
        return written;
    const QByteArray sum = digest.finish();
    const crypto::Mac mac = macOf(sum, root);
    if (auto written = writeAll(out, sum, path); !written)
        return written;
    if (auto written = writeAll(out, QByteArrayView(mac.data(), qsizetype(mac.size())), path); !written)
        return written;
    if (fsync(out) != 0)
        return errorOfSystem(errno, path);
    return syncFolder(QFileInfo(path).absolutePath());
}

struct Head
{
    BackupContents contents;
    quint64 databaseBytes = 0;
    QByteArray raw;
};

base::Result<Head> readHead(int descriptor, const QString& path)
{
    const auto size = sizeOf(descriptor, path);
    if (!size)
        return size.error();
    auto raw = readExactly(descriptor, std::min<quint64>(*size, magic.size() + 2 + 4), path);
    if (!raw)
        return raw.error();
    RecordReader start(*raw);
    if (start.raw(magic.size()) != magic)
        return base::Error{ base::ErrorCode::BadParameter, u"%1 is not a backup of a store."_s.arg(path),
                            u"file"_s };
    const quint64 version = start.number(2);
    const quint64 bodyBytes = start.number(4);
    if (version > formatVersion)
        return base::Error{ base::ErrorCode::StoreNewer,
                            u"The backup was written by a newer version of Strongroom."_s,
                            {} };
    if (!start.isGood() || version == 0 || bodyBytes > longestHead)
        return damaged(u"its head makes no sense"_s);
    const auto body = readExactly(descriptor, bodyBytes, path);
    if (!body)
        return body.error();
    RecordReader reader(*body);
    Head head;
    head.contents.storeId = QUuid::fromRfc4122(reader.raw(16)).toString(QUuid::WithoutBraces);
    head.contents.timeMilliseconds = static_cast<qint64>(reader.number(8));
    head.contents.slotFile = reader.blob().toByteArray();
    head.contents.anchor = reader.blob().toByteArray();
    head.databaseBytes = reader.number(8);
    head.raw = *raw + *body;
    const quint64 around = static_cast<quint64>(head.raw.size() + digestSize + macSize);
    if (!reader.isAtEnd() || *size < around || head.databaseBytes != *size - around)
        return damaged(u"its size is not the one it was written with"_s);
    return head;
}

/// The rest of the file behind its head: the database, the digest, the MAC.
base::Result<BackupProof> unpack(int in, const QString& path, const Head& head, const QString& database)
{
    auto out = openFile(database, Access::CreateNew);
    if (!out)
        return out.error();
    crypto::Sha256 digest;
    digest.add(head.raw);
    auto copied = readPieces(in, head.databaseBytes, path, [&](QByteArrayView piece) {
        digest.add(piece);
        return writeAll(out->get(), piece, database);
    });
    if (!copied)
        return copied.error();
    const auto sum = readExactly(in, digestSize, path);
    if (!sum)
        return sum.error();
    const auto mac = readExactly(in, macSize, path);
    if (!mac)
        return mac.error();
    if (digest.finish() != *sum)
        return damaged(u"its content was changed"_s);
    if (fsync(out->get()) != 0)
        return errorOfSystem(errno, database);
    return BackupProof{ *sum, *mac };
}

} // namespace

base::Result<void> writeBackup(const QString& file, const BackupContents& contents, const QString& database,
                               const base::SecureBytes& root)
{
    auto out = openFile(file, Access::CreateNew);
    if (!out)
        return out.error();
    auto packed = pack(out->get(), file, contents, database, root);
    if (!packed)
        unlink(QFile::encodeName(file).constData());
    return packed;
}

base::Result<UnpackedBackup> readBackup(const QString& file, const QString& database)
{
    // A backup may have been copied to and fro, so its mode and owner say nothing; its content does.
    const base::FileDescriptor in(open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC));
    if (!in.isOpen())
        return errorOfSystem(errno, file);
    auto head = readHead(in.get(), file);
    if (!head)
        return head.error();
    auto proof = unpack(in.get(), file, *head, database);
    if (!proof) {
        if (proof.error().code != base::ErrorCode::StoreExists)
            unlink(QFile::encodeName(database).constData());
        return proof.error();
    }
    return UnpackedBackup{ std::move(head->contents), std::move(*proof) };
}

bool isAuthentic(const BackupProof& proof, const base::SecureBytes& root)
{
    const crypto::Mac expected = macOf(proof.digest, root);
    return base::equalInConstantTime(expected,
                                     { reinterpret_cast<const unsigned char*>(proof.mac.constData()),
                                       static_cast<std::size_t>(proof.mac.size()) });
}

} // namespace strongroom::keep
