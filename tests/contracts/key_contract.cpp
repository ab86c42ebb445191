// SPDX-License-Identifier: Apache-2.0
#include "key_contract.h"

#include "outcome_checks.h"

#include "model/crypto/software_key.h"
#include "model/vault/key_checks.h"

using namespace Qt::StringLiterals;

namespace strongroom::contracts {

using base::ErrorCode;
using base::SecureBytes;
using crypto::Curve;
using crypto::KeyType;
using support::named;
using support::WorkingStore;
using namespace vault;

namespace {

constexpr UnixSeconds day = 86400;

QByteArray digestFor(const QString& algorithm)
{
    const crypto::KeyAlgorithm* const found = crypto::findKeyAlgorithm(algorithm);
    return QByteArray(found && found->digestBytes > 0 ? found->digestBytes : 32, '\x5a');
}

SecureBytes plaintextOf(int bytes) { return SecureBytes::copyOf(QByteArray(bytes, 'p')); }

/// A key for an algorithm.
struct Kind
{
    KeyType type;
    int bits;
    Curve curve;
};
Kind kindFor(const QString& algorithm)
{
    const crypto::KeyAlgorithm* const found = crypto::findKeyAlgorithm(algorithm);
    return { found->keyType,
             found->keyType == KeyType::Rsa ? 2048
                 : found->keyBits == 0      ? 256
                                            : found->keyBits,
             found->curve.value_or(Curve::P256) };
}

} // namespace

CreateVault KeyContract::keyVault() const { return support::createVault("keys"); }

void KeyContract::init()
{
    m_store = makeStore();
    QVERIFY(m_store);
    m_work = std::make_unique<WorkingStore>(*m_store);
    const auto made = m_work->run(keyVault());
    VERIFY_OK(made);
    m_vault = made->id;
}

void KeyContract::cleanup()
{
    m_work.reset();
    m_store.reset();
}

CreateKey KeyContract::creation(const char* name, KeyType type, int bits)
{
    CreateKey op{ named(name), type, protection(), bits, {}, 65537, {} };
    if (type == KeyType::Rsa && bits == 0)
        op.bits = 2048;
    return op;
}

KeyProperties KeyContract::make(const char* name, KeyType type, int bits)
{
    auto made = m_work->run(m_vault, creation(name, type, bits));
    return made ? *made : KeyProperties{ named(name), VersionId::random(), {}, {}, {}, {}, {}, {}, {}, {} };
}

base::Result<KeyProperties> KeyContract::bring(const char* name)
{
    const auto outside = crypto::SoftwareKey::generateEc(Curve::P256);
    return m_work->run(m_vault,
                       ImportKey{ named(name),
                                  { ImportedKey::Form::Der, outside->toStored().value(), KeyType::Ec },
                                  protection(),
                                  {} });
}

SetRotationPolicy KeyContract::yearly(const char* name) const
{
    RotationPolicy policy;
    policy.actions.push_back({ LifetimeAction::Kind::Rotate, Duration{ 0, 0, 300, 0 }, std::nullopt });
    policy.expiryTime = Duration{ 1, 0, 0, 0 };
    return { named(name), policy };
}

void KeyContract::makesEveryKind_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("curve");
    for (const int bits : { 2048, 3072, 4096 })
        QTest::addRow("RSA %d", bits) << static_cast<int>(KeyType::Rsa) << bits << -1;
    for (const Curve curve : { Curve::P256, Curve::P384, Curve::P521, Curve::P256K })
        QTest::addRow("EC %s", qPrintable(crypto::toText(curve)))
            << static_cast<int>(KeyType::Ec) << 0 << static_cast<int>(curve);
    if (protection() == KeyProtection::Hsm) {
        for (const int bits : { 128, 192, 256 })
            QTest::addRow("oct %d", bits) << static_cast<int>(KeyType::Oct) << bits << -1;
    }
}

void KeyContract::makesEveryKind()
{
    QFETCH(int, type);
    QFETCH(int, bits);
    QFETCH(int, curve);
    CreateKey op = creation("made", static_cast<KeyType>(type), bits);
    if (curve >= 0)
        op.curve = static_cast<Curve>(curve);
    op.draft.tags.insert(u"owner"_s, u"ops"_s);
    const auto made = m_work->run(m_vault, std::move(op));
    VERIFY_OK(made);
    QCOMPARE(made->publicKey.type, static_cast<KeyType>(type));
    QCOMPARE(made->protection, protection());
    QCOMPARE(made->operations, defaultOperations(static_cast<KeyType>(type)));
    QVERIFY(made->attributes.isEnabled);
    QCOMPARE(made->attributes.created, m_work->clock.now());
    QCOMPARE(made->tags.value(u"owner"_s), u"ops"_s);
    if (made->publicKey.type == KeyType::Rsa) {
        QCOMPARE(made->publicKey.n.size() * 8, bits);
    } else if (made->publicKey.type == KeyType::Ec) {
        const auto width = crypto::coordinateBytes(static_cast<Curve>(curve));
        QCOMPARE(made->publicKey.x.size(), width);
        QCOMPARE(made->publicKey.y.size(), width);
    } else {
        QCOMPARE(made->publicKey.bits, bits);
    }
    const auto read = m_work->run(m_vault, GetKey{ named("made"), {} });
    VERIFY_OK(read);
    QCOMPARE(*read, *made);
}

