// SPDX-License-Identifier: Apache-2.0
#include "app/hardening.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

class TestHardening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closedStreamsLeadNowhere();
    void sizeLimitIsAnErrorAndNoEnd();

private:
    /// What `body` gives in a process of its own, or the number of the signal that ended it, negative.
    template <typename F> static int inChild(F body)
    {
        const pid_t child = fork();
        if (child == 0)
            _exit(body());
        int status = 0;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
};

/// Else the store's own files would take these numbers, and messages would be written into them.
void TestHardening::closedStreamsLeadNowhere()
{
    const int wrong = inChild([] {
        for (int stream = 0; stream < 3; ++stream)
            close(stream);
        app::hardenProcess();
        struct stat nowhere = {};
        if (stat("/dev/null", &nowhere) != 0)
            return 10;
        for (int stream = 0; stream < 3; ++stream) {
            struct stat found = {};
            if (fstat(stream, &found) != 0 || found.st_rdev != nowhere.st_rdev)
                return stream + 1;
        }
        return 0;
    });
    QCOMPARE(wrong, 0);
}

void TestHardening::sizeLimitIsAnErrorAndNoEnd()
{
    const QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.filePath(u"file"_s));
    const int found = inChild([&] {
        app::hardenProcess();
        const struct rlimit small = { 1000, 1000 };
        setrlimit(RLIMIT_FSIZE, &small);
        const int file = open(path.constData(), O_WRONLY | O_CREAT, 0600);
        const QByteArray more(1000, 'x');
        const bool isFull = write(file, more.constData(), 1000) == 1000;
        return isFull && write(file, more.constData(), 1000) < 0 ? errno : 0;
    });
    QCOMPARE(found, EFBIG);
}

QTEST_GUILESS_MAIN(TestHardening)
#include "tst_hardening.moc"
