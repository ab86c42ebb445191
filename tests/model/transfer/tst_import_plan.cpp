// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/import_plan.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::transfer;
using namespace Qt::StringLiterals;
using State = vault::CheckSecretNames::NameState;

namespace {

ImportTable tableOf(const QByteArray& env)
{
    auto table = readImport(env, u".env"_s);
    return table ? std::move(*table) : ImportTable();
}

/// Plans until nothing is unknown, with `vaultHas` playing the vault.
ImportPlan settle(const ImportTable& table, const KnownNames& vaultHas, ConflictRule rule)
{
    KnownNames known;
    while (true) {
        ImportPlan plan = planImport(table, known, rule);
        if (plan.unknown.empty())
            return plan;
        std::vector<State> answers;
        for (const auto& name : plan.unknown)
            answers.push_back(vaultHas.value(name.folded(), State::Free));
        addAnswers(known, plan.unknown, answers);
    }
}

} // namespace

class TestImportPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void renamingAvoidsOtherRowsAndTakenNames();
    void renamingEndsSomewhere();
    void asksForNamesFirst();
    void operationCarriesEverything();
};

void TestImportPlan::rules_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("rule");
    QTest::addColumn<int>("action");
    QTest::addColumn<QString>("target");
    const auto row = [](const char* name, State state, ConflictRule rule, PlannedAction action,
                        const QString& target = u"A"_s) {
        QTest::newRow(name) << static_cast<int>(state) << static_cast<int>(rule) << static_cast<int>(action)
                            << target;
    };
    using Rule = ConflictRule;
    using Action = PlannedAction;
    row("free, skip", State::Free, Rule::Skip, Action::Create);
    row("free, version", State::Free, Rule::NewVersion, Action::Create);
    row("free, rename", State::Free, Rule::Rename, Action::Create);
    row("exists, skip", State::Exists, Rule::Skip, Action::Skip);
    row("exists, version", State::Exists, Rule::NewVersion, Action::AddVersion);
    row("exists, rename", State::Exists, Rule::Rename, Action::Create, u"A-2"_s);
    row("deleted, skip", State::Deleted, Rule::Skip, Action::Skip);
    row("deleted, version", State::Deleted, Rule::NewVersion, Action::Refuse);
    row("deleted, rename", State::Deleted, Rule::Rename, Action::Create, u"A-2"_s);
    row("managed, skip", State::Managed, Rule::Skip, Action::Skip);
    row("managed, version", State::Managed, Rule::NewVersion, Action::Refuse);
    row("managed, rename", State::Managed, Rule::Rename, Action::Create, u"A-2"_s);
}

void TestImportPlan::rules()
{
    QFETCH(int, state);
    QFETCH(int, rule);
    QFETCH(int, action);
    QFETCH(QString, target);
    const ImportPlan plan = settle(tableOf("A=1\n"), { { u"A"_s, static_cast<State>(state) } },
                                   static_cast<ConflictRule>(rule));
    QCOMPARE(plan.rows.size(), std::size_t{ 1 });
    QCOMPARE(static_cast<int>(plan.rows[0].action), action);
    QCOMPARE(plan.rows[0].target->text(), target);
    QCOMPARE(static_cast<int>(*plan.rows[0].state), state);
}

void TestImportPlan::renamingAvoidsOtherRowsAndTakenNames()
{
    const ImportPlan plan
        = settle(tableOf("A=1\nA-2=2\nB=3\n"), { { u"A"_s, State::Exists }, { u"A-3"_s, State::Deleted } },
                 ConflictRule::Rename);
    QCOMPARE(plan.rows[0].target->text(), u"A-4"_s);
    QCOMPARE(plan.rows[1].target->text(), u"A-2"_s);
    QCOMPARE(plan.rows[2].target->text(), u"B"_s);
}

void TestImportPlan::renamingEndsSomewhere()
{
    KnownNames all{ { u"A"_s, State::Exists } };
    for (int i = 2; i < 100; ++i)
        all.insert(u"A-"_s + QString::number(i), State::Exists);
    const ImportPlan plan = settle(tableOf("A=1\n"), all, ConflictRule::Rename);
    QCOMPARE(plan.rows[0].action, PlannedAction::Refuse);
    QVERIFY(!plan.rows[0].target);
}

void TestImportPlan::asksForNamesFirst()
{
    const ImportPlan plan = planImport(tableOf("A=1\nB=\nC=3\n"), {}, ConflictRule::Skip);
    QCOMPARE(plan.unknown.size(), std::size_t{ 2 }); // B has a problem: nothing to ask
    QCOMPARE(plan.unknown[0].text(), u"A"_s);
    QCOMPARE(plan.unknown[1].text(), u"C"_s);
    QVERIFY(!plan.rows[0].state);
}

void TestImportPlan::operationCarriesEverything()
{
    auto table = readImport("name,value,type,enabled,tags\nA,1,t,no,k=v\n", u"x.csv"_s);
    QVERIFY(table);
    const auto name = *vault::ObjectName::create(u"A-2"_s);
    const vault::SetSecret op = operationFor(std::move(table->rows[0]), name);
    QCOMPARE(op.secretName.text(), u"A-2"_s);
    QCOMPARE(op.value.view().toByteArray(), QByteArray("1"));
    QCOMPARE(op.contentType, u"t"_s);
    QCOMPARE(op.attributes.isEnabled, std::optional(false));
    QCOMPARE(op.tags.value(u"k"_s), u"v"_s);
}

QTEST_GUILESS_MAIN(TestImportPlan)
#include "tst_import_plan.moc"