void KeyContract::refusesOtherKinds_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("bits");
    QTest::newRow("RSA 1024") << static_cast<int>(KeyType::Rsa) << 1024;
    QTest::newRow("RSA 2049") << static_cast<int>(KeyType::Rsa) << 2049;
    QTest::newRow("oct 512") << static_cast<int>(KeyType::Oct) << 512;
    QTest::newRow("EC 512") << static_cast<int>(KeyType::Ec) << 512;
}

void KeyContract::refusesOtherKinds()
{
    QFETCH(int, type);
    QFETCH(int, bits);
    VERIFY_FAILS(m_work->run(m_vault, creation("odd", static_cast<KeyType>(type), bits)),
                 ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_vault, GetKey{ named("odd"), {} }), ErrorCode::KeyNotFound);
}

void KeyContract::signsAndVerifies_data()
{
    QTest::addColumn<QString>("algorithm");
    for (const crypto::KeyAlgorithm& algorithm : crypto::keyAlgorithms()) {
        const bool isHere = algorithm.keyType != KeyType::Oct || protection() == KeyProtection::Hsm;
        if (algorithm.canSign() && isHere)
            QTest::newRow(algorithm.name) << QString::fromLatin1(algorithm.name);
    }
}

void KeyContract::signsAndVerifies()
{
    QFETCH(QString, algorithm);
    const Kind kind = kindFor(algorithm);
    CreateKey op = creation("signer", kind.type, kind.type == KeyType::Ec ? 0 : kind.bits);
    if (kind.type == KeyType::Ec)
        op.curve = kind.curve;
    op.draft.operations = { u"sign"_s, u"verify"_s };
    const auto made = m_work->run(m_vault, std::move(op));
    VERIFY_OK(made);
    const QByteArray digest = digestFor(algorithm);
    const auto signature = m_work->run(m_vault, SignWithKey{ named("signer"), {}, algorithm, digest });
    VERIFY_OK(signature);
    QCOMPARE(signature->version, made->version);

    const auto verify = [&](const QByteArray& of, const QByteArray& with) {
        return m_work->run(m_vault, VerifyWithKey{ named("signer"), made->version, algorithm, of, with });
    };
    const auto right = verify(digest, signature->value);
    VERIFY_OK(right);
    QVERIFY(right->value);
    const auto other = verify(QByteArray(digest.size(), '\x5b'), signature->value);
    VERIFY_OK(other);
    QVERIFY(!other->value);
    const auto nonsense = verify(digest, QByteArray(3, 'x'));
    VERIFY_OK(nonsense);
    QVERIFY(!nonsense->value);
    if (kind.type != KeyType::Oct) {
        // Verified outside, with no more than the public part.
        const auto part = crypto::SoftwareKey::fromPublicKey(made->publicKey);
        VERIFY_OK(part);
        QCOMPARE(part->verify(*crypto::findKeyAlgorithm(algorithm), digest, signature->value).value(), true);
    }
}

void KeyContract::encryptsAndDecrypts_data()
{
    QTest::addColumn<QString>("algorithm");
    for (const crypto::KeyAlgorithm& algorithm : crypto::keyAlgorithms()) {
        const bool isHere = algorithm.keyType != KeyType::Oct || protection() == KeyProtection::Hsm;
        if (!algorithm.canSign() && isHere)
            QTest::newRow(algorithm.name) << QString::fromLatin1(algorithm.name);
    }
}

void KeyContract::encryptsAndDecrypts()
{
    QFETCH(QString, algorithm);
    const crypto::KeyAlgorithm& facts = *crypto::findKeyAlgorithm(algorithm);
    const Kind kind = kindFor(algorithm);
    make("cipher", kind.type, kind.bits);
    crypto::EncryptInput input;
    input.plaintext = plaintextOf(32);
    if (facts.scheme == crypto::Scheme::AesCbc || facts.scheme == crypto::Scheme::AesCbcPad)
        input.nonce = QByteArray(16, 'n');
    if (facts.scheme == crypto::Scheme::AesGcm)
        input.associatedData = "bound";
    crypto::DecryptInput back;
    back.associatedData = input.associatedData;
    const QByteArray nonce = input.nonce;
    if (facts.canEncrypt()) {
        const auto encrypted
            = m_work->run(m_vault, EncryptWithKey{ named("cipher"), {}, algorithm, std::move(input) });
        VERIFY_OK(encrypted);
        back.ciphertext = encrypted->value.ciphertext;
        back.nonce = encrypted->value.nonce.isEmpty() ? nonce : encrypted->value.nonce;
        back.tag = encrypted->value.tag;
        const auto decrypted = m_work->run(m_vault, DecryptWithKey{ named("cipher"), {}, algorithm, back });
        VERIFY_OK(decrypted);
        QVERIFY(decrypted->value == plaintextOf(32));
        back.ciphertext[0] = static_cast<char>(back.ciphertext[0] ^ 1);
        if (facts.scheme != crypto::Scheme::AesCbc) {
            const auto broken = m_work->run(m_vault, DecryptWithKey{ named("cipher"), {}, algorithm, back });
            QVERIFY(!broken || !(broken->value == plaintextOf(32)));
        }
        return;
    }
    const auto wrapped
        = m_work->run(m_vault, WrapWithKey{ named("cipher"), {}, algorithm, std::move(input) });
    VERIFY_OK(wrapped);
    back.ciphertext = wrapped->value.ciphertext;
    const auto unwrapped = m_work->run(m_vault, UnwrapWithKey{ named("cipher"), {}, algorithm, back });
    VERIFY_OK(unwrapped);
    QVERIFY(unwrapped->value == plaintextOf(32));
    back.ciphertext[0] = static_cast<char>(back.ciphertext[0] ^ 1);
    VERIFY_FAILS(m_work->run(m_vault, UnwrapWithKey{ named("cipher"), {}, algorithm, back }),
                 ErrorCode::BadParameter);
}

