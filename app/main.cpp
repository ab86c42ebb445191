// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/hardening.h"
#include "app/headless.h"
#ifdef STRONGROOM_WITH_WINDOW
#include "app/desktop.h"
#endif

#include <QFile>

#include <cstdio>

int main(int argc, char** argv)
{
    const QStringList refused = strongroom::app::hardenProcess();
    for (const QString& sentence : refused)
        qWarning("strongroom: %s", qUtf8Printable(sentence));

    QStringList arguments;
    for (int i = 1; i < argc; ++i) {
        arguments += QFile::decodeName(argv[i]);
        // Another folder than the one that was named would be made or opened.
        if (QFile::encodeName(arguments.back()) != argv[i]) {
            std::fputs("strongroom: The command line is not UTF-8 text.\n", stderr);
            return static_cast<int>(strongroom::cli::ExitCode::Usage);
        }
    }
#ifdef STRONGROOM_WITH_WINDOW
    if (!strongroom::cli::isCommandLine(arguments))
        return strongroom::app::runDesktop(argc, argv);
#else
    if (!strongroom::cli::isCommandLine(arguments))
        arguments = QStringList{ QStringLiteral("--help") };
#endif
    return strongroom::app::runHeadless(argc, argv, arguments);
}
