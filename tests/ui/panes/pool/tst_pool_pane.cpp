// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/pool/pool_pane.h"

#include "model/archive/open_place.h"
#include "model/crypto/public_key_text.h"
#include "pane_fixture.h"
#include "support/local_store_file.h"
#include "support/soft_hsm.h"
#include "ui/commands/access_commands.h"
#include "ui/commands/key_files.h"
#include "ui/commands/vault_commands.h"
#include "ui/dialogs/domain_dialogs.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/dialogs/pool_backup_dialog.h"
#include "ui/dialogs/random_bytes_dialog.h"
#include "ui/dialogs/role_editor.h"
#include "ui/dialogs/token_choice_field.h"
#include "ui/dialogs/vault_create_dialog.h"
#include "ui/widgets/choice_rows.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/passphrase_edit.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTreeWidget>

using namespace strongroom;
using namespace strongroom::ui;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using tests::SoftHsm;

namespace {

const auto armSetting = u"AllowKeyManagementOperationsThroughARM"_s;

vault::TokenChoice tokenThatIsNotThere()
{
    return { { u"/nowhere.so"_s, u"none"_s }, {}, vault::PinKeeping::Store };
}

vault::TokenChoice softToken()
{
    return { { SoftHsm::modulePath(), SoftHsm::label() }, SoftHsm::pin(), vault::PinKeeping::Store };
}

/// The page over a pool in a real store. Only restores need the pool's token to be there.
class PoolParts final
{
public:
    explicit PoolParts(vault::TokenChoice token = tokenThatIsNotThere())
        : store(std::move(*file.create()))
        , working(*store)
        , door(working.operations())
        , workspace(door, endpoint, working.clock, settings)
    {
        store->setBackupPlaces(&archive::openPlace);
        QObject::connect(&workspace, &Workspace::openRequested, &workspace,
                         [this](const Place& place) { opened.push_back(place); });
        QObject::connect(&workspace.notices(), &Notices::posted, &workspace,
                         [this](const Notice& notice) { notices.push_back(notice); });
        pool = addPool("engine", std::move(token));
        window.resize(1100, 900);
        workspace.setWindow(&window);
        pane = new PoolPane(workspace, { PaneKind::Pool, pool, {}, {} }, &window);
        (new QHBoxLayout(&window))->addWidget(pane);
        window.show();
    }

    vault::VaultId addPool(const char* name, vault::TokenChoice token)
    {
        auto create = createVault(name);
        create.sku = vault::Sku::ManagedHsm;
        create.token = std::move(token);
        const auto made = working.run(std::move(create));
        waitFor(made->id);
        return made->id;
    }
    void waitFor(const vault::VaultId& id) { QTRY_VERIFY(workspace.vaults().find(id) != nullptr); }
    void click(const char* name) const { pane->findChild<QPushButton*>(QString::fromLatin1(name))->click(); }
    ObjectListView* list(const char* name) const
    {
        return pane->findChild<ObjectListView*>(QString::fromLatin1(name));
    }
    QString note(const char* name) const
    {
        return pane->findChild<FieldNote*>(QString::fromLatin1(name))->text();
    }

    LocalStoreFile file;
    std::unique_ptr<local::LocalStore> store;
    WorkingStore working;
    OpenDoor door;
    PaperEndpoint endpoint;
    SettingsBook settings;
    Workspace workspace;
    std::vector<Place> opened;
    std::vector<Notice> notices;
    vault::VaultId pool;
    QWidget window;
    PoolPane* pane = nullptr;
    QTemporaryDir folder;
};

vault::PutRoleDefinition role(const QString& name)
{
    vault::PutRoleDefinition op;
    op.role.id = u"11111111-0000-4000-8000-000000000001"_s;
    op.role.name = name;
    op.role.permissions = { { { u"keys/sign/action"_s }, {} } };
    return op;
}

QTreeWidgetItem* rightIn(const RoleEditor* editor, const QString& action)
{
    return editor->findChild<QTreeWidget*>()
        ->findItems(action, Qt::MatchExactly | Qt::MatchRecursive, 1)
        .value(0);
}

} // namespace

