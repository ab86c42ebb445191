// SPDX-License-Identifier: Apache-2.0
// What a token does wrong: it goes away, forgets sessions, refuses PINs, lacks mechanisms. Played by a
// module that hands everything else on to SoftHSM2.
#include "model/crypto/software_key.h"
#include "model/hsm/token_door.h"
#include "tests/support/fault_pkcs11.h"
#include "tests/support/soft_hsm.h"

#include <QLibrary>
#include <QTest>

#include <p11-kit/pkcs11.h>

#include <thread>

using namespace strongroom;
using namespace strongroom::hsm;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using crypto::KeyAlgorithm;
using tests::Pkcs11Call;
using tests::SoftHsm;

namespace {

const TokenAddress address{ QStringLiteral(FAULT_MODULE), SoftHsm::label() };
const QByteArray digest(32, 'd');

const KeyAlgorithm& es256() { return *crypto::findKeyAlgorithm(u"ES256"_s); }

using KeyResult = base::Result<std::unique_ptr<crypto::CryptoKey>>;

/// The code of what failed, or -1.
template <typename T> int codeOf(const base::Result<T>& result)
{
    return result ? -1 : static_cast<int>(result.error().code);
}
constexpr int absent = static_cast<int>(ErrorCode::TokenAbsent);
constexpr int pinWrong = static_cast<int>(ErrorCode::TokenPinWrong);
constexpr int pinLocked = static_cast<int>(ErrorCode::TokenPinLocked);
constexpr int missing = static_cast<int>(ErrorCode::MechanismMissing);
constexpr int tokenFailed = static_cast<int>(ErrorCode::TokenFailed);

} // namespace

class TokenFaultsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!SoftHsm::isInstalled())
            QSKIP("SoftHSM2 is not installed");
        QVERIFY(m_device.make());
        QLibrary library(address.modulePath);
        const auto ask = reinterpret_cast<tests::FaultPlanFunction>(library.resolve("fault_plan"));
        QVERIFY2(ask, qPrintable(library.errorString()));
        m_plan = ask();
    }
    void init()
    {
        if (!m_plan)
            QSKIP("SoftHSM2 is not installed");
        m_door = std::make_unique<TokenDoor>(address);
        m_door->setPin(SoftHsm::pin());
        const auto token = m_door->token();
        QVERIFY2(token.has_value(), token ? "" : qPrintable(token.error().message));
        auto key = (*token)->find("key");
        if (!key)
            key = (*token)->generateEc("key", u"key"_s, crypto::Curve::P256);
        QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().message));
        m_key = std::move(*key);
    }
    void cleanup()
    {
        if (!m_plan)
            return;
        m_plan->returnToken();
        m_plan->lockPin(false);
        m_plan->showAllMechanisms();
        for (int call = 0; call <= static_cast<int>(Pkcs11Call::UnwrapKey); ++call)
            m_plan->fail(static_cast<Pkcs11Call>(call), CKR_OK, 0);
        m_key.reset();
        m_door.reset();
    }

    void comesBackAfterRemoval()
    {
        const QByteArray signature = *m_key->sign(es256(), digest);
        m_plan->removeToken();
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), absent);
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), absent);
        QCOMPARE(codeOf((*m_door->token())->find("key")), absent);
        QCOMPARE(codeOf((*m_door->token())->random(16)), absent);
        // What needs only the public part goes on.
        QVERIFY(*m_key->verify(es256(), digest, signature));
        m_plan->returnToken();
        const int logins = m_plan->count(Pkcs11Call::Login);
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
        QCOMPARE(codeOf((*m_door->token())->find("key")), -1);
        QCOMPARE(m_plan->count(Pkcs11Call::Login), logins + 1);
    }

    // SoftHSM2 neither says that a token's files are away nor sees them come back.
    void comesBackAfterItsFilesWereAway()
    {
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
        QVERIFY(m_device.takeAway());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(codeOf(m_key->sign(es256(), digest)), absent);
        QCOMPARE(codeOf((*m_door->token())->find("key")), absent);
        QCOMPARE(codeOf((*m_door->token())->generateEc("another", {}, crypto::Curve::P256)), absent);
        QVERIFY(m_device.putBack());
        QTRY_COMPARE(codeOf(m_key->sign(es256(), digest)), -1);
        QCOMPARE(codeOf((*m_door->token())->find("key")), -1);
        QCOMPARE(codeOf((*m_door->token())->find("never made")), static_cast<int>(ErrorCode::KeyNotFound));
    }

    void isOpenedWhenItIsThereAtLast()
    {
        m_key.reset();
        m_door->forget();
        m_door->setPin(SoftHsm::pin());
        m_plan->removeToken();
        QCOMPARE(codeOf(m_door->token()), absent);
        m_plan->returnToken();
        QCOMPARE(codeOf(m_door->token()), -1);
    }

    void survivesLostSessions()
    {
        const int logins = m_plan->count(Pkcs11Call::Login);
        for (int i = 1; i <= 3; ++i) {
            m_plan->loseSessions();
            QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
            QCOMPARE(m_plan->count(Pkcs11Call::Login), logins + i);
        }
        m_plan->loseSessions();
        QCOMPARE(codeOf((*m_door->token())->keys()), -1);
    }

    void saysThatSessionsAreLostAgainAndAgain()
    {
        m_plan->fail(Pkcs11Call::Sign, CKR_SESSION_CLOSED, 2);
        const auto signature = m_key->sign(es256(), digest);
        QCOMPARE(codeOf(signature), tokenFailed);
        QVERIFY2(signature.error().message.contains(u"session"_s), qPrintable(signature.error().message));
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
    }

    void survivesALogout()
    {
        m_plan->logOut();
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
        m_plan->logOut();
        (*m_door->token())->forgetHandles();
        QCOMPARE(codeOf((*m_door->token())->find("key")), -1);
    }

    void signsFromManyThreadsWhileSessionsAreLost()
    {
        std::atomic<int> failures = 0;
        constexpr int losses = 5;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    for (int j = 0; j < 100; ++j) {
                        const auto signature = m_key->sign(es256(), digest);
                        if (!signature || !*m_key->verify(es256(), digest, *signature))
                            ++failures;
                    }
                });
            }
            for (int i = 0; i < losses; ++i) {
                QTest::qSleep(10);
                m_plan->loseSessions();
            }
        }
        // Only who loses a session twice in one operation is told.
        QVERIFY2(failures <= losses, qPrintable(QString::number(failures)));
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
    }

    void doesNotTryAWrongPinTwice()
    {
        m_key.reset();
        m_door->forget();
        QCOMPARE(codeOf(m_door->token()), pinWrong); // there is none
        m_door->setPin(base::SecureBytes::copyOf(QByteArrayView("4321")));
        const int logins = m_plan->count(Pkcs11Call::Login);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(codeOf(m_door->token()), pinWrong);
        QCOMPARE(m_plan->count(Pkcs11Call::Login), logins + 1);
        m_door->setPin(SoftHsm::pin());
        QCOMPARE(codeOf(m_door->token()), -1);
    }

    void doesNotTryAChangedPinTwice()
    {
        m_plan->loseSessions();
        m_plan->fail(Pkcs11Call::Login, CKR_PIN_INCORRECT, 1);
        const int logins = m_plan->count(Pkcs11Call::Login);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(codeOf(m_key->sign(es256(), digest)), pinWrong);
        QCOMPARE(codeOf(m_door->token()), pinWrong);
        QCOMPARE(m_plan->count(Pkcs11Call::Login), logins + 1);
        m_door->setPin(SoftHsm::pin());
        const auto token = m_door->token();
        QCOMPARE(codeOf(token), -1);
        QCOMPARE(codeOf((*token)->find("key")), -1);
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1); // a key from before
    }

    void saysThatThePinIsLocked()
    {
        m_key.reset();
        m_door->forget();
        m_door->setPin(SoftHsm::pin());
        m_plan->fail(Pkcs11Call::Login, CKR_PIN_LOCKED, 1);
        QCOMPARE(codeOf(m_door->token()), pinLocked);
        QCOMPARE(codeOf(m_door->token()), pinLocked);
        m_plan->lockPin(true);
        m_door->setPin(SoftHsm::pin());
        const int logins = m_plan->count(Pkcs11Call::Login);
        QCOMPARE(codeOf(m_door->token()), pinLocked);
        QCOMPARE(m_plan->count(Pkcs11Call::Login), logins);
        m_plan->lockPin(false);
        m_door->setPin(SoftHsm::pin());
        QCOMPARE(codeOf(m_door->token()), -1);
    }

    void saysWhichMechanismIsMissing()
    {
        m_plan->hideMechanism(CKM_ECDSA);
        const auto signature = m_key->sign(es256(), digest);
        QCOMPARE(codeOf(signature), missing);
        QVERIFY(signature.error().message.contains(u"ES256"_s));
        m_plan->hideMechanism(CKM_RSA_PKCS_KEY_PAIR_GEN);
        QCOMPARE(codeOf((*m_door->token())->generateRsa("rsa", {}, 2048, 65537)), missing);
        m_plan->showAllMechanisms();
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
    }

    void importsInTheClearWhereItCannotUnwrap_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("mechanism");
        for (const char* name : { "RS256", "ES256", "ES512", "HS256" })
            QTest::addRow("%s without OAEP", name)
                << QString::fromLatin1(name) << static_cast<int>(CKM_RSA_PKCS_OAEP);
        QTest::newRow("no padded wrap") << u"ES256"_s << static_cast<int>(CKM_AES_KEY_WRAP_PAD);
    }
    void importsInTheClearWhereItCannotUnwrap()
    {
        QFETCH(QString, name);
        QFETCH(int, mechanism);
        m_plan->hideMechanism(static_cast<unsigned long>(mechanism));
        const KeyAlgorithm& used = *crypto::findKeyAlgorithm(name);
        const auto software = used.keyType == crypto::KeyType::Rsa
            ? crypto::SoftwareKey::generateRsa(2048, 65537)
            : used.keyType == crypto::KeyType::Ec ? crypto::SoftwareKey::generateEc(*used.curve)
                                                  : crypto::SoftwareKey::generateOct(256);
        const auto token = m_door->token();
        const auto imported = (*token)->importKey("imported", u"imported"_s, *software);
        QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().message));
        const QByteArray input(used.digestBytes, 'd');
        QVERIFY(*software->verify(used, input, *(*imported)->sign(used, input)));
        const auto facts = (*token)->facts("imported");
        QVERIFY(facts->isSensitive && !facts->isExtractable);
        QCOMPARE(codeOf((*token)->destroy("imported")), -1);
    }

    void takesThePaddingOffInTheTokenWhereItMust()
    {
        m_plan->hideMechanism(CKM_RSA_X_509);
        const auto token = m_door->token();
        auto key = (*token)->find("rsa");
        if (!key)
            key = (*token)->generateRsa("rsa", {}, 2048, 65537);
        QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().message));
        for (const char* name : { "RSA1_5", "RSA-OAEP" }) { // SoftHSM2 knows OAEP with SHA-1 only
            const KeyAlgorithm& used = *crypto::findKeyAlgorithm(QString::fromLatin1(name));
            auto sealed = (*key)->encrypt(used, { base::SecureBytes::copyOf(digest), {}, {} });
            const auto text = (*key)->decrypt(used, { sealed->ciphertext, {}, {}, {} });
            QVERIFY2(text && text->view() == digest, name);
            sealed->ciphertext[100] = static_cast<char>(sealed->ciphertext[100] ^ 1);
            QCOMPARE((*key)->decrypt(used, { sealed->ciphertext, {}, {}, {} }).error(),
                     crypto::decryptionFailed());
        }
    }

    void leavesNothingBehindWhenItFails()
    {
        const auto token = m_door->token();
        const auto software = crypto::SoftwareKey::generateEc(crypto::Curve::P256);
        m_plan->fail(Pkcs11Call::CreateObject, CKR_DEVICE_MEMORY, 1);
        const auto imported = (*token)->importKey("half", {}, *software);
        QCOMPARE(codeOf(imported), tokenFailed);
        QVERIFY(imported.error().message.contains(u"room"_s));
        QVERIFY((*token)->keys("half")->empty());
        m_plan->fail(Pkcs11Call::GenerateKeyPair, CKR_TOKEN_WRITE_PROTECTED, 1);
        const auto made = (*token)->generateEc("half", {}, crypto::Curve::P256);
        QVERIFY(made.error().message.contains(u"write-protected"_s));
        QVERIFY((*token)->keys("half")->empty());
    }

    void keepsHandles()
    {
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
        const int finds = m_plan->count(Pkcs11Call::FindObjectsInit);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
        QCOMPARE(m_plan->count(Pkcs11Call::FindObjectsInit), finds);
        (*m_door->token())->forgetHandles();
        QCOMPARE(codeOf(m_key->sign(es256(), digest)), -1);
        QCOMPARE(m_plan->count(Pkcs11Call::FindObjectsInit), finds + 1);
    }

    void noticesThatAKeyIsGone()
    {
        const auto token = m_door->token();
        const auto key = (*token)->generateEc("short-lived", {}, crypto::Curve::P256);
        QCOMPARE(codeOf((*key)->sign(es256(), digest)), -1);
        QCOMPARE(codeOf((*token)->destroy("short-lived")), -1);
        QCOMPARE(codeOf((*key)->sign(es256(), digest)), static_cast<int>(ErrorCode::KeyNotFound));
    }

    void aFailedDecryptionIsNotAFailedToken()
    {
        const auto token = m_door->token();
        const auto key = (*token)->generateOct("aes", {}, 256);
        QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().message));
        const KeyAlgorithm& gcm = *crypto::findKeyAlgorithm(u"A256GCM"_s);
        const crypto::DecryptInput garbage{
            QByteArray(32, 'c'), QByteArray(12, 'n'), QByteArray(16, 't'), {}
        };
        QCOMPARE((*key)->decrypt(gcm, garbage).error(), crypto::decryptionFailed());
        m_plan->fail(Pkcs11Call::Decrypt, CKR_DEVICE_ERROR, 1);
        QCOMPARE(codeOf((*key)->decrypt(gcm, garbage)), tokenFailed);
        m_plan->removeToken();
        QCOMPARE(codeOf((*key)->decrypt(gcm, garbage)), absent);
        m_plan->returnToken();
        QCOMPARE((*key)->decrypt(gcm, garbage).error(), crypto::decryptionFailed());
        QCOMPARE(codeOf((*token)->destroy("aes")), -1);
    }

    void selfTestSaysWhatIsWrong()
    {
        const auto token = m_door->token();
        const auto outcomeOf = [&](const QString& name) {
            for (const SelfTestCheck& check : (*token)->selfTest()) {
                if (check.name == name)
                    return check.outcome;
            }
            return SelfTestCheck::Outcome::Passed;
        };
        m_plan->fail(Pkcs11Call::GenerateRandom, CKR_RANDOM_NO_RNG, 1);
        QCOMPARE(outcomeOf(u"random"_s), SelfTestCheck::Outcome::Failed);
        m_plan->hideMechanism(CKM_AES_KEY_WRAP_PAD);
        QCOMPARE(outcomeOf(u"wrap"_s), SelfTestCheck::Outcome::NotOffered);
        m_plan->fail(Pkcs11Call::Sign, CKR_FUNCTION_FAILED, 1);
        QCOMPARE(outcomeOf(u"rsa"_s), SelfTestCheck::Outcome::Failed);
        m_plan->removeToken();
        for (const SelfTestCheck& check : (*token)->selfTest())
            QVERIFY(check.outcome != SelfTestCheck::Outcome::Passed);
    }

    void forgetsOnRequest()
    {
        m_key.reset();
        QVERIFY(m_door->hasPin());
        const std::weak_ptr<Token> open = *m_door->token();
        m_door->forget();
        QVERIFY(open.expired());
        QVERIFY(!m_door->hasPin());
        QCOMPARE(codeOf(m_door->token()), pinWrong);
    }

private:
    SoftHsm m_device;
    tests::FaultPlan* m_plan = nullptr; // lives in the module
    std::unique_ptr<TokenDoor> m_door;
    std::unique_ptr<crypto::CryptoKey> m_key;
};

QTEST_GUILESS_MAIN(TokenFaultsTest)
#include "tst_token_faults.moc"
