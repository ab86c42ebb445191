// SPDX-License-Identifier: Apache-2.0
#include "model/archive/open_place.h"
#include "model/ops/pool_jobs.h"
#include "outcome_checks.h"
#include "support/local_store_file.h"
#include "support/soft_hsm.h"
#include "support/working_store.h"

#include <QDir>

#include <semaphore>

using namespace strongroom;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using crypto::SoftwareKey;
using support::LocalStoreFile;
using support::named;
using support::WorkingStore;
using tests::SoftHsm;

namespace {

const auto cryptoUser = u"21dbd100-6940-42c2-9190-5d6cb909625b"_s;
const auto somebody = u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a01"_s;
const auto another = u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a02"_s;
const auto auditor = u"2c18b078-7c48-4d3a-af88-5a3a1b3f82b3"_s;
const auto ownRole = u"11111111-0000-4000-8000-000000000001"_s;
const auto armSetting = u"AllowKeyManagementOperationsThroughARM"_s;

RoleDefinition role(const QString& name)
{
    return { ownRole, name, {}, false, { { { u"keys/sign/action"_s }, {} } }, 0, 0 };
}

/// A place that waits until it is let go, and fails if it is told so.
class SlowPlace final : public BackupPlace
{
public:
    explicit SlowPlace(std::binary_semaphore& gate)
        : m_gate(gate)
    {
    }
    base::Result<void> write(const QString&, const std::vector<File>&) override
    {
        m_gate.acquire();
        return base::Error{ ErrorCode::Unavailable, u"The disk is away."_s, {} };
    }
    base::Result<QByteArray> read(const QString&, const QString&, qint64) override
    {
        return base::Error{ ErrorCode::Unavailable, u"The disk is away."_s, {} };
    }

private:
    std::binary_semaphore& m_gate;
};

} // namespace

/// Backups and restores of pools whose keys are in a token, and the security domains they are sealed in.
class TestPoolBackups final : public QObject
{
    Q_OBJECT

public:
    explicit TestPoolBackups(SoftHsm& token)
        : m_isThere(SoftHsm::isInstalled() && token.make())
    {
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!m_isThere)
            QSKIP("SoftHSM2 is not installed.");
        for (int i = 0; i < 3; ++i)
            m_holders.push_back(std::move(*SoftwareKey::generateRsa(2048, 65537)));
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::make_unique<LocalStoreFile>();
        m_store = std::move(*m_file->create());
        work();
        m_pool = makePool("pool");
    }
    void cleanup()
    {
        m_work.reset();
        m_store.reset();
    }

    void bringsThePoolBack();
    void changesNothingWhenDamaged_data();
    void changesNothingWhenDamaged();
    void importedKeysStayImported();
    void saysWhatTheTokenNoLongerHas();
    void keepsWhatCameLater();
    void aRecoveredPoolHasItsRoles();
    void bringsOneKeyBack();
    void needsTheSecurityDomain();
    void sharesTheTokensKeys();
    void oneAtATime();
    void failuresAreRemembered();
    void whatAnotherProcessLeftHasFailed();
    void asksForRights();
    void theTransferKeyServesOnce();
    void theDomainIsTheSameInEachDownload();

