// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/generator_popover.h"

#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QWindow>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestGeneratorPopover final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_dialog.reset(); }
    void screenReadersAreToldOfIt();
    void goesWithEscape();
    void goesWhenTheDialogIsUsedAgain();
    void givesUpItsValue();

private:
    std::unique_ptr<QDialog> m_dialog;
    QToolButton* m_anchor = nullptr;
    GeneratorPopover* m_popover = nullptr;
    std::size_t m_taken = 0; // characters of the value
};

void TestGeneratorPopover::init()
{
    m_dialog = std::make_unique<QDialog>();
    m_dialog->resize(500, 400);
    m_anchor = new QToolButton(m_dialog.get());
    m_popover = new GeneratorPopover(m_dialog.get());
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    m_popover->openBelow(m_anchor);
    QTRY_VERIFY(m_popover->isActiveWindow());
}

void TestGeneratorPopover::screenReadersAreToldOfIt()
{
    // The bus lists every window of the program but popups.
    QVERIFY(m_popover->windowHandle());
    QVERIFY(m_popover->windowHandle()->type() != Qt::Popup);
    QAccessibleInterface* const application = QAccessible::queryAccessibleInterface(qApp);
    QVERIFY(application);
    bool isThere = false;
    for (int i = 0; i < application->childCount(); ++i)
        isThere = isThere || application->child(i)->object() == m_popover;
    QVERIFY(isThere);
}

void TestGeneratorPopover::goesWithEscape()
{
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!m_popover->isVisible());
    QVERIFY(m_dialog->isVisible());
}

void TestGeneratorPopover::goesWhenTheDialogIsUsedAgain()
{
    m_dialog->activateWindow();
    QTRY_VERIFY(!m_popover->isVisible());
}

void TestGeneratorPopover::givesUpItsValue()
{
    connect(m_popover, &GeneratorPopover::chosen, this, [this] { m_taken = m_popover->takeValue().size(); });
    for (auto* button : m_popover->findChildren<QPushButton*>())
        if (button->text() == u"Use this value"_s)
            button->click();
    QCOMPARE(m_taken, std::size_t(24));
    QVERIFY(!m_popover->isVisible());
}

QTEST_MAIN(TestGeneratorPopover)
#include "tst_generator_popover.moc"
