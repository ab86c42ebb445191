// SPDX-License-Identifier: Apache-2.0
#include "local_key_store.h"
#include "model/base/encodings.h"
#include "model/crypto/key_transport.h"
#include "support/soft_hsm.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace strongroom;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;

/// The key contract of a Premium vault whose keys are in a PKCS#11 token.
class TestTokenKeyContract final : public contracts::LocalKeyContract
{
    Q_OBJECT

public:
    explicit TestTokenKeyContract(tests::SoftHsm& token)
        : m_isThere(tests::SoftHsm::isInstalled() && token.make())
    {
    }

protected:
    vault::KeyProtection protection() const override { return vault::KeyProtection::Hsm; }
    vault::CreateVault keyVault() const override
    {
        auto op = support::createVault("keys");
        op.sku = vault::Sku::Premium;
        op.token = vault::TokenChoice{ { tests::SoftHsm::modulePath(), tests::SoftHsm::label() },
                                       tests::SoftHsm::pin(),
                                       vault::PinKeeping::Store };
        return op;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!m_isThere)
            QSKIP("SoftHSM2 is not installed.");
    }
    void broughtKeysAreOfTheCurveThatIsNamed()
    {
        CreateKey exchange{ support::named("kek"), crypto::KeyType::Rsa, KeyProtection::Hsm, 2048 };
        exchange.draft.operations = QStringList{ u"import"_s };
        const auto kek = m_work->run(m_vault, std::move(exchange));
        QVERIFY(kek);
        const auto software = crypto::SoftwareKey::generateEc(crypto::Curve::P256);
        const auto ciphertext
            = crypto::wrapForTransport(kek->publicKey, crypto::OaepHash::Sha1, *software->toStored());
        QVERIFY(ciphertext);
        const QJsonObject header{ { u"kid"_s, u"https://localhost/keys/kek"_s },
                                  { u"alg"_s, u"dir"_s },
                                  { u"enc"_s, u"CKM_RSA_AES_KEY_WRAP"_s } };
        const QByteArray blob
            = QJsonDocument(
                  QJsonObject{ { u"schema_version"_s, u"1.0.0"_s },
                               { u"header"_s, header },
                               { u"ciphertext"_s, QString::fromLatin1(base::toBase64Url(*ciphertext)) } })
                  .toJson(QJsonDocument::Compact);
        const auto brought = [&](std::optional<crypto::Curve> curve) {
            ImportedKey key{ ImportedKey::Form::Transfer, base::SecureBytes::copyOf(QByteArrayView(blob)),
                             crypto::KeyType::Ec, curve };
            return m_work->run(
                m_vault, ImportKey{ support::named("brought"), std::move(key), KeyProtection::Hsm, {} });
        };
        const auto other = brought(crypto::Curve::P384);
        QVERIFY(!other);
        QCOMPARE(other.error().code, base::ErrorCode::BadParameter);
        QCOMPARE(other.error().field, u"crv"_s);
        QVERIFY(brought(crypto::Curve::P256));
        QVERIFY(brought(std::nullopt));
        QVERIFY(software->publicKey() == brought(std::nullopt)->publicKey);
    }
    void keysStayInTheToken()
    {
        const QByteArray listed = tests::SoftHsm::inspected(QStringLiteral("privkey"));
        if (listed.isEmpty())
            QSKIP("pkcs11-tool is not installed.");
        QVERIFY(listed.contains("never extractable") || listed.contains("local"));
        QVERIFY(!listed.contains("extractable\n") || listed.contains("never extractable"));
        // Made or imported: people find the keys of a vault in the token by their names.
        QVERIFY(listed.contains("keys/"));
        QVERIFY2(!listed.contains("keys/\n"), listed.constData());
    }

private:
    const bool m_isThere;
};

int main(int argc, char* argv[])
{
    QCoreApplication application(argc, argv);
    tests::SoftHsm token;
    TestTokenKeyContract test(token);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_token_keys.moc"
