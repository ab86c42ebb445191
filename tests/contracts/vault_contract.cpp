// SPDX-License-Identifier: Apache-2.0
#include "vault_contract.h"

#include "model/crypto/certificate.h"
#include "model/crypto/local_ca.h"
#include "model/vault/built_in_roles.h"
#include "model/vault/error_status.h"
#include "outcome_checks.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace strongroom::contracts {

using base::ErrorCode;
using base::SecureBytes;
using support::createVault;
using support::named;
using support::setSecret;
using support::WorkingStore;
using namespace vault;

namespace {

constexpr UnixSeconds day = 86400;
const auto somebody = u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a01"_s;

SecureBytes bytesOf(const QByteArray& text) { return SecureBytes::copyOf(text); }

} // namespace

void VaultContract::init()
{
    m_store = makeStore();
    QVERIFY(m_store);
    m_work = std::make_unique<WorkingStore>(*m_store);
    m_vault = make(createVault("contract"));
    QVERIFY(!m_vault.isEmpty());
}

void VaultContract::cleanup()
{
    m_work.reset();
    m_store.reset();
}

VaultId VaultContract::make(CreateVault op)
{
    auto made = m_work->run(std::move(op));
    return made ? made->id : VaultId();
}

SecretProperties VaultContract::set(const char* name, const char* value)
{
    auto made = m_work->run(m_vault, setSecret(name, value));
    return made ? *made : SecretProperties{ named(name), VersionId::random() };
}

void VaultContract::setsAndGets()
{
    SetSecret op = setSecret("db-password", "s3cret");
    op.contentType = u"text/plain"_s;
    op.tags = { { u"env"_s, u"prod"_s } };
    op.attributes.notBefore = std::optional<UnixSeconds>(1000);
    op.attributes.expires = std::optional<UnixSeconds>(2000);
    const auto made = m_work->run(m_vault, std::move(op));
    VERIFY_OK(made);
    QCOMPARE(made->name.text(), u"db-password"_s);
    QCOMPARE(made->version.text().size(), 32);
    QCOMPARE(made->attributes.created, m_work->clock.now());
    QCOMPARE(made->attributes.updated, m_work->clock.now());
    QCOMPARE(made->attributes.recoveryLevel, u"Recoverable+Purgeable"_s);
    QCOMPARE(made->attributes.recoverableDays, 90);
    QVERIFY(made->attributes.isEnabled);
    QVERIFY(!made->previousVersion);
    QVERIFY(!made->isManaged);

    const auto got = m_work->run(m_vault, GetSecret{ named("db-password"), {} });
    VERIFY_OK(got);
    QCOMPARE(got->properties, *made);
    QCOMPARE(got->value.view(), QByteArrayView("s3cret"));
}

void VaultContract::keepsValuesExactly_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("spaces") << QByteArray("  \t\r\n ");
    QTest::newRow("nul") << QByteArray("a\0b", 3);
    QTest::newRow("unicode") << QByteArray("пароль \xF0\x9F\x94\x91");
    QTest::newRow("quotes") << QByteArray("'; DROP TABLE objects; --\"");
    QTest::newRow("longest") << QByteArray(25600, 'x');
}

void VaultContract::keepsValuesExactly()
{
    QFETCH(QByteArray, value);
    VERIFY_OK(m_work->run(m_vault, SetSecret{ named("exact"), bytesOf(value), {}, {}, {} }));
    const auto got = m_work->run(m_vault, GetSecret{ named("exact"), {} });
    VERIFY_OK(got);
    QVERIFY(got->value.view() == QByteArrayView(value));
}

void VaultContract::limitsValues()
{
    const auto made
        = m_work->run(m_vault, SetSecret{ named("long"), bytesOf(QByteArray(25601, 'x')), {}, {}, {} });
    VERIFY_FAILS(made, ErrorCode::BadParameter);
    QCOMPARE(made.error().field, u"value"_s);
    VERIFY_FAILS(m_work->run(m_vault, GetSecret{ named("long"), {} }), ErrorCode::SecretNotFound);
}

void VaultContract::refusesReservedNames()
{
    for (const char* name : { "restore", "Restore" }) {
        const auto made = m_work->run(m_vault, setSecret(name, "value"));
        VERIFY_FAILS(made, ErrorCode::BadParameter);
        QCOMPARE(made.error().field, u"name"_s);
    }
    VERIFY_OK(m_work->run(m_vault, setSecret("restored", "value")));
}

void VaultContract::checksWhatIsSet_data()
{
    QTest::addColumn<QString>("contentType");
    QTest::addColumn<int>("tags");
    QTest::addColumn<int>("tagCharacters");
    QTest::addColumn<int>("expires");
    QTest::addColumn<QString>("field");
    QTest::newRow("fits") << QString(255, u'c') << 15 << 512 << 2000 << QString();
    QTest::newRow("content type") << QString(256, u'c') << 0 << 1 << 2000 << u"contentType"_s;
    QTest::newRow("tags") << QString() << 16 << 1 << 2000 << u"tags"_s;
    QTest::newRow("tag length") << QString() << 1 << 513 << 2000 << u"tags"_s;
    QTest::newRow("dates equal") << QString() << 0 << 1 << 1000 << u"exp"_s;
    QTest::newRow("dates reversed") << QString() << 0 << 1 << 500 << u"exp"_s;
}

void VaultContract::checksWhatIsSet()
{
    QFETCH(QString, contentType);
    QFETCH(int, tags);
    QFETCH(int, tagCharacters);
    QFETCH(int, expires);
    QFETCH(QString, field);
    SetSecret op = setSecret("checked", "value");
    op.contentType = contentType;
    for (int i = 0; i < tags; ++i)
        op.tags.insert(QString::number(i), QString(tagCharacters, u't'));
    op.attributes.notBefore = std::optional<UnixSeconds>(1000);
    op.attributes.expires = std::optional<UnixSeconds>(expires);
    const auto made = m_work->run(m_vault, std::move(op));
    if (field.isEmpty()) {
        VERIFY_OK(made);
        return;
    }
    VERIFY_FAILS(made, ErrorCode::BadParameter);
    QCOMPARE(made.error().field, field);
}

void VaultContract::namesHaveNoCase()
{
    set("Mixed-Case", "one");
    const auto second = m_work->run(m_vault, setSecret("MIXED-CASE", "two"));
    VERIFY_OK(second);
    QCOMPARE(second->name.text(), u"Mixed-Case"_s);
    const auto got = m_work->run(m_vault, GetSecret{ named("mixed-case"), {} });
    VERIFY_OK(got);
    QCOMPARE(got->properties.name.text(), u"Mixed-Case"_s);
    QCOMPARE(got->value.view(), QByteArrayView("two"));
    const auto versions = m_work->run(m_vault, ListSecretVersions{ named("mIxEd-cAsE"), {} });
    VERIFY_OK(versions);
    QCOMPARE(versions->items.size(), std::size_t(2));
}

void VaultContract::ordersVersions()
{
    // All within one second: the order of making counts, not the time.
    std::vector<SecretProperties> made;
    made.reserve(5);
    for (int i = 0; i < 5; ++i)
        made.push_back(set("many", QByteArray::number(i).constData()));
    QVERIFY(!made[0].previousVersion);
    for (std::size_t i = 1; i < made.size(); ++i)
        QCOMPARE(made[i].previousVersion, std::optional(made[i - 1].version));
    const auto got = m_work->run(m_vault, GetSecret{ named("many"), {} });
    VERIFY_OK(got);
    QCOMPARE(got->properties.version, made.back().version);
    QCOMPARE(got->value.view(), QByteArrayView("4"));
    const auto listed = m_work->run(m_vault, ListSecrets{});
    VERIFY_OK(listed);
    QCOMPARE(listed->items.size(), std::size_t(1));
    QCOMPARE(listed->items.front().version, made.back().version);
}

void VaultContract::findsVersions()
{
    const auto first = set("found", "one");
    const auto second = set("found", "two");
    const auto got = m_work->run(m_vault, GetSecret{ named("found"), first.version });
    VERIFY_OK(got);
    QCOMPARE(got->value.view(), QByteArrayView("one"));
    QCOMPARE(got->properties, first);
    const auto got2 = m_work->run(m_vault, GetSecret{ named("found"), second.version });
    VERIFY_OK(got2);
    QCOMPARE(got2->value.view(), QByteArrayView("two"));
    const VersionId other = VersionId::random();
    const auto none = m_work->run(m_vault, GetSecret{ named("found"), other });
    VERIFY_FAILS(none, ErrorCode::SecretNotFound);
    QVERIFY(none.error().message.contains(u"found/"_s + other.text()));
}

