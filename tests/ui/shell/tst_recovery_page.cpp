// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/recovery_page.h"

#include "in_memory_store.h"
#include "window_parts.h"

#include <QAccessible>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

const QStringList groups{ u"AAAA1"_s, u"BBBB2"_s, u"CCCC3"_s, u"DDDD4"_s };

/// What a screen reader could hear below `root`.
QString heard(QObject* root)
{
    QString all;
    for (auto* child : root->findChildren<QWidget*>())
        if (auto* interface = QAccessible::queryAccessibleInterface(child))
            all += interface->text(QAccessible::Name) + interface->text(QAccessible::Value)
                + interface->text(QAccessible::Description);
    return all;
}

} // namespace

class TestRecoveryPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesOnWhenTwoGroupsAreTypedAgain();
    void theKeyIsOnTheScreenOnly();
};

void TestRecoveryPage::goesOnWhenTwoGroupsAreTypedAgain()
{
    InMemoryStore store;
    WorkingStore work(store);
    OpenDoor door(work.operations());
    PaperEndpoint endpoint;
    SettingsBook settings;
    Workspace workspace(door, endpoint, work.clock, settings);
    RecoveryPage page(workspace, nullptr);
    QSignalSpy finished(&page, &RecoveryPage::finished);
    page.show(std::make_shared<base::SecureBytes>(base::SecureBytes::fromText(groups.join(u'-'))));
    page.QWidget::show();
    const auto [first, second] = page.askedGroups();
    QVERIFY(first < second && second < groups.size());
    auto* go = page.findChild<QPushButton*>(u"continue"_s);
    const auto fields = page.findChildren<QLineEdit*>();
    QCOMPARE(fields.size(), 2);
    QVERIFY(!go->isEnabled());
    fields[0]->setText(groups[first]);
    fields[1]->setText(groups[first]);
    QVERIFY(!go->isEnabled());
    fields[1]->setText(groups[second].toLower());
    QVERIFY(go->isEnabled());
    go->click();
    QCOMPARE(finished.size(), 1);
    for (const auto* field : fields)
        QVERIFY(field->text().isEmpty());
}

void TestRecoveryPage::theKeyIsOnTheScreenOnly()
{
    InMemoryStore store;
    WorkingStore work(store);
    OpenDoor door(work.operations());
    PaperEndpoint endpoint;
    SettingsBook settings;
    Workspace workspace(door, endpoint, work.clock, settings);
    RecoveryPage page(workspace, nullptr);
    page.show(std::make_shared<base::SecureBytes>(base::SecureBytes::fromText(groups.join(u'-'))));
    page.QWidget::show();
    const QString words = heard(&page);
    QVERIFY(words.contains(u"Recovery key, shown on the screen only"_s));
    for (const auto& group : groups)
        QVERIFY(!words.contains(group));
}

QTEST_MAIN(TestRecoveryPage)
#include "tst_recovery_page.moc"
