// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/stall_watch.h"
#include "app/tour_edges.h"
#include "model/base/clock.h"
#include "model/vault/token.h"
#include "ui/shell/main_window.h"

#include <QImage>
#include <QTemporaryDir>
#include <QThreadPool>

#include <deque>
#include <functional>

namespace strongroom::ui {
class CryptoConsolePane;
class ObjectListView;
} // namespace strongroom::ui

namespace strongroom::app {

/// Walks through every screen of the window as a person would: makes a store in a temporary folder, fills
/// it, opens each page and dialog, and writes a picture of each, light and dark. Watches all the while
/// that the window stays responsive.
class Tour final : public QObject
{
    Q_OBJECT

public:
    static constexpr int allowedStall = 100; // milliseconds

    Tour(ui::Workspace& workspace, ui::MainWindow& window, ui::Theme& theme, QString folder);

    void start();

Q_SIGNALS:
    /// 0 when all pictures were written and nothing took too long.
    void finished(int exitCode);

private:
    using Step = std::function<void()>;

    void planFirstRun();
    void planPages();
    void planActions();
    void planSecrets();
    void planAccess();
    void planKeys();
    void planConsole();
    void planHardware();
    void openKeys();
    /// Onto the import dialog that is open.
    void dropKey(const QString& name, const QByteArray& content);
    void makeTokens();
    ui::CryptoConsolePane* console() const;
    vault::VaultId vaultNamed(QLatin1String name) const;
    ui::ObjectListView* listNamed(const QString& name) const;
    void planPool();
    void planEdges();
    void planSmallWindows();
    void planEnd();
    /// Does `prepare`, waits until the window is quiet, and takes the pictures `name`-light and -dark.
    void stop(const QString& name, Step prepare);
    /// Does `work`, which calls next() itself when it is done.
    void then(Step work) { m_steps.push_back(std::move(work)); }
    void next();
    void pictures(const QString& name);
    void take(const QString& name);
    void write();
    QImage picture() const;
    void openSecrets();
    vault::VaultId vaultNamed(const QString& name) const;
    void closeDialogs();
    void makeStore();
    void confirmKey();
    void report();

    ui::Workspace& m_workspace;
    ui::MainWindow& m_window;
    ui::Theme& m_theme;
    const QString m_folder;
    QTemporaryDir m_home;
    StallWatch m_watch;
    std::deque<Step> m_steps;
    EdgeVaults m_edges;
    std::vector<vault::TokenBinding> m_tokens; // none where SoftHSM2 is not installed
    vault::VaultId m_pool;
    bool m_isGallery = false; // every error instead of the window
    std::unique_ptr<QWidget> m_refused; // over the page that is shown
    QByteArray m_key; // of a demo store that is thrown away
    int m_taken = 0;
    std::vector<std::pair<QImage, QString>> m_unwritten; // pictures and their paths
    QThreadPool m_writers;
};

} // namespace strongroom::app
