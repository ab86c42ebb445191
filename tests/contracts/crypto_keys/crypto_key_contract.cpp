// SPDX-License-Identifier: Apache-2.0
#include "crypto_key_contract.h"

#include "crafted_blocks.h"

#include <QMessageAuthenticationCode>
#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace strongroom::contracts {

namespace {

using base::ErrorCode;
using base::SecureBytes;
using crypto::KeyAlgorithm;
using crypto::KeyType;
using crypto::Scheme;

QStringList kinds()
{
    return { u"RSA 2048"_s, u"RSA 3072"_s, u"RSA 4096"_s, u"P-256"_s,   u"P-384"_s,
             u"P-521"_s,    u"P-256K"_s,   u"oct 128"_s,  u"oct 192"_s, u"oct 256"_s };
}

const KeyAlgorithm& algorithm(const QString& name) { return *crypto::findKeyAlgorithm(name); }

SecureBytes secret(const QByteArray& bytes) { return SecureBytes::copyOf(bytes); }

bool goesWith(const KeyAlgorithm& used, const QString& kind)
{
    if (kind.startsWith(u"RSA"_s))
        return used.keyType == KeyType::Rsa;
    if (kind.startsWith(u"oct"_s))
        return used.keyType == KeyType::Oct && (used.keyBits == 0 || used.keyBits == bitsOf(kind));
    return used.curve && crypto::toText(*used.curve) == kind;
}

/// Every algorithm of the use with every kind of key it goes with.
void eachUse(bool (*isWanted)(const KeyAlgorithm&))
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    for (const KeyAlgorithm& used : crypto::keyAlgorithms()) {
        const QStringList all = kinds();
        for (const QString& kind : all) {
            if (isWanted(used) && goesWith(used, kind))
                QTest::addRow("%s, %s", used.name, qPrintable(kind))
                    << QString::fromLatin1(used.name) << kind;
        }
    }
}

bool signs(const KeyAlgorithm& used) { return used.canSign(); }
bool ciphers(const KeyAlgorithm& used) { return !used.canSign(); }

QByteArray digestFor(const KeyAlgorithm& used, char filler = 'd')
{
    return QByteArray(used.digestBytes ? used.digestBytes : 20, filler);
}

bool isCbc(const KeyAlgorithm& used)
{
    return used.scheme == Scheme::AesCbc || used.scheme == Scheme::AesCbcPad;
}

QByteArray nonceFor(const KeyAlgorithm& used) { return isCbc(used) ? QByteArray(16, 'i') : QByteArray(); }

QByteArray flipped(QByteArray bytes, qsizetype at)
{
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    return bytes;
}

/// Sizes of plaintext that the algorithm takes, its edges among them.
QList<int> sizesFor(const KeyAlgorithm& used, int keyBits)
{
    switch (used.scheme) {
    case Scheme::RsaPkcs1Encryption:
        return { 0, 1, 32, keyBits / 8 - 11 };
    case Scheme::RsaOaep:
        return { 0, 1, 32, keyBits / 8 - 2 * used.digestBytes - 2 };
    case Scheme::AesCbc:
        return { 16, 32, 4096 };
    case Scheme::AesKeyWrap:
        return { 16, 24, 32, 64, 256 };
    case Scheme::AesKeyWrapPad:
        return { 1, 7, 8, 9, 16, 20, 257 };
    case Scheme::AesGcm:
    case Scheme::AesCbcPad:
    default:
        return { 0, 1, 15, 16, 17, 4096 };
    }
}

#define REQUIRE_VALUE(result)                                                                                \
    QVERIFY2((result).has_value(), (result) ? "" : qPrintable((result).error().message))

/// Compares the whole error: who decrypts must not learn why it failed.
bool isOneFailure(const base::Result<SecureBytes>& result)
{
    return !result && result.error() == crypto::decryptionFailed();
}

} // namespace

const crypto::CryptoKey& CryptoKeyContract::keyOf(const QString& kind)
{
    auto& key = m_keys[kind];
    if (!key) {
        auto made = makeKey(kind);
        if (!made)
            qFatal("%s: %s", qPrintable(kind), qPrintable(made.error().message));
        key = std::move(*made);
    }
    return *key;
}

std::unique_ptr<crypto::CryptoKey> CryptoKeyContract::octKey(const QByteArray& bytes)
{
    auto key = importKey(crypto::SoftwareKey::fromOct(secret(bytes)).value());
    if (!key)
        qFatal("%s", qPrintable(key.error().message));
    return std::move(*key);
}