private:
    void work()
    {
        m_store->setBackupPlaces(archive::openPlace);
        m_work = std::make_unique<WorkingStore>(*m_store);
    }
    VaultId makePool(const char* name)
    {
        CreateVault op = support::createVault(name);
        op.sku = Sku::ManagedHsm;
        op.token
            = TokenChoice{ { SoftHsm::modulePath(), SoftHsm::label() }, SoftHsm::pin(), PinKeeping::Store };
        const auto made = m_work->run(std::move(op));
        return made ? made->id : VaultId();
    }
    KeyProperties makeKey(const char* name)
    {
        CreateKey op{ named(name) };
        op.type = crypto::KeyType::Ec;
        op.protection = KeyProtection::Hsm;
        auto made = m_work->run(m_pool, std::move(op));
        return made ? *made : KeyProperties{ named(name), VersionId::random() };
    }
    BackupTarget place() const { return { BackupTarget::Kind::Folder, m_folder->path() }; }
    base::Result<PoolJob> finished(const std::function<void(ops::PoolJobAnswers)>& start)
    {
        base::Promise<base::Result<PoolJob>> promise;
        auto future = promise.future();
        auto shared = std::make_shared<base::Promise<base::Result<PoolJob>>>(std::move(promise));
        ops::PoolJobAnswers answers;
        answers.begun = [shared](base::Result<PoolJob> begun) {
            if (!begun)
                shared->fulfil(begun.error());
        };
        answers.ended = [shared](base::Result<PoolJob> ended) { shared->fulfil(std::move(ended)); };
        start(std::move(answers));
        future.waitForFinished();
        return future.takeResult();
    }
    base::Result<PoolJob> backUp() { return backUp(m_pool); }
    base::Result<PoolJob> backUp(const VaultId& pool)
    {
        m_work->clock.advance(1); // each backup has a name of its own
        return finished([&](ops::PoolJobAnswers answers) {
            ops::backUpPool(m_work->operations(), m_work->caller, pool, place(), std::move(answers));
        });
    }
    base::Result<PoolJob> restore(const VaultId& pool, const PoolJob& backup, const char* key = nullptr)
    {
        ops::PoolRestore what{ place(), backup.place.section(u'/', -1) };
        if (key)
            what.keyName = named(key);
        return finished([&](ops::PoolJobAnswers answers) {
            ops::restorePool(m_work->operations(), m_work->caller, pool, std::move(what), std::move(answers));
        });
    }
    bool canSign(const VaultId& pool, const char* key)
    {
        return m_work->run(pool, SignWithKey{ named(key), std::nullopt, u"ES256"_s, QByteArray(32, '\1') })
            .has_value();
    }
    void purge(const VaultId& pool, const char* key)
    {
        VERIFY_OK(m_work->run(pool, DeleteKey{ named(key) }));
        VERIFY_OK(m_work->run(pool, PurgeDeletedKey{ named(key) }));
        VERIFY_OK(m_work->run(CollectTokenLeftovers{}));
    }
    QByteArray domainOf(const VaultId& pool)
    {
        DownloadSecurityDomain op;
        for (const SoftwareKey& holder : m_holders)
            op.holders.push_back(holder.publicKey());
        const auto document = m_work->run(pool, std::move(op));
        return document ? *document : QByteArray();
    }
    /// What holders 0 and 2 send to a pool.
    QByteArray rewrapped(const QByteArray& document, const VaultId& pool)
    {
        const auto domain = SecurityDomain::read(document);
        std::vector<crypto::SecretShare> shares;
        for (const std::size_t holder : { 0, 2 }) {
            auto opened = openShares(*domain, m_holders[holder]);
            shares.push_back(std::move(opened->front()));
        }
        const auto transferKey = m_work->run(pool, GetTransferKey{});
        return wrapShares(*domain, shares, *transferKey)->write();
    }

    const bool m_isThere;
    std::vector<SoftwareKey> m_holders;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalStoreFile> m_file;
    std::unique_ptr<local::LocalStore> m_store;
    std::unique_ptr<WorkingStore> m_work;
    VaultId m_pool;
};

