// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/search/search_pane.h"

#include "pane_fixture.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/object_list_view.h"

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::PaneKind;

class TestSearchPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_parts->window.reset(); }
    void findsInAllVaults();
    void speaksTheLanguageOfFilters();
    void saysWhenNothingIsFound();
    void aHitOpensItsSecret();

private:
    void show(const QString& query);
    QStringList names() const { return column(m_list->model()); }
    std::unique_ptr<PaneStage> m_parts;
    vault::VaultId m_one;
    vault::VaultId m_two;
    ui::SearchPane* m_pane = nullptr;
    ui::ObjectListView* m_list = nullptr;
};

void TestSearchPane::init()
{
    m_parts = std::make_unique<PaneStage>();
    m_one = m_parts->addVault("one");
    m_two = m_parts->addVault("two");
    m_parts->addSecret(m_one, "payments-db", 5, { { u"env"_s, u"prod"_s } });
    m_parts->addSecret(m_two, "Payments-Api", -2);
    m_parts->addSecret(m_two, "mail");
}

void TestSearchPane::show(const QString& query)
{
    m_pane = m_parts->showPane<ui::SearchPane>({ PaneKind::Search, {}, {}, query });
    m_list = m_pane->findChild<ui::ObjectListView*>();
}

void TestSearchPane::findsInAllVaults()
{
    show(u"payments"_s);
    QTRY_COMPARE(names(), (QStringList{ u"Payments-Api"_s, u"payments-db"_s }));
    QCOMPARE(column(m_list->model(), 1), (QStringList{ u"two"_s, u"one"_s }));
    QCOMPARE(m_pane->statusText(), u"2 found"_s);
    m_parts->addSecret(m_one, "payments-new");
    QTRY_COMPARE(names().size(), 3);
}

void TestSearchPane::speaksTheLanguageOfFilters()
{
    show(u"state:expired"_s);
    QTRY_COMPARE(names(), QStringList{ u"Payments-Api"_s });
    auto* filter = m_pane->findChild<ui::FilterBar*>();
    filter->setText(u"tag:env=prod"_s);
    QTRY_COMPARE(names(), QStringList{ u"payments-db"_s });
    filter->setText(u"match:regex ^pay.*(db|api)$"_s);
    QTRY_COMPARE(names().size(), 2);
    filter->setText(u"match:regex match:case ^pay"_s);
    QTRY_COMPARE(names(), QStringList{ u"payments-db"_s });
    m_pane->perform(ui::ActionId::ClearFilter);
    QTRY_VERIFY(wordsIn(m_pane).contains(u"Search all vaults"_s));
}

void TestSearchPane::saysWhenNothingIsFound()
{
    show(u"nosuchword"_s);
    QTRY_VERIFY(wordsIn(m_pane).contains(u"Nothing found"_s));
}

void TestSearchPane::aHitOpensItsSecret()
{
    show(u"mail"_s);
    QTRY_COMPARE(names(), QStringList{ u"mail"_s });
    m_list->choose(0);
    QVERIFY(m_pane->facts().testFlag(ui::Fact::OneChosen));
    m_pane->perform(ui::ActionId::OpenItem);
    QCOMPARE(m_parts->opened.back(), (ui::Place{ PaneKind::Secrets, m_two, u"mail"_s, {} }));
}

QTEST_MAIN(TestSearchPane)
#include "tst_search_pane.moc"
