// SPDX-License-Identifier: Apache-2.0
#include "support/local_store_file.h"
#include "support/working_store.h"

#include <QDirIterator>

using namespace Qt::StringLiterals;
using namespace strongroom;
using base::ErrorCode;
using support::createVault;
using support::LocalStoreFile;
using support::named;
using support::setSecret;
using support::WorkingStore;

namespace {

constexpr qsizetype page = LocalStoreFile::pageSize;

/// What a person would learn: the error of opening, or the findings of a check of everything.
QStringList findingsOf(const LocalStoreFile& file, const local::FreshnessMark& mark = {})
{
    auto store = file.open(mark);
    if (!store)
        return { store.error().message };
    const auto report = (*store)->check();
    return report ? report->findings : QStringList{ report.error().message };
}

base::Error errorOfOpening(const LocalStoreFile& file, const local::FreshnessMark& mark = {})
{
    const auto store = file.open(mark);
    return store ? base::Error{ ErrorCode::Internal, u"it opened"_s, {} } : store.error();
}

QByteArray withPage(QByteArray content, qsizetype index, const QByteArray& other, qsizetype otherIndex)
{
    content.replace(index * page, page, other.mid(otherIndex * page, page));
    return content;
}

} // namespace

/// Requirements T1 to T5 and T10: what is done to the file from outside shows.
class TestTampering final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void findsFlippedBytes();
    void findsMovedPages();
    void findsTruncation();
    void findsOlderPages_data();
    void findsOlderPages();
    void findsOlderSecretsWhenRead();
    void findsOlderFiles();
    void acceptsAnOlderFileOnce();
    void findsCutJournals();
    void findsRowsChangedBySql_data();
    void findsRowsChangedBySql();
    void makesShelvesThatAreNotThere();
    void refusesNewerAndForeignFiles();
    void leavesRefusedFilesAlone();
    void leavesNoPlaintext();
    void backsUpWhileInUse();

private:
    void fill(WorkingStore& work);
    bool shows(const QString& change);

    std::unique_ptr<LocalStoreFile> m_file;
    vault::VaultId m_vault;
    local::FreshnessMark m_head;
    QString m_assignment;
};

/// A closed store with a bit of everything.
void TestTampering::init()
{
    m_file = std::make_unique<LocalStoreFile>();
    auto store = m_file->create();
    QVERIFY(store);
    {
        WorkingStore work(**store);
        fill(work);
    }
    m_head = (*store)->head();
}