void TestPoolBackups::bringsThePoolBack()
{
    const KeyProperties first = makeKey("a");
    const KeyProperties second = makeKey("a");
    makeKey("deleted");
    VERIFY_OK(m_work->run(m_pool, DeleteKey{ named("deleted") }));
    VERIFY_OK(m_work->run(m_pool, PutRoleDefinition{ role(u"signers"_s) }));
    const auto assigned = m_work->run(m_pool, AssignRole{ ownRole, somebody, u"/keys/a"_s });
    VERIFY_OK(assigned);
    VERIFY_OK(m_work->run(m_pool, UpdateSetting{ armSetting, u"true"_s }));
    const auto backup = backUp();
    VERIFY_OK(backup);
    QCOMPARE(backup->status, PoolJob::Status::Succeeded);
    QVERIFY(backup->details.contains(u"never leave the token"_s));
    QVERIFY(backup->place.startsWith(m_folder->path() + u"/mhsm-pool-"_s));
    QCOMPARE(m_work->run(m_pool, GetBackup{ backup->id })->status, PoolJob::Status::Succeeded);

    UpdateKey change{ named("a"), first.version };
    change.attributes.isEnabled = false;
    change.tags = Tags{ { u"later"_s, u"yes"_s } };
    VERIFY_OK(m_work->run(m_pool, std::move(change)));
    VERIFY_OK(m_work->run(m_pool, DeleteKey{ named("a") }));
    VERIFY_OK(m_work->run(m_pool, RemoveRoleAssignment{ assigned->id }));
    VERIFY_OK(m_work->run(m_pool, DeleteRoleDefinition{ ownRole }));
    VERIFY_OK(m_work->run(m_pool, AssignRole{ auditor, another }));
    VERIFY_OK(m_work->run(m_pool, UpdateSetting{ armSetting, u"false"_s }));

    const auto restored = restore(m_pool, *backup);
    VERIFY_OK(restored);
    QCOMPARE(restored->status, PoolJob::Status::Succeeded);
    QCOMPARE(restored->details, QString());
    const auto one = m_work->run(m_pool, GetKey{ named("a"), first.version });
    VERIFY_OK(one);
    QCOMPARE(*one, first);
    QCOMPARE(m_work->run(m_pool, GetKey{ named("a"), std::nullopt })->version, second.version);
    QVERIFY(canSign(m_pool, "a"));
    VERIFY_OK(m_work->run(m_pool, GetDeletedKey{ named("deleted") }));
    const auto assignments = m_work->run(m_pool, ListRoleAssignments{});
    QCOMPARE(assignments->size(), 1u);
    QCOMPARE(assignments->front(), *assigned);
    QCOMPARE(m_work->run(m_pool, GetRoleDefinition{ ownRole })->name, u"signers"_s);
    QCOMPARE(m_work->run(m_pool, GetSetting{ armSetting })->value, u"true"_s);
    QCOMPARE(m_work->run(m_pool, GetRestore{ restored->id })->status, PoolJob::Status::Succeeded);
    VERIFY_FAILS(m_work->run(m_pool, GetBackup{ restored->id }), ErrorCode::NoSuchResource);
    const auto jobs = m_work->run(m_pool, ListPoolJobs{});
    VERIFY_OK(jobs);
    QCOMPARE(*jobs, (std::vector{ *restored, *backup }));
    QVERIFY(m_store->check()->findings.isEmpty());
}

void TestPoolBackups::changesNothingWhenDamaged_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("offset"); // from the end when negative; 0: the file is taken away
    QTest::newRow("header") << u"pool.backup"_s << 1;
    QTest::newRow("domain") << u"pool.backup"_s << 8;
    QTest::newRow("salt") << u"pool.backup"_s << 25;
    QTest::newRow("content") << u"pool.backup"_s << 100;
    QTest::newRow("tag") << u"pool.backup"_s << -1;
    QTest::newRow("no content") << u"pool.backup"_s << 0;
    QTest::newRow("manifest") << u"manifest.json"_s << 20;
    QTest::newRow("no manifest") << u"manifest.json"_s << 0;
}
void TestPoolBackups::changesNothingWhenDamaged()
{
    QFETCH(QString, file);
    QFETCH(int, offset);
    makeKey("a");
    const auto backup = backUp();
    VERIFY_OK(backup);
    VERIFY_OK(m_work->run(m_pool, DeleteKey{ named("a") }));
    const QString path = backup->place + u'/' + file;
    if (offset == 0) {
        QVERIFY(QFile::remove(path));
    } else {
        QByteArray content = LocalStoreFile::read(path);
        const qsizetype at = offset > 0 ? offset : content.size() + offset;
        content[at] = static_cast<char>(content[at] ^ 1);
        LocalStoreFile::write(path, content);
    }
    VERIFY_FAILS(restore(m_pool, *backup), ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_pool, GetKey{ named("a"), std::nullopt }), ErrorCode::KeyNotFound);
}

void TestPoolBackups::importedKeysStayImported()
{
    makeKey("made");
    const auto outside = SoftwareKey::generateEc(crypto::Curve::P256);
    const auto brought
        = m_work->run(m_pool,
                      ImportKey{ named("brought"),
                                 { ImportedKey::Form::Der, outside->toStored().value(), crypto::KeyType::Ec },
                                 KeyProtection::Hsm,
                                 {} });
    VERIFY_OK(brought);
    const auto backup = backUp();
    VERIFY_OK(backup);
    VERIFY_OK(m_work->run(m_pool, DeleteKey{ named("brought") }));
    QCOMPARE(restore(m_pool, *backup)->status, PoolJob::Status::Succeeded);
    QCOMPARE(*m_work->run(m_pool, GetKey{ named("brought"), {} }), *brought);
    VERIFY_FAILS(m_work->run(m_pool, RotateKey{ named("brought") }), ErrorCode::BadParameter);
    // In another pool of the same token the rows are new.
    const VaultId other = makePool("other");
    VERIFY_OK(m_work->run(other, UploadSecurityDomain{ rewrapped(domainOf(m_pool), other) }));
    QCOMPARE(restore(other, *backup)->status, PoolJob::Status::Succeeded);
    QCOMPARE(m_work->run(other, GetKey{ named("brought"), {} })->origin, KeyOrigin::Imported);
    QCOMPARE(m_work->run(other, GetKey{ named("made"), {} })->origin, KeyOrigin::MadeHere);
}

