// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/token.h"
#include "support/local_store_file.h"
#include "support/soft_hsm.h"
#include "support/working_store.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using support::named;

namespace {

constexpr auto otherToken = "other token"_L1;
constexpr int moreThanABatch = 105;

vault::CreateVault premium(const char* name, const QString& label, vault::PinKeeping keeping)
{
    auto op = support::createVault(name);
    op.sku = vault::Sku::Premium;
    op.token = vault::TokenChoice{ { tests::SoftHsm::modulePath(), label }, tests::SoftHsm::pin(), keeping };
    return op;
}

vault::CreateKey creation(const char* name, crypto::KeyType type = crypto::KeyType::Ec)
{
    vault::CreateKey op{ named(name) };
    op.type = type;
    op.protection = vault::KeyProtection::Hsm;
    return op;
}

} // namespace

/// What is in a token and what the store has of it, when a key does not become a version, or ends to be one.
class TestTokenLeftovers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!tests::SoftHsm::isInstalled() || !m_token.make() || !m_token.makeToken(otherToken))
            QSKIP("SoftHSM2 is not installed.");
        auto store = m_file.create();
        QVERIFY(store);
        m_store = std::move(*store);
        m_work = std::make_unique<support::WorkingStore>(*m_store);
        m_vault = m_work->run(premium("keys", tests::SoftHsm::label(), vault::PinKeeping::Store)).value().id;
    }
    void cleanup()
    {
        if (!m_work)
            return;
        for (const char* const name : { "first", "second", "leaving" }) {
            m_work->run(m_vault, vault::DeleteKey{ named(name) }).has_value();
            m_work->run(m_vault, vault::PurgeDeletedKey{ named(name) }).has_value();
        }
        QVERIFY(m_work->run(vault::CollectTokenLeftovers{}));
        QCOMPARE(keysInToken(), 0);
    }
    void cleanupTestCase()
    {
        m_work.reset();
        m_store.reset();
    }

    void aKeyOfTheStoreIsNoLeftover()
    {
        QVERIFY(m_work->run(m_vault, creation("first")));
        QVERIFY(m_work->run(m_vault, vault::RotateKey{ named("first") }));
        QCOMPARE(m_work->run(vault::CollectTokenLeftovers{}).value(), 0);
        QCOMPARE(keysInToken(), 2);
        QVERIFY(canSign("first"));
    }

    /// The collection runs while keys are being made that no version has yet.
    void whatIsInTheMakingIsNotCollected()
    {
        constexpr int count = 12;
        std::vector<QFuture<ops::ResultOf<vault::CreateKey>>> made;
        std::vector<QFuture<ops::ResultOf<vault::CollectTokenLeftovers>>> collected;
        for (int i = 0; i < count; ++i) {
            made.push_back(m_work->operations().run(vault::Caller::owner(), m_vault, creation("first")));
            collected.push_back(
                m_work->operations().run(vault::Caller::owner(), vault::CollectTokenLeftovers{}));
        }
        for (auto& one : collected)
            QCOMPARE(one.takeResult().value(), 0);
        for (auto& one : made) {
            const auto key = one.takeResult();
            QVERIFY2(key, qPrintable(key ? QString() : key.error().message));
            QVERIFY(canSign("first", key->version));
        }
        QCOMPARE(keysInToken(), count);
    }

    void aKeyThatIsNotTakenIsDestroyed()
    {
        QVERIFY(m_work->run(m_vault, creation("first")));
        auto made = m_work->operations().run(vault::Caller::owner(), m_vault,
                                             creation("first", crypto::KeyType::Rsa));
        // While the token makes it, its name goes.
        QVERIFY(m_work->run(m_vault, vault::DeleteKey{ named("first") }));
        const auto result = made.takeResult();
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::DeletedButRecoverable);
        QCOMPARE(keysInToken(), 1);
        QCOMPARE(m_work->run(vault::CollectTokenLeftovers{}).value(), 1);
        QCOMPARE(keysInToken(), 1);
        QVERIFY(m_work->run(m_vault, vault::RecoverDeletedKey{ named("first") }));
        QVERIFY(canSign("first"));
    }

    void aRefusedCreationLeavesNoWord()
    {
        QVERIFY(m_work->run(m_vault, creation("second")));
        QVERIFY(m_work->run(m_vault, vault::DeleteKey{ named("second") }));
        QCOMPARE(m_work->run(m_vault, creation("second")).error().code, ErrorCode::DeletedButRecoverable);
        QCOMPARE(m_work->run(vault::CollectTokenLeftovers{}).value(), 0);
    }

    void whatIsRestoredInTimeStays()
    {
        QVERIFY(m_work->run(m_vault, creation("leaving")));
        const auto blob = m_work->run(m_vault, vault::BackupKey{ named("leaving") });
        QVERIFY(blob);
        purge("leaving");
        QVERIFY(m_work->run(m_vault, vault::RestoreKey{ *blob }));
        QCOMPARE(m_work->run(vault::CollectTokenLeftovers{}).value(), 0);
        QVERIFY(canSign("leaving"));
        purge("leaving");
        QCOMPARE(m_work->run(vault::CollectTokenLeftovers{}).value(), 1);
        const auto tooLate = m_work->run(m_vault, vault::RestoreKey{ *blob });
        QVERIFY(!tooLate);
        QCOMPARE(tooLate.error().code, ErrorCode::BadParameter);
        QVERIFY(tooLate.error().message.contains(u"purged"_s));
    }

    /// The PIN of the other token is asked for, so that after a new opening it cannot be reached.
    void aTokenThatIsAwayHoldsUpNoOther()
    {
        const auto away = m_work->run(premium("away", otherToken, vault::PinKeeping::Ask)).value().id;
        for (int i = 0; i < moreThanABatch; ++i)
            QVERIFY(m_work->run(away, creation("first")));
        m_work.reset();
        m_store.reset();
        auto store = m_file.open();
        QVERIFY(store);
        m_store = std::move(*store);
        m_work = std::make_unique<support::WorkingStore>(*m_store);
        QVERIFY(m_work->run(away, vault::DeleteKey{ named("first") }));
        QVERIFY(m_work->run(away, vault::PurgeDeletedKey{ named("first") }));
        for (int i = 0; i < 5; ++i) {
            QVERIFY(m_work->run(m_vault, creation("second")));
            purge("second");
        }
        QCOMPARE(m_work->run(vault::CollectTokenLeftovers{}).value(), 5);
        QCOMPARE(keysInToken(), 0);
        QVERIFY(m_work->run(away, vault::SetTokenPin{ tests::SoftHsm::pin(), vault::PinKeeping::Ask }));
        QCOMPARE(m_work->run(vault::CollectTokenLeftovers{}).value(), moreThanABatch - 5);
        QCOMPARE(m_work->run(vault::CollectTokenLeftovers{}).value(), 5);
        QCOMPARE(keysInToken(otherToken), 0);
    }

private:
    static int keysInToken(const QString& label = tests::SoftHsm::label())
    {
        const auto token = hsm::Token::open({ tests::SoftHsm::modulePath(), label }, tests::SoftHsm::pin());
        const auto keys = token ? (*token)->keys() : token.error();
        return keys ? static_cast<int>(keys->size()) : -1;
    }
    void purge(const char* name)
    {
        QVERIFY(m_work->run(m_vault, vault::DeleteKey{ named(name) }));
        QVERIFY(m_work->run(m_vault, vault::PurgeDeletedKey{ named(name) }));
    }
    bool canSign(const char* name, const std::optional<vault::VersionId>& version = {})
    {
        return m_work
            ->run(m_vault, vault::SignWithKey{ named(name), version, u"ES256"_s, QByteArray(32, 'd') })
            .has_value();
    }

    tests::SoftHsm m_token;
    support::LocalStoreFile m_file;
    std::unique_ptr<local::LocalStore> m_store;
    std::unique_ptr<support::WorkingStore> m_work;
    vault::VaultId m_vault;
};

QTEST_GUILESS_MAIN(TestTokenLeftovers)
#include "tst_token_leftovers.moc"
