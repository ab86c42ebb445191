// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vault_keys/keys_pane.h"

#include "pane_fixture.h"
#include "ui/dialogs/attestation_dialog.h"
#include "ui/dialogs/key_editor.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/dialogs/object_delete_dialog.h"
#include "ui/dialogs/object_name_field.h"
#include "ui/dialogs/release_dialog.h"
#include "ui/dialogs/rotate_dialog.h"
#include "ui/dialogs/rotation_dialog.h"
#include "ui/panes/vault_keys/key_details.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/rotation_timeline.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

namespace {

using KeysFixture = PaneFixture<ui::KeysPane, ui::PaneKind::Keys>;

/// RFC 8410-style PKCS#8 of a P-256 key would need a library; a JWK of RFC 7517 A.2 does not.
constexpr auto privateJwk = R"({"kty":"EC","crv":"P-256",
    "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})";

} // namespace

class TestKeysPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsRowsAndDetails();
    void showsTheLastUseWhenAskedTo();
    void filtersByType();
    void createsAKeyWithARotationPolicy();
    void refusesNamesOfDeletedKeys();
    void importsAFileAfterShowingWhatIsInIt();
    void saysWhatIsWrongWithAFile();
    void rotatesAndShowsBothVersions();
    void changesTheRotationPolicy();
    void saysWhyAnImportedKeyIsNotRotated();
    void onlyAnExportableKeyIsReleased();
    void onlyAKeyInATokenIsAttested();
    void copiesThePublicKey();
    void deletesAndUndoes();
    void backsUpAndRestores();
    void disablesSeveralThroughTheGrid();
    void emptyVaultSaysWhatToDo();

private:
    void make(const char* name, crypto::Curve curve = crypto::Curve::P256);
    void open(const ui::Place& place = {});
    QAbstractItemModel* rows() const { return m_list->model(); }

    std::unique_ptr<KeysFixture> m_fixture;
    ui::KeysPane* m_pane = nullptr;
    ui::ObjectListView* m_list = nullptr;
    ui::FilterBar* m_filter = nullptr;
    ui::KeyDetails* m_details = nullptr;
};

void TestKeysPane::init() { m_fixture = std::make_unique<KeysFixture>(); }

void TestKeysPane::cleanup()
{
    m_fixture->window.reset();
    m_fixture.reset();
}

void TestKeysPane::make(const char* name, crypto::Curve curve)
{
    vault::CreateKey op{ named(name), crypto::KeyType::Ec };
    op.curve = curve;
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(op)).has_value());
}

void TestKeysPane::open(const ui::Place& place)
{
    QTRY_VERIFY(m_fixture->workspace.vaults().find(m_fixture->vaultId));
    m_pane = m_fixture->show(place);
    m_list = m_pane->findChild<ui::ObjectListView*>();
    m_filter = m_pane->findChild<ui::FilterBar*>();
    m_details = qobject_cast<ui::KeyDetails*>(m_pane->details());
    QVERIFY(m_list && m_filter && m_details);
}

void TestKeysPane::showsRowsAndDetails()
{
    make("app-signing");
    make("jwt", crypto::Curve::P521);
    open({ {}, {}, u"jwt"_s, {} });
    QTRY_COMPARE(rows()->rowCount(), 2);
    QTRY_VERIFY(m_details->key().has_value());
    QCOMPARE(m_details->key()->properties.name.text(), u"jwt"_s);
    QTRY_COMPARE(m_pane->statusText(), u"2 of 2 shown \u00b7 1 selected"_s);
    QVERIFY(m_pane->facts().testFlag(ui::Fact::PublicKeyChosen));
    QVERIFY(wordsIn(m_details).contains(u"Thumbprint of the public key"_s));
    QVERIFY(m_pane->handles(ui::ActionId::RotateItem));
    QVERIFY(!m_pane->handles(ui::ActionId::CopyValue));
}

void TestKeysPane::showsTheLastUseWhenAskedTo()
{
    make("app-signing");
    QVERIFY(m_fixture->working
                .run(m_fixture->vaultId,
                     vault::SignWithKey{ named("app-signing"), {}, u"ES256"_s, QByteArray(32, 'd') })
                .has_value());
    open();
    QTRY_COMPARE(rows()->rowCount(), 1);
    const int column = int(lists::KeyListModel::Column::LastUsed);
    QVERIFY(m_list->isColumnHidden(column));
    QVERIFY(m_list->model()->index(0, column).data().toString().isEmpty());
    m_list->setColumnHidden(column, false); // as the menu of the header does
    Q_EMIT m_list->layoutStateChanged();
    QTRY_COMPARE(m_list->model()->index(0, column).data().toString(), u"just now"_s);
}