void TestPoolBackups::saysWhatTheTokenNoLongerHas()
{
    makeKey("stays");
    makeKey("goes");
    const auto backup = backUp();
    VERIFY_OK(backup);
    purge(m_pool, "goes");
    VERIFY_OK(m_work->run(m_pool, DeleteKey{ named("stays") }));
    const auto restored = restore(m_pool, *backup);
    VERIFY_OK(restored);
    QVERIFY2(restored->details.startsWith(u"goes: the token \"vault token\" does not have this key"_s),
             qPrintable(restored->details));
    QVERIFY(!restored->details.contains(u"stays"_s));
    QVERIFY(canSign(m_pool, "stays"));
    VERIFY_FAILS(m_work->run(m_pool, GetKey{ named("goes"), std::nullopt }), ErrorCode::KeyNotFound);
    VERIFY_FAILS(restore(m_pool, *backup, "goes"), ErrorCode::Conflict);

    // Purged, but not yet destroyed in the token: it is about to be.
    const auto again = backUp();
    VERIFY_OK(m_work->run(m_pool, DeleteKey{ named("stays") }));
    VERIFY_OK(m_work->run(m_pool, PurgeDeletedKey{ named("stays") }));
    QVERIFY(restore(m_pool, *again)->details.startsWith(u"stays: the token"_s));
}

void TestPoolBackups::keepsWhatCameLater()
{
    const KeyProperties before = makeKey("a");
    const auto backup = backUp();
    const KeyProperties newer = makeKey("a");
    makeKey("later");
    QCOMPARE(restore(m_pool, *backup)->details, QString());
    QCOMPARE(m_work->run(m_pool, GetKey{ named("a"), std::nullopt })->version, newer.version);
    QVERIFY(canSign(m_pool, "later"));

    purge(m_pool, "a");
    const KeyProperties other = makeKey("a");
    const auto restored = restore(m_pool, *backup);
    QVERIFY(restored->details.contains(u"made after the backup"_s));
    QCOMPARE(m_work->run(m_pool, GetKey{ named("a"), std::nullopt })->version, other.version);
    VERIFY_FAILS(m_work->run(m_pool, GetKey{ named("a"), before.version }), ErrorCode::KeyNotFound);
}

void TestPoolBackups::aRecoveredPoolHasItsRoles()
{
    makeKey("a");
    VERIFY_OK(m_work->run(m_pool, AssignRole{ auditor, another }));
    const auto before = m_work->run(m_pool, ListRoleAssignments{});
    VERIFY_OK(before);
    QCOMPARE(before->size(), 1u);
    VERIFY_OK(m_work->run(DeleteVault{ m_pool }));
    VERIFY_FAILS(m_work->run(m_pool, ListRoleAssignments{}), ErrorCode::VaultNotFound);
    VERIFY_OK(m_work->run(RecoverVault{ m_pool }));
    QCOMPARE(*m_work->run(m_pool, ListRoleAssignments{}), *before);
    QVERIFY(canSign(m_pool, "a"));
    // Purged, they are gone with it.
    VERIFY_OK(m_work->run(DeleteVault{ m_pool }));
    VERIFY_OK(m_work->run(PurgeVault{ m_pool }));
    m_pool = makePool("pool");
    QVERIFY(m_work->run(m_pool, ListRoleAssignments{})->empty());
}

void TestPoolBackups::bringsOneKeyBack()
{
    const KeyProperties before = makeKey("a");
    makeKey("b");
    VERIFY_OK(m_work->run(m_pool, AssignRole{ cryptoUser, somebody }));
    const auto backup = backUp();
    VERIFY_OK(m_work->run(m_pool, DeleteKey{ named("a") }));
    VERIFY_OK(m_work->run(m_pool, DeleteKey{ named("b") }));
    VERIFY_OK(m_work->run(m_pool, AssignRole{ auditor, another }));
    const auto restored = restore(m_pool, *backup, "A");
    VERIFY_OK(restored);
    QCOMPARE(restored->kind, PoolJob::Kind::KeyRestore);
    QCOMPARE(*m_work->run(m_pool, GetKey{ named("a"), std::nullopt }), before);
    VERIFY_FAILS(m_work->run(m_pool, GetKey{ named("b"), std::nullopt }), ErrorCode::KeyNotFound);
    QCOMPARE(m_work->run(m_pool, ListRoleAssignments{})->size(), 2u);
    VERIFY_FAILS(restore(m_pool, *backup, "nothing"), ErrorCode::KeyNotFound);
}

