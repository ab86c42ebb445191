// SPDX-License-Identifier: Apache-2.0
#include "model/keep/store_folder.h"
#include "model/local/local_store.h"
#include "support/working_store.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// Stores of every format that was ever written still open, with all that is in them (D10). They are in
/// tests/vectors/stores, one folder for each version of the schema.
class TestEarlierFormats final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAndBringsUpToDate_data() { addStores(); }
    void opensAndBringsUpToDate();
    void killedMigrationsAreDoneOrNotBegun_data() { addStores(); }
    void killedMigrationsAreDoneOrNotBegun();

private:
    static void addStores()
    {
        QTest::addColumn<QString>("folder");
        const QDir stores(QStringLiteral(STRONGROOM_SOURCE_DIR "/tests/vectors/stores"));
        const QStringList versions = stores.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(!versions.isEmpty());
        for (const QString& version : versions)
            QTest::newRow(qPrintable(version)) << stores.filePath(version);
    }

    static constexpr QByteArrayView passphrase = "the first passphrase";

    static QString copyOf(const QString& from, const QString& to)
    {
        QDir().mkdir(to);
        QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        for (const QString& name : QDir(from).entryList(QDir::Files)) {
            const QString copy = to + u'/' + name;
            QFile::copy(from + u'/' + name, copy);
            QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
        }
        return to;
    }
    static base::Result<std::unique_ptr<keep::OpenStore>> opened(const QString& path)
    {
        keep::OpenOptions options;
        options.self = { getpid(), keep::HolderKind::Command, {} };
        static const base::SystemClock clock;
        return keep::StoreFolder::open(
            path, keep::PassphraseCredential{ base::SecureBytes::copyOf(passphrase) }, options, clock);
    }
};

void TestEarlierFormats::opensAndBringsUpToDate()
{
    QFETCH(QString, folder);
    QTemporaryDir outer;
    const QString path = copyOf(folder, outer.filePath(u"store"_s));
    for (int opening = 0; opening < 2; ++opening) { // as it was, and as it became
        auto open = opened(path);
        QVERIFY2(open, qPrintable(open ? QString() : open.error().message));
        {
            support::WorkingStore work((*open)->store());
            work.clock.set(base::SystemClock().nowMilliseconds() / 1000);
            const auto vaults = work.run(vault::ListVaults{});
            QVERIFY(vaults);
            QCOMPARE(vaults->size(), std::size_t(1));
            const auto id = vaults->front().id;
            const auto secret = work.run(id, vault::GetSecret{ support::named("db-password"), {} });
            QVERIFY(secret);
            QCOMPARE(secret->value.view().toByteArray(), QByteArray("kept since version 1"));
            QCOMPARE(work.run(vault::ListApplications{})->size(), std::size_t(1));
            const auto keys = work.run(id, vault::ListKeys{});
            QVERIFY(keys);
            for (const vault::KeyProperties& key : keys->items) // not said before version 5
                QCOMPARE(key.origin == vault::KeyOrigin::Imported, key.name.text() == u"imported"_s);
            vault::CreateKey key{ support::named("new-key") };
            key.type = crypto::KeyType::Ec;
            QVERIFY(work.run(id, std::move(key)));
        }
        const auto findings = (*open)->check();
        QVERIFY(findings);
        QVERIFY2(findings->findings.isEmpty(), qPrintable(findings->findings.join(u'\n')));
    }
}

/// Requirement D9: killed at 200 moments, each with the store as it was.
void TestEarlierFormats::killedMigrationsAreDoneOrNotBegun()
{
    QFETCH(QString, folder);
    QTemporaryDir outer;
    const QString measured = copyOf(folder, outer.filePath(u"measured"_s));
    const auto keySlots = keep::StoreFolder::readSlots(measured);
    QVERIFY(keySlots);
    const auto root = keySlots->openWithPassphrase(base::SecureBytes::copyOf(passphrase));
    QVERIFY(root);
    // Not in the guarded arena, whose pages are wiped in children.
    const QByteArray rootBytes = root->root.view().toByteArray();
    const auto migrated = [&](const QString& path) {
        auto keys
            = local::StoreKeys::derive(base::SecureBytes::copyOf(rootBytes), keySlots->storeId().toUtf8());
        return local::LocalStore::open(path + u"/store.db"_s, keySlots->storeId(), std::move(keys), {});
    };
    QElapsedTimer timer;
    timer.start();
    QVERIFY(migrated(measured));
    const qint64 usual = timer.nsecsElapsed() / 1000;
    for (int round = 0; round < 200; ++round) {
        const QString path = copyOf(folder, outer.filePath(QString::number(round)));
        const pid_t child = fork();
        if (child == 0) {
            std::ignore = migrated(path);
            _exit(0);
        }
        usleep(static_cast<useconds_t>(usual * round / 150));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        auto store = migrated(path);
        QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
        const auto report = (*store)->check();
        QVERIFY(report);
        QVERIFY2(report->findings.isEmpty(), qPrintable(report->findings.join(u'\n')));
    }
}

QTEST_GUILESS_MAIN(TestEarlierFormats)
#include "tst_earlier_formats.moc"
