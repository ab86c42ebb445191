// SPDX-License-Identifier: Apache-2.0
#include "model/keep/store_folder.h"
#include "model/local/local_store.h"
#include "support/working_store.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// Stores of every format that was ever written still open, with all that is in them (D10). They are in
/// tests/vectors/stores, one folder for each version of the schema.
class TestEarlierFormats final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAndBringsUpToDate_data()
    {
        QTest::addColumn<QString>("folder");
        const QDir stores(QStringLiteral(STRONGROOM_SOURCE_DIR "/tests/vectors/stores"));
        const QStringList versions = stores.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(!versions.isEmpty());
        for (const QString& version : versions)
            QTest::newRow(qPrintable(version)) << stores.filePath(version);
    }

    void opensAndBringsUpToDate()
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
                vault::CreateKey key{ support::named("new-key") };
                key.type = crypto::KeyType::Ec;
                QVERIFY(work.run(id, std::move(key)));
            }
            const auto findings = (*open)->check();
            QVERIFY(findings);
            QVERIFY2(findings->findings.isEmpty(), qPrintable(findings->findings.join(u'\n')));
        }
    }

private:
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
        const auto passphrase = base::SecureBytes::copyOf(QByteArrayView("the first passphrase"));
        static const base::SystemClock clock;
        return keep::StoreFolder::open(path, keep::PassphraseCredential{ passphrase.clone() }, options,
                                       clock);
    }
};

QTEST_GUILESS_MAIN(TestEarlierFormats)
#include "tst_earlier_formats.moc"
