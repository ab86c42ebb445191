// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/crypto_key.h"

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

/// Without a DigestInfo the padding takes 11 bytes (RFC 8017, 9.2).
constexpr int pkcs1Overhead = 11;

base::Error doesNotFit(const KeyAlgorithm& algorithm, const QString& why)
{
    return { base::ErrorCode::BadParameter,
             u"The algorithm %1 cannot be used with this key: %2."_s.arg(QLatin1StringView(algorithm.name),
                                                                         why),
             u"alg"_s };
}

} // namespace

base::Result<void> checkFits(const KeyAlgorithm& algorithm, const PublicKey& key)
{
    if (algorithm.keyType != key.type)
        return doesNotFit(algorithm, u"it belongs to another type of key"_s);
    if (algorithm.curve && algorithm.curve != key.curve)
        return doesNotFit(algorithm, u"it belongs to the curve %1"_s.arg(toText(*algorithm.curve)));
    if (algorithm.keyBits != 0 && algorithm.keyBits != key.bits)
        return doesNotFit(algorithm, u"it needs a key of %1 bits"_s.arg(algorithm.keyBits));
    return {};
}

base::Result<void> checkDigest(const KeyAlgorithm& algorithm, const PublicKey& key, QByteArrayView digest)
{
    if (!algorithm.canSign())
        return doesNotFit(algorithm, u"it does not sign"_s);
    if (auto fits = checkFits(algorithm, key); !fits)
        return fits;
    const bool isRaw = algorithm.scheme == Scheme::RsaPkcs1Raw;
    const int rawMaximum = key.bits / 8 - pkcs1Overhead;
    const bool isRight
        = isRaw ? !digest.isEmpty() && digest.size() <= rawMaximum : digest.size() == algorithm.digestBytes;
    if (isRight)
        return {};
    const QString wanted = isRaw ? u"1 to %1"_s.arg(rawMaximum) : QString::number(algorithm.digestBytes);
    return base::Error{ base::ErrorCode::BadParameter,
                        u"The digest has %1 bytes; %2 takes %3."_s.arg(
                            QString::number(digest.size()), QLatin1StringView(algorithm.name), wanted),
                        u"value"_s };
}

base::Error decryptionFailed()
{
    return { base::ErrorCode::BadParameter, u"The ciphertext could not be decrypted with this key."_s,
             u"value"_s };
}

} // namespace strongroom::crypto