void CryptoKeyContract::signsAndVerifies_data() { eachUse(signs); }
void CryptoKeyContract::signsAndVerifies()
{
    QFETCH(QString, name);
    QFETCH(QString, kind);
    const KeyAlgorithm& used = algorithm(name);
    const crypto::CryptoKey& key = keyOf(kind);
    const QByteArray digest = digestFor(used);
    const auto signature = key.sign(used, digest);
    REQUIRE_VALUE(signature);
    const int size = used.keyType == KeyType::Rsa ? key.publicKey().bits / 8
        : used.keyType == KeyType::Ec             ? 2 * crypto::coordinateBytes(*used.curve)
                                                  : used.digestBytes;
    QCOMPARE(signature->size(), size);
    QVERIFY(*key.verify(used, digest, *signature));
    QVERIFY(!*key.verify(used, digestFor(used, 'e'), *signature));
    const auto again = key.sign(used, digest);
    const bool isRandom = used.scheme == Scheme::RsaPss || used.scheme == Scheme::Ecdsa;
    QCOMPARE(*again != *signature, isRandom);
    if (used.keyType == KeyType::Oct)
        return;
    const auto outside = crypto::SoftwareKey::fromPublicKey(key.publicKey());
    QVERIFY(*outside->verify(used, digest, *signature));
}

void CryptoKeyContract::refusesOtherDigests_data() { eachUse(signs); }
void CryptoKeyContract::refusesOtherDigests()
{
    QFETCH(QString, name);
    QFETCH(QString, kind);
    const KeyAlgorithm& used = algorithm(name);
    const crypto::CryptoKey& key = keyOf(kind);
    const int longest = used.digestBytes ? used.digestBytes : key.publicKey().bits / 8 - 11;
    QList<int> wrong{ 0, longest + 1, 1000 };
    if (used.digestBytes)
        wrong += { 20, longest - 1 };
    for (const int size : wrong) {
        const auto signature = key.sign(used, QByteArray(size, 'd'));
        QCOMPARE(signature.error().code, ErrorCode::BadParameter);
        QCOMPARE(signature.error().field, u"value"_s);
        const auto verified = key.verify(used, QByteArray(size, 'd'), QByteArray(64, 's'));
        QCOMPARE(verified.error().field, u"value"_s);
    }
    if (!used.digestBytes)
        REQUIRE_VALUE(key.sign(used, QByteArray(longest, 'd')));
}

void CryptoKeyContract::refusesOtherAlgorithms_data()
{
    QTest::addColumn<QString>("kind");
    const QStringList all = kinds();
    for (const QString& kind : all)
        QTest::newRow(qPrintable(kind)) << kind;
}
void CryptoKeyContract::refusesOtherAlgorithms()
{
    QFETCH(QString, kind);
    const crypto::CryptoKey& key = keyOf(kind);
    for (const KeyAlgorithm& used : crypto::keyAlgorithms()) {
        if (goesWith(used, kind))
            continue;
        const auto error = used.canSign()
            ? key.sign(used, digestFor(used)).error()
            : key.encrypt(used, { secret(QByteArray(16, 't')), nonceFor(used), {} }).error();
        QCOMPARE(error.code, ErrorCode::BadParameter);
        QCOMPARE(error.field, u"alg"_s);
        if (!used.canSign())
            QCOMPARE(key.decrypt(used, { QByteArray(16, 'c'), nonceFor(used), {}, {} }).error().field,
                     u"alg"_s);
    }
}

void CryptoKeyContract::seesChangedSignatures_data() { eachUse(signs); }
void CryptoKeyContract::seesChangedSignatures()
{
    QFETCH(QString, name);
    QFETCH(QString, kind);
    const KeyAlgorithm& used = algorithm(name);
    const crypto::CryptoKey& key = keyOf(kind);
    const QByteArray digest = digestFor(used);
    const QByteArray signature = *key.sign(used, digest);
    QList<QByteArray> wrong{ {},
                             signature.left(1),
                             signature.chopped(1),
                             QByteArray(signature + '\0'),
                             QByteArray('\0' + signature),
                             QByteArray(signature.size(), '\0'),
                             QByteArray(signature.size(), '\xff'),
                             QByteArray(10000, 's') };
    for (const qsizetype at : { qsizetype(0), signature.size() / 2, signature.size() - 1 })
        wrong += flipped(signature, at);
    for (const QByteArray& changed : wrong) {
        const auto verified = key.verify(used, digest, changed);
        REQUIRE_VALUE(verified);
        QVERIFY2(!*verified, changed.toHex().left(80).constData());
    }
}

