// SPDX-License-Identifier: Apache-2.0
#include "model/serve/refusal_book.h"

#include "in_memory_store.h"
#include "working_store.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using serve::RefusalBook;

/// What is refused at the door is in the audit log, and no flood fills it.
class RefusalBookTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<InMemoryStore>();
        m_work = std::make_unique<WorkingStore>(*m_store);
        m_book = std::make_unique<RefusalBook>(m_work->operations(), m_work->clock);
    }
    void cleanup()
    {
        m_book.reset();
        m_work.reset();
    }

    void refusalsAreWrittenBeforeTheyAreAnswered()
    {
        bool stood = false;
        write(Caller(), [&](const base::Error& error) { stood = error == m_error; });
        QCOMPARE(entries(), 1);
        QVERIFY(stood);
    }

    void aFloodIsCounted()
    {
        flood(RefusalBook::room + 500);
        QCOMPARE(m_answered, RefusalBook::room + 500);
        QCOMPARE(entries(), RefusalBook::room);
        QVERIFY(counts().isEmpty());
        // In the minute nothing more; after it, one entry for all of them.
        m_work->clock.advance(RefusalBook::secondsForOneMore - 1);
        flood(1);
        QCOMPARE(entries(), RefusalBook::room);
        m_work->clock.advance(RefusalBook::secondsBetweenCounts);
        flood(1);
        QCOMPARE(counts(), QStringList{ u"501"_s });
        // Room grows back, slowly.
        QCOMPARE(entries(), RefusalBook::room + 1);
        flood(20);
        QCOMPARE(entries(), RefusalBook::room + 6);
    }

    void theLastCountIsWrittenAtTheEnd()
    {
        flood(RefusalBook::room + 7);
        m_book.reset();
        QCOMPARE(counts(), QStringList{ u"7"_s });
    }

    void knownCallersAlwaysHaveAnEntry()
    {
        flood(RefusalBook::room);
        Caller known;
        known.kind = Caller::Kind::Application;
        write(known, [](const base::Error&) {});
        QCOMPARE(entries(), RefusalBook::room + 1);
    }

private:
    void write(const Caller& caller, base::UniqueFunction<void(const base::Error&)> answer)
    {
        m_book->write(caller, { {}, m_error }, std::move(answer));
    }
    void flood(qint64 requests)
    {
        for (qint64 i = 0; i < requests; ++i)
            write(Caller(), [this](const base::Error& error) { m_answered += error == m_error ? 1 : 0; });
        QVERIFY(m_work->run(ListVaults{})); // all that was submitted before is done
    }
    std::vector<AuditRecord> rows()
    {
        AuditQuery query;
        query.operation = u"Authentication"_s;
        query.limit = 20'000;
        return m_work->run(ListAudit{ query }).value();
    }
    qint64 entries()
    {
        const auto all = rows();
        return std::count_if(all.begin(), all.end(), [](auto& row) { return row.httpStatus == 401; });
    }
    QStringList counts()
    {
        QStringList found;
        for (const AuditRecord& row : rows()) {
            if (row.httpStatus == 429)
                found += row.resultDescription.section(u' ', 0, 0);
        }
        return found;
    }

    const base::Error m_error{ base::ErrorCode::Unauthenticated, u"no token"_s, {} };
    std::unique_ptr<InMemoryStore> m_store;
    std::unique_ptr<WorkingStore> m_work;
    std::unique_ptr<RefusalBook> m_book;
    std::atomic<qint64> m_answered = 0;
};

QTEST_GUILESS_MAIN(RefusalBookTest)
#include "tst_refusal_book.moc"