class TestPoolPane final : public QObject
{
    Q_OBJECT

public:
    explicit TestPoolPane(SoftHsm& token)
        : m_hasToken(SoftHsm::isInstalled() && token.make())
    {
    }

private Q_SLOTS:
    void showsWhatStandsInThePool();
    void aSettingIsSwitched();
    void randomBytesComeFromItsToken();
    void aRoleIsMadeChangedAndDeleted();
    void itsPinMayGoToTheKeychain();
    void aRoleTakenAwayIsNamed();
    void patternsOfARoleAreTicked();
    void aBackupIsMadeAndRestored();
    void aBackupThatFailsIsInTheList();
    void placesAreChecked_data();
    void placesAreChecked();
    void theDomainGoesToItsHolders();
    void theDomainComesToAnotherPool();

private:
    const bool m_hasToken;
};

void TestPoolPane::showsWhatStandsInThePool()
{
    PoolParts parts;
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 9);
    QVERIFY(parts.note("domain").contains(u"Nobody holds"_s));
    QVERIFY(parts.note("job").contains(u"never leave their token"_s));
    QTRY_VERIFY(parts.pane->findChild<QCheckBox*>(armSetting));
    QVERIFY(!parts.pane->findChild<QPushButton*>(u"editRole"_s)->isEnabled());
    parts.click("access");
    QCOMPARE(parts.opened.back(), (Place{ PaneKind::Access, parts.pool, {}, {} }));
}

void TestPoolPane::aSettingIsSwitched()
{
    PoolParts parts;
    QTRY_VERIFY(parts.pane->findChild<QCheckBox*>(armSetting));
    auto* const box = parts.pane->findChild<QCheckBox*>(armSetting);
    QVERIFY(!box->isChecked());
    box->click();
    QTRY_VERIFY(!parts.notices.empty());
    QCOMPARE(parts.working.run(parts.pool, vault::GetSetting{ armSetting })->value, u"true"_s);
    // By a program, with the page open.
    QVERIFY(parts.working.run(parts.pool, vault::UpdateSetting{ armSetting, u"false"_s }).has_value());
    QTRY_VERIFY(!box->isChecked());
}

void TestPoolPane::randomBytesComeFromItsToken()
{
    if (!m_hasToken)
        QSKIP("SoftHSM2 is not installed.");
    PoolParts parts(softToken());
    parts.pane->perform(ActionId::RandomBytes);
    auto* const dialog = openDialog<RandomBytesDialog>();
    QVERIFY(dialog);
    dialog->findChild<QSpinBox*>(u"count"_s)->setValue(16);
    dialog->acceptButton()->click();
    QTRY_COMPARE(dialog->text().size(), std::size_t(32));
    const base::SecureBytes first = dialog->text();
    dialog->acceptButton()->click();
    QTRY_VERIFY(dialog->text().view() != first.view());
    buttonNamed(dialog, u"Copy the value"_s)->click();
    QVERIFY(parts.workspace.clipboard().isHolding());
    QVERIFY(QApplication::clipboard()->text().toLatin1() == dialog->text().view());

    PoolParts without;
    without.pane->perform(ActionId::RandomBytes);
    auto* const refused = without.window.findChild<RandomBytesDialog*>();
    QVERIFY(refused);
    refused->acceptButton()->click();
    QVERIFY(!refused->acceptButton()->isEnabled());
    QTRY_VERIFY(refused->acceptButton()->isEnabled()); // it may be tried again
    QVERIFY(refused->text().isEmpty());
}

