// SPDX-License-Identifier: Apache-2.0
#include "app/hardening.h"

#include "model/base/guarded_arena.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace strongroom::app {

QStringList hardenProcess()
{
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
