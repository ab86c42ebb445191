// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/key_release.h"

#include "support/attestation.h"
#include "support/token_stage.h"
#include "ui/dialogs/release_dialog.h"
#include "ui/dialogs/released_dialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

namespace {

const auto vaultUrl = u"https://release.vault.localhost:8443"_s;

QJsonObject requestOf(const QByteArray& jws)
{
    const auto read = crypto::Jws::parse(jws);
    return read ? QJsonDocument::fromJson(read->payload).object()["request"_L1].toObject() : QJsonObject();
}

QString problemsIn(const QWidget* dialog)
{
    QStringList problems;
    for (const auto* note : dialog->findChildren<ui::FieldNote*>())
        if (note->kind() == ui::FieldNote::Kind::Problem)
            problems += note->text();
    return problems.join(u'\n');
}

} // namespace

/// The window's way of a key out of a real token, and what it says when there is none.
class TestKeyRelease final : public QObject
{
    Q_OBJECT

public:
    explicit TestKeyRelease(tests::SoftHsm& token)
        : m_hasToken(tests::SoftHsm::isInstalled() && token.make())
    {
    }

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();
    void onlyATokenIsSent();
    void aReleasedKeyIsSaved();
    void whatTheVaultRefusesStandsBesideTheAttestation();

private:
    ui::ReleaseDialog* ask();
    QFileDialog* fileDialog() const { return openDialog<QFileDialog>(); }

    const bool m_hasToken;
    Attestation m_attestation;
    std::unique_ptr<TokenStage> m_stage;
    std::optional<vault::KeyProperties> m_key;
};

void TestKeyRelease::initTestCase()
{
    if (!m_hasToken)
        QSKIP("SoftHSM2 is not installed.");
    m_stage = std::make_unique<TokenStage>();
    WorkingStore& work = m_stage->working;
    QVERIFY(work.run(vault::SetAttestationAuthority{ Attestation::issuer(), m_attestation.keySet() }));
    const auto made = work.run(m_stage->vaultId, Attestation::creation("leaving"));
    QVERIFY(made);
    m_key = *made;
}

void TestKeyRelease::cleanup()
{
    if (!m_stage)
        return;
    for (auto* const dialog : m_stage->window.findChildren<QDialog*>())
        delete dialog;
}

void TestKeyRelease::cleanupTestCase() { m_stage.reset(); }

ui::ReleaseDialog* TestKeyRelease::ask()
{
    ui::releaseKey(m_stage->workspace, m_stage->vaultId, *m_key, vaultUrl);
    return openDialog<ui::ReleaseDialog>();
}

void TestKeyRelease::onlyATokenIsSent()
{
    auto* const dialog = ask();
    QVERIFY(dialog && !dialog->acceptButton()->isEnabled());
    auto* const attestation = dialog->findChild<QPlainTextEdit*>(u"attestation"_s);
    QVERIFY(!attestation->accessibleName().isEmpty());
    QCOMPARE(dialog->focusWidget(), attestation);
    attestation->setPlainText(u"not a token"_s);
    QVERIFY(!dialog->acceptButton()->isEnabled());
    QVERIFY(problemsIn(dialog).contains(u"This is no JWT"_s));
    attestation->setPlainText(u"aGVhZA.\nYm9\r\n  keQ.c2ln\n"_s); // as mail programs break it
    QVERIFY(dialog->acceptButton()->isEnabled());
    const auto op = dialog->operation(vaultUrl);
    QCOMPARE(op.attestation, QByteArray("aGVhZA.Ym9keQ.c2ln"));
    QCOMPARE(op.encryption, u"CKM_RSA_AES_KEY_WRAP"_s);
    QVERIFY(op.nonce.isEmpty());
    QCOMPARE(op.version, std::optional(m_key->version));
}

void TestKeyRelease::aReleasedKeyIsSaved()
{
    QTemporaryDir folder;
    const QString from = folder.filePath(u"token.jwt"_s);
    LocalStoreFile::write(from, m_attestation.token({ { u"tee"_s, u"sgx"_s } }) + '\n');
    const QPointer dialog = ask();
    buttonNamed(dialog, u"Open a file with the attestation token"_s)->click();
    QVERIFY(fileDialog());
    Q_EMIT fileDialog()->fileSelected(from);
    fileDialog()->reject();
    QTRY_VERIFY(dialog->acceptButton()->isEnabled());
    dialog->findChild<QComboBox*>(u"encryption"_s)->setCurrentIndex(1);
    dialog->findChild<QLineEdit*>(u"nonce"_s)->setText(u"n-7"_s);
    dialog->acceptButton()->click();
    QTRY_VERIFY(openDialog<ui::ReleasedDialog>());
    QTRY_VERIFY(!dialog); // closed and gone
    auto* const released = openDialog<ui::ReleasedDialog>();
    const QJsonObject request = requestOf(released->jws());
    QCOMPARE(request["nonce"_L1].toString(), u"n-7"_s);
    QCOMPARE(request["enc"_L1].toString(), u"RSA_AES_KEY_WRAP_256"_s);
    QCOMPARE(request["kid"_L1].toString(), vaultUrl + u"/keys/leaving/"_s + m_key->version.text());

    const QString to = folder.filePath(u"leaving.jws"_s);
    buttonNamed(released, u"Save..."_s)->click();
    QVERIFY(fileDialog() && fileDialog()->acceptMode() == QFileDialog::AcceptSave);
    Q_EMIT fileDialog()->fileSelected(to);
    fileDialog()->reject();
    QTRY_VERIFY(wordsIn(released).contains(u"Saved as leaving.jws."_s));
    QCOMPARE(LocalStoreFile::read(to), released->jws());
    QCOMPARE(QFile::permissions(to) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    buttonNamed(released, u"Copy"_s)->click();
    QCOMPARE(QApplication::clipboard()->text().toLatin1(), released->jws());
}

void TestKeyRelease::whatTheVaultRefusesStandsBesideTheAttestation()
{
    auto* const dialog = ask();
    auto* const attestation = dialog->findChild<QPlainTextEdit*>(u"attestation"_s);
    attestation->setPlainText(QString::fromLatin1(m_attestation.token({ { u"tee"_s, u"none"_s } })));
    dialog->acceptButton()->click();
    QTRY_VERIFY(problemsIn(dialog).contains(u"does not meet its release policy"_s));
    QVERIFY(problemsIn(dialog).contains(u"The key was not released."_s));
    QVERIFY(dialog->isVisible());
    QVERIFY(!openDialog<ui::ReleasedDialog>());
    // It can be tried again with another one.
    attestation->setPlainText(QString::fromLatin1(m_attestation.token({ { u"tee"_s, u"sgx"_s } })));
    QVERIFY(!problemsIn(dialog).contains(u"does not meet"_s));
    dialog->acceptButton()->click();
    QTRY_VERIFY(openDialog<ui::ReleasedDialog>());
}

int main(int argc, char* argv[])
{
    tests::SoftHsm token; // outlives the store, whose threads end their sessions with it
    QApplication application(argc, argv);
    TestKeyRelease test(token);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_key_release.moc"
