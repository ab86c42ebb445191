// SPDX-License-Identifier: Apache-2.0
#include "support/local_store_file.h"
#include "support/soft_hsm.h"
#include "support/working_store.h"
#include "tests/support/fault_pkcs11.h"

#include <QLibrary>
#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;
using support::named;

/// The handle of a key in a token is kept from one use to the next, and looked for again after whatever may
/// have made it stale: counted by the module that the token is reached through.
class TestKeyCaches final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!tests::SoftHsm::isInstalled() || !m_token.make())
            QSKIP("SoftHSM2 is not installed.");
        QLibrary library(QStringLiteral(FAULT_MODULE));
        const auto ask = reinterpret_cast<tests::FaultPlanFunction>(library.resolve("fault_plan"));
        QVERIFY2(ask, qPrintable(library.errorString()));
        m_plan = ask();
        auto store = m_file.create();
        QVERIFY(store);
        m_store = std::move(*store);
        m_work = std::make_unique<support::WorkingStore>(*m_store);
        auto create = support::createVault("keys");
        create.sku = vault::Sku::Premium;
        create.token = vault::TokenChoice{ { QStringLiteral(FAULT_MODULE), tests::SoftHsm::label() },
                                           tests::SoftHsm::pin(),
                                           vault::PinKeeping::Store };
        m_vault = m_work->run(std::move(create)).value().id;
        for (const char* const name : { "key", "other" })
            QVERIFY(m_work->run(
                m_vault, vault::CreateKey{ named(name), crypto::KeyType::Ec, vault::KeyProtection::Hsm }));
        m_version = m_work->run(m_vault, vault::GetKey{ named("key"), {} })->version;
        QVERIFY(sign("other"));
    }
    void init()
    {
        QVERIFY(sign("key"));
        QCOMPARE(findsOf("key"), 0); // found before
    }
    void cleanup()
    {
        if (!m_plan)
            return;
        QCOMPARE(findsOf("key"), 1);
        QCOMPARE(findsOf("key"), 0);
        QCOMPARE(findsOf("other"), m_isOtherStale ? 1 : 0);
        m_isOtherStale = false;
    }
    void cleanupTestCase()
    {
        m_work.reset();
        m_store.reset();
    }

    void anUpdateForgetsTheHandle()
    {
        vault::UpdateKey update{ named("key"), {} };
        update.tags = vault::Tags{ { u"a"_s, u"b"_s } };
        QVERIFY(m_work->run(m_vault, std::move(update)));
    }

    void disablingForgetsTheHandle()
    {
        QVERIFY(setEnabled(false));
        QCOMPARE(findsOf("key"), 0); // it is refused before the token is asked
        QVERIFY(!sign("key"));
        QVERIFY(setEnabled(true));
    }

    void deletingForgetsTheHandle()
    {
        QVERIFY(m_work->run(m_vault, vault::DeleteKey{ named("key") }));
        QVERIFY(!sign("key"));
        QVERIFY(m_work->run(m_vault, vault::RecoverDeletedKey{ named("key") }));
    }

    void deletingTheVaultForgetsAllHandles()
    {
        QVERIFY(m_work->run(vault::DeleteVault{ m_vault }));
        QVERIFY(!sign("key"));
        QVERIFY(m_work->run(vault::RecoverVault{ m_vault }));
        m_isOtherStale = true;
    }

    void anotherPinForgetsAllHandles()
    {
        QVERIFY(m_work->run(m_vault, vault::SetTokenPin{ tests::SoftHsm::pin(), vault::PinKeeping::Store }));
        m_isOtherStale = true;
    }

    void lockingForgetsAllHandles()
    {
        m_work.reset();
        m_store.reset();
        auto store = m_file.open();
        QVERIFY(store);
        m_store = std::move(*store);
        m_work = std::make_unique<support::WorkingStore>(*m_store);
        m_isOtherStale = true;
    }

private:
    bool sign(const char* name)
    {
        return m_work->run(m_vault, vault::SignWithKey{ named(name), {}, u"ES256"_s, QByteArray(32, 'd') })
            .has_value();
    }
    /// How often a signature has the token look for a key.
    int findsOf(const char* name)
    {
        const int before = m_plan->count(tests::Pkcs11Call::FindObjectsInit);
        sign(name);
        return m_plan->count(tests::Pkcs11Call::FindObjectsInit) - before;
    }
    bool setEnabled(bool isEnabled)
    {
        vault::UpdateKey update{ named("key"), m_version };
        update.attributes.isEnabled = isEnabled;
        return m_work->run(m_vault, std::move(update)).has_value();
    }

    tests::SoftHsm m_token;
    support::LocalStoreFile m_file;
    tests::FaultPlan* m_plan = nullptr;
    std::unique_ptr<local::LocalStore> m_store;
    std::unique_ptr<support::WorkingStore> m_work;
    vault::VaultId m_vault;
    std::optional<vault::VersionId> m_version;
    bool m_isOtherStale = false; ///< after what was just tested
};

QTEST_GUILESS_MAIN(TestKeyCaches)
#include "tst_key_caches.moc"
