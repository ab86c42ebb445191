// SPDX-License-Identifier: Apache-2.0
#include "in_memory_store.h"
#include "working_store.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <future>
#include <thread>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using base::ErrorCode;

namespace {

vault::Caller applicationCaller(const QString& objectId, const QString& tenantId)
{
    vault::Caller caller;
    caller.kind = vault::Caller::Kind::Application;
    caller.objectId = objectId;
    caller.clientId = u"client"_s;
    caller.tenantId = tenantId;
    caller.displayName = u"nightly"_s;
    caller.address = u"127.0.0.1"_s;
    return caller;
}

} // namespace

class DeskTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<InMemoryStore>();
        m_work = std::make_unique<WorkingStore>(*m_store);
        m_vault = m_work->run(createVault("contoso"))->id;
        m_tenant = m_work->run(m_vault, vault::GetAccessRules{})->tenantId;
    }
    void cleanup()
    {
        m_work.reset();
        m_store.reset();
    }

    void everyOperationHasItsRow()
    {
        QVERIFY(m_work->run(m_vault, setSecret("db", "value")).has_value());
        QVERIFY(m_work->run(m_vault, vault::GetSecret{ named("db"), {} }).has_value());
        QVERIFY(!m_work->run(m_vault, vault::GetSecret{ named("absent"), {} }));
        const auto rows = audit();
        QCOMPARE(rows[0].operation, u"SecretGet"_s);
        QCOMPARE(rows[0].httpStatus, 404);
        QCOMPARE(rows[0].resultCode, u"SecretNotFound"_s);
        QCOMPARE(rows[0].objectName, u"absent"_s);
        QCOMPARE(rows[1].operation, u"SecretGet"_s);
        QCOMPARE(rows[1].httpStatus, 200);
        QCOMPARE(rows[1].decidedBy, u"owner"_s);
        QCOMPARE(rows[2].operation, u"SecretSet"_s);
        QCOMPARE(rows[2].vault, m_vault);
        QVERIFY(rows[2].kind == vault::ObjectKind::Secret);
        QVERIFY(!rows[2].requestId.isEmpty());
        QVERIFY(rows[2].requestId != rows[1].requestId);
        QCOMPARE(rows.back().operation, u"VaultPut"_s);
    }

    void refusalsChangeNothingAndAreRecorded()
    {
        m_work->caller = applicationCaller(u"nobody"_s, m_tenant);
        const auto refused = m_work->run(m_vault, setSecret("db", "value"));
        QCOMPARE(refused.error().code, ErrorCode::ForbiddenByRbac);
        m_work->caller = vault::Caller::owner();
        QCOMPARE(m_work->run(m_vault, vault::GetSecret{ named("db"), {} }).error().code,
                 ErrorCode::SecretNotFound);
        const auto rows = audit();
        QCOMPARE(rows[1].httpStatus, 403);
        QCOMPARE(rows[1].resultCode, u"ForbiddenByRbac"_s);
        QCOMPARE(rows[1].callerObjectId, u"nobody"_s);
        QCOMPARE(rows[1].address, u"127.0.0.1"_s);
        QVERIFY(rows[1].decidedBy.isEmpty());
    }

    void applicationsNeverManage()
    {
        m_work->caller = applicationCaller(u"nobody"_s, m_tenant);
        QCOMPARE(m_work->run(createVault("another")).error().code, ErrorCode::Forbidden);
        QCOMPARE(m_work->run(vault::ListAudit{}).error().code, ErrorCode::Forbidden);
        QCOMPARE(m_work->run(m_vault, vault::SetAccessPolicy{}).error().code, ErrorCode::Forbidden);
    }

    void withoutARowThereIsNoAnswerAndNoChange()
    {
        m_store->failNextAudit();
        QVERIFY(!m_work->run(m_vault, setSecret("db", "value")));
        QCOMPARE(m_work->run(m_vault, vault::GetSecret{ named("db"), {} }).error().code,
                 ErrorCode::SecretNotFound);
        QVERIFY(m_work->run(m_vault, setSecret("db", "value")).has_value());
        m_store->failNextAudit();
        QVERIFY(!m_work->run(m_vault, vault::GetSecret{ named("db"), {} }));
    }

    void aFailedCommitIsLookedUp()
    {
        m_store->failNextCommit(InMemoryStore::CommitFailure::Lost);
        QVERIFY(!m_work->run(m_vault, setSecret("lost", "value")));
        QCOMPARE(m_work->run(m_vault, vault::GetSecret{ named("lost"), {} }).error().code,
                 ErrorCode::SecretNotFound);
        m_store->failNextCommit(InMemoryStore::CommitFailure::Taken);
        QVERIFY(m_work->run(m_vault, setSecret("taken", "value")).has_value());
        QVERIFY(m_work->run(m_vault, vault::GetSecret{ named("taken"), {} }).has_value());
    }

    /// What is written while a key is prepared says what its work leaves behind, should it be killed.
    void theWorkOfAChangeWaitsForTheCommitBeforeIt()
    {
        const int before = m_store->commits();
        QVERIFY(m_work->run(m_vault, vault::CreateKey{ named("made") }).has_value());
        QCOMPARE(m_store->commits(), before + 2);
        m_store->failNextCommit(InMemoryStore::CommitFailure::Lost);
        QVERIFY(!m_work->run(m_vault, vault::CreateKey{ named("lost") }));
        QCOMPARE(m_store->commits(), before + 3);
        QCOMPARE(m_work->run(m_vault, vault::GetKey{ named("lost"), {} }).error().code,
                 ErrorCode::KeyNotFound);
        QCOMPARE(m_work->run(vault::ListAudit{ { {}, {}, {}, u"KeyCreate"_s, false, 0, 10 } })->size(),
                 std::size_t(1));
    }

    void changesArePublishedOnlyWhenTheyAreThere()
    {
        QSignalSpy spy(&m_work->operations(), &ops::Operations::changed);
        QVERIFY(m_work->run(m_vault, setSecret("db", "value")).has_value());
        QVERIFY(m_work->run(m_vault, vault::GetSecret{ named("db"), {} }).has_value());
        QVERIFY(!m_work->run(m_vault, vault::DeleteSecret{ named("absent") }));
        m_store->failNextCommit(InMemoryStore::CommitFailure::Lost);
        QVERIFY(!m_work->run(m_vault, setSecret("lost", "value")));
        QTRY_COMPARE(spy.size(), 1);
        const auto change = spy[0][0].value<vault::VaultChange>();
        QCOMPARE(change,
                 (vault::VaultChange{ vault::ChangeKind::ObjectSet, m_vault, vault::ObjectKind::Secret,
                                      u"db"_s }));
    }

    void whatIsGatheredSharesACommitOnThisThread()
    {
        leaveTheLaneIdle();
        const auto here = std::this_thread::get_id();
        const int before = m_store->commits();
        std::vector<std::thread::id> answeredOn;
        bool wasAnyAnsweredEarly = false;
        m_work->operations().desk().gather([&] {
            for (const char* name : { "a", "b", "c" }) {
                m_work->operations().submit<vault::SetSecret>(
                    vault::Caller::owner(), m_vault, setSecret(name, "value"),
                    [&](const ops::ResultOf<vault::SetSecret>& result) {
                        if (result)
                            answeredOn.push_back(std::this_thread::get_id());
                    });
            }
            wasAnyAnsweredEarly = !answeredOn.empty();
        });
        QVERIFY(!wasAnyAnsweredEarly);
        QCOMPARE(answeredOn, std::vector(3, here));
        QCOMPARE(m_store->commits(), before + 1);
        QCOMPARE(m_work->run(vault::ListAudit{ { {}, {}, {}, u"SecretSet"_s, false, 0, 1000 } })->size(),
                 std::size_t(3));
    }

    void whatIsGatheredIsRefusedAndUndoneAsElsewhere()
    {
        leaveTheLaneIdle();
        std::vector<bool> succeeded;
        const auto note = [&succeeded](const ops::ResultOf<vault::SetSecret>& result) {
            succeeded.push_back(result.has_value());
        };
        m_work->operations().desk().gather([&] {
            m_work->operations().submit<vault::SetSecret>(applicationCaller(u"nobody"_s, m_tenant), m_vault,
                                                          setSecret("refused", "value"), note);
            m_work->operations().submit<vault::SetSecret>(
                vault::Caller::owner(), m_vault, setSecret("long", QByteArray(30000, 'v').constData()), note);
            m_work->operations().submit<vault::SetSecret>(vault::Caller::owner(), m_vault,
                                                          setSecret("kept", "value"), note);
        });
        QCOMPARE(succeeded, (std::vector{ false, false, true }));
        const auto rows = audit(); // newest first
        QCOMPARE(rows[0].httpStatus, 200);
        QCOMPARE(rows[1].httpStatus, 400);
        QCOMPARE(rows[2].httpStatus, 403);
        QCOMPARE(m_work->run(m_vault, vault::CountObjects{})->secrets, 1);
    }

    void whatIsGatheredIsNotAnsweredWithoutARow()
    {
        leaveTheLaneIdle();
        m_store->failNextAudit();
        bool wasAnswered = false;
        bool succeeded = true;
        m_work->operations().desk().gather([&] {
            m_work->operations().submit<vault::SetSecret>(vault::Caller::owner(), m_vault,
                                                          setSecret("a", "value"),
                                                          [&](const ops::ResultOf<vault::SetSecret>& result) {
                                                              wasAnswered = true;
                                                              succeeded = result.has_value();
                                                          });
        });
        QVERIFY(wasAnswered);
        QVERIFY(!succeeded);
        QCOMPARE(m_work->run(m_vault, vault::CountObjects{})->secrets, 0);
    }

    void gatheredWorkWaitsForABusyLane()
    {
        std::promise<void> release;
        m_work->operations().desk().between([held = release.get_future()]() mutable { held.wait(); });
        std::promise<std::thread::id> answeredOn;
        auto answered = answeredOn.get_future();
        m_work->operations().desk().gather([&] {
            m_work->operations().submit<vault::SetSecret>(
                vault::Caller::owner(), m_vault, setSecret("a", "value"),
                [answeredOn = std::move(answeredOn)](const ops::ResultOf<vault::SetSecret>&) mutable {
                    answeredOn.set_value(std::this_thread::get_id());
                });
        });
        release.set_value();
        QVERIFY(answered.get() != std::this_thread::get_id());
    }

    // A slow part that was gathered goes to the crew, and comes back to the lane for its row.
    void whatIsGatheredMayGoToWork()
    {
        leaveTheLaneIdle();
        vault::CreateKey create{ named("signing") };
        create.type = crypto::KeyType::Ec;
        std::promise<bool> made;
        auto answered = made.get_future();
        m_work->operations().desk().gather([&] {
            m_work->operations().submit<vault::CreateKey>(
                vault::Caller::owner(), m_vault, create,
                [made = std::move(made)](const ops::ResultOf<vault::CreateKey>& result) mutable {
                    made.set_value(result.has_value());
                });
        });
        QVERIFY(answered.get());
        QCOMPARE(audit()[0].operation, u"KeyCreate"_s);
    }

    void briefWorkIsDoneWhereItWasPrepared()
    {
        makeEcKey();
        leaveTheLaneIdle();
        const int before = m_store->commits();
        std::vector<std::thread::id> signedOn;
        m_work->operations().desk().gather([&] {
            for (int i = 0; i < 3; ++i) {
                m_work->operations().submit<vault::SignWithKey>(
                    vault::Caller::owner(), m_vault, signing(),
                    [&signedOn](const ops::ResultOf<vault::SignWithKey>& result) {
                        if (result)
                            signedOn.push_back(std::this_thread::get_id());
                    });
            }
        });
        QCOMPARE(signedOn, std::vector(3, std::this_thread::get_id()));
        QCOMPARE(m_store->commits(), before + 1);
        QCOMPARE(rowsOf("KeySign"), std::size_t(3));
    }

    void briefWorkIsRefusedAndAuditedAsElsewhere()
    {
        makeEcKey();
        m_work->caller = applicationCaller(u"nobody"_s, m_tenant);
        QCOMPARE(m_work->run(m_vault, signing()).error().code, ErrorCode::ForbiddenByRbac);
        m_work->caller = vault::Caller::owner();
        m_store->failNextAudit();
        QVERIFY(!m_work->run(m_vault, signing()));
        QVERIFY(m_work->run(m_vault, signing()).has_value());
        QCOMPARE(rowsOf("KeySign"), std::size_t(2)); // the refusal and the last one
    }

    /// A wake-up and a commit for each would cost more than short work itself.
    void finishedWorkSharesACommit()
    {
        constexpr int count = 200;
        makeEcKey();
        const auto made = m_work->run(m_vault, signing());
        const vault::VerifyWithKey verify{ named("signing"), {}, u"ES256"_s, signing().digest, made->value };
        const int before = m_store->commits();
        std::vector<QFuture<ops::ResultOf<vault::VerifyWithKey>>> answers;
        for (int i = 0; i < count; ++i)
            answers.push_back(m_work->operations().run(vault::Caller::owner(), m_vault, verify));
        for (auto& answer : answers)
            QVERIFY(answer.takeResult()->value);
        QCOMPARE(rowsOf("KeyVerify"), std::size_t(count));
        QVERIFY2(m_store->commits() - before < count / 2, qPrintable(QString::number(m_store->commits())));
    }

    void oneFailureDoesNotUndoItsNeighbours()
    {
        std::vector<QFuture<ops::ResultOf<vault::SetSecret>>> answers;
        for (int i = 0; i < 200; ++i) {
            const QByteArray name = "s" + QByteArray::number(i);
            const QByteArray value(i % 3 == 0 ? 30000 : 10, 'v'); // every third is too long
            answers.push_back(m_work->operations().run(vault::Caller::owner(), m_vault,
                                                       setSecret(name.constData(), value.constData())));
        }
        for (int i = 0; i < 200; ++i)
            QCOMPARE(answers[static_cast<std::size_t>(i)].takeResult().has_value(), i % 3 != 0);
        QCOMPARE(m_work->run(m_vault, vault::CountObjects{})->secrets, 133);
        QCOMPARE(m_work->run(vault::ListAudit{ { {}, {}, {}, u"SecretSet"_s, false, 0, 1000 } })->size(),
                 std::size_t(200));
    }

    void answersComeInTheOrderOfTheQuestions()
    {
        std::vector<int> order;
        for (int i = 0; i < 300; ++i) {
            m_work->operations().submit<vault::CountObjects>(
                vault::Caller::owner(), m_vault, {},
                [&order, i](ops::ResultOf<vault::CountObjects>) { order.push_back(i); });
        }
        QVERIFY(m_work->run(m_vault, vault::CountObjects{}).has_value());
        QCOMPARE(order.size(), std::size_t(300));
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void aVaultThatIsNotThere()
    {
        const auto answer = m_work->run(vault::VaultId{ u"0123"_s }, vault::GetSecret{ named("db"), {} });
        QCOMPARE(answer.error().code, ErrorCode::VaultNotFound);
    }

    // D12: a clock that is set back must not date, expire or purge anything earlier than what was seen.
    void timeNeverGoesBack()
    {
        const auto later = m_work->run(m_vault, setSecret("a", "1"))->attributes.created + 1000;
        m_work->clock.set(later);
        QVERIFY(m_work->run(m_vault, setSecret("b", "1")).has_value());
        m_work->clock.set(later - 500000000);
        QVERIFY(m_work->run(m_vault, setSecret("c", "1"))->attributes.created >= later);
        const auto rows = audit(); // newest first
        QVERIFY(std::is_sorted(rows.rbegin(), rows.rend(), [](const auto& earlier, const auto& later_) {
            return earlier.timeMilliseconds < later_.timeMilliseconds;
        }));
    }

    void destroyingAnswersWhatWasAsked()
    {
        std::atomic<int> answered = 0;
        for (int i = 0; i < 500; ++i) {
            m_work->operations().submit<vault::CountObjects>(
                vault::Caller::owner(), m_vault, {},
                [&answered](ops::ResultOf<vault::CountObjects>) { ++answered; });
        }
        m_work.reset();
        QCOMPARE(answered.load(), 500);
    }

private:
    void makeEcKey()
    {
        vault::CreateKey create{ named("signing") };
        create.type = crypto::KeyType::Ec;
        QVERIFY(m_work->run(m_vault, create).has_value());
    }
    static vault::SignWithKey signing() { return { named("signing"), {}, u"ES256"_s, QByteArray(32, 'd') }; }
    std::size_t rowsOf(const char* operation)
    {
        return m_work->run(vault::ListAudit{ { {}, {}, {}, QString::fromLatin1(operation), false, 0, 1000 } })
            ->size();
    }
    /// An answer arrives while the lane still tidies up after it. Once something gathered was answered on
    /// this thread, nothing is left to be done there.
    void leaveTheLaneIdle()
    {
        std::thread::id answeredOn;
        do {
            std::promise<std::thread::id> answer;
            auto answered = answer.get_future();
            m_work->operations().desk().gather([&] {
                m_work->operations().submit<vault::CountObjects>(
                    vault::Caller::owner(), m_vault, {},
                    [answer = std::move(answer)](const ops::ResultOf<vault::CountObjects>&) mutable {
                        answer.set_value(std::this_thread::get_id());
                    });
            });
            answeredOn = answered.get();
        } while (answeredOn != std::this_thread::get_id());
    }
    std::vector<vault::AuditRecord> audit()
    {
        return *m_work->run(vault::ListAudit{ { {}, {}, {}, {}, false, 0, 1000 } });
    }

    std::unique_ptr<InMemoryStore> m_store;
    std::unique_ptr<WorkingStore> m_work;
    vault::VaultId m_vault;
    QString m_tenant;
};

QTEST_GUILESS_MAIN(DeskTest)
#include "tst_desk.moc"