void TestKeysPane::filtersByType()
{
    make("one");
    make("two", crypto::Curve::P384);
    open();
    QTRY_COMPARE(rows()->rowCount(), 2);
    m_filter->setText(u"type:P-384"_s);
    QTRY_COMPARE(rows()->rowCount(), 1);
    QCOMPARE(rows()->index(0, 0).data().toString(), u"two"_s);
}

void TestKeysPane::createsAKeyWithARotationPolicy()
{
    open();
    m_pane->perform(ui::ActionId::NewItem);
    auto* const editor = openDialog<ui::KeyEditor>();
    QVERIFY(editor);
    QVERIFY(!editor->acceptButton()->isEnabled());
    editor->nameField()->setText(u"app-signing"_s);
    auto* const type = editor->findChild<QComboBox*>(u"keyType"_s);
    QCOMPARE(type->count(), 2); // no symmetric keys without a token
    type->setCurrentIndex(1);
    editor->findChild<QCheckBox*>(u"rotates"_s)->setChecked(true);
    QTRY_VERIFY(editor->acceptButton()->isEnabled());
    editor->acceptButton()->click();
    QTRY_COMPARE(rows()->rowCount(), 1);
    QTRY_COMPARE(m_list->chosen(), QStringList{ u"app-signing"_s });
    const auto policy
        = m_fixture->working.run(m_fixture->vaultId, vault::GetRotationPolicy{ named("app-signing") });
    QVERIFY(policy.has_value());
    QCOMPARE(policy->actions.size(), std::size_t(2));
    QVERIFY(policy->expiryTime.has_value());
    const auto key = m_fixture->working.run(m_fixture->vaultId, vault::GetKey{ named("app-signing"), {} });
    QCOMPARE(key->publicKey.type, crypto::KeyType::Ec);
    QCOMPARE(key->operations, vault::defaultOperations(crypto::KeyType::Ec));
}

void TestKeysPane::refusesNamesOfDeletedKeys()
{
    make("gone");
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, vault::DeleteKey{ named("gone") }).has_value());
    open();
    m_pane->perform(ui::ActionId::NewItem);
    auto* const editor = openDialog<ui::KeyEditor>();
    editor->nameField()->setText(u"gone"_s);
    QTRY_VERIFY(!editor->nameField()->problem().isEmpty());
    QVERIFY(!editor->acceptButton()->isEnabled());
    for (auto* const button : editor->nameField()->findChildren<QPushButton*>())
        button->click();
    QTRY_COMPARE(rows()->rowCount(), 1);
    QTRY_COMPARE(m_list->chosen(), QStringList{ u"gone"_s });
}

void TestKeysPane::importsAFileAfterShowingWhatIsInIt()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"key.jwk"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(privateJwk);
    file.close();
    open();
    m_pane->perform(ui::ActionId::ImportFile);
    auto* const editor = openDialog<ui::KeyEditor>();
    QVERIFY(editor && editor->fileField());
    QVERIFY(!editor->acceptButton()->isEnabled());
    Q_EMIT editor->fileField()->dropped(file.fileName());
    QTRY_VERIFY(editor->fileField()->key().has_value());
    QCOMPARE(editor->nameField()->text(), u"key"_s); // of the file
    // RFC 7638 thumbprint of the key of RFC 7517, A.1.
    QCOMPARE(editor->fileField()->key()->thumbprint, u"cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"_s);
    editor->nameField()->setText({});
    QVERIFY(!editor->acceptButton()->isEnabled());
    editor->nameField()->setText(u"from-file"_s);
    QTRY_VERIFY(editor->acceptButton()->isEnabled());
    editor->acceptButton()->click();
    QTRY_COMPARE(rows()->rowCount(), 1);
    const auto key = m_fixture->working.run(m_fixture->vaultId, vault::GetKey{ named("from-file"), {} });
    QVERIFY(key.has_value());
    QCOMPARE(key->publicKey.curve, std::optional(crypto::Curve::P256));
}

