// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/crypto_console/console_codec.h"

#include "model/base/encodings.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

base::Error notEncoded()
{
    return { base::ErrorCode::BadParameter, u"This is not in the chosen encoding."_s, u"value"_s };
}

QByteArray withoutBlanks(QByteArrayView text)
{
    QByteArray kept;
    kept.reserve(text.size());
    for (const char c : text) {
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            kept.append(c);
    }
    return kept;
}

base::Result<QByteArray> decodedBytes(QByteArrayView typed, Encoding encoding)
{
    if (encoding == Encoding::Text)
        return typed.toByteArray();
    QByteArray text = withoutBlanks(typed);
    auto bytes = base::Result<QByteArray>(notEncoded());
    if (encoding == Encoding::Hex) {
        bytes = base::fromHex(text);
    } else {
        text.replace('+', '-').replace('/', '_');
        while (text.endsWith('='))
            text.chop(1);
        bytes = base::fromBase64Url(text);
    }
    base::wipe(text);
    return bytes ? std::move(bytes) : base::Result<QByteArray>(notEncoded());
}

QCryptographicHash::Algorithm hashFor(int digestBytes)
{
    return digestBytes == 64 ? QCryptographicHash::Sha512
        : digestBytes == 48  ? QCryptographicHash::Sha384
                             : QCryptographicHash::Sha256;
}

} // namespace

base::Result<base::SecureBytes> decoded(const base::SecureBytes& typed, Encoding encoding)
{
    if (encoding == Encoding::Text)
        return typed.clone();
    auto bytes = decodedBytes(typed.view(), encoding);
    if (!bytes)
        return bytes.error();
    auto kept = base::SecureBytes::copyOf(*bytes);
    base::wipe(*bytes);
    return kept;
}

base::Result<QByteArray> decoded(const QString& typed, Encoding encoding)
{
    return decodedBytes(typed.toUtf8(), encoding);
}

bool isText(QByteArrayView bytes)
{
    const auto isControl
        = [](char c) { return (uchar(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f; };
    return bytes.isValidUtf8() && std::ranges::none_of(bytes, isControl);
}

QString encoded(QByteArrayView bytes, Encoding encoding)
{
    switch (encoding) {
    case Encoding::Text:
        if (isText(bytes))
            return QString::fromUtf8(bytes);
        break;
    case Encoding::Hex:
        break;
    case Encoding::Base64:
        return QString::fromLatin1(base::toBase64Url(bytes));
    }
    return QString::fromLatin1(base::toHex(bytes));
}

QStringList algorithmsFor(const vault::KeyProperties& key, vault::KeyUse use)
{
    QStringList names;
    QStringList discouraged;
    for (const crypto::KeyAlgorithm& algorithm : crypto::keyAlgorithms()) {
        const QString name = QString::fromLatin1(algorithm.name);
        if (!vault::algorithmFor(name, use, key.publicKey))
            continue;
        const bool isOld = algorithm.scheme == crypto::Scheme::RsaPkcs1Encryption
            || algorithm.scheme == crypto::Scheme::RsaPkcs1Raw || name == "RSA-OAEP"_L1;
        (isOld ? discouraged : names) += name;
    }
    return names + discouraged;
}

AlgorithmNeeds needsOf(const QString& name)
{
    AlgorithmNeeds needs;
    const crypto::KeyAlgorithm* const algorithm = crypto::findKeyAlgorithm(name);
    if (!algorithm)
        return needs;
    if (algorithm->canSign() && algorithm->scheme != crypto::Scheme::RsaPkcs1Raw)
        needs.digestBytes = algorithm->digestBytes;
    needs.makesNonce = algorithm->scheme == crypto::Scheme::AesGcm;
    needs.wantsNonce
        = algorithm->scheme == crypto::Scheme::AesCbc || algorithm->scheme == crypto::Scheme::AesCbcPad;
    return needs;
}

QString hashName(int digestBytes) { return u"SHA-%1"_s.arg(digestBytes * 8); }

QByteArray hashOf(QByteArrayView bytes, int digestBytes)
{
    QCryptographicHash hash(hashFor(digestBytes));
    hash.addData(bytes);
    return hash.result();
}

base::Result<QByteArray> hashOfFile(const QString& path, int digestBytes)
{
    QFile file(path);
    QCryptographicHash hash(hashFor(digestBytes));
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return base::Error{ base::ErrorCode::Unavailable, u"The file cannot be read."_s, u"value"_s };
    return hash.result();
}

} // namespace strongroom::ui