void TestPoolBackups::needsTheSecurityDomain()
{
    const KeyProperties key = makeKey("a");
    const auto backup = backUp();
    const QByteArray domain = domainOf(m_pool);
    QVERIFY(!domain.isEmpty());
    const VaultId other = makePool("other");
    const auto refused = restore(other, *backup);
    VERIFY_FAILS(refused, ErrorCode::BadParameter);
    QVERIFY(refused.error().message.contains(u"another security domain"_s));

    const QByteArray own = SecurityDomain::read(domainOf(other))->id;
    const auto uploaded = m_work->run(other, UploadSecurityDomain{ rewrapped(domain, other) });
    VERIFY_OK(uploaded);
    QCOMPARE(uploaded->id, SecurityDomain::read(domain)->id);
    QVERIFY(uploaded->id != own);
    const auto restored = restore(other, *backup);
    VERIFY_OK(restored);
    QVERIFY(restored->details.contains(u"those of the pool pool"_s));
    QCOMPARE(m_work->run(other, GetKey{ named("a"), std::nullopt })->publicKey, key.publicKey);
    QVERIFY(canSign(other, "a"));
    // Its later backups are of the same domain, so the first pool reads them.
    const auto back = backUp(other);
    VERIFY_OK(back);
    VERIFY_OK(restore(m_pool, *back));
}

void TestPoolBackups::sharesTheTokensKeys()
{
    makeKey("a");
    const auto backup = backUp();
    const QByteArray domain = domainOf(m_pool);
    const VaultId other = makePool("other");
    VERIFY_OK(m_work->run(other, UploadSecurityDomain{ rewrapped(domain, other) }));
    VERIFY_OK(restore(other, *backup));
    purge(m_pool, "a");
    QVERIFY(canSign(other, "a"));
    purge(other, "a");
    const QString nothing = restore(other, *backup)->details;
    QVERIFY(nothing.contains(u"does not have this key"_s));
    QVERIFY(!nothing.contains(u"once in the token"_s));
}

void TestPoolBackups::oneAtATime()
{
    std::binary_semaphore gate(0);
    m_store->setBackupPlaces([&gate](const BackupTarget&) -> base::Result<std::unique_ptr<BackupPlace>> {
        return std::unique_ptr<BackupPlace>(std::make_unique<SlowPlace>(gate));
    });
    base::Promise<base::Result<PoolJob>> promise;
    auto first = promise.future();
    ops::PoolJobAnswers answers;
    answers.begun = [](const base::Result<PoolJob>&) {};
    answers.ended = [promise = std::move(promise)](base::Result<PoolJob> ended) mutable {
        promise.fulfil(std::move(ended));
    };
    ops::backUpPool(m_work->operations(), m_work->caller, m_pool, place(), std::move(answers));
    VERIFY_FAILS(backUp(), ErrorCode::Conflict);
    VERIFY_FAILS(restore(m_pool, { {}, {}, {}, 0, {}, u"x/mhsm-pool-1"_s, {}, {} }), ErrorCode::Conflict);
    gate.release();
    first.waitForFinished();
    VERIFY_FAILS(first.takeResult(), ErrorCode::Unavailable);
    m_store->setBackupPlaces(archive::openPlace);
    VERIFY_OK(backUp());
}

