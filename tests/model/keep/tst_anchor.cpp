// SPDX-License-Identifier: Apache-2.0
#include "model/keep/anchor.h"

#include "model/base/encodings.h"
#include "model/crypto/symmetric.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

class TestAnchor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sealsAndOpens();
    void everyChangeIsFound();
    void anotherStoreOrKeyDoesNotOpenIt();
    void newestOfTheFileCounts();
    void tornWriteLeavesTheOneBefore();
};

namespace {

keep::Anchor anchorAt(qint64 sequence)
{
    return { sequence, QByteArray(32, 'h'), 1'800'000'000'123, 4096 * sequence };
}

} // namespace

void TestAnchor::sealsAndOpens()
{
    const keep::AnchorSeal seal(crypto::randomBytes(32), base::randomUuid());
    QCOMPARE(seal.open(seal.seal(anchorAt(7))), std::optional(anchorAt(7)));
    const keep::Anchor none;
    QCOMPARE(seal.open(seal.seal(none)), std::optional(none));
    QVERIFY(!seal.open({}));
}

void TestAnchor::everyChangeIsFound()
{
    const keep::AnchorSeal seal(crypto::randomBytes(32), base::randomUuid());
    const QByteArray sealed = seal.seal(anchorAt(7));
    for (qsizetype bit = 0; bit < sealed.size() * 8; ++bit) {
        QByteArray changed = sealed;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        QVERIFY(!seal.open(changed));
    }
    for (qsizetype size = 0; size < sealed.size(); ++size)
        QVERIFY(!seal.open(sealed.first(size)));
}

void TestAnchor::anotherStoreOrKeyDoesNotOpenIt()
{
    const base::SecureBytes root = crypto::randomBytes(32);
    const QString storeId = base::randomUuid();
    const QByteArray sealed = keep::AnchorSeal(root, storeId).seal(anchorAt(7));
    QVERIFY(keep::AnchorSeal(root, storeId).open(sealed));
    QVERIFY(!keep::AnchorSeal(root, base::randomUuid()).open(sealed));
    QVERIFY(!keep::AnchorSeal(crypto::randomBytes(32), storeId).open(sealed));
}

void TestAnchor::newestOfTheFileCounts()
{
    const QTemporaryDir folder;
    const keep::AnchorSeal seal(crypto::randomBytes(32), base::randomUuid());
    QVERIFY(!keep::AnchorFile::newestIn(folder.path(), seal));
    auto file = keep::AnchorFile::open(folder.path());
    QVERIFY(file);
    for (const qint64 sequence : { 1, 2, 3, 4, 9 }) {
        file->write(seal, anchorAt(sequence));
        QCOMPARE(keep::AnchorFile::newestIn(folder.path(), seal), std::optional(anchorAt(sequence)));
    }
    QVERIFY(QFile(folder.filePath(u"anchor"_s)).size() <= 512);
}

void TestAnchor::tornWriteLeavesTheOneBefore()
{
    const QTemporaryDir folder;
    const keep::AnchorSeal seal(crypto::randomBytes(32), base::randomUuid());
    {
        auto file = keep::AnchorFile::open(folder.path());
        QVERIFY(file);
        file->write(seal, anchorAt(10));
        file->write(seal, anchorAt(11));
    }
    QFile torn(folder.filePath(u"anchor"_s));
    QVERIFY(torn.open(QFile::ReadWrite));
    QVERIFY(torn.seek(256 + 40));
    QCOMPARE(torn.write(QByteArray(60, '?')), 60);
    torn.close();
    QCOMPARE(keep::AnchorFile::newestIn(folder.path(), seal), std::optional(anchorAt(10)));
}

QTEST_GUILESS_MAIN(TestAnchor)
#include "tst_anchor.moc"
