// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/transfer_commands.h"

#include "in_memory_store.h"
#include "window_parts.h"
#include "working_store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

class TestTransferCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileThatCannotBeImportedIsNamed_data();
    void aFileThatCannotBeImportedIsNamed();
};

void TestTransferCommands::aFileThatCannotBeImportedIsNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("cause");
    QTest::newRow("not JSON") << u"broken.json"_s << QByteArray("{broken") << u"Line 1: this is not JSON."_s;
    QTest::newRow("no assignment") << u"broken.env"_s << QByteArray("broken\n")
                                   << u"Line 1: there is no \"=\" after the name."_s;
    QTest::newRow("not there") << u"missing.csv"_s << QByteArray() << u"There is no "_s;
}

void TestTransferCommands::aFileThatCannotBeImportedIsNamed()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const QString, cause);
    InMemoryStore store;
    WorkingStore working(store);
    OpenDoor door(working.operations());
    PaperEndpoint endpoint;
    ui::SettingsBook settings;
    ui::Workspace workspace(door, endpoint, working.clock, settings);
    std::vector<ui::Notice> notices;
    connect(&workspace.notices(), &ui::Notices::posted, this,
            [&notices](const ui::Notice& notice) { notices.push_back(notice); });
    const auto vault = working.run(createVault("contoso-prod"));
    QTemporaryDir folder;
    const QString path = folder.filePath(name);
    if (!content.isEmpty()) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    ui::importSecretsFrom(workspace, vault->id, path);
    QTRY_COMPARE(notices.size(), std::size_t(1));
    // Not of a form, and not of the store's folder.
    QVERIFY2(notices.front().text.startsWith(name + u" cannot be imported."_s),
             qPrintable(notices.front().text));
    QVERIFY2(notices.front().text.contains(cause), qPrintable(notices.front().text));
}

QTEST_MAIN(TestTransferCommands)
#include "tst_transfer_commands.moc"
