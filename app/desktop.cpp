// SPDX-License-Identifier: Apache-2.0
#include "app/desktop.h"

#include "app/cli/command_line.h"
#include "app/demo_store.h"
#include "app/endpoint_host.h"
#include "app/longer_words.h"
#include "app/settings.h"
#include "app/stop_on_signals.h"
#include "app/store_door_local.h"
#include "app/tour.h"
#include "model/crypto/argon2id.h"
#include "ui/commands/explain_as.h"
#include "ui/shell/main_window.h"
#include "ui/shell/store_files.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace strongroom::app {

using namespace Qt::StringLiterals;

namespace {

struct Arguments final
{
    QString store;
    QString tour;
    bool wantsLongerWords = false;
};

Arguments parse(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Vaults of secrets on this computer, with the semantics of Azure Key Vault."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({ u"store"_s, u"Open the store in FOLDER."_s, u"FOLDER"_s });
    parser.addOption(
        { u"tour"_s, u"Walk through every screen and write pictures to FOLDER."_s, u"FOLDER"_s });
    parser.addOption(
        { u"scale"_s, u"Size of the tour's pictures in percent: 100 to 200."_s, u"PERCENT"_s, u"100"_s });
    parser.addOption(
        { u"longer-words"_s, u"Make every text a third longer, to see where there is no room."_s });
    parser.process(words);
    return { parser.value(u"store"_s), parser.value(u"tour"_s), parser.isSet(u"longer-words"_s) };
}

/// The scale has to be known before there is an application.
void applyScale(int argc, char** argv)
{
    for (int i = 1; i + 1 < argc; ++i)
        if (qstrcmp(argv[i], "--scale") == 0)
            qputenv("QT_SCALE_FACTOR", QByteArray::number(qBound(100, atoi(argv[i + 1]), 300) / 100.0));
}

/// Everything the window stands on, in the order in which it is taken down again from the end.
class Desktop final
{
public:
    explicit Desktop(const Arguments& arguments)
        : m_arguments(arguments)
        , m_book(isTour() ? tourSettings() : readSettings(settingsFile()))
        , m_keeper(isTour() ? nullptr : std::make_unique<SettingsKeeper>(m_book, settingsFile()))
        , m_door(m_clock, doorOptions())
        , m_endpoint(m_door, m_clock, { m_book.value().endpointPort })
        , m_commands(m_door)
        , m_stopOnSignals([] { QCoreApplication::quit(); })
        , m_workspace(m_door, m_endpoint, m_clock, m_book)
        , m_window(m_workspace, m_theme)
    {
        m_door.setBeforeClose([this] { return m_endpoint.release(); });
        m_door.setCommandRunner(m_commands.runner());
        QObject::connect(&m_window, &ui::MainWindow::sampleChosen, &m_window, [this] { openSample(); });
    }

    int run()
    {
        if (isTour()) {
            m_window.resize(1440, 868);
            m_tour = std::make_unique<Tour>(m_workspace, m_window, m_theme, m_arguments.tour);
            QObject::connect(m_tour.get(), &Tour::finished, qApp, &QCoreApplication::exit,
                             Qt::QueuedConnection);
            QMetaObject::invokeMethod(m_tour.get(), &Tour::start, Qt::QueuedConnection);
        } else {
            chooseStore();
        }
        m_window.show();
        return QApplication::exec();
    }

private:
    bool isTour() const { return !m_arguments.tour.isEmpty(); }

    static ui::Settings tourSettings()
    {
        ui::Settings settings;
        settings.scheme = ui::SchemeChoice::Light;
        settings.autoLockMinutes = 10;
        return settings;
    }

    StoreDoorLocal::Options doorOptions() const
    {
        StoreDoorLocal::Options options;
        // The tour shows screens; it need not wait for a slow key derivation.
        if (isTour())
            options.newSlotCost
                = crypto::Argon2Settings{ crypto::leastArgon2MemoryKiB, crypto::leastArgon2Passes, 2 };
        return options;
    }

    void chooseStore()
    {
        const auto remembered = m_book.value().lastStore;
        const auto wanted = m_arguments.store.isEmpty() ? remembered : m_arguments.store;
        // Whoever has never made a store has none to miss in the usual place.
        if (wanted.isEmpty() && QDir(m_door.defaultPath()).isEmpty())
            return;
        m_window.begin(QFileInfo(wanted.isEmpty() ? m_door.defaultPath() : wanted).absoluteFilePath());
    }

    void openSample()
    {
        const QString folder
            = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/strongroom/sample"_s;
        const auto passphrase = u"sample"_s; // said on the screen; there is nothing real in it
        const auto say = [this](const base::Error& error) {
            m_window.storeFiles().notices().failed(ui::explainAs(
                QCoreApplication::translate("Sample", "The sample cannot be opened."), error, m_workspace));
        };
        if (QFileInfo::exists(folder)) {
            if (const auto chosen = m_door.choose(folder); !chosen)
                return say(chosen.error());
            m_door.unlock(base::SecureBytes::fromText(passphrase))
                .then(&m_window, [say](const base::Result<void>& result) {
                    if (!result)
                        say(result.error());
                });
            return;
        }
        m_door.create(folder, base::SecureBytes::fromText(passphrase))
            .then(&m_window, [this, say](const base::Result<base::SecureBytes>& result) {
                if (!result)
                    return say(result.error());
                fillDemoStore(*m_door.operations(), m_clock);
                m_workspace.notices().done(QCoreApplication::translate(
                    "Sample", "This is a sample. Its passphrase is \u201csample\u201d."));
            });
    }

    const Arguments m_arguments;
    base::SystemClock m_clock;
    ui::SettingsBook m_book;
    std::unique_ptr<SettingsKeeper> m_keeper;
    ui::Theme m_theme;
    StoreDoorLocal m_door;
    EndpointHost m_endpoint;
    cli::CommandDesk m_commands; // of processes that find the store held by this window
    StopOnSignals m_stopOnSignals;
    ui::Workspace m_workspace;
    ui::MainWindow m_window;
    std::unique_ptr<Tour> m_tour;
};

} // namespace

int runDesktop(int argc, char** argv)
{
    applyScale(argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"strongroom"_s);
    QApplication::setApplicationVersion(QStringLiteral(STRONGROOM_VERSION));
    QApplication::setDesktopFileName(u"strongroom"_s);
    const auto arguments = parse(application.arguments());
    LongerWords longer;
    if (arguments.wantsLongerWords)
        QCoreApplication::installTranslator(&longer);
    Desktop desktop(arguments);
    return desktop.run();
}

} // namespace strongroom::app