void KeyContract::usesTheNamedVersion()
{
    const auto first = make("versioned");
    const auto second = make("versioned");
    QVERIFY(first.version != second.version);
    QVERIFY(first.publicKey != second.publicKey);
    const QByteArray digest(32, 'd');
    const auto byFirst
        = m_work->run(m_vault, SignWithKey{ named("versioned"), first.version, u"ES256"_s, digest });
    VERIFY_OK(byFirst);
    QCOMPARE(byFirst->version, first.version);
    const auto byCurrent = m_work->run(m_vault, SignWithKey{ named("versioned"), {}, u"ES256"_s, digest });
    VERIFY_OK(byCurrent);
    QCOMPARE(byCurrent->version, second.version);
    const auto crossed = m_work->run(
        m_vault, VerifyWithKey{ named("versioned"), second.version, u"ES256"_s, digest, byFirst->value });
    VERIFY_OK(crossed);
    QVERIFY(!crossed->value);
}

void KeyContract::refusesWrongUses()
{
    make("ec");
    const QByteArray digest(32, 'd');
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("ec"), {}, u"RS256"_s, digest }),
                 ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("ec"), {}, u"ES384"_s, digest }),
                 ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("ec"), {}, u"nonsense"_s, digest }),
                 ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("ec"), {}, u"ES256"_s, QByteArray(31, 'd') }),
                 ErrorCode::BadParameter);
    VERIFY_FAILS(
        m_work->run(m_vault, EncryptWithKey{ named("ec"), {}, u"RSA-OAEP"_s, { plaintextOf(8), {}, {} } }),
        ErrorCode::KeyOperationForbidden);
    CreateKey op = creation("only-verify");
    op.draft.operations = { u"verify"_s };
    VERIFY_OK(m_work->run(m_vault, std::move(op)));
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("only-verify"), {}, u"ES256"_s, digest }),
                 ErrorCode::KeyOperationForbidden);
}

void KeyContract::disabledKeysDoNothing()
{
    const auto made = make("off");
    const QByteArray digest(32, 'd');
    VERIFY_OK(m_work->run(m_vault, SignWithKey{ named("off"), {}, u"ES256"_s, digest }));
    UpdateKey update{ named("off"), {}, {}, {}, {}, {} };
    update.attributes.isEnabled = false;
    VERIFY_OK(m_work->run(m_vault, update));
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("off"), {}, u"ES256"_s, digest }),
                 ErrorCode::KeyDisabled);
    VERIFY_FAILS(m_work->run(m_vault, VerifyWithKey{ named("off"), {}, u"ES256"_s, digest, digest }),
                 ErrorCode::KeyDisabled);
    VERIFY_FAILS(m_work->run(m_vault, GetKey{ named("off"), made.version }), ErrorCode::KeyDisabled);
    update.attributes.isEnabled = true;
    VERIFY_OK(m_work->run(m_vault, update));
    VERIFY_OK(m_work->run(m_vault, SignWithKey{ named("off"), {}, u"ES256"_s, digest }));
}

void KeyContract::datesBindWhatLooksAhead()
{
    CreateKey op = creation("dated");
    op.draft.attributes.expires = m_work->clock.now() + 10;
    VERIFY_OK(m_work->run(m_vault, std::move(op)));
    const QByteArray digest(32, 'd');
    const auto signature = m_work->run(m_vault, SignWithKey{ named("dated"), {}, u"ES256"_s, digest });
    VERIFY_OK(signature);
    m_work->clock.advance(20);
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("dated"), {}, u"ES256"_s, digest }),
                 ErrorCode::Forbidden);
    const auto verified
        = m_work->run(m_vault, VerifyWithKey{ named("dated"), {}, u"ES256"_s, digest, signature->value });
    VERIFY_OK(verified);
    QVERIFY(verified->value);
    VERIFY_OK(m_work->run(m_vault, GetKey{ named("dated"), {} }));
}

void KeyContract::refusesReservedNames()
{
    const auto made = m_work->run(m_vault, creation("Restore", KeyType::Ec));
    VERIFY_FAILS(made, ErrorCode::BadParameter);
    QCOMPARE(made.error().field, u"name"_s);
    const auto brought = bring("restore");
    VERIFY_FAILS(brought, ErrorCode::BadParameter);
    QCOMPARE(brought.error().field, u"name"_s);
}

