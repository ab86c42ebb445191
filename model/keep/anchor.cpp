// SPDX-License-Identifier: Apache-2.0
#include "model/keep/anchor.h"

#include "model/crypto/symmetric.h"
#include "model/keep/record_bytes.h"

#include <QFile>

#include <algorithm>
#include <tuple>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::keep {

namespace {

constexpr QByteArrayView magic = "STRGANC1";
constexpr qsizetype macSize = 32;
constexpr qsizetype placeSize = 256; // one sealed anchor and room
constexpr qsizetype places = 2;
constexpr auto fileName = "/anchor"_L1;

} // namespace

AnchorSeal::AnchorSeal(const base::SecureBytes& root, const QString& storeId)
    : m_key(crypto::hkdfSha256(root, storeId.toUtf8(), "strongroom anchor", 32))
{
}

QByteArray AnchorSeal::seal(const Anchor& anchor) const
{
    RecordWriter writer;
    writer.raw(magic);
    writer.number(static_cast<quint64>(anchor.sequence), 8);
    writer.number(static_cast<quint64>(anchor.timeMilliseconds), 8);
    writer.number(static_cast<quint64>(anchor.storeBytes), 8);
    writer.blob(anchor.hash);
    const crypto::Mac mac = crypto::hmacSha256(m_key, writer.bytes());
    writer.raw(QByteArrayView(mac.data(), static_cast<qsizetype>(mac.size())));
    return writer.bytes();
}

std::optional<Anchor> AnchorSeal::open(QByteArrayView sealed) const
{
    RecordReader reader(sealed);
    if (reader.raw(magic.size()) != magic)
        return std::nullopt;
    Anchor anchor;
    anchor.sequence = static_cast<qint64>(reader.number(8));
    anchor.timeMilliseconds = static_cast<qint64>(reader.number(8));
    anchor.storeBytes = static_cast<qint64>(reader.number(8));
    anchor.hash = reader.blob().toByteArray();
    const qsizetype bodySize = magic.size() + 3 * 8 + 2 + anchor.hash.size();
    const QByteArrayView mac = reader.raw(macSize);
    if (!reader.isGood())
        return std::nullopt;
    const crypto::Mac expected = crypto::hmacSha256(m_key, sealed.first(bodySize));
    const std::span<const unsigned char> found(reinterpret_cast<const unsigned char*>(mac.data()),
                                               static_cast<std::size_t>(mac.size()));
    if (!base::equalInConstantTime(expected, found))
        return std::nullopt;
    return anchor;
}

std::optional<Anchor> AnchorFile::newestIn(const QString& folder, const AnchorSeal& seal)
{
    const auto content = readFile(folder + fileName, places * placeSize);
    if (!content)
        return std::nullopt;
    std::optional<Anchor> newest;
    for (qsizetype at = 0; at < content->size(); at += placeSize) {
        const auto anchor
            = seal.open(QByteArrayView(*content).sliced(at).first(std::min(placeSize, content->size() - at)));
        if (anchor && (!newest || anchor->sequence > newest->sequence))
            newest = anchor;
    }
    return newest;
}

void AnchorFile::forget(const QString& folder) { QFile::remove(folder + fileName); }

base::Result<AnchorFile> AnchorFile::open(const QString& folder)
{
    auto file = openFile(folder + fileName, Access::ReadWriteCreate);
    if (!file)
        return file.error();
    return AnchorFile(std::move(*file));
}

void AnchorFile::write(const AnchorSeal& seal, const Anchor& anchor)
{
    QByteArray content = seal.seal(anchor);
    content.resize(placeSize, '\0');
    // A failure leaves an older anchor, which is true as well; the commit stands either way.
    std::ignore = pwrite(m_file.get(), content.constData(), static_cast<std::size_t>(content.size()),
                         anchor.sequence % places * placeSize);
}

} // namespace strongroom::keep
