// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/key_transport.h"
#include "support/attestation.h"
#include "support/local_store_file.h"
#include "support/soft_hsm.h"
#include "support/working_store.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using crypto::SoftwareKey;

namespace {

QByteArray decoded(const QJsonValue& value)
{
    return QByteArray::fromBase64(value.toString().toLatin1(), QByteArray::Base64UrlEncoding);
}

} // namespace

/// A key leaves its token for an attested environment, wrapped, and only when its release policy is met.
class TestKeyRelease final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!tests::SoftHsm::isInstalled() || !m_token.make())
            QSKIP("SoftHSM2 is not installed.");
        m_attestation = std::make_unique<support::Attestation>();
        auto store = m_file.create();
        QVERIFY(store);
        m_store = std::move(*store);
        m_work = std::make_unique<support::WorkingStore>(*m_store);
        auto create = support::createVault("release");
        create.sku = vault::Sku::Premium;
        create.token = vault::TokenChoice{ { tests::SoftHsm::modulePath(), tests::SoftHsm::label() },
                                           tests::SoftHsm::pin(),
                                           vault::PinKeeping::Store };
        m_vault = m_work->run(std::move(create)).value().id;
        QVERIFY(m_work->run(
            vault::SetAttestationAuthority{ support::Attestation::issuer(), m_attestation->keySet() }));
    }

    void cleanupTestCase()
    {
        m_work.reset();
        m_store.reset();
    }

    void exportableKeysNeedAPolicy()
    {
        vault::CreateKey op = creation("no-policy");
        op.draft.releasePolicy.reset();
        QCOMPARE(m_work->run(m_vault, std::move(op)).error().code, ErrorCode::BadParameter);
        vault::CreateKey software = creation("software");
        software.protection = vault::KeyProtection::Software;
        QCOMPARE(m_work->run(m_vault, std::move(software)).error().code, ErrorCode::BadParameter);
    }

    void releasesTheKeyThatWasMade()
    {
        const auto made = m_work->run(m_vault, creation("leaving"));
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
        const auto released = release("leaving", attestation({ { u"tee"_s, u"sgx"_s } }));
        QVERIFY2(released, qPrintable(released ? QString() : released.error().message));
        const auto jws = crypto::Jws::parse(released->value);
        QVERIFY(jws);
        const QJsonObject payload = QJsonDocument::fromJson(jws->payload).object();
        QCOMPARE(payload["request"_L1].toObject()["nonce"_L1].toString(), u"n-1"_s);
        const QJsonObject key = payload["response"_L1].toObject()["key"_L1].toObject()["key"_L1].toObject();
        const QString id = u"https://premium.vault.localhost:8443/keys/leaving/"_s + made->version.text();
        QCOMPARE(key["kid"_L1].toString(), id);
        QCOMPARE(payload["request"_L1].toObject()["kid"_L1].toString(), id);
        const QJsonObject blob = QJsonDocument::fromJson(decoded(key["key_hsm"_L1])).object();
        QCOMPARE(blob["header"_L1].toObject()["kid"_L1].toString(), u"env-1"_s);
        auto material = crypto::unwrapFromTransport(m_attestation->environment(), crypto::OaepHash::Sha256,
                                                    decoded(blob["ciphertext"_L1]));
        QVERIFY(material);
        // SoftHSM2 leaves some bytes behind the PKCS#8 structure that it wraps.
        const auto outside = SoftwareKey::fromStored(crypto::KeyType::Ec, std::move(*material));
        QVERIFY2(outside, qPrintable(outside ? QString() : outside.error().message));
        QCOMPARE(outside->publicKey(), made->publicKey);
    }

    void refusesWhatDoesNotMeetThePolicy_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("another claim") << attestation({ { u"tee"_s, u"none"_s } });
        QTest::newRow("no claim") << attestation({});
        QTest::newRow("expired") << attestation({ { u"tee"_s, u"sgx"_s }, { u"exp"_s, 1'700'000'000 } });
        QTest::newRow("not yet valid")
            << attestation({ { u"tee"_s, u"sgx"_s }, { u"nbf"_s, 1'900'000'000 } });
        QTest::newRow("another issuer")
            << attestation({ { u"tee"_s, u"sgx"_s }, { u"iss"_s, u"https://other.example"_s } });
        QTest::newRow("no key") << attestation(
            { { u"tee"_s, u"sgx"_s }, { u"x-ms-runtime"_s, QJsonObject() } });
        QByteArray forged = attestation({ { u"tee"_s, u"sgx"_s } });
        forged[forged.size() - 2] = forged[forged.size() - 2] == 'A' ? 'B' : 'A';
        QTest::newRow("forged") << forged;
        QTest::newRow("no token") << QByteArray("nonsense");
    }

    void refusesWhatDoesNotMeetThePolicy()
    {
        QFETCH(QByteArray, token);
        if (!m_work->run(m_vault, vault::GetKey{ support::named("guarded"), {} }))
            QVERIFY(m_work->run(m_vault, creation("guarded")));
        const auto released = release("guarded", token);
        QVERIFY(!released);
        QCOMPARE(released.error().code, token == "nonsense" ? ErrorCode::BadParameter : ErrorCode::Forbidden);
    }

    void ordinaryKeysStay()
    {
        vault::CreateKey op = creation("staying");
        op.draft.isExportable = false;
        op.draft.releasePolicy.reset();
        QVERIFY(m_work->run(m_vault, std::move(op)));
        QCOMPARE(release("staying", attestation({ { u"tee"_s, u"sgx"_s } })).error().code,
                 ErrorCode::Forbidden);
    }

    void immutablePoliciesStay()
    {
        vault::CreateKey op = creation("fixed");
        op.draft.releasePolicy->isImmutable = true;
        QVERIFY(m_work->run(m_vault, std::move(op)));
        vault::UpdateKey update{
            support::named("fixed"), {}, {}, {}, {}, support::Attestation::policy("other")
        };
        const auto changed = m_work->run(m_vault, update);
        QVERIFY(!changed);
        QVERIFY(changed.error().message.startsWith("AKV.SKR.1020"_L1));
    }

private:
    static vault::CreateKey creation(const char* name) { return support::Attestation::creation(name); }
    QByteArray attestation(const QJsonObject& claims) const { return m_attestation->token(claims); }

    ops::ResultOf<vault::ReleaseKey> release(const char* name, const QByteArray& token)
    {
        return m_work->run(m_vault,
                           vault::ReleaseKey{ support::named(name),
                                              {},
                                              token,
                                              u"n-1"_s,
                                              u"RSA_AES_KEY_WRAP_256"_s,
                                              u"https://premium.vault.localhost:8443"_s });
    }

    tests::SoftHsm m_token;
    support::LocalStoreFile m_file;
    std::unique_ptr<support::Attestation> m_attestation;
    std::unique_ptr<vault::Store> m_store;
    std::unique_ptr<support::WorkingStore> m_work;
    vault::VaultId m_vault;
};

QTEST_GUILESS_MAIN(TestKeyRelease)
#include "tst_key_release.moc"
