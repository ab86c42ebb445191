// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/key_commands.h"

#include "model/base/encodings.h"
#include "model/crypto/key_transport.h"
#include "support/token_stage.h"
#include "ui/dialogs/key_editor.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/dialogs/object_name_field.h"

#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

/// What needs a real token.
class TestKeyCommands final : public QObject
{
    Q_OBJECT

public:
    explicit TestKeyCommands(tests::SoftHsm& token)
        : m_hasToken(tests::SoftHsm::isInstalled() && token.make())
    {
    }

private Q_SLOTS:
    void aWrappedKeyIsImported();

private:
    const bool m_hasToken;
};

void TestKeyCommands::aWrappedKeyIsImported()
{
    if (!m_hasToken)
        QSKIP("SoftHSM2 is not installed.");
    TokenStage stage;
    vault::CreateKey exchange{ named("kek"), crypto::KeyType::Rsa, vault::KeyProtection::Hsm, 2048 };
    exchange.draft.operations = QStringList{ u"import"_s };
    const auto kek = stage.working.run(stage.vaultId, std::move(exchange));
    QVERIFY(kek);
    const auto outside = crypto::SoftwareKey::generateEc(crypto::Curve::P256);
    const auto ciphertext
        = crypto::wrapForTransport(kek->publicKey, crypto::OaepHash::Sha1, *outside->toStored());
    QVERIFY(ciphertext);
    const QJsonObject blob{
        { u"schema_version"_s, u"1.0.0"_s },
        { u"header"_s,
          QJsonObject{ { u"kid"_s, u"https://localhost/keys/kek"_s },
                       { u"alg"_s, u"dir"_s },
                       { u"enc"_s, u"CKM_RSA_AES_KEY_WRAP"_s } } },
        { u"ciphertext"_s, QString::fromLatin1(base::toBase64Url(*ciphertext)) },
    };
    QTemporaryDir folder;
    const QString path = folder.filePath(u"partner signing.byok"_s);
    LocalStoreFile::write(path, QJsonDocument(blob).toJson());

    ui::KeyCommands commands(stage.workspace, stage.vaultId);
    commands.importFrom(path);
    auto* const editor = openDialog<ui::KeyEditor>();
    QVERIFY(editor);
    QTRY_COMPARE(editor->nameField()->text(), u"partner-signing"_s);
    auto* const type = editor->findChild<QComboBox*>(u"keyType"_s);
    QVERIFY(type->isVisible());
    QTRY_VERIFY(editor->acceptButton()->isEnabled());
    // As RSA the token cannot take it, and nothing typed is lost.
    editor->acceptButton()->click();
    QTRY_VERIFY(editor->acceptButton()->isEnabled());
    QVERIFY(!stage.working.run(stage.vaultId, vault::GetKey{ named("partner-signing"), {} }));
    type->setCurrentIndex(1);
    editor->acceptButton()->click();
    QTRY_VERIFY(!openDialog<ui::KeyEditor>());
    const auto key = stage.working.run(stage.vaultId, vault::GetKey{ named("partner-signing"), {} });
    QVERIFY(key);
    QCOMPARE(key->publicKey, outside->publicKey());
    QCOMPARE(key->protection, vault::KeyProtection::Hsm);
    QCOMPARE(key->origin, vault::KeyOrigin::Imported);
    QVERIFY(stage.notices.back().text.contains(u"Imported the key partner-signing."_s));
}

int main(int argc, char** argv)
{
    tests::SoftHsm token; // outlives the store, whose threads end their sessions with it
    QApplication application(argc, argv);
    TestKeyCommands test(token);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_key_commands.moc"