void VaultContract::updatesOnlyWhatIsNamed()
{
    SetSecret op = setSecret("updated", "value");
    op.contentType = u"before"_s;
    op.tags = { { u"a"_s, u"1"_s }, { u"b"_s, u"2"_s } };
    op.attributes.expires = std::optional<UnixSeconds>(4'000'000'000);
    const auto made = m_work->run(m_vault, std::move(op));
    VERIFY_OK(made);
    m_work->clock.advance(60);

    UpdateSecret change{ named("updated"), {}, {}, {}, {} };
    change.attributes.isEnabled = false;
    const auto disabled = m_work->run(m_vault, change);
    VERIFY_OK(disabled);
    SecretProperties wanted = *made;
    wanted.attributes.isEnabled = false;
    wanted.attributes.updated += 60;
    QCOMPARE(*disabled, wanted);

    change = { named("updated"), made->version, u"after"_s, {}, Tags{ { u"c"_s, u"3"_s } } };
    const auto changed = m_work->run(m_vault, change);
    VERIFY_OK(changed);
    wanted.contentType = u"after"_s;
    wanted.tags = { { u"c"_s, u"3"_s } };
    QCOMPARE(*changed, wanted);

    change = { named("updated"), {}, {}, {}, Tags() };
    const auto cleared = m_work->run(m_vault, change);
    VERIFY_OK(cleared);
    QVERIFY(cleared->tags.isEmpty());
    const auto listed = m_work->run(m_vault, ListSecrets{});
    VERIFY_OK(listed);
    QCOMPARE(listed->items.front(), *cleared);
}

void VaultContract::updatesOneVersion()
{
    const auto first = set("each", "one");
    const auto second = set("each", "two");
    UpdateSecret change{ named("each"), first.version, {}, {}, {} };
    change.attributes.isEnabled = false;
    VERIFY_OK(m_work->run(m_vault, change));
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("each"), {} }));
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("each"), second.version }));
    VERIFY_FAILS(m_work->run(m_vault, GetSecret{ named("each"), first.version }), ErrorCode::SecretDisabled);
}

void VaultContract::clearsDates()
{
    SetSecret op = setSecret("dated", "value");
    op.attributes.notBefore = std::optional<UnixSeconds>(1000);
    op.attributes.expires = std::optional<UnixSeconds>(2000);
    VERIFY_OK(m_work->run(m_vault, std::move(op)));
    UpdateSecret change{ named("dated"), {}, {}, {}, {} };
    change.attributes.expires = std::optional<UnixSeconds>();
    auto changed = m_work->run(m_vault, change);
    VERIFY_OK(changed);
    QCOMPARE(changed->attributes.notBefore, std::optional<UnixSeconds>(1000));
    QVERIFY(!changed->attributes.expires);
    change.attributes.expires = std::optional<UnixSeconds>(999);
    VERIFY_FAILS(m_work->run(m_vault, change), ErrorCode::BadParameter);
}

void VaultContract::refusesToReadDisabled()
{
    SetSecret op = setSecret("off", "value");
    op.attributes.isEnabled = false;
    VERIFY_OK(m_work->run(m_vault, std::move(op)));
    const auto got = m_work->run(m_vault, GetSecret{ named("off"), {} });
    VERIFY_FAILS(got, ErrorCode::SecretDisabled);
    QCOMPARE(got.error().message, u"Operation get is not allowed on a disabled secret."_s);
    VERIFY_OK(m_work->run(m_vault, BackupSecret{ named("off") }));
    VERIFY_OK(m_work->run(m_vault, ListSecretVersions{ named("off"), {} }));
    set("off", "on again");
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("off"), {} }));
}

void VaultContract::readsOutsideOfDates()
{
    SetSecret past = setSecret("past", "value");
    past.attributes.expires = std::optional<UnixSeconds>(1000);
    SetSecret future = setSecret("future", "value");
    future.attributes.notBefore = std::optional<UnixSeconds>(4'000'000'000);
    VERIFY_OK(m_work->run(m_vault, std::move(past)));
    VERIFY_OK(m_work->run(m_vault, std::move(future)));
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("past"), {} }));
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("future"), {} }));
}

void VaultContract::deletesAndRecovers()
{
    const auto first = set("gone", "one");
    const auto second = set("gone", "two");
    m_work->clock.advance(10);
    const auto deleted = m_work->run(m_vault, DeleteSecret{ named("GONE") });
    VERIFY_OK(deleted);
    QCOMPARE(deleted->properties, second);
    QCOMPARE(deleted->deletion.deleted, m_work->clock.now());
    QCOMPARE(deleted->deletion.scheduledPurge, m_work->clock.now() + 90 * day);

    VERIFY_FAILS(m_work->run(m_vault, GetSecret{ named("gone"), {} }), ErrorCode::SecretNotFound);
    VERIFY_FAILS(m_work->run(m_vault, GetSecret{ named("gone"), first.version }), ErrorCode::SecretNotFound);
    VERIFY_FAILS(m_work->run(m_vault, DeleteSecret{ named("gone") }), ErrorCode::SecretNotFound);
    VERIFY_FAILS(m_work->run(m_vault, BackupSecret{ named("gone") }), ErrorCode::SecretNotFound);
    const auto live = m_work->run(m_vault, ListSecrets{});
    VERIFY_OK(live);
    QVERIFY(live->items.empty());
    const auto versions = m_work->run(m_vault, ListSecretVersions{ named("gone"), {} });
    VERIFY_OK(versions);
    QVERIFY(versions->items.empty());
    const auto got = m_work->run(m_vault, GetDeletedSecret{ named("gone") });
    VERIFY_OK(got);
    QCOMPARE(*got, *deleted);

    const auto recovered = m_work->run(m_vault, RecoverDeletedSecret{ named("gone") });
    VERIFY_OK(recovered);
    QCOMPARE(*recovered, second);
    const auto old = m_work->run(m_vault, GetSecret{ named("gone"), first.version });
    VERIFY_OK(old);
    QCOMPARE(old->value.view(), QByteArrayView("one"));
    VERIFY_FAILS(m_work->run(m_vault, GetDeletedSecret{ named("gone") }), ErrorCode::DeletedSecretNotFound);
}

void VaultContract::refusesNamesOfDeleted()
{
    set("Taken", "value");
    const auto blob = m_work->run(m_vault, BackupSecret{ named("Taken") });
    VERIFY_OK(blob);
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("Taken") }));
    const auto made = m_work->run(m_vault, setSecret("taken", "again"));
    VERIFY_FAILS(made, ErrorCode::DeletedButRecoverable);
    QCOMPARE(made.error().message,
             u"Secret Taken is currently in a deleted but recoverable state, and its name cannot be reused; "
             "in this state, the secret can only be recovered or purged."_s);
    VERIFY_FAILS(m_work->run(m_vault, RestoreSecret{ *blob }), ErrorCode::DeletedButRecoverable);
    UpdateSecret change{ named("taken"), {}, {}, {}, {} };
    VERIFY_FAILS(m_work->run(m_vault, change), ErrorCode::SecretNotFound);
}

void VaultContract::refusesToReadDeletedDisabled()
{
    SetSecret op = setSecret("off", "value");
    op.attributes.isEnabled = false;
    VERIFY_OK(m_work->run(m_vault, std::move(op)));
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("off") }));
    const auto got = m_work->run(m_vault, GetDeletedSecret{ named("off") });
    VERIFY_FAILS(got, ErrorCode::DeletedSecretDisabled);
    QVERIFY(got.error().message.contains("not permitted on this object"_L1));
    VERIFY_OK(m_work->run(m_vault, PurgeDeletedSecret{ named("off") }));
}

void VaultContract::purges()
{
    const auto first = set("purged", "one");
    VERIFY_FAILS(m_work->run(m_vault, PurgeDeletedSecret{ named("purged") }),
                 ErrorCode::DeletedSecretNotFound);
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("purged") }));
    VERIFY_OK(m_work->run(m_vault, PurgeDeletedSecret{ named("PURGED") }));
    VERIFY_FAILS(m_work->run(m_vault, GetDeletedSecret{ named("purged") }), ErrorCode::DeletedSecretNotFound);
    VERIFY_FAILS(m_work->run(m_vault, RecoverDeletedSecret{ named("purged") }),
                 ErrorCode::DeletedSecretNotFound);
    const auto again = m_work->run(m_vault, setSecret("Purged", "two"));
    VERIFY_OK(again);
    QCOMPARE(again->name.text(), u"Purged"_s);
    QVERIFY(!again->previousVersion);
    VERIFY_FAILS(m_work->run(m_vault, GetSecret{ named("purged"), first.version }),
                 ErrorCode::SecretNotFound);
}

void VaultContract::protectsFromPurging()
{
    CreateVault op = createVault("protected");
    op.hasPurgeProtection = true;
    op.retentionDays = 7;
    const VaultId guarded = make(std::move(op));
    const auto made = m_work->run(guarded, setSecret("kept", "value"));
    VERIFY_OK(made);
    QCOMPARE(made->attributes.recoveryLevel, u"CustomizedRecoverable"_s);
    QCOMPARE(made->attributes.recoverableDays, 7);
    VERIFY_OK(m_work->run(guarded, DeleteSecret{ named("kept") }));
    const auto purged = m_work->run(guarded, PurgeDeletedSecret{ named("kept") });
    VERIFY_FAILS(purged, ErrorCode::PurgeProtected);
    QVERIFY(purged.error().message.startsWith(
        "Operation \"purge\" is not allowed because purge protection is enabled for this vault"_L1));
    VERIFY_OK(m_work->run(guarded, RecoverDeletedSecret{ named("kept") }));
}

