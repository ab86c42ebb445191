// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/attestation_dialog.h"

#include "ui/widgets/code_block.h"
#include "ui/widgets/copy_line.h"

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

vault::KeyProperties key()
{
    vault::KeyProperties key{ *vault::ObjectName::create(u"k"_s), vault::VersionId::random() };
    key.protection = vault::KeyProtection::Hsm;
    return key;
}

bool says(const QWidget& dialog, FieldNote::Kind kind, const QString& part)
{
    for (const auto* note : dialog.findChildren<FieldNote*>())
        if (note->kind() == kind && note->text().contains(part))
            return true;
    return false;
}

} // namespace

class TestAttestationDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatTheTokenGives();
    void saysThatTheTokenGivesNone();
};

void TestAttestationDialog::showsWhatTheTokenGives()
{
    AttestationDialog dialog(key());
    dialog.show();
    QVERIFY(says(dialog, FieldNote::Kind::Hint, u"is being asked"_s));
    dialog.showAttestation({ key(), "-----BEGIN CERTIFICATE-----\n", "\xFB\xEF\xFF", "public", u"1.0"_s });
    QVERIFY(says(dialog, FieldNote::Kind::Good, u"The token attests the key."_s));
    QCOMPARE(dialog.findChild<CodeBlock*>()->code(), u"-----BEGIN CERTIFICATE-----\n"_s);
    const auto lines = dialog.findChildren<CopyLine*>();
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0]->text(), u"--__"_s);
    QCOMPARE(lines[1]->text(), u"cHVibGlj"_s);
    QSignalSpy copied(&dialog, &AttestationDialog::copyRequested);
    lines[0]->findChild<QToolButton*>()->click();
    QCOMPARE(copied.value(0).value(0).toString(), u"--__"_s);
}

void TestAttestationDialog::saysThatTheTokenGivesNone()
{
    AttestationDialog dialog(key());
    dialog.show();
    dialog.showRefusal(u"The token gives none."_s);
    QVERIFY(says(dialog, FieldNote::Kind::Warning, u"The token gives none. Tokens are reached by PKCS#11"_s));
    QVERIFY(!dialog.findChild<CodeBlock*>());
}

QTEST_MAIN(TestAttestationDialog)
#include "tst_attestation_dialog.moc"
