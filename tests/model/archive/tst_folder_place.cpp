// SPDX-License-Identifier: Apache-2.0
#include "model/archive/open_place.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using vault::BackupPlace;
using vault::BackupTarget;

class FolderPlaceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto place = archive::openPlace({ BackupTarget::Kind::Folder, m_folder->path() });
        QVERIFY(place);
        m_place = std::move(*place);
    }

    void writesAndReads()
    {
        QVERIFY(m_place->write(u"mhsm-a-1"_s, files()));
        QCOMPARE(*m_place->read(u"mhsm-a-1"_s, u"one"_s, 100), QByteArray("first"));
        QCOMPARE(*m_place->read(u"mhsm-a-1"_s, u"two"_s, 6), QByteArray("second"));
        QCOMPARE(entries(), QStringList{ u"mhsm-a-1"_s });
        const auto permissions = QFile::permissions(m_folder->filePath(u"mhsm-a-1/one"_s));
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ReadOther)));
    }
    void neverWritesOver()
    {
        QVERIFY(m_place->write(u"mhsm-a-1"_s, files()));
        QCOMPARE(m_place->write(u"mhsm-a-1"_s, { { u"one"_s, "other" } }).error().code, ErrorCode::Conflict);
        QCOMPARE(*m_place->read(u"mhsm-a-1"_s, u"one"_s, 100), QByteArray("first"));
        QCOMPARE(entries(), QStringList{ u"mhsm-a-1"_s });
    }
    void leavesNothingHalfWritten()
    {
        // The second file has the name of the first, so it cannot be written.
        QVERIFY(!m_place->write(u"mhsm-a-1"_s, { { u"one"_s, "first" }, { u"one"_s, "again" } }));
        QVERIFY(entries().isEmpty());
    }
    void saysWhatIsMissing()
    {
        QCOMPARE(m_place->read(u"mhsm-a-1"_s, u"one"_s, 100).error().code, ErrorCode::BadParameter);
        QVERIFY(m_place->write(u"mhsm-a-1"_s, files()));
        QCOMPARE(m_place->read(u"mhsm-a-1"_s, u"three"_s, 100).error().code, ErrorCode::BadParameter);
        QCOMPARE(m_place->read(u"mhsm-a-1"_s, u"two"_s, 5).error().code, ErrorCode::BadParameter);
        const auto nowhere
            = archive::openPlace({ BackupTarget::Kind::Folder, m_folder->filePath(u"nowhere"_s) });
        QVERIFY(nowhere);
        QCOMPARE((*nowhere)->write(u"mhsm-a-1"_s, files()).error().code, ErrorCode::BadParameter);
    }

private:
    static std::vector<BackupPlace::File> files()
    {
        return { { u"one"_s, "first" }, { u"two"_s, "second" } };
    }
    QStringList entries() const
    {
        return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<BackupPlace> m_place;
};

QTEST_GUILESS_MAIN(FolderPlaceTest)
#include "tst_folder_place.moc"