void CryptoKeyContract::readsDigestInfoStrictly_data()
{
    // RFC 8017, 8.2.2: what was signed is compared with what should have been, never parsed. RSNULL signs
    // any bytes, so every forgery of a DigestInfo can be signed in earnest.
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<bool>("isValid");
    const QByteArray digest(32, 'd');
    const QByteArray prefix = QByteArray::fromHex("3031300d060960864801650304020105000420");
    QTest::newRow("right") << QByteArray(prefix + digest) << true;
    QTest::newRow("digest alone") << digest << false;
    QTest::newRow("no parameters") << QByteArray(QByteArray::fromHex("302f300b0609608648016503040201")
                                                 + "\x04\x20" + digest)
                                   << false;
    QTest::newRow("of SHA-384") << QByteArray(QByteArray::fromHex("3031300d060960864801650304020205000420")
                                              + digest)
                                << false;
    QTest::newRow("of SHA-1") << QByteArray(QByteArray::fromHex("302d300906052b0e03021a05000420") + digest)
                              << false;
    QTest::newRow("something behind") << QByteArray(prefix + digest + '\0') << false;
    QTest::newRow("something behind, counted") << QByteArray(
        QByteArray::fromHex("3033300d060960864801650304020105000420") + digest + QByteArray("\x05\x00", 2))
                                               << false;
    QTest::newRow("long form of length")
        << QByteArray(QByteArray::fromHex("308131300d060960864801650304020105000420") + digest) << false;
    QTest::newRow("indefinite length") << QByteArray(
        QByteArray::fromHex("3080300d060960864801650304020105000420") + digest + QByteArray(2, '\0'))
                                       << false;
    QTest::newRow("cut digest") << QByteArray(prefix + digest.chopped(1)) << false;
    QTest::newRow("another digest") << QByteArray(prefix + QByteArray(32, 'e')) << false;
    QTest::newRow("parameters that are no null")
        << QByteArray(QByteArray::fromHex("3031300d060960864801650304020106000420") + digest) << false;
}
void CryptoKeyContract::readsDigestInfoStrictly()
{
    QFETCH(QByteArray, info);
    QFETCH(bool, isValid);
    const crypto::CryptoKey& key = keyOf(u"RSA 2048"_s);
    const auto signature = key.sign(algorithm(u"RSNULL"_s), info);
    REQUIRE_VALUE(signature);
    QCOMPARE(*key.verify(algorithm(u"RS256"_s), QByteArray(32, 'd'), *signature), isValid);
}

