// SPDX-License-Identifier: Apache-2.0
#include "model/ops/upkeep.h"

#include "in_memory_store.h"
#include "working_store.h"

#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr base::UnixSeconds day = 86400;
constexpr ops::Upkeep::Pace quick{ 5ms, 5ms };
constexpr ops::Upkeep::Pace onlyAtStart{ 1h, 1h };

} // namespace

class UpkeepTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<InMemoryStore>();
        m_work = std::make_unique<WorkingStore>(*m_store);
        m_vault = m_work->run(createVault("contoso"))->id;
    }
    void cleanup()
    {
        m_upkeep.reset();
        m_work.reset();
        m_store.reset();
    }

    void rotatesWhatBecameDueWhileNobodyLooked()
    {
        makeKey("old", 30);
        makeKey("young", 300);
        m_work->clock.advance(31 * day);
        begin(onlyAtStart);
        QTRY_COMPARE(versions("old"), 2);
        QCOMPARE(versions("young"), 1);
        const auto rows = audit(u"KeyRotateIfDue"_s);
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(rows[0].callerName, u"key rotation"_s);
        QCOMPARE(rows[0].decidedBy, u"system"_s);
        QCOMPARE(rows[0].objectName, u"old"_s);
    }

    void aRestartRotatesNothingTwice()
    {
        makeKey("old", 30);
        m_work->clock.advance(31 * day);
        for (int start = 0; start < 3; ++start) {
            begin(onlyAtStart);
            QTRY_COMPARE(audit(u"KeyListDue"_s).size(), std::size_t(start + 1));
            QTRY_COMPARE(versions("old"), 2);
        }
        QCOMPARE(audit(u"KeyRotateIfDue"_s).size(), std::size_t(1));
    }

    void twoOfThemRotateOnce()
    {
        makeKey("old", 30);
        m_work->clock.advance(31 * day);
        begin(onlyAtStart);
        ops::Upkeep other(m_work->operations(), m_work->clock, onlyAtStart);
        other.start();
        QTRY_COMPARE(audit(u"KeyListDue"_s).size(), std::size_t(2));
        QTRY_COMPARE(versions("old"), 2);
        QTest::qWait(50);
        QCOMPARE(versions("old"), 2);
    }

    void becomesDueWhileItRuns()
    {
        makeKey("turning", 30);
        m_work->clock.advance(30 * day - 600);
        begin(quick);
        QTRY_VERIFY(!audit(u"KeyListDue"_s).empty());
        QTest::qWait(50);
        QCOMPARE(versions("turning"), 1);
        m_work->clock.advance(601);
        QTRY_COMPARE(versions("turning"), 2);
    }

    void whatIsDeletedMeanwhileIsLeftAlone()
    {
        makeKey("gone", 30);
        m_work->clock.advance(30 * day - 600);
        begin(quick);
        QTRY_VERIFY(!audit(u"KeyListDue"_s).empty());
        QTest::qWait(20);
        QVERIFY(m_work->run(m_vault, vault::DeleteKey{ named("gone") }).has_value());
        QTest::qWait(20);
        m_work->clock.advance(1200);
        QTest::qWait(50);
        QVERIFY(audit(u"KeyRotateIfDue"_s).empty());
    }

    void rotatesWithoutANoticeWhenBothAreDue()
    {
        makeKey("ending", 30);
        vault::UpdateKey update{ named("ending"), {} };
        update.attributes.expires = m_work->clock.now() + 60 * day; // so the default notice comes on day 30
        QVERIFY(m_work->run(m_vault, std::move(update)).has_value());
        m_work->clock.advance(31 * day);
        begin(quick);
        QTRY_COMPARE(versions("ending"), 2);
        QTest::qWait(50);
        QCOMPARE(audit(u"KeyRotateIfDue"_s).size(), std::size_t(1));
        for (const auto& row : audit(u"KeyNearExpiryEventGridNotification"_s))
            QCOMPARE(row.httpStatus, 200);
    }

    void keysImportedIntoAnHsmAreLeftAlone()
    {
        auto create = createVault("premium");
        create.sku = vault::Sku::Premium;
        m_vault = m_work->run(std::move(create))->id;
        vault::CreateKey made = creation("brought");
        made.protection = vault::KeyProtection::Hsm;
        QVERIFY(m_work->run(m_vault, std::move(made)).has_value());
        setPolicy("brought", 30);
        const auto outside = crypto::SoftwareKey::generateEc(crypto::Curve::P256);
        vault::ImportKey import{ named("brought"),
                                 { vault::ImportedKey::Form::Der, outside->toStored().value(),
                                   crypto::KeyType::Ec },
                                 vault::KeyProtection::Hsm,
                                 {} };
        import.draft.attributes.expires = m_work->clock.now() + 60 * day;
        QVERIFY(m_work->run(m_vault, std::move(import)).has_value());
        m_work->clock.advance(31 * day);
        begin(quick);
        // The notice before its end comes once; nothing is tried that would be refused, then or later.
        QTRY_COMPARE(audit(u"KeyNearExpiryEventGridNotification"_s).size(), std::size_t(1));
        for (int hours = 0; hours < 5; ++hours) {
            const auto looks = audit(u"KeyListDue"_s).size();
            m_work->clock.advance(3600);
            QTRY_VERIFY(audit(u"KeyListDue"_s).size() > looks);
        }
        QCOMPARE(audit(u"KeyRotateIfDue"_s).size(), std::size_t(0));
        QCOMPARE(audit(u"KeyNearExpiryEventGridNotification"_s).size(), std::size_t(1));
        QCOMPARE(versions("brought"), 2);
    }

    void aLookAtTheClockIsNotInTheAuditLog()
    {
        makeKey("turning", 30);
        begin({ 1ms, 1ms });
        QTRY_COMPARE(audit(u"KeyListDue"_s).size(), std::size_t(1));
        QTRY_COMPARE(audit(u"TokenCollect"_s).size(), std::size_t(1));
        QTest::qWait(100);
        QCOMPARE(audit(u"KeyListDue"_s).size(), std::size_t(1));
        QCOMPARE(audit(u"TokenCollect"_s).size(), std::size_t(1));
        QCOMPARE(audit(u"ScheduledPurge"_s).size(), std::size_t(1));
        m_work->clock.advance(3600);
        QTRY_COMPARE(audit(u"KeyListDue"_s).size(), std::size_t(2));
        QTRY_COMPARE(audit(u"ScheduledPurge"_s).size(), std::size_t(2));
    }

    void aClockThatJumpsIsFollowed()
    {
        makeKey("turning", 30);
        begin(quick);
        QTRY_COMPARE(audit(u"KeyListDue"_s).size(), std::size_t(1));
        m_work->clock.advance(-400 * day);
        QTRY_VERIFY(audit(u"KeyListDue"_s).size() > 1);
        QCOMPARE(versions("turning"), 1);
        m_work->clock.advance(431 * day);
        QTRY_COMPARE(versions("turning"), 2);
        m_work->clock.advance(-31 * day); // and back over the due date
        QTest::qWait(50);
        m_work->clock.advance(31 * day);
        QTest::qWait(50);
        QCOMPARE(versions("turning"), 2);
    }

    void everyTurnOfAYearIsTaken()
    {
        makeKey("turning", 30);
        begin(quick);
        for (int turn = 1; turn <= 12; ++turn) {
            m_work->clock.advance(30 * day + 60);
            QTRY_COMPARE(versions("turning"), turn + 1);
        }
        QCOMPARE(audit(u"KeyRotateIfDue"_s).size(), std::size_t(12));
    }

    void aPolicyThatIsSetIsHeeded()
    {
        begin({ 1h, 5ms });
        QTRY_COMPARE(audit(u"KeyListDue"_s).size(), std::size_t(1));
        QVERIFY(m_work->run(m_vault, creation("late")).has_value());
        m_work->clock.advance(60 * day);
        setPolicy("late", 30);
        QTRY_COMPARE(versions("late"), 2);
    }

    void noticesAreGivenOnce()
    {
        vault::CreateKey op = creation("ending");
        op.draft.attributes.expires = m_work->clock.now() + 40 * day;
        QVERIFY(m_work->run(m_vault, std::move(op)).has_value());
        begin(quick);
        QTRY_VERIFY(!audit(u"KeyListDue"_s).empty());
        QVERIFY(audit(u"KeyNearExpiryEventGridNotification"_s).empty());
        m_work->clock.advance(11 * day);
        QTRY_COMPARE(audit(u"KeyNearExpiryEventGridNotification"_s).size(), std::size_t(1));
        m_work->clock.advance(5 * day);
        QTest::qWait(50);
        QCOMPARE(audit(u"KeyNearExpiryEventGridNotification"_s).size(), std::size_t(1));
        QCOMPARE(versions("ending"), 1);
    }

    void manyKeysAreTurnedOneAfterTheOther()
    {
        for (int i = 0; i < 230; ++i) // more than are asked for at once
            makeKey(qPrintable(u"key-%1"_s.arg(i)), 30);
        m_work->clock.advance(31 * day);
        begin(onlyAtStart);
        QTRY_COMPARE_WITH_TIMEOUT(audit(u"KeyRotateIfDue"_s).size(), std::size_t(230), 30'000);
        QTRY_COMPARE(audit(u"KeyListDue"_s).size(), std::size_t(3));
        QCOMPARE(versions("key-229"), 2);
    }

    void aStoreThatRefusesIsAskedAgain()
    {
        makeKey("old", 30);
        m_work->clock.advance(31 * day);
        m_store->refuseWork(base::Error{ base::ErrorCode::StorageFailed, u"failing"_s, {} });
        begin(quick);
        QTest::qWait(50);
        m_store->refuseWork({});
        QTRY_COMPARE(versions("old"), 2);
    }

    void purgesWhatIsDue()
    {
        QVERIFY(m_work->run(m_vault, setSecret("gone", "x")).has_value());
        QVERIFY(m_work->run(m_vault, vault::DeleteSecret{ named("gone") }).has_value());
        begin(quick);
        QTRY_VERIFY(!audit(u"ScheduledPurge"_s).empty());
        QCOMPARE(m_work->run(m_vault, vault::CountObjects{})->deletedSecrets, 1);
        m_work->clock.advance(91 * day);
        QTRY_COMPARE(m_work->run(m_vault, vault::CountObjects{})->deletedSecrets, 0);
    }

    void purgedKeysAreClearedFromTokens()
    {
        QVERIFY(m_work->run(m_vault, creation("gone")).has_value());
        QVERIFY(m_work->run(m_vault, vault::DeleteKey{ named("gone") }).has_value());
        begin({ 1h, 5ms });
        QTRY_COMPARE(audit(u"TokenCollect"_s).size(), std::size_t(1));
        QVERIFY(m_work->run(m_vault, vault::PurgeDeletedKey{ named("gone") }).has_value());
        QTRY_COMPARE(audit(u"TokenCollect"_s).size(), std::size_t(2));
        QVERIFY(m_work->run(m_vault, setSecret("a", "x")).has_value());
        QTest::qWait(50);
        QCOMPARE(audit(u"TokenCollect"_s).size(), std::size_t(2));
    }

    void mayEndInTheMiddle()
    {
        for (int i = 0; i < 20; ++i)
            makeKey(qPrintable(u"key-%1"_s.arg(i)), 30);
        m_work->clock.advance(31 * day);
        begin(onlyAtStart);
        QTRY_VERIFY(!audit(u"KeyRotateIfDue"_s).empty());
        m_upkeep.reset();
        begin(onlyAtStart);
        QTRY_COMPARE(audit(u"KeyRotateIfDue"_s).size(), std::size_t(20));
        QTest::qWait(20);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(versions(qPrintable(u"key-%1"_s.arg(i))), 2);
    }

private:
    void begin(ops::Upkeep::Pace pace)
    {
        m_upkeep = std::make_unique<ops::Upkeep>(m_work->operations(), m_work->clock, pace);
        m_upkeep->start();
    }
    static vault::CreateKey creation(const char* name)
    {
        return { named(name), crypto::KeyType::Ec, vault::KeyProtection::Software, 0, {}, 65537, {} };
    }
    void setPolicy(const char* name, int days)
    {
        vault::RotationPolicy policy;
        policy.actions.push_back(
            { vault::LifetimeAction::Kind::Rotate, vault::Duration{ 0, 0, days, 0 }, {} });
        QVERIFY(m_work->run(m_vault, vault::SetRotationPolicy{ named(name), policy }).has_value());
    }
    void makeKey(const char* name, int rotatesAfterDays)
    {
        QVERIFY(m_work->run(m_vault, creation(name)).has_value());
        setPolicy(name, rotatesAfterDays);
    }
    int versions(const char* name)
    {
        return int(m_work->run(m_vault, vault::ListKeyVersions{ named(name), {} })->items.size());
    }
    std::vector<vault::AuditRecord> audit(const QString& operation)
    {
        return *m_work->run(vault::ListAudit{ { {}, {}, {}, operation, false, 0, 1000 } });
    }

    std::unique_ptr<InMemoryStore> m_store;
    std::unique_ptr<WorkingStore> m_work;
    std::unique_ptr<ops::Upkeep> m_upkeep;
    vault::VaultId m_vault;
};

QTEST_GUILESS_MAIN(UpkeepTest)
#include "tst_upkeep.moc"
