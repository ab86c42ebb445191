// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/import_dialog.h"

#include "ui/dialogs/import_model.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;
using NameState = vault::CheckSecretNames::NameState;
using Column = ImportModel::Column;

namespace {

constexpr auto canary = "canary-5d01";

std::shared_ptr<ImportDraft> draftOf(const QByteArray& file)
{
    return std::make_shared<ImportDraft>(*transfer::readImport(file, u".env"_s));
}

/// The dialog over a file of three names; the vault has the second and holds the third as deleted.
struct Asked final
{
    Asked()
        : draft(draftOf(QByteArray("NEW_ONE=") + canary + "\nTAKEN=b\nGONE=c\n"))
        , dialog(u".env"_s, u"contoso-dev"_s, draft)
    {
        QObject::connect(&dialog, &ImportDialog::namesWanted, &dialog,
                         [this](const std::vector<vault::ObjectName>& names) {
                             vault::CheckSecretNames::Output states;
                             for (const auto& name : names)
                                 states.push_back(name.text() == u"TAKEN"_s      ? NameState::Exists
                                                      : name.text() == u"GONE"_s ? NameState::Deleted
                                                                                 : NameState::Free);
                             dialog.addAnswers(names, states);
                         });
        dialog.show();
        dialog.start();
    }
    QString cell(int row, Column column) const
    {
        const auto* model = dialog.findChild<QTableView*>()->model();
        return model->index(row, int(column)).data().toString();
    }

    std::shared_ptr<ImportDraft> draft;
    ImportDialog dialog;
};

} // namespace

class TestImportDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatEachRowBecomes();
    void theRuleDecidesAboutNamesThatExist();
    void aRowCanStayOut();
    void aNameCanBeChanged();
    void valuesAreNotShown();
    void columnsThatStayOutAreNamed();
};

void TestImportDialog::saysWhatEachRowBecomes()
{
    Asked asked;
    QCOMPARE(asked.dialog.acceptButton()->text(), u"Import 1 secret"_s);
    QCOMPARE(asked.cell(0, Column::Source), u"NEW_ONE"_s);
    QCOMPARE(asked.cell(0, Column::Target), u"NEW-ONE"_s);
    QCOMPARE(asked.cell(1, Column::Problem), u"Exists already and is left as it is."_s);
    QVERIFY(asked.cell(2, Column::Problem).contains(u"recover or purge it first"_s));
}

void TestImportDialog::theRuleDecidesAboutNamesThatExist()
{
    Asked asked;
    auto* rule = asked.dialog.findChild<QComboBox*>();
    rule->setCurrentIndex(1);
    QCOMPARE(asked.dialog.acceptButton()->text(), u"Import 2 secrets"_s);
    QCOMPARE(asked.draft->chosen(), (std::vector<int>{ 0, 1 }));
    QCOMPARE(asked.draft->operation(1).secretName.text(), u"TAKEN"_s);
    rule->setCurrentIndex(2);
    QVERIFY(asked.draft->operation(1).secretName.text() != u"TAKEN"_s);
    rule->setCurrentIndex(0);
    QCOMPARE(asked.draft->chosen(), std::vector<int>{ 0 });
}

void TestImportDialog::aRowCanStayOut()
{
    Asked asked;
    auto* model = asked.dialog.findChild<QTableView*>()->model();
    QVERIFY(model->setData(model->index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(asked.draft->chosen().empty());
    QVERIFY(!asked.dialog.acceptButton()->isEnabled());
}

void TestImportDialog::aNameCanBeChanged()
{
    Asked asked;
    auto* model = asked.dialog.findChild<QTableView*>()->model();
    const auto target = model->index(2, int(Column::Target));
    QVERIFY(!model->setData(target, u"not a name!"_s, Qt::EditRole));
    QVERIFY(!model->setData(target, u"new-one"_s, Qt::EditRole));
    QVERIFY(model->setData(target, u"back"_s, Qt::EditRole));
    QCOMPARE(asked.dialog.acceptButton()->text(), u"Import 2 secrets"_s);
    QCOMPARE(asked.draft->operation(2).secretName.text(), u"back"_s);
}

void TestImportDialog::valuesAreNotShown()
{
    Asked asked;
    const auto* model = asked.dialog.findChild<QTableView*>()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        for (int column = 0; column < model->columnCount(); ++column)
            for (const int role : { int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::EditRole) })
                QVERIFY(!model->index(row, column).data(role).toString().contains(QLatin1String(canary)));
    QCOMPARE(asked.draft->operation(0).value.view().toByteArray(), QByteArray(canary));
}

void TestImportDialog::columnsThatStayOutAreNamed()
{
    const auto introductionOf = [](const QByteArray& file) {
        const auto draft = std::make_shared<ImportDraft>(*transfer::readImport(file, u"x.csv"_s));
        const ImportDialog dialog(u"x.csv"_s, u"contoso-dev"_s, draft);
        QString text;
        for (const QLabel* label : dialog.findChildren<QLabel*>()) {
            if (label->text().startsWith("x.csv holds"_L1))
                text = label->textFormat() == Qt::PlainText ? label->text() : u"(rich) "_s + label->text();
        }
        return text;
    };
    QVERIFY(introductionOf("name,value,owner,<b>url\nA,1,me,x\n")
                .endsWith("2 columns are not imported: owner, <b>url."_L1));
    QVERIFY(introductionOf("name,value,owner\nA,1,me\n").endsWith("One column is not imported: owner."_L1));
    const QString all = introductionOf("name,value,tags\nA,1,x=y\n");
    QVERIFY2(!all.isEmpty() && !all.contains("not imported"_L1), qPrintable(all));
}

QTEST_MAIN(TestImportDialog)
#include "tst_import_dialog.moc"
