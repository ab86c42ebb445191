// SPDX-License-Identifier: Apache-2.0
#include "app/hardening.h"

#include "model/base/guarded_arena.h"

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::app {

namespace {

/// Where a standard stream is closed, the next file or socket that is opened would take its number, and
/// what is meant for a person would be written into that.
void fillStandardStreams()
{
    for (const int stream : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO }) {
        if (fcntl(stream, F_GETFD) < 0)
            open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    }
}

} // namespace

QStringList hardenProcess()
{
    fillStandardStreams();
    // Beyond the largest size a file may have, writing fails and says so instead of ending the process.
    std::signal(SIGXFSZ, SIG_IGN);
    QStringList refused;
    const struct rlimit none = { 0, 0 };
    if (setrlimit(RLIMIT_CORE, &none) != 0)
        refused << u"The system did not let core files be switched off."_s;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        refused << u"The system did not let the memory be closed to other programs of this user."_s;
    umask(S_IRWXG | S_IRWXO);
    // Before any secret is there, so that the arena's pages are locked from the start.
    if (!base::guarded_arena::isLocked())
        refused << u"The system did not let the memory of keys be locked; it may reach the swap space."_s;
    return refused;
}

} // namespace strongroom::app
