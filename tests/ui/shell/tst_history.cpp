// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/fuzzy_match.h"
#include "ui/shell/history.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

Place at(PaneKind kind, const QString& vault = {}) { return { kind, { vault }, {}, {} }; }

} // namespace

class TestHistory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesBackAndForward();
    void visitingForgetsWhatLayAhead();
    void samePageIsOneVisit();
    void pagesOfAGoneVaultAreDropped();
    void fuzzyPrefersWholeWords_data();
    void fuzzyPrefersWholeWords();
};

void TestHistory::goesBackAndForward()
{
    History history;
    QVERIFY(!history.canGoBack() && !history.back());
    history.visit(at(PaneKind::Home));
    history.visit(at(PaneKind::Secrets, u"a"_s));
    QCOMPARE(history.back(), at(PaneKind::Home));
    QVERIFY(!history.canGoBack() && history.canGoForward());
    QCOMPARE(history.forward(), at(PaneKind::Secrets, u"a"_s));
}

void TestHistory::visitingForgetsWhatLayAhead()
{
    History history;
    history.visit(at(PaneKind::Home));
    history.visit(at(PaneKind::Endpoint));
    (void)history.back();
    history.visit(at(PaneKind::Settings));
    QVERIFY(!history.canGoForward());
    QCOMPARE(history.back(), at(PaneKind::Home));
}

void TestHistory::samePageIsOneVisit()
{
    History history;
    history.visit(at(PaneKind::Home));
    history.visit(at(PaneKind::Home));
    QVERIFY(!history.canGoBack());
}

void TestHistory::pagesOfAGoneVaultAreDropped()
{
    History history;
    history.visit(at(PaneKind::Home));
    history.visit(at(PaneKind::Secrets, u"gone"_s));
    history.visit(at(PaneKind::Endpoint));
    history.drop({ u"gone"_s });
    QCOMPARE(history.back(), at(PaneKind::Home));
    QVERIFY(!history.canGoBack());
}

void TestHistory::fuzzyPrefersWholeWords_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("start of a word") << u"pay"_s << u"payments-db"_s << u"repayment"_s;
    QTest::newRow("unbroken run") << u"lock"_s << u"Lock now"_s << u"Look in the clock tower"_s;
    QTest::newRow("initials") << u"ns"_s << u"New Store"_s << u"onwards"_s;
    QTest::newRow("words in any order")
        << u"secrets contoso"_s << u"contoso-dev \u203a Secrets"_s << u"contoso-dev \u203a Keys"_s;
    QTest::newRow("shorter") << u"secrets"_s << u"prod secrets"_s << u"production secrets of all"_s;
}

void TestHistory::fuzzyPrefersWholeWords()
{
    QFETCH(QString, typed);
    QFETCH(QString, better);
    QFETCH(QString, worse);
    const auto first = fuzzyScore(typed, better);
    QVERIFY(first.has_value());
    QVERIFY(*first > fuzzyScore(typed, worse).value_or(-1000));
    QVERIFY(!fuzzyScore(u"xyzzy", better));
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