void KeyContract::importsWhatBelongsTogether()
{
    const auto outside = crypto::SoftwareKey::generateEc(Curve::P384);
    VERIFY_OK(outside);
    ImportKey op{ named("brought"),
                  { ImportedKey::Form::Der, outside->toStored().value(), KeyType::Ec },
                  protection(),
                  {} };
    const auto imported = m_work->run(m_vault, std::move(op));
    VERIFY_OK(imported);
    QCOMPARE(imported->publicKey, outside->publicKey());
    const QByteArray digest(48, 'd');
    const auto signature = m_work->run(m_vault, SignWithKey{ named("brought"), {}, u"ES384"_s, digest });
    VERIFY_OK(signature);
    QVERIFY(outside->verify(*crypto::findKeyAlgorithm(u"ES384"), digest, signature->value).value());

    ImportKey nonsense{ named("nonsense"),
                        { ImportedKey::Form::Der, SecureBytes::copyOf(QByteArrayView("no key")),
                          KeyType::Ec },
                        protection(),
                        {} };
    VERIFY_FAILS(m_work->run(m_vault, std::move(nonsense)), ErrorCode::BadParameter);
    VERIFY_FAILS(m_work->run(m_vault, GetKey{ named("nonsense"), {} }), ErrorCode::KeyNotFound);
}

void KeyContract::remembersWhatWasImported()
{
    const auto brought = bring("brought");
    VERIFY_OK(brought);
    QCOMPARE(brought->origin, KeyOrigin::Imported);
    UpdateKey update{ named("brought"), brought->version };
    update.operations = QStringList{ u"sign"_s };
    QCOMPARE(m_work->run(m_vault, std::move(update))->origin, KeyOrigin::Imported);
    QCOMPARE(m_work->run(m_vault, ListKeys{})->items.front().origin, KeyOrigin::Imported);
    const auto blob = m_work->run(m_vault, BackupKey{ named("brought") });
    VERIFY_OK(blob);
    QCOMPARE(m_work->run(m_vault, DeleteKey{ named("brought") })->properties.origin, KeyOrigin::Imported);
    VERIFY_OK(m_work->run(m_vault, PurgeDeletedKey{ named("brought") }));
    QCOMPARE(m_work->run(m_vault, RestoreKey{ *blob })->origin, KeyOrigin::Imported);
    QCOMPARE(make("brought").origin, KeyOrigin::MadeHere);
    QCOMPARE(m_work->run(m_vault, GetKey{ named("brought"), brought->version })->origin, KeyOrigin::Imported);
}

void KeyContract::updatesOnlyWhatIsNamed()
{
    CreateKey op = creation("changing");
    op.draft.tags = { { u"a"_s, u"1"_s } };
    op.draft.attributes.expires = m_work->clock.now() + 100 * day;
    const auto made = m_work->run(m_vault, std::move(op));
    VERIFY_OK(made);
    m_work->clock.advance(5);
    UpdateKey update{ named("changing"), made->version, QStringList{ u"verify"_s }, {}, {}, {} };
    const auto changed = m_work->run(m_vault, update);
    VERIFY_OK(changed);
    QCOMPARE(changed->operations, QStringList{ u"verify"_s });
    QCOMPARE(changed->tags, made->tags);
    QCOMPARE(changed->attributes.expires, made->attributes.expires);
    QCOMPARE(changed->attributes.updated, m_work->clock.now());
    update.operations = QStringList{ u"nonsense"_s };
    VERIFY_FAILS(m_work->run(m_vault, update), ErrorCode::BadParameter);
    QCOMPARE(m_work->run(m_vault, GetKey{ named("changing"), {} })->operations, QStringList{ u"verify"_s });
}

void KeyContract::limitsTags()
{
    CreateKey op = creation("tagged");
    op.draft.tags = { { QString(256, u'k'), QString(256, u'v') } };
    VERIFY_OK(m_work->run(m_vault, std::move(op)));
    CreateKey tooLong = creation("tagged-more");
    tooLong.draft.tags = { { QString(257, u'k'), u"v"_s } };
    VERIFY_FAILS(m_work->run(m_vault, std::move(tooLong)), ErrorCode::BadParameter);
}

void KeyContract::deletesRecoversAndPurges()
{
    const auto made = make("passing");
    const auto deleted = m_work->run(m_vault, DeleteKey{ named("passing") });
    VERIFY_OK(deleted);
    QCOMPARE(deleted->deletion.scheduledPurge, m_work->clock.now() + 90 * day);
    VERIFY_FAILS(m_work->run(m_vault, GetKey{ named("passing"), {} }), ErrorCode::KeyNotFound);
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("passing"), {}, u"ES256"_s, QByteArray(32, 'd') }),
                 ErrorCode::KeyNotFound);
    VERIFY_OK(m_work->run(m_vault, GetDeletedKey{ named("PASSING") }));
    const auto recovered = m_work->run(m_vault, RecoverDeletedKey{ named("passing") });
    VERIFY_OK(recovered);
    QCOMPARE(*recovered, made);
    VERIFY_OK(m_work->run(m_vault, SignWithKey{ named("passing"), {}, u"ES256"_s, QByteArray(32, 'd') }));
    VERIFY_OK(m_work->run(m_vault, DeleteKey{ named("passing") }));
    VERIFY_OK(m_work->run(m_vault, PurgeDeletedKey{ named("passing") }));
    VERIFY_FAILS(m_work->run(m_vault, GetDeletedKey{ named("passing") }), ErrorCode::DeletedKeyNotFound);
    VERIFY_FAILS(m_work->run(m_vault, RecoverDeletedKey{ named("passing") }), ErrorCode::DeletedKeyNotFound);
    VERIFY_OK(m_work->run(CollectTokenLeftovers{}));
    QVERIFY(make("passing").publicKey != made.publicKey);
}

