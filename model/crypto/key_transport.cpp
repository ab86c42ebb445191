// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/key_transport.h"

#include "model/crypto/oct_cipher.h"
#include "model/crypto/openssl_keys.h"
#include "model/crypto/symmetric.h"

#include <openssl/ec.h>
#include <openssl/objects.h>

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

using Group = std::unique_ptr<EC_GROUP, FreeWith<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, FreeWith<EC_POINT_free>>;
using NumberContext = std::unique_ptr<BN_CTX, FreeWith<BN_CTX_free>>;

constexpr std::size_t carrierBytes = 32;

/// OAEP with this hash, as an algorithm; the service names two of the three.
KeyAlgorithm oaepAlgorithm(OaepHash hash)
{
    return { "RSA-OAEP",
             KeyType::Rsa,
             AlgorithmUse::EncryptAndWrap,
             Scheme::RsaOaep,
             digestBytes(hash),
             std::nullopt,
             0 };
}

const KeyAlgorithm& paddedWrap() { return *findKeyAlgorithm(u"CKM_AES_KEY_WRAP_PAD"_s); }

/// What an ECDSA signature says about the key that made it.
struct Recovery final
{
    Group group;
    NumberContext context{ BN_CTX_new() };
    Number order{ BN_new() };
    Number field{ BN_new() };
    Number r;
    Number s;
    Number minusE; ///< of the digest

    Recovery(Curve curve, const QByteArray& digest, const QByteArray& signature)
        : group(EC_GROUP_new_by_curve_name(OBJ_sn2nid(groupName(curve))))
        , r(numberOf(signature.left(coordinateBytes(curve))))
        , s(numberOf(signature.mid(coordinateBytes(curve))))
        , minusE(numberOf(digest))
    {
        EC_GROUP_get_order(group.get(), order.get(), context.get());
        EC_GROUP_get_curve(group.get(), field.get(), nullptr, nullptr, context.get());
        if (const int excess = static_cast<int>(digest.size()) * 8 - BN_num_bits(order.get()); excess > 0)
            BN_rshift(minusE.get(), minusE.get(), excess);
        BN_mod_sub(minusE.get(), order.get(), minusE.get(), order.get(), context.get());
    }
};

/// r^-1 (s R - e G), where R is the point with this x and parity; nothing when there is no such point.
std::optional<PublicKey> signerFor(const Recovery& known, const BIGNUM* x, int parity, Curve curve)
{
    const Point ephemeral(EC_POINT_new(known.group.get()));
    const Point signer(EC_POINT_new(known.group.get()));
    const Number inverse(BN_mod_inverse(nullptr, known.r.get(), known.order.get(), known.context.get()));
    const Number ofBase(BN_new());
    const Number ofPoint(BN_new());
    if (!inverse
        || EC_POINT_set_compressed_coordinates(known.group.get(), ephemeral.get(), x, parity,
                                               known.context.get())
            != 1)
        return std::nullopt;
    BN_mod_mul(ofBase.get(), known.minusE.get(), inverse.get(), known.order.get(), known.context.get());
    BN_mod_mul(ofPoint.get(), known.s.get(), inverse.get(), known.order.get(), known.context.get());
    const int width = coordinateBytes(curve);
    QByteArray point(1 + 2 * width, '\0');
    if (EC_POINT_mul(known.group.get(), signer.get(), ofBase.get(), ephemeral.get(), ofPoint.get(),
                     known.context.get())
            != 1
        || EC_POINT_point2oct(known.group.get(), signer.get(), POINT_CONVERSION_UNCOMPRESSED, bytesOf(point),
                              static_cast<std::size_t>(point.size()), known.context.get())
            != static_cast<std::size_t>(point.size()))
        return std::nullopt;
    PublicKey key;
    key.type = KeyType::Ec;
    key.bits = BN_num_bits(known.field.get());
    key.curve = curve;
    key.x = point.mid(1, width);
    key.y = point.mid(1 + width);
    return key;
}

} // namespace

int digestBytes(OaepHash hash)
{
    switch (hash) {
    case OaepHash::Sha1:
        return 20;
    case OaepHash::Sha256:
        return 32;
    case OaepHash::Sha384:
        return 48;
    }
    return 0;
}

base::Result<QByteArray> oaepEncrypt(const PublicKey& target, OaepHash hash, base::SecureBytes plaintext)
{
    const auto key = SoftwareKey::fromPublicKey(target);
    if (!key)
        return key.error();
    auto output = key->encrypt(oaepAlgorithm(hash), { std::move(plaintext), {}, {} });
    if (!output)
        return output.error();
    return std::move(output->ciphertext);
}

base::Result<QByteArray> wrapForTransport(const PublicKey& target, OaepHash hash,
                                          const base::SecureBytes& keyMaterial)
{
    base::SecureBytes carrier = randomBytes(carrierBytes);
    const auto tail = OctCipher(carrier.clone()).encrypt(paddedWrap(), { keyMaterial.clone(), {}, {} });
    if (!tail)
        return tail.error();
    const auto head = oaepEncrypt(target, hash, std::move(carrier));
    if (!head)
        return head.error();
    return QByteArray(*head + tail->ciphertext);
}

base::Result<base::SecureBytes> unwrapFromTransport(const SoftwareKey& target, OaepHash hash,
                                                    const QByteArray& ciphertext)
{
    const qsizetype headBytes = target.publicKey().n.size();
    if (headBytes == 0 || ciphertext.size() <= headBytes)
        return decryptionFailed();
    auto carrier = target.decrypt(oaepAlgorithm(hash), { ciphertext.left(headBytes), {}, {}, {} });
    if (!carrier)
        return carrier.error();
    if (carrier->size() != carrierBytes)
        return decryptionFailed();
    return OctCipher(std::move(*carrier)).decrypt(paddedWrap(), { ciphertext.mid(headBytes), {}, {}, {} });
}

std::vector<PublicKey> possibleSigners(Curve curve, const QByteArray& digest, const QByteArray& signature)
{
    if (signature.size() != 2 * coordinateBytes(curve))
        return {};
    const Recovery known(curve, digest, signature);
    std::vector<PublicKey> signers;
    // r is the x of a point modulo the order, so x may also be one order further.
    for (const Number x{ BN_dup(known.r.get()) }; BN_cmp(x.get(), known.field.get()) < 0;
         BN_add(x.get(), x.get(), known.order.get())) {
        for (const int parity : { 0, 1 }) {
            if (auto signer = signerFor(known, x.get(), parity, curve))
                signers.push_back(std::move(*signer));
        }
    }
    return signers;
}

} // namespace strongroom::crypto