void VaultContract::saysWhatIsMissing_data()
{
    QTest::addColumn<QString>("operation");
    for (const char* const name : { "get", "update", "delete", "backup", "promote" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

void VaultContract::saysWhatIsMissing()
{
    QFETCH(QString, operation);
    const auto message = [&]() -> QString {
        if (operation == "get"_L1)
            return m_work->run(m_vault, GetSecret{ named("Nothing"), {} }).error().message;
        if (operation == "update"_L1)
            return m_work->run(m_vault, UpdateSecret{ named("Nothing"), {}, {}, {}, {} }).error().message;
        if (operation == "delete"_L1)
            return m_work->run(m_vault, DeleteSecret{ named("Nothing") }).error().message;
        if (operation == "backup"_L1)
            return m_work->run(m_vault, BackupSecret{ named("Nothing") }).error().message;
        return m_work->run(m_vault, PromoteSecretVersion{ named("Nothing"), VersionId::random() })
            .error()
            .message;
    }();
    QVERIFY(message.startsWith("A secret with (name/id) Nothing"_L1));
    QVERIFY(message.contains(" was not found in this key vault."_L1));
    const auto deleted = m_work->run(m_vault, GetDeletedSecret{ named("Nothing") });
    VERIFY_FAILS(deleted, ErrorCode::DeletedSecretNotFound);
    QCOMPARE(deleted.error().message, u"Deleted Secret not found: Nothing"_s);
}

void VaultContract::pagesLists()
{
    QStringList wanted;
    for (int i = 0; i < 57; ++i) {
        const QByteArray name = (i % 2 ? "Item-" : "iTEM-") + QByteArray::number(i).rightJustified(3, '0');
        set(name.constData(), "v");
        wanted << QString::fromLatin1(name).toUpper();
    }
    QStringList found;
    ListSecrets op;
    std::size_t pages = 0;
    do {
        const auto page = m_work->run(m_vault, op);
        VERIFY_OK(page);
        QVERIFY(page->items.size() <= 25);
        for (const SecretProperties& item : page->items)
            found << item.name.folded();
        op.page.next = page->next;
        ++pages;
    } while (!op.page.next.isEmpty());
    QCOMPARE(pages, std::size_t(3));
    QCOMPARE(found, wanted);

    op.page = { 19, {} };
    for (const std::size_t size : { std::size_t(19), std::size_t(19), std::size_t(19) }) {
        const auto page = m_work->run(m_vault, op);
        VERIFY_OK(page);
        QCOMPARE(page->items.size(), size);
        op.page.next = page->next;
    }
    QVERIFY(op.page.next.isEmpty());
}

void VaultContract::pagesVersions()
{
    std::set<QString> made;
    for (int i = 0; i < 30; ++i)
        made.insert(set("many", "v").version.text());
    ListSecretVersions op{ named("many"), { 7, {} } };
    std::vector<QString> found;
    do {
        const auto page = m_work->run(m_vault, op);
        VERIFY_OK(page);
        for (const SecretProperties& item : page->items)
            found.push_back(item.version.text());
        op.page.next = page->next;
    } while (!op.page.next.isEmpty());
    QVERIFY(std::ranges::equal(found, made)); // ascending by version id
    const auto none = m_work->run(m_vault, ListSecretVersions{ named("nothing"), {} });
    VERIFY_OK(none);
    QVERIFY(none->items.empty() && none->next.isEmpty());
}

void VaultContract::pagesDeleted()
{
    for (const char* const name : { "a", "b", "c", "d", "e" }) {
        set(name, "v");
        if (QByteArrayView(name) != "c")
            VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named(name) }));
    }
    ListDeletedSecrets op{ { 3, {} } };
    const auto first = m_work->run(m_vault, op);
    VERIFY_OK(first);
    QCOMPARE(first->items.size(), std::size_t(3));
    QCOMPARE(first->items.back().properties.name.text(), u"d"_s);
    op.page.next = first->next;
    const auto second = m_work->run(m_vault, op);
    VERIFY_OK(second);
    QCOMPARE(second->items.size(), std::size_t(1));
    QVERIFY(second->next.isEmpty());
}

void VaultContract::refusesBadPages_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("next");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("default") << 0 << QString() << true;
    QTest::newRow("one") << 1 << QString() << true;
    QTest::newRow("most") << 25 << QString() << true;
    QTest::newRow("too many") << 26 << QString() << false;
    QTest::newRow("negative") << -1 << QString() << false;
    QTest::newRow("marker") << 0 << u"%/.."_s << false;
}

void VaultContract::refusesBadPages()
{
    QFETCH(int, size);
    QFETCH(QString, next);
    QFETCH(bool, isGood);
    const PageRequest page{ size, next };
    QCOMPARE(m_work->run(m_vault, ListSecrets{ page }).has_value(), isGood);
    QCOMPARE(m_work->run(m_vault, ListDeletedSecrets{ page }).has_value(), isGood);
    const auto versions = m_work->run(m_vault, ListSecretVersions{ named("x"), page });
    QCOMPARE(versions.has_value(), isGood);
    if (!isGood)
        QCOMPARE(versions.error().code, ErrorCode::BadParameter);
}

void VaultContract::backsUpAndRestores()
{
    SetSecret op = setSecret("Saved", "one");
    op.tags = { { u"env"_s, u"test"_s } };
    op.contentType = u"text/plain"_s;
    op.attributes.expires = std::optional<UnixSeconds>(4'000'000'000);
    const auto first = m_work->run(m_vault, std::move(op));
    VERIFY_OK(first);
    m_work->clock.advance(5);
    const auto second = set("Saved", "two");
    const auto blob = m_work->run(m_vault, BackupSecret{ named("saved") });
    VERIFY_OK(blob);
    QVERIFY(!blob->contains("two"));

    const VaultId other = make(createVault("other"));
    m_work->clock.advance(100);
    const auto restored = m_work->run(other, RestoreSecret{ *blob });
    VERIFY_OK(restored);
    QCOMPARE(*restored, second);
    const auto old = m_work->run(other, GetSecret{ named("saved"), first->version });
    VERIFY_OK(old);
    QCOMPARE(old->properties, *first);
    QCOMPARE(old->value.view(), QByteArrayView("one"));
    const auto next = m_work->run(other, setSecret("saved", "three"));
    VERIFY_OK(next);
    QCOMPARE(next->previousVersion, std::optional(second.version));
}

void VaultContract::refusesBadBackups_data()
{
    QTest::addColumn<QString>("change");
    for (const char* const name : { "empty", "text", "cut", "longer", "flipped" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

void VaultContract::refusesBadBackups()
{
    QFETCH(QString, change);
    set("saved", "value");
    const auto good = m_work->run(m_vault, BackupSecret{ named("saved") });
    VERIFY_OK(good);
    QByteArray blob = *good;
    if (change == "empty"_L1)
        blob.clear();
    else if (change == "text"_L1)
        blob = "not a backup";
    else if (change == "cut"_L1)
        blob.chop(1);
    else if (change == "longer"_L1)
        blob += "\xff";
    else
        blob[0] = static_cast<char>(blob[0] ^ 1);
    const VaultId other = make(createVault("other"));
    VERIFY_FAILS(m_work->run(other, RestoreSecret{ blob }), ErrorCode::BadParameter);
}

void VaultContract::restoresOnlyToFreeNames()
{
    set("there", "value");
    const auto blob = m_work->run(m_vault, BackupSecret{ named("there") });
    VERIFY_OK(blob);
    VERIFY_FAILS(m_work->run(m_vault, RestoreSecret{ *blob }), ErrorCode::Conflict);
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("there") }));
    VERIFY_FAILS(m_work->run(m_vault, RestoreSecret{ *blob }), ErrorCode::DeletedButRecoverable);
    VERIFY_OK(m_work->run(m_vault, PurgeDeletedSecret{ named("there") }));
    VERIFY_OK(m_work->run(m_vault, RestoreSecret{ *blob }));
    const auto got = m_work->run(m_vault, GetSecret{ named("there"), {} });
    VERIFY_OK(got);
    QCOMPARE(got->value.view(), QByteArrayView("value"));
}

void VaultContract::limitsBackups()
{
    for (int i = 0; i < 500; ++i)
        set("many", "v");
    VERIFY_OK(m_work->run(m_vault, BackupSecret{ named("many") }));
    set("many", "v");
    VERIFY_FAILS(m_work->run(m_vault, BackupSecret{ named("many") }), ErrorCode::BadParameter);
}

void VaultContract::promotesVersions()
{
    SetSecret op = setSecret("back", "one");
    op.contentType = u"text/plain"_s;
    op.tags = { { u"a"_s, u"b"_s } };
    op.attributes.isEnabled = false;
    op.attributes.expires = std::optional<UnixSeconds>(4'000'000'000);
    const auto first = m_work->run(m_vault, std::move(op));
    VERIFY_OK(first);
    const auto second = set("back", "two");
    const auto third = m_work->run(m_vault, PromoteSecretVersion{ named("back"), first->version });
    VERIFY_OK(third);
    QVERIFY(third->version != first->version);
    QCOMPARE(third->previousVersion, std::optional(second.version));
    QCOMPARE(third->contentType, u"text/plain"_s);
    QCOMPARE(third->tags, first->tags);
    QVERIFY(third->attributes.isEnabled);
    QVERIFY(!third->attributes.expires);
    const auto got = m_work->run(m_vault, GetSecret{ named("back"), {} });
    VERIFY_OK(got);
    QCOMPARE(got->value.view(), QByteArrayView("one"));
}

void VaultContract::comparesVersions()
{
    using Run = CompareSecretVersions::Run;
    const auto first = set("compared", "same");
    const auto second = set("compared", "same");
    const auto third = set("compared", "other");
    const auto equal
        = m_work->run(m_vault, CompareSecretVersions{ named("compared"), first.version, second.version });
    VERIFY_OK(equal);
    QCOMPARE(*equal, (std::vector<Run>{ { Run::Kind::Same, 4 } }));
    const auto unequal
        = m_work->run(m_vault, CompareSecretVersions{ named("compared"), first.version, third.version });
    VERIFY_OK(unequal);
    int onlyFirst = 0;
    int onlySecond = 0;
    int same = 0;
    for (const Run& run : *unequal) {
        (run.kind == Run::Kind::Same            ? same
             : run.kind == Run::Kind::OnlyFirst ? onlyFirst
                                                : onlySecond)
            += run.characters;
    }
    QCOMPARE(same + onlyFirst, 4);
    QCOMPARE(same + onlySecond, 5);
    VERIFY_FAILS(
        m_work->run(m_vault, CompareSecretVersions{ named("compared"), first.version, VersionId::random() }),
        ErrorCode::SecretNotFound);
}

void VaultContract::checksNames()
{
    using State = CheckSecretNames::NameState;
    set("there", "v");
    set("gone", "v");
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("gone") }));
    const auto states
        = m_work->run(m_vault, CheckSecretNames{ { named("GONE"), named("free"), named("There") } });
    VERIFY_OK(states);
    QCOMPARE(*states, (std::vector<State>{ State::Deleted, State::Free, State::Exists }));
}