void TestPoolPane::aRoleIsMadeChangedAndDeleted()
{
    PoolParts parts;
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 9);
    parts.click("newRole");
    auto* editor = openDialog<RoleEditor>();
    QVERIFY(editor);
    QVERIFY(!editor->acceptButton()->isEnabled());
    auto* const name = editor->findChild<QLineEdit*>();
    QVERIFY(name);
    name->setText(u"Managed HSM Backup"_s);
    rightIn(editor, u"keys/sign/action"_s)->setCheckState(0, Qt::Checked);
    QVERIFY(!editor->acceptButton()->isEnabled()); // the name is taken
    name->setText(u"signers"_s);
    editor->acceptButton()->click();
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 10);
    QCOMPARE(parts.list("roles")->model()->index(0, 0).data().toString(), u"signers"_s);

    parts.list("roles")->choose(0);
    QCOMPARE(parts.note("role"), u"Sign"_s);
    parts.click("editRole");
    QTRY_VERIFY((editor = openDialog<RoleEditor>()));
    QCOMPARE(rightIn(editor, u"keys/sign/action"_s)->checkState(0), Qt::Checked);
    rightIn(editor, u"keys/verify/action"_s)->setCheckState(0, Qt::Checked);
    editor->acceptButton()->click();
    QTRY_COMPARE(parts.list("roles")->model()->index(0, 2).data().toString(), u"2"_s);

    const auto all = parts.working.run(parts.pool, vault::ListRoleDefinitions{});
    const QString id = all->back().id;
    QVERIFY(
        parts.working
            .run(parts.pool, vault::AssignRole{ id, u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a01"_s, u"/keys"_s })
            .has_value());
    QTRY_COMPARE(parts.list("roles")->model()->index(0, 3).data().toString(), u"once"_s);
    QVERIFY(!parts.pane->findChild<QPushButton*>(u"deleteRole"_s)->isEnabled());
    const auto given = parts.working.run(parts.pool, vault::ListRoleAssignments{});
    QVERIFY(parts.working.run(parts.pool, vault::RemoveRoleAssignment{ given->front().id }).has_value());
    QTRY_VERIFY(parts.pane->findChild<QPushButton*>(u"deleteRole"_s)->isEnabled());
    parts.click("deleteRole");
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 9);
    parts.notices.back().action(); // Undo
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 10);
}

void TestPoolPane::itsPinMayGoToTheKeychain()
{
    if (!m_hasToken)
        QSKIP("SoftHSM2 is not installed.");
    PoolParts parts;
    parts.door.isKeychainThere = true;
    createVault(parts.workspace);
    auto* const dialog = openDialog<VaultCreateDialog>();
    QVERIFY(dialog);
    dialog->findChild<QLineEdit*>()->setText(u"keychained"_s);
    dialog->findChild<QComboBox*>(u"tier"_s)->setCurrentIndex(2);
    auto* const token = dialog->findChild<QComboBox*>(u"token"_s);
    const auto ours = [token] { return token->findText(SoftHsm::label(), Qt::MatchStartsWith); };
    QTRY_VERIFY(ours() >= 0);
    token->setCurrentIndex(ours());
    dialog->findChild<PassphraseEdit*>(u"tokenPin"_s)->insert(QString::fromLatin1(SoftHsm::pinText()));
    dialog->tokenField()->findChild<ChoiceRows*>()->choose(keepInKeychain);
    dialog->acceptButton()->click();
    QTRY_COMPARE(parts.door.keptPins.size(), 1);
    QCOMPARE(*parts.door.keptPins.cbegin(), SoftHsm::pinText());
    const vault::VaultId made{ parts.door.keptPins.cbegin().key() };
    const auto state = parts.working.run(made, vault::GetTokenState{});
    QCOMPARE(state->keeping, vault::PinKeeping::Ask); // the store does not hold it
    QVERIFY(state->hasPin); // and it is open until the lock
}

