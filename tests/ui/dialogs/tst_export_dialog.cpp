// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_dialog.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestExportDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void offersWhatIsChosenFirst();
    void offersOnlyTheListWhenNothingIsChosen();
    void theEndingFollowsTheForm();
    void saysWhatWillHappenToTheFile();
    void enterWritesNothing();

private:
    std::unique_ptr<ExportDialog> open(int chosen, qint64 listed) const
    {
        return std::make_unique<ExportDialog>(ExportDialog::Scope{ chosen, listed, u"contoso"_s },
                                              m_folder->path());
    }
    static QComboBox* box(const ExportDialog& dialog, int number)
    {
        return dialog.findChildren<QComboBox*>().at(number);
    }
    static QLineEdit* file(const ExportDialog& dialog) { return dialog.findChild<QLineEdit*>(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestExportDialog::init() { m_folder = std::make_unique<QTemporaryDir>(); }

void TestExportDialog::offersWhatIsChosenFirst()
{
    const auto dialog = open(3, 40);
    QCOMPARE(dialog->what(), ExportDialog::What::Chosen);
    QCOMPARE(box(*dialog, 0)->currentText(), u"The 3 chosen secrets"_s);
    box(*dialog, 0)->setCurrentIndex(1);
    QCOMPARE(dialog->what(), ExportDialog::What::Listed);
    QCOMPARE(box(*dialog, 0)->currentText(), u"All 40 secrets in the list"_s);
    QCOMPARE(box(*open(1, 40), 0)->currentText(), u"The chosen secret"_s);
}

void TestExportDialog::offersOnlyTheListWhenNothingIsChosen()
{
    const auto dialog = open(0, 1);
    QCOMPARE(box(*dialog, 0)->count(), 1);
    QCOMPARE(dialog->what(), ExportDialog::What::Listed);
    QCOMPARE(box(*dialog, 0)->currentText(), u"The one secret in the list"_s);
}

void TestExportDialog::theEndingFollowsTheForm()
{
    const auto dialog = open(0, 5);
    QCOMPARE(dialog->format(), transfer::ExportFormat::Json);
    QCOMPARE(dialog->file(), m_folder->filePath(u"contoso.json"_s));
    box(*dialog, 1)->setCurrentIndex(1);
    QCOMPARE(dialog->format(), transfer::ExportFormat::Csv);
    QCOMPARE(dialog->file(), m_folder->filePath(u"contoso.csv"_s));
    file(*dialog)->setText(m_folder->filePath(u"own name.txt"_s));
    box(*dialog, 1)->setCurrentIndex(2);
    QCOMPARE(dialog->format(), transfer::ExportFormat::Env);
    QCOMPARE(dialog->file(), m_folder->filePath(u"own name.env"_s)); // the name a person gave stays
}

void TestExportDialog::saysWhatWillHappenToTheFile()
{
    const auto dialog = open(0, 5);
    QVERIFY(dialog->acceptButton()->isEnabled());
    for (const QString& wrong : { QString(), m_folder->path(), u"/proc/1/nowhere/x.json"_s }) {
        file(*dialog)->setText(wrong);
        QVERIFY2(!dialog->acceptButton()->isEnabled(), qPrintable(wrong));
    }
    const auto notes = [&dialog] {
        QStringList texts;
        for (const auto* note : dialog->findChildren<FieldNote*>())
            texts += note->text();
        return texts.join(u'\n');
    };
    QFile there(m_folder->filePath(u"there.json"_s));
    QVERIFY(there.open(QIODevice::WriteOnly));
    file(*dialog)->setText(there.fileName());
    QVERIFY(dialog->acceptButton()->isEnabled());
    QVERIFY(notes().contains(u"will be replaced"_s));
    file(*dialog)->setText(m_folder->filePath(u"new.json"_s));
    QVERIFY(!notes().contains(u"will be replaced"_s) && notes().contains(u"Only you can read it"_s));
}

void TestExportDialog::enterWritesNothing()
{
    const auto dialog = open(0, 5);
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    dialog->show();
    QSignalSpy submitted(dialog.get(), &FormDialog::submitted);
    QTest::keyClick(dialog.get(), Qt::Key_Return);
    QCOMPARE(submitted.count(), 0);
    dialog->show();
    dialog->acceptButton()->click();
    QCOMPARE(submitted.count(), 1);
}

QTEST_MAIN(TestExportDialog)
#include "tst_export_dialog.moc"