void KeyContract::keepsNamesOfDeleted()
{
    make("reserved");
    VERIFY_OK(m_work->run(m_vault, DeleteKey{ named("reserved") }));
    VERIFY_FAILS(m_work->run(m_vault, creation("RESERVED")), ErrorCode::DeletedButRecoverable);
    const auto states = m_work->run(m_vault, CheckKeyNames{ { named("reserved"), named("free") } });
    VERIFY_OK(states);
    QVERIFY((*states == std::vector<NameState>{ NameState::Deleted, NameState::Free }));
}

void KeyContract::listsPagesAndVersions()
{
    for (const char* const name : { "c", "a", "b" })
        make(name);
    const auto first = m_work->run(m_vault, ListKeys{ { 2, {} } });
    VERIFY_OK(first);
    QCOMPARE(first->items.size(), std::size_t(2));
    QCOMPARE(first->items[0].name.text(), u"a"_s);
    const auto rest = m_work->run(m_vault, ListKeys{ { 2, first->next } });
    VERIFY_OK(rest);
    QCOMPARE(rest->items.size(), std::size_t(1));
    QVERIFY(rest->next.isEmpty());
    make("a");
    const auto versions = m_work->run(m_vault, ListKeyVersions{ named("a"), {} });
    VERIFY_OK(versions);
    QCOMPARE(versions->items.size(), std::size_t(2));
    QVERIFY(versions->items[0].version < versions->items[1].version);
    QVERIFY(m_work->run(m_vault, ListKeyVersions{ named("unknown"), {} })->items.empty());
    VERIFY_OK(m_work->run(m_vault, DeleteKey{ named("b") }));
    QCOMPARE(m_work->run(m_vault, ListDeletedKeys{ {} })->items.size(), std::size_t(1));
}

void KeyContract::browsesByKind()
{
    make("elliptic");
    make("rivest", KeyType::Rsa, 2048);
    BrowseKeys op;
    op.request.filter.push_back(
        { FilterTerm::Field::Type, FilterTerm::Comparison::Contains, {}, u"rsa"_s, 0, false });
    const auto found = m_work->run(m_vault, op);
    VERIFY_OK(found);
    QCOMPARE(found->matched, 1);
    QCOMPARE(found->total, 2);
    QCOMPARE(found->rows[0].properties.name.text(), u"rivest"_s);
    QCOMPARE(found->rows[0].policy, defaultRotationPolicy());
}

void KeyContract::backsUpAndRestores()
{
    make("kept");
    const auto newest = make("kept");
    VERIFY_OK(m_work->run(m_vault, yearly("kept")));
    const auto blob = m_work->run(m_vault, BackupKey{ named("kept") });
    VERIFY_OK(blob);
    VERIFY_FAILS(m_work->run(m_vault, RestoreKey{ *blob }), ErrorCode::Conflict);
    VERIFY_FAILS(m_work->run(m_vault, RestoreKey{ "nonsense" }), ErrorCode::BadParameter);
    VERIFY_OK(m_work->run(m_vault, DeleteKey{ named("kept") }));
    VERIFY_FAILS(m_work->run(m_vault, RestoreKey{ *blob }), ErrorCode::DeletedButRecoverable);
    VERIFY_OK(m_work->run(m_vault, PurgeDeletedKey{ named("kept") }));
    const auto restored = m_work->run(m_vault, RestoreKey{ *blob });
    VERIFY_OK(restored);
    QCOMPARE(restored->version, newest.version);
    QCOMPARE(restored->publicKey, newest.publicKey);
    QCOMPARE(m_work->run(m_vault, ListKeyVersions{ named("kept"), {} })->items.size(), std::size_t(2));
    QCOMPARE(m_work->run(m_vault, GetRotationPolicy{ named("kept") })->expiryTime, (Duration{ 1, 0, 0, 0 }));
    VERIFY_OK(m_work->run(m_vault, SignWithKey{ named("kept"), {}, u"ES256"_s, QByteArray(32, 'd') }));
}

void KeyContract::rotatesInKind()
{
    CreateKey op = creation("turning", KeyType::Rsa, 3072);
    op.draft.operations = { u"sign"_s, u"verify"_s };
    op.draft.tags = { { u"team"_s, u"ops"_s } };
    const auto before = m_work->run(m_vault, std::move(op));
    VERIFY_OK(before);
    VERIFY_OK(m_work->run(m_vault, yearly("turning")));
    m_work->clock.advance(10);
    const auto after = m_work->run(m_vault, RotateKey{ named("turning") });
    VERIFY_OK(after);
    QVERIFY(after->version != before->version);
    QVERIFY(after->publicKey.n != before->publicKey.n);
    QCOMPARE(after->publicKey.bits, 3072);
    QCOMPARE(after->operations, before->operations);
    QCOMPARE(after->tags, before->tags);
    QCOMPARE(after->attributes.created, m_work->clock.now());
    QCOMPARE(after->attributes.expires, (Duration{ 1, 0, 0, 0 }).after(m_work->clock.now()));
    VERIFY_OK(m_work->run(m_vault, GetKey{ named("turning"), before->version }));
}

