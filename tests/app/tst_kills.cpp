// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"
#include "model/keep/store_folder.h"

#include <QFile>
#include <QHash>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// A process that is killed at any moment loses nothing it has acknowledged (D1): 1,000 kills, each after
/// 3 to 20 milliseconds of mixed writes, turns of due keys and the access policy among them, while the key
/// slots change. STRONGROOM_KILLS asks for another number.
class TestKills final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void acknowledgedWritesSurviveKills();

private:
    struct Known
    {
        QByteArray acknowledged;
        QByteArray tried; // empty: nothing since
    };
    /// Runs the probe until it says `word`; then for so long; then kills it. False when it failed.
    bool runProbe(const QByteArray& word, int milliseconds, const char* mode = nullptr);
    bool take(const QByteArray& line);
    bool takeKey(const QList<QByteArray>& words);

    QTemporaryDir m_outer;
    QString m_folder;
    QByteArray m_key; // opens the keychain slot
    QByteArray m_recovery; // printed; "-" after a kill that left open which one opens
    bool m_isRecoveryChanging = false;
    QByteArray m_gone = "-"; // a keychain key that was removed
    qint64 m_keyChanges = 0;
    QByteArray m_origin; // of the probe's time
    QHash<QByteArray, Known> m_known;
    qint64 m_acknowledged = 0;
    QByteArray m_problem;
};

void TestKills::initTestCase()
{
    m_folder = m_outer.filePath(u"store"_s);
    const base::SystemClock clock;
    keep::OpenOptions options;
    options.self = { getpid(), keep::HolderKind::Command, {} };
    options.newSlotCost = keep::leastCost();
    const auto created = keep::StoreFolder::create(
        m_folder, base::SecureBytes::copyOf(QByteArrayView("passphrase")), options, clock);
    QVERIFY(created);
    m_origin = QByteArray::number(clock.nowMilliseconds());
    const auto key = created->open->addKeychainKey();
    QVERIFY(key);
    m_key = base::toHex(key->key.view());
    m_recovery = created->printedRecoveryKey.view().toByteArray();
}

/// Of the slots a key that was acknowledged opens, and one that was removed does not: never neither, never
/// both.
bool TestKills::takeKey(const QList<QByteArray>& words)
{
    if (words[0] == "opens" && words[1] == "recovery") {
        const bool opens = words[2] == "yes";
        if (!opens && !m_isRecoveryChanging)
            m_problem = "the recovery key no longer opens the store";
        if (!opens)
            m_recovery = "-";
        m_isRecoveryChanging = false;
    } else if (words[0] == "opens") {
        if (words[2] == "yes")
            m_problem = "a keychain key that was removed opens the store";
    } else if (words[0] == "try") {
        m_isRecoveryChanging = true;
    } else {
        (words[1] == "key" ? m_key : words[1] == "gone" ? m_gone : m_recovery) = words[2];
        m_isRecoveryChanging &= words[1] != "recovery";
        ++m_keyChanges;
    }
    return m_problem.isEmpty();
}

bool TestKills::take(const QByteArray& line)
{
    const QList<QByteArray> words = line.split(' ');
    if (words[0] == "bad") {
        m_problem = line;
        return false;
    }
    if (words.size() > 1 && (words[1] == "key" || words[1] == "recovery" || words[1] == "gone"))
        return takeKey(words);
    if (words.size() < 3)
        return true;
    Known& known = m_known[words[1]];
    const QByteArray state = words.mid(2).join(' ');
    if (words[0] == "try") {
        known.tried = state;
    } else if (words[0] == "done") {
        known.acknowledged = state;
        known.tried.clear();
        ++m_acknowledged;
    } else if (words[0] == "found") {
        // "has " without a value: a value that was written before the process that recovered it.
        const auto fits = [&](const QByteArray& wanted) {
            return state == wanted || (wanted == "has " && state.startsWith("has "));
        };
        const bool isFirst = known.acknowledged.isEmpty() && known.tried.isEmpty();
        if (!isFirst && !fits(known.acknowledged) && !fits(known.tried)
            && !(known.acknowledged.isEmpty() && state == "free")) {
            m_problem = words[1] + " is “" + state + "” but was acknowledged as “" + known.acknowledged
                + "” and tried as “" + known.tried + "”";
            return false;
        }
        known = { state, {} };
    }
    return true;
}

bool TestKills::runProbe(const QByteArray& word, int milliseconds, const char* mode)
{
    int output[2] = {};
    if (pipe(output) != 0)
        return false;
    const pid_t child = fork();
    if (child == 0) {
        dup2(output[1], STDOUT_FILENO);
        close(output[0]);
        execl(KILL_PROBE, KILL_PROBE, QFile::encodeName(m_folder).constData(), m_key.constData(),
              m_origin.constData(), m_recovery.constData(), m_gone.constData(), mode, nullptr);
        _exit(1);
    }
    close(output[1]);
    QByteArray pending;
    bool isGood = true;
    bool hasSaid = false;
    std::array<char, 65536> piece{};
    while (isGood) {
        const ssize_t got = read(output[0], piece.data(), piece.size());
        if (got <= 0)
            break;
        pending.append(piece.data(), got);
        for (qsizetype end = pending.indexOf('\n'); isGood && end >= 0; end = pending.indexOf('\n')) {
            const QByteArray line = pending.first(end);
            pending.remove(0, end + 1);
            isGood = take(line);
            if (line == word && !std::exchange(hasSaid, true)) {
                usleep(static_cast<useconds_t>(milliseconds * 1000));
                kill(child, SIGKILL);
            }
        }
    }
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(output[0]);
    if (isGood && !hasSaid)
        m_problem = "the probe ended early";
    return isGood && hasSaid;
}

void TestKills::acknowledgedWritesSurviveKills()
{
    bool isNumber = false;
    const int asked = qEnvironmentVariableIntValue("STRONGROOM_KILLS", &isNumber);
    const int kills = isNumber ? asked : 1000;
    for (int round = 0; round < kills; ++round) {
        QVERIFY2(runProbe("ready", 3 + round % 18), m_problem.constData());
        if (round % 250 == 249)
            QVERIFY2(runProbe("verified", 0, "verify"), m_problem.constData());
    }
    QVERIFY2(runProbe("verified", 0, "verify"), m_problem.constData());
    const qint64 turns = m_known.value("k0").acknowledged.mid(4).toLongLong();
    qInfo("%lld acknowledged writes, %d kills, %lld turns of a key, %lld changes of slots", m_acknowledged,
          kills, turns, m_keyChanges);
    QVERIFY(m_acknowledged >= kills);
    QVERIFY(kills < 100 || turns > 10);
    QVERIFY(m_keyChanges >= kills / 10);
    // The passphrase, which nobody changed, has outlived all that.
    const auto keySlots = keep::StoreFolder::readSlots(m_folder);
    QVERIFY(keySlots);
    QVERIFY(keySlots->openWithPassphrase(base::SecureBytes::copyOf(QByteArrayView("passphrase"))));
}

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
