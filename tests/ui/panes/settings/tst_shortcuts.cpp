// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/settings/setting_rows.h"
#include "ui/panes/settings/shortcuts_pane.h"

#include <QTest>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestShortcuts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conflicts_data();
    void conflicts();
    void everySettingRoundTrips();
    void settingsAreFoundByTheirWords();
};

void TestShortcuts::conflicts_data()
{
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("conflict");
    QTest::newRow("free") << u"Ctrl+Alt+Shift+Q"_s << QString();
    QTest::newRow("taken") << u"Ctrl+K"_s << u"window.palette"_s;
    QTest::newRow("second keys of another") << u"F2"_s << u"item.edit"_s;
    QTest::newRow("its own") << u"Ctrl+L"_s << QString();
    QTest::newRow("freed by the person") << u"Ctrl+B"_s << QString();
    QTest::newRow("given by the person") << u"Ctrl+Y"_s << u"view.tree"_s;
    QTest::newRow("none") << QString() << QString();
}

void TestShortcuts::conflicts()
{
    QFETCH(QString, keys);
    QFETCH(QString, conflict);
    Settings settings;
    settings.shortcuts.insert(u"view.tree"_s, u"Ctrl+Y"_s);
    const auto* found
        = conflictOf(rowOf(ActionId::LockStore), QKeySequence(keys, QKeySequence::PortableText), settings);
    QCOMPARE(found ? QString::fromLatin1(found->key.data(), qsizetype(found->key.size())) : QString(),
             conflict);
}

void TestShortcuts::everySettingRoundTrips()
{
    for (const auto& row : settingRows()) {
        Settings settings;
        QVERIFY2(!isChanged(row, settings), row.text);
        const int standard = row.get(settings);
        const int other = row.kind == SettingRow::Kind::Number
            ? (standard == row.maximum ? row.minimum : row.maximum)
            : row.kind == SettingRow::Kind::Switch ? 1 - standard
                                                   : (standard + 1) % int(row.choices.size());
        row.set(settings, other);
        QCOMPARE(row.get(settings), other);
        QVERIFY2(isChanged(row, settings), row.text);
        row.set(settings, standard);
        QVERIFY2(settings == Settings{}, row.text);
    }
}

void TestShortcuts::settingsAreFoundByTheirWords()
{
    int found = 0;
    for (const auto& row : settingRows())
        found += matches(row, u"clipboard"_s);
    QVERIFY(found >= 1 && found < int(settingRows().size()));
}

QTEST_MAIN(TestShortcuts)
#include "tst_shortcuts.moc"