void KeyContract::keepsRotationPolicies()
{
    make("planned");
    const auto none = m_work->run(m_vault, GetRotationPolicy{ named("planned") });
    VERIFY_OK(none);
    QCOMPARE(*none, defaultRotationPolicy());
    const auto set = m_work->run(m_vault, yearly("planned"));
    VERIFY_OK(set);
    QCOMPARE(set->actions.size(), std::size_t(2)); // the notice is added
    QCOMPARE(set->created, m_work->clock.now());
    m_work->clock.advance(7);
    const auto again = m_work->run(m_vault, yearly("planned"));
    VERIFY_OK(again);
    QCOMPARE(again->created, set->created);
    QCOMPARE(again->updated, m_work->clock.now());
    QCOMPARE(*m_work->run(m_vault, GetRotationPolicy{ named("planned") }), *again);
}

void KeyContract::refusesBadRotationPolicies()
{
    make("planned");
    SetRotationPolicy tooSoon = yearly("planned");
    tooSoon.policy.actions[0].timeAfterCreate = Duration{ 0, 0, 3, 0 };
    VERIFY_FAILS(m_work->run(m_vault, tooSoon), ErrorCode::BadParameter);
    QCOMPARE(*m_work->run(m_vault, GetRotationPolicy{ named("planned") }), defaultRotationPolicy());
}

void KeyContract::rotatesWhatIsDueOnce()
{
    const auto before = make("due");
    VERIFY_OK(m_work->run(m_vault, yearly("due")));
    QVERIFY(m_work->run(ListDueKeys{})->empty());
    VERIFY_FAILS(m_work->run(m_vault, RotateKeyIfDue{ named("due"), before.version }), ErrorCode::Conflict);

    const auto ahead = m_work->run(ListDueKeys{ 10, 301 * day });
    VERIFY_OK(ahead);
    QCOMPARE(ahead->size(), std::size_t(1));
    QVERIFY((*ahead)[0].due > m_work->clock.now() + 299 * day);

    m_work->clock.advance(301 * day);
    const auto due = m_work->run(ListDueKeys{});
    VERIFY_OK(due);
    QCOMPARE((*due)[0].due, (*ahead)[0].due);
    QCOMPARE(due->size(), std::size_t(1));
    QCOMPARE((*due)[0].keyName, named("due"));
    QCOMPARE((*due)[0].version, before.version);
    const RotateKeyIfDue rotate{ (*due)[0].keyName, (*due)[0].version };
    const auto rotated = m_work->run(m_vault, rotate);
    VERIFY_OK(rotated);
    QVERIFY(rotated->version != before.version);
    VERIFY_FAILS(m_work->run(m_vault, rotate), ErrorCode::Conflict);
    QVERIFY(m_work->run(ListDueKeys{})->empty());
    QCOMPARE(m_work->run(m_vault, ListKeyVersions{ named("due"), {} })->items.size(), std::size_t(2));
    // A clock that was set back and forth asks for nothing twice.
    m_work->clock.advance(-400 * day);
    QVERIFY(m_work->run(ListDueKeys{})->empty());
}

void KeyContract::rotatesNothingThatWasImportedIntoAnHsm()
{
    VERIFY_OK(bring("brought"));
    if (protection() == KeyProtection::Software) {
        VERIFY_OK(m_work->run(m_vault, yearly("brought")));
        const auto next = m_work->run(m_vault, RotateKey{ named("brought") });
        VERIFY_OK(next);
        QCOMPARE(next->origin, KeyOrigin::MadeHere);
        return;
    }
    const auto rotated = m_work->run(m_vault, RotateKey{ named("brought") });
    VERIFY_FAILS(rotated, ErrorCode::BadParameter);
    QVERIFY(rotated.error().message.contains(u"was imported into an HSM cannot be rotated"_s));
    const auto rows = m_work->run(ListAudit{ { {}, {}, {}, u"KeyRotate"_s, false, 0, 10 } });
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), std::size_t(1));
    QCOMPARE(rows->front().httpStatus, 400);
    QCOMPARE(m_work->run(m_vault, ListKeyVersions{ named("brought"), {} })->items.size(), std::size_t(1));

    VERIFY_FAILS(m_work->run(m_vault, yearly("brought")), ErrorCode::BadParameter);
    QCOMPARE(*m_work->run(m_vault, GetRotationPolicy{ named("brought") }), defaultRotationPolicy());
    SetRotationPolicy notice = yearly("brought");
    notice.policy.actions = { { LifetimeAction::Kind::Notify, std::nullopt, Duration{ 0, 0, 60, 0 } } };
    VERIFY_OK(m_work->run(m_vault, notice));
    make("brought"); // from here on it can be made again
    VERIFY_OK(m_work->run(m_vault, yearly("brought")));
    VERIFY_OK(m_work->run(m_vault, RotateKey{ named("brought") }));
}

