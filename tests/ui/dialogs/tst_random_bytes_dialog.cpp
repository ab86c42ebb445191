// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/random_bytes_dialog.h"

#include "ui/widgets/secret_field.h"

#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

/// All that a screen reader can be told below `root`.
QString readOut(const QWidget* root)
{
    QStringList words;
    for (auto* widget : root->findChildren<QWidget*>()) {
        QAccessibleInterface* const told = QAccessible::queryAccessibleInterface(widget);
        for (const auto part : { QAccessible::Name, QAccessible::Description, QAccessible::Value })
            words += told ? told->text(part) : QString();
    }
    return words.join(u'\n');
}

base::SecureBytes bytes() { return base::SecureBytes::copyOf(QByteArrayView("\xFB\xEF\xFF\x01", 4)); }

} // namespace

class TestRandomBytesDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForAsManyAsTheServiceGives();
    void showsThemMaskedAndInBothForms();
    void newOnesTakeThePlaceOfTheOld();
};

void TestRandomBytesDialog::asksForAsManyAsTheServiceGives()
{
    RandomBytesDialog dialog(u"engine"_s);
    auto* const count = dialog.findChild<QSpinBox*>(u"count"_s);
    QCOMPARE(dialog.operation().count, 32);
    count->setValue(0);
    QCOMPARE(dialog.operation().count, 1);
    count->setValue(4000);
    QCOMPARE(dialog.operation().count, 128);
    QVERIFY(!count->accessibleName().isEmpty());
}

void TestRandomBytesDialog::showsThemMaskedAndInBothForms()
{
    RandomBytesDialog dialog(u"engine"_s);
    dialog.show();
    auto* const field = dialog.findChild<SecretField*>();
    field->beginHold();
    QVERIFY(!field->isRevealed()); // there is nothing yet
    dialog.startWaiting();
    QVERIFY(!dialog.acceptButton()->isEnabled());
    dialog.showBytes(bytes());
    QVERIFY(dialog.acceptButton()->isEnabled());
    QVERIFY(!field->isRevealed());
    QVERIFY(dialog.text().view() == QByteArrayView("fbefff01"));
    field->beginHold();
    QVERIFY(field->isRevealed());
    QVERIFY(!readOut(&dialog).contains(u"fbefff01"_s));
    dialog.findChild<QComboBox*>(u"form"_s)->setCurrentIndex(1);
    QVERIFY(dialog.text().view() == QByteArrayView("++//AQ=="));
    field->mask();
    QVERIFY(!readOut(&dialog).contains(u"++//AQ"_s));

    QSignalSpy wanted(&dialog, &RandomBytesDialog::copyWanted);
    Q_EMIT field->copyWanted();
    QCOMPARE(wanted.count(), 1);
}

void TestRandomBytesDialog::newOnesTakeThePlaceOfTheOld()
{
    RandomBytesDialog dialog(u"engine"_s);
    dialog.show();
    dialog.showBytes(bytes());
    auto* const field = dialog.findChild<SecretField*>();
    field->beginHold();
    dialog.showBytes(base::SecureBytes::copyOf(QByteArrayView("\x02", 1)));
    QVERIFY(!field->isRevealed());
    QVERIFY(dialog.text().view() == QByteArrayView("02"));
}

QTEST_MAIN(TestRandomBytesDialog)
#include "tst_random_bytes_dialog.moc"