void CryptoKeyContract::knowsTheEdgesOfEcdsa_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "ES256", "ES384", "ES512", "ES256K" })
        QTest::newRow(name) << QString::fromLatin1(name);
}
void CryptoKeyContract::knowsTheEdgesOfEcdsa()
{
    QFETCH(QString, name);
    const KeyAlgorithm& used = algorithm(name);
    const crypto::CryptoKey& key = keyOf(crypto::toText(*used.curve));
    static const QHash<QString, QByteArray> orders{
        { u"ES256"_s, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551" },
        { u"ES384"_s,
          "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc5297"
          "3" },
        { u"ES512"_s,
          "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5"
          "d03"
          "bb5c9b8899c47aebb6fb71e91386409" },
        { u"ES256K"_s, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141" },
    };
    const QByteArray order = QByteArray::fromHex(orders[name]);
    const int width = crypto::coordinateBytes(*used.curve);
    QCOMPARE(order.size(), width);
    const QByteArray digest = digestFor(used);
    const QByteArray signature = *key.sign(used, digest);
    const QByteArray r = signature.left(width);
    const QByteArray s = signature.right(width);
    const QByteArray zero(width, '\0');
    QByteArray one = zero;
    one.back() = '\x01';
    for (const QByteArray& wrong :
         { QByteArray(zero + zero), QByteArray(zero + s), QByteArray(r + zero), QByteArray(order + s),
           QByteArray(r + order), QByteArray(order + order), QByteArray(zero + one), QByteArray(one + zero),
           QByteArray(one + one), QByteArray(s + r), QByteArray(r + r) }) {
        const auto verified = key.verify(used, digest, wrong);
        REQUIRE_VALUE(verified);
        QVERIFY2(!*verified, wrong.toHex().constData());
    }
    // The service's form is r and s of fixed width, not the DER that OpenSSL and X.509 have.
    const QByteArray der = "\x30" + QByteArray(1, static_cast<char>(2 * width + 4)) + "\x02"
        + QByteArray(1, static_cast<char>(width)) + r + "\x02" + QByteArray(1, static_cast<char>(width)) + s;
    QVERIFY(!*key.verify(used, digest, der));
}

void CryptoKeyContract::verifiesAPublishedSignature()
{
    // RFC 6979, A.2.5: P-256, SHA-256, "sample".
    const QByteArray x
        = QByteArray::fromHex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
    const QByteArray y
        = QByteArray::fromHex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    const auto software = crypto::SoftwareKey::fromEcParts(
        { crypto::Curve::P256, x, y,
          secret(QByteArray::fromHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")) });
    REQUIRE_VALUE(software);
    const auto key = importKey(*software);
    REQUIRE_VALUE(key);
    const QByteArray digest = QCryptographicHash::hash("sample", QCryptographicHash::Sha256);
    const QByteArray signature
        = QByteArray::fromHex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                              "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    QVERIFY(*(*key)->verify(algorithm(u"ES256"_s), digest, signature));
    QVERIFY(*software->verify(algorithm(u"ES256"_s), digest, *(*key)->sign(algorithm(u"ES256"_s), digest)));
}

void CryptoKeyContract::macsAsOthersDo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("hash");
    QTest::addColumn<int>("keyBytes");
    for (const int size : { 16, 24, 32 }) {
        QTest::addRow("HS256, %d", size)
            << u"HS256"_s << static_cast<int>(QCryptographicHash::Sha256) << size;
        QTest::addRow("HS384, %d", size)
            << u"HS384"_s << static_cast<int>(QCryptographicHash::Sha384) << size;
        QTest::addRow("HS512, %d", size)
            << u"HS512"_s << static_cast<int>(QCryptographicHash::Sha512) << size;
    }
}
void CryptoKeyContract::macsAsOthersDo()
{
    QFETCH(QString, name);
    QFETCH(int, hash);
    QFETCH(int, keyBytes);
    const QByteArray bytes(keyBytes, 'k');
    const auto key = octKey(bytes);
    const QByteArray digest = digestFor(algorithm(name));
    const auto mac = key->sign(algorithm(name), digest);
    REQUIRE_VALUE(mac);
    QCOMPARE(
        *mac,
        QMessageAuthenticationCode::hash(digest, bytes, static_cast<QCryptographicHash::Algorithm>(hash)));
}

void CryptoKeyContract::encryptsAndDecrypts_data() { eachUse(ciphers); }
void CryptoKeyContract::encryptsAndDecrypts()
{
    QFETCH(QString, name);
    QFETCH(QString, kind);
    const KeyAlgorithm& used = algorithm(name);
    const crypto::CryptoKey& key = keyOf(kind);
    for (const int size : sizesFor(used, key.publicKey().bits)) {
        const QByteArray text(size, 't');
        const auto output = key.encrypt(used, { secret(text), nonceFor(used), {} });
        QVERIFY2(output.has_value(), qPrintable(QString::number(size)));
        if (used.scheme == Scheme::AesKeyWrap)
            QCOMPARE(output->ciphertext.size(), size + 8);
        if (used.scheme == Scheme::AesKeyWrapPad)
            QCOMPARE(output->ciphertext.size(), (size + 7) / 8 * 8 + 8);
        const auto back = key.decrypt(used, { output->ciphertext, output->nonce, output->tag, {} });
        QVERIFY2(back.has_value(), qPrintable(QString::number(size)));
        QCOMPARE(back->view().toByteArray(), text);
        if (isCbc(used) || used.scheme == Scheme::AesGcm)
            continue; // garbage under CBC may be well-formed; the rules of GCM have a test of their own
        for (const qsizetype at : { qsizetype(0), output->ciphertext.size() - 1 })
            QVERIFY(isOneFailure(key.decrypt(used, { flipped(output->ciphertext, at), {}, {}, {} })));
    }
}

void CryptoKeyContract::limitsPlaintextOfRsa_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("longest");
    const auto row = [](int bits, const char* name, int longest) {
        QTest::addRow("%d %s", bits, name) << u"RSA %1"_s.arg(bits) << QString::fromLatin1(name) << longest;
    };
    row(2048, "RSA1_5", 245);
    row(3072, "RSA1_5", 373);
    row(4096, "RSA1_5", 501);
    row(2048, "RSA-OAEP", 214);
    row(3072, "RSA-OAEP", 342);
    row(4096, "RSA-OAEP", 470);
    row(2048, "RSA-OAEP-256", 190);
    row(3072, "RSA-OAEP-256", 318);
    row(4096, "RSA-OAEP-256", 446);
}
void CryptoKeyContract::limitsPlaintextOfRsa()
{
    QFETCH(QString, kind);
    QFETCH(QString, name);
    QFETCH(int, longest);
    const crypto::CryptoKey& key = keyOf(kind);
    REQUIRE_VALUE(key.encrypt(algorithm(name), { secret(QByteArray(longest, 't')), {}, {} }));
    const auto refused = key.encrypt(algorithm(name), { secret(QByteArray(longest + 1, 't')), {}, {} });
    QCOMPARE(refused.error().code, ErrorCode::BadParameter);
    QCOMPARE(refused.error().field, u"value"_s);
}

void CryptoKeyContract::refusesPkcs1BlocksAlike_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<QByteArray>("message"); // null when it is refused
    const QByteArray none;
    const QByteArray good = pkcs1Block(256, "message");
    QTest::newRow("right") << good << QByteArray("message");
    QTest::newRow("empty message") << pkcs1Block(256, {}) << QByteArray("");
    QTest::newRow("longest message") << pkcs1Block(256, QByteArray(245, 'm')) << QByteArray(245, 'm');
    QTest::newRow("first byte 01") << QByteArray('\x01' + good.mid(1)) << none;
    QTest::newRow("type 0") << QByteArray(QByteArray("\x00\x00", 2) + good.mid(2)) << none;
    QTest::newRow("type 1") << QByteArray(QByteArray("\x00\x01", 2) + good.mid(2)) << none;
    QTest::newRow("type 3") << QByteArray(QByteArray("\x00\x03", 2) + good.mid(2)) << none;
    QTest::newRow("no padding") << QByteArray(QByteArray("\x00\x02\x00", 3) + QByteArray(253, 'm')) << none;
    QTest::newRow("seven bytes of padding") << QByteArray(QByteArray("\x00\x02", 2) + QByteArray(7, 'p')
                                                          + QByteArray(1, '\0') + QByteArray(246, 'm'))
                                            << none;
    QTest::newRow("zero within eight bytes")
        << QByteArray(QByteArray("\x00\x02ppp\x00pppp", 10) + QByteArray(1, '\0') + QByteArray(245, 'm'))
        << none;
    QTest::newRow("no separator") << QByteArray(QByteArray("\x00\x02", 2) + QByteArray(254, 'p')) << none;
    QTest::newRow("zeros") << QByteArray(256, '\0') << none;
}
void CryptoKeyContract::refusesPkcs1BlocksAlike()
{
    QFETCH(QByteArray, block);
    QFETCH(QByteArray, message);
    QCOMPARE(block.size(), 256);
    const crypto::CryptoKey& key = keyOf(u"RSA 2048"_s);
    const auto text
        = key.decrypt(algorithm(u"RSA1_5"_s), { rsaPublicOperation(key.publicKey(), block), {}, {}, {} });
    if (message.isNull()) {
        QVERIFY(isOneFailure(text));
        return;
    }
    REQUIRE_VALUE(text);
    QCOMPARE(text->view().toByteArray(), message);
}

void CryptoKeyContract::refusesOaepBlocksAlike_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isValid");
    for (const bool isSha256 : { false, true }) {
        const auto hash = isSha256 ? QCryptographicHash::Sha256 : QCryptographicHash::Sha1;
        const auto other = isSha256 ? QCryptographicHash::Sha1 : QCryptographicHash::Sha256;
        const QString name = isSha256 ? u"RSA-OAEP-256"_s : u"RSA-OAEP"_s;
        const auto row = [&](const char* what, bool isValid, auto change) {
            OaepBlock block;
            block.hash = hash;
            block.mgfHash = hash;
            block.message = "message";
            change(block);
            QTest::addRow("%s, %s", qPrintable(name), what) << block.encoded() << name << isValid;
        };
        row("right", true, [](OaepBlock&) {});
        row("first byte 01", false, [](OaepBlock& block) { block.first = '\x01'; });
        row("a label", false, [](OaepBlock& block) { block.label = "label"; });
        row("another hash", false, [&](OaepBlock& block) { block.hash = block.mgfHash = other; });
        row("another hash for the mask", false, [&](OaepBlock& block) { block.mgfHash = other; });
        row("another hash for the label", false, [&](OaepBlock& block) { block.hash = other; });
        row("padding is not zero", false, [](OaepBlock& block) { block.padding = '\x02'; });
        row("separator is 02", false, [](OaepBlock& block) { block.separator = '\x02'; });
        row("no separator", false, [](OaepBlock& block) {
            block.message.clear();
            block.separator = '\0';
        });
    }
}
void CryptoKeyContract::refusesOaepBlocksAlike()
{
    QFETCH(QByteArray, block);
    QFETCH(QString, name);
    QFETCH(bool, isValid);
    const crypto::CryptoKey& key = keyOf(u"RSA 2048"_s);
    // A first byte of 01 may make the block larger than the modulus, which is refused all the same.
    const auto text
        = key.decrypt(algorithm(name), { rsaPublicOperation(key.publicKey(), block), {}, {}, {} });
    QVERIFY(isValid ? text && text->view() == "message" : isOneFailure(text));
}

void CryptoKeyContract::refusesRsaCiphertextsAlike_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "RSA1_5", "RSA-OAEP", "RSA-OAEP-256" })
        QTest::newRow(name) << QString::fromLatin1(name);
}
void CryptoKeyContract::refusesRsaCiphertextsAlike()
{
    QFETCH(QString, name);
    const crypto::CryptoKey& key = keyOf(u"RSA 2048"_s);
    const QByteArray n = key.publicKey().n;
    QByteArray one(256, '\0');
    one.back() = '\x01';
    const QByteArray right = key.encrypt(algorithm(name), { secret("text"), {}, {} })->ciphertext;
    for (const QByteArray& wrong :
         { QByteArray(), QByteArray(256, '\0'), one, n, flipped(n, 255), QByteArray(256, '\xff'),
           right.chopped(1), QByteArray(right + '\0'), QByteArray('\0' + right), QByteArray(10000, 'c') })
        QVERIFY2(isOneFailure(key.decrypt(algorithm(name), { wrong, {}, {}, {} })),
                 wrong.toHex().left(60).constData());
}