void KeyContract::aPolicyWaitsWhileAnImportedVersionIsCurrent()
{
    if (protection() == KeyProtection::Software)
        QSKIP("Only keys in an HSM are bound so.");
    make("mixed");
    VERIFY_OK(m_work->run(m_vault, yearly("mixed")));
    const auto brought = bring("mixed");
    VERIFY_OK(brought);
    UpdateKey update{ named("mixed"), brought->version };
    update.attributes.expires = m_work->clock.now() + 350 * day;
    VERIFY_OK(m_work->run(m_vault, std::move(update)));
    m_work->clock.advance(340 * day);
    const auto due = m_work->run(ListDueKeys{});
    VERIFY_OK(due);
    QCOMPARE(due->size(), std::size_t(1)); // the notice it can have
    QCOMPARE(due->front().action, LifetimeAction::Kind::Notify);
    VERIFY_FAILS(m_work->run(m_vault, RotateKeyIfDue{ named("mixed"), brought->version }),
                 ErrorCode::Conflict);
    VERIFY_OK(m_work->run(m_vault, NotifyKeyNearExpiry{ named("mixed"), brought->version }));
    QVERIFY(m_work->run(ListDueKeys{})->empty());
    // What the policy says is kept for the next version that is made here.
    QCOMPARE(m_work->run(m_vault, GetRotationPolicy{ named("mixed") })->actions.size(), std::size_t(2));
    make("mixed");
    m_work->clock.advance(301 * day);
    QCOMPARE(m_work->run(ListDueKeys{})->front().action, LifetimeAction::Kind::Rotate);
}

void KeyContract::noticesOnce()
{
    CreateKey op = creation("ending");
    op.draft.attributes.expires = m_work->clock.now() + 60 * day;
    const auto made = m_work->run(m_vault, std::move(op));
    VERIFY_OK(made);
    QVERIFY(m_work->run(ListDueKeys{})->empty());
    m_work->clock.advance(31 * day);
    const auto due = m_work->run(ListDueKeys{});
    VERIFY_OK(due);
    QCOMPARE(due->size(), std::size_t(1));
    QCOMPARE((*due)[0].action, LifetimeAction::Kind::Notify);
    VERIFY_OK(m_work->run(m_vault, NotifyKeyNearExpiry{ named("ending"), made->version }));
    VERIFY_FAILS(m_work->run(m_vault, NotifyKeyNearExpiry{ named("ending"), made->version }),
                 ErrorCode::Conflict);
    QVERIFY(m_work->run(ListDueKeys{})->empty());
}

void KeyContract::givesNoNoticeOfWhatWasMadeExpired()
{
    CreateKey op = creation("ended");
    op.draft.attributes.expires = m_work->clock.now() - 10 * day;
    const auto made = m_work->run(m_vault, std::move(op));
    VERIFY_OK(made);
    QVERIFY(m_work->run(ListDueKeys{ 100, 60 * day })->empty());
    VERIFY_FAILS(m_work->run(m_vault, NotifyKeyNearExpiry{ named("ended"), made->version }),
                 ErrorCode::Conflict);
    // When its end is moved, it gets its notice.
    m_work->clock.advance(100 * day);
    UpdateKey update{ named("ended"), {} };
    update.attributes.expires = m_work->clock.now() + 10 * day;
    VERIFY_OK(m_work->run(m_vault, std::move(update)));
    QCOMPARE(m_work->run(ListDueKeys{})->size(), std::size_t(1));
}

void KeyContract::givesNoticeAtOnceOfWhatEndsSoon()
{
    CreateKey op = creation("ending");
    op.draft.attributes.expires = m_work->clock.now() + 10 * day;
    const auto made = m_work->run(m_vault, std::move(op));
    VERIFY_OK(made);
    QCOMPARE(m_work->run(ListDueKeys{})->size(), std::size_t(1));
    VERIFY_OK(m_work->run(m_vault, NotifyKeyNearExpiry{ named("ending"), made->version }));
    QVERIFY(m_work->run(ListDueKeys{})->empty());
}

void KeyContract::policiesDecidePerOperation_data()
{
    QTest::addColumn<QString>("permission");
    for (const char* const permission : { "encrypt", "decrypt", "wrapkey", "unwrapkey", "sign", "verify" })
        QTest::newRow(permission) << QString::fromLatin1(permission);
}