void TestKeysPane::saysWhatIsWrongWithAFile()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"not.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not a key");
    file.close();
    open();
    m_pane->perform(ui::ActionId::ImportFile);
    auto* const editor = openDialog<ui::KeyEditor>();
    Q_EMIT editor->fileField()->dropped(file.fileName());
    const auto saysProblem = [editor] {
        for (const auto* const note : editor->fileField()->findChildren<ui::FieldNote*>())
            if (note->kind() == ui::FieldNote::Kind::Problem && !note->text().isEmpty())
                return true;
        return false;
    };
    QTRY_VERIFY(saysProblem());
    QVERIFY(!editor->fileField()->key());
    Q_EMIT editor->fileField()->dropped(folder.filePath(u"missing.pem"_s));
    QTRY_VERIFY(saysProblem());
}

void TestKeysPane::rotatesAndShowsBothVersions()
{
    make("app-signing");
    open({ {}, {}, u"app-signing"_s, {} });
    QTRY_VERIFY(m_details->key().has_value());
    const auto before = m_details->key()->properties.version;
    m_fixture->working.clock.advance(60);
    m_pane->perform(ui::ActionId::RotateItem);
    auto* const dialog = openDialog<ui::RotateDialog>();
    QVERIFY(dialog);
    bool saysSo = false;
    for (const auto* const label : dialog->findChildren<QLabel*>())
        saysSo = saysSo || label->text().contains(u"cannot be undone"_s);
    QVERIFY(saysSo);
    dialog->acceptButton()->click();
    QTRY_VERIFY(m_details->key() && !(m_details->key()->properties.version == before));
    const ui::ObjectListView* versions = nullptr;
    for (const auto* const view : m_details->findChildren<ui::ObjectListView*>())
        if (view->accessibleName() == u"Versions"_s)
            versions = view;
    QVERIFY(versions);
    QTRY_COMPARE(versions->model()->rowCount(), 2);
    // When they end is shown where there is room for it.
    const auto* const header = versions->horizontalHeader();
    const int expires = int(lists::KeyVersionListModel::Column::Expires);
    m_details->showPage(ui::ObjectDetails::Page::Versions);
    QTRY_VERIFY(header->isSectionHidden(expires));
    m_details->setFixedWidth(560);
    QTRY_VERIFY(!header->isSectionHidden(expires));
}

void TestKeysPane::changesTheRotationPolicy()
{
    make("app-signing");
    open({ {}, {}, u"app-signing"_s, {} });
    QTRY_VERIFY(m_details->key().has_value());
    QVERIFY(m_details->findChild<ui::RotationTimeline*>()->events().empty());
    std::function<void()> undo;
    connect(&m_fixture->workspace.notices(), &ui::Notices::posted, this,
            [&undo](const ui::Notice& notice) { undo = notice.action; });
    m_pane->perform(ui::ActionId::EditRotation);
    auto* const dialog = openDialog<ui::RotationDialog>();
    QVERIFY(dialog);
    dialog->findChild<QComboBox*>(u"rotate"_s)->setCurrentIndex(1);
    QVERIFY(dialog->acceptButton()->isEnabled());
    QCOMPARE(dialog->findChild<ui::RotationTimeline*>()->events().size(), std::size_t(5));
    dialog->acceptButton()->click();
    QTRY_VERIFY(!m_details->findChild<ui::RotationTimeline*>()->events().empty());
    QTRY_VERIFY(undo);
    undo();
    QTRY_VERIFY(m_details->findChild<ui::RotationTimeline*>()->events().empty());
}

void TestKeysPane::saysWhyAnImportedKeyIsNotRotated()
{
    m_fixture = std::make_unique<KeysFixture>(vault::Sku::Premium);
    const auto bring = [this](const char* name, vault::KeyProtection protection) {
        const auto outside = crypto::SoftwareKey::generateEc(crypto::Curve::P256);
        vault::ImportKey op{ named(name),
                             { vault::ImportedKey::Form::Der, outside->toStored().value(),
                               crypto::KeyType::Ec },
                             protection,
                             {} };
        QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(op)).has_value());
    };
    bring("in-hsm", vault::KeyProtection::Hsm);
    bring("in-store", vault::KeyProtection::Software);
    open({ {}, {}, u"in-hsm"_s, {} });
    QTRY_VERIFY(m_details->key().has_value());
    QVERIFY(!m_pane->facts().testFlag(ui::Fact::Rotatable));
    QVERIFY(wordsIn(m_details).contains(u"the token, for ever (imported)"_s));
    m_details->showRotation();
    QTRY_VERIFY(wordsIn(m_details).contains(u"It was imported into an HSM and cannot be rotated."_s));

    const auto hover = [this](int row) {
        const QPointF at = m_list->visualRect(rows()->index(row, 0)).center();
        QMouseEvent move(QEvent::MouseMove, at, m_list->viewport()->mapToGlobal(at), Qt::NoButton,
                         Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_list->viewport(), &move);
        return buttonNamed(m_list, u"Rotate now"_s);
    };
    QAbstractButton* const button = hover(0);
    QVERIFY(button && !button->isEnabled());
    QCOMPARE(button->toolTip(),
             u"It was imported into an HSM and cannot be rotated. Import a new version."_s);
    QVERIFY(hover(1)->isEnabled());
    QCOMPARE(button->toolTip(), u"Rotate now"_s);

    m_pane->perform(ui::ActionId::EditRotation);
    auto* const dialog = openDialog<ui::RotationDialog>();
    QVERIFY(dialog);
    QVERIFY(!dialog->findChild<QComboBox*>(u"rotate"_s)->isEnabled());
    QVERIFY(wordsIn(dialog).contains(u"cannot be rotated. Its policy can give notice"_s));
    QVERIFY(dialog->acceptButton()->isEnabled());
    dialog->acceptButton()->click();
    QTRY_VERIFY(!openDialog<ui::RotationDialog>());
    m_list->choose(1);
    QTRY_VERIFY(m_pane->facts().testFlag(ui::Fact::Rotatable));
}