namespace {

/// Five secrets that differ in everything a filter asks for.
void fill(WorkingStore& work, const VaultId& vault)
{
    const UnixSeconds now = work.clock.now();
    SetSecret alpha = setSecret("Alpha-db", "v");
    alpha.contentType = u"application/json"_s;
    alpha.tags = { { u"Env"_s, u"Prod"_s } };
    alpha.attributes.expires = std::optional<UnixSeconds>(now + 10 * day);
    SetSecret beta = setSecret("beta-api", "v");
    beta.contentType = u"text/plain"_s;
    beta.tags = { { u"env"_s, u"test"_s }, { u"team"_s, u"100%_sure"_s } };
    SetSecret gamma = setSecret("gamma-db", "v");
    gamma.attributes.isEnabled = false;
    gamma.tags = { { u"Farbe"_s, u"grün 𐐀"_s } };
    SetSecret delta = setSecret("Delta", "v");
    delta.attributes.expires = std::optional<UnixSeconds>(now - day);
    SetSecret epsilon = setSecret("epsilon", "v");
    epsilon.attributes.notBefore = std::optional<UnixSeconds>(now + day);
    epsilon.attributes.expires = std::optional<UnixSeconds>(now + 400 * day);
    for (SetSecret* const op : { &alpha, &beta, &gamma, &delta, &epsilon }) {
        work.clock.advance(1);
        static_cast<void>(work.run(vault, std::move(*op)));
    }
}

FilterTerm term(FilterTerm::Field field, const QString& text)
{
    FilterTerm made;
    made.field = field;
    made.text = text;
    return made;
}

QStringList namesOf(const std::vector<SecretProperties>& rows)
{
    QStringList names;
    for (const SecretProperties& row : rows)
        names << row.name.text();
    return names;
}

} // namespace

void VaultContract::browsesWithFilters_data()
{
    using Field = FilterTerm::Field;
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("comparison");
    QTest::addColumn<int>("days");
    QTest::addColumn<bool>("isNegated");
    QTest::addColumn<QStringList>("wanted");
    const auto row = [](const char* name, Field field, const QString& text, bool isNegated,
                        const QStringList& wanted) {
        QTest::newRow(name) << static_cast<int>(field) << QString() << text << 0 << 0 << isNegated << wanted;
    };
    row("text", Field::Text, u"-DB"_s, false, { u"Alpha-db"_s, u"gamma-db"_s });
    row("short text", Field::Text, u"a-"_s, false, { u"Alpha-db"_s, u"beta-api"_s, u"gamma-db"_s });
    row("text in type", Field::Text, u"json"_s, false, { u"Alpha-db"_s });
    row("text in tag", Field::Text, u"PROD"_s, false, { u"Alpha-db"_s });
    row("one letter", Field::Text, u"J"_s, false, { u"Alpha-db"_s });
    row("one letter of a tag", Field::Text, u"Ü"_s, false, { u"gamma-db"_s });
    row("one letter beyond most alphabets", Field::Text, u"𐐨"_s, false, { u"gamma-db"_s });
    row("short text of a tag's value", Field::Text, u"PR"_s, false, { u"Alpha-db"_s });
    row("short text across texts", Field::Text, u"vp"_s, false, {});
    row("short text in none", Field::Text, u"zz"_s, false, {});
    row("not short text", Field::Text, u"Ü"_s, true,
        { u"Alpha-db"_s, u"beta-api"_s, u"Delta"_s, u"epsilon"_s });
    row("text with other letters", Field::Text, u"GRÜN"_s, false, { u"gamma-db"_s });
    row("text with signs", Field::Text, u"100%_"_s, false, { u"beta-api"_s });
    row("text with quotes", Field::Text, u"\"x\" OR *"_s, false, {});
    row("not text", Field::Text, u"-db"_s, true, { u"beta-api"_s, u"Delta"_s, u"epsilon"_s });
    row("enabled", Field::State, u"enabled"_s, false, { u"beta-api"_s });
    row("expiring", Field::State, u"expiring"_s, false, { u"Alpha-db"_s });
    row("expired", Field::State, u"expired"_s, false, { u"Delta"_s });
    row("not yet", Field::State, u"notyetvalid"_s, false, { u"epsilon"_s });
    row("disabled", Field::State, u"disabled"_s, false, { u"gamma-db"_s });
    row("not disabled", Field::State, u"disabled"_s, true,
        { u"Alpha-db"_s, u"beta-api"_s, u"Delta"_s, u"epsilon"_s });
    row("not not yet", Field::State, u"notyetvalid"_s, true,
        { u"Alpha-db"_s, u"beta-api"_s, u"Delta"_s, u"gamma-db"_s });
    row("type", Field::Type, u"PLAIN"_s, false, { u"beta-api"_s });
    row("has expiry", Field::HasExpiry, {}, false, { u"Alpha-db"_s, u"Delta"_s, u"epsilon"_s });
    row("no expiry", Field::HasExpiry, {}, true, { u"beta-api"_s, u"gamma-db"_s });
    const auto contains = static_cast<int>(FilterTerm::Comparison::Contains);
    const auto equals = static_cast<int>(FilterTerm::Comparison::Equals);
    QTest::newRow("tag") << static_cast<int>(Field::Tag) << u"ENV"_s << QString() << contains << 0 << false
                         << QStringList{ u"Alpha-db"_s, u"beta-api"_s };
    QTest::newRow("tag value") << static_cast<int>(Field::Tag) << u"env"_s << u"prod"_s << equals << 0
                               << false << QStringList{ u"Alpha-db"_s };
    QTest::newRow("tag part") << static_cast<int>(Field::Tag) << u"env"_s << u"es"_s << contains << 0 << false
                              << QStringList{ u"beta-api"_s };
    QTest::newRow("not tag") << static_cast<int>(Field::Tag) << u"env"_s << QString() << contains << 0 << true
                             << QStringList{ u"Delta"_s, u"epsilon"_s, u"gamma-db"_s };
    QTest::newRow("expires before") << static_cast<int>(Field::Expires) << QString() << QString()
                                    << static_cast<int>(FilterTerm::Comparison::Before) << 30 << false
                                    << QStringList{ u"Alpha-db"_s, u"Delta"_s };
    QTest::newRow("expires after") << static_cast<int>(Field::Expires) << QString() << QString()
                                   << static_cast<int>(FilterTerm::Comparison::After) << 30 << false
                                   << QStringList{ u"epsilon"_s };
    QTest::newRow("updated after") << static_cast<int>(Field::Updated) << QString() << QString()
                                   << static_cast<int>(FilterTerm::Comparison::After) << -1 << false
                                   << QStringList{ u"Alpha-db"_s, u"beta-api"_s, u"Delta"_s, u"epsilon"_s,
                                                   u"gamma-db"_s };
}

void VaultContract::browsesWithFilters()
{
    QFETCH(int, field);
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(int, comparison);
    QFETCH(int, days);
    QFETCH(bool, isNegated);
    QFETCH(QStringList, wanted);
    fill(*m_work, m_vault);
    FilterTerm filter = term(static_cast<FilterTerm::Field>(field), text);
    filter.key = key;
    filter.comparison = static_cast<FilterTerm::Comparison>(comparison);
    filter.number = m_work->clock.now() + days * day;
    filter.isNegated = isNegated;
    BrowseSecrets op;
    op.request.filter = { filter };
    for (int time = 0; time < 3; ++time) { // a store may know more when it is asked again
        const auto found = m_work->run(m_vault, op);
        VERIFY_OK(found);
        QCOMPARE(namesOf(found->rows), wanted);
        QCOMPARE(found->matched, static_cast<qint64>(wanted.size()));
        QCOMPARE(found->total, 5);
    }

    // Two conditions are joined by "and".
    op.request.filter.push_back(term(FilterTerm::Field::Text, u"alpha"_s));
    const auto both = m_work->run(m_vault, op);
    VERIFY_OK(both);
    QCOMPARE(namesOf(both->rows),
             wanted.contains(u"Alpha-db"_s) ? QStringList{ u"Alpha-db"_s } : QStringList());
}