void KeyContract::policiesDecidePerOperation()
{
    if (isPool(keyVault().sku))
        QSKIP("Pools have no access policies.");
    QFETCH(QString, permission);
    make("rsa", KeyType::Rsa, 2048);
    const auto application = m_work->run(RegisterApplication{ u"program"_s });
    VERIFY_OK(application);
    const auto rules = m_work->run(m_vault, GetAccessRules{});
    VERIFY_OK(rules);
    UpdateVault model;
    model.vault = m_vault;
    model.permissionModel = PermissionModel::AccessPolicies;
    VERIFY_OK(m_work->run(std::move(model)));
    AccessPolicy policy;
    policy.principalId = application->application.objectId;
    policy.keys = { permission };
    VERIFY_OK(m_work->run(m_vault, SetAccessPolicy{ policy }));

    m_work->caller.kind = Caller::Kind::Application;
    m_work->caller.objectId = application->application.objectId;
    m_work->caller.clientId = application->application.clientId;
    m_work->caller.tenantId = rules->tenantId;
    const QByteArray digest(32, 'd');
    const ObjectName name = named("rsa");
    const auto isForbidden
        = [](const auto& result) { return !result && result.error().code == ErrorCode::ForbiddenByPolicy; };
    QCOMPARE(isForbidden(m_work->run(m_vault, SignWithKey{ name, {}, u"RS256"_s, digest })),
             permission != "sign"_L1);
    QCOMPARE(isForbidden(m_work->run(m_vault, VerifyWithKey{ name, {}, u"RS256"_s, digest, digest })),
             permission != "verify"_L1);
    QCOMPARE(isForbidden(
                 m_work->run(m_vault, EncryptWithKey{ name, {}, u"RSA-OAEP"_s, { plaintextOf(8), {}, {} } })),
             permission != "encrypt"_L1);
    QCOMPARE(
        isForbidden(m_work->run(m_vault, DecryptWithKey{ name, {}, u"RSA-OAEP"_s, { digest, {}, {}, {} } })),
        permission != "decrypt"_L1);
    QCOMPARE(
        isForbidden(m_work->run(m_vault, WrapWithKey{ name, {}, u"RSA-OAEP"_s, { plaintextOf(8), {}, {} } })),
        permission != "wrapkey"_L1);
    QCOMPARE(
        isForbidden(m_work->run(m_vault, UnwrapWithKey{ name, {}, u"RSA-OAEP"_s, { digest, {}, {}, {} } })),
        permission != "unwrapkey"_L1);
    QVERIFY(isForbidden(m_work->run(m_vault, GetKey{ name, {} })));
    QVERIFY(isForbidden(m_work->run(m_vault, DeleteKey{ name })));
}

void KeyContract::auditsAlgorithmAndVersion()
{
    const auto made = make("audited");
    VERIFY_OK(m_work->run(m_vault, SignWithKey{ named("audited"), {}, u"ES256"_s, QByteArray(32, 'd') }));
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("audited"), {}, u"RS256"_s, QByteArray(32, 'd') }),
                 ErrorCode::BadParameter);
    AuditQuery query;
    query.vault = m_vault;
    query.operation = u"KeySign"_s;
    const auto rows = m_work->run(ListAudit{ query });
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), std::size_t(2));
    QCOMPARE((*rows)[0].algorithm, u"RS256"_s);
    QCOMPARE((*rows)[0].httpStatus, 400);
    QCOMPARE((*rows)[1].algorithm, u"ES256"_s);
    QCOMPARE((*rows)[1].objectVersion, made.version.text());
    QCOMPARE((*rows)[1].httpStatus, 200);
    // The version is known of what was refused or failed as well.
    QCOMPARE((*rows)[0].objectVersion, made.version.text());
    UpdateKey disable{ named("audited"), {}, {}, {}, {}, {} };
    disable.attributes.isEnabled = false;
    VERIFY_OK(m_work->run(m_vault, std::move(disable)));
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ named("audited"), {}, u"ES256"_s, QByteArray(32, 'd') }),
                 ErrorCode::KeyDisabled);
    QCOMPARE(m_work->run(ListAudit{ query })->front().objectVersion, made.version.text());
    VERIFY_FAILS(m_work->run(m_vault, GetKey{ named("audited"), {} }), ErrorCode::KeyDisabled);
    query.operation = u"KeyGet"_s;
    QCOMPARE(m_work->run(ListAudit{ query })->front().objectVersion, made.version.text());
    const auto verified = m_work->run(VerifyAudit{});
    VERIFY_OK(verified);
    QVERIFY(verified->isIntact);
}

void KeyContract::saysWhatIsMissing()
{
    const ObjectName name = named("missing");
    VERIFY_FAILS(m_work->run(m_vault, GetKey{ name, {} }), ErrorCode::KeyNotFound);
    VERIFY_FAILS(m_work->run(m_vault, UpdateKey{ name, {}, {}, {}, {}, {} }), ErrorCode::KeyNotFound);
    VERIFY_FAILS(m_work->run(m_vault, DeleteKey{ name }), ErrorCode::KeyNotFound);
    VERIFY_FAILS(m_work->run(m_vault, RotateKey{ name }), ErrorCode::KeyNotFound);
    VERIFY_FAILS(m_work->run(m_vault, BackupKey{ name }), ErrorCode::KeyNotFound);
    VERIFY_FAILS(m_work->run(m_vault, GetRotationPolicy{ name }), ErrorCode::KeyNotFound);
    VERIFY_FAILS(m_work->run(m_vault, SignWithKey{ name, {}, u"ES256"_s, QByteArray(32, 'd') }),
                 ErrorCode::KeyNotFound);
    make("there");
    VERIFY_FAILS(m_work->run(m_vault, GetKey{ named("there"), VersionId::random() }), ErrorCode::KeyNotFound);
}

void KeyContract::countsKeys()
{
    make("one");
    make("two");
    VERIFY_OK(m_work->run(m_vault, DeleteKey{ named("two") }));
    const auto counts = m_work->run(m_vault, CountObjects{});
    VERIFY_OK(counts);
    QCOMPARE(counts->keys, 1);
    QCOMPARE(counts->deletedKeys, 1);
    QCOMPARE(counts->secrets, 0);
}

} // namespace strongroom::contracts
