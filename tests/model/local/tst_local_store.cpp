// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_store.h"
#include "support/working_store.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace strongroom;
using local::LocalStore;
using support::createVault;
using support::named;
using support::setSecret;
using support::WorkingStore;

namespace {

local::StoreKeys testKeys()
{
    return local::StoreKeys::derive(
        base::SecureBytes::copyOf(QByteArrayView("0123456789abcdef0123456789abcdef")), "id");
}

} // namespace

class TestLocalStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesReopening();
    void findsInTheOrderOfNames();
    void givesUpCountsForThoseWhoWait();
};

void TestLocalStore::survivesReopening()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"store.db"_s);
    local::FreshnessMark mark;
    vault::VaultId vaultId;
    {
        auto store = LocalStore::create(file, u"id"_s, testKeys());
        QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
        WorkingStore work(**store);
        auto made = work.run(createVault("first"));
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
        vaultId = made->id;
        auto set = work.run(vaultId, setSecret("db-password", "s3cret"));
        QVERIFY2(set, qPrintable(set ? QString() : set.error().message));
        auto got = work.run(vaultId, vault::GetSecret{ named("DB-password"), {} });
        QVERIFY2(got, qPrintable(got ? QString() : got.error().message));
        QCOMPARE(got->value.view(), QByteArrayView("s3cret"));
        auto app = work.run(vault::RegisterApplication{ u"web"_s });
        QVERIFY2(app, qPrintable(app ? QString() : app.error().message));
        QCOMPARE(app->clientSecret.size(), std::size_t(40));
        auto identity = work.run(vault::ObtainEndpointIdentity{});
        QVERIFY2(identity, qPrintable(identity ? QString() : identity.error().message));
        mark = (*store)->head();
        QCOMPARE(mark.sequence, 5);
    }
    auto store = LocalStore::open(file, u"id"_s, testKeys(), { mark, {}, 0 });
    QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
    WorkingStore work(**store);
    auto got = work.run(vaultId, vault::GetSecret{ named("db-password"), {} });
    QVERIFY2(got, qPrintable(got ? QString() : got.error().message));
    QCOMPARE(got->value.view(), QByteArrayView("s3cret"));
    auto list = work.run(vaultId, vault::BrowseSecrets{});
    QVERIFY2(list, qPrintable(list ? QString() : list.error().message));
    QCOMPARE(list->matched, 1);
    auto hits = work.run(vault::SearchStore{ u"passw"_s });
    QVERIFY2(hits, qPrintable(hits ? QString() : hits.error().message));
    QCOMPARE(hits->size(), std::size_t(1));
    auto verified = work.run(vault::VerifyAudit{});
    QVERIFY(verified && verified->isIntact);
    QCOMPARE(verified->rows, 8);
    auto report = (*store)->check();
    QVERIFY2(report && report->findings.isEmpty(), qPrintable(report->findings.join(u'\n')));
}

void TestLocalStore::findsInTheOrderOfNames()
{
    const QTemporaryDir folder;
    auto store = LocalStore::create(folder.filePath(u"store.db"_s), u"id"_s, testKeys());
    QVERIFY(store.has_value());
    WorkingStore work(**store);
    const auto vaultId = work.run(createVault("first"))->id;
    for (const char* name : { "b-password", "C-password", "a2-password", "A-password" })
        QVERIFY(work.run(vaultId, setSecret(name, "v")));
    const auto hits = work.run(vault::SearchStore{ u"passw"_s });
    QStringList names;
    for (const auto& hit : *hits)
        names << hit.name;
    QCOMPARE(names, (QStringList{ u"A-password"_s, u"a2-password"_s, u"b-password"_s, u"C-password"_s }));
}

void TestLocalStore::givesUpCountsForThoseWhoWait()
{
    const QTemporaryDir folder;
    auto store = LocalStore::create(folder.filePath(u"store.db"_s), u"id"_s, testKeys());
    QVERIFY(store.has_value());
    WorkingStore work(**store);
    const auto vaultId = work.run(createVault("first"))->id;
    std::vector<base::Answer<ops::ResultOf<vault::SetSecret>>> answers; // together they share commits
    for (int i = 0; i < 2000; ++i)
        answers.push_back(work.operations().run(
            work.caller, vaultId, setSecret(QByteArray("s-" + QByteArray::number(i)).constData(), "v")));
    for (auto& answer : answers)
        QVERIFY(answer.takeResult());
    vault::BrowseSecrets browse;
    vault::FilterTerm term;
    term.text = u"5"_s;
    browse.request.filter = { term };
    browse.request.wantsCount = true;
    const qint64 all = work.run(vaultId, browse)->matched;
    QCOMPARE(all, 2000 - 2 * 729); // numbers without a five
    (*store)->giveWayWhen([] { return true; });
    const auto hurried = work.run(vaultId, browse);
    QCOMPARE(hurried->matched, -1);
    QVERIFY(!hurried->rows.empty());
    // Where somebody always waits, it is counted all the same in the end.
    qint64 counted = -1;
    for (int i = 0; i < 40 && counted < 0; ++i)
        counted = work.run(vaultId, browse)->matched;
    QCOMPARE(counted, all);
}

QTEST_GUILESS_MAIN(TestLocalStore)
#include "tst_local_store.moc"