void TestTampering::fill(WorkingStore& work)
{
    const auto made = work.run(createVault("vault"));
    QVERIFY(made);
    m_vault = made->id;
    for (int i = 0; i < 20; ++i) {
        const QByteArray name = QByteArray("secret-" + QByteArray::number(i));
        QVERIFY(work.run(m_vault, setSecret(name.constData(), "value of a secret")));
    }
    QVERIFY(work.run(vault::RegisterApplication{ u"program"_s }));
    const auto assigned = work.run(m_vault,
                                   vault::AssignRole{ u"4633458b-17de-408a-b874-0445c86b69e6"_s,
                                                      u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a01"_s });
    QVERIFY(assigned);
    m_assignment = assigned->id;
}

void TestTampering::findsFlippedBytes()
{
    const QByteArray good = m_file->content();
    QVERIFY(findingsOf(*m_file).isEmpty());
    QCOMPARE(m_file->content(), good); // a check changes nothing
    int areNamed = 0;
    for (qsizetype index = 0; index < good.size() / page; ++index) {
        QByteArray bad = good;
        const qsizetype at = index * page + (index * 1031) % page;
        bad[at] = static_cast<char>(bad[at] ^ 0x10);
        m_file->replace(bad);
        // The first 16 bytes are the salt, which is known and not read.
        const bool isSalt = at < 16;
        const QStringList findings = findingsOf(*m_file);
        QVERIFY2(isSalt || !findings.isEmpty(), qPrintable(u"page %1"_s.arg(index + 1)));
        // In words, and once: that SQLCipher cannot go on after it says nothing of its own.
        QVERIFY2(findings.size() <= 1 && !findings.join(u' ').contains(u"code"_s),
                 qPrintable(findings.join(u'\n')));
        const bool isInFileOnly = findings.join(u' ').startsWith(u"Something other than Strongroom"_s);
        QVERIFY(!isInFileOnly || findings.front().contains(u"(page %1)."_s.arg(index + 1)));
        areNamed += isInFileOnly ? 1 : 0;
    }
    QVERIFY(areNamed > 0);
}

void TestTampering::findsMovedPages()
{
    const QByteArray good = m_file->content();
    const qsizetype pages = good.size() / page;
    for (qsizetype index = 1; index + 1 < pages; ++index) {
        const QByteArray swapped = withPage(withPage(good, index, good, index + 1), index + 1, good, index);
        m_file->replace(swapped);
        QVERIFY2(!findingsOf(*m_file).isEmpty(), qPrintable(u"swapped %1"_s.arg(index + 1)));
        m_file->replace(withPage(good, index, good, index + 1));
        QVERIFY2(!findingsOf(*m_file).isEmpty(), qPrintable(u"doubled %1"_s.arg(index + 1)));
        m_file->replace(withPage(good, index, QByteArray(good.size(), '\0'), index));
        QVERIFY2(!findingsOf(*m_file).isEmpty(), qPrintable(u"zeroed %1"_s.arg(index + 1)));
    }
}

void TestTampering::findsTruncation()
{
    const QByteArray good = m_file->content();
    for (const qsizetype size : { good.size() - 1, good.size() - page, good.size() / 2, page, page / 2,
                                  qsizetype(1), qsizetype(0) }) {
        m_file->replace(good.first(size));
        QVERIFY2(!findingsOf(*m_file).isEmpty(), qPrintable(u"%1 bytes"_s.arg(size)));
    }
}

void TestTampering::findsOlderPages_data()
{
    QTest::addColumn<QString>("change");
    for (const char* const name : { "role", "policy", "vault", "application", "secret" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

/// Puts back each page that a change of access has altered: SQLCipher alone finds none of them.
void TestTampering::findsOlderPages()
{
    QFETCH(QString, change);
    const QByteArray before = m_file->content();
    {
        auto store = m_file->open();
        QVERIFY(store);
        WorkingStore work(**store);
        if (change == "role"_L1) {
            QVERIFY(work.run(m_vault, vault::RemoveRoleAssignment{ m_assignment }));
        } else if (change == "policy"_L1) {
            vault::AccessPolicy policy;
            policy.principalId = u"p"_s;
            policy.secrets = { u"get"_s };
            QVERIFY(work.run(m_vault, vault::SetAccessPolicy{ policy }));
        } else if (change == "vault"_L1) {
            QVERIFY(work.run(vault::UpdateVault{ m_vault, {}, true, {}, {}, {} }));
        } else if (change == "application"_L1) {
            const auto all = work.run(vault::ListApplications{});
            QVERIFY(all);
            QVERIFY(work.run(vault::DeleteApplication{ all->front().clientId }));
        } else {
            QVERIFY(work.run(m_vault, setSecret("secret-1", "a new value")));
        }
        m_head = (*store)->head();
    }
    const QByteArray after = m_file->content();
    int changed = 0;
    for (qsizetype index = 1; index < before.size() / page; ++index) {
        if (before.mid(index * page, page) == after.mid(index * page, page))
            continue;
        ++changed;
        m_file->replace(withPage(after, index, before, index));
        // Pages that were written again with the same content may be exchanged: nothing is older then.
        QVERIFY2(!findingsOf(*m_file, m_head).isEmpty() || shows(change),
                 qPrintable(u"page %1"_s.arg(index + 1)));
    }
    QVERIFY(changed >= 2);
}

/// Whether the store gives the newest state of what findsOlderPages() has changed.
bool TestTampering::shows(const QString& change)
{
    auto store = m_file->open();
    if (!store)
        return false;
    WorkingStore work(**store);
    if (change == "application"_L1) {
        const auto all = work.run(vault::ListApplications{});
        return all && all->empty();
    }
    if (change == "secret"_L1) {
        const auto got = work.run(m_vault, vault::GetSecret{ named("secret-1"), {} });
        return got && got->value.view() == QByteArrayView("a new value");
    }
    const auto rules = work.run(m_vault, vault::GetAccessRules{});
    if (!rules)
        return false;
    if (change == "role"_L1)
        return rules->assignments.empty();
    return change == "policy"_L1 ? rules->policies.size() == 1 : rules->vault.hasPurgeProtection;
}

/// An older page of secrets is found without a check of everything: when one of them is read.
void TestTampering::findsOlderSecretsWhenRead()
{
    const QByteArray before = m_file->content();
    {
        auto store = m_file->open();
        QVERIFY(store);
        WorkingStore work(**store);
        QVERIFY(work.run(m_vault, setSecret("secret-1", "a new value")));
    }
    const QByteArray after = m_file->content();
    for (qsizetype index = 1; index < before.size() / page; ++index) {
        if (before.mid(index * page, page) == after.mid(index * page, page))
            continue;
        m_file->replace(withPage(after, index, before, index));
        auto store = m_file->open();
        if (!store)
            continue;
        WorkingStore work(**store);
        const auto got = work.run(m_vault, vault::GetSecret{ named("secret-1"), {} });
        if (got)
            QCOMPARE(got->value.view(), QByteArrayView("a new value"));
    }
}

void TestTampering::findsOlderFiles()
{
    const QByteArray before = m_file->content();
    {
        auto store = m_file->open();
        QVERIFY(store);
        WorkingStore work(**store);
        QVERIFY(work.run(m_vault, setSecret("later", "v")));
        m_head = (*store)->head();
    }
    m_file->replace(before);
    QCOMPARE(errorOfOpening(*m_file, m_head).code, ErrorCode::StoreRolledBack);
    // A store that went another way from there has the right length and the wrong past.
    {
        auto store = m_file->open();
        QVERIFY(store);
        WorkingStore work(**store);
        QVERIFY(work.run(m_vault, setSecret("other", "v")));
        QVERIFY(work.run(m_vault, setSecret("other", "w")));
    }
    QCOMPARE(errorOfOpening(*m_file, m_head).code, ErrorCode::StoreRolledBack);
}

void TestTampering::acceptsAnOlderFileOnce()
{
    const QByteArray before = m_file->content();
    {
        auto store = m_file->open();
        QVERIFY(store);
        WorkingStore work(**store);
        for (int i = 0; i < 3; ++i)
            QVERIFY(work.run(m_vault, setSecret("later", "v")));
        m_head = (*store)->head();
    }
    m_file->replace(before);
    {
        const local::FreshnessExpectation accept{ m_head,
                                                  local::FreshnessExpectation::OnOlder::AcceptAndRecord,
                                                  1'900'000'000'000 };
        auto store = local::LocalStore::open(m_file->path(), u"store"_s, LocalStoreFile::keys(), accept);
        QVERIFY2(store, qPrintable(store ? QString() : store.error().message));
        WorkingStore work(**store);
        const auto rows = work.run(vault::ListAudit{});
        QVERIFY(rows);
        QCOMPARE(rows->front().operation, u"StoreRollbackAccepted"_s);
        QCOMPARE(rows->front().timeMilliseconds, 1'900'000'000'000);
        m_head = (*store)->head();
    }
    QVERIFY(findingsOf(*m_file, m_head).isEmpty());
}

/// A journal cut at any frame holds fewer commits than were acknowledged.
void TestTampering::findsCutJournals()
{
    QByteArray content;
    QByteArray journal;
    {
        auto store = m_file->open();
        QVERIFY(store);
        WorkingStore work(**store);
        for (int i = 0; i < 4; ++i)
            QVERIFY(work.run(m_vault, setSecret("later", "v")));
        m_head = (*store)->head();
        content = m_file->content();
        journal = LocalStoreFile::read(m_file->walPath());
    }
    constexpr qsizetype header = 32;
    constexpr qsizetype frame = page + 24;
    QVERIFY(journal.size() > header + 4 * frame);
    for (qsizetype size = header; size < journal.size(); size += frame) {
        m_file->replace(content);
        LocalStoreFile::write(m_file->walPath(), journal.first(size));
        QCOMPARE(errorOfOpening(*m_file, m_head).code, ErrorCode::StoreRolledBack);
    }
    m_file->replace(content);
    LocalStoreFile::write(m_file->walPath(), journal);
    QVERIFY(findingsOf(*m_file, m_head).isEmpty());
}

void TestTampering::findsRowsChangedBySql_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("vault") << QByteArray("UPDATE vaults SET purge_protection = 1");
    QTest::newRow("vault gone") << QByteArray("DELETE FROM object_counts; PRAGMA foreign_keys=OFF; "
                                              "DELETE FROM role_assignments; DELETE FROM vaults");
    QTest::newRow("role") << QByteArray("DELETE FROM role_assignments");
    QTest::newRow("role to another") << QByteArray("UPDATE role_assignments SET principal = 'else'");
    QTest::newRow("credential") << QByteArray("UPDATE credentials SET hash = zeroblob(32)");
    QTest::newRow("application") << QByteArray("UPDATE applications SET object_id = 'else'");
    QTest::newRow("object") << QByteArray("UPDATE objects SET enabled = 0 WHERE id = 3");
    QTest::newRow("object gone") << QByteArray("DELETE FROM objects WHERE id = 20");
    QTest::newRow("version") << QByteArray("UPDATE versions SET expires = 1 WHERE id = 3");
    QTest::newRow("version gone") << QByteArray("DELETE FROM versions WHERE id = 3");
    QTest::newRow("values exchanged") << QByteArray(
        "UPDATE versions SET sealed_key = (SELECT sealed_key FROM versions WHERE id = 4), sealed_value = "
        "(SELECT sealed_value FROM versions WHERE id = 4) WHERE id = 3");
    QTest::newRow("audit") << QByteArray("UPDATE audit SET body = zeroblob(10) WHERE sequence = 3");
    QTest::newRow("audit gone") << QByteArray("DELETE FROM audit WHERE sequence = 3");
    QTest::newRow("audit end") << QByteArray("DELETE FROM audit WHERE sequence > 20");
    QTest::newRow("audit hidden") << QByteArray("INSERT INTO audit_index VALUES (5, 5)");
    QTest::newRow("state") << QByteArray("UPDATE state SET latest = 1");
    QTest::newRow("state older") << QByteArray("UPDATE state SET sequence = sequence - 1");
    QTest::newRow("state gone") << QByteArray("DELETE FROM state");
    QTest::newRow("bucket") << QByteArray("UPDATE buckets SET digest = zeroblob(32)");
    QTest::newRow("bucket gone") << QByteArray(
        "DELETE FROM buckets WHERE id = (SELECT max(id) FROM buckets)");
    QTest::newRow("shelf") << QByteArray("UPDATE bucket_shelves SET digest = zeroblob(32)");
    QTest::newRow("shelf gone") << QByteArray(
        "DELETE FROM bucket_shelves WHERE id = (SELECT max(id) FROM bucket_shelves)");
    QTest::newRow("bucket, and all shelves gone") << QByteArray(
        "DELETE FROM bucket_shelves; DELETE FROM buckets WHERE id = (SELECT max(id) FROM buckets)");
}

void TestTampering::findsRowsChangedBySql()
{
    QFETCH(QByteArray, sql);
    const auto done = m_file->execute(sql.constData());
    QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
    QVERIFY(!findingsOf(*m_file, m_head).isEmpty());
    // The check in idle moments finds the same.
    auto store = m_file->open(m_head);
    if (!store) {
        QCOMPARE(store.error().code, ErrorCode::StoreTampered);
        return;
    }
    for (;;) {
        const auto more = (*store)->verifyNextRows(1);
        if (!more) {
            QCOMPARE(more.error().code, ErrorCode::StoreTampered);
            return;
        }
        QVERIFY2(*more, "nothing was found");
    }
}

/// A file from before there were shelves gets them from its buckets.
void TestTampering::makesShelvesThatAreNotThere()
{
    QVERIFY(m_file->execute("DELETE FROM bucket_shelves"));
    QCOMPARE(findingsOf(*m_file, m_head), QStringList());
}

void TestTampering::refusesNewerAndForeignFiles()
{
    QVERIFY(m_file->execute("PRAGMA user_version = 99"));
    const QByteArray newer = m_file->content();
    QCOMPARE(errorOfOpening(*m_file).code, ErrorCode::StoreNewer);
    QCOMPARE(m_file->content(), newer);
    m_file->replace("SQLite format 3 but not a store");
    QCOMPARE(errorOfOpening(*m_file).code, ErrorCode::StoreTampered);
    QFile::remove(m_file->path());
    QCOMPARE(errorOfOpening(*m_file).code, ErrorCode::StoreMissing);
    QVERIFY(!QFile::exists(m_file->path()));
}

void TestTampering::leavesRefusedFilesAlone()
{
    const QByteArray good = m_file->content();
    const auto other = base::SecureBytes::copyOf(QByteArrayView("another root key, also 32 bytes.."));
    const auto refused
        = local::LocalStore::open(m_file->path(), u"store"_s, local::StoreKeys::derive(other, "store"), {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::StoreTampered);
    QCOMPARE(m_file->content(), good);
    // A key of another store does not open this one: the id is in the derivation.
    const auto root = base::SecureBytes::copyOf(QByteArrayView("a root key of thirty-two bytes.."));
    QVERIFY(
        !local::LocalStore::open(m_file->path(), u"other"_s, local::StoreKeys::derive(root, "other"), {}));
    QCOMPARE(m_file->content(), good);
    local::FreshnessMark beyond = m_head;
    beyond.sequence += 1;
    QCOMPARE(errorOfOpening(*m_file, beyond).code, ErrorCode::StoreRolledBack);
    QCOMPARE(m_file->content(), good);
    const auto again = m_file->create();
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::StoreExists);
    QCOMPARE(m_file->content(), good);
}

void TestTampering::leavesNoPlaintext()
{
    const QByteArray canary("c4n4ry-7f31d9");
    {
        auto store = m_file->open();
        QVERIFY(store);
        WorkingStore work(**store);
        vault::SetSecret op = setSecret(canary.constData(), canary.constData());
        op.contentType = QString::fromLatin1(canary);
        op.tags = { { QString::fromLatin1(canary), QString::fromLatin1(canary) } };
        QVERIFY(work.run(m_vault, std::move(op)));
        QVERIFY(work.run(m_vault, setSecret(canary.constData(), canary.constData())));
        const auto blob = work.run(m_vault, vault::BackupSecret{ named(canary.constData()) });
        QVERIFY(blob && !blob->contains(canary));
        QVERIFY(work.run(m_vault, vault::DeleteSecret{ named(canary.constData()) }));
        QVERIFY(work.run(m_vault, vault::RecoverDeletedSecret{ named(canary.constData()) }));
        QVERIFY((*store)->backupTo(m_file->path() + u".backup"_s));
        QVERIFY(!LocalStoreFile::read(m_file->walPath()).contains(canary));
    }
    const QList<QByteArray> forms
        = { canary, canary.toUpper(), canary.toHex(), canary.toBase64(),
            QByteArray(reinterpret_cast<const char*>(QString::fromLatin1(canary).utf16()),
                       canary.size() * 2) };
    int files = 0;
    QDirIterator folder(QFileInfo(m_file->path()).path(), QDir::Files);
    while (folder.hasNext()) {
        const QByteArray content = LocalStoreFile::read(folder.next());
        ++files;
        for (const QByteArray& form : forms)
            QVERIFY(!content.contains(form));
    }
    QVERIFY(files >= 2);
    QCOMPARE(QFile::permissions(m_file->path())
                 & (QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther
                    | QFileDevice::WriteOther),
             QFileDevice::Permissions());
}

void TestTampering::backsUpWhileInUse()
{
    auto store = m_file->open();
    QVERIFY(store);
    const QString copy = m_file->path() + u".backup"_s;
    {
        WorkingStore work(**store);
        QVERIFY(work.run(m_vault, setSecret("before", "v")));
        QVERIFY((*store)->backupTo(copy));
        QVERIFY(work.run(m_vault, setSecret("after", "v")));
        const auto taken = (*store)->backupTo(copy);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::StoreExists);
    }
    auto backup = local::LocalStore::open(copy, u"store"_s, LocalStoreFile::keys(), {});
    QVERIFY2(backup, qPrintable(backup ? QString() : backup.error().message));
    {
        WorkingStore work(**backup);
        QVERIFY(work.run(m_vault, vault::GetSecret{ named("before"), {} }));
        QVERIFY(!work.run(m_vault, vault::GetSecret{ named("after"), {} }));
    }
    const auto report = (*backup)->check();
    QVERIFY(report && report->findings.isEmpty());
}

QTEST_GUILESS_MAIN(TestTampering)
#include "tst_tampering.moc"
