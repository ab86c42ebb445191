// SPDX-License-Identifier: Apache-2.0
#include "model/net/loopback_listeners.h"

#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace strongroom::net;
using namespace Qt::StringLiterals;

class TestLoopbackListeners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takenPortIsNamed();
    void portOfTheSystemIsExplained();
};

/// L9: never another port silently.
void TestLoopbackListeners::takenPortIsNamed()
{
    const auto first = listenOnLoopback(0);
    QVERIFY(first.has_value());
    const auto second = listenOnLoopback(static_cast<quint16>(first->port));
    QVERIFY(!second);
    QCOMPARE(second.error().code, base::ErrorCode::Conflict);
    QVERIFY(second.error().message.contains(QString::number(first->port)));
    close(first->v4);
    if (first->v6 >= 0)
        close(first->v6);
}

void TestLoopbackListeners::portOfTheSystemIsExplained()
{
    enum Outcome { Explained, Unexplained, Bound };
    constexpr uid_t nobody = 65534;
    const pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setuid(nobody) != 0)
            _exit(Bound);
        const auto refused = listenOnLoopback(1);
        _exit(refused ? Bound : refused.error().message.contains(u"1024"_s) ? Explained : Unexplained);
    }
    int status = 0;
    waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status));
    if (WEXITSTATUS(status) == Bound)
        QSKIP("this system gives every port to everybody");
    QCOMPARE(WEXITSTATUS(status), int(Explained));
}

QTEST_GUILESS_MAIN(TestLoopbackListeners)
#include "tst_loopback_listeners.moc"
