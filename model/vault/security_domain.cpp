// SPDX-License-Identifier: Apache-2.0
#include "model/vault/security_domain.h"

#include "model/base/encodings.h"
#include "model/base/json_reader.h"
#include "model/base/json_writer.h"
#include "model/crypto/jwk.h"
#include "model/crypto/key_transport.h"
#include "model/crypto/symmetric.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

using base::Error;
using base::ErrorCode;
using base::Result;
using crypto::SecretShare;

namespace {

constexpr QStringView format = u"strongroom security domain";
constexpr qint64 version = 1;
constexpr std::size_t idSize = 16;
constexpr std::size_t keySize = 32;

Error badDomain(const QString& message) { return { ErrorCode::BadParameter, message, u"value"_s }; }

Error notADomain() { return badDomain(u"This is not a security domain of a pool."_s); }

Error damagedShare() { return badDomain(u"A share of the security domain is damaged."_s); }

QByteArray takeBytes(base::JsonReader& reader, const QString& field)
{
    auto bytes = base::fromBase64Url(reader.takeText(field).toLatin1());
    if (bytes)
        return std::move(*bytes);
    reader.fail(u"A member is not base64url."_s, field);
    return {};
}

std::vector<SecurityDomain::Share> takeShares(base::JsonReader& reader)
{
    std::vector<SecurityDomain::Share> shares;
    reader.enterArray();
    while (reader.nextElement()) {
        SecurityDomain::Share share;
        reader.enterObject();
        while (const auto name = reader.nextMember()) {
            if (*name == "holder"_L1)
                share.holder = takeBytes(reader, *name);
            else if (*name == "wrapped"_L1)
                share.wrapped = takeBytes(reader, *name);
            else
                reader.skip();
        }
        shares.push_back(std::move(share));
    }
    return shares;
}

/// A share says whose it is, so that one of another domain is not taken for it: id, index, bytes.
base::SecureBytes shareContent(QByteArrayView id, const SecretShare& share)
{
    base::SecureBytes content(idSize + 1 + share.bytes.size());
    std::copy(id.begin(), id.end(), content.data());
    content.data()[idSize] = static_cast<unsigned char>(share.index);
    std::ranges::copy(share.bytes.span(), content.data() + idSize + 1);
    return content;
}

Result<SecretShare> shareFrom(const base::SecureBytes& content, QByteArrayView id)
{
    if (content.size() != idSize + 1 + keySize || content.view().first(idSize) != id)
        return damagedShare();
    return SecretShare{ content.data()[idSize],
                        base::SecureBytes::copyOf(content.span().subspan(idSize + 1)) };
}

Result<SecurityDomain::Share> wrapped(QByteArrayView id, const SecretShare& share,
                                      const crypto::PublicKey& holder)
{
    auto thumbprint = crypto::jwkThumbprint(holder);
    if (!thumbprint)
        return thumbprint.error();
    auto ciphertext = crypto::oaepEncrypt(holder, crypto::OaepHash::Sha256, shareContent(id, share));
    if (!ciphertext)
        return ciphertext.error();
    return SecurityDomain::Share{ std::move(*thumbprint), std::move(*ciphertext) };
}

bool areDifferent(const std::vector<crypto::PublicKey>& holders)
{
    for (std::size_t i = 0; i < holders.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (holders[i].n == holders[k].n)
                return false;
        }
    }
    return true;
}

Result<void> checkHolders(const std::vector<crypto::PublicKey>& holders, int required)
{
    const auto count = std::ssize(holders);
    if (count < limits::domainHoldersMinimum || count > limits::domainHoldersMaximum)
        return Error{ ErrorCode::BadParameter, u"A security domain has 3 to 10 holders."_s,
                      u"certificates"_s };
    if (required < limits::domainRequiredMinimum || required > count)
        return Error{ ErrorCode::BadParameter,
                      u"At least 2 holders are required, and no more than there are."_s, u"required"_s };
    if (!areDifferent(holders))
        return Error{ ErrorCode::BadParameter, u"Two holders have the same key."_s, u"certificates"_s };
    return {};
}

} // namespace

Result<SecurityDomain> SecurityDomain::read(QByteArrayView document)
{
    SecurityDomain domain;
    QString foundFormat;
    qint64 foundVersion = 0;
    base::JsonReader reader(document);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "format"_L1)
            foundFormat = reader.takeText(*name);
        else if (*name == "version"_L1)
            foundVersion = reader.takeInteger(*name);
        else if (*name == "pool"_L1)
            domain.pool = reader.takeText(*name);
        else if (*name == "domain"_L1)
            domain.id = takeBytes(reader, *name);
        else if (*name == "holders"_L1)
            domain.holders = static_cast<int>(std::clamp<qint64>(reader.takeInteger(*name), 0, 100));
        else if (*name == "required"_L1)
            domain.required = static_cast<int>(std::clamp<qint64>(reader.takeInteger(*name), 0, 100));
        else if (*name == "shares"_L1)
            domain.shares = takeShares(reader);
        else
            reader.skip();
    }
    const bool isComplete = reader.finish() && foundFormat == format
        && domain.id.size() == static_cast<qsizetype>(idSize)
        && domain.holders >= limits::domainHoldersMinimum && domain.holders <= limits::domainHoldersMaximum
        && domain.required >= limits::domainRequiredMinimum && domain.required <= domain.holders
        && !domain.shares.empty() && std::ssize(domain.shares) <= domain.holders;
    if (isComplete && foundVersion > version)
        return badDomain(u"The security domain is of a newer version of the program."_s);
    if (!isComplete || foundVersion != version)
        return notADomain();
    return domain;
}