void TestPoolBackups::failuresAreRemembered()
{
    QString id;
    const auto failed = finished([&](ops::PoolJobAnswers answers) {
        auto begun = std::make_shared<ops::PoolJobAnswer>(std::move(answers.begun));
        answers.begun = [&id, begun](base::Result<PoolJob> job) {
            id = job ? job->id : QString();
            (*begun)(std::move(job));
        };
        ops::backUpPool(m_work->operations(), m_work->caller, m_pool,
                        { BackupTarget::Kind::Folder, m_folder->filePath(u"nowhere"_s) }, std::move(answers));
    });
    VERIFY_FAILS(failed, ErrorCode::BadParameter);
    const auto job = m_work->run(m_pool, GetBackup{ id });
    VERIFY_OK(job);
    QCOMPARE(job->status, PoolJob::Status::Failed);
    QVERIFY(job->ended);
    QCOMPARE(job->error->message, failed.error().message);
    const auto rows = m_work->run(ListAudit{});
    const auto row = std::ranges::find(*rows, u"BackupPerform"_s, &AuditRecord::operation);
    QVERIFY(row != rows->end());
    QCOMPARE(row->httpStatus, 400);
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void TestPoolBackups::whatAnotherProcessLeftHasFailed()
{
    const auto begun = m_work->run(m_pool, StartBackup{ place() });
    VERIFY_OK(begun);
    QCOMPARE(m_work->run(m_pool, GetBackup{ begun->id })->status, PoolJob::Status::InProgress);
    m_work.reset();
    m_store.reset();
    m_store = std::move(*m_file->open());
    work();
    const auto job = m_work->run(m_pool, GetBackup{ begun->id });
    QCOMPARE(job->status, PoolJob::Status::Failed);
    QVERIFY(job->error);
    VERIFY_OK(backUp());
}

void TestPoolBackups::asksForRights()
{
    m_work->caller.kind = Caller::Kind::Application;
    m_work->caller.objectId = somebody;
    m_work->caller.tenantId = m_store->tenantId();
    VERIFY_FAILS(backUp(), ErrorCode::ForbiddenByRbac);
    VERIFY_FAILS(m_work->run(m_pool, GetTransferKey{}), ErrorCode::ForbiddenByRbac);
    VERIFY_FAILS(m_work->run(m_pool, ListPoolJobs{}), ErrorCode::Forbidden);
    VERIFY_FAILS(m_work->run(m_pool, FailPoolJob{ u"x"_s, {} }), ErrorCode::Forbidden);
    const Caller program = m_work->caller;
    m_work->caller = Caller::owner();
    VERIFY_OK(
        m_work->run(m_pool, AssignRole{ u"7b127d3c-77bd-4e3e-bbe0-dbb8971fa7f8"_s, somebody })); // Backup
    m_work->caller = program;
    const auto backup = backUp();
    VERIFY_OK(backup);
    VERIFY_OK(m_work->run(m_pool, GetBackup{ backup->id }));
    VERIFY_FAILS(restore(m_pool, *backup), ErrorCode::ForbiddenByRbac);
    VERIFY_FAILS(m_work->run(m_pool, GetRestore{ backup->id }), ErrorCode::ForbiddenByRbac);
}

void TestPoolBackups::theTransferKeyServesOnce()
{
    VERIFY_FAILS(m_work->run(m_pool, UploadSecurityDomain{ domainOf(m_pool) }), ErrorCode::Conflict);
    const auto key = m_work->run(m_pool, GetTransferKey{});
    VERIFY_OK(key);
    QCOMPARE(m_work->run(m_pool, GetTransferKey{})->n, key->n);
    const QByteArray sent = rewrapped(domainOf(m_pool), m_pool);
    SecurityDomain tooFew = *SecurityDomain::read(sent);
    tooFew.shares.pop_back();
    VERIFY_FAILS(m_work->run(m_pool, UploadSecurityDomain{ tooFew.write() }), ErrorCode::BadParameter);
    VERIFY_OK(m_work->run(m_pool, UploadSecurityDomain{ sent }));
    QVERIFY(m_work->run(m_pool, GetSecurityDomainUpload{})->uploaded > 0);
    VERIFY_FAILS(m_work->run(m_pool, UploadSecurityDomain{ sent }), ErrorCode::Conflict);
    QVERIFY(m_work->run(m_pool, GetTransferKey{})->n != key->n);
}

void TestPoolBackups::theDomainIsTheSameInEachDownload()
{
    QCOMPARE(m_work->run(m_pool, GetSecurityDomainDownload{})->downloaded, 0);
    const auto first = SecurityDomain::read(domainOf(m_pool));
    const auto state = m_work->run(m_pool, GetSecurityDomainDownload{});
    QCOMPARE(state->holders, 3);
    QCOMPARE(state->required, 2);
    QVERIFY(state->downloaded > 0);
    QCOMPARE(SecurityDomain::read(domainOf(m_pool))->id, first->id);
    QVERIFY(SecurityDomain::read(domainOf(makePool("other")))->id != first->id);
    m_work.reset();
    m_store.reset();
    m_store = std::move(*m_file->open());
    work();
    QCOMPARE(SecurityDomain::read(domainOf(m_pool))->id, first->id);
}

int main(int argc, char* argv[])
{
    QCoreApplication application(argc, argv);
    SoftHsm token;
    TestPoolBackups test(token);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_pool_backups.moc"
