// SPDX-License-Identifier: Apache-2.0
#include "local_key_store.h"
#include "support/soft_hsm.h"

using namespace strongroom;

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
