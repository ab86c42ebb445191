// SPDX-License-Identifier: Apache-2.0
#include "crafted_blocks.h"

#include <QtEndian>

#include <openssl/bn.h>

#include <memory>

namespace strongroom::contracts {

namespace {

struct FreeNumber final
{
    void operator()(BIGNUM* number) const { BN_free(number); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;

Number numberOf(const QByteArray& bytes)
{
    return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.constData()),
                            static_cast<int>(bytes.size()), nullptr));
}

QByteArray mgf1(const QByteArray& seed, qsizetype size, QCryptographicHash::Algorithm hash)
{
    QByteArray mask;
    for (quint32 counter = 0; mask.size() < size; ++counter) {
        QByteArray number(4, '\0');
        qToBigEndian(counter, number.data());
        mask += QCryptographicHash::hash(QByteArray(seed + number), hash);
    }
    return mask.left(size);
}

QByteArray exclusiveOr(QByteArray bytes, const QByteArray& mask)
{
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(bytes[i] ^ mask[i]);
    return bytes;
}

} // namespace

QByteArray rsaPublicOperation(const crypto::PublicKey& key, const QByteArray& block)
{
    const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), BN_CTX_free);
    const Number result(BN_new());
    BN_mod_exp(result.get(), numberOf(block).get(), numberOf(key.e).get(), numberOf(key.n).get(),
               context.get());
    QByteArray bytes(key.n.size(), '\0');
    BN_bn2binpad(result.get(), reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(bytes.size()));
    return bytes;
}

QByteArray pkcs1Block(int size, const QByteArray& message)
{
    return QByteArray("\x00\x02", 2) + QByteArray(size - 3 - message.size(), 'p') + QByteArray(1, '\0')
        + message;
}

QByteArray OaepBlock::encoded() const
{
    const qsizetype width = QCryptographicHash::hashLength(hash);
    const QByteArray seed(width, 's');
    const qsizetype filler = size - 2 * width - 2 - message.size();
    const QByteArray block = QCryptographicHash::hash(label, hash) + QByteArray(filler, padding)
        + QByteArray(1, separator) + message;
    const QByteArray maskedBlock = exclusiveOr(block, mgf1(seed, block.size(), mgfHash));
    const QByteArray maskedSeed = exclusiveOr(seed, mgf1(maskedBlock, width, mgfHash));
    return QByteArray(1, first) + maskedSeed + maskedBlock;
}

} // namespace strongroom::contracts