void VaultContract::browsesInOrder_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QStringList>("wanted");
    QTest::newRow("name") << static_cast<int>(SortColumn::Name)
                          << QStringList{ u"Alpha-db"_s, u"beta-api"_s, u"Delta"_s, u"epsilon"_s,
                                          u"gamma-db"_s };
    QTest::newRow("created") << static_cast<int>(SortColumn::Created)
                             << QStringList{ u"Alpha-db"_s, u"beta-api"_s, u"gamma-db"_s, u"Delta"_s,
                                             u"epsilon"_s };
    QTest::newRow("updated") << static_cast<int>(SortColumn::Updated)
                             << QStringList{ u"Alpha-db"_s, u"beta-api"_s, u"gamma-db"_s, u"Delta"_s,
                                             u"epsilon"_s };
    QTest::newRow("expires") << static_cast<int>(SortColumn::Expires)
                             << QStringList{ u"Delta"_s, u"Alpha-db"_s, u"epsilon"_s, u"beta-api"_s,
                                             u"gamma-db"_s };
    QTest::newRow("type") << static_cast<int>(SortColumn::ContentType)
                          << QStringList{ u"Delta"_s, u"epsilon"_s, u"gamma-db"_s, u"Alpha-db"_s,
                                          u"beta-api"_s };
    QTest::newRow("state") << static_cast<int>(SortColumn::State)
                           << QStringList{ u"beta-api"_s, u"Alpha-db"_s, u"Delta"_s, u"epsilon"_s,
                                           u"gamma-db"_s };
}

void VaultContract::browsesInOrder()
{
    QFETCH(int, column);
    QFETCH(QStringList, wanted);
    fill(*m_work, m_vault);
    BrowseSecrets op;
    for (const bool isDescending : { false, true }) {
        op.request.sort = { { static_cast<SortColumn>(column), isDescending } };
        const auto found = m_work->run(m_vault, op);
        VERIFY_OK(found);
        QCOMPARE(namesOf(found->rows), wanted);
        for (qsizetype row = 0; row < wanted.size(); ++row) {
            op.request.locate = wanted[row];
            const auto located = m_work->run(m_vault, op);
            VERIFY_OK(located);
            QCOMPARE(located->locatedRow, row);
            BrowseSecrets window = op;
            window.request.offset = row;
            window.request.limit = 2;
            const auto rows = m_work->run(m_vault, window);
            VERIFY_OK(rows);
            QCOMPARE(namesOf(rows->rows), wanted.mid(row, 2));
        }
        std::reverse(wanted.begin(), wanted.end());
    }
}

void VaultContract::browsesWindows()
{
    fill(*m_work, m_vault);
    BrowseSecrets op;
    op.request.offset = 1;
    op.request.limit = 2;
    op.request.locate = u"nothing"_s;
    const auto window = m_work->run(m_vault, op);
    VERIFY_OK(window);
    QCOMPARE(namesOf(window->rows), (QStringList{ u"beta-api"_s, u"Delta"_s }));
    QCOMPARE(window->matched, 5);
    QCOMPARE(window->locatedRow, -1);
    op.request.wantsCount = false;
    op.request.offset = 100;
    const auto beyond = m_work->run(m_vault, op);
    VERIFY_OK(beyond);
    QVERIFY(beyond->rows.empty());
    QCOMPARE(beyond->matched, -1);
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("delta") }));
    op.request = {};
    const auto fewer = m_work->run(m_vault, op);
    VERIFY_OK(fewer);
    QCOMPARE(fewer->matched, 4);
    QCOMPARE(fewer->total, 4);
}

void VaultContract::countsObjects()
{
    set("a", "v");
    set("b", "v");
    set("b", "v");
    set("c", "v");
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("c") }));
    auto counts = m_work->run(m_vault, CountObjects{});
    VERIFY_OK(counts);
    QCOMPARE(counts->secrets, 2);
    QCOMPARE(counts->deletedSecrets, 1);
    VERIFY_OK(m_work->run(m_vault, PurgeDeletedSecret{ named("c") }));
    counts = m_work->run(m_vault, CountObjects{});
    VERIFY_OK(counts);
    QCOMPARE(counts->secrets, 2);
    QCOMPARE(counts->deletedSecrets, 0);
}

void VaultContract::searchesAllVaults()
{
    fill(*m_work, m_vault);
    const VaultId other = make(createVault("other"));
    VERIFY_OK(m_work->run(other, setSecret("other-db", "v")));
    const auto hits = m_work->run(SearchStore{ u"-DB"_s });
    VERIFY_OK(hits);
    QCOMPARE(hits->size(), std::size_t(3));
    QCOMPARE(hits->back().name, u"other-db"_s);
    QCOMPARE(hits->back().vault, other);
    VERIFY_OK(m_work->run(other, DeleteSecret{ named("other-db") }));
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("gamma-db") }));
    auto fewer = m_work->run(SearchStore{ u"-db"_s });
    VERIFY_OK(fewer);
    QCOMPARE(fewer->size(), std::size_t(1));
    VERIFY_OK(m_work->run(DeleteVault{ m_vault }));
    fewer = m_work->run(SearchStore{ u"-db"_s });
    VERIFY_OK(fewer);
    QVERIFY(fewer->empty());
    const auto nothing = m_work->run(SearchStore{});
    VERIFY_OK(nothing);
    QVERIFY(nothing->empty());
}

void VaultContract::makesVaults()
{
    CreateVault op = createVault("Second-Vault");
    op.sku = Sku::Premium;
    op.retentionDays = 30;
    op.environment = Environment::Production;
    op.permissionModel = PermissionModel::AccessPolicies;
    op.tags = { { u"a"_s, u"b"_s } };
    const auto made = m_work->run(std::move(op));
    VERIFY_OK(made);
    QCOMPARE(made->name.text(), u"Second-Vault"_s);
    QCOMPARE(made->created, m_work->clock.now());
    QVERIFY(!made->id.isEmpty());
    const auto vaults = m_work->run(ListVaults{});
    VERIFY_OK(vaults);
    QCOMPARE(vaults->size(), std::size_t(2));
    QCOMPARE(vaults->front().name.text(), u"contract"_s);
    QCOMPARE(vaults->back(), *made);
    const auto taken = m_work->run(createVault("SECOND-vault"));
    VERIFY_FAILS(taken, ErrorCode::VaultNameTaken);
}

void VaultContract::refusesBadVaults_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<int>("tags");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("least") << 7 << 0 << true;
    QTest::newRow("most") << 90 << 15 << true;
    QTest::newRow("too few days") << 6 << 0 << false;
    QTest::newRow("too many days") << 91 << 0 << false;
    QTest::newRow("too many tags") << 90 << 16 << false;
}

void VaultContract::refusesBadVaults()
{
    QFETCH(int, days);
    QFETCH(int, tags);
    QFETCH(bool, isGood);
    CreateVault op = createVault("other");
    op.retentionDays = days;
    for (int i = 0; i < tags; ++i)
        op.tags.insert(QString::number(i), {});
    const auto made = m_work->run(std::move(op));
    QCOMPARE(made.has_value(), isGood);
    if (!isGood)
        QCOMPARE(made.error().code, ErrorCode::BadParameter);
}

void VaultContract::updatesVaults()
{
    m_work->clock.advance(5);
    UpdateVault op{ m_vault,      PermissionModel::AccessPolicies, true, Environment::Test,
                    Sku::Premium, Tags{ { u"x"_s, u"y"_s } },      {} };
    const auto changed = m_work->run(std::move(op));
    VERIFY_OK(changed);
    QCOMPARE(changed->permissionModel, PermissionModel::AccessPolicies);
    QVERIFY(changed->hasPurgeProtection);
    QCOMPARE(changed->environment, Environment::Test);
    QCOMPARE(changed->sku, Sku::Premium);
    QCOMPARE(changed->updated, m_work->clock.now());
    QCOMPARE(changed->created, m_work->clock.now() - 5);
    const auto same = m_work->run(UpdateVault{ m_vault, {}, {}, {}, {}, {} });
    VERIFY_OK(same);
    QCOMPARE(*same, *changed);
    VERIFY_FAILS(m_work->run(UpdateVault{ m_vault, {}, false, {}, {}, {} }), ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(UpdateVault{ m_vault, {}, {}, {}, Sku::Standard, {}, {} }),
                 ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(UpdateVault{ { u"nothing"_s }, {}, {}, {}, {}, {} }), ErrorCode::VaultNotFound);
    // What was changed decides from now on.
    const auto made = m_work->run(m_vault, setSecret("a", "v"));
    VERIFY_OK(made);
    QCOMPARE(made->attributes.recoveryLevel, u"Recoverable"_s);
}

