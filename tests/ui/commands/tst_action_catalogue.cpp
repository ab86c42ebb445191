// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/action_catalogue.h"

#include <QFile>
#include <QKeySequence>
#include <QSet>
#include <QTest>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestActionCatalogue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAreUnique();
    void shortcutsAreValidAndUnique();
    void everyIconIsListed();
    void everyFactHasAReason();
    void enabling_data();
    void enabling();
    void missingPermissionIsSaid();
    void plainTextHasNoMarks();
    void everyActionHasAKeyOfItsOwnInItsMenu();
};

void TestActionCatalogue::keysAreUnique()
{
    QSet<QString> keys;
    for (const auto& row : actionCatalogue()) {
        const auto key = QString::fromLatin1(row.key.data(), qsizetype(row.key.size()));
        QVERIFY2(!keys.contains(key), qPrintable(key));
        keys.insert(key);
        QCOMPARE(rowByKey(key), &row);
        QCOMPARE(&rowOf(row.id), &row);
    }
    QVERIFY(!rowByKey(u"no.such"));
}

void TestActionCatalogue::shortcutsAreValidAndUnique()
{
    QSet<QString> taken;
    for (const auto& row : actionCatalogue())
        for (const auto& text : QString::fromLatin1(row.shortcut).split(u"; "_s, Qt::SkipEmptyParts)) {
            const QKeySequence keys(text, QKeySequence::PortableText);
            QCOMPARE(keys.count(), 1);
            QVERIFY2(keys.toString(QKeySequence::PortableText) == text, qPrintable(text));
            QVERIFY2(!taken.contains(text), qPrintable(text));
            taken.insert(text);
        }
}

void TestActionCatalogue::everyIconIsListed()
{
    QFile list(QStringLiteral(STRONGROOM_SOURCE_DIR) + u"/resources/icons.txt"_s);
    QVERIFY(list.open(QIODevice::ReadOnly));
    const auto names = QString::fromUtf8(list.readAll()).split(u'\n');
    for (const auto& row : actionCatalogue())
        if (!row.icon.empty())
            QVERIFY2(names.contains(QString::fromLatin1(row.icon.data(), qsizetype(row.icon.size()))),
                     row.icon.data());
}

void TestActionCatalogue::everyFactHasAReason()
{
    for (const auto& row : actionCatalogue()) {
        if (row.needs)
            QVERIFY2(!reasonDisabled(row, {}).isEmpty(), row.key.data());
        else
            QVERIFY2(reasonDisabled(row, {}).isEmpty(), row.key.data());
        QVERIFY2(reasonDisabled(row, { row.needs, {} }).isEmpty(), row.key.data());
    }
}

void TestActionCatalogue::enabling_data()
{
    using F = Fact;
    QTest::addColumn<int>("action");
    QTest::addColumn<quint32>("facts");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, ActionId id, Facts facts, const QString& reason) {
        QTest::newRow(name) << int(id) << quint32(Facts::Int(facts)) << reason;
    };
    const Facts inVault = F::StoreOpen | F::VaultShown | F::VaultChosen | F::Writable;
    const Facts oneSecret = inVault | F::OneChosen | F::SomeChosen | F::LiveChosen | F::NotManaged
        | F::EnabledAmong | F::ValueReadable;
    row("nothing open", ActionId::DeleteItem, {}, u"Open a store first."_s);
    row("no vault", ActionId::NewItem, F::StoreOpen, u"Open a page of a vault first."_s);
    row("nothing chosen", ActionId::DeleteItem, inVault, u"Choose an item first."_s);
    row("one secret can be deleted", ActionId::DeleteItem, oneSecret, {});
    row("managed", ActionId::DeleteItem, oneSecret & ~Facts(F::NotManaged),
        u"It belongs to a certificate and changes only with it."_s);
    row("a key can be rotated", ActionId::RotateItem, oneSecret | F::Rotatable, {});
    row("imported into an HSM", ActionId::RotateItem, oneSecret,
        u"It was imported into an HSM and cannot be rotated. Import a new version."_s);
    row("a key can be released", ActionId::ReleaseKey, oneSecret | F::Releasable, {});
    row("cannot leave its token", ActionId::ReleaseKey, oneSecret,
        u"It was not made exportable under a release policy, so it never leaves."_s);
    row("kept in the store", ActionId::AttestKey, oneSecret,
        u"It is kept in the store. Only keys in a token can be attested."_s);
    row("disabled value", ActionId::CopyValue, oneSecret & ~Facts(F::ValueReadable),
        u"It is disabled, so its value cannot be read."_s);
    row("read only", ActionId::EditItem, oneSecret & ~Facts(F::Writable), u"This place is read only."_s);
    row("two chosen cannot be edited", ActionId::EditItem, oneSecret & ~Facts(F::OneChosen),
        u"Choose exactly one item."_s);
    row("already enabled", ActionId::EnableItem, oneSecret, u"None of the chosen items is disabled."_s);
    row("live item", ActionId::PurgeItem, oneSecret, u"Only for deleted items."_s);
    row("purge protected", ActionId::PurgeItem, inVault | F::SomeChosen | F::DeletedChosen,
        u"Purge protection is on: only time removes it."_s);
    row("nothing to undo", ActionId::Undo, F::StoreOpen, u"There is nothing to undo."_s);
}

void TestActionCatalogue::enabling()
{
    QFETCH(int, action);
    QFETCH(quint32, facts);
    QFETCH(QString, reason);
    QCOMPARE(reasonDisabled(rowOf(ActionId(action)), { Facts::fromInt(Facts::Int(facts)), {} }), reason);
}

void TestActionCatalogue::missingPermissionIsSaid()
{
    const auto& row = rowOf(ActionId::DeleteItem);
    QCOMPARE(reasonDisabled(row, { row.needs, { u"secrets/delete"_s } }),
             u"Needs the permission secrets/delete."_s);
    QVERIFY(reasonDisabled(row, { row.needs, { u"secrets/get"_s } }).isEmpty());
}

void TestActionCatalogue::plainTextHasNoMarks()
{
    for (const auto& row : actionCatalogue()) {
        const auto text = plainText(row);
        QVERIFY(!text.isEmpty() && !text.contains(u'&') && !text.endsWith(u'.'));
    }
}

void TestActionCatalogue::everyActionHasAKeyOfItsOwnInItsMenu()
{
    QSet<std::pair<int, QChar>> taken;
    for (const auto& row : actionCatalogue()) {
        const auto text = QString::fromLatin1(row.text);
        const auto mark = text.indexOf(u'&');
        QVERIFY2(mark >= 0 && mark + 1 < text.size(), row.text);
        const std::pair key{ int(row.menu), text.at(mark + 1).toLower() };
        QVERIFY2(!taken.contains(key), row.text);
        taken.insert(key);
    }
}

QTEST_MAIN(TestActionCatalogue)
#include "tst_action_catalogue.moc"
