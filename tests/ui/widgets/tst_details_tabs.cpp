// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/details_tabs.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestDetailsTabs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_tabs.reset(); }
    void showsAllTabsWhereThereIsRoom();
    void putsTheOthersIntoAMenu();
    void neverHidesTheCurrentTab();

private:
    void setWidth(int width)
    {
        m_tabs->resize(width, 300);
        m_tabs->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_tabs.get()));
    }
    QStringList shown() const
    {
        QStringList texts;
        for (int i = 0; i < m_bar->count(); ++i)
            if (m_bar->isTabVisible(i))
                texts += m_bar->tabText(i);
        return texts;
    }
    QToolButton* more() const { return m_tabs->findChild<QToolButton*>(); }

    std::unique_ptr<DetailsTabs> m_tabs;
    QTabBar* m_bar = nullptr;
};

void TestDetailsTabs::init()
{
    m_tabs = std::make_unique<DetailsTabs>();
    for (const auto& text : { u"Key"_s, u"Versions 12"_s, u"Rotation"_s, u"Access"_s, u"Commands"_s })
        m_tabs->addFullPage(text, new QLabel(text));
    m_bar = m_tabs->findChild<QTabBar*>();
}

void TestDetailsTabs::showsAllTabsWhereThereIsRoom()
{
    setWidth(900);
    QCOMPARE(shown().size(), 5);
    QVERIFY(more()->isHidden());
}

void TestDetailsTabs::putsTheOthersIntoAMenu()
{
    setWidth(220);
    QVERIFY(!more()->isHidden());
    QVERIFY(!more()->accessibleName().isEmpty());
    const QStringList before = shown();
    QVERIFY(before.size() < 5 && before.front() == u"Key"_s);
    more()->click();
    auto* const menu = more()->findChild<QMenu*>();
    QVERIFY(menu && menu->isVisible());
    QCOMPARE(menu->actions().size(), 5 - before.size());
    const QList<QAction*> offered = menu->actions();
    offered.back()->trigger();
    menu->close();
    QCOMPARE(m_tabs->currentPage(), 4);
    QVERIFY(shown().contains(u"Commands"_s));
    setWidth(900);
    QCOMPARE(shown().size(), 5);
}

void TestDetailsTabs::neverHidesTheCurrentTab()
{
    setWidth(220);
    for (int page = 0; page < 5; ++page) {
        m_tabs->setCurrentPage(page);
        QCOMPARE(m_tabs->currentPage(), page);
        QVERIFY(m_bar->isTabVisible(page));
    }
    m_tabs->setPageText(4, u"Commands and snippets"_s);
    QVERIFY(m_bar->isTabVisible(4));
}

QTEST_MAIN(TestDetailsTabs)
#include "tst_details_tabs.moc"