void TestPoolPane::aRoleTakenAwayIsNamed()
{
    PoolParts parts;
    QVERIFY(parts.working.run(parts.pool, role(u"signers"_s)).has_value());
    const vault::AssignRole assign{ role({}).role.id, u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a01"_s, u"/keys"_s };
    QVERIFY(parts.working.run(parts.pool, assign).has_value());
    const auto rules = parts.working.run(parts.pool, vault::GetAccessRules{});
    QCOMPARE(rules->assignments.size(), std::size_t(1));
    removeRoles(parts.workspace, *rules, rules->assignments);
    QTRY_VERIFY(!parts.notices.empty());
    QCOMPARE(parts.notices.back().text, u"Took the role signers away."_s);
    parts.notices.back().action(); // Undo
    QTRY_COMPARE(parts.working.run(parts.pool, vault::ListRoleAssignments{})->size(), std::size_t(1));
}

void TestPoolPane::patternsOfARoleAreTicked()
{
    vault::RoleDefinition written = role(u"users"_s).role;
    written.permissions = { { { u"keys/*"_s }, { u"keys/deletedKeys/*"_s } } };
    const RoleEditor editor({}, written);
    QCOMPARE(rightIn(&editor, u"keys/wrap/action"_s)->checkState(0), Qt::Checked);
    QCOMPARE(rightIn(&editor, u"keys/deletedKeys/delete"_s)->checkState(0), Qt::Unchecked);
    QCOMPARE(rightIn(&editor, u"rng/action"_s)->checkState(0), Qt::Unchecked);
    const QStringList saved = editor.operation().role.permissions.front().dataActions;
    QVERIFY(saved.contains(u"keys/create"_s) && !saved.join(u' ').contains(u'*'));
}

void TestPoolPane::aBackupIsMadeAndRestored()
{
    if (!m_hasToken)
        QSKIP("SoftHSM2 is not installed.");
    PoolParts parts(softToken());
    QVERIFY(parts.working.run(parts.pool, role(u"signers"_s)).has_value());
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 10);
    parts.click("backup");
    auto* dialog = openDialog<PoolBackupDialog>();
    QVERIFY(dialog);
    QVERIFY(!dialog->acceptButton()->isEnabled());
    dialog->setFolder(parts.folder.path());
    dialog->acceptButton()->click();
    QTRY_COMPARE(parts.list("jobs")->model()->index(0, 1).data().toString(), u"Done"_s);
    const QString place = parts.list("jobs")->model()->index(0, 3).data().toString();
    QVERIFY(QFile::exists(place + u"/manifest.json"_s));
    QTRY_COMPARE(parts.workspace.activities().all().back().state, Activity::State::Done);

    QVERIFY(parts.working.run(parts.pool, vault::DeleteRoleDefinition{ role({}).role.id }).has_value());
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 9);
    parts.list("jobs")->choose(0);
    QVERIFY(parts.note("job").contains(u"never leave the token"_s));
    parts.click("restore");
    QTRY_VERIFY((dialog = openDialog<PoolBackupDialog>()));
    QCOMPARE(dialog->backup(), QFileInfo(place).fileName());
    QCOMPARE(dialog->target()->where, parts.folder.path());
    dialog->acceptButton()->click();
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 10);
    QTRY_COMPARE(parts.list("jobs")->model()->rowCount(), 2);
    const auto jobs = parts.working.run(parts.pool, vault::ListPoolJobs{});
    QCOMPARE(jobs->front().kind, vault::PoolJob::Kind::Restore);
}

void TestPoolPane::aBackupThatFailsIsInTheList()
{
    PoolParts parts;
    QTRY_COMPARE(parts.list("roles")->model()->rowCount(), 9);
    parts.click("backup");
    auto* const dialog = openDialog<PoolBackupDialog>();
    dialog->setFolder(parts.folder.filePath(u"nowhere"_s));
    dialog->acceptButton()->click();
    QTRY_COMPARE(parts.list("jobs")->model()->rowCount(), 1);
    QTRY_COMPARE(parts.list("jobs")->model()->index(0, 1).data().toString(), u"Failed"_s);
    parts.list("jobs")->choose(0);
    QVERIFY(!parts.note("job").isEmpty());
    QTRY_COMPARE(parts.notices.back().kind, Notice::Kind::Failed);
}

void TestPoolPane::placesAreChecked_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("hasToken");
    QTest::addColumn<QString>("backup");
    QTest::addColumn<bool>("isRight");
    const auto container = u"https://a.blob.example/c"_s;
    QTest::newRow("right") << container << true << u"mhsm-a-1"_s << true;
    QTest::newRow("no token") << container << false << u"mhsm-a-1"_s << false;
    QTest::newRow("no backup") << container << true << QString() << false;
    QTest::newRow("not encrypted") << u"http://a.blob.example/c"_s << true << u"mhsm-a-1"_s << false;
    QTest::newRow("token in the address") << container + u"?sig=1"_s << true << u"mhsm-a-1"_s << false;
}

