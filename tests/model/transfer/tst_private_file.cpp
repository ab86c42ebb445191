// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/private_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace strongroom;
using namespace strongroom::transfer;
using namespace Qt::StringLiterals;

class TestPrivateFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesForThisUserOnly();
    void keepsOrReplacesAnExistingFile();
    void leavesNothingBehindOnFailure();
    void readsUpToTheLimit();
    void doesNotFollowADanglingLink();
    void replacesFilesOnly();

private:
    QTemporaryDir m_folder;
};

void TestPrivateFile::writesForThisUserOnly()
{
    const QString path = m_folder.filePath(u"one.env"_s);
    const QByteArray content(300'000, 'x');
    QVERIFY(writePrivateFile(path, content, Existing::Keep));
    QCOMPARE(QFile::permissions(path) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    QCOMPARE(readPrivateFile(path, 1 << 20)->view().toByteArray(), content);
}

void TestPrivateFile::keepsOrReplacesAnExistingFile()
{
    const QString path = m_folder.filePath(u"two.env"_s);
    QVERIFY(writePrivateFile(path, "old", Existing::Keep));
    const auto kept = writePrivateFile(path, "new", Existing::Keep);
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, base::ErrorCode::StoreExists);
    QCOMPARE(readPrivateFile(path, 100)->view().toByteArray(), QByteArray("old"));
    QVERIFY(writePrivateFile(path, "new", Existing::Replace));
    QCOMPARE(readPrivateFile(path, 100)->view().toByteArray(), QByteArray("new"));
}

void TestPrivateFile::leavesNothingBehindOnFailure()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"taken"_s);
    QVERIFY(QDir().mkdir(path));
    QVERIFY(!writePrivateFile(path, "x", Existing::Keep));
    QVERIFY(!writePrivateFile(path, "x", Existing::Replace));
    QCOMPARE(QDir(folder.path()).entryList(QDir::NoDotAndDotDot | QDir::AllEntries), QStringList(u"taken"_s));
    const auto nowhere = writePrivateFile(folder.filePath(u"no/such/folder"_s), "x", Existing::Keep);
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, base::ErrorCode::StoreMissing);
}

void TestPrivateFile::readsUpToTheLimit()
{
    const QString path = m_folder.filePath(u"three"_s);
    QVERIFY(writePrivateFile(path, "12345", Existing::Keep));
    QVERIFY(readPrivateFile(path, 5));
    QCOMPARE(readPrivateFile(path, 4).error().code, base::ErrorCode::BadParameter);
    QCOMPARE(readPrivateFile(m_folder.filePath(u"none"_s), 4).error().code, base::ErrorCode::StoreMissing);
    QCOMPARE(readPrivateFile(m_folder.path(), 4).error().code, base::ErrorCode::BadParameter);
}

void TestPrivateFile::doesNotFollowADanglingLink()
{
    const QString target = m_folder.filePath(u"elsewhere"_s);
    const QString path = m_folder.filePath(u"link"_s);
    QVERIFY(QFile::link(target, path));
    QVERIFY(!writePrivateFile(path, "x", Existing::Keep));
    QVERIFY(writePrivateFile(path, "x", Existing::Replace));
    QVERIFY(!QFile::exists(target));
}

/// Root could put a file in the place of /dev/null, and a link like /dev/stdout is not meant to go.
void TestPrivateFile::replacesFilesOnly()
{
    const QString pipe = m_folder.filePath(u"pipe"_s);
    QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    const QString file = m_folder.filePath(u"file"_s);
    QVERIFY(writePrivateFile(file, "old", Existing::Keep));
    const QString link = m_folder.filePath(u"link to a file"_s);
    QVERIFY(QFile::link(file, link));
    for (const QString& path : { pipe, link, m_folder.path() }) {
        const auto refused = writePrivateFile(path, "x", Existing::Replace);
        QVERIFY2(!refused, qPrintable(path));
        QCOMPARE(refused.error().code, base::ErrorCode::BadParameter);
    }
    struct stat status = {};
    QCOMPARE(lstat(QFile::encodeName(pipe).constData(), &status), 0);
    QVERIFY(S_ISFIFO(status.st_mode));
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(readPrivateFile(file, 100)->view().toByteArray(), QByteArray("old"));
}

QTEST_GUILESS_MAIN(TestPrivateFile)
#include "tst_private_file.moc"