void TestKeysPane::onlyAnExportableKeyIsReleased()
{
    m_fixture = std::make_unique<KeysFixture>(vault::Sku::Premium);
    make("staying");
    vault::CreateKey op{ named("leaving"), crypto::KeyType::Ec, vault::KeyProtection::Hsm };
    op.draft.isExportable = true;
    op.draft.releasePolicy.emplace();
    op.draft.releasePolicy->data
        = R"({"version":"1.0.0","anyOf":[{"authority":"https://attest.example","allOf":[{"claim":"tee","equals":"sgx"}]}]})";
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(op)).has_value());
    open({ {}, {}, u"staying"_s, {} });
    QTRY_VERIFY(m_details->key().has_value());
    QVERIFY(m_pane->handles(ui::ActionId::ReleaseKey));
    QVERIFY(!m_pane->facts().testFlag(ui::Fact::Releasable));
    QAbstractButton* const button = buttonNamed(m_details, u"Release\u2026"_s);
    QVERIFY(button && !button->isVisible());

    m_list->choose(rows()->index(0, 0).data().toString() == u"leaving"_s ? 0 : 1);
    QTRY_VERIFY(m_pane->facts().testFlag(ui::Fact::Releasable));
    QTRY_VERIFY(button->isVisible());
    QVERIFY(!wordsIn(m_details).contains(u"for ever"_s));
    m_pane->perform(ui::ActionId::ReleaseKey);
    auto* const dialog = openDialog<ui::ReleaseDialog>();
    QVERIFY(dialog);
    QVERIFY(wordsIn(dialog).contains(u"https://attest.example"_s));
}

void TestKeysPane::onlyAKeyInATokenIsAttested()
{
    m_fixture = std::make_unique<KeysFixture>(vault::Sku::Premium);
    make("in-store");
    vault::CreateKey op{ named("in-token"), crypto::KeyType::Ec, vault::KeyProtection::Hsm };
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, std::move(op)).has_value());
    open({ {}, {}, u"in-store"_s, {} });
    QTRY_VERIFY(m_details->key().has_value());
    QVERIFY(m_pane->handles(ui::ActionId::AttestKey));
    QVERIFY(!m_pane->facts().testFlag(ui::Fact::KeyInToken));
    m_list->choose(rows()->index(0, 0).data().toString() == u"in-token"_s ? 0 : 1);
    QTRY_VERIFY(m_pane->facts().testFlag(ui::Fact::KeyInToken));
    m_pane->perform(ui::ActionId::AttestKey);
    auto* const dialog = openDialog<ui::AttestationDialog>();
    QVERIFY(dialog);
    QTRY_VERIFY(wordsIn(dialog).contains(u"PKCS#11, which knows no attestation"_s));
    dialog->acceptButton()->click();
    QTRY_VERIFY(!openDialog<ui::AttestationDialog>());
}

void TestKeysPane::copiesThePublicKey()
{
    make("app-signing");
    open({ {}, {}, u"app-signing"_s, {} });
    QTRY_VERIFY(m_details->key().has_value());
    m_pane->perform(ui::ActionId::CopyPublicKey);
    QVERIFY(QApplication::clipboard()->text().startsWith(u"-----BEGIN PUBLIC KEY-----"_s));
    m_pane->perform(ui::ActionId::CopyJson);
    QTRY_VERIFY(QApplication::clipboard()->text().contains(u"\"kty\": \"EC\""_s));
    m_pane->perform(ui::ActionId::CopyUri);
    QTRY_VERIFY(QApplication::clipboard()->text().contains(u"/keys/app-signing/"_s));
}