void CryptoKeyContract::refusesCbcPaddingAlike_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("length"); // -1 when it is refused
    const auto padded = [](int size, int padding) {
        return QByteArray(QByteArray(size, 't') + QByteArray(padding, static_cast<char>(padding)));
    };
    for (int padding = 1; padding <= 16; ++padding)
        QTest::addRow("padding of %d", padding) << padded(32 - padding, padding) << 32 - padding;
    QTest::newRow("padding alone") << padded(0, 16) << 0;
    QTest::newRow("zero") << QByteArray(32, '\0') << -1;
    QTest::newRow("seventeen") << QByteArray(32, '\x11') << -1;
    QTest::newRow("255") << QByteArray(32, '\xff') << -1;
    QTest::newRow("one byte wrong") << QByteArray(QByteArray(29, 't') + QByteArray("\x03\x02\x03", 3)) << -1;
    QTest::newRow("first of sixteen wrong") << QByteArray("\x0f" + QByteArray(15, '\x10')) << -1;
    QTest::newRow("one too few") << QByteArray(QByteArray(30, 't') + QByteArray(2, '\x03')) << -1;
    QTest::newRow("ISO 7816") << QByteArray(QByteArray(28, 't') + QByteArray("\x80\x00\x00\x00", 4)) << -1;
    QTest::newRow("text") << QByteArray(32, 't') << -1;
}
void CryptoKeyContract::refusesCbcPaddingAlike()
{
    QFETCH(QByteArray, text);
    QFETCH(int, length);
    const QByteArray nonce(16, 'i');
    for (const int bits : { 128, 192, 256 }) {
        const crypto::CryptoKey& key = keyOf(u"oct %1"_s.arg(bits));
        const KeyAlgorithm& bare = algorithm(u"A%1CBC"_s.arg(bits));
        const KeyAlgorithm& padding = algorithm(u"A%1CBCPAD"_s.arg(bits));
        const QByteArray sealed = key.encrypt(bare, { secret(text), nonce, {} })->ciphertext;
        const auto back = key.decrypt(padding, { sealed, nonce, {}, {} });
        QVERIFY(length < 0 ? isOneFailure(back) : back && back->view() == text.left(length));
    }
}

