// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

class TestSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip();
    void defaultsWriteNothing();
    void nonsenseTakesTheDefault_data();
    void nonsenseTakesTheDefault();
    void keeperWritesWhatChanged();
};

void TestSettings::roundTrip()
{
    QTemporaryDir folder;
    const auto file = folder.filePath(u"deep/settings.ini"_s);
    ui::Settings settings;
    settings.scheme = ui::SchemeChoice::Dark;
    settings.density = ui::metrics::Density::Compact;
    settings.textPercent = 150;
    settings.timeZone = ui::TimeZoneChoice::Utc;
    settings.clipboardSeconds = 45;
    settings.autoLockMinutes = 0;
    settings.locksOnSuspend = false;
    settings.endpointPort = 9443;
    settings.lastStore = u"/home/me/contoso \u00e4"_s;
    settings.lastOpened = 1'795'000'000;
    settings.shortcuts = { { u"item.delete"_s, u"Ctrl+D"_s }, { u"view.tree"_s, QString(u""_s) } };
    settings.layouts.insert(u"secrets"_s, QByteArray("\0\1binary", 8));
    QVERIFY(app::writeSettings(file, settings));
    QVERIFY(app::readSettings(file) == settings);
}

void TestSettings::defaultsWriteNothing()
{
    QTemporaryDir folder;
    const auto file = folder.filePath(u"settings.ini"_s);
    ui::Settings settings;
    settings.textPercent = 200;
    QVERIFY(app::writeSettings(file, settings));
    QVERIFY(app::writeSettings(file, {}));
    QVERIFY(app::readSettings(file) == ui::Settings{});
    QFile written(file);
    QVERIFY(!written.open(QIODevice::ReadOnly) || !written.readAll().contains("textPercent"));
}

void TestSettings::nonsenseTakesTheDefault_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("too large") << QByteArray("[clipboard]\nseconds=100000\n");
    QTest::newRow("no time") << QByteArray("[store]\nlastOpened=yesterday\n");
    QTest::newRow("before all times") << QByteArray("[store]\nlastOpened=-1\n");
    QTest::newRow("no number") << QByteArray("[lock]\nidleMinutes=soon\n");
    QTest::newRow("no such word") << QByteArray("[appearance]\nscheme=pink\n");
    QTest::newRow("privileged port") << QByteArray("[endpoint]\nport=80\n");
    QTest::newRow("not an ini file") << QByteArray("\xff\xfe\x01 what is this");
}

void TestSettings::nonsenseTakesTheDefault()
{
    QFETCH(QByteArray, line);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"settings.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(line);
    file.close();
    QVERIFY(app::readSettings(file.fileName()) == ui::Settings{});
}

void TestSettings::keeperWritesWhatChanged()
{
    QTemporaryDir folder;
    const auto file = folder.filePath(u"settings.ini"_s);
    ui::SettingsBook book;
    {
        app::SettingsKeeper keeper(book, file);
        auto settings = book.value();
        settings.clipboardSeconds = 60;
        book.set(settings);
    }
    QCOMPARE(app::readSettings(file).clipboardSeconds, 60);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
