// SPDX-License-Identifier: Apache-2.0
// Keys in a real token: SoftHSM2, whose module Debian keeps in /usr/lib/softhsm.
#include "model/crypto/software_key.h"
#include "model/hsm/discovery.h"
#include "model/hsm/token.h"
#include "tests/support/soft_hsm.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace strongroom;
using namespace strongroom::hsm;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using crypto::KeyAlgorithm;

namespace {

const QString modulePath = tests::SoftHsm::modulePath();

base::SecureBytes pin(const char* text) { return base::SecureBytes::copyOf(QByteArrayView(text)); }

const KeyAlgorithm& algorithm(const char* name)
{
    return *crypto::findKeyAlgorithm(QString::fromLatin1(name));
}

using KeyResult = base::Result<std::unique_ptr<crypto::CryptoKey>>;

const char* whyNot(const KeyResult& key) { return key ? "" : qPrintable(key.error().message); }

/// "RSA2048", "P-256", "oct256": a kind of key and a key of it made by software, once.
const crypto::SoftwareKey& softwareKey(const QString& kind)
{
    static std::map<QString, crypto::SoftwareKey> keys;
    auto known = keys.find(kind);
    if (known == keys.end()) {
        auto key = kind.startsWith(u"RSA"_s)
            ? crypto::SoftwareKey::generateRsa(QStringView(kind).sliced(3).toInt(), 65537)
            : kind.startsWith(u"oct"_s)
            ? crypto::SoftwareKey::generateOct(QStringView(kind).sliced(3).toInt())
            : crypto::SoftwareKey::generateEc(*crypto::curveFromText(kind));
        known = keys.emplace(kind, std::move(key).value()).first;
    }
    return known->second;
}

void eachKind()
{
    QTest::addColumn<QString>("kind");
    for (const char* kind : { "RSA2048", "RSA3072", "RSA4096", "P-256", "P-384", "P-521", "P-256K", "oct128",
                              "oct192", "oct256" })
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

/// Whether both hold the same key: what one signs or encrypts, the other verifies or decrypts.
bool isSameKey(const crypto::CryptoKey& a, const crypto::CryptoKey& b)
{
    if (a.publicKey() != b.publicKey())
        return false;
    const crypto::KeyType type = a.publicKey().type;
    const QByteArray digest(32, 'd');
    if (type == crypto::KeyType::Oct) {
        const KeyAlgorithm& wrap = algorithm("CKM_AES_KEY_WRAP");
        const auto wrapped = a.encrypt(wrap, { base::SecureBytes::copyOf(digest), {}, {} });
        const auto text = wrapped ? b.decrypt(wrap, { wrapped->ciphertext, {}, {}, {} }) : wrapped.error();
        if (!text || text->view() != digest)
            return false;
        // SoftHSM2 makes no HMAC with a key shorter than the digest, unless it came padded.
        if (a.publicKey().bits < 256)
            return true;
        const auto mac = a.sign(algorithm("HS256"), digest);
        const auto same = b.sign(algorithm("HS256"), digest);
        return mac && same && *mac == *same;
    }
    const auto usesCurve = [&](const KeyAlgorithm& used) { return used.curve == a.publicKey().curve; };
    const auto all = crypto::keyAlgorithms();
    const auto used = type == crypto::KeyType::Rsa
        ? std::find_if(all.begin(), all.end(),
                       [](const auto& one) { return one.keyType == crypto::KeyType::Rsa; })
        : std::find_if(all.begin(), all.end(), usesCurve);
    const QByteArray input(used->digestBytes, 'd');
    const auto signature = a.sign(*used, input);
    const auto verified = signature ? b.verify(*used, input, *signature) : signature.error();
    return verified && *verified;
}

} // namespace

class TokenTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!tests::SoftHsm::isInstalled())
            QSKIP("SoftHSM2 is not installed");
        QVERIFY(m_device.make());
        auto token = Token::open({ modulePath, u"vault token"_s }, pin("1234"));
        QVERIFY2(token.has_value(), token ? "" : qPrintable(token.error().message));
        m_token = std::move(*token);
    }
    void cleanupTestCase() { m_token.reset(); }

    void listsWhatIsThere()
    {
        const auto module = Pkcs11Module::load(modulePath);
        QVERIFY(module.has_value());
        const auto slots = (*module)->slotFacts();
        QVERIFY(slots.has_value());
        const auto ours = std::find_if(slots->begin(), slots->end(),
                                       [](const auto& slot) { return slot.label == u"vault token"_s; });
        QVERIFY(ours != slots->end());
        QVERIFY(ours->isInitialized && ours->needsLogin && ours->isPinSet && !ours->isPinLocked);
        const auto mechanisms = (*module)->mechanisms(ours->id);
        QVERIFY(std::any_of(mechanisms->begin(), mechanisms->end(), [](const auto& mechanism) {
            return mechanism.name == u"ECDSA"_s && mechanism.uses.contains(u"sign"_s);
        }));
    }

    void saysWhatIsWrong()
    {
        QCOMPARE(Token::open({ u"/nowhere/module.so"_s, u"x"_s }, pin("1234")).error().code,
                 ErrorCode::TokenAbsent);
        const auto other = Token::open({ modulePath, u"another token"_s }, pin("1234"));
        QCOMPARE(other.error().code, ErrorCode::TokenAbsent);
        QVERIFY(other.error().message.contains(u"another token"_s));
        QCOMPARE(m_token->find("nothing").error().code, ErrorCode::KeyNotFound);
    }

    void signsInside_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "RSNULL", "ES256",
                                  "ES384", "ES512", "ES256K", "HS256", "HS384", "HS512" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void signsInside()
    {
        QFETCH(QString, name);
        const KeyAlgorithm& used = *crypto::findKeyAlgorithm(name);
        const auto key = keyFor(used);
        QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().message));
        const QByteArray digest(used.digestBytes ? used.digestBytes : 20, '\x21');
        const auto signature = (*key)->sign(used, digest);
        QVERIFY2(signature.has_value(), signature ? "" : qPrintable(signature.error().message));
        QVERIFY(*(*key)->verify(used, digest, *signature));
        QByteArray changed = digest;
        changed[0] = 'x';
        QVERIFY(!*(*key)->verify(used, changed, *signature));
        if (used.keyType == crypto::KeyType::Oct)
            return;
        // Checked by software outside, from the public part alone.
        const auto outside = crypto::SoftwareKey::fromPublicKey((*key)->publicKey());
        QVERIFY(*outside->verify(used, digest, *signature));
    }

    void decryptsInside_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "A128GCM", "A256GCM", "A128CBC",
                                  "A256CBC", "A128CBCPAD", "A256CBCPAD", "A128KW", "A256KW", "A256KWPAD",
                                  "CKM_AES_KEY_WRAP", "A192KW", "CKM_AES_KEY_WRAP_PAD" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void decryptsInside()
    {
        QFETCH(QString, name);
        const KeyAlgorithm& used = *crypto::findKeyAlgorithm(name);
        const auto key = keyFor(used);
        QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().message));
        const QByteArray text(32, 'k');
        const bool isCbc = used.scheme == crypto::Scheme::AesCbc || used.scheme == crypto::Scheme::AesCbcPad;
        auto sealed = (*key)->encrypt(
            used, { base::SecureBytes::copyOf(text), isCbc ? QByteArray(16, 'i') : QByteArray(), {} });
        QVERIFY2(sealed.has_value(), sealed ? "" : qPrintable(sealed.error().message));
        const auto back = (*key)->decrypt(used, { sealed->ciphertext, sealed->nonce, sealed->tag, {} });
        QVERIFY2(back.has_value(), back ? "" : qPrintable(back.error().message));
        QCOMPARE(back->view().toByteArray(), text);
        if (used.scheme == crypto::Scheme::AesCbc)
            return;
        sealed->ciphertext[0] = static_cast<char>(sealed->ciphertext[0] ^ 1);
        if (used.scheme == crypto::Scheme::AesCbcPad)
            sealed->ciphertext.chop(16);
        const auto refused = (*key)->decrypt(used, { sealed->ciphertext, sealed->nonce, sealed->tag, {} });
        QVERIFY(!refused);
        QCOMPARE(refused.error(), crypto::decryptionFailed());
    }

    void keysDoNotLeave()
    {
        QVERIFY(keyFor(algorithm("RS256")).has_value());
        const QByteArray listing = tests::SoftHsm::inspected(u"privkey"_s);
        if (listing.isEmpty())
            QSKIP("pkcs11-tool is not installed");
        QVERIFY2(listing.contains("never extractable"), listing.constData());
        QVERIFY2(listing.contains("always sensitive"), listing.constData());
    }

    void destroysKeys()
    {
        QVERIFY(m_token->generateEc("gone", u"gone"_s, crypto::Curve::P256).has_value());
        QVERIFY(m_token->destroy("gone").has_value());
        QCOMPARE(m_token->find("gone").error().code, ErrorCode::KeyNotFound);
        QVERIFY(m_token->destroy("gone").has_value());
    }

    void importsKeys_data() { eachKind(); }
    void importsKeys()
    {
        QFETCH(QString, kind);
        const crypto::SoftwareKey& software = softwareKey(kind);
        const QByteArray id = "imported " + kind.toUtf8();
        const auto imported = m_token->importKey(id, u"imported"_s, software);
        QVERIFY2(imported.has_value(), whyNot(imported));
        QVERIFY(isSameKey(software, **imported));
        QVERIFY(isSameKey(**imported, software));
        const auto facts = m_token->facts(id);
        QVERIFY(facts->isSensitive && !facts->isExtractable && !facts->isLocal);
        QCOMPARE(facts->label, u"imported"_s);
        QCOMPARE(m_token->wrapForRelease(id, softwareKey(u"RSA2048"_s).publicKey(), crypto::OaepHash::Sha1)
                     .error()
                     .code,
                 ErrorCode::Forbidden);
    }

    void unwrapsKeysFromElsewhere_data() { eachKind(); }
    void unwrapsKeysFromElsewhere()
    {
        QFETCH(QString, kind);
        const auto exchange = exchangeKey();
        QVERIFY2(exchange.has_value(), whyNot(exchange));
        const crypto::SoftwareKey& software = softwareKey(kind);
        const crypto::KeyType type = software.publicKey().type;
        const auto blob = crypto::wrapForTransport((*exchange)->publicKey(), crypto::OaepHash::Sha1,
                                                   *software.toStored());
        const QByteArray id = "brought " + kind.toUtf8();
        const auto brought
            = m_token->importWrapped(id, u"brought"_s, "exchange", { type, *blob, crypto::OaepHash::Sha1 });
        QVERIFY2(brought.has_value(), whyNot(brought));
        QVERIFY(isSameKey(software, **brought));
        QVERIFY(isSameKey(**brought, software));
        const auto kept = m_token->keyWithPart(id, software.publicKey());
        QVERIFY(kept && isSameKey(software, **kept));
        QVERIFY(!m_token->facts(id)->isExtractable);
    }

    void refusesWhatWasNotWrappedForIt()
    {
        const auto exchange = exchangeKey();
        QVERIFY2(exchange.has_value(), whyNot(exchange));
        const crypto::SoftwareKey& software = softwareKey(u"P-256"_s);
        const auto refused = [&](crypto::KeyType type, const QByteArray& blob) {
            const auto key = m_token->importWrapped("never", u"never"_s, "exchange",
                                                    { type, blob, crypto::OaepHash::Sha1 });
            return !key && key.error().code == ErrorCode::BadParameter
                && m_token->find("never").error().code == ErrorCode::KeyNotFound;
        };
        const crypto::SoftwareKey& stranger = softwareKey(u"RSA2048"_s);
        const QByteArray foreign
            = *crypto::wrapForTransport(stranger.publicKey(), crypto::OaepHash::Sha1, *software.toStored());
        QVERIFY(refused(crypto::KeyType::Ec, foreign));
        QVERIFY(refused(crypto::KeyType::Ec, {}));
        QVERIFY(refused(crypto::KeyType::Ec, foreign.left(256)));
        QByteArray ours = *crypto::wrapForTransport((*exchange)->publicKey(), crypto::OaepHash::Sha1,
                                                    *software.toStored());
        QVERIFY(refused(crypto::KeyType::Rsa, ours));
        ours.back() = static_cast<char>(ours.back() ^ 1);
        QVERIFY(refused(crypto::KeyType::Ec, ours));
        const QByteArray tooShort = *crypto::wrapForTransport(
            (*exchange)->publicKey(), crypto::OaepHash::Sha1, base::SecureBytes::copyOf(QByteArray(10, 'k')));
        QVERIFY(refused(crypto::KeyType::Oct, tooShort));
        const QByteArray smallRsa = *crypto::wrapForTransport(
            (*exchange)->publicKey(), crypto::OaepHash::Sha1,
            base::SecureBytes::copyOf(QByteArrayView("not PKCS#8 at all, but long enough for it")));
        QVERIFY(refused(crypto::KeyType::Rsa, smallRsa));
        QCOMPARE(m_token
                     ->importWrapped("never", u"never"_s, "no such key",
                                     { crypto::KeyType::Ec, ours, crypto::OaepHash::Sha1 })
                     .error()
                     .code,
                 ErrorCode::KeyNotFound);
    }

    void exchangeKeysOnlyUnwrap()
    {
        const auto exchange = exchangeKey();
        QVERIFY2(exchange.has_value(), whyNot(exchange));
        QCOMPARE((*exchange)->sign(algorithm("RS256"), QByteArray(32, 'x')).error().code,
                 ErrorCode::MechanismMissing);
        QCOMPARE(
            (*exchange)->decrypt(algorithm("RSA-OAEP"), { QByteArray(256, 'x'), {}, {}, {} }).error().code,
            ErrorCode::MechanismMissing);
    }

    void releasesExportableKeys_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("hash");
        for (const char* kind : { "RSA2048", "P-256", "P-521", "P-256K", "oct256" }) {
            for (const auto hash :
                 { crypto::OaepHash::Sha1, crypto::OaepHash::Sha256, crypto::OaepHash::Sha384 })
                QTest::addRow("%s %d", kind, crypto::digestBytes(hash))
                    << QString::fromLatin1(kind) << static_cast<int>(hash);
        }
    }
    void releasesExportableKeys()
    {
        QFETCH(QString, kind);
        QFETCH(int, hash);
        const QByteArray id = "exportable " + kind.toUtf8();
        auto key = m_token->find(id);
        if (!key && kind.startsWith(u"RSA"_s))
            key = m_token->generateRsa(id, {}, 2048, 65537, TokenKeyUse::Exportable);
        else if (!key && kind.startsWith(u"oct"_s))
            key = m_token->generateOct(id, {}, 256, TokenKeyUse::Exportable);
        else if (!key)
            key = m_token->generateEc(id, {}, *crypto::curveFromText(kind), TokenKeyUse::Exportable);
        QVERIFY2(key.has_value(), whyNot(key));
        const auto facts = m_token->facts(id);
        QVERIFY(facts->isExtractable && facts->isSensitive && facts->isLocal);
        const crypto::SoftwareKey& receiver = softwareKey(u"RSA2048"_s);
        const auto blob
            = m_token->wrapForRelease(id, receiver.publicKey(), static_cast<crypto::OaepHash>(hash));
        QVERIFY2(blob.has_value(), blob ? "" : qPrintable(blob.error().message));
        auto material = crypto::unwrapFromTransport(receiver, static_cast<crypto::OaepHash>(hash), *blob);
        QVERIFY2(material.has_value(), material ? "" : qPrintable(material.error().message));
        const auto released = crypto::SoftwareKey::fromStored(facts->type, std::move(*material));
        QVERIFY(released.has_value());
        QVERIFY(isSameKey(*released, **key));
        QVERIFY(isSameKey(**key, *released));
    }

    void keysThatStayCannotBeReleased()
    {
        const auto key = keyFor(algorithm("ES256"));
        QVERIFY2(key.has_value(), whyNot(key));
        const crypto::SoftwareKey& receiver = softwareKey(u"RSA2048"_s);
        for (const auto hash : { crypto::OaepHash::Sha1, crypto::OaepHash::Sha256 })
            QCOMPARE(m_token->wrapForRelease("P-256", receiver.publicKey(), hash).error().code,
                     ErrorCode::Forbidden);
        const auto facts = m_token->facts("P-256");
        QVERIFY(facts->isSensitive && facts->isAlwaysSensitive && facts->isNeverExtractable
                && facts->isLocal);
    }

    void listsItsKeys()
    {
        QVERIFY(m_token->generateEc("list 1", u"one"_s, crypto::Curve::P256).has_value());
        QVERIFY(m_token->generateOct("list 2", u"two"_s, 256).has_value());
        const auto some = m_token->keys("list ");
        QVERIFY(some.has_value());
        QCOMPARE(some->size(), std::size_t(2));
        QCOMPARE(some->front().label, u"one"_s);
        QCOMPARE(some->back().type, crypto::KeyType::Oct);
        QVERIFY(m_token->keys()->size() >= 2);
        QVERIFY(m_token->destroy("list 2").has_value());
        QCOMPARE(m_token->keys("list ")->size(), std::size_t(1));
        QCOMPARE(m_token->facts("list 2").error().code, ErrorCode::KeyNotFound);
    }

    void testsItself()
    {
        const std::size_t before = m_token->keys()->size();
        const auto checks = m_token->selfTest();
        QCOMPARE(checks.size(), std::size_t(7));
        for (const SelfTestCheck& check : checks)
            QVERIFY2(check.outcome == SelfTestCheck::Outcome::Passed,
                     qPrintable(check.name + u": " + check.sentence));
        QCOMPARE(m_token->keys()->size(), before);
    }

    void sharesOneLogin()
    {
        const auto again = Token::open({ modulePath, u"vault token"_s }, pin("1234"));
        QVERIFY(again.has_value());
        QCOMPARE(again->get(), m_token.get());
        const auto byAnyModule = Token::open({ {}, u"vault token"_s }, pin("1234"));
        QVERIFY2(byAnyModule.has_value(), byAnyModule ? "" : qPrintable(byAnyModule.error().message));
        QCOMPARE(Token::open({ modulePath, u"vault token"_s }, pin("4321")).error().code,
                 ErrorCode::TokenPinWrong);
        QCOMPARE(Token::open({ modulePath, u"vault token"_s, u"another serial"_s }, pin("1234")).error().code,
                 ErrorCode::TokenAbsent);
    }

    void isDiscovered()
    {
        const auto modules = discoverTokens({ modulePath, u"/nowhere/module.so"_s });
        const auto isNowhere
            = [](const FoundModule& module) { return module.path == u"/nowhere/module.so"_s; };
        const auto missing = std::find_if(modules.begin(), modules.end(), isNowhere);
        QVERIFY(missing != modules.end() && missing->problem);
        int found = 0;
        for (const FoundModule& module : modules) {
            for (const FoundSlot& slot : module.slots) {
                if (slot.slot.label != u"vault token"_s)
                    continue;
                ++found;
                QVERIFY(!slot.mechanisms.empty());
                QVERIFY(Token::open(*slot.address, pin("1234")).has_value());
            }
        }
        QCOMPARE(found, 1);
    }

    void survivesALostSession()
    {
        const auto key = keyFor(algorithm("ES256"));
        QVERIFY(key.has_value());
        m_token->forgetHandles();
        QVERIFY((*key)->sign(algorithm("ES256"), QByteArray(32, 'x')).has_value());
    }

    void makesRandomBytes()
    {
        const auto a = m_token->random(128);
        const auto b = m_token->random(128);
        QCOMPARE(a->size(), std::size_t(128));
        QVERIFY(!(*a == *b));
    }

private:
    KeyResult exchangeKey()
    {
        auto found = m_token->find("exchange");
        return found ? std::move(found)
                     : m_token->generateRsa("exchange", u"exchange"_s, 2048, 65537, TokenKeyUse::KeyExchange);
    }
    KeyResult keyFor(const KeyAlgorithm& used)
    {
        QByteArray id = "rsa";
        if (used.curve)
            id = crypto::toText(*used.curve).toUtf8();
        else if (used.keyType == crypto::KeyType::Oct)
            id = QByteArray::number(used.keyBits ? used.keyBits : 256);
        auto found = m_token->find(id);
        if (found || found.error().code != ErrorCode::KeyNotFound)
            return found;
        const QString label = QString::fromUtf8(id);
        if (used.keyType == crypto::KeyType::Rsa)
            return m_token->generateRsa(id, label, 2048, 65537);
        if (used.keyType == crypto::KeyType::Ec)
            return m_token->generateEc(id, label, *used.curve);
        return m_token->generateOct(id, label, id.toInt());
    }

    tests::SoftHsm m_device;
    std::shared_ptr<Token> m_token;
};

QTEST_GUILESS_MAIN(TokenTest)
#include "tst_token.moc"