void CryptoKeyContract::knowsTheRulesOfCbc()
{
    const crypto::CryptoKey& key = keyOf(u"oct 256"_s);
    const KeyAlgorithm& bare = algorithm(u"A256CBC"_s);
    const KeyAlgorithm& padding = algorithm(u"A256CBCPAD"_s);
    for (const int size : { 0, 1, 15, 17 })
        QCOMPARE(key.encrypt(bare, { secret(QByteArray(size, 't')), QByteArray(16, 'i'), {} }).error().field,
                 u"value"_s);
    for (const int size : { 0, 12, 15, 17 }) {
        for (const KeyAlgorithm* used : { &bare, &padding }) {
            QCOMPARE(
                key.encrypt(*used, { secret(QByteArray(16, 't')), QByteArray(size, 'i'), {} }).error().field,
                u"iv"_s);
            QCOMPARE(key.decrypt(*used, { QByteArray(16, 'c'), QByteArray(size, 'i'), {}, {} }).error().field,
                     u"iv"_s);
        }
    }
    for (const int size : { 0, 1, 15, 17 }) {
        for (const KeyAlgorithm* used : { &bare, &padding })
            QVERIFY(isOneFailure(key.decrypt(*used, { QByteArray(size, 'c'), QByteArray(16, 'i'), {}, {} })));
    }
}

void CryptoKeyContract::opensPublishedGcm()
{
    // The GCM submission to NIST, test cases 4 (128 bits) and 16 (256 bits).
    const QByteArray nonce = QByteArray::fromHex("cafebabefacedbaddecaf888");
    const QByteArray aad = QByteArray::fromHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    const QByteArray text
        = QByteArray::fromHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956"
                              "809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    const QByteArray half = QByteArray::fromHex("feffe9928665731c6d6a8f9467308308");
    const QByteArray of128
        = QByteArray::fromHex("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466"
                              "931c7d8f6a5aac84aa051ba30b396a0aac973d58e091");
    const QByteArray of256
        = QByteArray::fromHex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590d"
                              "bb3da7b08b1056828838c5f61e6393ba7a0abcc9f662");
    const auto opened128 = octKey(half)->decrypt(
        algorithm(u"A128GCM"_s),
        { of128, nonce, QByteArray::fromHex("5bc94fbc3221a5db94fae95ae7121a47"), aad });
    QVERIFY(opened128 && opened128->view() == text);
    const auto opened256
        = octKey(half + half)
              ->decrypt(algorithm(u"A256GCM"_s),
                        { of256, nonce, QByteArray::fromHex("76fc6ece0f4e1768cddf8853bb2d551b"), aad });
    QVERIFY(opened256 && opened256->view() == text);
}

