// SPDX-License-Identifier: Apache-2.0
// How pages come to the disk: as any SQLCipher 4 writes them, and in few pieces.
#include "model/local/database.h"
#include "model/local/page_storage.h"
#include "support/failing_vfs.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include <openssl/evp.h>
#include <openssl/hmac.h>

using namespace Qt::StringLiterals;
using namespace strongroom;
using local::Database;
using local::Query;

namespace {

constexpr qsizetype pageBytes = 4096;
constexpr qsizetype macBytes = 64;
constexpr qsizetype vectorBytes = 16;
constexpr qsizetype contentBytes = pageBytes - macBytes - vectorBytes;

local::StoreKeys testKeys()
{
    return local::StoreKeys::derive(
        base::SecureBytes::copyOf(QByteArrayView("0123456789abcdef0123456789abcdef")), "id");
}

const unsigned char* bytesOf(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// What SQLCipher's documentation says of a page: HMAC-SHA-512 over ciphertext, vector and number.
QByteArray macOf(QByteArrayView page, quint32 number, const local::StoreKeys& keys)
{
    QByteArray text = page.first(contentBytes + vectorBytes).toByteArray();
    for (int i = 0; i < 4; ++i)
        text.append(static_cast<char>(number >> (8 * i)));
    QByteArray mac(macBytes, '\0');
    unsigned size = 0;
    HMAC(EVP_sha512(), keys.pageMac.data(), static_cast<int>(keys.pageMac.size()), bytesOf(text),
         static_cast<std::size_t>(text.size()), reinterpret_cast<unsigned char*>(mac.data()), &size);
    return mac;
}

QByteArray contentOf(QByteArrayView page, const local::StoreKeys& keys)
{
    QByteArray content(contentBytes, '\0');
    int written = 0;
    EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
    EVP_DecryptInit_ex(context, EVP_aes_256_cbc(), nullptr, keys.page.data(), bytesOf(page) + contentBytes);
    EVP_CIPHER_CTX_set_padding(context, 0);
    EVP_DecryptUpdate(context, reinterpret_cast<unsigned char*>(content.data()), &written, bytesOf(page),
                      static_cast<int>(contentBytes));
    EVP_CIPHER_CTX_free(context);
    return content;
}

base::Result<void> addRows(Database& database, int count)
{
    const QByteArray text = QByteArray(3000, 'x') + "a known text";
    for (int i = 0; i < count; ++i) {
        if (auto added = Query(database, "INSERT INTO facts (text) VALUES (?1)").bytes(text).run(); !added)
            return added;
    }
    return {};
}

} // namespace

class TestPageStorage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesThePagesOfSqlcipher();
    void neverRepeatsAVector();
    void writesTheJournalInFewPieces();
    void readsBackWhatWaits();
    void saysThatTheJournalCannotBeWritten();
    void writesTheJournalBackInTime();
    void keepsPagesApartThatChangeTheirNumbers();
};

void TestPageStorage::writesThePagesOfSqlcipher()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"store.db"_s);
    const auto keys = testKeys();
    {
        auto database = Database::open(name, keys, Database::Mode::CreateNew);
        QVERIFY(database && database->execute("CREATE TABLE facts (text BLOB)"));
        QVERIFY(addRows(*database, 3));
        database->acceptFile();
    }
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.size() >= 4 * pageBytes);
    bool isFound = false;
    for (qsizetype page = 1; page < bytes.size() / pageBytes; ++page) { // the first begins with the salt
        const QByteArrayView stored = QByteArrayView(bytes).sliced(page * pageBytes, pageBytes);
        QCOMPARE(stored.last(macBytes).toByteArray(), macOf(stored, static_cast<quint32>(page) + 1, keys));
        isFound = isFound || contentOf(stored, keys).contains("a known text");
    }
    QVERIFY(isFound);
}

void TestPageStorage::neverRepeatsAVector()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"store.db"_s);
    {
        auto database = Database::open(name, testKeys(), Database::Mode::CreateNew);
        QVERIFY(database && database->execute("CREATE TABLE facts (text BLOB); BEGIN"));
        QVERIFY(addRows(*database, 500) && database->execute("COMMIT"));
        database->acceptFile();
    }
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QSet<QByteArray> vectors;
    for (qsizetype page = 0; page < bytes.size() / pageBytes; ++page)
        vectors.insert(bytes.sliced(page * pageBytes + contentBytes, vectorBytes));
    QVERIFY(vectors.size() > 400);
    QCOMPARE(vectors.size(), bytes.size() / pageBytes);
}

void TestPageStorage::writesTheJournalInFewPieces()
{
    support::FailingVfs vfs;
    const QTemporaryDir folder;
    auto database = Database::open(folder.filePath(u"store.db"_s), testKeys(), Database::Mode::CreateNew);
    QVERIFY(database && database->execute("CREATE TABLE facts (text BLOB)"));
    vfs.arm({ support::FailingVfs::Write | support::FailingVfs::Sync, 0, 0 });
    QVERIFY(addRows(*database, 1));
    QCOMPARE(vfs.calls(), 2); // one write, one sync
    vfs.arm({ support::FailingVfs::Write, 0, 0 });
    QVERIFY(database->execute("BEGIN") && addRows(*database, 200) && database->execute("COMMIT"));
    QVERIFY2(vfs.calls() <= 10, qPrintable(QString::number(vfs.calls()))); // 824 KB
}