void VaultContract::deletesAndRecoversVaults()
{
    set("inside", "value");
    AccessPolicy policy;
    policy.principalId = u"somebody"_s;
    policy.secrets = { u"get"_s };
    VERIFY_OK(m_work->run(m_vault, SetAccessPolicy{ policy }));
    m_work->clock.advance(7);
    const auto deleted = m_work->run(DeleteVault{ m_vault });
    VERIFY_OK(deleted);
    QCOMPARE(deleted->deleted, m_work->clock.now());
    QCOMPARE(deleted->scheduledPurge, m_work->clock.now() + 90 * day);
    VERIFY_FAILS(m_work->run(m_vault, GetSecret{ named("inside"), {} }), ErrorCode::VaultNotFound);
    VERIFY_FAILS(m_work->run(DeleteVault{ m_vault }), ErrorCode::VaultNotFound);
    const auto live = m_work->run(ListVaults{});
    VERIFY_OK(live);
    QVERIFY(live->empty());
    const auto gone = m_work->run(ListDeletedVaults{});
    VERIFY_OK(gone);
    QCOMPARE(gone->size(), std::size_t(1));
    QCOMPARE(gone->front(), *deleted);

    const auto recovered = m_work->run(RecoverVault{ m_vault });
    VERIFY_OK(recovered);
    QCOMPARE(recovered->id, m_vault);
    const auto got = m_work->run(m_vault, GetSecret{ named("inside"), {} });
    VERIFY_OK(got);
    QCOMPARE(got->value.view(), QByteArrayView("value"));
    const auto rules = m_work->run(m_vault, GetAccessRules{});
    VERIFY_OK(rules);
    QVERIFY(rules->policies.empty()); // access is lost, as in the service
    VERIFY_FAILS(m_work->run(RecoverVault{ m_vault }), ErrorCode::DeletedVaultNotFound);
}

void VaultContract::keepsNamesOfDeletedVaults()
{
    VERIFY_OK(m_work->run(DeleteVault{ m_vault }));
    const auto again = m_work->run(createVault("CONTRACT"));
    VERIFY_FAILS(again, ErrorCode::VaultNameTaken);
    QVERIFY(again.error().message.contains("deleted"_L1));
    VERIFY_OK(m_work->run(PurgeVault{ m_vault }));
    VERIFY_OK(m_work->run(createVault("contract")));
}

void VaultContract::purgesVaults()
{
    for (int i = 0; i < 130; ++i)
        set(QByteArray("s" + QByteArray::number(i)).constData(), "v");
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("s1") }));
    VERIFY_FAILS(m_work->run(PurgeVault{ m_vault }), ErrorCode::DeletedVaultNotFound);
    VERIFY_OK(m_work->run(DeleteVault{ m_vault }));
    VERIFY_OK(m_work->run(PurgeVault{ m_vault }));
    VERIFY_FAILS(m_work->run(RecoverVault{ m_vault }), ErrorCode::DeletedVaultNotFound);

    CreateVault op = createVault("guarded");
    op.hasPurgeProtection = true;
    const VaultId guarded = make(std::move(op));
    VERIFY_OK(m_work->run(DeleteVault{ guarded }));
    VERIFY_FAILS(m_work->run(PurgeVault{ guarded }), ErrorCode::PurgeProtected);
    const VaultId fresh = make(createVault("contract"));
    const auto listed = m_work->run(fresh, ListSecrets{});
    VERIFY_OK(listed);
    QVERIFY(listed->items.empty());
}

void VaultContract::purgesWhatIsOver()
{
    CreateVault op = createVault("short");
    op.retentionDays = 7;
    op.hasPurgeProtection = true; // the end of retention counts for protected vaults, too
    const VaultId brief = make(std::move(op));
    VERIFY_OK(m_work->run(brief, setSecret("a", "v")));
    set("a", "v");
    VERIFY_OK(m_work->run(brief, DeleteSecret{ named("a") }));
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("a") }));
    m_work->clock.advance(7 * day - 1);
    QVERIFY(m_work->run(PurgeExpired{})->empty());
    m_work->clock.advance(1);
    const auto purged = m_work->run(PurgeExpired{});
    QCOMPARE(purged->size(), std::size_t(1));
    QCOMPARE(purged->front().name, u"a"_s);
    // Nobody did it, and yet the log knows what is gone.
    const auto rows = m_work->run(ListAudit{ { .vault = brief, .limit = 1 } });
    QCOMPARE(rows->front().operation, u"SecretPurge"_s);
    QCOMPARE(rows->front().objectName, u"a"_s);
    VERIFY_FAILS(m_work->run(brief, GetDeletedSecret{ named("a") }), ErrorCode::DeletedSecretNotFound);
    VERIFY_OK(m_work->run(m_vault, GetDeletedSecret{ named("a") }));
    VERIFY_OK(m_work->run(DeleteVault{ brief }));
    m_work->clock.advance(7 * day);
    QCOMPARE(m_work->run(PurgeExpired{})->size(), std::size_t(1));
    const auto gone = m_work->run(ListAudit{ { .vault = brief, .limit = 1 } });
    QCOMPARE(gone->front().operation, u"VaultPurge"_s);
    QCOMPARE(gone->front().objectName, u"short"_s);
    VERIFY_OK(m_work->run(createVault("short")));
}

void VaultContract::clockGoesNotBack()
{
    set("a", "v");
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("a") }));
    const UnixSeconds seen = m_work->clock.now();
    m_work->clock.advance(-3650 * day);
    const auto made = m_work->run(m_vault, setSecret("b", "v"));
    VERIFY_OK(made);
    QCOMPARE(made->attributes.created, seen);
    QVERIFY(m_work->run(PurgeExpired{})->empty());
    m_work->clock.advance(7300 * day);
    QCOMPARE(m_work->run(PurgeExpired{})->size(), std::size_t(1));
}

void VaultContract::keepsPolicies()
{
    AccessPolicy policy;
    policy.principalId = u"Somebody"_s;
    policy.secrets = { u"GET"_s, u"list"_s, u"get"_s };
    policy.keys = { u"sign"_s };
    VERIFY_OK(m_work->run(m_vault, SetAccessPolicy{ policy }));
    const auto rows
        = m_work->run(ListAudit{ { .vault = m_vault, .operation = u"VaultPatch"_s, .limit = 1 } });
    QCOMPARE(rows->front().resultDescription, u"secrets=GET,list,get keys=sign for Somebody"_s);
    auto rules = m_work->run(m_vault, GetAccessRules{});
    VERIFY_OK(rules);
    QCOMPARE(rules->policies.size(), std::size_t(1));
    QCOMPARE(rules->policies.front().secrets, (QStringList{ u"get"_s, u"list"_s }));
    QCOMPARE(rules->policies.front().principalId, u"somebody"_s);
    QCOMPARE(rules->vault.id, m_vault);
    QCOMPARE(rules->tenantId.size(), 36);
    policy.secrets = { u"all"_s };
    VERIFY_OK(m_work->run(m_vault, SetAccessPolicy{ policy }));
    policy.applicationId = u"compound"_s;
    VERIFY_OK(m_work->run(m_vault, SetAccessPolicy{ policy }));
    rules = m_work->run(m_vault, GetAccessRules{});
    VERIFY_OK(rules);
    QCOMPARE(rules->policies.size(), std::size_t(2));
    QCOMPARE(rules->policies.front().secrets, QStringList{ u"all"_s });
    policy.secrets.clear();
    policy.keys.clear();
    VERIFY_OK(m_work->run(m_vault, SetAccessPolicy{ policy }));
    VERIFY_OK(m_work->run(m_vault, SetAccessPolicy{ policy }));
    rules = m_work->run(m_vault, GetAccessRules{});
    VERIFY_OK(rules);
    QCOMPARE(rules->policies.size(), std::size_t(1));
}

void VaultContract::refusesBadPolicies_data()
{
    QTest::addColumn<QString>("principal");
    QTest::addColumn<QString>("permission");
    QTest::newRow("nobody") << QString() << u"get"_s;
    QTest::newRow("unknown permission") << u"p"_s << u"fly"_s;
    QTest::newRow("two words") << u"p"_s << u"get list"_s;
}

void VaultContract::refusesBadPolicies()
{
    QFETCH(QString, principal);
    QFETCH(QString, permission);
    AccessPolicy policy;
    policy.principalId = principal;
    policy.secrets = { permission };
    VERIFY_FAILS(m_work->run(m_vault, SetAccessPolicy{ policy }), ErrorCode::BadParameter);
}

void VaultContract::assignsRoles()
{
    const QString role = QString::fromLatin1(builtInRoles().front().id.data(),
                                             static_cast<qsizetype>(builtInRoles().front().id.size()));
    const auto made = m_work->run(m_vault, AssignRole{ role, somebody.toUpper() });
    VERIFY_OK(made);
    QCOMPARE(made->scope, u"/"_s);
    QCOMPARE(made->created, m_work->clock.now());
    VERIFY_FAILS(m_work->run(m_vault, AssignRole{ role, somebody }), ErrorCode::Conflict);
    const auto one = m_work->run(m_vault, AssignRole{ role, somebody, u"/secrets/a"_s });
    VERIFY_OK(one);
    VERIFY_FAILS(m_work->run(m_vault, AssignRole{ role, somebody, u"/SECRETS"_s }), ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_vault, AssignRole{ role, {} }), ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_vault, AssignRole{ role, u"ann"_s }), ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_vault, AssignRole{ u"nothing"_s, somebody }), ErrorCode::RoleNotFound);
    VERIFY_OK(m_work->run(m_vault, RemoveRoleAssignment{ made->id }));
    VERIFY_FAILS(m_work->run(m_vault, RemoveRoleAssignment{ made->id }), ErrorCode::RoleNotFound);
    const auto rules = m_work->run(m_vault, GetAccessRules{});
    VERIFY_OK(rules);
    QCOMPARE(rules->assignments, std::vector<RoleAssignment>{ *one });
}