void CryptoKeyContract::knowsTheRulesOfGcm()
{
    const crypto::CryptoKey& key = keyOf(u"oct 256"_s);
    const KeyAlgorithm& gcm = algorithm(u"A256GCM"_s);
    QCOMPARE(key.encrypt(gcm, { secret("text"), QByteArray(12, 'n'), {} }).error().field, u"iv"_s);
    QSet<QByteArray> nonces;
    for (int i = 0; i < 100; ++i)
        nonces.insert(key.encrypt(gcm, { secret("text"), {}, {} })->nonce);
    QCOMPARE(nonces.size(), 100);
    const auto sealed = key.encrypt(gcm, { secret("text"), {}, "aad" });
    QCOMPARE(sealed->nonce.size(), 12);
    QCOMPARE(sealed->tag.size(), 16);
    const auto opened = [&](QByteArray text, QByteArray nonce, QByteArray tag, QByteArray aad) {
        return key.decrypt(gcm, { std::move(text), std::move(nonce), std::move(tag), std::move(aad) });
    };
    const auto& [text, nonce, tag] = *sealed;
    QVERIFY(opened(text, nonce, tag, "aad").has_value());
    QVERIFY(isOneFailure(opened(text, nonce, tag, {})));
    QVERIFY(isOneFailure(opened(text, nonce, tag, "other")));
    QVERIFY(isOneFailure(opened(text, flipped(nonce, 0), tag, "aad")));
    QVERIFY(isOneFailure(opened(flipped(text, 0), nonce, tag, "aad")));
    QVERIFY(isOneFailure(opened(QByteArray(text + 'x'), nonce, tag, "aad")));
    QVERIFY(isOneFailure(opened({}, nonce, tag, "aad")));
    for (qsizetype at = 0; at < 16; ++at)
        QVERIFY(isOneFailure(opened(text, nonce, flipped(tag, at), "aad")));
    for (const int size : { 0, 4, 12, 15, 17 })
        QCOMPARE(opened(text, nonce, QByteArray(size, 't'), "aad").error().field, u"tag"_s);
    for (const int size : { 0, 8, 11, 13, 16 })
        QCOMPARE(opened(text, QByteArray(size, 'n'), tag, "aad").error().field, u"iv"_s);
}

void CryptoKeyContract::wrapsAsPublished_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("wrapped");
    const auto row
        = [](const char* title, const char* name, const char* key, const char* text, const char* wrapped) {
              QTest::newRow(title) << QString::fromLatin1(name) << QByteArray::fromHex(key)
                                   << QByteArray::fromHex(text) << QByteArray::fromHex(wrapped);
          };
    const char* const key128 = "000102030405060708090a0b0c0d0e0f";
    const char* const key192 = "000102030405060708090a0b0c0d0e0f1011121314151617";
    const char* const key256 = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const char* const text128 = "00112233445566778899aabbccddeeff";
    const char* const text192 = "00112233445566778899aabbccddeeff0001020304050607";
    const char* const text256 = "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f";
    row("RFC 3394, 4.1", "A128KW", key128, text128, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
    row("RFC 3394, 4.2", "A192KW", key192, text128, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d");
    row("RFC 3394, 4.3", "A256KW", key256, text128, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7");
    row("RFC 3394, 4.4", "CKM_AES_KEY_WRAP", key192, text192,
        "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2");
    row("RFC 3394, 4.5", "A256KW", key256, text192,
        "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1");
    row("RFC 3394, 4.6", "CKM_AES_KEY_WRAP", key256, text256,
        "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
    const char* const key5649 = "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8";
    row("RFC 5649, 20 bytes", "CKM_AES_KEY_WRAP_PAD", key5649, "c37b7e6492584340bed12207808941155068f738",
        "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a");
    row("RFC 5649, 7 bytes", "A192KWPAD", key5649, "466f7250617369", "afbeb0f07dfbf5419200f2ccb50bb24f");
}
void CryptoKeyContract::wrapsAsPublished()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, wrapped);
    const auto wrapping = octKey(key);
    const auto output = wrapping->encrypt(algorithm(name), { secret(text), {}, {} });
    REQUIRE_VALUE(output);
    QCOMPARE(output->ciphertext, wrapped);
    const auto back = wrapping->decrypt(algorithm(name), { wrapped, {}, {}, {} });
    REQUIRE_VALUE(back);
    QCOMPARE(back->view().toByteArray(), text);
}

void CryptoKeyContract::refusesWrappedKeysAlike_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "A256KW", "CKM_AES_KEY_WRAP", "A256KWPAD", "CKM_AES_KEY_WRAP_PAD" })
        QTest::newRow(name) << QString::fromLatin1(name);
}
void CryptoKeyContract::refusesWrappedKeysAlike()
{
    QFETCH(QString, name);
    const crypto::CryptoKey& key = keyOf(u"oct 256"_s);
    const KeyAlgorithm& used = algorithm(name);
    const bool isPadded = used.scheme == Scheme::AesKeyWrapPad;
    const KeyAlgorithm& other = algorithm(isPadded ? u"A256KW"_s : u"A256KWPAD"_s);
    const auto refuses = [&](const QByteArray& wrapped) {
        return isOneFailure(key.decrypt(used, { wrapped, {}, {}, {} }));
    };
    const QByteArray wrapped = key.encrypt(used, { secret(QByteArray(32, 'k')), {}, {} })->ciphertext;
    for (qsizetype at = 0; at < wrapped.size(); ++at)
        QVERIFY2(refuses(flipped(wrapped, at)), qPrintable(QString::number(at)));
    for (const int size : { 0, 1, 7, 8, 15, 16, 23, 24, 32, 39 })
        QVERIFY2(refuses(wrapped.left(size)), qPrintable(QString::number(size)));
    QVERIFY(refuses(QByteArray(wrapped + QByteArray(8, '\0'))));
    QVERIFY(refuses(QByteArray(wrapped + 'x')));
    QVERIFY(refuses(key.encrypt(other, { secret(QByteArray(32, 'k')), {}, {} })->ciphertext));
}

