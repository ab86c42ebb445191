// SPDX-License-Identifier: Apache-2.0
#include "crypto_key_contract.h"
#include "model/hsm/token.h"
#include "support/soft_hsm.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace strongroom;
using tests::SoftHsm;

/// The keys of SoftHSM2. At the end the token is looked at from outside.
class TestTokenCryptoKeys final : public contracts::CryptoKeyContract
{
    Q_OBJECT

protected:
    KeyResult makeKey(const QString& kind) override
    {
        const QByteArray id = kind.toUtf8();
        if (kind.startsWith(u"RSA"_s))
            return m_token->generateRsa(id, kind, contracts::bitsOf(kind), 65537);
        if (kind.startsWith(u"oct"_s))
            return m_token->generateOct(id, kind, contracts::bitsOf(kind));
        return m_token->generateEc(id, kind, *crypto::curveFromText(kind));
    }
    KeyResult importKey(const crypto::SoftwareKey& key) override
    {
        const QByteArray id = "imported " + QByteArray::number(++m_imported);
        return m_token->importKey(id, QString::fromUtf8(id), key);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!SoftHsm::isInstalled())
            QSKIP("SoftHSM2 is not installed");
        QVERIFY(m_device.make());
        auto token = hsm::Token::open({ SoftHsm::modulePath(), SoftHsm::label() }, SoftHsm::pin());
        QVERIFY2(token.has_value(), token ? "" : qPrintable(token.error().message));
        m_token = std::move(*token);
    }
    void cleanupTestCase()
    {
        if (!m_token)
            return;
        keysAreThereAndStay();
        forgetKeys();
        m_token.reset();
    }

private:
    /// pkcs11-tool lists each object with its label and "Access:", the words of its attributes.
    void keysAreThereAndStay()
    {
        for (const hsm::TokenKeyFacts& key : *m_token->keys()) {
            QVERIFY2(key.isSensitive && !key.isExtractable, key.id.constData());
            if (!key.id.startsWith("imported"))
                QVERIFY2(key.isLocal && key.isAlwaysSensitive && key.isNeverExtractable, key.id.constData());
        }
        const QByteArray listing = SoftHsm::inspected(u"privkey"_s) + SoftHsm::inspected(u"secrkey"_s);
        if (!listing.contains("Access:"))
            QSKIP("pkcs11-tool is not installed");
        QVERIFY2(listing.contains("RSA 2048") && listing.contains("P-521") && listing.contains("oct 256"),
                 listing.constData());
        for (const QByteArray& line : listing.split('\n')) {
            if (!line.contains("Access:"))
                continue;
            QVERIFY2(line.contains("sensitive"), line.constData());
            QVERIFY2(!QByteArray(line).replace("never extractable", "").contains("extractable"),
                     line.constData());
        }
    }

    SoftHsm m_device;
    std::shared_ptr<hsm::Token> m_token; // shared with its keys
    int m_imported = 0;
};

QTEST_GUILESS_MAIN(TestTokenCryptoKeys)
#include "tst_token_crypto_keys.moc"