void TestPageStorage::readsBackWhatWaits()
{
    const QTemporaryDir folder;
    auto database = Database::open(folder.filePath(u"store.db"_s), testKeys(), Database::Mode::CreateNew);
    // A cache of very few pages: most of what is written has to be read again before it is committed.
    QVERIFY(database && database->execute("PRAGMA cache_size=10; CREATE TABLE facts (text BLOB); BEGIN"));
    QVERIFY(addRows(*database, 300));
    QCOMPARE(database->number("SELECT count(*) FROM facts WHERE instr(text, 'a known text')").value(), 300);
    QVERIFY(database->execute("ROLLBACK; BEGIN"));
    QVERIFY(addRows(*database, 100) && database->execute("COMMIT"));
    QCOMPARE(database->number("SELECT count(*) FROM facts WHERE instr(text, 'a known text')").value(), 100);
    QCOMPARE(database->texts("PRAGMA integrity_check").value(), QStringList{ u"ok"_s });
    QVERIFY(database->texts("PRAGMA cipher_integrity_check").value().isEmpty());
}

void TestPageStorage::saysThatTheJournalCannotBeWritten()
{
    support::FailingVfs vfs;
    const QTemporaryDir folder;
    auto database = Database::open(folder.filePath(u"store.db"_s), testKeys(), Database::Mode::CreateNew);
    QVERIFY(database && database->execute("CREATE TABLE facts (text BLOB)"));
    vfs.arm({ support::FailingVfs::Write, 13, 1 }); // SQLITE_FULL
    const auto added = addRows(*database, 1);
    QVERIFY(!added);
    QCOMPARE(added.error().code, base::ErrorCode::DiskFull);
    vfs.disarm();
    QVERIFY(addRows(*database, 1)); // there is room again
    QCOMPARE(database->number("SELECT count(*) FROM facts").value(), 1);
}

void TestPageStorage::writesTheJournalBackInTime()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"store.db"_s);
    auto database = Database::open(name, testKeys(), Database::Mode::CreateNew);
    QVERIFY(database && database->execute("CREATE TABLE facts (text BLOB)"));
    constexpr int rowsOfCommit = 50;
    const qint64 frame = pageBytes + 24;
    const qint64 most = (local::journalPages() + 2 * rowsOfCommit) * frame;
    bool wasLong = false;
    for (int commit = 0; commit < 120; ++commit) {
        QVERIFY(database->execute("BEGIN") && addRows(*database, rowsOfCommit)
                && database->execute("COMMIT"));
        const qint64 journal = QFileInfo(name + u"-wal"_s).size();
        QVERIFY2(journal <= most, qPrintable(QString::number(journal)));
        wasLong = wasLong || journal > most / 2;
    }
    QVERIFY(wasLong);
    QVERIFY(QFileInfo(name).size() > local::journalPages() / 2 * pageBytes);
}

/// Rows that come in no order make SQLite exchange the numbers of pages; a file that gets shorter makes it
/// forget pages.
void TestPageStorage::keepsPagesApartThatChangeTheirNumbers()
{
    const QTemporaryDir folder;
    auto database = Database::open(folder.filePath(u"store.db"_s), testKeys(), Database::Mode::CreateNew);
    QVERIFY(database && database->execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, text BLOB)"));
    constexpr int count = 4001; // a prime
    const auto textOf = [](int id) { return QByteArray::number(id).rightJustified(200 + id % 700, '.'); };
    for (int round = 0; round < 3; ++round) {
        QVERIFY(database->execute("BEGIN"));
        for (int i = 0; i < count; ++i) {
            const int id = i * 1543 % count;
            QVERIFY(Query(*database, "INSERT OR REPLACE INTO facts VALUES (?1, ?2)")
                        .number(id)
                        .bytes(textOf(id))
                        .run());
            if (i % 300 == 0)
                QVERIFY(database->execute("COMMIT; BEGIN"));
        }
        QVERIFY(database->execute("COMMIT"));
        for (int id = 0; id < count; ++id) {
            Query query(*database, "SELECT text FROM facts WHERE id = ?1");
            QVERIFY(query.number(id).next().value());
            QCOMPARE(query.copyAt(0), textOf(id));
        }
        QVERIFY(database->execute("DELETE FROM facts WHERE id % 20 > 0; VACUUM"));
        QCOMPARE(database->texts("PRAGMA integrity_check").value(), QStringList{ u"ok"_s });
        QVERIFY(database->texts("PRAGMA cipher_integrity_check").value().isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestPageStorage)
#include "tst_page_storage.moc"