void CryptoKeyContract::refusesPaddedBlocksAlike_data()
{
    // RFC 5649, 4.1: up to eight bytes are one block of AES: the constant, the length, the padded text.
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<int>("length"); // -1 when it is refused
    const auto row = [](const char* title, const char* hex, int length) {
        QTest::newRow(title) << QByteArray::fromHex(hex) << length;
    };
    row("eight bytes", "a65959a6000000086161616161616161", 8);
    row("seven bytes", "a65959a6000000076161616161616100", 7);
    row("one byte", "a65959a6000000016100000000000000", 1);
    row("another constant", "a65959a7000000086161616161616161", -1);
    row("the constant of RFC 3394", "a6a6a6a6a6a6a6a66161616161616161", -1);
    row("no bytes", "a65959a6000000000000000000000000", -1);
    row("nine bytes", "a65959a6000000096161616161616161", -1);
    row("sixteen bytes", "a65959a6000000106161616161616161", -1);
    row("4294967295 bytes", "a65959a6ffffffff6161616161616161", -1);
    row("little-endian length", "a65959a6080000006161616161616161", -1);
    row("padding is not zero", "a65959a6000000076161616161616161", -1);
    row("padding is not zero, further in", "a65959a6000000016100000000000100", -1);
}
void CryptoKeyContract::refusesPaddedBlocksAlike()
{
    QFETCH(QByteArray, block);
    QFETCH(int, length);
    const crypto::CryptoKey& key = keyOf(u"oct 256"_s);
    // One block of CBC with a vector of zeros is the bare cipher.
    const QByteArray wrapped
        = key.encrypt(algorithm(u"A256CBC"_s), { secret(block), QByteArray(16, '\0'), {} })->ciphertext;
    const auto text = key.decrypt(algorithm(u"A256KWPAD"_s), { wrapped, {}, {}, {} });
    QVERIFY(length < 0 ? isOneFailure(text) : text && text->view() == block.mid(8, length));
}

void CryptoKeyContract::limitsWhatIsWrapped()
{
    const crypto::CryptoKey& key = keyOf(u"oct 256"_s);
    for (const int size : { 0, 1, 8, 15, 17, 20 }) {
        const auto refused = key.encrypt(algorithm(u"A256KW"_s), { secret(QByteArray(size, 'k')), {}, {} });
        QCOMPARE(refused.error().code, ErrorCode::BadParameter);
        QCOMPARE(refused.error().field, u"value"_s);
    }
    QCOMPARE(key.encrypt(algorithm(u"A256KWPAD"_s), { secret({}), {}, {} }).error().field, u"value"_s);
}

void CryptoKeyContract::isUsedFromManyThreads()
{
    const crypto::CryptoKey& ec = keyOf(u"P-256"_s);
    const crypto::CryptoKey& oct = keyOf(u"oct 256"_s);
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                for (int j = 0; j < 25; ++j) {
                    const QByteArray digest(32, static_cast<char>(i * 25 + j));
                    const auto signature = ec.sign(algorithm(u"ES256"_s), digest);
                    const auto sealed = oct.encrypt(algorithm(u"A256GCM"_s), { secret(digest), {}, {} });
                    const auto text = sealed
                        ? oct.decrypt(algorithm(u"A256GCM"_s),
                                      { sealed->ciphertext, sealed->nonce, sealed->tag, {} })
                        : sealed.error();
                    if (!signature || !*ec.verify(algorithm(u"ES256"_s), digest, *signature) || !text
                        || text->view() != digest)
                        ++failures;
                }
            });
        }
    }
    QCOMPARE(failures, 0);
}

} // namespace strongroom::contracts