void VaultContract::decidesByRules()
{
    const QString user = QString::fromLatin1(builtInRoleByName(u"Key Vault Secrets User")->id.data(), 36);
    set("a", "v");
    Caller program;
    program.kind = Caller::Kind::Application;
    program.objectId = somebody;
    const auto rules = m_work->run(m_vault, GetAccessRules{});
    VERIFY_OK(rules);
    program.tenantId = rules->tenantId;
    const Caller owner = m_work->caller;

    m_work->caller = program;
    VERIFY_FAILS(m_work->run(m_vault, GetSecret{ named("a"), {} }), ErrorCode::ForbiddenByRbac);
    m_work->caller = owner;
    const auto assigned = m_work->run(m_vault, AssignRole{ user, somebody });
    VERIFY_OK(assigned);
    m_work->caller = program;
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("a"), {} }));
    VERIFY_FAILS(m_work->run(m_vault, setSecret("a", "w")), ErrorCode::ForbiddenByRbac);
    VERIFY_FAILS(m_work->run(ListVaults{}), ErrorCode::Forbidden);
    m_work->caller = owner;
    VERIFY_OK(m_work->run(m_vault, RemoveRoleAssignment{ assigned->id }));
    VERIFY_OK(m_work->run(UpdateVault{ m_vault, PermissionModel::AccessPolicies, {}, {}, {}, {} }));
    m_work->caller = program;
    VERIFY_FAILS(m_work->run(m_vault, GetSecret{ named("a"), {} }), ErrorCode::ForbiddenByPolicy);
    m_work->caller = owner;
    AccessPolicy policy;
    policy.principalId = somebody;
    policy.secrets = { u"get"_s };
    VERIFY_OK(m_work->run(m_vault, SetAccessPolicy{ policy }));
    m_work->caller = program;
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("a"), {} }));
    m_work->caller = owner;
}

void VaultContract::registersApplications()
{
    const auto made = m_work->run(RegisterApplication{ u"  Web Shop "_s });
    VERIFY_OK(made);
    QCOMPARE(made->application.name, u"Web Shop"_s);
    QCOMPARE(made->application.clientId.size(), 36);
    QVERIFY(made->application.clientId != made->application.objectId);
    QCOMPARE(made->application.credentials.size(), std::size_t(1));
    QCOMPARE(made->clientSecret.size(), std::size_t(40));
    QCOMPARE(made->application.credentials.front().hint.toLatin1(),
             made->clientSecret.view().first(3).toByteArray());
    VERIFY_FAILS(m_work->run(RegisterApplication{ u"WEB shop"_s }), ErrorCode::Conflict);
    VERIFY_FAILS(m_work->run(RegisterApplication{ u"  "_s }), ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(RegisterApplication{ QString(121, u'x') }), ErrorCode::BadParameter);
    VERIFY_OK(m_work->run(RegisterApplication{ u"another"_s }));
    const auto all = m_work->run(ListApplications{});
    VERIFY_OK(all);
    QCOMPARE(all->size(), std::size_t(2));
    QCOMPARE(all->back(), made->application);
    const auto found = m_work->run(FindApplication{ made->application.clientId.toUpper() });
    VERIFY_OK(found);
    QCOMPARE(*found, made->application);
    VERIFY_OK(m_work->run(DeleteApplication{ made->application.clientId }));
    VERIFY_FAILS(m_work->run(FindApplication{ made->application.clientId }), ErrorCode::PrincipalNotFound);
    VERIFY_FAILS(m_work->run(DeleteApplication{ made->application.clientId }), ErrorCode::PrincipalNotFound);
    VERIFY_OK(m_work->run(RegisterApplication{ u"Web Shop"_s }));
}

void VaultContract::authenticatesApplications()
{
    auto made = m_work->run(RegisterApplication{ u"shop"_s });
    VERIFY_OK(made);
    const QString clientId = made->application.clientId;
    const auto signIn = [&](const QString& id, const SecureBytes& secret) {
        return m_work->run(AuthenticateApplication{ id, secret.clone() });
    };
    const Caller owner = m_work->caller;
    m_work->caller = Caller();
    const auto good = signIn(clientId, made->clientSecret);
    VERIFY_OK(good);
    QCOMPARE(*good, made->application);
    const auto wrong = signIn(clientId, bytesOf("wrong"));
    const auto unknown = signIn(u"c0ffee00-0000-4000-8000-000000000000"_s, made->clientSecret);
    VERIFY_FAILS(wrong, ErrorCode::Unauthenticated);
    VERIFY_FAILS(unknown, ErrorCode::Unauthenticated);
    QCOMPARE(wrong.error(), unknown.error());
    VERIFY_FAILS(signIn(clientId, SecureBytes()), ErrorCode::Unauthenticated);

    m_work->caller = owner;
    auto second = m_work->run(AddApplicationSecret{ clientId, 0 });
    VERIFY_OK(second);
    VERIFY_OK(signIn(clientId, second->clientSecret));
    VERIFY_OK(signIn(clientId, made->clientSecret));
    VERIFY_OK(m_work->run(RemoveApplicationCredential{ clientId, made->application.credentials.front().id }));
    VERIFY_FAILS(signIn(clientId, made->clientSecret), ErrorCode::Unauthenticated);
    VERIFY_OK(signIn(clientId, second->clientSecret));
    VERIFY_FAILS(m_work->run(RemoveApplicationCredential{ clientId, u"nothing"_s }),
                 ErrorCode::PrincipalNotFound);
    VERIFY_FAILS(m_work->run(AddApplicationSecret{ u"nothing"_s, 0 }), ErrorCode::PrincipalNotFound);
}

void VaultContract::limitsSecretsInTime()
{
    const auto made = m_work->run(RegisterApplication{ u"shop"_s });
    VERIFY_OK(made);
    const QString clientId = made->application.clientId;
    const auto brief = m_work->run(AddApplicationSecret{ clientId, m_work->clock.now() + 60 });
    VERIFY_OK(brief);
    VERIFY_OK(m_work->run(AuthenticateApplication{ clientId, brief->clientSecret.clone() }));
    m_work->clock.advance(60);
    VERIFY_FAILS(m_work->run(AuthenticateApplication{ clientId, brief->clientSecret.clone() }),
                 ErrorCode::Unauthenticated);
    VERIFY_FAILS(m_work->run(AddApplicationSecret{ clientId, m_work->clock.now() }), ErrorCode::BadParameter);
}

void VaultContract::keepsCertificates()
{
    const auto made = m_work->run(RegisterApplication{ u"shop"_s });
    VERIFY_OK(made);
    const QString clientId = made->application.clientId;
    const auto ca = crypto::makeLocalCa(m_work->clock.now(), u"signs assertions"_s);
    VERIFY_OK(ca);
    const auto certificate = crypto::parseCertificate(ca->certificatePem);
    VERIFY_OK(certificate);
    const auto added = m_work->run(AddApplicationCertificate{ clientId, certificate->der, 0 });
    VERIFY_OK(added);
    QCOMPARE(added->kind, ApplicationCredential::Kind::Certificate);
    QCOMPARE(added->hint, QString::fromLatin1(certificate->sha256Thumbprint.toHex()));
    QCOMPARE(added->expires, certificate->notAfter);
    const auto found = m_work->run(FindApplication{ clientId });
    VERIFY_OK(found);
    QCOMPARE(found->credentials.size(), std::size_t(2));
    QCOMPARE(found->credentials.back(), *added);
    QCOMPARE(found->credentials.back().certificateDer, certificate->der);
    VERIFY_FAILS(m_work->run(AddApplicationCertificate{ clientId, {}, 0 }), ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(AddApplicationCertificate{ clientId, QByteArray("der"), 0 }),
                 ErrorCode::BadParameter);

    const qint64 sooner = m_work->clock.now() + 3600;
    const auto brief = m_work->run(AddApplicationCertificate{ clientId, ca->certificatePem, sooner });
    VERIFY_OK(brief);
    QCOMPARE(brief->expires, sooner);
    QCOMPARE(brief->certificateDer, certificate->der);
    VERIFY_FAILS(m_work->run(AddApplicationCertificate{ clientId, certificate->der, m_work->clock.now() }),
                 ErrorCode::BadParameter);
    m_work->clock.set(certificate->notAfter);
    VERIFY_FAILS(m_work->run(AddApplicationCertificate{ clientId, certificate->der, 0 }),
                 ErrorCode::BadParameter);
}

void VaultContract::findsByPattern()
{
    const auto names = [this](const QString& text, bool isPattern, bool isCaseSensitive) {
        BrowseSecrets op;
        FilterTerm term;
        term.text = text;
        term.isPattern = isPattern;
        term.isCaseSensitive = isCaseSensitive;
        op.request.filter = { term };
        const auto found = m_work->run(m_vault, std::move(op));
        QStringList list;
        if (found)
            for (const SecretProperties& secret : found->rows)
                list << secret.name.text();
        return found ? list : QStringList{ u"failed"_s };
    };
    set("Payments-Db", "v");
    auto tagged = setSecret("mail", "v");
    tagged.contentType = u"text/Plain"_s;
    tagged.tags = { { u"Owner"_s, u"Payments team"_s } };
    VERIFY_OK(m_work->run(m_vault, std::move(tagged)));
    QCOMPARE(names(u"^pay.*(db|api)$"_s, true, false), QStringList{ u"Payments-Db"_s });
    QCOMPARE(names(u"^pay"_s, true, false), (QStringList{ u"mail"_s, u"Payments-Db"_s }));
    QCOMPARE(names(u"^pay"_s, true, true), QStringList());
    QCOMPARE(names(u"Plain"_s, false, true), QStringList{ u"mail"_s });
    QCOMPARE(names(u"plain"_s, false, true), QStringList());
    QCOMPARE(names(u"^owner$"_s, true, false), QStringList{ u"mail"_s });
    QCOMPARE(names(u"(open"_s, true, false), QStringList{ u"failed"_s });
    QCOMPARE(names(u"(open"_s, false, true), QStringList());

    SearchStore search;
    search.filter = { { .field = FilterTerm::Field::Tag, .key = u"owner"_s } };
    const auto hits = m_work->run(std::move(search));
    VERIFY_OK(hits);
    QCOMPARE(hits->size(), std::size_t(1));
    QCOMPARE(hits->front().name, u"mail"_s);
}

