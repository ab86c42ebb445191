// SPDX-License-Identifier: Apache-2.0
// Keys in a real token: SoftHSM2, whose module Debian keeps in /usr/lib/softhsm.
#include "model/crypto/software_key.h"
#include "model/hsm/token.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace strongroom::hsm;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using crypto::KeyAlgorithm;

namespace {

const QString modulePath = u"/usr/lib/softhsm/libsofthsm2.so"_s;

base::SecureBytes pin(const char* text) { return base::SecureBytes::copyOf(QByteArrayView(text)); }

const KeyAlgorithm& algorithm(const char* name)
{
    return *crypto::findKeyAlgorithm(QString::fromLatin1(name));
}

int run(const QString& program, const QStringList& arguments, QByteArray* output = nullptr)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished();
    if (output)
        *output = process.readAllStandardOutput() + process.readAllStandardError();
    return process.exitCode();
}

} // namespace

class TokenTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(modulePath))
            QSKIP("SoftHSM2 is not installed");
        QVERIFY(m_folder.isValid());
        QFile configuration(m_folder.filePath(u"softhsm2.conf"_s));
        QVERIFY(configuration.open(QIODevice::WriteOnly));
        configuration.write("directories.tokendir = " + m_folder.path().toUtf8() + "\nlog.level = ERROR\n");
        configuration.close();
        qputenv("SOFTHSM2_CONF", configuration.fileName().toUtf8());
        QCOMPARE(run(u"softhsm2-util"_s,
                     { u"--init-token"_s, u"--free"_s, u"--label"_s, u"vault token"_s, u"--so-pin"_s,
                       u"5678"_s, u"--pin"_s, u"1234"_s }),
                 0);
        auto token = Token::open({ modulePath, u"vault token"_s }, pin("1234"));
        QVERIFY2(token.has_value(), token ? "" : qPrintable(token.error().message));
        m_token = std::move(*token);
    }
    void cleanupTestCase() { m_token.reset(); }

    void listsWhatIsThere()
    {
        const auto module = Pkcs11Module::load(modulePath);
        QVERIFY(module.has_value());
        const auto slots_ = (*module)->slotFacts();
        QVERIFY(slots_.has_value());
        const auto ours = std::find_if(slots_->begin(), slots_->end(),
                                       [](const auto& slot) { return slot.label == u"vault token"_s; });
        QVERIFY(ours != slots_->end());
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
                                  "ES384", "ES512", "ES256K" })
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
        // Checked by software outside, from the public part alone.
        const auto outside = crypto::SoftwareKey::fromPublicKey((*key)->publicKey());
        QVERIFY(*outside->verify(used, digest, *signature));
        QByteArray other = digest;
        other[0] = 'x';
        QVERIFY(!*(*key)->verify(used, other, *signature));
    }

    void decryptsInside_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             { "RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "A128GCM", "A256GCM", "A128CBC", "A256CBC", "A128CBCPAD",
               "A256CBCPAD", "A128KW", "A256KW", "A256KWPAD", "CKM_AES_KEY_WRAP" })
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
        QByteArray listing;
        run(u"pkcs11-tool"_s,
            { u"--module"_s, modulePath, u"--token-label"_s, u"vault token"_s, u"--login"_s, u"--pin"_s,
              u"1234"_s, u"--list-objects"_s, u"--type"_s, u"privkey"_s },
            &listing);
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
    base::Result<std::unique_ptr<crypto::CryptoKey>> keyFor(const KeyAlgorithm& used)
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

    QTemporaryDir m_folder;
    std::shared_ptr<Token> m_token;
};

QTEST_GUILESS_MAIN(TokenTest)
#include "tst_token.moc"
