// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/filled_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <semaphore>

namespace strongroom::benchmarks {

using namespace Qt::StringLiterals;

local::StoreKeys benchmarkKeys()
{
    base::SecureBytes root(32);
    std::fill_n(root.data(), root.size(), static_cast<unsigned char>(7));
    return local::StoreKeys::derive(root, benchmarkStoreId().toUtf8());
}

QString benchmarkStoreId() { return u"3f0c1d6a-5a52-4c7e-9d0b-52a5a1b0c001"_s; }

vault::ObjectName secretName(int number)
{
    return vault::ObjectName::create(u"secret-%1"_s.arg(number, 6, 10, QLatin1Char('0'))).value();
}

QString keptStore(int secrets)
{
    QDir folder(QCoreApplication::applicationDirPath());
    folder.cdUp();
    folder.mkpath(u"benchmark-stores"_s);
    QString file = folder.filePath(u"benchmark-stores/%1.db"_s.arg(secrets));
    if (FilledStore::isGood(file))
        return file;
    const QString begun = file + u".begun"_s;
    const QStringList old{ file, file + u"-wal"_s, begun, begun + u"-wal"_s, begun + u"-reserve"_s };
    for (const QString& name : old)
        QFile::remove(name);
    std::fprintf(stderr, "filling a store with %d secrets, to be kept\n", secrets);
    {
        FilledStore(begun, secrets);
    }
    QFile::rename(begun, file);
    QFile::remove(begun + u"-reserve"_s); // the store makes another for its new name
    return file;
}

bool FilledStore::isGood(const QString& file)
{
    if (!QFile::exists(file))
        return false;
    const auto opened = local::LocalStore::open(file, benchmarkStoreId(), benchmarkKeys(), {});
    if (!opened && opened.error().code == base::ErrorCode::StoreInUse)
        qFatal("%s is in use: one benchmark at a time", qPrintable(file)); // it is not filled anew for that
    return opened.has_value();
}

FilledStore::FilledStore(const QString& file, int secrets)
{
    const bool isThere = QFile::exists(file);
    auto opened = isThere ? local::LocalStore::open(file, benchmarkStoreId(), benchmarkKeys(), {})
                          : local::LocalStore::create(file, benchmarkStoreId(), benchmarkKeys());
    m_store = std::move(opened).value();
    m_operations = std::make_unique<ops::Operations>(*m_store, m_clock, m_lane);
    m_store->giveWayWhen([this] { return m_operations->desk().isAnybodyWaiting(); });
    if (isThere) {
        m_vaultId = run(vault::ListVaults{}).front().id;
        return;
    }
    m_vaultId = run(vault::CreateVault{ vault::VaultName::create(u"bench"_s).value() }).id;
    fill(secrets);
}

void FilledStore::fill(int secrets)
{
    constexpr int inFlight = 512;
    std::counting_semaphore<inFlight> room(inFlight);
    for (int i = 0; i < secrets; ++i) {
        room.acquire();
        vault::SetSecret set{ secretName(i), base::SecureBytes::copyOf(QByteArray(64, 'v')), {}, {}, {} };
        m_operations->submit<vault::SetSecret>(vault::Caller::owner(), m_vaultId, std::move(set),
                                               [&room](ops::ResultOf<vault::SetSecret> result) {
                                                   if (!result)
                                                       std::fprintf(stderr, "a secret could not be set\n");
                                                   room.release();
                                               });
    }
    for (int i = 0; i < inFlight; ++i)
        room.acquire();
}

} // namespace strongroom::benchmarks