void VaultContract::countsValues()
{
    const auto add = [this](const char* name, const QString& type, const Tags& tags) {
        auto op = setSecret(name, "v");
        op.contentType = type;
        op.tags = tags;
        VERIFY_OK(m_work->run(m_vault, std::move(op)));
    };
    add("a", u"text/plain"_s, { { u"env"_s, u"prod"_s }, { u"team"_s, u"ops"_s } });
    add("b", u"text/plain"_s, { { u"env"_s, u"prod"_s } });
    add("c", u"api-key"_s, { { u"env"_s, u"test"_s } });
    add("d", {}, {});
    add("gone", u"api-key"_s, { { u"env"_s, u"test"_s } });
    VERIFY_OK(m_work->run(m_vault, DeleteSecret{ named("gone") }));
    const auto counts = [this](FacetRequest request) {
        auto result = m_work->run(m_vault, FacetSecrets{ std::move(request) });
        return result ? *result : std::vector<ValueCount>{ { u"failed"_s, -1 } };
    };
    using Of = FacetRequest::Of;
    using Counts = std::vector<ValueCount>;
    QCOMPARE(counts({ .of = Of::ContentTypes }), (Counts{ { u"text/plain"_s, 2 }, { u"api-key"_s, 1 } }));
    QCOMPARE(counts({ .of = Of::TagNames }), (Counts{ { u"env"_s, 3 }, { u"team"_s, 1 } }));
    QCOMPARE(counts({ .of = Of::TagValues, .tag = u"ENV"_s }),
             (Counts{ { u"prod"_s, 2 }, { u"test"_s, 1 } }));
    FilterTerm plain;
    plain.field = FilterTerm::Field::Type;
    plain.text = u"plain"_s;
    QCOMPARE(counts({ .of = Of::TagNames, .filter = { plain } }),
             (Counts{ { u"env"_s, 2 }, { u"team"_s, 1 } }));
    QCOMPARE(counts({ .of = Of::TagNames, .limit = 1 }), (Counts{ { u"env"_s, 3 } }));
    FilterTerm ops;
    ops.field = FilterTerm::Field::Tag;
    ops.key = u"team"_s;
    FilterTerm none;
    none.text = u"nothing has this"_s;
    QCOMPARE(counts({ .of = Of::Terms, .terms = { plain, ops, none } }),
             (Counts{ { {}, 2 }, { {}, 1 }, { {}, 0 } }));
}

void VaultContract::auditsEverything()
{
    m_work->caller.requestUri = u"https://contract/secrets/a"_s;
    m_work->caller.clientRequestId = u"client"_s;
    const auto made = set("a", "v");
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("a"), made.version }));
    static_cast<void>(m_work->run(m_vault, GetSecret{ named("nothing"), {} }));
    AuditQuery query;
    query.vault = m_vault;
    query.kind = ObjectKind::Secret;
    const auto rows = m_work->run(ListAudit{ query });
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), std::size_t(3));
    const AuditRecord& failed = rows->at(0);
    QCOMPARE(failed.operation, u"SecretGet"_s);
    QCOMPARE(failed.httpStatus, 404);
    QCOMPARE(failed.resultCode, u"SecretNotFound"_s);
    QCOMPARE(failed.objectName, u"nothing"_s);
    const AuditRecord& got = rows->at(1);
    QCOMPARE(got.objectVersion, made.version.text());
    QCOMPARE(got.kind, std::optional(ObjectKind::Secret));
    QCOMPARE(got.vault, m_vault);
    QCOMPARE(got.requestUri, u"https://contract/secrets/a"_s);
    QCOMPARE(got.clientRequestId, u"client"_s);
    QCOMPARE(got.callerKind, Caller::Kind::Owner);
    QCOMPARE(got.decidedBy, u"owner"_s);
    QCOMPARE(got.timeMilliseconds, m_work->clock.nowMilliseconds());
    QVERIFY(!got.requestId.isEmpty());
    QCOMPARE(rows->at(2).operation, u"SecretSet"_s);
    QCOMPARE(rows->at(1).sequence, rows->at(2).sequence + 1);
    const auto verified = m_work->run(VerifyAudit{});
    VERIFY_OK(verified);
    QVERIFY(verified->isIntact);
}

void VaultContract::auditsVaultsByIdAndName()
{
    const VaultId id = make(createVault("Passing"));
    VERIFY_FAILS(m_work->run(createVault("passing")), ErrorCode::VaultNameTaken);
    VERIFY_OK(m_work->run(DeleteVault{ id }));
    VERIFY_OK(m_work->run(RecoverVault{ id }));
    VERIFY_OK(m_work->run(DeleteVault{ id }));
    VERIFY_OK(m_work->run(PurgeVault{ id }));
    VERIFY_FAILS(m_work->run(PurgeVault{ id }), ErrorCode::DeletedVaultNotFound);
    const auto rows = m_work->run(ListAudit{ { .vault = id } });
    VERIFY_OK(rows);
    QStringList told;
    for (const AuditRecord& row : *rows)
        told.prepend(QString(row.operation + u' ' + row.objectName));
    QCOMPARE(told,
             (QStringList{ u"VaultPut Passing"_s, u"VaultDelete Passing"_s, u"VaultRecover Passing"_s,
                           u"VaultDelete Passing"_s, u"VaultPurge Passing"_s, u"VaultPurge "_s }));
    const auto refused = m_work->run(ListAudit{ { .operation = u"VaultPut"_s, .onlyFailures = true } });
    VERIFY_OK(refused);
    QCOMPARE(refused->front().objectName, u"passing"_s);
    QVERIFY(refused->front().vault.isEmpty());
}

void VaultContract::filtersAudit()
{
    set("a", "v");
    set("b", "v");
    VERIFY_OK(m_work->run(m_vault, GetSecret{ named("a"), {} }));
    static_cast<void>(m_work->run(m_vault, GetSecret{ named("nothing"), {} }));
    const auto count = [&](const AuditQuery& query) {
        const auto rows = m_work->run(ListAudit{ query });
        return rows ? static_cast<int>(rows->size()) : -1;
    };
    AuditQuery query;
    query.operation = u"SecretSet"_s;
    QCOMPARE(count(query), 2);
    query = {};
    query.vault = m_vault;
    query.kind = ObjectKind::Secret;
    query.objectName = u"A"_s;
    QCOMPARE(count(query), 2);
    query = {};
    query.onlyFailures = true;
    QCOMPARE(count(query), 1);
    query = {};
    query.vault = m_vault;
    query.limit = 2;
    const auto first = m_work->run(ListAudit{ query });
    VERIFY_OK(first);
    QCOMPARE(first->size(), std::size_t(2));
    query.beforeSequence = first->back().sequence;
    query.operation = u"SecretSet"_s;
    QCOMPARE(count(query), 2);
}

void VaultContract::auditsRefusals()
{
    m_work->caller = Caller();
    const auto refused
        = m_work->run(RecordRefusal{ m_vault, { ErrorCode::Unauthenticated, u"no token"_s, {} } });
    VERIFY_FAILS(refused, ErrorCode::Unauthenticated);
    m_work->caller = Caller::owner();
    const auto rows = m_work->run(ListAudit{});
    VERIFY_OK(rows);
    QCOMPARE(rows->front().operation, u"Authentication"_s);
    QCOMPARE(rows->front().httpStatus, 401);
    QCOMPARE(rows->front().vault, m_vault);
    QCOMPARE(rows->front().callerKind, Caller::Kind::Anonymous);
}

void VaultContract::obtainsIdentity()
{
    const auto first = m_work->run(ObtainEndpointIdentity{});
    VERIFY_OK(first);
    QVERIFY(!first->caCertificatePem.isEmpty());
    QVERIFY(first->serverChainPem.endsWith(first->caCertificatePem));
    QVERIFY(!first->tokenKeyPem.isEmpty());
    const auto second = m_work->run(ObtainEndpointIdentity{});
    VERIFY_OK(second);
    QCOMPARE(second->tenantId, first->tenantId);
    QCOMPARE(second->serverChainPem, first->serverChainPem);
    QVERIFY(second->tokenKeyPem == first->tokenKeyPem);
    const auto ca = m_work->run(GetEndpointCa{});
    VERIFY_OK(ca);
    QCOMPARE(ca->caCertificatePem, first->caCertificatePem);
    QCOMPARE(ca->tenantId, first->tenantId);
}

} // namespace strongroom::contracts