void TestPoolPane::placesAreChecked()
{
    QFETCH(QString, address);
    QFETCH(bool, hasToken);
    QFETCH(QString, backup);
    QFETCH(bool, isRight);
    vault::VaultProperties pool{ {}, *vault::VaultName::create(u"engine"_s) };
    PoolBackupDialog dialog(PoolBackupDialog::Purpose::Restore, pool);
    dialog.setBackup(u"https://b.blob.example/d/mhsm-b-2"_s);
    QCOMPARE(dialog.backup(), u"mhsm-b-2"_s);
    dialog.findChild<QLineEdit*>(u"container"_s)->setText(address);
    dialog.findChild<QLineEdit*>(u"backup"_s)->setText(backup);
    if (hasToken)
        dialog.findChild<PassphraseEdit*>()->insert(u"sig=1"_s);
    QCOMPARE(dialog.acceptButton()->isEnabled(), isRight);
    QCOMPARE(dialog.target().has_value(), isRight);
    if (isRight)
        QCOMPARE(dialog.target()->sasToken.view().toByteArray(), QByteArray("sig=1"));
}

void TestPoolPane::theDomainGoesToItsHolders()
{
    PoolParts parts;
    QTRY_VERIFY(parts.note("domain").contains(u"Nobody holds"_s));
    parts.click("download");
    auto* const dialog = openDialog<DomainDownloadDialog>();
    QVERIFY(dialog);
    const QString file = parts.folder.filePath(u"domain.json"_s);
    dialog->setFile(file);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!dialog->acceptButton()->isEnabled());
        const auto key = crypto::SoftwareKey::generateRsa(2048, 65537);
        const transfer::DomainHolder holder{ key->publicKey(), u"holder %1"_s.arg(i), QString::number(i) };
        dialog->addHolder(u"holder.pem"_s, holder);
        dialog->addHolder(u"holder.pem"_s, holder); // the same again is none
    }
    QCOMPARE(dialog->operation().holders.size(), std::size_t(3));
    QVERIFY(dialog->acceptButton()->isEnabled());
    dialog->findChild<QSpinBox*>()->setValue(4);
    QVERIFY(!dialog->acceptButton()->isEnabled());
    dialog->findChild<QSpinBox*>()->setValue(2);
    dialog->acceptButton()->click();
    QTRY_VERIFY(QFile::exists(file));
    QTRY_VERIFY(parts.note("domain").contains(u"any 2 of its 3 holders"_s));
    QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestPoolPane::theDomainComesToAnotherPool()
{
    PoolParts parts;
    std::vector<crypto::SoftwareKey> keys;
    vault::DownloadSecurityDomain download;
    for (int i = 0; i < 3; ++i) {
        keys.push_back(std::move(*crypto::SoftwareKey::generateRsa(2048, 65537)));
        download.holders.push_back(keys.back().publicKey());
    }
    const auto other = parts.addPool("other", tokenThatIsNotThere());
    const auto document = parts.working.run(other, std::move(download));
    QVERIFY(document.has_value());
    parts.click("upload");
    auto* const dialog = openDialog<DomainUploadDialog>();
    QVERIFY(dialog);
    dialog->setDomain(u"domain.json"_s, vault::SecurityDomain::read(*document));
    for (const int holder : { 0, 0, 2 }) {
        QVERIFY(!dialog->acceptButton()->isEnabled());
        const QString file = parts.folder.filePath(u"holder%1.der"_s.arg(holder));
        LocalStoreFile::write(file, keys[std::size_t(holder)].toStored()->view().toByteArray());
        QSignalSpy changed(dialog->keyField(), &KeyFileField::keyChanged);
        readKeyFile(dialog->keyField(), file);
        QTRY_COMPARE(changed.count(), 2); // it was read, and it was opened
        QTRY_COMPARE(dialog->shares().size(), std::size_t(holder == 2 ? 2 : 1));
        QTRY_VERIFY(!dialog->keyField()->content()); // the key is forgotten
    }
    dialog->acceptButton()->click();
    QTRY_VERIFY(!parts.notices.empty());
    QVERIFY(parts.notices.back().text.contains(u"security domain of other"_s));
    const auto state = parts.working.run(parts.pool, vault::GetSecurityDomainUpload{});
    QVERIFY(state->uploaded != 0);
    QTRY_VERIFY(wordsIn(parts.pane).contains(u"The domain of another pool was uploaded"_s));
}

int main(int argc, char** argv)
{
    SoftHsm token; // outlives the store, whose threads end their sessions with it
    QApplication application(argc, argv);
    TestPoolPane test(token);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pool_pane.moc"