void TestKeysPane::deletesAndUndoes()
{
    make("one");
    make("two");
    open();
    QTRY_COMPARE(rows()->rowCount(), 2);
    std::function<void()> undo;
    connect(&m_fixture->workspace.notices(), &ui::Notices::posted, this,
            [&undo](const ui::Notice& notice) { undo = notice.action; });
    m_list->choose(0);
    m_pane->perform(ui::ActionId::DeleteItem);
    QTRY_VERIFY(openDialog<ui::ObjectDeleteDialog>());
    auto* const dialog = openDialog<ui::ObjectDeleteDialog>();
    QCOMPARE(dialog->acceptButton()->text(), u"Delete 1 key"_s);
    dialog->acceptButton()->click();
    QTRY_COMPARE(rows()->rowCount(), 1);
    QTRY_VERIFY(undo);
    undo();
    QTRY_COMPARE(rows()->rowCount(), 2);
}

void TestKeysPane::backsUpAndRestores()
{
    make("app-signing");
    m_fixture->working.clock.advance(60);
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, vault::RotateKey{ named("app-signing") }).has_value());
    open({ {}, {}, u"app-signing"_s, {} });
    QTRY_VERIFY(m_details->key().has_value());
    QTemporaryDir folder;
    const QString file = folder.filePath(u"app-signing.keybackup"_s);
    m_pane->perform(ui::ActionId::BackupItem);
    auto* const save = m_fixture->window->findChild<QFileDialog*>();
    QVERIFY(save && save->acceptMode() == QFileDialog::AcceptSave);
    Q_EMIT save->fileSelected(file);
    save->reject();
    QTRY_VERIFY(QFile::exists(file));
    QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QFile content(file);
    QVERIFY(content.open(QIODevice::ReadOnly) && !content.readAll().contains("PRIVATE"));

    QVERIFY(m_fixture->working.run(m_fixture->vaultId, vault::DeleteKey{ named("app-signing") }).has_value());
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, vault::PurgeDeletedKey{ named("app-signing") })
                .has_value());
    QTRY_COMPARE(rows()->rowCount(), 0);
    m_pane->perform(ui::ActionId::RestoreItem);
    QFileDialog* load = nullptr;
    for (auto* const dialog : m_fixture->window->findChildren<QFileDialog*>())
        if (dialog->acceptMode() == QFileDialog::AcceptOpen)
            load = dialog;
    QVERIFY(load);
    Q_EMIT load->fileSelected(file);
    load->reject();
    QTRY_COMPARE(rows()->rowCount(), 1);
    QTRY_COMPARE(m_list->chosen(), QStringList{ u"app-signing"_s });
    const auto versions
        = m_fixture->working.run(m_fixture->vaultId, vault::ListKeyVersions{ named("app-signing"), {} });
    QVERIFY(versions && versions->items.size() == 2);
}

void TestKeysPane::disablesSeveralThroughTheGrid()
{
    for (const char* const name : { "one", "two", "three" })
        make(name);
    open();
    QTRY_COMPARE(rows()->rowCount(), 3);
    m_list->selectAll();
    m_pane->perform(ui::ActionId::DisableItem);
    QTRY_VERIFY(openDialog<ui::FormDialog>());
    auto* const dialog = openDialog<ui::FormDialog>();
    QCOMPARE(dialog->acceptButton()->text(), u"Change 3 keys"_s);
    dialog->acceptButton()->click();
    QTRY_COMPARE(dialog->acceptButton()->text(), u"Close"_s);
    dialog->acceptButton()->click();
    m_filter->setText(u"state:disabled"_s);
    QTRY_COMPARE(m_pane->statusText().section(u' ', 0, 2), u"3 of 3"_s);
}

void TestKeysPane::emptyVaultSaysWhatToDo()
{
    open();
    const auto says = [this](const QString& words) {
        for (const auto* const label : m_pane->findChildren<QLabel*>())
            if (label->isVisible() && label->text() == words)
                return true;
        return false;
    };
    QTRY_VERIFY(says(u"No keys yet"_s));
    make("one");
    QTRY_VERIFY(!says(u"No keys yet"_s));
    m_filter->setText(u"nothing"_s);
    QTRY_VERIFY(says(u"No key matches the filter"_s));
}

QTEST_MAIN(TestKeysPane)
#include "tst_keys_pane.moc"
