// SPDX-License-Identifier: Apache-2.0
#include "tests/support/soft_hsm.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// A process that is killed while it makes and purges keys in a token leaves none there that the store does
/// not have: 150 kills, each after up to 100 milliseconds (STRONGROOM_KILLS asks for another number), and
/// some at the moment when the key is there and no version has it yet.
class TestTokenKills final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aKeyThatNoVersionHasIsDestroyed();
    void theTokenHoldsTheKeysOfTheStore();

private:
    /// What the probe says until it ends by itself or, without a mode, is killed so long after it said
    /// `word`.
    QByteArrayList runProbe(const QString& mode, const QByteArray& word = "ready", int milliseconds = 0);

    QTemporaryDir m_folder;
    tests::SoftHsm m_token;
};

namespace {

qint64 numberIn(const QByteArrayList& lines, const QByteArray& word)
{
    for (const QByteArray& line : lines) {
        if (line.startsWith(QByteArray(word + ' ')))
            return line.mid(word.size() + 1).toLongLong();
    }
    return -1;
}

} // namespace

void TestTokenKills::initTestCase()
{
    if (!tests::SoftHsm::isInstalled() || !m_token.make())
        QSKIP("SoftHSM2 is not installed.");
}

QByteArrayList TestTokenKills::runProbe(const QString& mode, const QByteArray& word, int milliseconds)
{
    QStringList arguments{ m_folder.filePath(u"store.db"_s), tests::SoftHsm::label(),
                           QString::fromLatin1(tests::SoftHsm::pinText()) };
    if (!mode.isEmpty())
        arguments << mode;
    QProcess probe;
    probe.start(QString::fromUtf8(TOKEN_KILL_PROBE), arguments);
    QByteArrayList lines;
    while (!lines.contains(word) && (probe.canReadLine() || probe.waitForReadyRead(60'000)))
        lines << probe.readLine().trimmed();
    if (mode.isEmpty()) {
        usleep(static_cast<useconds_t>(milliseconds * 1000));
        probe.kill();
    }
    probe.waitForFinished(60'000);
    return lines + probe.readAllStandardOutput().trimmed().split('\n');
}

void TestTokenKills::aKeyThatNoVersionHasIsDestroyed()
{
    for (int round = 0; round < 5; ++round) {
        const auto dying = runProbe(u"die"_s);
        QVERIFY2(dying.contains("ready") && !dying.contains("bad: it lives"), dying.join('\n').constData());
        const auto after = runProbe(u"verify"_s);
        QCOMPARE(numberIn(after, "left"), 1);
        QVERIFY2(after.contains("ready") && after.last().isEmpty(), after.join('\n').constData());
        QCOMPARE(numberIn(runProbe(u"verify"_s), "found"), 0);
    }
}

void TestTokenKills::theTokenHoldsTheKeysOfTheStore()
{
    bool isNumber = false;
    const int asked = qEnvironmentVariableIntValue("STRONGROOM_KILLS", &isNumber);
    const int kills = isNumber ? asked : 150;
    for (int round = 0; round <= kills; ++round) {
        const QByteArray word = round % 2 == 0 ? "ready" : "made";
        const auto lines = round == kills ? runProbe(u"verify"_s) : runProbe({}, word, 3 + round * 7 % 98);
        QVERIFY2(lines.contains("ready"), lines.join('\n').constData());
        for (const QByteArray& line : lines)
            QVERIFY2(!line.startsWith("bad"), line.constData());
    }
    const auto atEnd = runProbe(u"verify"_s);
    const qint64 keys = numberIn(atEnd, "found");
    qInfo("after %d kills the token has the %lld keys of the store", kills, keys);
    QVERIFY(kills < 100 || keys > 0);
    QCOMPARE(numberIn(atEnd, "left"), 0);
    // What somebody else sees of the token. SoftHSM2 leaves nameless halves of objects when it is killed over
    // them.
    for (const char* const type : { "privkey", "pubkey" }) {
        const QByteArray listed = tests::SoftHsm::inspected(QString::fromLatin1(type));
        if (listed.isEmpty())
            QSKIP("pkcs11-tool is not installed.");
        QCOMPARE(listed.count("kills/k"), keys);
    }
}

QTEST_GUILESS_MAIN(TestTokenKills)
#include "tst_token_kills.moc"