QByteArray SecurityDomain::write() const
{
    const auto text = [](const QByteArray& bytes) { return QString::fromLatin1(base::toBase64Url(bytes)); };
    base::JsonWriter json;
    json.beginObject().member("format").text(format).member("version").integer(version);
    json.member("pool").text(pool).member("domain").text(text(id));
    json.member("holders").integer(holders).member("required").integer(required);
    json.member("shares").beginArray();
    for (const Share& share : shares) {
        json.beginObject().member("holder").text(text(share.holder));
        json.member("wrapped").text(text(share.wrapped)).endObject();
    }
    json.endArray().endObject();
    return json.finish().view().toByteArray();
}

QByteArray domainIdOf(const base::SecureBytes& key)
{
    return crypto::hkdfSha256(key, {}, "strongroom security domain 1: id", idSize).view().toByteArray();
}

Result<crypto::PublicKey> domainHolder(const QByteArray& modulus, const QByteArray& exponent)
{
    qsizetype zeros = 0;
    while (zeros < modulus.size() && modulus[zeros] == '\0')
        ++zeros;
    crypto::PublicKey part;
    part.n = modulus.sliced(zeros);
    part.e = exponent;
    part.bits = static_cast<int>(part.n.size() * 8);
    const bool isUsual = part.bits == 2048 || part.bits == 3072 || part.bits == 4096;
    // What is even is no RSA key, and with the exponent 1 whoever sees the share can read it.
    const bool isSound = isUsual && !exponent.isEmpty() && (exponent.back() & 1) == 1
        && exponent != QByteArray(1, '\x01') && (modulus.back() & 1) == 1;
    if (!isSound || !crypto::SoftwareKey::fromPublicKey(part))
        return Error{ ErrorCode::BadParameter,
                      u"A holder of a security domain has an RSA key of 2048, 3072 or 4096 bits."_s,
                      u"certificates"_s };
    return part;
}

Result<SecurityDomain> splitDomain(const QString& pool, const base::SecureBytes& key,
                                   const std::vector<crypto::PublicKey>& holders, int required)
{
    if (auto checked = checkHolders(holders, required); !checked)
        return checked.error();
    const int count = static_cast<int>(holders.size());
    const auto shares = crypto::splitSecret(key, count, required);
    if (!shares)
        return shares.error();
    SecurityDomain domain{ pool, domainIdOf(key), count, required, {} };
    for (std::size_t i = 0; i < holders.size(); ++i) {
        auto share = wrapped(domain.id, (*shares)[i], holders[i]);
        if (!share)
            return share.error();
        domain.shares.push_back(std::move(*share));
    }
    return domain;
}

Result<std::vector<SecretShare>> openShares(const SecurityDomain& domain, const crypto::CryptoKey& holder)
{
    const auto thumbprint = crypto::jwkThumbprint(holder.publicKey());
    const crypto::KeyAlgorithm* const algorithm = crypto::findKeyAlgorithm(u"RSA-OAEP-256");
    if (!thumbprint)
        return thumbprint.error();
    std::vector<SecretShare> shares;
    for (const SecurityDomain::Share& wrappedShare : domain.shares) {
        if (wrappedShare.holder != *thumbprint)
            continue;
        const auto content = holder.decrypt(*algorithm, { wrappedShare.wrapped, {}, {}, {} });
        if (!content)
            return damagedShare();
        auto share = shareFrom(*content, domain.id);
        if (!share)
            return share.error();
        shares.push_back(std::move(*share));
    }
    return shares;
}

Result<SecurityDomain> wrapShares(const SecurityDomain& domain, const std::vector<SecretShare>& shares,
                                  const crypto::PublicKey& transferKey)
{
    SecurityDomain sent{ domain.pool, domain.id, domain.holders, domain.required, {} };
    for (const SecretShare& share : shares) {
        auto rewrapped = wrapped(domain.id, share, transferKey);
        if (!rewrapped)
            return rewrapped.error();
        sent.shares.push_back(std::move(*rewrapped));
    }
    return sent;
}

Result<base::SecureBytes> joinDomain(const SecurityDomain& domain, std::vector<SecretShare> shares)
{
    std::ranges::sort(shares, {}, &SecretShare::index);
    const auto isSame = [](const SecretShare& a, const SecretShare& b) { return a.index == b.index; };
    shares.erase(std::unique(shares.begin(), shares.end(), isSame), shares.end());
    if (std::ssize(shares) < domain.required)
        return badDomain(u"%1 of the holders are required, and there are shares of %2."_s.arg(domain.required)
                             .arg(std::ssize(shares)));
    auto key = crypto::combineShares(shares);
    if (!key)
        return key.error();
    if (domainIdOf(*key) != domain.id)
        return badDomain(u"The shares do not give the key of this security domain."_s);
    return key;
}

} // namespace strongroom::vault
